from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.desk.people import second_factor
from bonafides.desk.people.second_factor import new_recovery_codes, new_seed, recovery_hash, seed_of, step_of, without

SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The seed of RFC 6238's test vectors."""
TIMES = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2090, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")])
def test_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    assert step_of(SEED, code, now=datetime.fromtimestamp(seconds, UTC), last=0) == seconds // 30


@given(TIMES, st.integers(-4, 4))
def test_a_code_is_good_for_one_step_to_each_side(now: datetime, off: int) -> None:
    code = pyotp.TOTP(SEED).at(now, counter_offset=off)
    near = {pyotp.TOTP(SEED).at(now, counter_offset=each) for each in (-1, 0, 1)}
    assert (step_of(SEED, code, now=now, last=0) is not None) == (code in near)


@given(TIMES, st.integers(-1, 1), st.integers(-1, 1))
def test_a_code_is_taken_once_and_none_before_it(now: datetime, first: int, then: int) -> None:
    totp = pyotp.TOTP(SEED)
    used = step_of(SEED, totp.at(now, counter_offset=first), now=now, last=0)
    assert used is not None
    again = step_of(SEED, totp.at(now, counter_offset=then), now=now, last=used)
    assert again is None or again > used


@given(st.text(max_size=12))
def test_what_is_no_code_is_refused(text: str) -> None:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    near = {pyotp.TOTP(SEED).at(now, counter_offset=each) for each in (-1, 0, 1)}
    assert (step_of(SEED, text, now=now, last=0) is None) == (re.sub(r"\s", "", text) not in near)


def test_a_code_may_be_typed_in_groups() -> None:
    assert step_of(SEED, " 287 082\n", now=datetime.fromtimestamp(59, UTC), last=0) == 1


def test_a_seed_has_160_bits_and_comes_back_from_a_form() -> None:
    seed = new_seed()
    assert seed_of(f" {seed[:16].lower()} {seed[16:]}") == seed
    assert new_seed() != seed


@pytest.mark.parametrize(
    "text", ["", "AAAA", SEED + "AAAAAAAA", SEED[:-1], SEED[:-1] + "1", SEED[:-1] + "é", "A" * 31 + "="]
)
def test_what_is_no_seed_is_refused(text: str) -> None:
    assert seed_of(text) is None


def test_the_picture_needs_no_style_and_no_script() -> None:
    told = second_factor.address(SEED, account="márta", desk="Desk & Co")
    assert pyotp.parse_uri(told).secret == SEED
    svg = second_factor.picture(told)
    root = ElementTree.fromstring(svg)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    names = {name for each in root.iter() for name in each.attrib}
    assert not {name for name in names if name == "style" or name.startswith("on") or "href" in name}
    assert {each.tag.rpartition("}")[2] for each in root.iter()} <= {"svg", "path", "g"}
    assert SEED not in svg


def test_recovery_codes_are_ten_and_each_is_good_once() -> None:
    codes = new_recovery_codes()
    assert len(set(codes)) == 10
    hashes = tuple(map(recovery_hash, codes))
    assert not {code for code in codes for kept in hashes if code in kept}
    for left, code in enumerate(reversed(codes)):
        after = without(code.upper().replace("-", " "), hashes)
        assert after is not None
        assert len(after) == 9 - left
        assert without(code, after) is None
        hashes = after
    assert hashes == ()


@given(st.text(max_size=30))
def test_what_is_no_recovery_code_uses_none_up(text: str) -> None:
    assert without(text, tuple(map(recovery_hash, new_recovery_codes()))) is None


def test_a_phone_that_is_off_by_a_minute_is_refused() -> None:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    assert step_of(SEED, pyotp.TOTP(SEED).at(now + timedelta(seconds=60)), now=now, last=0) is None
