"""Closing: what is outside the closed vocabulary, names above all, becomes one `<other>` for each run of it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from bonafides.detect import slots

if TYPE_CHECKING:
    from collections.abc import Callable

    from bonafides.detect.syntax import Vocabulary
    from bonafides.detect.tokens import Sentence, Token


NOUNS_CAPITALISED = frozenset(
    "der das und ist eine einen einer wir fur mit auf nicht zu dem ich von wie bei sie sich auch ihre ihren uns".split()
)
"""Small words of the spelling that capitalises every noun: they tell how to read capitals, and nothing else."""


WISHES = frozenset("good kind best warm kindest warmest many yours very".split())
WISHED = frozenset("morning afternoon evening day regards wishes greetings sincerely faithfully truly".split())


WITHIN = frozenset("of and for de du des la von van der di da del al bin".split())
"""Small words inside names."""


class Closed(NamedTuple):
    """A token as phrases see it: its place in the closed vocabulary, and in the original text."""

    word: int
    """Its kind in the vocabulary."""
    start: int
    end: int


def close(sentence: Sentence, vocabulary: Vocabulary) -> list[Closed]:
    """Fold names and all words outside the vocabulary into `<other>`, one for each run of them."""
    other = vocabulary.kind(slots.OTHER)
    closed: list[Closed] = []
    for token, name in zip(sentence, names(sentence, vocabulary.atoms), strict=True):
        word = other if name else vocabulary.kind(token.symbol)
        if word != other and vocabulary.masks[word]:
            closed.append(Closed(word, token.start, token.end))
        elif closed and closed[-1].word == other:
            closed[-1] = Closed(other, closed[-1].start, token.end)
        else:
            closed.append(Closed(other, token.start, token.end))
    return closed


def names(sentence: Sentence, known: Callable[[str], object]) -> list[bool]:
    """Which tokens are (parts of) names: titles, and words that are capitalised where a sentence does not ask for it.

    A name made of ordinary words (`Grant Price of Insight Consulting`) must not count as those words. Where nouns are
    capitalised by rule, only two in a row make a name; text all in capitals, or with every word capitalised, tells
    nothing about names and is read as it stands. `known` says whether a word is in the closed vocabulary.
    """
    words = [token for token in sentence if token.symbol not in slots.SLOTS]
    capitals = sum(token.capital for token in words)
    if (len(words) >= 6 and capitals >= 0.9 * len(words)) or all(t.shout or len(t.symbol) == 1 for t in words):
        return [token.symbol in slots.TITLES for token in sentence]
    marks = [_name_like(token, known) for token in sentence]
    if known(sentence[0].symbol):
        marks[0] = False  # the first word of a sentence is capitalised anyway
    lone = NOUNS_CAPITALISED.isdisjoint(token.symbol for token in words if not token.capital)
    polite = _courtesies(sentence)
    found = [
        token.symbol in slots.TITLES
        or i in polite
        or (mark and (lone or any(marks[max(0, i - 1) : i] + marks[i + 1 : i + 2])))
        for i, (token, mark) in enumerate(zip(sentence, marks, strict=True))
    ]
    _join(sentence, found)
    return found


def _join(sentence: Sentence, marks: list[bool]) -> None:
    """Take what holds a name together into it: `Ministry of Defence` and `the Agency` are one name like any other."""
    for at in range(1, len(marks) - 1):
        if sentence[at].symbol in WITHIN and marks[at + 1] and (marks[at - 1] or sentence[at - 1].capital):
            marks[at] = True
    for at in range(len(marks) - 1):
        if sentence[at].symbol == "the" and marks[at + 1]:
            marks[at] = True


def _courtesies(sentence: Sentence) -> set[int]:
    """Places of greetings: `Good morning`, `Kind regards`, `Yours sincerely` fold away whole, like `Hello`."""
    pairs = enumerate(pairwise(sentence))
    found = {i for i, (one, two) in pairs if one.symbol in WISHES and two.symbol in WISHED}
    return {place for i in found for place in (i, i + 1)} | {
        i for i, token in enumerate(sentence) if token.symbol in slots.GREETINGS
    }


def _name_like(token: Token, known: Callable[[str], object]) -> bool:
    if not token.capital or token.symbol in slots.SLOTS or token.symbol == "i":
        return False
    return not (token.shout and known(token.symbol))  # NDA, CV
