"""What a reader sees: the card of today, the steps, a message with its gaps; and how a tree stays safe."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup_core import elements
from followup_core.elements import Element, el, from_json, safe_link, to_html, to_json
from followup_core.model import Application, Contact, Draft, Field, Me, Missing, Plan, Reason, Search, Step
from followup_core.view import BY_CHANNEL, MAX_LISTED, draft_view, form_view, plan_view

ROOT = Path(__file__).parents[2]
TODAY = dt.date(2026, 11, 20)
MARIA = Contact("maria", "Maria Lopez", title="Head of Support")
JOB = Application("northwind-it", "Northwind Traders", "IT support analyst", contacts=(MARIA,))
SEARCH = Search(Me("Dana Whitfield"), (JOB,))
WHY = Reason("thank-you", "The day after the conversation.", "within two days", "guide/say-thanks/")


def day(n: int) -> dt.date:
    return TODAY + dt.timedelta(n)


def step(kind: str = "thank-you", status: str = "due", start: int = 0, best: int = 0, end: int = 0) -> Step:
    return Step(
        f"northwind-it/{kind}/maria/1", "northwind-it", kind, "maria", "email",  # type: ignore[arg-type]  # texts of the test
        day(start), day(best), day(end), status, (WHY,), "some-template",  # type: ignore[arg-type]  # as above
    )  # fmt: skip


def shown(*steps: Step, search: Search = SEARCH) -> str:
    return to_html(plan_view(Plan(TODAY, steps), search, base="../"))


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


# ── elements ─────────────────────────────────────────────────────────────────────────────────────────────


def test_texts_and_values_are_escaped() -> None:
    tree = el("p", {"title": "\"'<&>"}, "<img src=x onerror=alert(1)> & “more”")
    assert to_html(tree) == (
        '<p title="&quot;&#x27;&lt;&amp;&gt;">&lt;img src=x onerror=alert(1)&gt; &amp; “more”</p>'
    )


@pytest.mark.parametrize(
    "tag", ["script", "img", "iframe", "object", "foreignObject", "use", "P", "p onclick"]
)
def test_other_tags_do_not_exist(tag: str) -> None:
    with pytest.raises(ValueError, match="not a tag"):
        Element(tag)


@pytest.mark.parametrize(
    "name", ["onclick", "style", "src", "srcdoc", "formaction", "data-", "aria-x y", "HREF"]
)
def test_other_attributes_do_not_exist(name: str) -> None:
    with pytest.raises(ValueError, match="not an attribute"):
        Element("a", {name: "x"})


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " java\tscript:alert(1)", "java\nscript:alert(1)",
        "vbscript:x", "data:text/html,x", "//evil.example", "https:evil.example", "http:/evil.example",
        "\\\\evil.example", "/\\evil.example", "file:///etc/passwd", "\x01javascript:alert(1)", "blob:x",
    ],
)  # fmt: skip
def test_a_link_never_leads_into_the_dark(address: str) -> None:
    assert not safe_link(address)
    with pytest.raises(ValueError, match="not a link"):
        el("a", {"href": address}, "x")


@pytest.mark.parametrize(
    "address", ["", "#a", "../x/", "x?y=1:2", "https://a.example/b", "http://a.example", "mailto:a@b.example"]
)
def test_usual_links_are_fine(address: str) -> None:
    assert safe_link(address)


def test_void_tags_have_no_children_and_no_end() -> None:
    assert to_html(el("p", None, "a", el("br"), "b")) == "<p>a<br>b</p>"
    with pytest.raises(ValueError, match="children"):
        Element("br", {}, ("x",))


def test_a_textarea_keeps_its_first_line_break() -> None:
    assert to_html(el("textarea", None, "\nx")) == "<textarea>\n\nx</textarea>"


trees = st.recursive(
    st.text(),
    lambda inner: st.builds(
        lambda tag, attributes, children: Element(tag, attributes, tuple(children)),
        st.sampled_from(sorted(elements.TAGS - elements.VOID_TAGS)),
        st.dictionaries(st.sampled_from(["class", "title", "data-step"]), st.text(), max_size=2),
        st.lists(inner, max_size=3),
    ),
    max_leaves=8,
)


@given(trees)
def test_json_says_the_whole_tree(tree: elements.Child) -> None:
    assert from_json(to_json(tree)) == tree


@pytest.mark.parametrize("tree", [None, 1, [], ["p"], ["p", {}, "x"], ["script", {}, []], {"tag": "p"}])
def test_other_json_is_no_tree(tree: object) -> None:
    with pytest.raises(ValueError):
        from_json(tree)


def test_the_page_knows_the_same_tags_and_attributes() -> None:
    source = (ROOT / "browser" / "dom.ts").read_text(encoding="utf-8")

    def listed(name: str) -> set[str]:
        found = re.search(rf"export const {name} = new Set\((.*?)\.split", source, re.S)
        assert found, name
        return set("".join(re.findall(r'"([^"]*)"', found[1])).split())

    assert listed("SVG_TAGS") == elements.SVG_TAGS
    assert listed("TAGS") == elements.TAGS - elements.SVG_TAGS
    assert listed("ATTRIBUTES") == elements.ATTRIBUTES


# ── the plan ─────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_due_comes_first_and_leads_to_its_draft() -> None:
    html = shown(step(end=3), step("check-in", "upcoming", 11, 12, 14))
    card = html[: html.index("<ol")]
    assert "Thank Maria Lopez today." in words(card)
    assert "There is time until Monday 23 November 2026" in words(card)
    assert WHY.text in card
    link = "../drafts/#template=some-template&amp;application=northwind-it&amp;interview=1&amp;to=maria"
    assert f'href="{link}"' in card


def test_waiting_says_until_when_why_and_for_what() -> None:
    card = words(shown(step(status="done"), step("check-in", "waiting", 12, 13, 14)).split("<ol")[0])
    assert "Wait until Wednesday 2 December 2026" in card
    assert "Then: Check in with Maria Lopez , best on Thursday 3 December 2026" in card
    assert WHY.text in card
    assert "Write this message" not in card


def test_the_message_with_the_least_time_left_is_the_next_thing() -> None:
    late = step("check-in", "overdue", -9, 3, 3)
    card = words(shown(step(end=5), late).split("<ol")[0])
    assert "Check in with Maria Lopez" in card
    assert "One more step is open today" in card


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([], "Nothing to do yet."),
        ([step(status="done"), step("stop", "waiting")], "No further message now."),
        (
            [step("ask-next-steps", "upcoming", 4, 4, 4)],
            "Before you leave the interview on Tuesday 24 November 2026 , ask what happens next.",
        ),
        ([step(status="due", start=-1, best=3, end=3)], "Next: Thank Maria Lopez , on Monday 23 November"),
    ],
)
def test_the_card_always_says_something(steps: list[Step], expected: str) -> None:
    assert expected in words(shown(*steps))


def test_days_that_are_over_are_not_offered() -> None:
    item = words(shown(step(start=-1, best=0, end=3)).split("<ol")[1])
    assert "there is time until Mon 23 Nov" in item
    assert "Thu 19 Nov" not in item


def test_every_step_shows_dates_status_person_and_reason() -> None:
    html = shown(step("check-in", "waiting", 12, 13, 14))
    item = html[html.index("<li") :]
    assert '<time datetime="2026-12-03">Thursday 3 December 2026</time>' in item
    assert "any day from Wed 2 Dec to Fri 4 Dec is fine" in words(item)
    assert "To Maria Lopez , Head of Support , by e-mail" in words(item)
    assert "Wait" in words(item)
    assert "Published advice: within two days" in words(item)
    assert '<a href="../guide/say-thanks/">Read more: say thanks</a>' in item


@pytest.mark.parametrize("status", ["done", "skipped"])
def test_what_is_over_has_no_draft(status: str) -> None:
    assert "Write this message" not in shown(step(status=status))


def test_names_stay_text_everywhere() -> None:
    hostile = "<img src=x onerror=alert(1)>"
    maria = Contact("maria", hostile, title=hostile)
    jobs = (
        Application("northwind-it", hostile, hostile, contacts=(maria,)),
        Application("other", hostile, hostile),
    )
    other = Step("other/check-in//1", "other", "check-in", None, "email", TODAY, TODAY, TODAY, "upcoming")
    html = shown(step(), other, search=Search(Me("x"), jobs))
    assert "<img" not in html
    assert html.count("&lt;img src=x onerror=alert(1)&gt;") >= 4


# ── a draft ──────────────────────────────────────────────────────────────────────────────────────────────

LABEL = "One moment"


def test_a_gap_is_marked_where_it_is() -> None:
    body = f"Hi 🎉 ‹typed› and ‹{LABEL}›."
    start = body.index(f"‹{LABEL}›")
    missing = (Missing("moment", LABEL, 3, 5),)
    draft = Draft("t", "Thanks", body, "maria", missing=missing)
    html = to_html(
        draft_view(
            draft, body_gaps=[(start, start + len(LABEL) + 2, "moment")], person="Maria", with_form=True
        )
    )
    assert f'Hi 🎉 ‹typed› and <mark class="fu-gap" data-gap="moment">‹{LABEL}›</mark>.' in html
    assert f'<a href="#fu-field-moment">{LABEL}</a>' in html
    assert "Nothing is missing" not in html


def test_a_finished_message_says_so_and_reads_as_it_is() -> None:
    html = to_html(draft_view(Draft("t", "Thanks", "Hi,\n\n  x\n", None), language="ar"))
    assert "Nothing is missing." in html
    assert '<div class="fu-body" data-text="body" lang="ar" dir="auto">Hi,\n\n  x\n</div>' in html


def test_a_message_without_subject_and_person_has_no_envelope() -> None:
    assert "fu-envelope" not in to_html(draft_view(Draft("t", "", "Hi", None)))


def test_what_is_no_mail_says_how_it_is_sent() -> None:
    html = to_html(draft_view(Draft("t", "", "Hi", None, channel="sms")))
    assert "<dt>How</dt><dd>By text message</dd>" in html
    assert "<dt>How" not in to_html(draft_view(Draft("t", "Thanks", "Hi", None)))


def test_the_room_of_a_short_channel_is_counted() -> None:
    html = to_html(draft_view(Draft("t", "", "x" * 187, None, channel="linkedin")))
    assert '<p class="fu-length">187 of 300 characters</p>' in html
    assert "Nothing is missing." in html
    over = to_html(draft_view(Draft("t", "", "x" * 301, None, channel="linkedin")))
    assert '<p class="fu-length fu-length--over">301 of 300 characters</p>' in over
    assert "Nothing is missing." not in over
    assert "fu-length" not in to_html(draft_view(Draft("t", "Thanks", "x" * 5000, None)))


def test_only_the_words_of_the_template_are_in_its_language() -> None:
    html = to_html(draft_view(Draft("t", "Vielen Dank", "Hallo", None), language="de", person="Ada"))
    assert '<dl class="fu-envelope">' in html
    assert '<p class="fu-subject" lang="de" dir="auto">Vielen Dank</p>' in html
    fields = [
        (Field("moment", "Ein Moment", hint="Nur kurz", example="x"), ""),
        (Field("my_name", "Your name"), ""),
    ]
    form = to_html(form_view("t", fields, language="de", own={"moment"}))
    assert '<span lang="de">Ein Moment</span>' in form
    assert 'For example: <span lang="de">x</span>' in form
    assert '<label for="fu-field-my_name">Your name</label>' in form
    assert form.count("lang=") == 4


def test_each_kind_of_field_has_its_control_label_and_help() -> None:
    fields = [
        (Field("moment", LABEL, hint="Only you know", example="the backlog"), 'so "good"'),
        (Field("more", "More", required=False, kind="paragraph"), "a\nb"),
        (Field("link", "Link", kind="url"), ""),
        (Field("day", "Day", kind="date"), "2026-12-02"),
        (Field("tone", "Tone", kind="choice", options=("short", "long")), "long"),
    ]
    html = to_html(form_view("t", fields))
    assert f'<label for="fu-field-moment">{LABEL}</label>' in html
    assert 'aria-describedby="fu-field-moment-about"' in html
    assert "Only you know<br>For example: the backlog" in html
    assert 'type="text" value="so &quot;good&quot;"' in html
    assert "(if you like)" in html
    assert ">\na\nb</textarea>" in html
    assert 'type="url"' in html
    assert 'type="date" value="2026-12-02"' in html
    assert '<option value="long" selected="">long</option>' in html


def test_the_page_says_how_a_message_is_sent_in_the_same_words() -> None:
    texts = json.loads((ROOT / "browser" / "words" / "en.json").read_text("utf-8"))["drafts"]
    said = {channel: texts[f"sent-{channel}"] for channel in BY_CHANNEL}
    assert said == {channel: f"Sent {words}." for channel, words in BY_CHANNEL.items()}


def test_a_very_long_plan_shows_the_next_steps_and_says_so() -> None:
    past = [step(status="done", start=n, best=n, end=n) for n in range(-100, 0)]
    coming = [step(status="upcoming", start=n, best=n, end=n) for n in range(1, 401)]
    html = shown(*past, *coming)
    assert html.count('"fu-step-title"') == MAX_LISTED
    assert f"These are the next {MAX_LISTED} of 500 steps." in html
    assert "All steps" in shown(*coming[:MAX_LISTED])
