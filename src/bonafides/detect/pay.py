"""Amounts of money a thread names, compared with each other only: no currency is worth more than another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bonafides.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bonafides.detect.thread import Thread

RISE = 1.4
"""How many times the first amount a later one must be."""
_FIGURE = re.compile(
    r"(?<![\w.,:])\d{1,3}(?:[.,' \u00a0\u202f]\d{3}){1,3}(?![\d:])|(?<![\w.,:])\d{2,7}(?![\w:])|(?<![\w.,:])\d{1,4}k\b"
)
_YEARS = range(1950, 2101)


def rising_pay(thread: Thread) -> tuple[Span, ...]:
    """The first and the highest later amount in the other side's messages, where the later one is much higher."""
    amounts = list(_amounts(thread))
    for at, (first, first_span) in enumerate(amounts):
        later = [(value, span) for value, span in amounts[at + 1 :] if span.message > first_span.message]
        if later:
            value, span = max(later, key=lambda item: item[0])
            if first >= 20 and first * RISE <= value <= first * 100:
                return (span, first_span)
    return ()


def _amounts(thread: Thread) -> Iterator[tuple[int, Span]]:
    for turn in thread.turns:
        if turn.theirs:
            for place in turn.hits.get("names-pay", ()):
                text = turn.message.content[place.start : place.end]
                for match in _FIGURE.finditer(text):
                    value = _value(match.group())
                    if value and not (value in _YEARS and len(match.group()) == 4):
                        start = place.start + match.start()
                        yield value, Span(message=turn.index, start=start, end=place.start + match.end())


def _value(figure: str) -> int:
    digits = "".join(char for char in figure if char.isdigit())
    return int(digits) * (1000 if figure.endswith("k") else 1)
