"""`python -m bonafides` and the installed command."""

from __future__ import annotations

import sys


def run() -> None:
    """Run the command line and leave with its exit code."""
    from bonafides.cli import run as run_cli

    sys.exit(run_cli())


if __name__ == "__main__":
    run()
