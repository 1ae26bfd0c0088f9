"""Closing: which words are read as names, and what is left of a sentence without them."""

from __future__ import annotations

import pytest

from bonafides.detect.closed import close, names
from bonafides.detect.fold import fold
from bonafides.detect.lexicon import load
from bonafides.detect.tokens import sentences

CASES = [
    (
        "Dear Dr. Wei Zhang, I am Li Na of Huaxin Insight Consulting in Shanghai",
        ["dear", "dr", "wei", "zhang", "li", "na", "of", "huaxin", "insight", "consulting", "shanghai"],
    ),
    ("I met Grant Price and Will in Reading", ["grant", "price", "and", "will", "reading"]),
    ("please send the NDA and your CV", []),
    ("WE NEED THE INTERNAL DRAFT", []),
    ("We Need The Internal Draft From Your Office", []),
    ("wir brauchen den Entwurf und das Papier von Frau Petra Kunde", ["von", "frau", "petra", "kunde"]),
    ("our client pays", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_names(text: str, expected: list[str]) -> None:
    for sentence in sentences(fold(text)):
        marks = names(sentence, lambda _: True)
        assert [token.symbol for token, name in zip(sentence, marks, strict=True) if name] == expected


def test_a_run_of_unknown_words_is_one() -> None:
    vocabulary = load().vocabulary
    one, other = (
        [close(sentence, vocabulary) for sentence in sentences(fold(text))]
        for text in ("our client Xu pays", "our client Maximiliana von Hohenzollern-Qwertz pays")
    )
    assert [[token.word for token in sentence] for sentence in one] == [[t.word for t in s] for s in other]
