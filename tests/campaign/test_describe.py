"""From a judged group to what a reviewer reads."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pytest

from bonafides.campaign.describe import SHOWN, describe, edges_of
from bonafides.campaign.facts import FamilyTotals, Group, Log, Presence
from bonafides.campaign.judge import judge
from bonafides.campaign.linking import EDGES
from bonafides.campaign.parameters import WINDOWS
from bonafides.campaign.signals.targets import TARGETS
from bonafides.campaign.sweep import Candidate
from bonafides.model import Campaign, Edge, Purpose

START = int(datetime(2026, 3, 1, 9, tzinfo=UTC).timestamp())
CLOSE = dict(zip(WINDOWS, (0.01, 0.1, 0.3, 1.0), strict=True))
TOTALS = FamilyTotals(accounts=500, contacts=9_000, items=4_000, close=CLOSE)
LOG = Log(accounts=500, span=1e6, families={"targets": TOTALS})
NAMES = ("ada", "bo", "cy", "di")


def candidate_of(days: float = 5.0) -> Candidate:
    """Four accounts at five shared targets, one a day at most, and at one target each alone, a year before."""
    step = int(days * 86_400 / 5)
    shared = [(item, START + item * step + 60 * place, place) for item in range(5) for place in range(4)]
    alone = [(10 + place, START - 365 * 86_400, place) for place in range(4)]
    item, moment, account = np.array(shared + alone, dtype=np.int64).T
    nothing = np.zeros(len(item), dtype=bool)
    rows = Presence(
        account=account,
        item=item,
        moment=moment,
        popularity=np.full(len(item), 4, dtype=np.int64),
        answered=nothing,
        active=nothing,
    )
    a, b = np.array([(x, y) for x in range(4) for y in range(x + 1, 4)], dtype=np.int64).T
    group = Group(accounts=np.arange(4), presence={"targets": rows}, a=a, b=b, weight=np.array([9.0, 8, 7, 6, 5, 4]))
    return Candidate(names=NAMES, group=group, judged=judge(group, LOG, [TARGETS]))


def edge(a: str, b: str, surplus: float, family: str = "targets") -> Edge:
    return Edge(a=a, b=b, family=family, window="1h", shared=5, observed=5, expected=0.1, surplus=surplus, q=1e-6)


def told(days: float = 5.0) -> Campaign:
    return describe("c-1", 1, candidate_of(days), [edge("ada", "bo", 9.0)], Purpose.LURE_EVIDENCE)


def test_only_what_is_shared_is_the_campaigns() -> None:
    campaign = told()
    assert campaign.targets == 5
    assert campaign.first_seen == datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert campaign.last_seen == datetime(2026, 3, 5, 9, 3, tzinfo=UTC)


def test_the_firmest_account_comes_first() -> None:
    members = told().accounts
    assert [member.account for member in members] == ["ada", "bo", "cy", "di"]
    assert members[0].strength == 1.0
    assert all(0 <= member.strength <= 1 for member in members)


def test_the_summary_is_one_plain_sentence_with_counts() -> None:
    assert told().summary == (
        "4 accounts turned to the same 5 people between 2026-03-01 and 2026-03-05: 30 times two of them met at one "
        "person, where chance gives about 0.00026, most of it within an hour of each other."
    ).replace("0.00026", f"{candidate_of().judged.targets.expected:.2g}")


def test_a_single_day_is_called_one() -> None:
    assert " on 2026-03-01: " in told(days=0.2).summary


@pytest.mark.parametrize("reverse", [False, True])
def test_the_strongest_edges_are_the_evidence_in_any_order(reverse: bool) -> None:
    edges = [edge("ada", f"x{place:02}", float(place)) for place in range(30)]
    campaign = describe("c-1", 1, candidate_of(), edges[::-1] if reverse else edges, Purpose.UNKNOWN)
    assert [one.surplus for one in campaign.evidence] == [float(place) for place in range(29, 29 - SHOWN, -1)]


def test_equal_edges_stand_in_order_of_their_names() -> None:
    edges = [edge("bo", "cy", 5.0), edge("ada", "bo", 5.0, "text"), edge("ada", "bo", 5.0)]
    campaign = describe("c-1", 1, candidate_of(), edges, Purpose.UNKNOWN)
    assert [(one.a, one.family) for one in campaign.evidence] == [
        ("ada", "targets"),
        ("ada", "text"),
        ("bo", "targets"),
    ]


def test_edges_to_others_are_not_the_campaigns() -> None:
    rows = [edge("ada", "bo", 1.0), edge("ada", "zoe", 9.0), edge("xi", "yo", 9.0)]
    table = pa.Table.from_pylist(
        [{name: getattr(row, name) for name in EDGES.names} for row in rows], schema=_with_names()
    )
    assert edges_of(table, NAMES) == (rows[0],)


def _with_names() -> pa.Schema:
    return pa.schema([(field.name, pa.string() if field.name in {"a", "b"} else field.type) for field in EDGES])
