"""`python -m bonafides` and the installed command."""

from __future__ import annotations

import sys


def run() -> None:
    """Run the command line and leave with its exit code."""
    import gc

    gc.set_threshold(100_000, 50, 50)  # a short-lived process that builds large tables once: collecting them is waste
    try:
        from bonafides.cli import run as run_cli

        code = run_cli()
    except KeyboardInterrupt:  # while the program itself was still being loaded
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    run()
