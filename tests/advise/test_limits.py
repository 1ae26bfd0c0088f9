"""Texts fit where they must: within the limit, cut at the end of a sentence, with nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.advise.limits import fits, units

TEXTS = st.text(st.sampled_from("ab .!?…。\n”)é\u0301👍🏽\u200d한"), max_size=60)


@given(text=TEXTS, limit=st.integers(1, 70))
def test_it_fits_and_nothing_is_lost(text: str, limit: int) -> None:
    kept, rest = fits(text, limit)
    assert units(kept) <= limit
    assert "".join((kept + rest).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "limit", "kept"),
    [
        ("One. Two. Three.", 10, "One. Two."),
        ("One. Two. Three.", 16, "One. Two. Three."),
        ("One. Two. Three.", None, "One. Two. Three."),
        ("He said “stop.” Then he left.", 20, "He said “stop.”"),
        ("- first\n- second\n- third", 17, "- first\n- second"),
        ("no end of a sentence here", 12, "no end of a"),
        ("Nowordbreak", 4, "Nowo"),
        ("一句。二句。三句。", 7, "一句。二句。"),
        ("ab👍cd", 3, "ab"),
        ("ab👍cd", 4, "ab👍"),
        ("ae\u0301i", 2, "a"),
        ("1.500 pounds and more", 12, "1.500 pounds"),
        ("", 5, ""),
        ("abc", 0, ""),
    ],
)
def test_where_it_is_cut(text: str, limit: int | None, kept: str) -> None:
    assert fits(text, limit).kept == kept


def test_a_long_text_without_an_end_is_cut_in_one_go() -> None:
    kept, rest = fits("a" * 100_000, 99_999)
    assert (len(kept), rest) == (99_999, "a")
