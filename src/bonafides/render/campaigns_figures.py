"""Figures of a hunt as people read them: counts, small chances, periods, and whatever `run.json` holds."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bonafides.render.clean import name

if TYPE_CHECKING:
    from bonafides.render.clock import Clock
    from bonafides.render.phrases import Phrases

LONGEST_VALUE = 200
"""Characters of one value of `run.json` that are shown."""
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SMALL = 0.001
"""Below this a decimal fraction is hard to read, and a power of ten is given."""
_EPOCH = 100_000_000
"""A number from here up, where a moment is meant, counts seconds since 1970."""


def number(value: float) -> str:
    """Three significant digits, whole numbers in full: `1,912`, `0.042`, `3.2 × 10⁻⁷`; a dash for no number."""
    if not math.isfinite(value):
        return "–" if math.isnan(value) else f"{'-' if value < 0 else ''}∞"
    if value == int(value):
        return f"{int(value):,}"
    size = abs(value)
    if size < _SMALL:
        digits, _, power = f"{value:.1e}".partition("e")
        return f"{digits} × 10{str(int(power)).translate(_RAISED)}"
    if size >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if size >= 10 else f"{value:.3g}"


def percent(value: float) -> str:
    """A share in [0, 1] as a percentage: `96.2%`."""
    return f"{number(round(value * 100, 2))}%" if math.isfinite(value) else number(value)


def moment(value: object, clock: Clock) -> str:
    """A moment as `run.json` may hold it: aware or naive (UTC) time, ISO 8601, or seconds since 1970; else as it is."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return name(str(value), LONGEST_VALUE)
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= _EPOCH:
        try:
            value = datetime.fromtimestamp(value, UTC)
        except (OverflowError, ValueError, OSError):
            return number(float(str(value)))
    if isinstance(value, datetime):
        return clock.moment(value if value.tzinfo else value.replace(tzinfo=UTC))
    return name(str(value), LONGEST_VALUE)


def value(given: object, words: Phrases) -> str:
    """Any plain value on one line, cut where it is long."""
    if given is None or given == "":
        return words("hunt.not_stated")
    if isinstance(given, bool):
        return words("hunt.yes") if given else words("hunt.no")
    if isinstance(given, int | float):
        return number(given)
    if isinstance(given, Mapping):
        given = ", ".join(f"{key}: {value(each, words)}" for key, each in given.items())
    elif isinstance(given, Sequence | set | frozenset) and not isinstance(given, str | bytes):
        each = sorted(given, key=str) if isinstance(given, set | frozenset) else given
        given = ", ".join(value(one, words) for one in each) or words("hunt.none_on")
    return name(str(given), LONGEST_VALUE)


def flat(table: object, prefix: str = "") -> Iterator[tuple[str, object]]:
    """The leaves of nested tables, under dotted names; nothing where it is not a table."""
    if isinstance(table, Mapping):
        for key, each in table.items():
            if isinstance(each, Mapping) and each:
                yield from flat(each, f"{prefix}{key}.")
            else:
                yield f"{prefix}{key}", each
