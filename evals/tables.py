"""Figures with their intervals, and the Markdown rows that show them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evals.measures import Interval, interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured number."""

    key: str
    """Its name in `baseline.json`, such as `heldout.recall`; "" where it is only shown."""
    name: str
    """What it is, for the table."""
    value: float
    """NaN where there was nothing to measure on."""
    interval: Interval | None = None
    of: str = ""
    """What it was measured on."""
    places: int = 3

    @property
    def known(self) -> bool:
        """Whether there was something to measure on."""
        return not math.isnan(self.value)


def share(key: str, name: str, answers: Iterable[bool], *, places: int = 3) -> Figure:
    """How many of the answers are true, with Wilson's interval."""
    told = list(answers)
    hits = sum(told)
    value = hits / len(told) if told else math.nan
    limits, of = interval(hits, len(told)), f"{hits:,}/{len(told):,}"
    return Figure(key=key, name=name, value=value, interval=limits, of=of, places=places)


def figures(measured: Iterable[Figure]) -> dict[str, float]:
    """What is held against the baseline."""
    return {figure.key: figure.value for figure in measured if figure.key and figure.known}


def rows(measured: Iterable[Figure]) -> list[str]:
    """A table of figures."""
    body = [[f.name, number(f.value, f.places), between(f), f.of] for f in measured]
    return table(["measure", "value", "95% interval", "of"], body)


def cell(figure: Figure) -> str:
    """A figure with its interval in one cell."""
    if not figure.known:
        return ""
    limits = f" ({between(figure)})" if figure.interval else ""
    return f"{number(figure.value, figure.places)}{limits}, {figure.of}"


def table(heads: Sequence[str], body: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table with an empty line behind it."""
    lines = [heads, ["---"] * len(heads), *body]
    return [f"| {' | '.join(line)} |" for line in lines] + [""]


def number(value: float, places: int = 3) -> str:
    """A figure as text; empty where it is not known."""
    return "" if math.isnan(value) else f"{value:.{places}f}"


def between(figure: Figure) -> str:
    """Its interval as text, one digit shorter than the figure."""
    if not figure.known or figure.interval is None or math.isnan(figure.interval[0]):
        return ""
    low, high = (number(limit, figure.places - 1) for limit in figure.interval)
    return f"{low} to {high}"
