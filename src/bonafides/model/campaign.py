"""The words of the platform's way: which accounts act together, on what evidence, and what else could explain it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class Purpose(StrEnum):
    """Why a campaign may be called deceptive. Acting together alone is never enough."""

    LURE_EVIDENCE = "lure-evidence"
    """The message-level detector finds lures in what its accounts wrote."""
    MEMBER_REPORTS = "member-reports"
    """Members reported its accounts' messages."""
    UNKNOWN = "unknown"
    """Coordinated, and nothing says what for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Two accounts that share more of something than chance explains; `a` sorts before `b`."""

    a: str
    b: str
    family: str
    """The family of behaviour, such as `targets`, `text` or `handle`."""
    window: str
    """How close in time the shared contacts were: `1h`, `1d`, `7d` or `all`."""
    shared: int
    """What the two share in the whole log."""
    observed: int
    """How many of these fall within the window."""
    expected: float
    """How many would, by chance, with both accounts as active and the items as popular as they are."""
    surplus: float
    """Log-likelihood (nats) of the observed over the expected: exp(-surplus) bounds the chance of it."""
    q: float
    """False discovery rate at which this edge is accepted (Benjamini and Hochberg, 1995)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An account of a campaign."""

    account: str
    strength: float
    """How firmly it belongs, in [0, 1]: its surplus within the campaign over that of the firmest member."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilySurplus:
    """What one family of signals says of a whole campaign."""

    family: str
    surplus: float
    """Nats over chance, after paying for the search; summed over the campaign's items."""
    q: float
    """The smallest false discovery rate of its edges; for a family without edges of its own, its chance probability."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One innocent reading of a campaign that was tried."""

    name: str
    """Such as `answered-back` or `closed-circle`."""
    holds: bool
    """Whether it explains the group well enough to take it out of the default output."""
    measured: float
    """The figure that was looked at."""
    limit: float
    """The value from which it holds."""
    words: str
    """What was measured, for a reviewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """Accounts that act together, ranked, with everything a reviewer needs."""

    campaign: str
    """Stable identifier."""
    rank: int
    score: float
    purpose: Purpose
    accounts: tuple[Member, ...]
    targets: int
    """How many were contacted; who they are is never listed."""
    first_seen: datetime
    last_seen: datetime
    signals: tuple[FamilySurplus, ...]
    evidence: tuple[Edge, ...]
    """The strongest edges."""
    innocent: tuple[Explanation, ...]
    summary: str
    within_budget: bool = True
    """Whether it is within the review budget; only `--all` shows others."""
    expected_false: float = 0.0
    """Expected number of false campaigns in this run at this score or better."""
    status: str = ""
    """Against the state of the day before: `new`, `grown`, `steady`, `quiet`; empty without a state."""
    origin: tuple[str, ...] = field(default=())
    """What the corroborating signals (network, employer by creation day) changed; empty where they are off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """Something of the input that was capped, skipped or sampled: never in silence."""

    what: str
    """In words: `line is not JSON`, `target contacted by more accounts than the cap`."""
    count: int
    where: str = ""
    """File (and line, row group or column), or table; never a member's words."""
    why: str = ""
    examples: tuple[str, ...] = ()
    """A few places (line numbers, account ids), to find it again; never targets, never texts."""
    fatal: bool = False
    """Whether a part of the input could not be read at all, so that the run ends with exit code 2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selective:
    """One account without partners that writes to one kind of target only: a weaker, separate list."""

    account: str
    kind: str
    """What its targets have in common: `sector` or `employer`."""
    contacts: int
    share: float
    """Share of its contacts that go there, in [0, 1]."""
    expected: float
    """The same share over all accounts."""
    surplus: float
    """Log-likelihood (nats) of the share over the expected one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunt:
    """All that one run found and all that it rests on."""

    campaigns: tuple[Campaign, ...]
    """Best first; those within the review budget unless all were asked for."""
    held_back: Mapping[str, int]
    """How many campaigns were left out, by reason: `over-budget`, `purpose-unknown`, `innocent`."""
    selective: tuple[Selective, ...]
    dropped: tuple[Dropped, ...]
    run: Mapping[str, object]
    """`run.json`: `schema`, `version`, `engine`, `inputs` (file, bytes, sha256), `parameters`, `parameters_hash`,
    `counts` (events, accounts, targets, pairs, edges, components, campaigns ...), `seconds` by step, `since`, `until`,
    `purpose`, `budget`, `content` (how many texts were there, allowed, used), `families` that were on."""
