"""`make build`: the steps of the build, in order. What a step is and when it is skipped: tools/steps.py."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tools import setup
from tools.steps import PYTHON, ROOT, VENV, Step, StepError, run_steps

__all__ = ["ORDER", "Step", "StepError", "main", "steps"]

ORDER = ("wheel", "stdlib", "compile", "pages", "previews", "bundle", "site", "seal")
"""Modules of this package, each with a STEP. Imported late: they may use what the step `tools` installs."""


def steps(names: Sequence[str] = ORDER) -> list[Step]:
    """The steps of these modules."""
    found: list[Step] = [importlib.import_module(f"tools.{name}").STEP for name in names]
    return found


def in_environment() -> bool:
    return Path(sys.prefix).resolve() == VENV.resolve()


def main(arguments: Sequence[str]) -> int:
    """Bring the tools up to date, go on in the project's own Python, run the steps.

    With `tools` as its only argument it stops after the tools; other arguments name the last step to run.
    """
    os.chdir(ROOT)
    try:
        if not arguments or arguments[0] != "--ready":
            run_steps([setup.STEP])
            if list(arguments) == ["tools"]:
                return 0
            os.execv(PYTHON, [str(PYTHON), "-m", "tools.build", "--ready", *arguments])
        last = arguments[1] if len(arguments) > 1 else ORDER[-1]
        if last not in ORDER:
            raise StepError(f"There is no step “{last}”. There are: tools {' '.join(ORDER)}")
        run_steps(steps(ORDER[: ORDER.index(last) + 1]))
    except StepError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The step that was at work will be run again next time.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
