"""Sums as 64-bit integers, whatever an engine widened them to; what does not fit is refused, never cut."""

from __future__ import annotations

from decimal import Decimal

import pytest

pa = pytest.importorskip("pyarrow")

from bonafides.campaign.engine.arrow import narrowed  # noqa: E402


def test_whole_decimals_become_integers() -> None:
    rows = pa.table(
        {
            "sum": pa.array([Decimal(2**53 + 1), None], pa.decimal128(38, 0)),
            "share": pa.array([Decimal("1.5"), None], pa.decimal128(4, 1)),
            "word": ["a", None],
        }
    )
    plain = narrowed(rows)
    assert [str(field.type) for field in plain.schema] == ["int64", "decimal128(4, 1)", "string"]
    assert plain.column("sum").to_pylist() == [2**53 + 1, None]


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(pa.ArrowInvalid):
        narrowed(pa.table({"sum": pa.array([Decimal(2**63)], pa.decimal128(38, 0))}))
