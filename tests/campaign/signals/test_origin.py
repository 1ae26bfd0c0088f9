"""Stand-ins for origin: off by default; on, they propose nothing and change nothing that ranks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("duckdb")
from bonafides.campaign.engine.duckdb import DuckEngine
from bonafides.campaign.parameters import Parameters
from bonafides.campaign.signals import ORIGIN, SIGNALS
from bonafides.campaign.signals.origin import EMPLOYER, NETWORK
from bonafides.campaign.signals.targets import TARGETS
from bonafides.campaign.sweep import sweep
from tests.campaign.logs import DAY, START, contact, linked, names, organic, put_log, ring, small_duck, together


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckEngine]:
    with small_duck() as ready:
        yield ready


def test_the_mini_tables(engine: DuckEngine) -> None:
    put_log(
        engine,
        [
            contact("a", "1", START + 5),
            contact("b", "2", START + 80_000),
            contact("c", "3", START + DAY),
            contact("d", "4", START),
            contact("e", "5", START),
            contact("e", "6", START + DAY),
        ],
        accounts=[
            {"account": "a", "network": "192.0.2.0/24", "employer": "Vale", "created_at": START + 7},
            {"account": "b", "network": "192.0.2.0/24", "employer": "Vale", "created_at": START + 70_000},
            {"account": "c", "network": "192.0.2.0/24", "employer": "Vale", "created_at": START + DAY},
            {"account": "d", "network": "198.51.100.0/24", "employer": "Orme", "created_at": START},
            {"account": "e", "network": "192.0.2.0/24", "employer": "Vale", "created_at": None},
        ],
    )
    assert together(engine, NETWORK) == {frozenset("abe"), frozenset("ce")}
    assert together(engine, EMPLOYER) == {frozenset("ab")}


def test_they_are_off_by_default_and_are_no_behaviour() -> None:
    assert not set(ORIGIN) & set(SIGNALS)
    assert all(signal.proposes == 0 and not signal.behaviour for signal in ORIGIN)


def test_they_propose_nothing(engine: DuckEngine) -> None:
    """Forty accounts of one network, employer and day: no pair is looked at, none is linked."""
    events = [contact(f"m{a:02}", f"t{a}-{k}", START + k) for a in range(40) for k in range(4)]
    same = {"network": "192.0.2.0/24", "employer": "Vale", "created_at": START}
    put_log(engine, events, accounts=[{"account": f"m{a:02}", **same} for a in range(40)])
    links, edges = linked(engine, [TARGETS, *ORIGIN])
    assert (links.candidates, edges) == (0, set())


def test_with_and_without_them_groups_scores_and_ranks_are_equal(engine: DuckEngine) -> None:
    same = {"network": "192.0.2.0/24", "employer": "Vale", "created_at": START}
    accounts = [{"account": name, **same} for name in sorted(names("ring", 8) | names("other", 7))]
    accounts += [
        {
            "account": f"member-{a:04}",
            "network": f"198.51.{a}.0/24",
            "employer": f"firm {a % 50}",
            "created_at": START - a * DAY,
        }
        for a in range(200)
    ]
    events = organic(200) + ring(8) + ring(7, name="other", seed=9, begins=12 * DAY)
    put_log(engine, events, accounts=accounts)
    without, with_ = (sweep(engine, Parameters(), origin=origin) for origin in (False, True))
    assert len(without.candidates) == 2
    assert [(one.names, one.judged.score, one.judged.families) for one in with_.candidates] == [
        (one.names, one.judged.score, one.judged.families) for one in without.candidates
    ]
    shown = {signal.family for one in with_.candidates for signal in one.judged.signals}
    assert {"network", "employer"} <= shown, "yet a reviewer sees them"
