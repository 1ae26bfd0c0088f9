"""Clocks, days, placeholders and wrapped lines are told from what people write."""

from __future__ import annotations

import pytest

from bonafides.read.picture.words import CLOCK, HEADER, TAIL, is_date, is_placeholder, is_state, joined


@pytest.mark.parametrize("text", ["14:13", "9:15 PM", "下午 9:15", "21.40", "14:13 √√", "Edited 14:13", "08:31 VV"])
def test_clocks(text: str) -> None:
    assert CLOCK.fullmatch(text)


@pytest.mark.parametrize("text", ["640", "at 14:13 then", "v5.1 is out", "Room 14:13B"])
def test_no_clocks(text: str) -> None:
    assert not CLOCK.fullmatch(text)


@pytest.mark.parametrize(
    "text",
    ["Today", "Gestern", "Mon, 3 March", "21 September 2026", "21/09/2026", "2026年9月21日", "Aujourd’hui", "Вчера"],
)
def test_days(text: str) -> None:
    assert is_date(text)


@pytest.mark.parametrize(
    "text", ["Thursday after", "See you today", "Dr. Leo Fenwick", "Is Monday fine", "3 march past us"]
)
def test_no_days(text: str) -> None:
    assert not is_date(text)


def test_a_name_and_a_time_make_a_heading() -> None:
    found = HEADER.fullmatch("Amy Lin · 9:41 AM")
    assert found
    assert (found["name"].strip(" ·"), found["time"]) == ("Amy Lin", "9:41 AM")
    tail = TAIL.fullmatch("Why not here?09:20")
    assert tail
    assert (tail["words"], tail["time"]) == ("Why not here?", "09:20")


def test_placeholders_and_states() -> None:
    assert is_placeholder("Type a message...")
    assert is_placeholder("Nachricht")
    assert not is_placeholder("A message for you")
    assert is_state("Read 14:20")
    assert is_state("Zugestellt")
    assert not is_state("Read this please")


@pytest.mark.parametrize(
    ("before", "after", "wrapped", "text"),
    [
        ("one", "two", True, "one two"),
        ("one", "two", False, "one\ntwo"),
        ("你好", "世界", True, "你好世界"),
        ("https://x.example/", "path?a=1", True, "https://x.example/path?a=1"),
        ("self-", "made", True, "self-made"),
        ("a list:", "- first", True, "a list:\n- first"),
        ("a list:", "2) second", True, "a list:\n2) second"),
    ],
)
def test_lines_are_joined_as_they_were_written(before: str, after: str, wrapped: bool, text: str) -> None:
    assert joined(before, after, wrapped=wrapped) == text
