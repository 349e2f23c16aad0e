"""The wheel of the core, as anybody could build it: flit, no network, equal bytes from equal sources."""

from __future__ import annotations

import shutil

from tools.steps import BUILD, PYTHON, ROOT, Step, call

WHEELS = BUILD / "wheels"

EPOCH = "315532800"
"""SOURCE_DATE_EPOCH for everything we pack: 1 January 1980, the oldest date that a zip file can hold."""


def run() -> None:
    shutil.rmtree(WHEELS, ignore_errors=True)
    call(PYTHON, "-m", "flit_core.wheel", "--outdir", WHEELS, ROOT, more={"SOURCE_DATE_EPOCH": EPOCH})


STEP = Step(
    name="wheel",
    says="the core as a wheel",
    inputs=("followup_core/**/*", "pyproject.toml", "README.md", "LICENSE"),
    outputs=(WHEELS,),
    run=run,
)
