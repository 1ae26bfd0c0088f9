"""The pattern language: what matches where, and what is refused."""

from __future__ import annotations

import pytest

from bonafides.detect.fold import fold
from bonafides.detect.phrase import compile_line
from bonafides.detect.syntax import Sets, Vocabulary
from bonafides.detect.tokens import sentences
from bonafides.errors import DetectError

SETS = {"chat": "talk|chat|continue|speak with me|(carry on)", "nested": "@chat|meet"}

CASES = [
    ("@chat ..3 on|via|over <app>", "Could we continue this over WhatsApp?", ["continue this over WhatsApp"]),
    ("@chat ..3 on <app>", "continue with a b c d on WhatsApp", []),
    ("@chat on <app>", "do speak with me on Signal", ["speak with me on Signal"]),
    ("@nested me", "meet me", ["meet me"]),
    ("(write|draft) (a|an)? report*", "draft reports, write a report", ["draft reports", "write a report"]),
    ("(a b|c) d", "a b d and c d and a d", ["a b d", "c d"]),
    ("don't tell|(let on) to", "do not tell to, don't let on to", ["do not tell to", "don't let on to"]),
    ("send & chat & !do not", "do not send, chat", []),
    ("send & chat", "chat first and send", ["chat first and send"]),
    ("non-public", "Non public and non-public", ["Non public", "non-public"]),
    ("naïve", "NAIVE naïve", ["NAIVE", "naïve"]),
    ("a? b", "a b, b", ["a b", "b"]),
    ("repor*", "report reporting repo", ["report", "reporting"]),
]


@pytest.mark.parametrize(("phrase", "text", "expected"), CASES)
def test_finds(phrase: str, text: str, expected: list[str]) -> None:
    vocabulary = Vocabulary()
    phrases = list(compile_line(phrase, Sets(texts=SETS, vocabulary=vocabulary)))
    found = []
    for sentence in sentences(fold(text)):
        words = [vocabulary.kind(token.symbol) for token in sentence]
        found += [
            text[sentence[a].start : sentence[b - 1].end]
            for a, b in sorted({place for p in phrases for place in p.find(words, vocabulary.masks)})
        ]
    assert found == expected


@pytest.mark.parametrize(
    "phrase", ["", "!only", "(open", "a) b", "a | ", "..3 a", "a?", "@nobody", "<slot> a", "a & & b", "..."]
)
def test_refuses(phrase: str) -> None:
    with pytest.raises(DetectError):
        list(compile_line(phrase, Sets(texts=SETS, vocabulary=Vocabulary())))
