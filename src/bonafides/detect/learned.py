"""The learned layer: how much a thread reads like known approaches, and which signs a message shows, by linear models.

The model is data (`learned.json`, written by `make train`; `docs/model-card.md` says from what). It sees the other
side's words only, closed and folded: a name, place, nationality, brand or amount is one slot, and a word that few
training conversations share is `<other>`. What was learned in one language counts in all seven through the concepts of
the glossaries. Its evidence is quoted like any other: the sentences that moved it most.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from bonafides.detect import chinese, glossary, slots
from bonafides.detect.closed import names
from bonafides.errors import DetectError
from bonafides.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from bonafides.detect.tokens import Sentence

SCHEMA = "bonafides.learned/2"
KINDS = (Kind.APPROACH, Kind.SCAM, Kind.DEVICE_LURE)
ENOUGH = 20
"""Words from which a text has its full say; a shorter one moves the score less (square root of its share)."""
REMEMBERED = 50_000
"""Sentences whose features are remembered: what is said often is looked up once."""
GRAMMAR = frozenset("the a an of to in and is are be it that for on at as by with or this from".split())
"""Concepts that hold sentences together and say nothing beside another one."""


class Grams(NamedTuple):
    """One sentence as the model sees it."""

    start: int
    end: int
    """Offsets in the original text."""
    features: tuple[int, ...]
    """Numbers of its features, one for each occurrence."""
    words: int
    """Different words of it that the model knows."""


class Likeness(NamedTuple):
    """What the model says of a thread."""

    log_odds: float
    """Deceptive against ordinary, at even odds."""
    kind: Kind
    """The kind it resembles most, if it is deceptive."""
    pull: tuple[float, ...]
    """What each sentence added to the log-odds, in the order given."""


class Line(NamedTuple):
    """One linear function of the feature values."""

    weights: tuple[float, ...]
    intercept: float

    def log_odds(self, values: Mapping[int, float]) -> float:
        """Its value for a text."""
        return self.intercept + math.fsum(value * self.weights[number] for number, value in values.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A linear model over the presence and frequency of features (tf-idf, length-normalised)."""

    words: Mapping[str, frozenset[str]]
    """The closed vocabulary of each language, beside its glossary."""
    numbers: dict[str, int]
    """Feature to its number."""
    rarity: tuple[float, ...]
    """Inverse document frequency by feature."""
    weights: tuple[float, ...]
    intercept: float
    kinds: tuple[Line, ...]
    """Which kind of deception, in the order of KINDS."""
    signs: tuple[str, ...]
    """Ids of the indicators that it proposes for single messages ..."""
    sign_intercepts: tuple[float, ...]
    sign_weights: Mapping[int, tuple[tuple[int, float], ...]]
    """... and by feature, which of them it speaks for and how much."""
    _read: dict[tuple[str, tuple[str, ...]], tuple[tuple[int, ...], int]] = field(default_factory=dict)

    def grams(self, sentence: Sentence, language: str = "en") -> Grams:
        """The features of one localised sentence that the model knows."""
        symbols = tuple(close_words(sentence, known_in(self.words, language), language))
        read = self._read.get((language, symbols))
        if read is None:
            read = self._numbered(symbols, language)
            if len(self._read) < REMEMBERED:
                self._read[language, symbols] = read
        return Grams(sentence[0].start, sentence[-1].end, *read)

    def _numbered(self, symbols: Sequence[str], language: str) -> tuple[tuple[int, ...], int]:
        """What `Grams` holds but for the place."""
        numbers = (self.numbers.get(feature) for feature in features(symbols, language))
        words = len(set(symbols) - slots.SLOTS)
        return tuple(number for number in numbers if number is not None), words

    def likeness(self, sentences: Sequence[Grams]) -> Likeness:
        """Judge the other side's sentences together."""
        if not any(sentence.words for sentence in sentences):
            return Likeness(0.0, Kind.UNCLEAR, (0.0,) * len(sentences))
        values = self._values(sentences)
        counts = Counter(number for sentence in sentences for number in sentence.features)
        share = {number: value * self.weights[number] / counts[number] for number, value in values.items()}
        pull = tuple(math.fsum(share[number] for number in sentence.features) for sentence in sentences)
        by_kind = [line.log_odds(values) for line in self.kinds]
        return Likeness(self.intercept * _scale(sentences) + math.fsum(pull), KINDS[by_kind.index(max(by_kind))], pull)

    def proposals(self, message: Sequence[Grams]) -> list[tuple[str, float, int]]:
        """The indicators that one message shows: id, log-odds over the threshold, number of the telling sentence.

        Where the log-odds are positive, most such messages by authors it had not read carried the sign.
        """
        values = self._values(message)
        scores = list(self.sign_intercepts)
        for number, value in values.items():
            for sign, weight in self.sign_weights.get(number, ()):
                scores[sign] += value * weight
        found = {sign: score for sign, score in enumerate(scores) if score > 0}
        telling = self._telling(found, message) if found else {}
        return [(self.signs[sign], score, telling[sign]) for sign, score in found.items()]

    def _telling(self, signs: Iterable[int], message: Sequence[Grams]) -> dict[int, int]:
        """The sentence of a message that speaks most for each sign."""
        best = dict.fromkeys(signs, (-math.inf, 0))
        for at, gram in enumerate(message):
            pulls = dict.fromkeys(best, 0.0)
            for number in gram.features:
                for sign, weight in self.sign_weights.get(number, ()):
                    if sign in pulls:
                        pulls[sign] += weight
            for sign, pull in pulls.items():
                best[sign] = max(best[sign], (pull, -at))
        return {sign: -at for sign, (_, at) in best.items()}

    def _values(self, sentences: Sequence[Grams]) -> dict[int, float]:
        """Feature values of a text: tf-idf, scaled to length 1, less for a very short text."""
        counts = Counter(number for sentence in sentences for number in sentence.features)
        values = {number: (1 + math.log(count)) * self.rarity[number] for number, count in counts.items()}
        length = math.sqrt(math.fsum(value * value for value in values.values())) or 1.0
        scale = _scale(sentences) / length
        return {number: value * scale for number, value in values.items()}


def _scale(sentences: Sequence[Grams]) -> float:
    """How much say a text has: less where it is very short."""
    return math.sqrt(min(1.0, sum(sentence.words for sentence in sentences) / ENOUGH))


def known_in(words: Mapping[str, frozenset[str]], language: str) -> Callable[[str], bool]:
    """Whether a word of a language is in its closed vocabulary or its glossary."""
    own, concept = words.get(language, frozenset()), glossary.load(language).concept
    return lambda word: word in own or concept(word) is not None


def close_words(sentence: Sentence, known: Callable[[str], bool], language: str = "en") -> list[str]:
    """The symbols of a sentence, with names and runs of unknown words folded into one `<other>` each."""
    closed: list[str] = []
    if language == "zh":
        sentence = chinese.glossed(sentence)
    for token, name in zip(sentence, names(sentence, known, language), strict=True):
        symbol = token.symbol if token.symbol in slots.SLOTS or (not name and known(token.symbol)) else slots.OTHER
        if not (symbol == slots.OTHER and closed and closed[-1] == slots.OTHER):
            closed.append(symbol)
    return closed


def features(symbols: Sequence[str], language: str = "en") -> Iterator[str]:
    """What the model sees of a sentence: slots, words and pairs of neighbours in its own language, and concepts.

    Concepts (`=client`), classes of concepts (`#go-between`) and pairs of neighbours among each, in either order, are
    the same in every language; concepts that only hold a sentence together are left out of the pairs.
    """
    mark = "" if language == "en" else f"{language}:"
    yield from (symbol if symbol in slots.SLOTS else mark + symbol for symbol in symbols)
    yield from (f"{mark}{one} {two}" for one, two in pairwise(symbols))
    concept, classes = glossary.load(language).concept, glossary.classes()
    concepts = [symbol if symbol in slots.SLOTS else concept(symbol) for symbol in symbols]
    yield from (f"={found}" for found in concepts if found and found not in slots.SLOTS)
    telling = [found for found in concepts if found and found not in GRAMMAR and found != slots.OTHER]
    yield from _pairs("=", ((found,) for found in telling))
    classed = [classes.get(found) or ((found,) if found in slots.SLOTS else ()) for found in telling]
    yield from (f"#{name}" for names in classed for name in names if name not in slots.SLOTS)
    yield from _pairs("#", classed)


def _pairs(mark: str, items: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Neighbours joined in alphabetical order, since languages order them differently."""
    for firsts, seconds in pairwise(items):
        yield from (f"{mark}{min(one, two)}+{max(one, two)}" for one in firsts for two in seconds)


def from_json(text: str) -> Model:
    """A model from the text of its file; DetectError where it is of another schema."""
    table = json.loads(text)
    if table.get("schema") != SCHEMA:
        raise DetectError(
            f"the model's schema is {table.get('schema')!r}, not {SCHEMA!r}",
            where="learned.json",
            next_step="Install the version of Bonafides that it came with, or run `make train`.",
        )
    scale = table["scale"]
    return Model(
        words={language: frozenset(words.split()) for language, words in table["words"].items()},
        numbers={feature: number for number, feature in enumerate(table["features"])},
        rarity=_scaled(table["rarity"], scale),
        weights=_scaled(table["weights"], scale),
        intercept=table["intercept"],
        kinds=tuple(Line(_scaled(row["weights"], scale), row["intercept"]) for row in table["kinds"]),
        signs=tuple(row["sign"] for row in table["signs"]),
        sign_intercepts=tuple(row["intercept"] for row in table["signs"]),
        sign_weights=_by_feature(table["signs"], scale),
    )


def _by_feature(rows: Iterable[Mapping[str, Any]], scale: float) -> dict[int, tuple[tuple[int, float], ...]]:
    found: dict[int, list[tuple[int, float]]] = {}
    for sign, row in enumerate(rows):
        for number, weight in zip(row["features"], row["weights"], strict=True):
            found.setdefault(number, []).append((sign, weight / scale))
    return {number: tuple(pairs) for number, pairs in found.items()}


def _scaled(numbers: Iterable[int], scale: float) -> tuple[float, ...]:
    return tuple(number / scale for number in numbers)


@cache
def load() -> Model:
    """The model of the package."""
    return from_json(files(__package__).joinpath("learned.json").read_text("utf-8"))
