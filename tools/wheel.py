"""The wheel of the core, as anybody could build it: flit, no network, equal bytes from equal sources.

It is built from a copy of the sources, to which compiled files are added: the core's data in a form that is
read without YAML, so that a page has its first answer sooner.
"""

from __future__ import annotations

import shutil

from tools.steps import BUILD, PYTHON, ROOT, Step, call

WHEELS = BUILD / "wheels"
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
    for folder in (WHEELS, SOURCES):
        shutil.rmtree(folder, ignore_errors=True)
    SOURCES.mkdir(parents=True)
    for name in FILES:
        shutil.copyfile(ROOT / name, SOURCES / name)
    skip = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "followup_core", SOURCES / "followup_core", ignore=skip)
    call(PYTHON, "-B", "-c", WRITE_CATALOG, cwd=SOURCES)
    call(PYTHON, "-m", "flit_core.wheel", "--outdir", WHEELS, SOURCES, more={"SOURCE_DATE_EPOCH": EPOCH})


STEP = Step(
    name="wheel",
    says="the core as a wheel",
    inputs=("followup_core/**/*", *FILES),
    outputs=(WHEELS,),
    run=run,
)
