"""What a session of drills says and does not say: origin against truth, simple strategies, and the machine's opinion.

`python -m evals.learn` prints, for every language: how many drills there are and of which truth; chi-square of origin,
of the number's prefix and of the place in the exercise against truth, over many seeds; what somebody gets who always
does the same; how far length tells ordinary from deceptive; and where the program's own check says otherwise.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import product

from bonafides.drilling import opinion
from bonafides.learn import Choice, Drill, begun, dealt, score, shipped
from bonafides.learn.exercise import USUAL, Thread
from bonafides.learn.parse import LANGUAGES
from bonafides.model import FLAGGED

SEEDS = 5_000
MEASURES: dict[str, Callable[[Drill], float]] = {
    "messages": lambda each: len(each.lines),
    "characters of the first message": lambda each: len(each.lines[0].text),
    "characters a message": lambda each: sum(len(line.text) for line in each.lines) / len(each.lines),
    "characters of the title": lambda each: len(each.title),
}


def chi_square(pairs: Sequence[tuple[object, object]]) -> tuple[float, int]:
    """Pearson's statistic of a table of counts, and its degrees of freedom (Pearson, 1900)."""
    cells, rows, columns = Counter(pairs), Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    expected = {(a, b): rows[a] * columns[b] / len(pairs) for a, b in product(rows, columns)}
    statistic = sum((cells[key] - each) ** 2 / each for key, each in expected.items())
    return statistic, (len(rows) - 1) * (len(columns) - 1)


def p_value(statistic: float, freedom: int) -> float:
    """The chance of at least this statistic where nothing is linked (Wilson and Hilferty's approximation, 1931)."""
    from statistics import NormalDist

    scaled = (statistic / freedom) ** (1 / 3)
    middle, spread = 1 - 2 / (9 * freedom), (2 / (9 * freedom)) ** 0.5
    return 1 - NormalDist().cdf((scaled - middle) / spread)


def area(low: Sequence[float], high: Sequence[float]) -> float:
    """The area under the curve of a measure that would tell `high` from `low`: 0.5 says nothing (Mann and Whitney)."""
    won = sum((a < b) + (a == b) / 2 for a, b in product(low, high))
    return won / (len(low) * len(high))


def _threads(lang: str) -> list[Thread]:
    found: list[Thread] = []
    for seed in range(SEEDS):
        found += begun(dealt(shipped(lang), seed=seed, count=USUAL), seed=seed, lang=lang).threads
    return found


def _always(lang: str, choice: Choice, *, seeds: int = 300) -> str:
    threads: list[Thread] = []
    for seed in range(seeds):
        exercise = begun(dealt(shipped(lang), seed=seed, count=USUAL), seed=seed, lang=lang)
        while not exercise.over:
            exercise = exercise.decide(choice)
        threads += exercise.threads
    found = score(threads)
    precision = "none" if found.precision is None else f"{found.precision:.2f}"
    return f"  always {choice}: precision {precision}, recall {found.recall or 0:.2f}"


def report(lang: str) -> None:
    """Print the figures of one language."""
    drills = shipped(lang)
    kinds = Counter(each.kind for each in drills)
    print(f"{lang}: {len(drills)} drills; " + ", ".join(f"{kind} {kinds[kind]}" for kind in sorted(kinds)))
    threads = _threads(lang)
    tables: dict[str, list[tuple[object, object]]] = {
        "origin and truth": [(each.cast.origin, each.drill.ordinary) for each in threads],
        "number and truth": [(each.cast.names["phone"][:5], each.drill.ordinary) for each in threads],
        "place in the exercise and truth": [(each.number, each.drill.ordinary) for each in threads],
    }
    for name, pairs in tables.items():
        statistic, freedom = chi_square(pairs)
        print(
            f"  {name}: chi-square {statistic:.1f}, {freedom} degrees of freedom, p {p_value(statistic, freedom):.2f}"
        )
    for choice in Choice:
        print(_always(lang, choice))
    for name, measure in MEASURES.items():
        low = [measure(each) for each in drills if each.ordinary]
        high = [measure(each) for each in drills if not each.ordinary]
        print(f"  {name}: area under the curve {area(low, high):.2f}")
    for each in drills:
        level = opinion(each).level
        if (level.rank >= FLAGGED.rank) is each.ordinary:
            print(f"  the program's own check differs: {each.id} ({each.kind}) is {level}")


def main() -> int:
    """Every language, or those named."""
    for lang in sys.argv[1:] or LANGUAGES:
        report(lang)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
