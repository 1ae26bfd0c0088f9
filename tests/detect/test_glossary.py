"""The glossaries: well-formed, free of names and brands, and joined with each other."""

from __future__ import annotations

import pytest

from bonafides.detect import slots
from bonafides.detect.fold import fold
from bonafides.detect.glossary import NOTHING, classes, load
from bonafides.detect.language import COVERED
from bonafides.detect.tokens import sentences


@pytest.mark.parametrize("language", COVERED)
def test_most_concepts_have_a_word(language: str) -> None:
    shared = load(language).concepts & load("en").concepts
    assert len(shared) >= 0.7 * len(load("en").concepts)


@pytest.mark.parametrize("language", COVERED)
def test_every_form_is_one_folded_word(language: str) -> None:
    glossary = load(language)
    for form in [*glossary.forms, *glossary.stems]:
        tokens = [token.symbol for sentence in sentences(fold(form)) for token in sentence]
        assert len(tokens) == 1 or language == "zh", form


@pytest.mark.parametrize("language", COVERED)
def test_no_brand_currency_or_origin_has_a_concept(language: str) -> None:
    concept = load(language).concept
    brands = (slots.APPS - slots.AMBIGUOUS) | slots.MEETINGS - {"teams"}
    assert [word for word in brands if load(language).forms.get(word)] == []
    origins = "chinese russian iranian british german french china russia iran moscow beijing".split()
    assert [word for word in origins if concept(word)] == []


def test_the_word_itself_goes_before_a_stem_and_a_longer_stem_before_a_shorter() -> None:
    glossary = load("de")
    assert glossary.concept("vertrag") == "contract"
    assert glossary.concept("vertragsentwurf") == "contract"
    assert glossary.concept("qqqq") is None


def test_no_glossary_is_an_empty_one() -> None:
    assert load("xx") is NOTHING
    assert NOTHING.concept("word") is None


def test_classes_join_concepts_that_exist() -> None:
    assert set(classes()) <= load("en").concepts
    assert all(len(names) <= 2 for names in classes().values())
