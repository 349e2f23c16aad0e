// Stands in for the theme's search worker until somebody types: reading a page loads neither the list of all words
// nor the engine that looks in it. tools/search.py puts it in the worker's place, and the engine beside it.

const SETUP = 0;
const READY = 1;
const QUERY = 2;
const RESULT = 3;

let setup = {}; // what the theme told the worker, but for the pages
let asked = "";
let begun = false;

async function begin() {
  const answer = await fetch(new URL("../../../search/pages.json", self.location.href));
  if (!answer.ok) throw new Error(`The list for the search did not come: ${answer.status}`);
  const whole = { ...setup, ...(await answer.json()) };
  importScripts("engine.js"); // it listens to messages by itself, so this file must stop
  self.removeEventListener("message", listen);
  hand(SETUP, whole);
  await new Promise((resolve) => setTimeout(resolve)); // it makes its index in a microtask
  hand(QUERY, asked);
}

function hand(type, data) {
  self.dispatchEvent(new MessageEvent("message", { data: { type, data } }));
}

function listen({ data: { type, data } }) {
  if (type === SETUP) {
    setup = data;
    self.postMessage({ type: READY });
  }
  if (type !== QUERY) return;
  asked = data;
  if (!data.trim()) {
    self.postMessage({ type: RESULT, data: { items: [] } });
  } else if (!begun) {
    begun = true;
    begin().catch((error) => {
      begun = false; // the next letter tries again
      console.warn(error);
      self.postMessage({ type: RESULT, data: { items: [] } });
    });
  }
}

self.addEventListener("message", listen);
