"""Profiles from one template: shared with other names in it, and nothing that proposes by itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("duckdb")
from bonafides.campaign.engine.duckdb import DuckEngine
from bonafides.campaign.signals.bio import BIO
from bonafides.campaign.signals.targets import TARGETS
from tests.campaign.logs import DAY, START, contact, linked, put_log, sentence, small_duck, together

BIO_A = "I connect experts on energy and trade with well funded clients across the region and beyond since {year}."
BIO_B = "Gardener by day, singer of old songs by night, always looking for better compost and worse jokes."


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckEngine]:
    with small_duck() as ready:
        yield ready


def test_the_mini_table(engine: DuckEngine) -> None:
    put_log(
        engine,
        [contact(a, f"of-{a}") for a in "abcdefg"],
        accounts=[
            {"account": "a", "headline": "Senior consultant at Vale Partners", "bio": BIO_A.format(year=2012)},
            {"account": "b", "headline": "Senior consultant at Orme Advisory", "bio": BIO_A.format(year=2015)},
            {"account": "c", "bio": BIO_B},
            {"account": "d", "headline": BIO_B},
            {"account": "e", "headline": "Nurse"},
            {"account": "f", "headline": "Nurse"},
            {"account": "g"},
            {"account": "silent", "bio": BIO_B},
        ],
    )
    assert together(engine, BIO) == {frozenset("ab"), frozenset("cd")}


def test_the_edges_expected_of_it(engine: DuckEngine) -> None:
    """It strengthens a pair that shared people propose; alone, two equal profiles are no pair."""
    events = [contact(f"r{end}", f"x{k}", START + k * DAY + end * 60) for end in (0, 1) for k in range(6)]
    events += [
        contact(f"m{a}", f"y{a * 2 // 3}-{k}", START + (a * 31 + k * 17) % 90 * DAY) for a in range(200) for k in (1, 2)
    ]
    accounts = [{"account": f"r{end}", "bio": BIO_A.format(year=2000 + end)} for end in (0, 1)]
    accounts += [{"account": f"m{a}", "bio": sentence(a // 2)} for a in range(200)]
    put_log(engine, events, accounts=accounts)
    plain, _ = linked(engine, [TARGETS])
    links, edges = linked(engine, [TARGETS, BIO])
    assert edges == {("r0", "r1", "targets"), ("r0", "r1", "bio")}
    assert {("r0", "r1")} == {edge[:2] for edge in edges}
    assert links.weight.max() > plain.weight.max()
    assert BIO.content, "what people say of themselves is content, and is left out where content is"
