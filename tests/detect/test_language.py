"""Which language a message is in: told for those that are read, said honestly for those that are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.detect.fold import fold
from bonafides.detect.language import COVERED, UNKNOWN, UNRECOGNISED, language_name, languages
from bonafides.detect.tokens import sentences


def told(text: str, before: str = UNKNOWN) -> list[str]:
    return languages(list(sentences(fold(text))), text, before)


COVERED_TEXTS = [
    ("da", "Kommer du i aften? Jeg skal nok tage kage med."),
    ("de", "Kommst du heute noch vorbei?"),
    ("en", "Are you coming tonight?"),
    ("es", "¿Me pasas el Excel cuando puedas?"),
    ("fr", "Tu viens ce soir avec nous ?"),
    ("ru", "Придёшь сегодня к нам?"),
    ("zh", "你今天晚上来吗"),
]
OTHERS = [
    ("pt", "Obrigado pela mensagem, falo com você depois do almoço, não se preocupe."),
    ("it", "Buongiorno, abbiamo visto il suo profilo e vorremmo proporle una consulenza."),
    ("nl", "Goedemorgen, onze klant wil graag een kort rapport over de haven."),
    ("uk", "Доброго дня, наш клієнт хотів би отримати короткий звіт про порт."),
    ("pl", "Dzień dobry, nasz klient chciałby otrzymać krótki raport o porcie."),
    ("ja", "お客様が港についての短い報告書を希望しています"),
    ("ar", "مرحبا، عميلنا يريد تقريرا قصيرا عن الميناء"),
    ("ko", "고객이 항구에 대한 짧은 보고서를 원합니다"),
    ("tr", "Merhaba, müşterimiz liman hakkında kısa bir rapor istiyor."),
]


@pytest.mark.parametrize(("language", "text"), COVERED_TEXTS + OTHERS)
def test_a_message_tells_its_language(language: str, text: str) -> None:
    assert set(told(text)) == {language}


def test_too_little_says_nothing_and_takes_the_language_of_the_message_before() -> None:
    assert told("hm 😀") == [UNKNOWN]
    assert told("hm 😀", before="da") == ["da"]


def test_many_words_of_no_known_language_are_said_to_be_unrecognised() -> None:
    assert told("Habari mteja wetu anataka ripoti fupi kuhusu bandari kesho asubuhi mapema") == [UNRECOGNISED]


def test_a_sentence_may_be_in_another_language_than_its_message() -> None:
    text = (
        "Thank you for the paper, we liked it very much and so did our client. "
        "Ich schreibe dir das Weitere lieber auf Deutsch, weil es dann nicht jeder lesen kann."
    )
    assert told(text) == ["en", "de"]


def test_a_sentence_in_another_script_is_in_another_language() -> None:
    assert told("Bonjour, tout va bien ? Давайте перейдём в Signal.") == ["fr", "ru"]
    assert told("Давайте перейдём в Signal.") == ["ru"]


NAMES = ["Anna", "Nguyễn Thị Minh Khai", "Владимир Петров", "王伟明", "محمد", "João da Conceição", "Øyvind Åsgård"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_does_not_change_the_language(name: str) -> None:
    text = f"Dear {name}, thank you for your note about the port.\nWe will write again next week.\n{name}"
    assert set(told(text)) == {"en"}


def test_every_language_has_a_name_for_people() -> None:
    assert {language_name(code) for code, _ in OTHERS}.isdisjoint(code for code, _ in OTHERS)


@given(st.text(max_size=300))
def test_every_sentence_gets_an_answer(text: str) -> None:
    assert len(told(text)) == len(list(sentences(fold(text))))
    assert len(COVERED) == 7
