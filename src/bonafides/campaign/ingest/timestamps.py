"""SQL that brings times of any form to whole epoch seconds in UTC, and says which form they had.

Texts come without outer spaces.
"""

from __future__ import annotations

from bonafides.campaign.ingest.columns import Kind

EARLIEST = 946_684_800
"""2000-01-01: no platform of today has an older contact; what claims to be older is a clock that was never set."""
LATEST = 4_102_444_800
"""2100-01-01."""
MILLI, MICRO, NANO = "1e11", "1e14", "1e17"
"""From these magnitudes on, a number counts milliseconds, microseconds, nanoseconds: 1e11 s is the year 5138."""
TOO_MUCH = "1e20"
"""No time in any unit; the largest double and NaN, which sorts above all numbers, are beyond it too."""


def seconds(x: str, kind: Kind) -> str:
    """Epoch seconds of a value, rounded down; NULL where it is no time."""
    match kind:
        case Kind.NAIVE:
            return f"CAST(floor({{epoch}}({x})) AS BIGINT)"
        case Kind.ZONED:
            return f"CAST(floor({{epoch}}(CAST({x} AS {{instant}}))) AS BIGINT)"
        case Kind.INTEGER | Kind.FLOAT:
            return _numeric(f"CAST({x} AS DOUBLE)")
        case _:
            tidy = f"replace(upper({x}), ',', '.')"
            return (
                f"CASE WHEN {x} LIKE '____-__-__%' THEN coalesce({_written(x)}, {_written(_tight(tidy))}) "
                f"ELSE {_numeric(f'TRY_CAST({x} AS DOUBLE)')} END"
            )


def without_zone(x: str, kind: Kind) -> str:
    """Whether a time names no zone, so that UTC had to be assumed."""
    if kind is Kind.TEXT:
        return f"({x} LIKE '____-__-__%' AND regexp_extract(substr({x}, 12), '[A-Za-z+-]', 0) = '')"
    return "TRUE" if kind is Kind.NAIVE else "FALSE"


def finer(x: str, kind: Kind) -> str:
    """Whether a number counts less than seconds."""
    match kind:
        case Kind.NAIVE | Kind.ZONED:
            return "FALSE"
        case Kind.INTEGER | Kind.FLOAT:
            return f"(abs(CAST({x} AS DOUBLE)) >= {MILLI})"
        case _:
            return f"(abs(TRY_CAST({x} AS DOUBLE)) >= {MILLI})"


def _written(x: str) -> str:
    return f"CAST(floor({{epoch}}(TRY_CAST({x} AS {{instant}}))) AS BIGINT)"


def _tight(x: str) -> str:
    return f"replace(replace({x}, ' +', '+'), ' -', '-')"


def _numeric(x: str) -> str:
    return (
        f"CAST(floor(CASE WHEN abs({x}) >= {TOO_MUCH} THEN NULL "
        f"WHEN abs({x}) >= {NANO} THEN {x} / 1e9 WHEN abs({x}) >= {MICRO} THEN {x} / 1e6 "
        f"WHEN abs({x}) >= {MILLI} THEN {x} / 1e3 ELSE {x} END) AS BIGINT)"
    )
