"""The wheel of the core, as anybody could build it: flit, no network, equal bytes from equal sources.

It is built from a copy of the sources, to which compiled files are added: the core's data in a form that is
read without YAML, so that a page has its first answer sooner. The pages get a second wheel, without the rules
of the tone check, which are larger than all the rest: they load those of a language when they need them.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from tools.steps import BUILD, PYTHON, ROOT, Step, call

WHEELS = BUILD / "wheels"
SLIM = BUILD / "wheels-slim"
"""The wheel without TONE."""
TONE = BUILD / "tone"
"""The rules of the tone check, as they are written and compiled."""
SOURCES = BUILD / "wheel-sources"
FILES = ("pyproject.toml", "README.md", "LICENSE")

EPOCH = "315532800"
"""SOURCE_DATE_EPOCH for everything we pack: 1 January 1980, the oldest date that a zip file can hold."""

WRITE_CATALOG = """
from followup_core import catalog
for name, content in catalog.compile_data().items():
    (catalog.DATA / name).write_bytes(content)
"""


def run() -> None:
    for folder in (WHEELS, SLIM, TONE, SOURCES):
        shutil.rmtree(folder, ignore_errors=True)
    SOURCES.mkdir(parents=True)
    for name in FILES:
        shutil.copyfile(ROOT / name, SOURCES / name)
    skip = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "followup_core", SOURCES / "followup_core", ignore=skip)
    call(PYTHON, "-B", "-c", WRITE_CATALOG, cwd=SOURCES)
    pack(WHEELS)
    shutil.move(SOURCES / "followup_core" / "data" / "tone", TONE)
    pack(SLIM)


def pack(folder: Path) -> None:
    """The sources as a wheel in this folder."""
    call(PYTHON, "-m", "flit_core.wheel", "--outdir", folder, SOURCES, more={"SOURCE_DATE_EPOCH": EPOCH})


STEP = Step(
    name="wheel",
    says="the core as a wheel",
    inputs=("followup_core/**/*", *FILES),
    outputs=(WHEELS, SLIM, TONE),
    run=run,
)
