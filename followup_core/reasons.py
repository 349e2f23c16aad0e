"""Why a step is where it is: plain sentences, the published range, the guide page that says more."""

from __future__ import annotations

from collections.abc import Iterator

from followup_core.model import Reason
from followup_core.phrases import weekday_date as day
from followup_core.planned import Planned

NUMBERS_PAGE = "guide/where-our-numbers-come-from/"
STOP_PAGE = "guide/when-to-stop/"
WAIT_PAGE = "guide/when-to-wait/"
NO_MESSAGE = ("ask-next-steps", "stop")

# step kind -> what a custom must be about to stand beside it
_ABOUT = {
    "thank-you": ("thank-you", "panel", "channel", "address"),
    "check-in": ("check-in",),
    "assignment-received": ("check-in",),
    "second-check-in": ("second-check-in",),
}
# number -> why an answer cannot wait; {anchor} is the day of what it answers, {latest} its last good day
_AT_ONCE = {
    "rejection-reply": "Their answer came on {anchor}. A short thank-you by {latest} leaves the door open.",
    "offer-reply": (
        "Their offer came on {anchor}, and they are waiting for you. Answer by {latest}, "
        "even if it is only to say when you will decide."
    ),
    "offer-deadline": "You have had another offer since {anchor}. Say so plainly, by {latest} at the latest.",
    "no-show": "The meeting on {anchor} did not take place. Ask once, in a friendly way, by {latest}.",
}
_STOP = {
    "closing": "After the closing note nothing more is needed from you. They know how to reach you.",
    "too-late": (
        "So much time has passed that one more message would not help. Your time is better spent elsewhere."
    ),
    "ending:rejection": "They have decided. After your thanks, no further message.",
    "ending:silence-acknowledged": "You let this one go. No further message.",
    "ending:withdrew": "You withdrew. No further message.",
    "ending:accepted": "You accepted. What follows is between you and them.",
    "ending:declined": "You declined. No further message.",
}


def explain(step: Planned) -> tuple[Reason, ...]:
    """The reasons of one step, the most important first."""
    if step.status == "done":
        noted = "You noted this on" if step.kind in NO_MESSAGE else "You sent this on"
        return (Reason("done", f"{noted} {day(step.date)}.", "", NUMBERS_PAGE),)
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
    return Reason(basis.rule, _text(step, number.days), number.range, number.page)


def _text(step: Planned, days: tuple[int, int, int]) -> str:
    if step.kind == "thank-you":
        return _thanks(step) + _for_all(step)
    at_once = _AT_ONCE.get(step.basis.rule)
    if at_once:
        latest = step.case.window(step.basis.anchor, days)[2]
        return at_once.format(anchor=day(step.basis.anchor), latest=day(latest))
    return _count(step, days)


def _thanks(step: Planned) -> str:
    anchor, best = step.basis.anchor, step.window[1]
    if step.status in ("overdue", "skipped"):
        return (
            "Thanks belong to the day of the conversation or the next working day. "
            f"The conversation was on {day(anchor)}."
        )
    if anchor == best:
        return f"After a conversation before noon, the same day is right: {day(best)}."
    if not step.case.calendar.is_open(anchor):
        return f"The conversation falls on a day off, so write on the next working day: {day(best)}."
    return f"Write by the next working day, while they still remember what you said: {day(best)}."


def _for_all(step: Planned) -> str:
    """That one note stands for a whole panel, where that is the custom (rule 5)."""
    if step.case.rules.panel == "each" or len(_people(step)) < 2:
        return ""
    person = step.case.application.contact(step.to)
    return f" One note thanks everybody; ask {person.name} to pass it on." if person else ""


def _count(step: Planned, days: tuple[int, int, int]) -> str:
    earliest, best, latest = days
    wait = f"{best} working days ({earliest} to {latest})"
    if step.basis.promise and step.kind != "add-value":
        return f"They said {day(step.basis.anchor)}. Give them {wait} more before you ask."
    if step.kind == "add-value":
        return f"A wait is a good time for something useful to them, {wait} after {_event(step)}."
    if step.kind in ("second-check-in", "closing"):
        return f"Only if nobody has answered: {wait} after {_event(step)}."
    return f"A good time to ask is {wait} after {_event(step)}."


def _event(step: Planned) -> str:
    """What the days are counted from. A message that is still to be sent is called planned."""
    basis = step.basis
    sent = any(entry.sent and entry.on == basis.anchor for entry in step.case.history.log)
    planned = basis.event == "your last message" and not sent
    return (
        f"your message planned for {day(basis.anchor)}"
        if planned
        else f"{basis.event} on {day(basis.anchor)}"
    )


def _moved(step: Planned) -> Iterator[Reason]:
    if step.basis.gap_from:
        text = (
            "Moved to a later day: you have another message to this employer on "
            f"{day(step.basis.gap_from)}, and at least five working days should lie between two messages "
            "that they did not ask for."
        )
        yield Reason("gap", text, "at most one a week; better one in two", NUMBERS_PAGE)


def _closed_days(step: Planned) -> Iterator[Reason]:
    if step.kind in NO_MESSAGE:
        return
    if step.case.application.country is None and step.kind in _ABOUT:
        text = "No country is given, so only weekends count as days off. Watch out for public holidays."
        yield Reason("open-days", text, "", NUMBERS_PAGE)
    start = step.basis.gap_from or step.basis.anchor
    holidays = list(step.case.calendar.closed(start, step.date))
    if holidays:
        named = "; ".join(f"{day(date)} is {_holiday(name)}" for date, name in holidays[:4])
        yield Reason("open-days", f"Days off do not count: {named}.", "", NUMBERS_PAGE)


def _holiday(name: str) -> str:
    """Its name; a day off in exchange for a working weekend is named without the other date."""
    return name.split(" (substituted from", 1)[0]


def _today(step: Planned) -> Iterator[Reason]:
    earliest, best, _ = step.window
    write = "write today" if best == step.case.today else f"write on {day(best)}"
    if step.status == "waiting" and step.kind != "stop":
        text = f"Not yet. From {day(earliest)} on you can write; {day(best)} is best."
        yield Reason("wait", text, "", WAIT_PAGE)
    elif step.status == "overdue" and step.basis.limit:
        text = f"The best days have passed. It can still help until {day(step.basis.limit)}: {write}."
        if step.basis.limit == best:
            text = f"The best days have passed. This is the last day on which it can help: {write}."
        yield Reason("overdue", text, "", NUMBERS_PAGE)
    elif step.status == "overdue":
        yield Reason("overdue", f"The best days have passed: {write}.", "", NUMBERS_PAGE)
    elif step.status == "skipped" and step.basis.limit:
        text = f"It could have helped until {day(step.basis.limit)}. Now it is better left out."
        yield Reason("too-late", text, "", NUMBERS_PAGE)


def _customs(step: Planned) -> Iterator[Reason]:
    """What is known about the place and the sector, as advice: it never changed the date."""
    if step.status == "skipped":
        return
    rules, about = step.case.rules, _ABOUT.get(step.kind, ())
    panel = len(_people(step)) > 1
    if panel and rules.panel == "each":
        for custom in rules.default.customs:
            if custom.about == "panel":
                yield Reason("custom", custom.text, custom.source, NUMBERS_PAGE)
    for profile in rules.special:
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
