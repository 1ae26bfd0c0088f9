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
    ("our client pays", []),
    ("we met Ana de la Cruz there", ["ana", "de", "la", "cruz"]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_names(text: str, expected: list[str]) -> None:
    for sentence in sentences(fold(text)):
        marks = names(sentence, lambda _: True)
        assert [token.symbol for token, name in zip(sentence, marks, strict=True) if name] == expected


GERMAN = [
    ("Wir brauchen den Entwurf und das Papier", []),
    ("Wir treffen Petra Kunde im Amt", ["petra", "kunde"]),
    ("Können Sie Unterlagen schicken", []),
    ("Das weiß Anna Maria von Petersdorf", ["anna", "maria", "von"]),
]


@pytest.mark.parametrize(("text", "expected"), GERMAN)
def test_where_nouns_are_capitalised_a_lone_capital_is_no_name(text: str, expected: list[str]) -> None:
    for sentence in sentences(fold(text)):
        marks = names(sentence, lambda word: word not in {"petra", "anna", "maria", "petersdorf"}, "de")
        assert [token.symbol for token, name in zip(sentence, marks, strict=True) if name] == expected


def test_a_run_of_unknown_words_is_one() -> None:
    vocabulary = load().vocabulary
    one, other = (
        [close(sentence, vocabulary) for sentence in sentences(fold(text))]
        for text in ("our client Xu pays", "our client Maximiliana von Hohenzollern-Qwertz pays")
    )
    assert [[token.word for token in sentence] for sentence in one] == [[t.word for t in s] for s in other]
