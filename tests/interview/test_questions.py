"""The questions: complete, in order, weighed, and about behaviour alone."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from bonafides.assess.scorecard import PRIOR, TOLD
from bonafides.detect import INDICATORS
from bonafides.explain import sources
from bonafides.interview import Answer, Group, Question, questions, wording
from bonafides.model import Kind, Polarity, Stage

QUESTIONS = questions()
EACH = pytest.mark.parametrize("question", QUESTIONS, ids=[question.id for question in QUESTIONS])


def test_ids_are_distinct_and_no_indicators_of_the_detect_room() -> None:
    ids = [question.id for question in QUESTIONS]
    assert len(set(ids)) == len(ids)
    assert {question.indicator for question in QUESTIONS}.isdisjoint(indicator.id for indicator in INDICATORS)


def test_the_form_stays_short() -> None:
    counts = Counter(question.group for question in QUESTIONS)
    assert 20 <= counts[Group.HAPPENED] <= 26
    assert 12 <= counts[Group.CHECKED] <= 14


def test_every_question_is_weighed_by_judgement_in_its_own_direction() -> None:
    assert set(TOLD) == {question.indicator for question in QUESTIONS}
    for question in QUESTIONS:
        row = TOLD[question.indicator]
        assert (row.weight < 0) == (question.polarity is Polarity.AGAINST), question.id
        assert row.origin == PRIOR
        assert not row.overall
        assert round(row.weight, 1) == row.weight


@EACH
def test_a_sign_has_a_kind_and_a_reassuring_fact_has_none(question: Question) -> None:
    against = question.polarity is Polarity.AGAINST
    assert (question.kind is Kind.ORDINARY) == against
    assert not (against and question.stage)
    assert (question.stage is None) == (against or question.kind is Kind.SCAM)
    assert question.sources
    assert set(question.sources) <= set(sources())


def test_they_come_in_the_order_of_the_way_with_reassuring_ones_in_between() -> None:
    way = [question for question in QUESTIONS if question.group is Group.HAPPENED]
    stages = [tuple(Stage).index(question.stage) for question in way if question.stage]
    assert stages == sorted(stages)
    assert [question.group for question in QUESTIONS] == sorted((q.group for q in QUESTIONS), reverse=True)
    for group in Group:
        kindly = [q.polarity is Polarity.AGAINST for q in QUESTIONS if q.group is group]
        assert sum(kindly) >= 4
        run = max(len(signs) for signs in "".join("h" if kind else "s" for kind in kindly).split("h"))
        assert run <= 10, "a long row of nothing but signs leads the witness"


def test_the_questions_that_say_it_count_on_a_no() -> None:
    assert [question.id for question in QUESTIONS if question.counts is Answer.NO] == ["ties-are-hollow"]


_ORIGIN = re.compile(
    r"\b(nationalit|foreign|countr|passport|ethnic|accent|spell|grammar|language|native|religio|skin|attractive|"
    r"beautiful|embassy|abroad|whatsapp|telegram|wechat|signal|linkedin)",
    re.IGNORECASE,
)
_SECRETS = re.compile(r"\b(classified|which secrets|what exactly|clearance)\b", re.IGNORECASE)


@EACH
def test_a_question_is_about_behaviour_never_about_origin_or_secrets(question: Question) -> None:
    words = wording("en")[question.id]
    for text in (words.ask, words.changes, words.said, words.title, words.why):
        assert not _ORIGIN.search(text), text
        assert not _SECRETS.search(text), text
        assert not re.search(r"\bsafe\b", text, re.IGNORECASE), text


@EACH
def test_a_question_is_one_short_question_and_says_what_it_changes(question: Question) -> None:
    words = wording("en")[question.id]
    assert words.ask.endswith("?")
    assert words.ask.count("?") == 1
    assert len(words.ask) <= 170
    assert re.search(r"\bA (yes|no)\b", words.changes)
    assert ("lowers" in words.changes) == (question.polarity is Polarity.AGAINST), words.changes
    assert words.said.endswith(".")
    assert words.said.count(".") == 1
    assert len(words.said) <= 130
    assert not words.title.endswith(".")
    assert len(words.title) <= 60
    assert words.why.endswith(".")
