"""The tone check as a whole: places, context, verdict, limits, languages."""

from __future__ import annotations

import time

import pytest

from followup_core import verbs
from followup_core.catalog import builtin
from followup_core.errors import FollowupError, UnknownNameError
from followup_core.measures import About
from followup_core.model import Finding
from followup_core.tone import MAX_TEXT, Context, Report, Tone
from followup_core.tonerules import Rule

WORDS = builtin().words("en")


def rule(id: str = "x", **more: object) -> Rule:
    values: dict[str, object] = {"find": ("wait*",), "severity": "rethink", "category": "pushy", **more}
    return Rule(id=id, locale="en", title="T", message="M", page="guide/", **values)  # type: ignore[arg-type] # of a test


def lint(text: str, *rules: Rule, **context: object) -> Report:
    return Tone(WORDS, rules or [rule()]).lint(text, Context(**context))  # type: ignore[arg-type] # of a test


def found(text: str, *rules: Rule, **context: object) -> list[str]:
    return [finding.text for finding in lint(text, *rules, **context).findings]


class TestPlaces:
    @pytest.mark.parametrize(
        "before",
        ["", "😀😀 ", "👩🏽‍🔧 Zoe\u0301: ", "日本語。 ", "\u200b", "a\r\nb\r\n", "Ünïcödé e\u0301\u0302 "],
    )
    def test_offsets_count_code_points_of_the_whole_text(self, before: str) -> None:
        text = f"Subject: {before}x\n\nHi Maria,\n\n{before}we wait here."
        for finding in lint(text).findings:
            assert text[finding.start : finding.end] == finding.text == "wait"
        assert len(lint(text).findings) == 1

    @pytest.mark.parametrize("one", ["😀", "👩🏽‍🔧", "👩‍👩‍👧", "🇩🇪", "❤️", "👍🏽", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🏳️‍🌈"])
    def test_what_a_reader_sees_as_one_emoji_is_one(self, one: str) -> None:
        few = Rule(
            id="few",
            locale="en",
            title="T",
            message="M",
            page="guide/",
            category="careless",
            measure="emoji",
            above={"polish": 1},
        )
        assert found(f"Thank you {one}", few) == []
        assert found(f"Thank you {one}{one}, Ann {one}.", few) == [one] * 3

    def test_an_alternative_takes_the_sentence_or_the_words(self) -> None:
        text = "Thank you. I wait for you here. Bye now to all."
        (whole,) = lint(text, rule(alternatives=("No hurry.",))).remarks
        assert text[slice(*whole.replaces)] == "I wait for you here."
        (words,) = lint(text, rule(alternatives=("am glad to wait",))).remarks
        assert text[slice(*words.replaces)] == "wait"


class TestContext:
    def test_kinds_and_channels(self) -> None:
        assert found("We wait.", rule(kinds=("closing",))) == []
        assert found("We wait.", rule(kinds=("closing",)), kind="closing") == ["wait"]
        assert found("We wait.", rule(not_kinds=("closing",))) == ["wait"]
        assert found("We wait.", rule(not_kinds=("closing",)), kind="closing") == []
        assert found("We wait.", rule(channels=("sms",)), channel="sms") == ["wait"]
        assert found("We wait.", rule(channels=("sms",)), channel="email") == []

    def test_where(self) -> None:
        body = "We wait two. We waited three. We are waiting four."
        text = f"Subject: wait one\n\nHi Ann,\n\n{body}\n\nBest,\nDana"
        places = {"subject": ["wait"], "opening": ["wait"], "closing": ["waiting"]}
        for where, expected in places.items():
            assert found(text, rule(where=(where,))) == expected
        assert found(text, rule(where=("body",))) == ["wait", "waited", "waiting"]

    def test_negation_unless_and_marks(self) -> None:
        assert found("We do not wait.", rule(negation="skip")) == []
        assert found("We do not go there and then wait.", rule(negation="skip")) == ["wait"]
        assert found("We wait for fun.", rule(unless=("for fun",))) == []
        assert found("We wait. It is fun.", rule(unless=("fun",))) == ["wait"]
        assert found("We wait. It is fun.", rule(unless_anywhere=("fun",))) == []
        assert found("We wait. Thank you.", rule(unless_anywhere=("@thanks",))) == []
        assert found("We wait.", rule(only_with=("@thanks",))) == []
        assert found("We wait. Thank you.", rule(only_with=("@thanks",))) == ["wait"]

    def test_quoted_words_are_somebody_elses(self) -> None:
        text = "You said “we wait” and we wait."
        assert [each.start for each in lint(text).findings] == [text.rindex("wait")]
        assert len(found(text, rule(quoted=True))) == 2
        assert found("On Monday, Maria wrote:\n> we wait") == []
        assert found("Fine.\n> we wait\nThanks for it all.") == []

    def test_names_are_no_words(self) -> None:
        assert found("I met Wait Miller at Wait Ltd.") == []
        assert found("Wait Ltd is a good place. I like it.") == []
        assert found("Hi Wait,\n\nthank you.\n\nWait") == []
        assert found("Subject: Please Wait For Another Mail\n\nok") == ["Wait"]
        assert found("Wait for it. WAIT.") == ["Wait", "WAIT"]


class TestVerdict:
    def test_the_gravest_severity_counts(self) -> None:
        polish, stop = rule("p", severity="polish"), rule("s", find=("stop",), severity="stop")
        assert lint("Fine by me.", polish, stop).verdict == "ready"
        assert lint("We wait.", polish, stop).verdict == "polish"
        assert lint("We wait.", rule()).verdict == "rethink"
        assert lint("We wait and stop.", polish, stop).verdict == "stop"

    def test_small_pressure_adds_up_but_small_flaws_do_not(self) -> None:
        words = ("one", "two", "three")
        pressing = [rule(f"r{word}", find=(word,), severity="polish") for word in words]
        assert lint("one two", *pressing).verdict == "polish"
        assert lint("one two three", *pressing).verdict == "rethink"
        careless = [rule(f"r{word}", find=(word,), severity="polish", category="careless") for word in words]
        assert lint("one two three", *careless).verdict == "polish"
        assert lint("one one one one", *pressing).verdict == "polish"


class TestNames:
    def test_a_name_from_another_letter(self) -> None:
        about = About("Maria Lopez", "Northwind", ("Acme Foods",))
        report = verbs.lint("Hi Mario,\n\nI would love to work at Acme Foods.", about=about)
        assert {"wrong-name", "wrong-company"} <= {each.rule for each in report.findings}
        report = verbs.lint("Hi Maria,\n\nI would love to work at Northwind.", about=about)
        assert not {"wrong-name", "wrong-company"} & {each.rule for each in report.findings}


class TestLimits:
    @pytest.mark.parametrize(
        "text", ["", " ", "\n\n\n", "a" * 40_000, "a " * 20_000, "! " * 5_000, "((" * 5_000, "\u0301" * 9_000]
    )
    def test_odd_texts_take_no_time(self, text: str) -> None:
        start = time.process_time()
        report = verbs.lint(text, locale="en")
        assert time.process_time() - start < 5  # ten times what a slow machine needs; a hang would be longer
        assert isinstance(report.findings, tuple)

    def test_a_text_that_is_no_message_is_refused(self) -> None:
        with pytest.raises(FollowupError) as error:
            verbs.lint("a" * (MAX_TEXT + 1), locale="en")
        assert error.value.code == "LINT-LONG"

    def test_unknown_names(self) -> None:
        with pytest.raises(UnknownNameError):
            verbs.lint("Hi", kind="thankyou")
        with pytest.raises(UnknownNameError):
            verbs.lint("Hi", channel="pigeon")
        with pytest.raises(UnknownNameError):
            verbs.lint("Hi", locale="xx")


class TestLanguages:
    @pytest.mark.parametrize(
        ("text", "locale"),
        [
            ("Thank you for the tour and for your time.", "en"),
            ("Vielen Dank für das Gespräch und die Zeit.", "de"),
            ("Muchas gracias por la entrevista y por su tiempo.", "es"),
            ("Merci beaucoup pour votre temps et pour la visite.", "fr"),
            ("", "en"),
            ("12345", "en"),
        ],
    )
    def test_the_language_is_recognised(self, text: str, locale: str) -> None:
        assert verbs.lint(text).locale == locale

    def test_a_dialect_is_its_language(self) -> None:
        assert verbs.lint("Danke.", locale="de-CH").locale == "de"


def test_a_finding_is_data() -> None:
    (finding,) = lint("We wait.").findings
    assert finding == Finding("x", "rethink", 3, 7, "wait", "M", "", "guide/")
