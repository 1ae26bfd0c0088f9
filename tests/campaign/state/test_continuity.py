"""Which campaign of today is which of yesterday: by what they share, each once, whatever the order."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from bonafides.campaign.state.continuity import REMEMBERED, Known, Status, listed, remembered, standing


def _candidate(names: str, contacts: int = 4) -> Any:
    """A candidate with two of its accounts at each of some targets."""
    item = np.repeat(np.arange(contacts // 2), 2)
    presence = {"targets": SimpleNamespace(item=item, moment=np.full(len(item), 1000))}
    return SimpleNamespace(names=tuple(names), group=SimpleNamespace(presence=presence))


def _known(identity: str, members: str, **more: Any) -> Known:
    values = {"status": Status.STEADY, "contacts": 4, "last": 1000, **more}
    return Known(id=identity, members=tuple(members), **values)


@pytest.mark.parametrize(
    ("today", "before", "ids"),
    [
        (["abcd"], {"c-1": "abcd"}, ["c-1"]),
        (["abcdefgh"], {"c-1": "abcd"}, ["c-1"]),
        (["abwxyz"], {"c-1": "abcd"}, ["c-1"]),
        (["avwxyz"], {"c-1": "abcd"}, [None]),
        (["abcd", "efgh"], {"c-1": "abcdefgh"}, ["c-1", None]),
        (["abcdefgh"], {"c-1": "abcd", "c-2": "efghi"}, ["c-1"]),
        (["abcde", "fghi"], {"c-1": "fghi", "c-2": "abcd"}, ["c-2", "c-1"]),
    ],
    ids=["same", "grown", "half", "too little", "split", "merged", "order"],
)
def test_ids(today: list[str], before: dict[str, str], ids: list[str | None]) -> None:
    found = standing([_candidate(one) for one in today], [_known(name, members) for name, members in before.items()])
    assert [one.id if one.id in before else None for one in found] == ids
    assert len({one.id for one in found}) == len(today)


@pytest.mark.parametrize(
    ("candidate", "status"),
    [
        (_candidate("abcde"), Status.GROWN),
        (_candidate("abcd", contacts=6), Status.STEADY),
        (_candidate("abc"), Status.QUIET),
        (_candidate("wxyz"), Status.NEW),
    ],
    ids=lambda one: str(one) if isinstance(one, Status) else "",
)
def test_statuses(candidate: Any, status: Status) -> None:
    assert [one.status for one in standing([candidate], [_known("c-1", "abcd")])] == [status]


def test_the_same_accounts_after_a_split_get_an_id_of_their_own() -> None:
    first = standing([_candidate("abcd")], [])
    again = standing([_candidate("abcdefgh"), _candidate("abcd")], first)
    assert len({one.id for one in again}) == 2


def test_quiet_campaigns_are_forgotten_after_a_year() -> None:
    now = 10_000_000_000
    recent, old = _known("c-1", "ab", last=now - REMEMBERED), _known("c-2", "cd", last=now - REMEMBERED - 1)
    assert [one.id for one in remembered([recent, old], [], now)] == ["c-1"]
    assert listed(_known("c-3", "ab", last=0, status=Status.NEW), now)
    assert not listed(_known("c-3", "ab", last=0, status=Status.QUIET), now)
    assert listed(_known("c-3", "ab", last=now - REMEMBERED, status=Status.QUIET), now)
