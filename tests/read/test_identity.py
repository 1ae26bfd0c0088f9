"""Equal people compare equal, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.read.identity import email_id, identifier, is_full_name, is_phone, name_key, phone_id, url_id


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Amy.Lin@Example.com", "email:amy.lin@example.com"),
        ("<mailto:amy@example.com>", "email:amy@example.com"),
        ("mailto:amy@example.com", "email:amy@example.com"),
        ("+44 7700 900123", "phone:+447700900123"),
        ("0044 7700 900123", "phone:+447700900123"),
        ("\u202a+44\u00a07700\u00a0900123\u202c", "phone:+447700900123"),
        ("~\u202f+1 (202) 555-0123", "phone:+12025550123"),
        ("07700 900123", ""),
        ("https://www.linkedin.com/in/Amy-Lin/?trk=x", "url:linkedin.com/in/amy-lin"),
        ("http://uk.linkedin.com/in/amy-lin#top", "url:linkedin.com/in/amy-lin"),
        ("linkedin.com/in/amy-lin/", "url:linkedin.com/in/amy-lin"),
        ("https://www.linkedin.com/in/j%C3%B6rg-falk", "url:linkedin.com/in/jörg-falk"),
        ("Amy Lin", ""),
        ("", ""),
        ("and/or", ""),
    ],
)
def test_identifier(value: str, expected: str) -> None:
    assert identifier(value) == expected


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Amy Lin", "amy  lin "),
        ("~\u202fAmy Lin", "Amy Lin"),
        ("\u200eAmy\u00a0Lin", "AMY LIN"),
        ("Ａｍｙ Lin", "Amy Lin"),
    ],
)
def test_equal_names(one: str, two: str) -> None:
    assert name_key(one) == name_key(two)


def test_full_names() -> None:
    assert is_full_name(name_key("Amy Lin"))
    assert is_full_name(name_key("王小明"))
    assert not is_full_name(name_key("小明"))
    assert not is_full_name(name_key("Amy"))
    assert not is_full_name(name_key("+44 7700 900123"))
    assert is_phone("+44 7700 900123")


@given(st.text())
def test_never_raises_and_never_changes_its_own_result(text: str) -> None:
    assert name_key(name_key(text)) == name_key(name_key(name_key(text)))
    for make in (email_id, phone_id, url_id):
        assert make(text) == "" or make(text) == make(text).lower()


@pytest.mark.parametrize(
    "name", ["Amy Lin", "amy  lin", "~\u202fAmy Lin", "Amy \U0001f338 Lin \u2705\ufe0f", "\U0001f338Amy Lin"]
)
def test_ornaments_of_a_name_do_not_count(name: str) -> None:
    assert name_key(name) == "amy lin"


def test_a_name_of_emoji_alone_stays() -> None:
    assert name_key("\U0001f338") == "\U0001f338"
