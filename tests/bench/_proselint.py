"""Times proselint, in an environment of its own, over the texts of a file {"warm": […], "texts": […]}.

Prints the milliseconds for each of `texts`; those of `warm` are read before.
"""

import json
import sys
import time
from pathlib import Path

from proselint.checks import __register__
from proselint.registry import CheckRegistry
from proselint.tools import LintFile

given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
CheckRegistry().register_many(__register__)
for text in given["warm"]:
    LintFile(source="warm", content=text).lint()
found = []
for number, text in enumerate(given["texts"]):
    fresh = LintFile(source=str(number), content=text)
    start = time.perf_counter()
    fresh.lint()
    found.append(1000 * (time.perf_counter() - start))
print(json.dumps(found))
