"""A sentence in its own language: Chinese words found, courtesies and origins folded, offsets kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.detect import folds
from bonafides.detect.fold import fold
from bonafides.detect.language import COVERED
from bonafides.detect.localise import localise
from bonafides.detect.tokens import sentences


def read(text: str, language: str) -> list[str]:
    return [token.symbol for sentence in sentences(fold(text)) for token in localise(sentence, language)]


CASES = [
    ("en", "He told her", ["they", "told", "them"]),
    ("en", "dont u think", ["do", "not", "you", "think"]),
    ("de", "im Amt", ["im", "amt"]),
    ("en", "$1,500-3,000 USD or 20 euros on Tuesday", ["<money>", "or", "<money>", "on", "<time>"]),
    ("en", "500 US dollars", ["<money>"]),
    ("fr", "mon four", ["mon", "four"]),
    ("da", "nok mad", ["nok", "mad"]),
    ("zh", "请联系王经理", ["请", "联系", "<other>"]),
    ("zh", "我是李明华", ["我", "是", "<other>"]),
    ("de", "Er trifft Frau Anna Richter im Amt", ["sie", "trifft", "<other>", "<other>", "<other>", "im", "amt"]),
    ("fr", "Elle arrive lundi", ["they", "arrive", "<time>"]),
    ("es", "Ella llega el lunes", ["el", "llega", "el", "<time>"]),
    ("da", "Hun kommer på mandag", ["they", "kommer", "pa", "<time>"]),
    ("ru", "Она придёт в пятницу", ["they", "придет", "в", "<time>"]),
    ("zh", "他要内部报告", ["they", "要", "内部", "报告"]),
    ("zh", "微信聊", ["<app>", "聊"]),
]


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_reading(language: str, text: str, expected: list[str]) -> None:
    assert read(text, language) == expected


PAIRS = [
    ("de", "Er hat den Bericht", "Sie hat den Bericht"),
    ("de", "Hallo Anna, danke", "Servus Anna, danke"),
    ("fr", "Il est gentil", "Elle est gentil"),
    ("ru", "Он придет", "Она придет"),
    ("zh", "他来了", "她来了"),
    ("es", "un cliente extranjero", "un cliente europeo"),
    ("en", "a plant in Germany pays 500 won", "a plant in Norway pays 500 krone"),
    ("fr", "un client en France", "un client aux Pays-Bas"),
    ("de", "ein Kunde in der Türkei", "ein Kunde in Polen"),
    ("zh", "我在上海工作", "我在法国工作"),
    ("zh", "王经理说", "何处长说"),
    ("ru", "клиент из Германии", "клиент из Турции"),
]


@pytest.mark.parametrize(("language", "one", "other"), PAIRS)
def test_what_must_not_matter_is_read_alike(language: str, one: str, other: str) -> None:
    assert read(one, language) == read(other, language)


def test_unknown_characters_stay_single() -> None:
    assert read("龘龘", "zh") == ["龘", "龘"]


@pytest.mark.parametrize("language", COVERED)
@given(text=st.text(max_size=200))
def test_places_lie_in_the_text_in_order(language: str, text: str) -> None:
    for sentence in sentences(fold(text)):
        tokens = localise(sentence, language)
        assert all(0 <= token.start < token.end <= len(text) for token in tokens)
        assert [token.start for token in tokens] == sorted(token.start for token in tokens)


@pytest.mark.parametrize("language", COVERED)
def test_every_language_folds_something(language: str) -> None:
    assert folds.load(language).words
    assert not folds.load("xx").words
