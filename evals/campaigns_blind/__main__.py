"""`python -m evals.campaigns_blind`: write one synthetic contact log."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bonafides.errors import BonafidesError
from evals.campaigns_blind.log import write_log


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0, or 2 with a line on standard error."""
    parser = argparse.ArgumentParser(prog="python -m evals.campaigns_blind", description=__doc__)
    parser.add_argument("--events", type=int, required=True, help="how many contacts the log holds")
    parser.add_argument("--seed", type=int, required=True, help="the same seed gives the same files")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write to")
    parser.add_argument("--rings", action=argparse.BooleanOptionalAction, default=True, help="plant campaigns")
    parser.add_argument("--small-rings", type=int, default=0, metavar="K", help="add K campaigns of 4 to 7 accounts")
    given = parser.parse_args(arguments)
    try:
        done = write_log(
            given.out, events=given.events, seed=given.seed, rings=given.rings, small_rings=given.small_rings
        )
    except BonafidesError as error:
        print(error, file=sys.stderr)
        return 2
    print(
        f"{done.events} events of {done.accounts} accounts to {done.targets} people in {done.days} days; "
        f"{done.campaigns} campaigns of {done.planted} accounts, density {done.density:.2f}"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
