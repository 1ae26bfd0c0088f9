"""The tables of what folds away: complete for every language, and free of what carries meaning."""

from __future__ import annotations

import pytest

from bonafides.detect import folds, slots
from bonafides.detect.fold import fold
from bonafides.detect.language import COVERED


@pytest.mark.parametrize("language", COVERED)
def test_every_language_has_its_tables(language: str) -> None:
    own = folds.load(language)
    assert own.titles
    assert own.phrases
    assert own.place_phrases
    assert len(own.places) + len(own.place_stems) > 300
    assert {slots.TIME, slots.NUMBER, slots.MONEY, slots.OTHER} <= set(own.words.values())


PLACES = [
    ("en", "germany", "nigerian", "shanghai"),
    ("de", "frankreich", "türkischen", "moskau"),
    ("fr", "allemagne", "chinoises", "londres"),
    ("es", "alemania", "rusas", "londres"),
    ("da", "tyskland", "kinesiske", "london"),
    ("ru", "германии", "китайского", "лондоне"),
    ("zh", "德国", "俄罗斯", "上海"),
]


@pytest.mark.parametrize(("language", "country", "people", "city"), PLACES)
def test_a_place_is_one_however_it_is_inflected(language: str, country: str, people: str, city: str) -> None:
    own = folds.load(language)
    spelt = (fold(word).text for word in (country, people, city))
    assert [word for word in spelt if not own.is_place(word)] == []


MEANINGFUL = [
    ("en", "client report secret office invoice send draft reading mobile"),
    ("de", "kunde bericht geheim büro rechnung schicken entwurf"),
    ("fr", "client rapport secret bureau facture envoyer note"),
    ("es", "cliente informe secreto oficina factura enviar"),
    ("da", "kunde rapport hemmelig kontor faktura sende"),
    ("ru", "клиент отчет секретно офис счет отправить"),
    ("zh", "客户 报告 保密 办公室 发票 发送"),
]


@pytest.mark.parametrize(("language", "words"), MEANINGFUL)
def test_words_that_carry_meaning_are_left_alone(language: str, words: str) -> None:
    own = folds.load(language)
    assert [word for word in fold(words).text.split() if own.is_place(word) or own.words.get(word) == slots.OTHER] == []


def test_an_unknown_language_has_empty_tables() -> None:
    assert not folds.load("xx").words
    assert not folds.load("xx").is_place("germany")
