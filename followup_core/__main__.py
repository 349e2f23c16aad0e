"""`python -m followup_core` is the `followup` program."""

from followup_core.cli import main

main()
