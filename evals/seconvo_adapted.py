"""The adapted model of the SEConvo evaluation: two readers, of the thread and of its messages, who vote.

Both are logistic regressions over words (tf-idf), what is asked for (`seconvo_asks`) and the product's learned layer
(how strongly each message shows each sign). The words of openings are left unread: they are alike in both classes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bonafides.detect import learned
from bonafides.detect.thread import prepare
from bonafides.model import Conversation
from evals.seconvo_asks import ITEMS, plain, portrait, said

STRENGTH = 3.0
"""Inverse of the regularisation (scikit-learn's C)."""
ANSWER, ASKED, PORTRAIT, SIGNS, ORIGIN = 0.6, 0.6, 1.0, 0.5, 0.5
"""Weights beside the other side's words: the user's answers, asks, the thread in numbers, signs, whose labels."""
CLIP = 2.0
"""Standard deviations at which a number is cut off."""
FEWEST = 4
"""Rows that must differ from the commonest value for a number to be used."""
STRONGEST = 3
"""Messages over which the strength of a sign is averaged: one alone says little, a habit says more."""

EPSILON = 1e-9

Row = TypeVar("Row")
Columns = Callable[[Sequence[Row]], csr_matrix]
"""From rows of any sort to columns of numbers about them."""
Fitted = Callable[[Sequence["Read"]], np.ndarray]
"""From conversations to log-odds."""


class Spoken(NamedTuple):
    """One message of the other side behind the opening."""

    text: str
    answer: str
    """What the user said to it; empty where nothing."""
    asked: tuple[float, ...]
    signs: tuple[float, ...]
    """Log-odds of each sign of the product's learned layer, over its threshold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A conversation as the two readers see it."""

    messages: tuple[Spoken, ...]
    mine: str
    portrait: tuple[float, ...]
    signs: tuple[float, ...]
    """How strongly each sign shows in the messages where it is strongest."""
    by_people: bool
    """Whether its label is (or would be) given by people who read it."""

    @property
    def theirs(self) -> str:
        """What the other side said behind the opening."""
        return "\n".join(message.text for message in self.messages)


def read(conversation: Conversation, *, by_people: bool) -> Read:
    """Prepare a conversation; the first message is the opening."""
    messages = conversation.messages
    shown = {turn.index: _signs(turn.grams) for turn in prepare(conversation).turns if turn.theirs}
    theirs = said(messages)
    answers = {i: plain(m.text) for i, m in enumerate(messages) if m.mine}
    strongest = np.sort(np.array([shown[s.place] for s in theirs]), axis=0)[-STRONGEST:].mean(axis=0)
    return Read(
        messages=tuple(
            Spoken(s.text, answers.get(s.place + 1, ""), tuple(float(i in s.asked) for i in ITEMS), shown[s.place])
            for s in theirs
            if s.place
        ),
        mine="\n".join(answers.values()),
        portrait=tuple(portrait(conversation).values()),
        signs=tuple(strongest),
        by_people=by_people,
    )


def _signs(message: Sequence[learned.Grams]) -> tuple[float, ...]:
    """Log-odds of every sign in one message; `Model.proposals` gives only those over their threshold."""
    model = learned.load()
    scores = list(model.sign_intercepts)
    for number, value in model._values(message).items():
        for sign, weight in model.sign_weights.get(number, ()):
            scores[sign] += value * weight
    return tuple(scores)


def fit(training: Sequence[Read], malicious: Sequence[bool]) -> Fitted:
    """Fit both readers; the result gives the mean of their log-odds."""
    outcomes = np.array(malicious)
    thread, messages = _thread_reader(training, outcomes), _message_reader(training, outcomes)
    return lambda cases: thread(cases) / 2 + messages(cases)  # a mean over messages is flat: it counts double


def _thread_reader(training: Sequence[Read], outcomes: np.ndarray) -> Fitted:
    """Judges the whole thread at once."""
    blocks: list[Columns[Read]] = [
        _words(training, lambda case: case.theirs),
        _words(training, lambda case: case.mine, ANSWER),
        _numbers(training, lambda case: case.portrait, PORTRAIT),
        _numbers(training, lambda case: case.signs, SIGNS),
        # People who read a thread and the intent behind it need not draw the line in the same place.
        lambda cases: csr_matrix([[ORIGIN if case.by_people else -ORIGIN] for case in cases]),
    ]
    fitted = _regress(_beside(blocks, training), outcomes)
    return lambda cases: np.asarray(fitted.decision_function(_beside(blocks, cases)))


def _message_reader(training: Sequence[Read], outcomes: np.ndarray) -> Fitted:
    """Judges each message, taught that it is like its thread, and takes the mean; 0 behind a lone opening."""
    counts = np.array([len(case.messages) for case in training])
    spoken = [message for case in training for message in case.messages]
    if not spoken:
        return lambda cases: np.zeros(len(cases))
    labels = np.repeat(outcomes, counts)
    blocks: list[Columns[Spoken]] = [
        _words(spoken, lambda message: message.text),
        _words(spoken, lambda message: message.answer, ANSWER),
        lambda messages: csr_matrix(ASKED * np.array([message.asked for message in messages])),
        _numbers(spoken, lambda message: message.signs, SIGNS),
    ]
    every_thread_alike = np.repeat(counts.mean() / np.maximum(1, counts), counts)
    fitted = _regress(_beside(blocks, spoken), labels, every_thread_alike)

    def score(case: Read) -> float:
        return float(fitted.decision_function(_beside(blocks, case.messages)).mean()) if case.messages else 0.0

    return lambda cases: np.array([score(case) for case in cases])


# --- columns


def _words(training: Sequence[Row], text: Callable[[Row], str], weight: float = 1.0) -> Columns[Row]:
    """The words that at least two training texts share (tf-idf)."""
    try:
        fitted = TfidfVectorizer(sublinear_tf=True, min_df=2).fit(map(text, training))
    except ValueError:  # there is no such word
        return lambda rows: csr_matrix((len(rows), 0))
    return lambda rows: csr_matrix(fitted.transform(map(text, rows)) * weight)


def _numbers(training: Sequence[Row], values: Callable[[Row], Sequence[float]], weight: float) -> Columns[Row]:
    """Standardised and cut off; all of them together weigh `weight`."""
    table = np.array([values(row) for row in training])
    usual, spread = table.mean(axis=0), table.std(axis=0) + EPSILON
    used = (table != np.median(table, axis=0)).sum(axis=0) >= FEWEST
    scale = weight / math.sqrt(max(1, used.sum()))

    def columns(rows: Sequence[Row]) -> csr_matrix:
        told = (np.array([values(row) for row in rows]) - usual) / spread
        return csr_matrix(np.clip(told, -CLIP, CLIP)[:, used] * scale)

    return columns


def _beside(blocks: Sequence[Columns[Row]], rows: Sequence[Row]) -> csr_matrix:
    return hstack([block(rows) for block in blocks]).tocsr()


def _regress(columns: csr_matrix, outcomes: np.ndarray, weights: np.ndarray | None = None) -> LogisticRegression:
    balanced = LogisticRegression(C=STRENGTH, class_weight="balanced", solver="liblinear")
    return balanced.fit(columns, outcomes, sample_weight=weights)
