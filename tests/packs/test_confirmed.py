"""The file of confirmed lures: one bad line hides no other, and no complaint quotes what stands there."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.packs.confirmed import Confirmed, Unusable, confirmed_lines, is_month
from tests.packs.shop import CONFIRMED


def test_a_line_is_read_as_it_was_written() -> None:
    cut = Confirmed(kind="scam", since="2026-01", reports=3, words=("a b\nc d",))
    assert list(confirmed_lines([CONFIRMED.line(), "\n", cut.line()])) == [CONFIRMED, cut]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"schema": "bonafides.confirmed/2"}, "newer"),
        ({"kind": "ordinary"}, "kind"),
        ({"kind": ["x"]}, "kind"),
        ({"reports": 2}, "fewer than 3"),
        ({"reports": "9"}, "fewer than 3"),
        ({"reports": True}, "fewer than 3"),
        ({"since": "March"}, "month"),
        ({"since": "2026-13"}, "month"),
        ({"since": "2900-01"}, "not come yet"),
        ({"note": "x" * 501}, "500"),
        ({"note": "a\nb"}, "line break"),
        ({"note": "a\x1b[31mb"}, "control character"),
        ({"note": 1}, "note"),
        ({"identifiers": "phone:+44"}, "lists"),
        ({"identifiers": [1]}, "lists"),
        ({"texts": ["x"] * 1_001}, "lists"),
    ],
)
def test_a_line_that_may_not_be_packed_says_why(change: dict[str, object], why: str) -> None:
    row = json.dumps({**json.loads(CONFIRMED.line()), **change})
    good, bad, also = confirmed_lines([CONFIRMED.line(), row, CONFIRMED.line()], "f.jsonl")
    assert good == also == CONFIRMED
    assert isinstance(bad, Unusable)
    assert why in bad.what
    assert bad.where == "f.jsonl, line 2"
    assert "447700900123" not in f"{bad.what} {bad.where} {bad.next_step}"


@given(st.text(max_size=200))
def test_any_line_is_read_or_said(line: str) -> None:
    for found in confirmed_lines([line.replace("\n", " ")]):
        assert isinstance(found, Confirmed | Unusable)


@pytest.mark.parametrize("line", ["[" * 100_000, "x" * (1024**2 + 1), '{"a":' * 50_000, "\x00", "\ufeff{}"])
def test_hostile_lines(line: str) -> None:
    (found,) = confirmed_lines([line])
    assert isinstance(found, Unusable)


@pytest.mark.parametrize(
    ("month", "good"), [("2026-03", True), ("1999-12", False), ("2026-00", False), ("٢٠٢٦-٠٣", False), (None, False)]
)
def test_months(month: object, good: bool) -> None:
    assert is_month(month) == good
