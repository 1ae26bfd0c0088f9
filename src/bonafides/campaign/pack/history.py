"""Whether an account may be a real person's that somebody else used: a long ordinary history, then a late burst."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bonafides.campaign.judge import CORE_FAMILY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bonafides.campaign.facts import Group

DAY = 86_400
PROFILES = ("bio", "photo", "employer")
"""Families whose moments are the account's creation."""
EARLIEST = 946_684_800
"""2000-01-01: a moment before stands for one that is not known."""
LONG = 90.0
"""Days of history before the campaign from which an account counts as an old one."""
ORDINARY = 10
"""Ordinary contacts before the campaign that make a history ordinary."""
LATE = 0.5
"""Share of its life up to its last contact within which the campaign's activity must lie, at its end."""
MIDDLE = (10, 90)
"""Percentiles of its shared contacts between which the campaign's activity is taken to lie: single ones are chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What is known of an account before it took part."""

    verdict: str
    """`possible`, `unlikely` or `not-known`."""
    created: int | None
    """Epoch seconds; None where not known."""
    first_ordinary: int | None
    """Its first contact that is not at a shared target, if before the campaign's activity."""
    ordinary_before: int
    """How many such contacts it had by then."""
    days_before: float | None
    """From creation, or the first such contact, to the campaign's activity."""
    burst_days: float
    """How long its activity in the campaign lasted."""
    late_share: float | None
    """That as a share of its life up to its last shared contact."""


def history(group: Group, place: int, shared: NDArray[np.bool_]) -> History:
    """The history of one account; `shared` tells which rows of the core family are at shared items."""
    rows = group.presence[CORE_FAMILY]
    own = rows.account == place
    start, end = np.percentile(rows.moment[own & shared], MIDDLE) if (own & shared).any() else (0.0, 0.0)
    ordinary = rows.moment[own & ~shared]
    before = ordinary[ordinary < start]
    created = _created(group, place)
    first = int(before.min()) if len(before) else None
    known = [moment for moment in (created, first) if moment is not None]
    days = max(0.0, (start - min(known)) / DAY) if known else None
    burst = (end - start) / DAY
    return History(
        verdict=_verdict(days, len(before), burst),
        created=created,
        first_ordinary=first,
        ordinary_before=len(before),
        days_before=None if days is None else round(days, 1),
        burst_days=round(burst, 1),
        late_share=None if days is None else round(burst / max(days + burst, 1e-9), 2),
    )


def _created(group: Group, place: int) -> int | None:
    for family in PROFILES:
        rows = group.presence.get(family)
        moments = rows.moment[rows.account == place] if rows is not None else np.zeros(0, np.int64)
        if len(moments) and moments.min() >= EARLIEST:
            return int(moments.min())
    return None


def _verdict(days: float | None, ordinary: int, burst: float) -> str:
    """Possible where all three figures say so; unlikely where the account is young; else nobody can tell from here."""
    if days is None:
        return "not-known"
    if days >= LONG and ordinary >= ORDINARY and burst <= LATE * (days + burst):
        return "possible"
    return "unlikely" if days < LONG and ordinary < ORDINARY else "not-known"
