"""The facts of a group: who met whom at what, how popular it is, who answered, who belongs to the circle."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

pytest.importorskip("duckdb")
from bonafides.campaign import facts
from bonafides.campaign.contacts import number_contacts
from bonafides.campaign.engine.duckdb import DuckEngine
from bonafides.campaign.facts import Group, Log
from bonafides.campaign.linking import incidences, link
from bonafides.campaign.parameters import Parameters
from bonafides.campaign.signals import SIGNALS
from tests.campaign.logs import DAY, HOUR, START, Event, contact, put_log, small_duck

FAMILIES = [signal for signal in SIGNALS if signal.family in {"targets", "handles"}]
NO_EDGES = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckEngine]:
    with small_duck() as ready:
        yield ready


def collected(
    engine: DuckEngine,
    events: list[Event],
    *groups: str,
    edges: tuple[facts.Ints, facts.Ints, facts.Floats] = NO_EDGES,
) -> tuple[Log, list[Group], dict[str, int]]:
    """The log, the groups of accounts (named by letters), and the numbers of the targets."""
    put_log(engine, events)
    number_contacts(engine)
    signals = incidences(engine, FAMILIES)
    link(engine, signals, Parameters())
    log = facts.totals(engine, [signal.family for signal in signals])
    engine.make("mirror", facts.MIRROR)
    table = {
        name: dict(zip(*engine.rows(f"SELECT value, n FROM {name}").to_pydict().values(), strict=True))
        for name in ("account_numbers", "target_numbers")
    }
    numbers = [np.array(sorted(table["account_numbers"][name] for name in group), np.int64) for group in groups]
    return log, facts.collect(engine, numbers, edges, signals), table["target_numbers"]


EVENTS = [
    contact("a", "x", START + 30),
    contact("b", "x", START + 10),
    contact("c", "x", START + 20),
    contact("d", "x", START + 99),
    contact("a", "y", START + HOUR),
    contact("b", "y", START + HOUR + 5),
    contact("a", "z", START + DAY),
    contact("x", "a", START + 500),  # x answers a, and nobody else
    contact("x", "y", START + 600),  # x turns to y, whom the group shares: a circle
    contact("y", "q", START + 700),
    contact("d", "y", START + 800),
]


def test_presence_of_a_group(engine: DuckEngine) -> None:
    _, (group,), targets = collected(engine, EVENTS, "abc")
    found = group.presence["targets"]
    rows = zip(found.item, found.moment, found.account, found.popularity, found.answered, found.active, strict=True)
    x, y, z = (targets[name] for name in "xyz")
    assert [tuple(map(int, row)) for row in rows] == [
        (x, START + 10, 1, 4, 0, 1),
        (x, START + 20, 2, 4, 0, 1),
        (x, START + 30, 0, 4, 1, 1),
        (y, START + HOUR, 0, 4, 0, 0),
        (y, START + HOUR + 5, 1, 4, 0, 0),
        (z, START + DAY, 0, 1, 0, 0),
    ]


def test_groups_are_apart_and_an_account_may_be_in_two(engine: DuckEngine) -> None:
    _, (one, other), targets = collected(engine, EVENTS, "ab", "bd")
    assert set(one.presence["targets"].item.tolist()) == {targets[name] for name in "xyz"}
    assert set(other.presence["targets"].item.tolist()) == {targets[name] for name in "xy"}
    assert other.presence["targets"].account.tolist() == [0, 1, 1, 0]


def test_edges_are_those_within_the_group_as_places(engine: DuckEngine) -> None:
    edges = (np.array([1, 1, 2]), np.array([2, 4, 4]), np.array([5.0, 7.0, 9.0]))
    _, (group,), _ = collected(engine, EVENTS, "abd", edges=edges)
    assert (group.a.tolist(), group.b.tolist(), group.weight.tolist()) == ([0, 0, 1], [1, 2, 2], [5.0, 7.0, 9.0])
    _, (group,), _ = collected(engine, EVENTS, "ad", edges=edges)
    assert (group.a.tolist(), group.b.tolist(), group.weight.tolist()) == ([0], [1], [7.0])


def test_what_cannot_write_never_answers(engine: DuckEngine) -> None:
    events = [contact(a, f"of-{a}", START, handle="@desk") for a in "abc"]
    _, (group,), _ = collected(engine, events, "abc")
    found = group.presence["handles"]
    assert found.popularity.tolist() == [3, 3, 3]
    assert not found.answered.any()
    assert not found.active.any()


def test_no_group_no_facts(engine: DuckEngine) -> None:
    assert collected(engine, EVENTS)[1] == []


def test_the_log_in_a_few_numbers(engine: DuckEngine) -> None:
    log, _, _ = collected(engine, EVENTS)
    total = log.families["targets"]
    assert log.accounts == 6
    assert (total.accounts, total.contacts, total.items) == (6, 11, 5)
    # Met at x: six pairs within the hour; at y: a, b, d, x, of which three pairs are more than an hour apart.
    assert total.close["all"] == 1.0
    assert total.close["1h"] == pytest.approx(_close(3600))
    assert total.close["1d"] == pytest.approx(_close(86_400))


def _close(seconds: int) -> float:
    pairs = [
        abs(int(one["moment"]) - int(other["moment"]))
        for place, one in enumerate(EVENTS)
        for other in EVENTS[place + 1 :]
        if one["target"] == other["target"]
    ]
    return sum(apart <= seconds for apart in pairs) / len(pairs)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], 0),
        ([5], 1),
        (list(range(10)), 9),
        ([0] + [50] * 100 + [99], 1),
        ([0] * 20 + [9] * 20, 10),
    ],
)
def test_the_span_is_that_of_the_central_four_fifths(engine: DuckEngine, days: list[int], expected: int) -> None:
    put_log(engine, [contact(f"a{place}", f"t{place}", START + day * DAY) for place, day in enumerate(days)])
    number_contacts(engine)
    assert facts.span(engine) == expected * DAY
