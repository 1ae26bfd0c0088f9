"""Tokens: words, typed slots and sentence ends, in their places."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.detect.fold import fold
from bonafides.detect.tokens import sentences


def symbols(text: str) -> list[list[str]]:
    return [[token.symbol for token in sentence] for sentence in sentences(fold(text))]


CASES: list[tuple[str, list[list[str]]]] = [
    ("Don't say we'll pay", [["do", "not", "say", "we", "will", "pay"]]),
    ("dont u think", [["dont", "u", "think"]]),
    ("the client's wish", [["the", "client", "wish"]]),
    ("l'offre d'emploi", [["l", "offre", "d", "emploi"]]),
    ("$1,500-3,000 or 20", [["<money>", "or", "<number>"]]),
    ("3.5 and 10:30", [["<number>", "and", "<number>"]]),
    ("call +44 7700 900123", [["call", "<phone>"]]),
    ("call 202-555-0123", [["call", "<phone>"]]),
    ("on WhatsApp or Telegram", [["on", "<app>", "or", "<app>"]]),
    ("a strong signal. Use Signal", [["a", "strong", "signal"], ["use", "<app>"]]),
    ("add me on signal", [["add", "me", "on", "<app>"]]),
    ("join on Zoom, our teams met", [["join", "on", "<meeting>", "our", "teams", "met"]]),
    ("write to a.b@c.example or see www.x.example/y", [["write", "to", "<email>", "or", "see", "<url>"]]),
    ("D'Angelo wrote. A. Rossi too", [["d", "angelo", "wrote"], ["a", "rossi", "too"]]),
    ("R$500 or US$500", [["<money>", "or", "<money>"]]),
    ("Dr. Chen came. He left", [["dr", "chen", "came"], ["he", "left"]]),
    ("on Wh4tsApp, te1egram or T3legr4m", [["on", "<app>", "<app>", "or", "<app>"]]),
    ("the mp3 of Q3", [["the", "mp", "<number>", "of", "q", "<number>"]]),
    ("a mail wraps\nits lines\nBut not here", [["a", "mail", "wraps", "its", "lines"], ["but", "not", "here"]]),
    ("我用500元", [["我", "用", "<money>"]]),
    ("", []),
    ("🙂🙂", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_tokens(text: str, expected: list[list[str]]) -> None:
    assert symbols(text) == expected


@given(st.text())
def test_places_lie_in_the_text_in_order(text: str) -> None:
    tokens = [token for sentence in sentences(fold(text)) for token in sentence]
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)


PIECES = ["a", "a.", "aa.", "1 ", "1-", "@", "a@", "'", "a'", "$", "http://", "+1", "\n", ". ", "我", "é\u0301"]


@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    """Ten times the text may take at most forty times as long: quadratic would be a hundred."""

    def cost(size: int) -> float:
        text = piece * (size // len(piece))
        best = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            for _sentence in sentences(fold(text)):
                pass
            best = min(best, time.perf_counter() - start)
        return best

    assert cost(100_000) < 40 * max(cost(10_000), 0.002)
