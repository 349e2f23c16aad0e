"""The voice of the tools, which says what happened, as a single unit in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.modules import PLACE, run, stopped


@pytest.fixture
def quiet(page: Page) -> Page:
    """The page with a voice that has said nothing, and a clock that stands."""
    script = (
        f"{PLACE}"
        + """
        const voice = new parts.Voice(place);
        const shown = () => place.textContent + (place.hasAttribute("data-quiet") ? " (unseen)" : "");
        const heard = [];
        const listen = () => place.textContent && heard.push(place.textContent);
        new MutationObserver(listen).observe(place, { childList: true, characterData: true, subtree: true });
        window.t = { voice, shown, heard, place, showSaved: parts.showSaved };
    """
    )
    run(page, script)
    return stopped(page)


def shown(page: Page) -> str:
    return str(page.evaluate("t.shown()"))


def say(page: Page, *words: str) -> None:
    page.evaluate("(words) => words.forEach((each) => t.voice.say(each))", list(words))


def say_later(page: Page, *words: str) -> None:
    page.evaluate("(words) => words.forEach((each) => t.voice.sayLater(each))", list(words))


def test_what_is_said_is_there_at_once_and_goes_after_its_time(quiet: Page) -> None:
    say(quiet, "Copied.")
    assert shown(quiet) == "Copied."
    quiet.clock.run_for(11_900)
    assert shown(quiet) == "Copied."
    quiet.clock.run_for(200)
    assert shown(quiet) == ""


def test_what_is_seen_elsewhere_is_only_said(quiet: Page) -> None:
    quiet.evaluate("t.voice.say('Moved.', true)")
    assert shown(quiet) == "Moved. (unseen)"
    quiet.clock.run_for(3_000)
    say(quiet, "Copied.")
    assert shown(quiet) == "Copied."


def test_of_many_messages_the_latest_one_is_said_after_a_breath(quiet: Page) -> None:
    say(quiet, "one", "two", "three")
    quiet.clock.run_for(1_900)
    assert shown(quiet) == "one"
    quiet.clock.run_for(200)
    assert shown(quiet) == "three"
    quiet.clock.run_for(11_000)
    assert shown(quiet) == "three", "its time begins when it is said"
    assert quiet.evaluate("t.heard") == ["one", "three"]


def test_after_a_breath_nothing_waits(quiet: Page) -> None:
    say(quiet, "one")
    quiet.clock.run_for(2_100)
    say(quiet, "two")
    assert shown(quiet) == "two"


def test_what_the_page_shows_is_said_when_the_typing_pauses(quiet: Page) -> None:
    for letters in ("a", "ab", "abc", "abcd"):
        say_later(quiet, letters)
        quiet.clock.run_for(1_000)
    assert shown(quiet) == ""
    quiet.clock.run_for(600)
    assert shown(quiet) == "abcd (unseen)"
    quiet.clock.run_for(60_000)
    assert quiet.evaluate("t.heard") == ["abcd"]


def test_the_voice_does_not_repeat_itself(quiet: Page) -> None:
    for words in ("Ready.", "Ready.", "One gap.", "One gap.", "Ready."):
        say_later(quiet, words)
        quiet.clock.run_for(3_000)
    assert quiet.evaluate("t.heard") == ["Ready.", "One gap.", "Ready."]


def test_what_is_no_longer_so_when_the_typing_pauses_is_not_said(quiet: Page) -> None:
    say_later(quiet, "Ready.")
    quiet.clock.run_for(3_000)
    say_later(quiet, "One gap.")
    quiet.clock.run_for(500)
    say_later(quiet, "Ready.")
    quiet.clock.run_for(5_000)
    assert quiet.evaluate("t.heard") == ["Ready."]


def test_what_the_page_shows_never_takes_the_place_of_what_must_be_said(quiet: Page) -> None:
    """It follows after a breath of its own."""
    say(quiet, "Copied.", "Not saved.")
    say_later(quiet, "Ready.")
    quiet.clock.run_for(2_100)
    assert shown(quiet) == "Not saved."
    quiet.clock.run_for(1_800)
    assert shown(quiet) == "Not saved."
    quiet.clock.run_for(300)
    assert shown(quiet) == "Ready. (unseen)"
    assert quiet.evaluate("t.heard") == ["Copied.", "Not saved.", "Ready."]


def test_a_message_takes_the_place_of_what_was_to_be_said_in_a_pause(quiet: Page) -> None:
    say_later(quiet, "Ready.")
    quiet.clock.run_for(500)
    say(quiet, "Copied.")
    quiet.clock.run_for(5_000)
    assert quiet.evaluate("t.heard") == ["Copied."]
    say_later(quiet, "Ready.")
    quiet.clock.run_for(5_000)
    assert quiet.evaluate("t.heard") == ["Copied.", "Ready."], "it has not been said before"


def test_the_end_of_an_older_message_does_not_take_a_newer_one_away(quiet: Page) -> None:
    say(quiet, "Copied.")
    quiet.clock.run_for(9_000)
    say_later(quiet, "Ready.")
    quiet.clock.run_for(4_000)
    assert shown(quiet) == "Ready. (unseen)"


def test_only_a_save_that_failed_is_said(quiet: Page) -> None:
    script = """(state) => {
        const place = document.createElement("p");
        t.showSaved(place, t.voice, state);
        return [place.textContent, place.dataset.state];
    }"""
    assert quiet.evaluate(script, "saving") == ["Saving …", "saving"]
    assert quiet.evaluate(script, "saved") == ["Saved on this device.", "saved"]
    assert shown(quiet) == ""
    words = "Not saved: this browser refused. Save the search file to keep what you typed."
    assert quiet.evaluate(script, "failed") == [words, "failed"]
    assert shown(quiet) == words
