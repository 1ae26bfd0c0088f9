"""Junk is named as unread, and what can be looked at is kept as it was typed."""

from __future__ import annotations

from typing import Any

import pytest

from bonafides.vet.readable import LONGEST, readable
from bonafides.vet.told import Told


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("phones", "+44 20 7946 0000", True),
        ("phones", "tel", False),
        ("phones", "++44", False),
        ("mails", "a@firm.example", True),
        ("mails", "7", False),
        ("urls", "firm.example", True),
        ("urls", "http://x", True),
        ("urls", "例え。テスト", True),
        ("urls", "3", False),
    ],
)
def test_what_can_be_looked_at_is_kept(field: str, value: str, kept: bool) -> None:
    told: dict[str, Any] = {field: (value,)}
    found = readable(Told(**told))
    assert getattr(found, field) == ((value,) if kept else ())
    assert [each.where for each in found.unread] == ([] if kept else [f"{field}: {value}"])


def test_nothing_typed_is_nothing_unread_and_long_junk_is_cut() -> None:
    assert readable(Told(phones=("", "  "))).unread == ()
    (unread,) = readable(Told(mails=("x" * 900,))).unread
    assert len(unread.where) == len("mails: ") + LONGEST
