"""Values are found at their paths, whatever the size, encoding or end of the file."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.model import Problem
from bonafides.read.json_stream import opening, values
from bonafides.read.source import from_bytes

CHAT = {"name": "Amy", "n": 1, "list": [{"m": [{"t": "a"}, {"t": ["b", {"c": None}]}]}, {"m": []}], "last": True}


def _values(raw: bytes, *paths: str) -> tuple[list[tuple[str, Any]], list[Problem]]:
    torn: list[Problem] = []
    return list(values(from_bytes("x", raw), *paths, torn=torn)), torn


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        (("name",), [("name", "Amy")]),
        (("list.item.m.item",), [("list.item.m.item", {"t": "a"}), ("list.item.m.item", {"t": ["b", {"c": None}]})]),
        (
            ("list.item.m.item.t", "last"),
            [("list.item.m.item.t", "a"), ("list.item.m.item.t", ["b", {"c": None}]), ("last", True)],
        ),
        (("list",), [("list", CHAT["list"])]),
        (("*",), list(CHAT.items())),
        (("none",), []),
    ],
)
def test_values_at_paths(paths: tuple[str, ...], found: list[tuple[str, Any]]) -> None:
    assert _values(json.dumps(CHAT).encode(), *paths) == (found, [])


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_every_encoding(codec: str) -> None:
    raw = json.dumps({"m": ["hello hello häß 😀"]}, ensure_ascii=False).encode(codec)
    assert _values(raw, "m.item") == ([("m.item", "hello hello häß 😀")], [])


def test_what_stands_before_the_cut_is_given_and_the_loss_said() -> None:
    raw = json.dumps({"m": [{"t": n} for n in range(5)]}).encode()
    for end in range(len(raw)):
        found, torn = _values(raw[:end], "m.item")
        assert found == [("m.item", {"t": n}) for n in range(len(found))]
        assert len(torn) == 1


def test_absurd_nesting_ends_at_once_and_is_said() -> None:
    for raw in (b"[" * 500_000, b'{"m": ["' + b"a" * 70_000_000, b'{"m": [[' + b"1," * 1_200_000):
        found, torn = _values(raw, "m.item")
        assert found == []
        assert "nested or drawn out" in torn[0].what


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"\ud83d", "\ufffd"),
        (r"a\ude00b", "a\ufffdb"),
        (r"\ud83d\ude00", "😀"),
        (r"\ud83d\ud83d\ude00", "\ufffd😀"),
        (r"\\ud83d", r"\ud83d"),
        (r"\uD83Dx", "\ufffdx"),
    ],
)
def test_half_surrogate_pairs_end_nothing(written: str, read: str) -> None:
    raw = f'{{"m": ["{written}", "after"]}}'.encode()
    assert _values(raw, "m.item") == ([("m.item", read), ("m.item", "after")], [])
    for padding in (65_500, 65_520, 65_530):
        for more in range(24):
            blank = " " * (padding + more)
            assert [value for _, value in _values(blank.encode() + raw, "m.item")[0]] == [read, "after"]


@given(st.text(max_size=200))
def test_any_text_survives(text: str) -> None:
    raw = json.dumps({"m": [text]}).encode()
    assert _values(raw, "m.item")[0] == [
        ("m.item", "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text))
    ]


def test_the_opening_stops_before_the_long_list() -> None:
    raw = b'{"name": "A", "who": {"id": 1}, "m": [1, 2'
    assert opening(from_bytes("x", raw), frozenset({"m"})) == {"name": "A", "who": {"id": 1}}
    assert opening(from_bytes("x", b"no json"), frozenset()) == {}
