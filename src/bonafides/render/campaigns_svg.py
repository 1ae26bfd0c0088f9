"""The drawings of a hunt as geometry: campaigns over time, and families of signals as bars.

Places along the line are percentages, so that a drawing fills any width while its letters keep their size; places
down the page are pixels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bonafides.model.campaign import Campaign
    from bonafides.render.clock import Clock

LEFT, RIGHT = 27.0, 99.6
"""Where the time axis begins and ends, in percent; the rank and the number of accounts stand before it."""
TOP = 34
"""Pixels above the first bar, for the column heads."""
AXIS = 26
"""Pixels below the last bar, for the dates."""
ROOMY, TIGHT = 26, 18
"""Pixels from bar to bar: with few campaigns, and with so many that a page of paper must still hold them."""
FEW = 20
THINNEST, THICKEST = 3.0, 14.0
SHORTEST = 0.8
"""Percent that even a moment takes."""
QUARTERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One campaign on the time axis."""

    campaign: Campaign
    x: str
    width: str
    """Percent of the drawing."""
    y: str
    height: str
    middle: str
    """Pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Campaigns over time, one bar each."""

    bars: tuple[Bar, ...]
    height: int
    lines: tuple[str, ...]
    """Where the axis is divided, in percent."""
    dates: tuple[str, ...]
    """What stands at the beginning, the middle and the end of the axis."""
    left: str
    middle: str
    right: str


def overview(campaigns: Sequence[Campaign], clock: Clock) -> Overview | None:
    """The drawing for these campaigns, in their order; None where there is none."""
    if not campaigns:
        return None
    first = min(each.first_seen for each in campaigns)
    last = max(each.last_seen for each in campaigns)
    step = ROOMY if len(campaigns) <= FEW else TIGHT
    largest = max(len(each.accounts) for each in campaigns)
    return Overview(
        bars=tuple(_bar(each, TOP + row * step, step, first, last, largest) for row, each in enumerate(campaigns)),
        height=TOP + len(campaigns) * step + AXIS,
        lines=tuple(_percent(LEFT + (RIGHT - LEFT) * at / QUARTERS) for at in range(QUARTERS + 1)),
        dates=_dates(first, last, clock),
        left=_percent(LEFT),
        middle=_percent((LEFT + RIGHT) / 2),
        right=_percent(RIGHT),
    )


def share(part: float, largest: float) -> float:
    """How long a bar is, in percent of the longest; 0 where there is nothing to draw."""
    known = math.isfinite(part) and math.isfinite(largest) and largest > 0
    return round(min(max(part / largest, 0.0), 1.0) * 100, 1) if known else 0.0


def _bar(campaign: Campaign, top: int, step: int, first: datetime, last: datetime, largest: int) -> Bar:
    thick = THINNEST + (THICKEST - THINNEST) * math.sqrt(len(campaign.accounts) / max(largest, 1))
    begin, end = _along(campaign.first_seen, first, last), _along(campaign.last_seen, first, last)
    width = max(end - begin, SHORTEST)
    return Bar(
        campaign=campaign,
        x=_percent(min(begin, RIGHT - width)),
        width=_percent(width),
        y=f"{top + (step - thick) / 2:.1f}",
        height=f"{thick:.1f}",
        middle=f"{top + step / 2:.1f}",
    )


def _along(at: datetime, first: datetime, last: datetime) -> float:
    """Percent of the drawing at which a moment lies."""
    whole = (last - first) / timedelta(seconds=1)
    part = (at - first) / timedelta(seconds=1) / whole if whole > 0 else 0.0
    return LEFT + (RIGHT - LEFT) * part


def _dates(first: datetime, last: datetime, clock: Clock) -> tuple[str, ...]:
    """Days; moments where all of it happened within two days."""
    if last - first < timedelta(days=2):
        return clock.moment(first), "", clock.moment(last) if last > first else ""
    return clock.day(first), clock.day(first + (last - first) / 2), clock.day(last)


def _percent(value: float) -> str:
    return f"{value:.2f}%"
