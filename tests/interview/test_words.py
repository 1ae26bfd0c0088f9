"""The words of the form: every language answers for every question."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from bonafides.errors import InterviewError
from bonafides.explain import explanations
from bonafides.interview import Wording, questions, wording
from bonafides.interview.words import _load

WORDS = sorted((Path(__file__).parents[2] / "src" / "bonafides" / "interview" / "words").glob("*.toml"))


@pytest.mark.parametrize("path", WORDS, ids=[path.stem for path in WORDS])
def test_a_language_has_words_for_every_question_and_no_other(path: Path) -> None:
    table = tomllib.loads(path.read_text("utf-8"))
    assert list(table) == [question.id for question in questions()], "in the order of the questions"
    for words in table.values():
        assert set(words) == {field.name for field in fields(Wording)}
        assert all(text.strip() for text in words.values())


def test_what_a_language_lacks_is_said_in_english() -> None:
    assert wording("xx") == wording("en")
    assert wording("EN-gb") == wording("en")


def test_a_name_that_is_no_language_reaches_no_other_file() -> None:
    assert wording("../questions") == wording("en")
    assert _load("..") == {}


def test_every_finding_is_explained() -> None:
    found = explanations(told=True)
    asked = {question.indicator for question in questions()}
    assert asked == found.keys() - explanations().keys()
    assert all(found[sign].title and found[sign].why for sign in asked)


def test_a_broken_file_is_said_in_plain_words() -> None:
    from bonafides.interview.questions import broken

    error = broken("words/xx.toml", "no")
    assert isinstance(error, InterviewError)
    assert str(error).startswith("interview/words/xx.toml: it cannot be used: no.")
