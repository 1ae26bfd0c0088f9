"""`python -m evals.campaigns --events N --seed S --out DIR [...]`: write one synthetic log of contacts."""

from __future__ import annotations

import argparse
import re
import sys
import time
from pathlib import Path

from evals.campaigns.ranges import Span, World
from evals.campaigns.world import write_world

UNITS = {"m": 1 / 1440, "h": 1 / 24, "d": 1.0}


def spread(value: str) -> Span:
    """`1h:14d` as days."""
    found = re.fullmatch(r"([\d.]+)([mhd]):([\d.]+)([mhd])", value)
    if not found:
        raise argparse.ArgumentTypeError("expected something like 1h:14d")
    return float(found[1]) * UNITS[found[2]], float(found[3]) * UNITS[found[4]]


def size(value: str) -> tuple[int, int]:
    """`8:40` as two whole numbers."""
    low, _, high = value.partition(":")
    return int(low), int(high or low)


def arguments() -> argparse.ArgumentParser:
    """The options."""
    plain = World(events=0)
    parser = argparse.ArgumentParser(prog="python -m evals.campaigns", description=__doc__)
    parser.add_argument("--events", type=int, required=True)
    parser.add_argument("--seed", type=int, default=plain.seed)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rings", choices=("none", "default"), default="default")
    parser.add_argument("--prevalence", type=float, default=plain.prevalence, help="planted accounts per account")
    parser.add_argument("--ring-size", type=size, default=plain.ring_size, metavar="8:40")
    parser.add_argument("--small-rings", type=int, default=plain.small_rings, help="further rings of 4-7 accounts")
    parser.add_argument("--spread", type=spread, default=plain.spread, metavar="1h:14d", help="length of a ring's work")
    parser.add_argument("--paraphrase", type=float, default=plain.paraphrase, help="share of a ring's texts")
    parser.add_argument("--camouflage", type=float, default=plain.camouflage, help="share of a ring's events")
    parser.add_argument("--text", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--days", type=float, default=plain.days)
    parser.add_argument("--lookalikes", action=argparse.BooleanOptionalAction, default=True)
    return parser


def main() -> int:
    """Write it and say what it holds; 2 where the settings make no world."""
    options = vars(arguments().parse_args())
    out, options["rings"] = options.pop("out"), options["rings"] == "default"
    start = time.perf_counter()
    try:
        written = write_world(out, World(**options))
    except ValueError as error:
        print(f"Cannot make this world: {error}.", file=sys.stderr)
        return 2
    print(f"{written} in {time.perf_counter() - start:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
