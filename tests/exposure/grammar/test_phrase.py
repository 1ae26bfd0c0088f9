"""The small language of the word lists."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.exposure.grammar.phrase import phrases
from bonafides.exposure.grammar.tokens import words_of
from bonafides.exposure.lexicon import lexicon, ordinary


def found(entry: str, text: str) -> list[str]:
    words = words_of(text)
    places = phrases((entry,), ordinary()).find(words)
    return [text[words[start].start : words[end - 1].end] for start, end in places]


@pytest.mark.parametrize(
    ("entry", "text", "expected"),
    [
        ("ts sci", "A TS/SCI holder", ["TS/SCI"]),
        ("ts sci", "TS, SCI", []),
        (
            "top? secret clearance",
            "secret clearance, Top-Secret clearance",
            ["secret clearance", "Top-Secret clearance", "Secret clearance"],
        ),
        ("=SC cleared", "SC cleared, sc cleared", ["SC cleared"]),
        ("fregatt*", "Die Fregatten", ["Fregatten"]),
        ("*kaserne", "Kaserne und Felskaserne", ["Felskaserne"]),
        ("# battalion", "2nd Battalion, II Battalion, in battalion", ["2nd Battalion", "II Battalion"]),
        ("project ^", "Project Manager of Project Heron", ["Project Heron"]),
        ("project ^^", "Project Heron, Project HERON", ["Project HERON"]),
        ("category §", "category 6A005, category 6B, category ML10", ["category 6A005", "category ML10"]),
        ("# @ squadron", "411th Test Squadron", ["411th Test Squadron"]),
        ("read ~2 programme", "read into the programme. Read. A programme", ["read into the programme"]),
        ("cleared ~2 top? secret", "cleared up to secret", ["cleared up to secret"]),
        ("habilitation", "HABILITATION, Habilitation", ["HABILITATION", "Habilitation"]),
        ("defense", "Secret de\u0301fense", ["de\u0301fense"]),
        ("haerens", "Hærens", ["Hærens"]),
    ],
)
def test_an_entry_finds(entry: str, text: str, expected: list[str]) -> None:
    assert found(entry, text) == expected


@given(st.text(max_size=300))
def test_words_stand_where_they_say(text: str) -> None:
    words = words_of(text)
    assert all(0 <= word.start < word.end <= len(text) for word in words)
    assert all(one.end <= other.start for one, other in pairwise(words))


@given(st.text(max_size=300))
def test_no_text_breaks_the_lists(text: str) -> None:
    words = words_of(text)
    for name in ("clearance", "site", "unit", "programme"):
        for start, end in lexicon(name).find(words, guarded=True):
            assert 0 <= start < end <= len(words)


@pytest.mark.parametrize("text", ["project " * 2000, "A " * 9_000, "1st " * 5_000, "Project X" * 2000])
def test_repeated_words_end(text: str) -> None:
    words = words_of(text)
    assert all(end > start for start, end in lexicon("programme").find(words, guarded=True))
