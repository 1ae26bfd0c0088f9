"""LinkedIn's dates in all their forms become moments in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.read.linkedin.dates import infer_order, moment

EAST = timezone(timedelta(hours=2))


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2026-07-01 10:00:00 UTC", "mdy", "2026-07-01T10:00:00+00:00"),
        ("2026-07-01T10:00:00Z", "mdy", "2026-07-01T10:00:00+00:00"),
        ("2026-07-01 10:00:00+02:00", "mdy", "2026-07-01T08:00:00+00:00"),
        ("2026-07-01 10:00:00", "mdy", "2026-07-01T08:00:00+00:00"),
        ("7/8/26, 3:43 PM", "mdy", "2026-07-08T13:43:00+00:00"),
        ("7/8/26, 3:43\u202fPM", "mdy", "2026-07-08T13:43:00+00:00"),
        ("7/8/26, 12:05 AM", "mdy", "2026-07-07T22:05:00+00:00"),
        ("8/7/2026, 15:43", "dmy", "2026-07-08T13:43:00+00:00"),
        ("13/1/26, 3:43 PM", "mdy", None),
        ("2026-07-01", "mdy", None),
        ("soon", "mdy", None),
        ("", "mdy", None),
        ("0001-01-01 00:00:00", "mdy", None),
        ("7/8/26, 25:43", "mdy", None),
    ],
)
def test_moment(text: str, order: str, expected: str | None) -> None:
    found = moment(text, EAST, order)
    assert (found.isoformat() if found else None) == expected


@pytest.mark.parametrize(
    ("texts", "stated", "expected"),
    [
        (["7/18/26, 3:43 PM", "7/8/26, 3:43 PM"], "", ("mdy", False)),
        (["18/7/26, 15:43", "7/8/26, 15:43"], "", ("dmy", False)),
        (["7/8/26, 3:43 PM"], "", ("mdy", True)),
        (["7/8/26, 3:43 PM"], "dmy", ("dmy", False)),
        (["18/7/26, 15:43"], "mdy", ("dmy", False)),
        (["7/7/27, 15:43"], "", ("mdy", False)),
        ([], "", ("mdy", False)),
    ],
)
def test_infer_order(texts: list[str], stated: str, expected: tuple[str, bool]) -> None:
    assert infer_order(texts, stated) == expected


@given(st.text(), st.sampled_from(("mdy", "dmy", "ymd")))
def test_never_raises(text: str, order: str) -> None:
    assert moment(text, UTC, order) is None or isinstance(moment(text, UTC, order), datetime)
