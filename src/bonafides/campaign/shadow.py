"""Shows what a candidate set of parameters would change: campaigns gained, lost, with other members, at other ranks."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bonafides.campaign.parameters import Parameters
    from bonafides.model.campaign import Campaign

SAME = 0.3
"""Accounts that two campaigns have in common, to all that either has, from which they are the same campaign."""
SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """A campaign that only one of the two runs has."""

    campaign: str
    rank: int
    score: float
    accounts: int
    elsewhere: int
    """How many of its accounts the other run has in other campaigns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A campaign that both runs have."""

    frozen: str
    """Its id under the frozen parameters."""
    candidate: str
    """Its id under the candidate parameters."""
    rank: int
    """Under the frozen parameters."""
    candidate_rank: int
    score: float
    candidate_score: float
    joined: tuple[str, ...]
    """Accounts that only the candidate parameters put in."""
    left: tuple[str, ...]
    """Accounts that only the frozen parameters put in."""

    @property
    def moved(self) -> int:
        """Places that it rises (positive) or falls."""
        return self.rank - self.candidate_rank


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadow:
    """What the candidate parameters change, on the same log."""

    frozen: int
    """Campaigns under the frozen parameters."""
    candidate: int
    gained: tuple[Alone, ...]
    """Campaigns that only the candidate parameters show, best first."""
    lost: tuple[Alone, ...]
    kept: tuple[Kept, ...]
    """In the order of the frozen run."""
    accounts_gained: tuple[str, ...]
    """Accounts that would newly be in any campaign."""
    accounts_lost: tuple[str, ...]
    """Accounts that would no longer be in any."""
    parameters: Mapping[str, tuple[object, object]]
    """The parameters that differ, (frozen, candidate), where they were given."""

    @property
    def unchanged(self) -> bool:
        """Whether both runs show the same campaigns with the same members in the same order."""
        moved = any(one.joined or one.left or one.moved for one in self.kept)
        return not (self.gained or self.lost or moved)

    def to_json(self) -> dict[str, object]:
        """Ready for JSON; `schema` first."""
        return {"schema": "bonafides.shadow/1", **asdict(self), "unchanged": self.unchanged}

    def text(self) -> str:
        """The same for a reader, shortened."""
        lines = [f"  {name}: {was} -> {would_be}" for name, (was, would_be) in sorted(self.parameters.items())]
        if lines:
            lines.insert(0, "Parameters that differ (frozen -> candidate):")
        lines.append(f"Campaigns: {self.frozen:,} under the frozen parameters, {self.candidate:,} under the candidate.")
        if self.unchanged:
            return "\n".join([*lines, "Nothing would change in who is shown, and in which order."])
        lines += _listed("Gained", [_alone(one) for one in self.gained])
        lines += _listed("Lost", [_alone(one) for one in self.lost])
        lines += _listed("Other members", [_members(one) for one in self.kept if one.joined or one.left])
        lines += _listed("Other ranks", [_rank(one) for one in self.kept if one.moved])
        lines.append(
            f"Accounts: {len(self.accounts_gained):,} would newly be in a campaign, {len(self.accounts_lost):,} no "
            "longer. Whether that is better, only labels or reviewers can tell."
        )
        return "\n".join(lines)


def compare(
    frozen: Sequence[Campaign],
    candidate: Sequence[Campaign],
    *,
    parameters: tuple[Parameters, Parameters] | None = None,
    same: float = SAME,
) -> Shadow:
    """What changes from the frozen parameters' campaigns to the candidate's.

    Campaigns are matched one to one by the share of accounts that they have in common (Jaccard), the closest pair
    first, from `same` up; their ids do not matter. `parameters` (frozen, candidate) adds which of them differ. Pure;
    O(accounts + overlapping pairs).
    """
    before, after = _members_of(frozen), _members_of(candidate)
    match = _matched(before, after, same)
    kept = [_kept(frozen[i], candidate[match[i]], before[i], after[match[i]]) for i in sorted(match)]
    everybody_before, everybody_after = frozenset().union(*before), frozenset().union(*after)
    found = set(match.values())
    return Shadow(
        frozen=len(frozen),
        candidate=len(candidate),
        gained=_alones(candidate, set(range(len(candidate))) - found, everybody_before),
        lost=_alones(frozen, set(range(len(frozen))) - match.keys(), everybody_after),
        kept=tuple(sorted(kept, key=lambda one: (one.rank, one.frozen))),
        accounts_gained=tuple(sorted(everybody_after - everybody_before)),
        accounts_lost=tuple(sorted(everybody_before - everybody_after)),
        parameters=differences(*parameters) if parameters else {},
    )


def differences(frozen: Parameters, candidate: Parameters) -> dict[str, tuple[object, object]]:
    """The parameters that differ, (frozen, candidate)."""
    would_be = asdict(candidate)
    return {name: (value, would_be[name]) for name, value in asdict(frozen).items() if value != would_be[name]}


def _members_of(campaigns: Sequence[Campaign]) -> list[frozenset[str]]:
    return [frozenset(member.account for member in campaign.accounts) for campaign in campaigns]


def _matched(before: Sequence[frozenset[str]], after: Sequence[frozenset[str]], same: float) -> dict[int, int]:
    """Places in `before` with the place of their match in `after`."""
    places: dict[str, list[int]] = defaultdict(list)
    for j, members in enumerate(after):
        for account in members:
            places[account].append(j)
    met = Counter((i, j) for i, members in enumerate(before) for account in members for j in places[account])
    alike = [(shared / (len(before[i]) + len(after[j]) - shared), i, j) for (i, j), shared in met.items()]
    match: dict[int, int] = {}
    taken: set[int] = set()
    for jaccard, i, j in sorted(alike, key=lambda one: (-one[0], one[1], one[2])):
        if jaccard >= same and i not in match and j not in taken:
            match[i] = j
            taken.add(j)
    return match


def _kept(frozen: Campaign, candidate: Campaign, before: frozenset[str], after: frozenset[str]) -> Kept:
    return Kept(
        frozen=frozen.campaign,
        candidate=candidate.campaign,
        rank=frozen.rank,
        candidate_rank=candidate.rank,
        score=frozen.score,
        candidate_score=candidate.score,
        joined=tuple(sorted(after - before)),
        left=tuple(sorted(before - after)),
    )


def _alones(campaigns: Sequence[Campaign], places: set[int], others: frozenset[str]) -> tuple[Alone, ...]:
    alone = (
        Alone(
            campaign=campaigns[place].campaign,
            rank=campaigns[place].rank,
            score=campaigns[place].score,
            accounts=len(campaigns[place].accounts),
            elsewhere=sum(member.account in others for member in campaigns[place].accounts),
        )
        for place in places
    )
    return tuple(sorted(alone, key=lambda one: (one.rank, one.campaign)))


def _listed(title: str, rows: Sequence[str]) -> list[str]:
    if not rows:
        return []
    more = [f"  and {len(rows) - SHOWN:,} more."] if len(rows) > SHOWN else []
    return [f"{title} ({len(rows):,}):", *(f"  {row}" for row in rows[:SHOWN]), *more]


def _alone(one: Alone) -> str:
    other = f", {one.elsewhere:,} of them in other campaigns of the other run" if one.elsewhere else ""
    return f"{one.campaign}: rank {one.rank}, score {one.score:.1f}, {one.accounts:,} accounts{other}"


def _members(one: Kept) -> str:
    return f"{one.frozen}: {len(one.joined):,} accounts join, {len(one.left):,} drop out"


def _rank(one: Kept) -> str:
    return f"{one.frozen}: rank {one.rank} -> {one.candidate_rank}, score {one.score:.1f} -> {one.candidate_score:.1f}"
