"""What one hunt in one log found, beside what was planted there: plain values that are kept as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One log to be made and searched; the same setting gives the same log."""

    part: str
    """Which table of the report it belongs to: `grid`, `issue`, `rare`, `organic`, `permuted` or `real`."""
    generator: str
    """`dev` (evals.campaigns), `blind` (evals.campaigns_blind), or the file name of a real contact log."""
    seed: int = 1
    events: int = 0
    rings: bool = True
    small_rings: int = 0
    options: Mapping[str, Any] = field(default_factory=dict)
    """Further settings of the dev generator's World."""
    content: bool = True
    """False: the no-content mode, without texts and links."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """One planted campaign and how far the hunt got with it."""

    campaign: str
    members: tuple[str, ...]
    facts: Mapping[str, str]
    """How the generator made it (rings.csv); empty where it does not say."""
    linked: int
    """Of its accounts, how many have an accepted edge to another of them."""
    grouped: int
    """Of its accounts, how many are in the candidate that holds most of them."""
    score: float
    """Of that candidate; 0 where there is none."""
    readings: tuple[str, ...]
    """Innocent readings that held for that candidate."""

    @property
    def accounts(self) -> int:
        """How many accounts it has."""
        return len(self.members)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One candidate of the hunt, whatever its score."""

    accounts: tuple[str, ...]
    score: float
    purpose: str = "unknown"
    """What its texts say: `lure-evidence`, `member-reports` or `unknown`."""
    families: int
    window: str
    signals: Mapping[str, float]
    """Surplus of each family (nats)."""
    readings: Mapping[str, float]
    """What was measured for each innocent reading."""
    kinds: Mapping[str, int]
    """How many of the accounts belong to planted campaigns (`c:NAME`) and to look-alikes and groups (their kind)."""

    @property
    def label(self) -> str:
        """The kind that most of its accounts have, or `ordinary`."""
        kind, count = max(self.kinds.items(), key=lambda item: (item[1], item[0]), default=("ordinary", 0))
        return kind if 2 * count >= len(self.accounts) else "ordinary"

    @property
    def planted(self) -> int:
        """How many of its accounts belong to any planted campaign."""
        return sum(count for kind, count in self.kinds.items() if kind.startswith("c:"))

    @property
    def purest(self) -> int:
        """How many of its accounts belong to the one planted campaign that has most of them."""
        return max((count for kind, count in self.kinds.items() if kind.startswith("c:")), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One log, searched once."""

    setting: Setting
    code: str
    """Of the detector's sources, so that outcomes of different versions are never mixed."""
    counts: Mapping[str, int]
    seconds: float
    cpu_seconds: float
    planted: tuple[Planted, ...]
    found: tuple[Found, ...]
    kinds: Mapping[str, int]
    """Accounts of each look-alike and group in the whole log."""
    protected: tuple[str, ...]
    """Those of `kinds` that must never be hurt."""

    @property
    def accounts(self) -> int:
        """Accounts that contacted anybody."""
        return self.counts["accounts"]


def save(path: Path, outcomes: Iterable[Outcome]) -> None:
    """Append outcomes to a file of JSON lines, each as soon as it is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        for outcome in outcomes:
            file.write(json.dumps(asdict(outcome)) + "\n")
            file.flush()


def load(path: Path) -> Iterator[Outcome]:
    """Outcomes as saved; a last line that was cut off is left out."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.endswith("\n"):
                yield _outcome(json.loads(line))


def _outcome(value: dict[str, Any]) -> Outcome:
    value["setting"] = Setting(**value["setting"])
    value["planted"] = tuple(_planted(one) for one in value["planted"])
    value["found"] = tuple(Found(**{**one, "accounts": tuple(one["accounts"])}) for one in value["found"])
    value["protected"] = tuple(value["protected"])
    return Outcome(**value)


def _planted(value: dict[str, Any]) -> Planted:
    return Planted(**{**value, "readings": tuple(value["readings"]), "members": tuple(value["members"])})
