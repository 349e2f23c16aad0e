// A link to something inside a folded list unfolds it, in browsers that do not do so by themselves.

function unfold() {
  const target = document.getElementById(decodeURI(location.hash.slice(1)));
  const folded = target?.closest("details:not([open])");
  if (!folded) return;
  folded.open = true;
  target.scrollIntoView();
}

addEventListener("hashchange", unfold);
unfold();
