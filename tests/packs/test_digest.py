"""Digests: slow ones for people, bounded so that no pack can burn a machine or betray those listed."""

from __future__ import annotations

import pytest

from bonafides.errors import PacksError
from bonafides.packs import digest
from bonafides.packs.identifier import FAST, SLOW, Identifier

SALT = bytes(32)
PHONE = Identifier("phone", "+447700900123")


def test_people_are_digested_slowly_and_nothing_else() -> None:
    assert set(SLOW) == {"phone", "mail", "handle", "profile"}
    assert FAST == ("domain",)


def test_a_slow_digest_is_argon2id_as_the_page_says() -> None:
    from argon2.low_level import Type, hash_secret_raw

    expected = hash_secret_raw(
        b"phone:+447700900123", SALT[:16], time_cost=3, memory_cost=12_288, parallelism=1, hash_len=10, type=Type.ID
    )
    assert digest.slow(PHONE, SALT, digest.Slow()) == expected
    assert digest.slow(PHONE, bytes([1]) * 32, digest.Slow()) != expected


def test_the_kind_and_the_salt_are_part_of_every_digest() -> None:
    salts = (SALT, b"1" * 32)
    found = {digest.fast(Identifier(kind, "x.example"), salt) for kind in ("domain", "mail") for salt in salts}
    assert len(found) == 4
    assert {len(each) for each in found} == {digest.SIZE}


@pytest.mark.parametrize(
    ("passes", "memory"), [(1, 8), (1, 12_288), (17, 12_288), (4, 64 * 1024), (1, 1024**2), (0, 65_536), (10**6, 10**6)]
)
def test_what_is_too_weak_or_too_costly_is_refused(passes: int, memory: int) -> None:
    with pytest.raises(PacksError, match="out of bounds"):
        digest.Slow(passes=passes, memory=memory).checked()


@pytest.mark.parametrize(("passes", "memory"), [(3, 12_288), (2, 19_456), (5, 7_168), (2, 65_536)])
def test_what_is_recommended_is_taken(passes: int, memory: int) -> None:
    assert digest.Slow(passes=passes, memory=memory).checked()


def test_the_salt_is_the_same_within_a_year_and_another_for_another_publisher() -> None:
    one = digest.salt_of(b"key", "2026")
    assert one == digest.salt_of(b"key", "2026")
    assert len({one, digest.salt_of(b"key", "2027"), digest.salt_of(b"yek", "2026")}) == 3
    assert len(one) == digest.SALT
