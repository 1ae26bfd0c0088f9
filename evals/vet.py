"""Measures the vetting of domains: `python -m evals.vet`; `--dev`, `--hard`, `--strangers`: on lists it was made on.

A domain is found where the vetting says that it contradicts the firm named. Precision is the share of what is found
that is wrong, recall the share of what is wrong that is found; intervals are Wilson's (1927), at 95%.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from bonafides.vet.domains import Claim, Judged, judged
from bonafides.vet.vetting import Stance

FOLDER = Path(__file__).parent / "vet"
GENUINE = "genuine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One domain with the truth about it."""

    domain: str
    firm: str
    own: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What the rules make of a list."""

    hits: int
    false: int
    missed: int
    spared: int

    @property
    def precision(self) -> float:
        """Share of what is found that is wrong."""
        return self.hits / max(1, self.hits + self.false)

    @property
    def recall(self) -> float:
        """Share of what is wrong that is found."""
        return self.hits / max(1, self.hits + self.missed)


def rows(name: str) -> tuple[Row, ...]:
    """The rows of a list."""
    lines = (FOLDER / f"{name}.tsv").read_text("utf-8").splitlines()
    table = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
    return tuple(
        Row(domain=row["domain"], firm=row["firm"] or "", own=row["own"] or "", what=row["what"]) for row in table
    )


def found(row: Row) -> Judged | None:
    """What is said of one domain."""
    return judged(row.domain, Claim(firm=row.firm, own=(row.own,) if row.own else ()))


def is_found(row: Row) -> bool:
    """Whether it is said to contradict."""
    said = found(row)
    return said is not None and said.stance is Stance.CONTRADICTS


def measure(listed: tuple[Row, ...]) -> Measured:
    """The four counts."""
    counted = Counter((row.what != GENUINE, is_found(row)) for row in listed)
    return Measured(
        hits=counted[True, True], false=counted[False, True], missed=counted[True, False], spared=counted[False, False]
    )


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95% interval of a share."""
    if not of:
        return 0.0, 1.0
    z, share = 1.96, hits / of
    middle, half = share + z * z / (2 * of), z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - half) / (1 + z * z / of), (middle + half) / (1 + z * z / of)


def main() -> None:
    """Print the figures; what was judged wrongly only for the lists that may be looked at."""
    chosen = {"--dev": "development", "--hard": "hard", "--strangers": "strangers"}
    name = next((chosen[each] for each in sys.argv[1:] if each in chosen), "heldout")
    listed = rows(name)
    measured = measure(listed)
    low_p, high_p = wilson(measured.hits, measured.hits + measured.false)
    low_r, high_r = wilson(measured.hits, measured.hits + measured.missed)
    print(f"{name}: {len(listed)} domains, {measured}")
    print(f"precision {measured.precision:.3f} ({low_p:.3f} to {high_p:.3f})")
    print(f"recall    {measured.recall:.3f} ({low_r:.3f} to {high_r:.3f})")
    for row in listed if name != "heldout" else ():
        if is_found(row) != (row.what != GENUINE):
            print(f"  {row.domain} for {row.firm} ({row.own}) is {row.what}: {found(row)}")


if __name__ == "__main__":
    main()
