"""The search of the site, asleep until somebody types.

The theme fetches the list of all words and the engine that looks in it with every page, 150 KB that few
readers need. After MkDocs:

    search/search_index.json    the list that the theme fetches at once; now without pages
    search/pages.json           the whole list
    assets/…/workers/search.*   the worker that the theme starts: overrides/assets/javascripts/search.js; it
                                fetches the list and the engine with the first letter
    assets/…/workers/engine.js  the theme's own worker

A reader who searches wants advice first. So the guide counts more than the many pages of templates, and the
question that a page answers (`answers:`) and other words for it (`words:`) are found with its text.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mkdocs.utils.meta import get_data

from tools.steps import StepError

INDEX = "search/search_index.json"
WHOLE = "search/pages.json"
WORKERS = "assets/javascripts/workers"
STAND_IN = "assets/javascripts/search.js"


WEIGHT = {"guide/customs/": 3, "guide/": 5, "templates/": 0.002, "reference/": 0.001}
"""How much a page counts for the search, by the first of these that its address begins with; else 1."""


def put_to_sleep(site: Path, docs: Path) -> None:
    """Rearrange a site that MkDocs has just written. Raises StepError when the theme is not as it was."""
    workers = list((site / WORKERS).glob("search.*.js"))
    if len(workers) != 1:
        raise StepError(
            f"The theme has {len(workers)} workers for the search where one is expected: {WORKERS}"
        )
    workers[0].rename(workers[0].with_name("engine.js"))
    (site / STAND_IN).rename(workers[0])
    whole = json.loads((site / INDEX).read_text(encoding="utf-8"))
    _write(site / INDEX, {**whole, "docs": []})
    _write(site / WHOLE, {**whole, "docs": [weighed(entry, docs) for entry in whole["docs"]]})


def weighed(entry: dict[str, Any], docs: Path) -> dict[str, Any]:
    """A page or a part of one as it is listed, with its weight and the question that the page answers."""
    location = entry["location"]
    weight = next((WEIGHT[start] for start in WEIGHT if location.startswith(start)), 1)
    file = docs / f"{location.rstrip('/')}.md"
    meta = get_data(file.read_text(encoding="utf-8"))[1] if file.is_file() else {}
    more = " ".join(meta[key] for key in ("answers", "words") if key in meta)
    return {**entry, "text": f"{entry['text']} <p>{more}</p>" if more else entry["text"], "boost": weight}


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
