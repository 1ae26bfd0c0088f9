"""Who is who from day to day: a campaign keeps its id while it shares half of its accounts with a known one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bonafides.campaign.describe import at_shared
from bonafides.campaign.identity import campaign_id
from bonafides.campaign.judge import CORE_FAMILY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bonafides.campaign.sweep import Candidate

SHARED = 0.5
"""Share of the smaller member set that two groups must have in common to be one campaign."""
REMEMBERED = 365 * 86_400
"""Seconds after its last contact for which a campaign stays in the list, and its id with it."""


class Status(StrEnum):
    """How a campaign stands against the day before."""

    NEW = "new"
    GROWN = "grown"
    """With accounts that were not in it."""
    STEADY = "steady"
    """With new contacts, by accounts that were in it."""
    QUIET = "quiet"
    """Without new contacts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A campaign as it was last seen."""

    id: str
    status: Status
    contacts: int
    """Contacts of its accounts at shared targets."""
    last: int
    """The last of these, in epoch seconds."""
    members: tuple[str, ...]


def standing(candidates: Sequence[Candidate], known: Iterable[Known]) -> list[Known]:
    """Every candidate with its id and status, in their order.

    The candidate and the known campaign that have most in common are matched first (by share, then by number of
    accounts, then by id), and each only once; what is left is new.
    """
    earlier = sorted(known, key=lambda one: one.id)
    matched = _matched([one.names for one in candidates], earlier)
    taken = {one.id for one in earlier}
    found = []
    for place, candidate in enumerate(candidates):
        before = matched.get(place)
        found.append(_standing(candidate, before, before.id if before else _free(candidate.names, taken)))
        taken.add(found[-1].id)
    return found


def remembered(known: Iterable[Known], found: Iterable[Known], now: int) -> list[Known]:
    """What is known from now on: all that was found, and what was found before and may come back."""
    current = {one.id: one for one in found}
    lost = [one for one in known if one.id not in current and one.last >= now - REMEMBERED]
    return sorted([*current.values(), *lost], key=lambda one: one.id)


def listed(one: Known, now: int) -> bool:
    """Whether a campaign is still in the list: not where it has been quiet for long."""
    return one.status is not Status.QUIET or one.last >= now - REMEMBERED


def _matched(groups: Sequence[tuple[str, ...]], earlier: Sequence[Known]) -> dict[int, Known]:
    of_account: dict[str, list[int]] = {}
    for number, one in enumerate(earlier):
        for account in one.members:
            of_account.setdefault(account, []).append(number)
    common: dict[tuple[int, int], int] = {}
    for place, names in enumerate(groups):
        for number in (number for account in names for number in of_account.get(account, ())):
            common[place, number] = common.get((place, number), 0) + 1
    ranked = sorted(
        (-count / min(len(groups[place]), len(earlier[number].members)), -count, number, place)
        for (place, number), count in common.items()
    )
    matched: dict[int, Known] = {}
    used: set[int] = set()
    for share, _, number, place in ranked:
        if -share >= SHARED and place not in matched and number not in used:
            matched[place] = earlier[number]
            used.add(number)
    return matched


def _standing(candidate: Candidate, before: Known | None, identity: str) -> Known:
    presence = candidate.group.presence[CORE_FAMILY]
    shared = at_shared(presence)
    contacts = int(shared.sum())
    if before is None:
        status = Status.NEW
    elif set(candidate.names) - set(before.members):
        status = Status.GROWN
    else:
        status = Status.STEADY if contacts > before.contacts else Status.QUIET
    last = int(presence.moment[shared].max(initial=0))
    return Known(id=identity, status=status, contacts=contacts, last=last, members=candidate.names)


def _free(names: Sequence[str], taken: set[str]) -> str:
    """An id that no other campaign has: that of the accounts, or where a former one has it, a further one."""
    identity, further = campaign_id(names), 1
    while identity in taken:
        further += 1
        identity = campaign_id([*names, str(further)])
    return identity
