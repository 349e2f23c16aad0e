"""The tools that assemble the product from its parts. Started through the Makefile."""

import sys

# Said here, before an older Python stumbles over newer syntax in the other modules.
if sys.version_info < (3, 11):  # noqa: UP036 - the very case this is for
    sys.exit(
        f"followup needs Python 3.11 or newer, and this is {sys.version.split()[0]}."
        " If you have a newer one, name it: make PYTHON=python3.12"
    )
