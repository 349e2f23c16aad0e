"""The labelled texts that the tone check learns from are as tests/corpus/README.md says."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from followup_core.leaning import FAULTS
from tools import train
from tools.tone import LABELS as OF_MESSAGES

FILES = train.corpus()
LOCALES = set(train.locales())


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_line_is_labelled_and_stands_once(path: Path) -> None:
    found = rows(path)
    messages = not path.stem.startswith("sentences")
    for row in found:
        assert row["label"] in (OF_MESSAGES if messages else (train.FINE, *FAULTS, "harmful")), row
        assert row["text"].strip(), row
        assert row.get("locale", "en") in LOCALES, row
        assert row.get("fault", "") in row["text"], row
    texts = Counter(row["text"] for row in found)
    assert [text for text, count in texts.items() if count > 1] == []
    ids = Counter(row["id"] for row in found if messages)
    assert [one for one, count in ids.items() if count > 1] == []
