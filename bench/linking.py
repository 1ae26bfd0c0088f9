"""`python -m bench.linking [--size 100000] [--world dev]`: time and memory of linking at a desk of that size.

The reports are those of `evals.desk`; one report is linked by a fresh snapshot of an SQLite file, all of them as after
an import. Memory is the peak of a process of its own.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time

from bonafides.desk.linking.suggesting import suggest_all
from bonafides.store import Store
from bonafides.store.opening import open_store
from evals.desk import WORLDS, asked, filled

ONE, ALL = 0.3, 600.0
"""Seconds that one report and all of them may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the table."""

    what: str
    seconds: float
    limit: float
    """0 where none is set."""

    def __str__(self) -> str:
        """The line as Markdown."""
        return f"| {self.what} | {self.seconds:.3f} | {f'{self.limit:g}' if self.limit else ''} |"


def ones(seconds: Sequence[float]) -> list[Row]:
    """The lines for single reports."""
    return [
        Row(what="one report, median", seconds=median(seconds), limit=ONE),
        Row(what="one report, 95 of 100", seconds=quantiles(seconds, n=20)[-1], limit=ONE),
        Row(what="one report, slowest", seconds=max(seconds), limit=ONE),
    ]


def timed(what: str, work: Callable[[], object], limit: float = 0.0) -> list[Row]:
    """The lines for a piece of work: by the clock, and of the processor alone, where the machine is shared."""
    start, spent = perf_counter(), process_time()
    work()
    return [
        Row(what=what, seconds=perf_counter() - start, limit=limit),
        Row(what=f"{what}, of the processor", seconds=process_time() - spent, limit=0.0),
    ]


def _all(store: Store) -> int:
    with store.reading() as reading:
        return sum(1 for _ in suggest_all(reading))


def table(rows: Iterable[Row]) -> str:
    """The lines as a Markdown table, with the peak of memory below."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    head = "| what | seconds | at most |\n| --- | ---: | ---: |"
    return "\n".join([head, *map(str, rows), f"\nPeak memory: {peak:.0f} MB."])


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; returns 1 where a limit is passed."""
    parser = argparse.ArgumentParser(prog="python -m bench.linking", description=__doc__)
    parser.add_argument("--size", type=int, default=100_000, help="reports")
    parser.add_argument("--world", choices=tuple(WORLDS), default="dev")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(str(Path(folder) / "desk.db"))
        truths = filled(store, WORLDS[options.world](options.size))
        rows = [*ones(asked(store, truths)), *timed("all reports", lambda: _all(store), ALL)]
        store.close()
    print(table(rows))
    return int(any(row.limit and row.seconds > row.limit for row in rows))


if __name__ == "__main__":
    sys.exit(main())
