"""Folding undoes tricks and keeps the way back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.detect.fold import INVISIBLE, fold

CASES = [
    ("plain", "plain"),
    ("Whаts\u200bApp", "WhatsApp"),  # Cyrillic a, zero-width space
    ("Теlеgrаm", "Telegram"),  # three Cyrillic letters
    ("I wrote соре twice", "I wrote cope twice"),  # a lone word all in look-alikes, amid Latin text
    ("ﬁle", "file"),
    ("café", "cafe"),
    ("cafe\u0301", "cafe"),
    ("don’t", "don't"),
    ("ｆｕｌｌ", "full"),
    ("Привет, как дела", "Привет, как дела"),  # Russian stays Russian
    ("한국어", "한국어"),
    ("名前は", "名前は"),
]


@pytest.mark.parametrize(("text", "folded"), CASES)
def test_folds(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_the_way_back_covers_the_original_letters() -> None:
    text = "see Whаts\u200bApp now"
    folded = fold(text)
    start = folded.text.index("WhatsApp")
    assert text[folded.start(start) : folded.end(start + len("WhatsApp"))] == "Whаts\u200bApp"


def test_a_letter_keeps_its_own_accent() -> None:
    text = "cafe\u0301 now"
    assert text[: fold(text).end(4)] == "cafe\u0301"


@given(st.text())
def test_every_offset_lies_in_the_original_and_never_goes_back(text: str) -> None:
    folded = fold(text)
    places = [folded.start(i) for i in range(len(folded.text))]
    assert all(0 <= place < len(text) for place in places)
    assert places == sorted(places)
    assert all(folded.end(i + 1) > folded.start(i) for i in range(len(folded.text)))


@given(st.text(alphabet=st.characters(categories=["Ll", "Lu", "Nd", "Po", "Zs"])), st.sampled_from(sorted(INVISIBLE)))
def test_an_invisible_character_changes_nothing(text: str, invisible: str) -> None:
    middle = len(text) // 2
    if middle < len(text) and unicodedata.combining(text[middle]):
        return
    assert fold(text[:middle] + invisible + text[middle:]).text == fold(text).text
