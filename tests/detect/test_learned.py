"""The learned layer: names fold away, opinions are quoted, a foreign file is refused, training repeats itself."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.detect import COVERED, glossary, slots
from bonafides.detect.fold import fold
from bonafides.detect.learned import ENOUGH, SCHEMA, close_words, features, from_json, load
from bonafides.detect.proof import example
from bonafides.detect.thread import prepare
from bonafides.detect.tokens import sentences
from bonafides.errors import DetectError

KNOWN = {"our", "client", "would", "like", "a", "report", "grant", "i", "will", "meet"}


def closed(text: str) -> list[list[str]]:
    return [close_words(sentence, KNOWN.__contains__) for sentence in sentences(fold(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Our client would like a report", [["our", "client", "would", "like", "a", "report"]]),
        ("Our client Anna Smith of Acme would like", [["our", "client", "<other>", "would", "like"]]),
        ("our client Grant will meet Will", [["our", "client", "<other>", "will", "meet", "<other>"]]),
        ("pay $500 on WhatsApp", [["<other>", "<money>", "<other>", "<app>"]]),
    ],
)
def test_names_and_unknown_words_become_one_slot(text: str, expected: list[list[str]]) -> None:
    assert closed(text) == expected


def test_features_are_words_concepts_classes_and_their_pairs() -> None:
    seen = list(features(["our", "clients", "<money>"]))
    assert seen[:5] == ["our", "clients", "<money>", "our clients", "clients <money>"]
    assert {"=our", "=client", "=client+our", "=<money>+client"} - set(seen) <= {"=<money>+client"}
    assert any(feature.startswith("#") for feature in seen)


TRANSLATED = [
    ("en", "client report", "="),
    ("de", "klient bericht", "="),
    ("fr", "client rapport", "="),
    ("es", "cliente informe", "="),
    ("da", "klient rapport", "="),
    ("ru", "клиент отчет", "="),
    ("zh", "客户 报告", "="),
]


@pytest.mark.parametrize(("language", "words", "mark"), TRANSLATED)
def test_a_concept_is_the_same_in_every_language(language: str, words: str, mark: str) -> None:
    seen = set(features(words.split(), language))
    assert {"=client", "=report", "=client+report"} <= seen


def test_words_of_other_languages_are_told_apart_from_english_ones() -> None:
    assert "de:rat" in set(features(["rat"], "de"))
    assert "rat" in set(features(["rat"], "en"))


def test_the_vocabulary_holds_no_name_place_people_brand_or_currency() -> None:
    vocabulary = {word for own in load().words.values() for word in own}
    assert not vocabulary & (slots.APPS | slots.CURRENCIES | slots.TITLES | slots.TIMES)
    origins = (
        "london paris china chinese russia russian german american british french iran indian anna john maria europe"
    )
    assert not vocabulary & set(origins.split())


def test_every_feature_is_made_of_vocabulary_and_slots() -> None:
    model = load()
    concepts = {concept for name in COVERED for concept in glossary.load(name).concepts}
    for feature in model.numbers:
        if feature[0] in "=#":
            known = concepts if feature[0] == "=" else {name for names in glossary.classes().values() for name in names}
            assert all(part in known | slots.SLOTS for part in feature[1:].split("+")), feature
        else:
            language, _, own = feature.rpartition(":")
            vocabulary = model.words.get(language or "en", frozenset()) | slots.SLOTS
            concept = glossary.load(language or "en").concept
            assert all(part in vocabulary or concept(part) for part in own.split()), feature


@given(st.lists(st.text(max_size=80), max_size=6))
def test_an_opinion_is_finite_and_its_parts_add_up(texts: list[str]) -> None:
    model = load()
    grams = [model.grams(s) for text in texts for s in sentences(fold(text))]
    likeness = model.likeness(grams)
    assert len(likeness.pull) == len(grams)
    readable = any(likeness.pull) or likeness.log_odds
    if readable:
        say = min(1.0, sum(gram.words for gram in grams) / ENOUGH) ** 0.5
        assert abs(model.intercept * say + sum(likeness.pull) - likeness.log_odds) < 1e-6


def test_the_users_own_words_are_not_looked_at() -> None:
    one = prepare(example("them: Lunch on Sunday?\nme: ok"))
    other = prepare(example("them: Lunch on Sunday?\nme: The client pays cash for the internal draft, tell nobody."))
    assert one.likeness == other.likeness


def test_a_model_of_another_schema_is_refused() -> None:
    with pytest.raises(DetectError, match="schema"):
        from_json(json.dumps({"schema": SCHEMA + "0"}))


def test_training_repeats_itself_and_survives_its_file() -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is a developers' tool")
    from train.__main__ import to_json
    from train.examples import load as examples
    from train.fit import fit

    some = examples()[::6]
    text = to_json(fit(some, keep=500))
    assert text == to_json(fit(some, keep=500))
    assert from_json(text).words == fit(some, keep=500).words


@pytest.mark.parametrize(
    "text",
    [
        "Asiakkaamme haluaisi lyhyen raportin satamasta ennen julkaisua.",
        "xx yy zz qq",
        "12345 67890",
        "🙂🙂🙂",
    ],
)
def test_of_text_it_cannot_read_it_says_nothing(text: str) -> None:
    model = load()
    assert model.likeness([model.grams(s) for s in sentences(fold(text))]).log_odds == 0.0
