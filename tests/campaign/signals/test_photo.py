"""Pictures: near hashes are one picture, far ones never, chains are joined, stock pictures stay bounded."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

pytest.importorskip("duckdb")
from bonafides.campaign.engine.duckdb import DuckEngine
from bonafides.campaign.signals import photo
from bonafides.campaign.signals.photo import DISTANCE, PHOTO
from bonafides.campaign.signals.targets import TARGETS
from tests.campaign.logs import clique, contact, linked, put_log, small_duck, together

HASH = 0xA5C3_96F0_1B2D_4E87


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckEngine]:
    with small_duck() as ready:
        yield ready


def pictures(hashes: list[int]) -> list[int]:
    return [int(number) for number in photo._pictures(np.array(hashes, dtype=np.uint64))]


def flipped(*bits: int) -> int:
    return HASH ^ sum(1 << bit for bit in bits)


@pytest.mark.parametrize("distance", range(DISTANCE + 3))
def test_pictures_are_one_up_to_the_distance(distance: int) -> None:
    """All differing bits in one part, so that the others are equal."""
    one, other = pictures([HASH, flipped(*range(distance))])
    assert (one == other) == (distance <= DISTANCE)


@pytest.mark.parametrize("band", range(4))
def test_one_equal_part_is_enough(band: int) -> None:
    """Two bits differ in each of the three other parts."""
    bits = [16 * other + k for other in range(4) if other != band for k in (0, 9)]
    one, other = pictures([HASH, flipped(*bits)])
    assert one == other


@pytest.mark.parametrize("distance", [0, 1, 2, 3])
def test_up_to_three_bits_anywhere_are_found(distance: int) -> None:
    rng = np.random.default_rng(distance)
    for _ in range(50):
        one, other = pictures([HASH, flipped(*rng.choice(64, distance, replace=False).tolist())])
        assert one == other


def test_chains_are_one_picture_and_strangers_are_not() -> None:
    chain = [flipped(*range(k)) for k in (0, 5, 10, 15)]
    found = pictures([*chain, ~HASH & (2**64 - 1), HASH])
    assert len(set(found[:4]) | {found[5]}) == 1
    assert found[4] != found[0]


@pytest.mark.parametrize("hashes", [[], [0], [0, 0], [2**64 - 1, 0]])
def test_small_and_extreme_tables(hashes: list[int]) -> None:
    found = pictures(hashes)
    assert len(found) == len(hashes)
    assert len(set(found)) == len(set(hashes))


def test_a_flat_part_shared_by_many_stays_bounded() -> None:
    """Two thousand pictures with one equal part: each is compared with few neighbours only, and none is joined."""
    rng = np.random.default_rng(1)
    hashes = [int(value) << 16 for value in rng.integers(0, 2**48, 2_000)]
    assert len(set(pictures(hashes))) == 2_000


def test_the_mini_table(engine: DuckEngine) -> None:
    put_log(
        engine,
        [contact(a, f"of-{a}") for a in "abcdef"],
        accounts=[
            {"account": "a", "photo_hash": f"{HASH:016x}"},
            {"account": "b", "photo_hash": f"{flipped(3, 40):016x}"},
            {"account": "c", "photo_hash": f"{HASH ^ 0xFFFF_FFFF:016x}"},
            {"account": "d", "photo_hash": None},
            {"account": "silent", "photo_hash": f"{HASH:016x}"},
            {"account": "e", "photo_hash": "ffffffffffffffff"},
            {"account": "f", "photo_hash": "ffffffffffffffff"},
        ],
    )
    assert together(engine, PHOTO) == {frozenset("ab"), frozenset("ef")}


def test_the_edges_expected_of_it(engine: DuckEngine) -> None:
    """A pair that shares people and a picture is linked in both; couples with one picture are not, nor a stock one."""
    events = [contact(f"m{a:03}", f"t{(a * 7 + k) % 400}", 1000 * a + 50_000 * k) for a in range(300) for k in range(3)]
    events += [contact(f"r{a}", f"x{k}", 90_000 * k + a) for a in range(2) for k in range(6)]
    stock = [{"account": f"m{a:03}", "photo_hash": "0f0f0f0f0f0f0f0f"} for a in range(100)]
    couples = np.random.default_rng(4).integers(0, 2**63, 150).tolist()
    own = [{"account": f"m{a:03}", "photo_hash": f"{couples[a // 2]:016x}"} for a in range(100, 300)]
    ring = [{"account": f"r{a}", "photo_hash": f"{flipped(a):016x}"} for a in range(2)]
    put_log(engine, events, accounts=[*stock, *own, *ring])
    links, edges = linked(engine, [TARGETS, PHOTO])
    assert links.candidates > 100, "each couple was looked at"
    assert edges == clique(("r0", "r1"), "targets") | clique(("r0", "r1"), "photo")
