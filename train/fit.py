"""Fit the learned layer: logistic regressions over tf-idf features, pruned to the ones that matter, then refitted."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from bonafides.detect import MESSAGE_BORNE, glossary, slots
from bonafides.detect.learned import ENOUGH, KINDS, Line, Model, close_words, features, known_in
from bonafides.detect.likeness import BY_STAGE
from train.examples import Example, Spoken

CONVERSATIONS, AUTHORS = 3, 2
"""A word enters the closed vocabulary when this many conversations by this many authors share it ..."""
LOWER_CASE = 0.5
"""... and at least this share of its uses inside a sentence is not capitalised: names, places and peoples are."""
EXCLUDED = slots.SLOTS | slots.TITLES | slots.APPS | slots.MEETINGS | slots.CURRENCIES | slots.TIMES | slots.GREETINGS
"""Words that the model must not know, however often they are used."""
FROM_GLOSSARY = frozenset({"zh"})
"""Languages without capitals, where only the glossary tells words from names."""
FEATURES = 30_000
"""How many features the shipped model keeps."""
FEWEST = 3
"""Texts a feature must occur in."""
STRENGTH = 10.0
"""Inverse of the regularisation (scikit-learn's C)."""
MESSAGES = 25
"""Marked messages from which a sign can be learned."""
SIGN_FEATURES = 600
"""Features kept of each sign."""
PRECISION = 0.5
"""Share of right answers, on authors it has not read, that decides from where a sign is proposed ..."""
STAGE_PRECISION = 0.65
"""... and from where a stage is."""
ROUGH = 0.02
"""Tolerance at which the fit of a sign stops: there are eighty of them, and the threshold forgives."""
FOLDS = 3
"""Groups of authors held out in turn to find that."""

Words = dict[str, frozenset[str]]


def fit(examples: Sequence[Example], *, keep: int = FEATURES, signs: bool = True) -> Model:
    """Fit on whole conversations and on their beginnings, so that the model is at home with short texts too.

    `keep` features at most; without `signs` it proposes nothing for single messages.
    """
    words = vocabulary(examples)
    texts = [text for example in examples for text in beginnings(example)]
    documents = [counted(messages, words) for messages, _ in texts]
    kinds = np.array([kind for _, kind in texts])
    names = frequent(documents)
    first = _regress(_matrix(documents, names, _rarity(documents, names)), kinds != "ordinary")
    strongest = np.argsort(-np.abs(first.coef_[0]))[:keep]
    names = sorted(names[i] for i in strongest)
    rarity = _rarity(documents, names)
    matrix = _matrix(documents, names, rarity)
    judge = _judge(matrix, documents, kinds != "ordinary")
    only = kinds != "ordinary"
    told = fit_signs(examples, words, names, rarity) if signs else {}
    return Model(
        words=words,
        numbers={name: number for number, name in enumerate(names)},
        rarity=tuple(rarity),
        weights=judge.weights,
        intercept=judge.intercept,
        kinds=tuple(_line(_regress(matrix[only], kinds[only] == kind)) for kind in KINDS),
        signs=tuple(told),
        sign_intercepts=tuple(intercept for intercept, _ in told.values()),
        sign_weights=_by_feature([weights for _, weights in told.values()]),
    )


Sparse = tuple[float, dict[int, float]]
"""Intercept, and the weights that were kept, by number of the feature."""


def fit_signs(
    examples: Sequence[Example], words: Words, names: Sequence[str], rarity: Sequence[float]
) -> dict[str, Sparse]:
    """Which signs a message shows: learned from the messages whose author marked their signs."""
    marked = [(spoken, signs, e.author) for e in examples for spoken, signs in marked_messages(e)]
    matrix = _matrix([counted((spoken,), words) for spoken, _, _ in marked], names, rarity)
    folds = _folds([author for _, _, author in marked])
    lines = {}
    for name, members, precision in _families():
        outcomes = np.array([not members.isdisjoint(signs) for _, signs, _ in marked])
        if outcomes.sum() >= MESSAGES and (needed := _threshold(matrix, outcomes, folds, precision)) is not None:
            intercept, weights = _sparse(_tell(matrix, outcomes))
            lines[name] = (intercept - needed, weights)
    return lines


def _families() -> Iterator[tuple[str, set[str], float]]:
    """What is proposed: every sign that a message can carry, and every stage by all its signs together."""
    for indicator in BY_STAGE:
        members = {other.id for other in MESSAGE_BORNE if other.stage is indicator.stage}
        yield indicator.id, members, STAGE_PRECISION
    for indicator in MESSAGE_BORNE:
        yield indicator.id, {indicator.id}, PRECISION


def _tell(rows: csr_matrix, outcomes: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, solver="liblinear", tol=ROUGH).fit(rows, outcomes)


def _folds(authors: Sequence[str]) -> np.ndarray:
    """A group for each message, all of one author in the same."""
    number = {author: at % FOLDS for at, author in enumerate(sorted(set(authors)))}
    return np.array([number[author] for author in authors])


def _threshold(matrix: csr_matrix, outcomes: np.ndarray, folds: np.ndarray, precision: float) -> float | None:
    """The log-odds from which so many of the answers on unknown authors are right; None where that is never so."""
    scores = np.zeros(len(outcomes))
    for fold in range(FOLDS):
        inside = folds != fold
        if outcomes[inside].sum() < MESSAGES // 2:
            return None
        intercept, weights = _sparse(_tell(matrix[inside], outcomes[inside]))
        dense = np.zeros(matrix.shape[1])
        dense[list(weights)] = list(weights.values())
        scores[~inside] = matrix[~inside] @ dense + intercept
    order = np.argsort(-scores)
    right = np.cumsum(outcomes[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(right >= precision)
    told = int(enough[-1]) if len(enough) else -1
    return float(scores[order[told]]) if told + 1 >= MESSAGES // 5 else None


def _sparse(regression: LogisticRegression) -> Sparse:
    weights = regression.coef_[0]
    kept = sorted(np.argsort(-np.abs(weights))[:SIGN_FEATURES].tolist())
    return float(regression.intercept_[0]), {number: float(weights[number]) for number in kept if weights[number]}


def _by_feature(lines: Sequence[dict[int, float]]) -> dict[int, tuple[tuple[int, float], ...]]:
    found: dict[int, list[tuple[int, float]]] = {}
    for sign, weights in enumerate(lines):
        for number, weight in weights.items():
            found.setdefault(number, []).append((sign, weight))
    return {number: tuple(pairs) for number, pairs in found.items()}


def marked_messages(example: Example) -> list[tuple[Spoken, frozenset[str]]]:
    """The other side's messages with the signs that their author marked; nothing of unmarked threads."""
    theirs = [message for message in example.row["messages"] if message["speaker"] != "me"]
    if example.deceptive and not any(message.get("signs") for message in theirs):
        return []
    signs = (frozenset(message.get("signs", ())) for message in theirs)
    return list(zip(example.messages, signs, strict=True))


def _judge(rows: csr_matrix, documents: Sequence[tuple[Counter[str], int]], outcomes: np.ndarray) -> Line:
    """Deceptive or not; the intercept is a column of its own, scaled by the text's length like all others."""
    scale = np.sqrt(np.minimum(1.0, np.array([length for _, length in documents]) / ENOUGH))
    columns = hstack([rows, csr_matrix(scale[:, None])]).tocsr()
    fitted = LogisticRegression(C=STRENGTH, class_weight="balanced", fit_intercept=False, solver="liblinear")
    *weights, intercept = fitted.fit(columns, outcomes).coef_[0]
    return Line(tuple(weights), float(intercept))


def _line(regression: LogisticRegression) -> Line:
    return Line(tuple(regression.coef_[0]), float(regression.intercept_[0]))


Messages = tuple[Spoken, ...]


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


def vocabulary(examples: Sequence[Example]) -> Words:
    """The closed vocabulary of each language: common to several conversations and authors, not written like a name."""
    seen: dict[str, _Uses] = {}
    for example in examples:
        told: dict[str, set[str]] = {}
        for language, sentence in (pair for message in example.messages for pair in message):
            uses = seen.setdefault(language, _Uses())
            told.setdefault(language, set()).update(token.symbol for token in sentence)
            uses.inside.update(token.symbol for token in sentence[1:])
            uses.capital.update(token.symbol for token in sentence[1:] if token.capital and not token.shout)
        for language, symbols in told.items():
            for symbol in symbols:
                seen[language].conversations[symbol] += 1
                seen[language].authors.setdefault(symbol, set()).add(example.author)
    return {language: frozenset(_shared(language, uses)) for language, uses in sorted(seen.items())}


@dataclass(slots=True)
class _Uses:
    """How the words of one language are used."""

    conversations: Counter[str] = field(default_factory=Counter)
    authors: dict[str, set[str]] = field(default_factory=dict)
    inside: Counter[str] = field(default_factory=Counter)
    capital: Counter[str] = field(default_factory=Counter)


def _shared(language: str, uses: _Uses) -> Iterator[str]:
    known = glossary.load(language).concept
    for word, count in uses.conversations.items():
        if word in EXCLUDED or (language in FROM_GLOSSARY and not known(word)):
            continue
        lower = word == "i" or uses.capital[word] <= (1 - LOWER_CASE) * uses.inside[word] or known(word)
        if count >= CONVERSATIONS and len(uses.authors[word]) >= AUTHORS and lower:
            yield word


def counted(messages: Messages, words: Words) -> tuple[Counter[str], int]:
    """Feature counts of a text, and its length in known words."""
    counts: Counter[str] = Counter()
    length = 0
    for language, sentence in (pair for message in messages for pair in message):
        symbols = close_words(sentence, known_in(words, language), language)
        counts.update(features(symbols, language))
        length += len(set(symbols) - slots.SLOTS)
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
    return LogisticRegression(C=STRENGTH, class_weight="balanced", solver="liblinear").fit(rows, outcomes)


def log_odds(model: Model, example: Example) -> float:
    """What a model says of an example."""
    pairs = [pair for message in example.messages for pair in message]
    return model.likeness([model.grams(sentence, language) for language, sentence in pairs]).log_odds
