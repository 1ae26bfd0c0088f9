"""Options that mean the same everywhere are understood the same way, and odd values are refused in clear words."""

from __future__ import annotations

import pytest

from bonafides.arguments import choice, number, one_of, pairs, with_pairs_apart, zone
from bonafides.model import Level
from bonafides.settings import SettingsError


@pytest.mark.parametrize(
    ("given", "made"),
    [
        (["read", "a", "--join", "x", "y"], ["read", "a", "--join", "x", "--join", "y"]),
        (
            ["--join", "x", "y", "b", "--join", "v", "w"],
            ["--join", "x", "--join", "y", "b", "--join", "v", "--join", "w"],
        ),
        (["read", "--join", "x"], ["read", "--join", "x"]),
        (["read", "--", "--join", "x", "y"], ["read", "--", "--join", "x", "y"]),
        (["read", "--no-join", "a"], ["read", "--no-join", "a"]),
    ],
)
def test_pairs_are_written_apart(given: list[str], made: list[str]) -> None:
    assert with_pairs_apart(given) == made


def test_pairs_go_two_by_two() -> None:
    assert pairs(None) == ()
    assert pairs(["a", "b", "c", "d"]) == (("a", "b"), ("c", "d"))
    with pytest.raises(SettingsError, match="two conversations"):
        pairs(["a"])


def test_values_are_checked() -> None:
    assert choice(Level, "WARN", "--min-level") is Level.WARN
    assert str(zone("Europe/Berlin")) == "Europe/Berlin"
    for call in (
        lambda: one_of("x", ("a", "b"), "--format"),
        lambda: number("much", "--prior"),
        lambda: zone("Nowhere/City"),
    ):
        with pytest.raises(SettingsError):
            call()
