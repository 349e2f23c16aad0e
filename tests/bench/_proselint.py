"""Times proselint over texts, in an environment of its own; the argument is {"texts": […], "turns": 5}."""

import json
import sys
import time

from proselint.checks import __register__
from proselint.registry import CheckRegistry
from proselint.tools import LintFile

given = json.loads(sys.argv[1])
CheckRegistry().register_many(__register__)
for text in given["texts"]:
    LintFile(source="warm", content=text + " ").lint()
found = []
for turn in range(given["turns"]):
    for text in given["texts"]:
        fresh = LintFile(source=str(turn), content=text + " " + "!" * (turn + 1))
        start = time.perf_counter()
        fresh.lint()
        found.append(1000 * (time.perf_counter() - start))
print(json.dumps(found))
