"""`python -m evals.desk [--world dev|heldout] [--size 100000]`: how well reports of one hand are linked at a desk.

Reports are made, their marks stored in an SQLite file as an import would, and all of them linked. Counted are planted
campaigns that hang together, links between different hands, and the time. Look at the held-out world by totals only.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from bonafides.desk.linking.marks import Found, marks_of, marks_of_all
from bonafides.desk.linking.suggesting import Pair, suggest, suggest_all
from bonafides.store import Store
from bonafides.store.opening import open_store
from bonafides.store.records import Case, Mark, new_id
from evals import desk_dev, desk_heldout
from evals.desk_world import Reported

WORLDS: Mapping[str, Callable[[int], Iterator[Reported]]] = {"dev": desk_dev.reports, "heldout": desk_heldout.reports}
BATCH = 2_000
ASKED = 300
"""Reports that are linked one by one, for the time it takes."""
DAY = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What is known of a stored case."""

    hand: str
    campaign: str
    sort: str
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """How well the links fit the truth."""

    reports: int
    planted: int
    """Reports of planted campaigns of at least three."""
    together: float
    """Share of them that lie in the largest connected part of their campaign, of those parts with two or more."""
    pairs: float
    """Share of the pairs of one campaign that are connected, directly or through others of the campaign."""
    links: int
    right: int
    """Links within one hand."""
    wrong: int
    wrong_sorts: Mapping[str, int]
    """Wrong links by the sorts of their two ends."""

    @property
    def wrong_per_thousand(self) -> float:
        """Wrong links for each thousand reports."""
        return 1_000 * self.wrong / max(1, self.reports)


def filled(store: Store, reports: Iterable[Reported]) -> dict[str, Truth]:
    """Store the cases and marks of the reports; the truth of each case."""
    truths: dict[str, Truth] = {}
    rest = iter(reports)
    while batch := list(islice(rest, BATCH)):
        marks = marks_of_all((each.conversation, each.pictures) for each in batch)
        rows: list[Case | Mark] = []
        for reported, found in zip(batch, marks, strict=True):
            case = _case(len(truths) + 1, flagged=reported.flagged)
            truths[case.id] = Truth(hand=reported.hand, campaign=reported.campaign, sort=reported.sort, found=found)
            rows += [case, *(_mark(case.id, each) for each in found)]
        with store.writing() as writing:
            writing.add(*rows)
    return truths


def _case(number: int, *, flagged: bool) -> Case:
    return Case(
        id=new_id(), number=number, persona="", status="new", level="warn" if flagged else "quiet", kind="unclear",
        stage="", risk=0.5, opened_at=DAY, changed_at=DAY,
    )  # fmt: skip


def _mark(case: str, found: Found) -> Mark:
    return Mark(id=new_id(), case=case, report=case, family=found.family, key=found.key, shown=found.shown)


def compared(truths: Mapping[str, Truth], pairs: Iterable[Pair]) -> Linked:
    """The links beside the truth."""
    group = {case: case for case in truths}
    right, wrong = 0, Counter[str]()
    for pair in pairs:
        one, other = truths[pair.one], truths[pair.other]
        if one.hand == other.hand:
            right += 1
            group[_root(group, pair.other)] = _root(group, pair.one)
        else:
            wrong[" - ".join(sorted((one.sort, other.sort)))] += 1
    together, connected, possible, planted = _whole(truths, group)
    return Linked(
        reports=len(truths), planted=planted, together=together / max(1, planted), pairs=connected / max(1, possible),
        links=right + wrong.total(), right=right, wrong=wrong.total(), wrong_sorts=dict(wrong.most_common()),
    )  # fmt: skip


def _root(group: dict[str, str], case: str) -> str:
    while group[case] != case:
        group[case] = group[group[case]]
        case = group[case]
    return case


def _whole(truths: Mapping[str, Truth], group: dict[str, str]) -> tuple[int, int, int, int]:
    """Reports in the largest part of their campaign, connected pairs, all pairs, planted reports."""
    parts: dict[str, Counter[str]] = defaultdict(Counter)
    for case, truth in truths.items():
        if truth.campaign:
            parts[truth.campaign][_root(group, case)] += 1
    large = [part for part in parts.values() if part.total() >= 3]
    together = sum(most for part in large if (most := max(part.values())) > 1)
    connected = sum(n * (n - 1) // 2 for part in large for n in part.values())
    possible = sum(part.total() * (part.total() - 1) // 2 for part in large)
    return together, connected, possible, sum(part.total() for part in large)


def asked(store: Store, truths: Mapping[str, Truth], number: int = ASKED) -> list[float]:
    """Seconds that linking one report takes, for reports from all over the world."""
    seconds = []
    for case in list(truths)[:: max(1, len(truths) // number)][:number]:
        start = perf_counter()
        with store.reading() as reading:
            suggest(reading, case, truths[case].found)
        seconds.append(perf_counter() - start)
    return seconds


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print as JSON."""
    parser = argparse.ArgumentParser(prog="python -m evals.desk", description=__doc__)
    parser.add_argument("--world", choices=tuple(WORLDS), default="dev")
    parser.add_argument("--size", type=int, default=100_000, help="reports")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measured(options.world, options.size, Path(folder) / "desk.db"), indent=1))


def measured(world: str, size: int, path: Path) -> dict[str, object]:
    """All figures of one world."""
    store = open_store(str(path))
    start = perf_counter()
    truths = filled(store, WORLDS[world](size))
    made = perf_counter()
    with store.reading() as reading:
        linked = compared(truths, suggest_all(reading))
    done = perf_counter()
    seconds = asked(store, truths)
    store.close()
    return {
        "world": world, "reports": linked.reports, "planted": linked.planted,
        "together": round(linked.together, 4), "pairs": round(linked.pairs, 4),
        "links": linked.links, "right": linked.right, "wrong": linked.wrong,
        "wrong_per_thousand": round(linked.wrong_per_thousand, 3), "wrong_sorts": linked.wrong_sorts,
        "seconds": {
            "made and stored": round(made - start, 1), "all linked": round(done - made, 1),
            "one, median": round(median(seconds), 4), "one, p95": round(quantiles(seconds, n=20)[-1], 4),
            "one, most": round(max(seconds), 4), "marks of one": round(_marking(WORLDS[world]), 5),
        },
        "marks": sum(len(truth.found) for truth in truths.values()),
    }  # fmt: skip


def _marking(world: Callable[[int], Iterator[Reported]]) -> float:
    """Seconds that the marks of one report take, on average."""
    reports = list(islice(world(5_000), 0, 5_000, 25))
    marks_of(reports[0].conversation)
    start = perf_counter()
    for each in reports:
        marks_of(each.conversation, each.pictures)
    return (perf_counter() - start) / len(reports)


if __name__ == "__main__":
    main()
