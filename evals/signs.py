"""Errors by indicator: which of the signs that authors marked are found, and which of those found were marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bonafides.detect import INDICATORS, MESSAGE_BORNE
from bonafides.model import Polarity
from evals.judged import Judged
from evals.tables import cell, share, table

FEWEST = 5
"""Threads that must carry a sign for it to be listed."""


@dataclass(slots=True)
class Tally:
    """In how many threads each sign was marked, found, and both."""

    marked: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    both: Counter[str] = field(default_factory=Counter)


def section(judged: Sequence[Judged]) -> list[str]:
    """The table, as lines of Markdown; it says so where no set marks its signs."""
    rows = with_marks(judged)
    counts = tally(rows)
    lines = ["## Errors by indicator\n"]
    if not rows:
        return [*lines, "No author of this set marked the signs in its messages.\n"]
    listed = [i for i in INDICATORS if counts.marked[i.id] >= FEWEST]
    return [
        *lines,
        f"The {len(rows)} threads by authors who marked signs. A sign counts once a thread, wherever in it. Listed "
        f"are those marked in {FEWEST} threads or more, the least found first. Authors mark what they meant, so that a "
        "sign found beside the marks is not always a mistake.\n",
        *table(["signs", "found of those marked", "marked of those found"], [_sum(counts, p) for p in Polarity]),
        *table(
            ["indicator", "stage", "found of those marked", "marked of those found"],
            [
                [f"`{i.id}`", i.stage or "-", *_cells(counts, [i.id])]
                for i in sorted(listed, key=lambda i: counts.both[i.id] / counts.marked[i.id])
            ],
        ),
    ]


def with_marks(judged: Sequence[Judged]) -> list[Judged]:
    """The threads of the authors who marked signs, in each of their languages."""
    marking = {(j.case.author, j.case.language) for j in judged if any(j.case.signs)}
    return [j for j in judged if (j.case.author, j.case.language) in marking]


def tally(judged: Iterable[Judged]) -> Tally:
    """Count the signs of every thread."""
    counts = Tally()
    for one in judged:
        marked = frozenset[str]().union(*one.case.signs)
        found = {contribution.finding.indicator for contribution in one.assessment.contributions()}
        counts.marked.update(marked)
        counts.found.update(found)
        counts.both.update(marked & found)
    return counts


def _sum(counts: Tally, polarity: Polarity) -> list[str]:
    """All signs of one direction that a single message can carry."""
    return [f"all {polarity}", *_cells(counts, [i.id for i in MESSAGE_BORNE if i.polarity is polarity])]


def _cells(counts: Tally, ids: Sequence[str]) -> list[str]:
    marked, found, both = (sum(of[i] for i in ids) for of in (counts.marked, counts.found, counts.both))
    return [
        cell(share("", "", [True] * both + [False] * (marked - both))),
        cell(share("", "", [True] * both + [False] * (found - both))),
    ]
