"""The learned layer: how much a thread reads like known approaches, by a linear model over folded words.

The model is data (`learned.json`, written by `make train`; `docs/model-card.md` says from what). It sees the other
side's words only, closed and folded: a name, place, nationality, brand or amount is one slot, and a word that few
training conversations share is `<other>`. Its evidence is quoted like any other: the sentences that moved it most.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from operator import and_
from typing import TYPE_CHECKING, NamedTuple

from bonafides.detect import slots
from bonafides.detect.closed import names
from bonafides.errors import DetectError
from bonafides.model import Kind, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from bonafides.detect.tokens import Sentence

SCHEMA = "bonafides.learned/1"
KINDS = (Kind.APPROACH, Kind.SCAM, Kind.DEVICE_LURE)
ENOUGH = 20
"""Words from which a text has its full say; a shorter one moves the score less (square root of its share)."""
READABLE = 0.3
"""Share of neighbouring words known as pairs below which a text is not of a language that the model has read."""
STEM = 5
"""Letters of a longer word that stand for all its forms."""


class Grams(NamedTuple):
    """One sentence as the model sees it."""

    start: int
    end: int
    """Offsets in the original text."""
    features: tuple[int, ...]
    """Numbers of its features, one for each occurrence."""
    words: int
    """Words of it that the model knows."""
    pairs: int
    """Neighbours of which it knows both ..."""
    of: int
    """... of so many."""


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

    words: frozenset[str]
    numbers: dict[str, int]
    """Feature to its number."""
    rarity: tuple[float, ...]
    """Inverse document frequency by feature."""
    weights: tuple[float, ...]
    intercept: float
    kinds: tuple[Line, ...]
    """Which kind of deception, in the order of KINDS."""
    stages: Mapping[Stage, Line]
    """Which stage a single message is of."""

    def grams(self, sentence: Sentence) -> Grams:
        """The features of one sentence that the model knows."""
        symbols = close_words(sentence, self.words.__contains__)
        known = (self.numbers.get(feature) for feature in features(symbols))
        words = [symbol in self.words for symbol in symbols]
        return Grams(
            start=sentence[0].start,
            end=sentence[-1].end,
            features=tuple(number for number in known if number is not None),
            words=sum(words),
            pairs=sum(map(and_, words, words[1:])),
            of=max(1, len(words) - 1),
        )

    def likeness(self, sentences: Sequence[Grams]) -> Likeness:
        """Judge the other side's sentences together."""
        if sum(s.pairs for s in sentences) <= READABLE * sum(s.of for s in sentences):
            return Likeness(0.0, Kind.UNCLEAR, (0.0,) * len(sentences))
        values = self._values(sentences)
        counts = Counter(number for sentence in sentences for number in sentence.features)
        share = {number: value * self.weights[number] / counts[number] for number, value in values.items()}
        pull = tuple(math.fsum(share[number] for number in sentence.features) for sentence in sentences)
        by_kind = [line.log_odds(values) for line in self.kinds]
        return Likeness(self.intercept * _scale(sentences) + math.fsum(pull), KINDS[by_kind.index(max(by_kind))], pull)

    def stage_log_odds(self, stage: Stage, message: Sequence[Grams]) -> float:
        """How much one message reads like a stage of known approaches, over the threshold at which that is told.

        Where it is positive, most such messages of deceptive threads by unknown authors were of that stage.
        """
        return self.stages[stage].log_odds(self._values(message))

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


def close_words(sentence: Sentence, known: Callable[[str], bool]) -> list[str]:
    """The symbols of a sentence, with names and runs of unknown words folded into one `<other>` each."""
    closed: list[str] = []
    for token, name in zip(sentence, names(sentence, known), strict=True):
        symbol = token.symbol if token.symbol in slots.SLOTS or (not name and known(token.symbol)) else slots.OTHER
        if not (symbol == slots.OTHER and closed and closed[-1] == slots.OTHER):
            closed.append(symbol)
    return closed


def features(symbols: Sequence[str]) -> Iterator[str]:
    """Words, pairs of neighbours within the sentence, and the stems of longer words."""
    yield from symbols
    yield from (f"{one} {two}" for one, two in pairwise(symbols))
    yield from (f"{word[:STEM]}-" for word in symbols if len(word) > STEM and word not in slots.SLOTS)


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
        words=frozenset(table["words"]),
        numbers={feature: number for number, feature in enumerate(table["features"])},
        rarity=_scaled(table["rarity"], scale),
        weights=_scaled(table["weights"], scale),
        intercept=table["intercept"],
        kinds=tuple(Line(_scaled(row["weights"], scale), row["intercept"]) for row in table["kinds"]),
        stages={
            Stage(name): Line(_scaled(row["weights"], scale), row["intercept"]) for name, row in table["stages"].items()
        },
    )


def _scaled(numbers: Iterable[int], scale: float) -> tuple[float, ...]:
    return tuple(number / scale for number in numbers)


@cache
def load() -> Model:
    """The model of the package."""
    return from_json(files(__package__).joinpath("learned.json").read_text("utf-8"))
