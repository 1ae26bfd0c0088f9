"""One form of JSON, and every difference found."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.campaign.pack.canonical import differences, parse, rounded, text
from bonafides.errors import CampaignError

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_written_is_read_the_same(value: Any) -> None:
    raw = text(value).encode("utf-8", "surrogatepass")
    assert text(parse(raw, "x")) == text(value)
    assert list(differences(parse(raw, "x"), json.loads(raw), "x")) == []


@given(VALUES, VALUES)
def test_two_values_differ_exactly_where_their_forms_do(one: Any, other: Any) -> None:
    assert bool(list(differences(one, other, "x"))) == (
        json.dumps(one, sort_keys=True) != json.dumps(other, sort_keys=True)
    )


@pytest.mark.parametrize(
    ("stored", "again", "where"),
    [
        ({"a": [1, 2]}, {"a": [1, 3]}, ["x.a[1]"]),
        ({"a": 1}, {"b": 1}, ["x.a", "x.b"]),
        ([1], [1, 2], ["x"]),
        (1, 1.0, ["x"]),
        (True, 1, ["x"]),
        ({"a": None}, {}, ["x.a"]),
    ],
)
def test_the_place_is_named(stored: Any, again: Any, where: list[str]) -> None:
    assert [one.where for one in differences(stored, again, "x")] == where


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"NaN", b"Infinity", b'{"a":1,"a":2}', b"\xff", b"[" * 99_999, b"1" * 9_999]
)
def test_what_is_no_plain_json_is_refused(raw: bytes) -> None:
    with pytest.raises(CampaignError):
        parse(raw, "x")


@pytest.mark.parametrize(
    ("value", "written"), [(1 / 3, 0.333333), (1e-300, 1e-300), (123456789.0, 123457000.0), (0.0, 0.0), (-0.5, -0.5)]
)
def test_real_numbers_have_six_digits(value: float, written: float) -> None:
    assert rounded(value) == written


def test_no_number_that_is_none_is_written() -> None:
    with pytest.raises(ValueError, match="Out of range"):
        text(float("nan"))
