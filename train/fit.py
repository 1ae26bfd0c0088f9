"""Fit the learned layer: a logistic regression over tf-idf features, pruned to the ones that matter, then refitted."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from bonafides.detect import INDICATORS, slots
from bonafides.detect.learned import ENOUGH, KINDS, Line, Model, close_words, features
from bonafides.detect.tokens import Sentence
from bonafides.model import Stage
from train.examples import Example

CONVERSATIONS, AUTHORS = 3, 2
"""A word enters the closed vocabulary when this many conversations by this many authors share it ..."""
LOWER_CASE = 0.5
"""... and at least this share of its uses inside a sentence is not capitalised: names, places and peoples are."""
EXCLUDED = (
    slots.SLOTS | slots.TITLES | slots.APPS | slots.MEETINGS | slots.CURRENCIES | slots.TIMES | slots.GREETINGS
) | slots.ORIGINS
"""Words that the model must not know, however often they are used."""
FEATURES = 12_000
"""How many features the shipped model keeps."""
FEWEST = 3
"""Conversations a feature must occur in."""
STAGES = {
    Stage.HOOK: 0.5,
    Stage.ASSESS: 0.3,
    Stage.CHANNEL_SHIFT: 0.0,
    Stage.STARTER_TASK: 0.7,
    Stage.PERSONAL_TIE: 0.2,
    Stage.ESCALATION: 0.4,
    Stage.DEVICE_LURE: 0.0,
}
"""The log-odds from which a stage is told, set where about two in three messages of unknown authors were right.

Stages S8 and S9 did not reach that at any threshold (2026-11) and are left to the phrases.
"""
STAGE_OF = {indicator.id: indicator.stage for indicator in INDICATORS if indicator.stage in STAGES}
MESSAGES = 20
"""Marked messages from which a stage can be learned."""
STRENGTH = 10.0
"""Inverse of the regularisation (scikit-learn's C)."""


def fit(examples: Sequence[Example], *, keep: int = FEATURES) -> Model:
    """Fit on whole conversations and on their beginnings, so that the model is at home with short texts too."""
    words = vocabulary(examples)
    texts = [text for example in examples for text in beginnings(example)]
    documents = [counted(messages, words) for messages, _ in texts]
    kinds = np.array([kind for _, kind in texts])
    names = frequent(documents)
    first = _regress(_matrix(documents, names, _rarity(documents, names)), kinds != "ordinary")
    strongest = np.argsort(-np.abs(first.coef_[0]))[:keep]
    names = sorted(names[i] for i in strongest)
    matrix = _matrix(documents, names, _rarity(documents, names))
    judge = _judge(matrix, documents, kinds != "ordinary")
    only = kinds != "ordinary"
    return Model(
        words=words,
        numbers={name: number for number, name in enumerate(names)},
        rarity=tuple(_rarity(documents, names)),
        weights=judge.weights,
        intercept=judge.intercept,
        kinds=tuple(_line(_regress(matrix[only], kinds[only] == kind)) for kind in KINDS),
        stages=fit_stages(examples, words, names, _rarity(documents, names)),
    )


def fit_stages(
    examples: Sequence[Example], words: frozenset[str], names: Sequence[str], rarity: Sequence[float]
) -> dict[Stage, Line]:
    """Which stage a message is of: learned from the messages whose author marked their signs."""
    marked = [pair for example in examples for pair in marked_messages(example)]
    documents = [counted((message,), words) for message, _ in marked]
    matrix = _matrix(documents, names, rarity)
    lines = {}
    for stage, needed in STAGES.items():
        outcomes = np.array([stage in stages for _, stages in marked])
        if outcomes.sum() >= MESSAGES:
            line = _line(_regress(matrix, outcomes))
            lines[stage] = Line(line.weights, line.intercept - needed)
    return lines


def marked_messages(example: Example) -> list[tuple[tuple[Sentence, ...], set[Stage]]]:
    """The other side's messages with the stages of the signs that their author marked; none in unmarked files."""
    theirs = [message for message in example.row["messages"] if message["speaker"] != "me"]
    if example.deceptive and not any(message.get("signs") for message in theirs):
        return []
    return [
        (sentences, {STAGE_OF[sign] for sign in message.get("signs", ()) if sign in STAGE_OF})
        for message, sentences in zip(theirs, example.messages, strict=True)
    ]


def _judge(rows: csr_matrix, documents: Sequence[tuple[Counter[str], int]], outcomes: np.ndarray) -> Line:
    """Deceptive or not; the intercept is a column of its own, scaled by the text's length like all others."""
    scale = np.sqrt(np.minimum(1.0, np.array([length for _, length in documents]) / ENOUGH))
    columns = hstack([rows, csr_matrix(scale[:, None])]).tocsr()
    fitted = LogisticRegression(C=STRENGTH, max_iter=3_000, class_weight="balanced", fit_intercept=False)
    *weights, intercept = fitted.fit(columns, outcomes).coef_[0]
    return Line(tuple(weights), float(intercept))


def _line(regression: LogisticRegression) -> Line:
    return Line(tuple(regression.coef_[0]), float(regression.intercept_[0]))


Messages = tuple[tuple[Sentence, ...], ...]


def beginnings(example: Example) -> list[tuple[Messages, str]]:
    """The whole conversation, and its first half where that already shows what it is."""
    kind = str(example.kind)
    whole = [(example.messages, kind)]
    half = (len(example.messages) + 1) // 2
    theirs = [at for at, message in enumerate(example.row["messages"]) if message["speaker"] != "me"]
    warn_by = example.row["label"].get("warn_by")
    shows = not example.deceptive or (warn_by is not None and half and theirs[half - 1] >= warn_by)
    if half < len(example.messages) and shows:
        whole.append((example.messages[:half], kind))
    return whole


def vocabulary(examples: Sequence[Example]) -> frozenset[str]:
    """The closed vocabulary: common to several conversations and authors, and not written like a name."""
    conversations: Counter[str] = Counter()
    authors: dict[str, set[str]] = {}
    inside: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for example in examples:
        for symbol in {t.symbol for message in example.messages for s in message for t in s}:
            conversations[symbol] += 1
            authors.setdefault(symbol, set()).add(example.author)
        for token in (t for message in example.messages for s in message for t in s[1:]):
            inside[token.symbol] += 1
            capital[token.symbol] += token.capital and not token.shout
    return frozenset(
        word
        for word, count in conversations.items()
        if word not in EXCLUDED
        and count >= CONVERSATIONS
        and len(authors[word]) >= AUTHORS
        and (word == "i" or capital[word] <= (1 - LOWER_CASE) * inside[word])
    )


def counted(messages: Messages, words: frozenset[str]) -> tuple[Counter[str], int]:
    """Feature counts of a text, and its length in known words."""
    counts: Counter[str] = Counter()
    length = 0
    for message in messages:
        for sentence in message:
            symbols = close_words(sentence, words.__contains__)
            counts.update(features(symbols))
            length += sum(symbol in words for symbol in symbols)
    return counts, length


def frequent(documents: Sequence[tuple[Counter[str], int]]) -> list[str]:
    """Features of enough documents."""
    seen = Counter(feature for counts, _ in documents for feature in counts)
    return sorted(feature for feature, count in seen.items() if count >= FEWEST)


def _rarity(documents: Sequence[tuple[Counter[str], int]], names: Sequence[str]) -> list[float]:
    seen = Counter(feature for counts, _ in documents for feature in counts)
    return [math.log((1 + len(documents)) / (1 + seen[name])) + 1 for name in names]


def _matrix(documents: Sequence[tuple[Counter[str], int]], names: Sequence[str], rarity: Sequence[float]) -> csr_matrix:
    number = {name: i for i, name in enumerate(names)}
    data: list[float] = []
    columns: list[int] = []
    ends = [0]
    for counts, length in documents:
        known = [(number[f], (1 + math.log(c)) * rarity[number[f]]) for f, c in counts.items() if f in number]
        norm = math.sqrt(sum(value * value for _, value in known)) or 1.0
        scale = math.sqrt(min(1.0, length / ENOUGH)) / norm
        columns += (column for column, _ in known)
        data += (value * scale for _, value in known)
        ends.append(len(columns))
    return csr_matrix((data, columns, ends), shape=(len(documents), len(names)))


def _regress(rows: csr_matrix, outcomes: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=3_000, class_weight="balanced").fit(rows, outcomes)


def log_odds(model: Model, example: Example) -> float:
    """What a model says of an example."""
    return model.likeness([model.grams(sentence) for message in example.messages for sentence in message]).log_odds
