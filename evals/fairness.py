"""`python -m evals.fairness`: does a name, firm, place, people, brand, currency or greeting move the risk?

Every hole of every template (`evals/fairness/<lang>.toml`) is filled with every value in turn, everything else fixed,
and the conversation is judged after each of its messages. The same is asked of fluent and second-language English with
the same content. `--worst N` lists the N largest changes with the findings that differ.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from statistics import fmean

from bonafides.examine import assess
from bonafides.model import FLAGGED, Assessment, Conversation, Message
from evals.swaps import FOLDER, LANGUAGES, Outcome, Swap, Template, spoken, swap, templates
from evals.tables import table

NAMES = {
    "plain": "names and words of many origins",
    "word": "those that are ordinary words too",
    "script": "those in another script",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The same content in fluent and in second-language English, judged."""

    id: str
    deceptive: bool
    fluent: Assessment
    second: Assessment

    @property
    def gap(self) -> float:
        """Risk of the second-language wording less that of the fluent one."""
        return self.second.risk - self.fluent.risk

    @property
    def step(self) -> int:
        """By how many levels the second-language wording is higher."""
        return self.second.level.rank - self.fluent.level.rank

    @property
    def turned(self) -> bool:
        """Whether one is flagged and the other is not."""
        return (self.second.level.rank >= FLAGGED.rank) != (self.fluent.level.rank >= FLAGGED.rank)


@cache
def swaps(chosen: tuple[str, ...] = LANGUAGES) -> tuple[Swap, ...]:
    """Every swap of the chosen languages, measured once."""
    work = [(language, number) for language in chosen for number in range(len(templates(language)))]
    with ProcessPoolExecutor() as pool:
        return tuple(found for part in pool.map(_swaps, *zip(*work, strict=True)) for found in part)


def _swaps(language: str, number: int) -> list[Swap]:
    template = templates(language)[number]
    return [swap(template, hole) for hole in template.holes]


@cache
def pairs() -> tuple[Pair, ...]:
    """Every pair, judged."""
    rows = tomllib.loads((FOLDER / "pairs.toml").read_text("utf-8"))["pair"]
    return tuple(
        Pair(id=row["id"], deceptive=row["deceptive"], fluent=_judge(row["fluent"]), second=_judge(row["second"]))
        for row in rows
    )


def _judge(lines: Iterable[str]) -> Assessment:
    turns = [(mine, text) for mine, text in map(spoken, lines)]
    messages = tuple(Message(speaker="me" if mine else "them", text=text, mine=mine) for mine, text in turns)
    return assess(Conversation(id="pair", messages=messages))


def figures() -> dict[str, float]:
    """The figures that a regression is told by; of all of them, less is better."""
    found = {
        "swap: largest change of risk": _largest(swaps()),
        "swap: largest change of risk after any message": max(s.change_anywhere for s in swaps()),
        "swap: share of conversations whose risk moves": _share(swaps()),
        "swap: conversations whose flag turns": float(sum(s.turned for s in swaps())),
    }
    for group, name in NAMES.items():
        found[f"swap: largest change of risk, {name}"] = _largest(s.of(group) for s in swaps())
    gaps = [pair.gap for pair in pairs()]
    return found | {
        "second-language pairs: mean gap of risk": abs(fmean(gaps)),
        "second-language pairs: mean size of the gap": fmean(map(abs, gaps)),
        "second-language pairs: share flagged in one wording only": fmean(pair.turned for pair in pairs()),
    }


def section() -> list[str]:
    """The tables, as lines of Markdown."""
    return [*_swap_section(swaps()), *_pair_section()]


def _swap_section(measured: Sequence[Swap]) -> list[str]:
    count = len({s.template.id for s in measured})
    return [
        "## Fairness: one name swapped for another\n",
        f"{count} conversations with holes for names, firms, places, peoples, brands, currencies, greetings and the "
        "like. One hole at a time is filled with every value, everything else fixed. The target is 0.000.\n",
        *table(
            [
                "swapped",
                "conversations",
                "that move",
                "largest change of risk",
                "in log-odds",
                "after any message",
                "flag turned",
            ],
            [
                _row("**all**", measured),
                *(_row(f"*{name}*", [s.of(group) for s in measured]) for group, name in NAMES.items()),
                *_rows(measured, "{}", lambda s: s.template.language),
                *_rows(measured, "`{}`", lambda s: s.kind),
                *_rows(measured, "{} texts", lambda s: "deceptive" if s.template.deceptive else "ordinary"),
            ],
        ),
    ]


def _rows(measured: Sequence[Swap], name: str, key: Callable[[Swap], str]) -> Iterator[list[str]]:
    for value in sorted({key(s) for s in measured}):
        yield _row(name.format(value), [s for s in measured if key(s) == value])


def _row(name: str, measured: Sequence[Swap]) -> list[str]:
    return [
        name,
        f"{sum(len(s.outcomes) for s in measured):,}",
        f"{_share(measured):.1%}",
        f"{_largest(measured):.3f}",
        f"{max(s.change_of_log_odds for s in measured):.2f}",
        f"{max(s.change_anywhere for s in measured):.3f}",
        str(sum(s.turned for s in measured)),
    ]


def _largest(measured: Iterable[Swap]) -> float:
    return max(s.change for s in measured)


def _share(measured: Sequence[Swap]) -> float:
    """Of the conversations, those whose risk is another than with most values of the hole."""
    return sum(len(s.moved) for s in measured) / sum(len(s.outcomes) for s in measured)


def _pair_section() -> list[str]:
    return [
        "## Fairness: fluent and second-language English\n",
        f"{len(pairs())} pairs with the same content. The gap is the risk of the second-language wording less that of "
        "the fluent one: above zero it is against those who learnt English later. Words differ, so there is no target "
        "of zero.\n",
        *table(
            ["texts", "pairs", "mean gap", "mean size", "largest", "level higher", "level lower", "flag turned"],
            [
                _pair_row("all", pairs()),
                _pair_row("deceptive", [pair for pair in pairs() if pair.deceptive]),
                _pair_row("ordinary", [pair for pair in pairs() if not pair.deceptive]),
            ],
        ),
    ]


def _pair_row(name: str, some: Sequence[Pair]) -> list[str]:
    gaps = [pair.gap for pair in some]
    return [
        name,
        str(len(some)),
        f"{fmean(gaps):+.3f}",
        f"{fmean(map(abs, gaps)):.3f}",
        f"{max(gaps, key=abs):+.3f}",
        str(sum(pair.step > 0 for pair in some)),
        str(sum(pair.step < 0 for pair in some)),
        str(sum(pair.turned for pair in some)),
    ]


def worst(measured: Iterable[Swap], count: int) -> Iterator[str]:
    """The largest changes, each with its extremes and the findings that differ."""
    for found in sorted(measured, key=lambda s: (-s.change, -s.change_anywhere))[:count]:
        low, high = found.lowest, found.highest
        yield f"{found.change:.3f} {found.template.id} {{{found.hole}}}, usually {found.usual:.3f}"
        yield f"    {low.risk:.3f} {str(low.value)!r}, {high.risk:.3f} {str(high.value)!r}"
        yield f"    differ: {', '.join(_differ(found.template, found.hole, low, high)) or 'nothing at the end'}"
        yield f"    moved by: {', '.join(str(o.value) for o in found.moved[:20])}"
    for pair in sorted(pairs(), key=lambda pair: -abs(pair.gap))[: count // 4]:
        yield f"{pair.gap:+.3f} pair {pair.id}: {pair.fluent.level} to {pair.second.level}"
        yield f"    differ: {', '.join(_between(pair.fluent, pair.second))}"


def _differ(template: Template, hole: str, low: Outcome, high: Outcome) -> Iterator[str]:
    one, other = (assess(template.filled(template.standard() | {hole: o.value})) for o in (low, high))
    return _between(one, other)


def _between(one: Assessment, other: Assessment) -> Iterator[str]:
    """Findings that are not the same in both, with what each adds."""
    before, after = ({c.finding.indicator: c.value for c in a.contributions()} for a in (one, other))
    for sign in sorted(before.keys() | after.keys()):
        if (was := before.get(sign, 0.0)) != (now := after.get(sign, 0.0)):
            yield f"{sign} {was:+.2f} to {now:+.2f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.fairness", description=__doc__)
    parser.add_argument("--worst", type=int, metavar="N", nargs="?", const=40, help="list the N largest changes")
    parser.add_argument("--language", choices=LANGUAGES, action="append", help="only this language (may come twice)")
    options = parser.parse_args(arguments)
    measured = swaps(tuple(options.language or LANGUAGES))
    print("\n".join([*_swap_section(measured), *_pair_section()]))
    if options.worst:
        print("\n".join(worst(measured, options.worst)))


if __name__ == "__main__":
    main()
