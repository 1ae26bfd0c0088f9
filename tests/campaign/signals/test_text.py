"""Near-duplicate texts: which accounts share one, and the edges that a mini log must give."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("duckdb")
from bonafides.campaign.engine.duckdb import DuckEngine
from bonafides.campaign.signals import text as module
from bonafides.campaign.signals.targets import TARGETS
from bonafides.campaign.signals.text import TEXT
from tests.campaign.logs import START, clique, contact, linked, put_log, sentence, small_duck, together

PITCH = (
    "Dear {name}, we are looking for experts on regional energy policy and pay {how} for short written reports every "
    "month, fully remote"
)


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckEngine]:
    with small_duck() as ready:
        yield ready


def test_the_mini_table(engine: DuckEngine) -> None:
    put_log(
        engine,
        [
            contact("a", "1", text=PITCH.format(name="Anna", how="well")),
            contact("b", "2", text=PITCH.format(name="Boris", how="well")),
            contact("c", "3", text=PITCH.format(name="Clara", how="nicely")),
            contact("d", "4", text="Thanks"),
            contact("e", "5", text="Thanks"),
            contact("f", "6", text="It was lovely to meet you at the conference last week"),
            contact("g", "7"),
            contact("a", "8", START + 60, text=PITCH.format(name="Dora", how="well")),
        ],
    )
    assert together(engine, TEXT) == {frozenset("abc")}
    moments = engine.rows("SELECT count(*) AS n, min(moment) AS first FROM incidence_text WHERE a = 1").to_pylist()
    assert moments == [{"n": 1, "first": START}], "an account is at a text once, from its first time on"


@pytest.mark.parametrize(("chain", "joined"), [(2_000, True), (2, False)])
def test_a_chain_that_has_drifted_too_far_is_taken_apart(
    engine: DuckEngine, monkeypatch: pytest.MonkeyPatch, chain: int, joined: bool
) -> None:
    monkeypatch.setattr(module, "CHAIN", chain)
    put_log(
        engine,
        [
            contact(f"a{k}", f"t{k}", text=PITCH.format(name="X", how=how))
            for k, how in enumerate(("well", "nicely", "weekly"))
        ],
    )
    assert bool(together(engine, TEXT)) == joined


def test_a_key_that_many_texts_share_joins_nothing(engine: DuckEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CROWDED", 2)
    put_log(
        engine,
        [
            contact(f"a{k}", f"t{k}", text=PITCH.format(name="X", how=how))
            for k, how in enumerate(("well", "nicely", "weekly"))
        ],
    )
    assert all(len(group) < 3 for group in together(engine, TEXT))


def test_without_texts_it_is_empty(engine: DuckEngine) -> None:
    put_log(engine, [contact("a", "1"), contact("b", "1")])
    assert together(engine, TEXT) == set()


def test_the_edges_expected_of_it(engine: DuckEngine) -> None:
    """Three accounts send the same six unusual texts to different people; a common phrase links nobody."""
    phrase = "thanks a lot for connecting with me here"
    events = [contact(f"m{a}", f"u{a}", text=phrase) for a in range(500)]
    events += [contact(f"m{a}", f"w{a}", text=sentence(a // 2)) for a in range(500)]
    events += [
        contact(f"r{a}", f"v{a}-{k}", text=f"Hello Anna, {sentence(9_000 + k)}") for a in range(3) for k in range(6)
    ]
    put_log(engine, events)
    _, edges = linked(engine, [TARGETS, TEXT])
    assert edges == clique(("r0", "r1", "r2"), "text")
