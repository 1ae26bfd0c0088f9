"""Accounts that join a group as a whole: those who turn up at its targets too often, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

pytest.importorskip("duckdb")
pytest.importorskip("graspologic_native")
from bonafides.campaign.engine.duckdb import DuckEngine
from bonafides.campaign.growth import grow, merged
from bonafides.campaign.linking import Links
from bonafides.campaign.parameters import Parameters
from bonafides.campaign.signals.targets import TARGETS
from tests.campaign.logs import DAY, START, Event, contact, linked, names, organic, put_log, ring, small_duck


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckEngine]:
    with small_duck() as ready:
        yield ready


def helper(visits: int, *, begins: int, own: int = 6) -> list[Event]:
    """An account at some of the ring's people, and at others whom nobody else knows."""
    sites = sorted({str(event["target"]) for event in ring(camouflage=0)})
    moments = [START + begins + place * 1_800 for place in range(visits + own)]
    people = [*sites[:visits], *(f"own-{place}" for place in range(own))]
    return [contact("helper", person, moment) for person, moment in zip(people, moments, strict=True)]


def grown(engine: DuckEngine, events: list[Event]) -> tuple[list[frozenset[str]], Links, Links]:
    """The ring's group, grown; the links before and after."""
    put_log(engine, events)
    links, _ = linked(engine, [TARGETS])
    table = engine.rows("SELECT value, n FROM account_numbers").to_pydict()
    number = dict(zip(table["value"], table["n"], strict=True))
    name = {n: value for value, n in number.items()}
    members = np.array(sorted(number[one] for one in names("ring", 8)), np.int64)
    groups, after = grow(engine, [members], links, Parameters())
    return [frozenset(name[int(n)] for n in group) for group in groups], links, after


@pytest.mark.parametrize(
    ("visits", "begins", "joins"),
    [(7, 5 * DAY, True), (5, 5 * DAY, True), (1, 5 * DAY, False), (0, 5 * DAY, False), (7, 20 * DAY, False)],
    ids=["seven sites", "five", "one", "none", "seven, weeks later"],
)
def test_who_turns_up_at_the_sites_in_the_time_of_the_group_joins(
    engine: DuckEngine, visits: int, begins: int, joins: bool
) -> None:
    groups, before, after = grown(engine, organic() + ring() + helper(visits, begins=begins))
    assert groups == [names("ring", 8) | ({"helper"} if joins else set())]
    assert after.edges.num_rows >= before.edges.num_rows
    pairs = list(zip(after.a.tolist(), after.b.tolist(), strict=True))
    assert len(set(pairs)) == len(pairs)
    assert (after.a < after.b).all()
    assert after.edges.num_rows == len(pairs), "each link has its edge: one family is measured here"


def test_what_was_linked_stays_as_it_was(engine: DuckEngine) -> None:
    _, before, after = grown(engine, organic() + ring() + helper(7, begins=5 * DAY))
    assert after.edges.slice(0, before.edges.num_rows).equals(before.edges)
    assert after.weight[: len(before.weight)].tolist() == before.weight.tolist()


def test_no_group_nothing_grows(engine: DuckEngine) -> None:
    put_log(engine, organic(40))
    links, _ = linked(engine, [TARGETS])
    assert grow(engine, [], links, Parameters()) == ([], links)


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ([], []),
        ([[1, 2, 3, 4]], [[1, 2, 3, 4]]),
        ([[1, 2, 3, 4], [3, 4, 5, 6]], [[1, 2, 3, 4, 5, 6]]),
        ([[1, 2, 3, 4], [4, 5, 6, 7]], [[1, 2, 3, 4], [4, 5, 6, 7]]),
        ([[9, 10, 11, 12], [1, 2, 3, 4, 5]], [[1, 2, 3, 4, 5], [9, 10, 11, 12]]),
    ],
    ids=["none", "one", "half in common", "one in common", "the largest first"],
)
def test_groups_that_share_most_accounts_are_one(groups: list[list[int]], expected: list[list[int]]) -> None:
    assert [one.tolist() for one in merged([np.array(group, np.int64) for group in groups])] == expected
