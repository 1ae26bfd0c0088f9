"""What a session of drills says and does not say: origin against truth, simple strategies, and the machine's opinion.

`python -m evals.learn` prints, for every language: how many drills there are and of which truth; chi-square of origin,
of the number's prefix and of the place in the exercise against truth, over many seeds; what somebody gets who always
does the same; how far length and other things on the surface tell ordinary from deceptive; and where the program's own
check says otherwise. It ends with 1 where something on the surface tells the truth at p < .01.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import product
from math import comb

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

MESSENGERS = frozenset({"whatsapp", "telegram", "signal", "wechat"})
TELLS = 0.01
"""Chance below which something on the surface is held to tell the truth."""


def _theirs(drill: Drill) -> list[str]:
    return [line.text for line in drill.lines if not line.mine]


def _messenger(drill: Drill) -> bool:
    named = any(each in text.casefold() for text in _theirs(drill) for each in MESSENGERS - {"signal"})
    return named or any(line.channel in MESSENGERS for line in drill.lines)


SURFACE: dict[str, Callable[[Drill], bool]] = {
    "!!": lambda each: any("!!" in text for text in _theirs(each)),
    "small first letter": lambda each: each.lines[0].text[:1].islower(),
    "link": lambda each: any("://" in text for text in _theirs(each)),
    "town": lambda each: any("{town}" in text for text in (each.setting, *_theirs(each))),
    "messenger app": _messenger,
}
"""What stands on the surface, or does not."""


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


def fisher(drills: Sequence[Drill], has: Callable[[Drill], bool]) -> float:
    """The chance of a table at least as lopsided where feature and truth are not linked (Fisher's exact test, 1922)."""
    marked, ordinary = sum(map(has, drills)), sum(each.ordinary for each in drills)
    both = sum(has(each) and each.ordinary for each in drills)

    def chance(cell: int) -> float:
        return comb(ordinary, cell) * comb(len(drills) - ordinary, marked - cell) / comb(len(drills), marked)

    cells = [chance(cell) for cell in range(max(0, marked - len(drills) + ordinary), min(marked, ordinary) + 1)]
    return sum(each for each in cells if each <= chance(both) * (1 + 1e-9))


def shuffled(drills: Sequence[Drill], measure: Callable[[Drill], float], *, rounds: int = 2_000) -> float:
    """The chance of an area at least as far from one half where the truth is dealt by chance (permutation test)."""
    draw, truths = random.Random(0), [each.ordinary for each in drills]
    values = [measure(each) for each in drills]
    seen = _away(values, truths)
    as_far = 0
    for _ in range(rounds):
        draw.shuffle(truths)
        as_far += _away(values, truths) >= seen - 1e-9
    return (as_far + 1) / (rounds + 1)


def _away(values: Sequence[float], truths: Sequence[bool]) -> float:
    pairs = list(zip(values, truths, strict=True))
    return abs(area([each for each, truth in pairs if truth], [each for each, truth in pairs if not truth]) - 0.5)


def surface(drills: Sequence[Drill], *, rounds: int = 2_000) -> dict[str, float]:
    """For each thing on the surface: the chance of what is seen where it says nothing of the truth."""
    found = {name: fisher(drills, has) for name, has in SURFACE.items()}
    return found | {name: shuffled(drills, measure, rounds=rounds) for name, measure in MEASURES.items()}


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


def report(lang: str) -> bool:
    """Print the figures of one language; whether nothing on the surface tells the truth."""
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
    chances = surface(drills)
    for name, chance in chances.items():
        print(f"  {name} and truth: p {chance:.3f}{'  TELLS THE TRUTH' if chance < TELLS else ''}")
    for each in drills:
        level = opinion(each).level
        if (level.rank >= FLAGGED.rank) is each.ordinary:
            print(f"  the program's own check differs: {each.id} ({each.kind}) is {level}")
    return min(chances.values()) >= TELLS


def main() -> int:
    """Every language, or those named."""
    return 0 if min(list(map(report, sys.argv[1:] or LANGUAGES))) else 1


if __name__ == "__main__":
    raise SystemExit(main())
