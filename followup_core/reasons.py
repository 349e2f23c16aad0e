"""Why a step is where it is: plain sentences, the published range, the guide page that says more."""

from __future__ import annotations

from collections.abc import Iterator

from followup_core.model import Reason
from followup_core.phrases import weekday_date as day
from followup_core.planned import Planned

NUMBERS_PAGE = "guide/where-our-numbers-come-from/"
STOP_PAGE = "guide/when-to-stop/"
WAIT_PAGE = "guide/when-to-wait/"

# step kind -> what a custom must be about to stand beside it
_ABOUT = {
    "thank-you": ("thank-you", "panel", "channel", "address"),
    "check-in": ("check-in",),
    "assignment-received": ("check-in",),
}
_STOP = {
    "closing": "After the closing note nothing more is needed from you. They know how to reach you.",
    "too-late": "So much time has passed that one more message would not help. Put your hours elsewhere.",
    "ending:rejection": "They have decided. After your thanks, no further message.",
    "ending:silence-acknowledged": "You let this one go. No further message.",
    "ending:withdrew": "You withdrew. No further message.",
    "ending:accepted": "You accepted. What follows is between you and them.",
    "ending:declined": "You declined. No further message.",
}


def explain(step: Planned) -> tuple[Reason, ...]:
    """The reasons of one step, the most important first."""
    if step.status == "done":
        return (Reason("done", f"You noted this on {day(step.date)}.", "", NUMBERS_PAGE),)
    return (_main(step), *_moved(step), *_closed_days(step), *_today(step), *_customs(step))


def _main(step: Planned) -> Reason:
    basis = step.basis
    if step.kind == "stop":
        return Reason("stop", _STOP[basis.event], "one to three messages, then rest", STOP_PAGE)
    if step.kind == "ask-next-steps":
        text = "Before you leave, ask what happens next and by when. Every later date rests on the answer."
        return Reason(
            "ask-next-steps", text, "asked at the end of the conversation", "guide/before-you-leave/"
        )
    number = step.case.rules.number(basis.rule)
    text = _thanks(step) if step.kind == "thank-you" else _count(step, number.days)
    return Reason(basis.rule, text, number.range, number.page)


def _thanks(step: Planned) -> str:
    anchor, best = step.basis.anchor, step.window[1]
    if step.status in ("overdue", "skipped"):
        return (
            f"Thanks belong to the day of the conversation or the next working day. It was on {day(anchor)}."
        )
    if anchor == best:
        return f"The conversation ends before noon, so the same day is right: {day(best)}."
    if not step.case.calendar.is_open(anchor):
        return f"The conversation falls on a day off, so write on the next working day: {day(best)}."
    return f"Write by the next working day, while they still remember what you said: {day(best)}."


def _count(step: Planned, days: tuple[int, int, int]) -> str:
    earliest, best, latest = days
    basis, anchor = step.basis, day(step.basis.anchor)
    if latest <= 2:
        return f"{_soon(best)} after {basis.event} on {anchor}, by {day(step.window[2])} at the latest."
    wait = f"{best} working days ({earliest} to {latest})"
    if basis.promise and step.kind != "add-value":
        return f"They said {anchor}. Give them {wait} more before you ask."
    if step.kind == "add-value":
        return f"A wait is a good time for something useful to them: {wait} after {basis.event} on {anchor}."
    return f"Wait {wait} after {basis.event} on {anchor}."


def _soon(days: int) -> str:
    return {0: "Answer on the first working day", 1: "Answer one working day"}.get(
        days, f"Answer {days} working days"
    )


def _moved(step: Planned) -> Iterator[Reason]:
    if step.basis.gap_from:
        text = (
            f"Moved back: there is another message to this employer on {day(step.basis.gap_from)}, "
            "and five working days should lie between two messages they did not ask for."
        )
        yield Reason("gap", text, "at most one a week; better one in two", NUMBERS_PAGE)


def _closed_days(step: Planned) -> Iterator[Reason]:
    if step.kind in ("stop", "ask-next-steps"):
        return
    start = step.basis.gap_from or step.basis.anchor
    holidays = list(step.case.calendar.closed(start, step.date))
    if holidays:
        named = "; ".join(f"{day(date)} is {name}" for date, name in holidays[:4])
        yield Reason("open-days", f"Days off do not count: {named}.", "", NUMBERS_PAGE)


def _today(step: Planned) -> Iterator[Reason]:
    earliest, best, _ = step.window
    if step.status == "waiting" and step.kind != "stop":
        text = f"Nothing to do today. From {day(earliest)} on you can write; {day(best)} is best."
        yield Reason("wait", text, "", WAIT_PAGE)
    elif step.status == "overdue" and step.basis.limit:
        text = (
            f"The best days have passed. It still helps until {day(step.basis.limit)}: write on {day(best)}."
        )
        yield Reason("overdue", text, "", NUMBERS_PAGE)
    elif step.status == "overdue":
        yield Reason("overdue", f"The best days have passed. Write on {day(best)}.", "", NUMBERS_PAGE)
    elif step.status == "skipped" and step.basis.limit:
        text = f"It would have helped until {day(step.basis.limit)}. Now it is better left out."
        yield Reason("too-late", text, "", NUMBERS_PAGE)


def _customs(step: Planned) -> Iterator[Reason]:
    """What is known about the place and the sector, as advice: it never changed the date."""
    about = _ABOUT.get(step.kind, ())
    panel = len(_people(step)) > 1
    for profile in step.case.rules.special:
        for custom in profile.customs:
            if custom.about in about and (custom.about != "panel" or panel):
                yield Reason("custom", f"{profile.title}: {custom.text}", custom.source, NUMBERS_PAGE)
        if step.kind in ("thank-you", "check-in"):
            for gap in profile.unknown:
                yield Reason(
                    "unknown", f"{profile.title}: nothing reliable is known about {gap}.", "", NUMBERS_PAGE
                )


def _people(step: Planned) -> tuple[str, ...]:
    """Who was in the conversation that the step belongs to."""
    interviews = step.case.application.interviews
    return interviews[step.n - 1].people if step.kind == "thank-you" else ()
