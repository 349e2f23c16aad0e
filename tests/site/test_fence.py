"""The ```followup fence: finished before any script has run, and strict with its writer."""

from __future__ import annotations

import re
from types import SimpleNamespace

import markdown  # type: ignore[import-untyped]  # it comes without types
import pytest
from pymdownx.superfences import (  # type: ignore[import-untyped]  # it comes without types
    SuperFencesException,
)

from tools import fence

PLAN = """\
today: 2026-11-20
plan:
  followup: 1
  me: {name: Dana Whitfield}
  applications:
    - id: northwind-it
      employer: <b>Northwind</b>
      role: IT support analyst
      interviews: [{on: 2026-11-19}]
"""


def page(text: str, src: str = "guide/say-thanks.md", url: str = "guide/say-thanks/") -> str:
    """A page with this fence, as MkDocs would have it in hand."""
    custom = {"name": "followup", "class": "followup", "format": fence.format}
    config = {"pymdownx.superfences": {"custom_fences": [custom]}}
    md = markdown.Markdown(extensions=["pymdownx.superfences"], extension_configs=config)
    relpath = SimpleNamespace(file=SimpleNamespace(src_uri=src, url=url), run=lambda root: None)
    md.treeprocessors.register(relpath, "relpath", 0)
    return str(md.convert(f"```followup\n{text}```\n"))


def test_a_plan_is_finished_and_its_texts_are_only_texts() -> None:
    html = page(PLAN)
    assert html.startswith('<div class="fu-frame"><followup-embed ')
    assert "Say thank you" in html
    assert "Friday 20 November 2026" in html
    assert "<b>Northwind" not in html


def test_links_know_the_way_from_their_page() -> None:
    assert 'href="../../planner/"' in page(PLAN)
    assert 'href="planner/"' in page(PLAN, "index.md", "./")


def test_a_message_is_filled_by_its_example_and_by_values() -> None:
    html = page("draft: thank-you-after-first\nvalues:\n  contact_first_name: Ada\n")
    assert "Hi Ada," in html
    assert "fu-gap" not in html
    assert "<input" not in html
    assert "<input" in page("draft: thank-you-after-first\nform: true\n")


def test_the_gallery_and_the_page_of_a_template_lead_to_each_other() -> None:
    listed = page("tool: gallery\n", "templates/index.md", "templates/")
    assert 'href="../templates/thank-you-after-first/"' in listed
    sheet = page(
        "template: thank-you-after-first\n",
        "templates/thank-you-after-first.md",
        "templates/thank-you-after-first/",
    )
    assert 'href="../../templates/#kind=thank-you"' in sheet


def test_two_builds_give_the_same_bytes() -> None:
    assert page(PLAN) == page(PLAN)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("draft: no-such-template\n", "no-such-template"),
        ("draft: thank-you-after-first\nvaleus: {}\n", "valeus"),
        ("plan:\n  followup: 1\n", "today"),
        ("today: 2026-11-20\nplan:\n  followup: 1\n  me: {nam: x}\n", "name"),
        ("today: 2026-13-20\nplan:\n  followup: 1\n  me: {name: x}\n  applications: []\n", "2026-13-20"),
        ("tool: spanner\n", "planner, drafts, gallery, mine, editor or data"),
        ("template: no-such-template\n", "no-such-template"),
        ("template: thank-you-after-first\nlocale: xx\n", "in the language xx"),
        ("form: true\n", "exactly one"),
        ("- a\n", "key: value"),
        ("draft: [\n", "fence"),
    ],
)
def test_a_mistake_ends_the_build_and_names_the_page(text: str, says: str) -> None:
    with pytest.raises(SuperFencesException, match=r"guide/say-thanks\.md") as error:
        page(text)
    assert re.search(re.escape(says), str(error.value))
