"""Shared targets: who met at whom, and the edges that a mini log must give."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("duckdb")
from bonafides.campaign.engine.duckdb import DuckEngine
from bonafides.campaign.signals.targets import TARGETS
from tests.campaign.logs import DAY, HOUR, START, Event, clique, contact, linked, put_log, small_duck, together


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckEngine]:
    with small_duck() as ready:
        yield ready


def background(accounts: int = 60) -> list[Event]:
    """Everybody turns to two people of their own and two that a neighbour turns to as well, weeks apart."""
    return [
        contact(f"member-{a:02}", f"{kind}-{(a * 7 + step) % accounts if kind == 'known' else f'{a}-{step}'}", when)
        for a in range(accounts)
        for step in (0, 1)
        for kind, when in (("own", START + a * HOUR), ("known", START + (a * 13 + step * 5) % 50 * DAY))
    ]


def test_the_mini_table(engine: DuckEngine) -> None:
    put_log(
        engine, [contact(a, t) for a, t in ("ax", "bx", "cx", "ay", "by", "cz", "dw")] + [contact("a", "x", START + 99)]
    )
    assert together(engine, TARGETS) == {frozenset("abc"), frozenset("ab")}


@pytest.mark.parametrize(
    ("shared", "apart", "expected", "window"),
    [
        (6, 60, True, "1h"),
        (6, 5 * HOUR, True, "1d"),
        (7, 4 * DAY, True, "7d"),
        (1, 1, False, ""),
        (2, 60, False, ""),
    ],
)
def test_the_edges_expected_of_it(engine: DuckEngine, shared: int, apart: int, expected: bool, window: str) -> None:
    """Two accounts share some people, each time so far apart; nobody else is linked."""
    pair = [contact(f"r{end}", f"list-{k}", START + k * 3 * DAY + end * apart) for end in (0, 1) for k in range(shared)]
    put_log(engine, background() + pair)
    links, edges = linked(engine, [TARGETS])
    assert edges == (clique(("r0", "r1"), "targets") if expected else set())
    if expected:
        edge = links.edges.to_pylist()[0]
        assert (edge["window"], edge["shared"], edge["observed"]) == (window, shared, shared)
        assert edge["q"] <= 0.01
