"""What a signal is: a family of behaviour, and how a log is turned into who was at which item when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bonafides.campaign.engine.engine import Engine

INCIDENCE = "SELECT CAST(0 AS BIGINT) AS a, CAST(0 AS BIGINT) AS item, CAST(0 AS BIGINT) AS moment WHERE 1 = 0"
"""An incidence table without rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One family of signals.

    `incidences` makes the table `incidence_<family>` (a, item, moment): account number, item number, and the first
    second (epoch) at which the account was at the item; one row for each account and item. It finds `events`,
    `accounts`, `targets`, `contacts` (a, t, moment) and `account_numbers` (value, n).
    """

    family: str
    """Families are independent of each other as far as honest people go; two of them together weigh more than one."""
    why: str
    incidences: Callable[[Engine], None]
    proposes: int = 2
    """Shared items from which two accounts are looked at; 0 where it only adds to what others propose."""
    popular: int = 100
    """Accounts at one item beyond which it says little over the whole log."""
    effort: float = 1.0
    """Of the pairs that may be formed for each event (`Parameters.pairs_per_event`), the part that it may take."""
    behaviour: bool = True
    """False for what stands in for origin: it may corroborate, and never makes a campaign nor raises a rank alone."""
    content: bool = False
    """Whether it rests on what was written or shown, and not on targets, times and handles alone."""
