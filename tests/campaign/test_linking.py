"""From signals to accepted pairs: which families are measured, and what an accepted pair carries."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

pytest.importorskip("duckdb")
from bonafides.campaign import null
from bonafides.campaign.contacts import number_contacts
from bonafides.campaign.engine.duckdb import DuckEngine
from bonafides.campaign.linking import EDGES, incidences
from bonafides.campaign.parameters import Parameters
from bonafides.campaign.signals import ORIGIN, SIGNALS
from tests.campaign.logs import (
    DAY,
    START,
    Event,
    clique,
    contact,
    linked,
    names,
    organic,
    put_log,
    ring,
    small_duck,
)

TARGETS, TEXT, HANDLES = (
    next(signal for signal in SIGNALS if signal.family == family) for family in ("targets", "text", "handles")
)


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckEngine]:
    with small_duck() as ready:
        yield ready


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], ["targets"]),
        ([contact("a", "x")], ["targets"]),
        ([contact("a", "x"), contact("b", "x")], ["targets"]),
        ([contact("a", "x", handle="@ab_c"), contact("b", "y", handle="@AB_C")], ["targets", "handles"]),
        ([contact("a", "x", handle="@ab_c"), contact("b", "y", handle="@other")], ["targets"]),
    ],
    ids=["no event", "one", "a shared target", "a shared handle", "nothing shared"],
)
def test_families_in_which_nothing_is_shared_are_left_out_but_for_targets(
    engine: DuckEngine, events: list[Event], expected: list[str]
) -> None:
    put_log(engine, events)
    number_contacts(engine)
    assert [signal.family for signal in incidences(engine, [*SIGNALS, *ORIGIN])] == expected


def with_handles(events: list[Event]) -> list[Event]:
    """A ring that hands out six ways, among pairs of people who share one each."""
    ways: list[Event] = [
        {**event, "handle": f"@desk_{place % 6}"} if str(event["account"]).startswith("ring") else event
        for place, event in enumerate(events)
    ]
    return ways + [contact(f"member-{a:04}", f"own-{a}", handle=f"@firm_{a // 2}") for a in range(300)]


def test_what_an_accepted_pair_carries(engine: DuckEngine) -> None:
    put_log(engine, with_handles(organic() + ring(4)))
    links, edges = linked(engine, [TARGETS, HANDLES])
    assert {edge for edge in edges if edge[2] == "targets"} == clique(names("ring", 4), "targets")
    assert {edge for edge in edges if edge[2] == "handles"} <= clique(names("ring", 4), "handles")
    assert any(edge[2] == "handles" for edge in edges)
    assert links.edges.schema.equals(EDGES)
    pairs = list(zip(links.a.tolist(), links.b.tolist(), strict=True))
    assert pairs == sorted(set(pairs))
    assert (links.a < links.b).all()
    assert links.tested == null.tested_pairs(engine)
    for pair, weight, families in zip(pairs, links.weight, links.families, strict=True):
        rows = [row for row in links.edges.to_pylist() if (row["a"], row["b"]) == pair]
        assert weight == pytest.approx(sum(row["surplus"] for row in rows))
        assert families == len(rows)
        assert len({row["q"] for row in rows}) == 1
        assert all(row["q"] <= Parameters().rate and row["shared"] >= row["observed"] > row["expected"] for row in rows)


def test_a_stricter_rate_accepts_fewer(engine: DuckEngine) -> None:
    put_log(engine, organic() + ring(targets=40, spread=14 * DAY))
    counts = [len(linked(engine, [TARGETS], Parameters(rate=rate))[0].a) for rate in (0.2, 0.01, 1e-9)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[2]


def test_stand_ins_for_origin_add_nothing_to_a_pair(engine: DuckEngine) -> None:
    """The same pairs, weights and families; their edges may be told."""
    events = organic() + ring(6)
    accounts = [
        {"account": name, "network": f"net-{place}", "employer": f"firm-{place}", "created_at": START}
        for place in range(150)
        for name in (f"member-{2 * place:04}", f"member-{2 * place + 1:04}")
    ]
    accounts += [
        {"account": f"ring-{place}", "network": "net", "employer": f"other-{place // 2}", "created_at": START}
        for place in range(6)
    ]
    put_log(engine, events, accounts=accounts)
    plain, _ = linked(engine, [TARGETS])
    links, edges = linked(engine, [TARGETS, *ORIGIN])
    assert links.candidates == plain.candidates
    assert (links.a.tolist(), links.b.tolist()) == (plain.a.tolist(), plain.b.tolist())
    assert links.weight.tolist() == plain.weight.tolist()
    assert (links.families == 1).all()
    assert {family for _, _, family in edges} >= {"targets", "employer"}


def test_nothing_is_accepted_where_nothing_is_shared(engine: DuckEngine) -> None:
    put_log(engine, [contact(f"a{k}", f"t{k}") for k in range(5)])
    links, edges = linked(engine, SIGNALS)
    assert (len(links.a), links.edges.num_rows, links.candidates, edges) == (0, 0, 0, set())
    assert links.a.dtype == np.int64
