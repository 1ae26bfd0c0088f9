"""Closing: what is outside the closed vocabulary, names above all, becomes one `<other>` for each run of it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from bonafides.detect import folds, slots

if TYPE_CHECKING:
    from collections.abc import Callable

    from bonafides.detect.syntax import Vocabulary
    from bonafides.detect.tokens import Sentence, Token


NOUNS_CAPITALISED = frozenset({"de"})
"""Languages that capitalise every noun."""
POLITE = frozenset(
    """sie ihnen ihr ihre ihren ihrem ihrer ihres du dein deine deinen dir dich euch usted ustedes вы вас вам вами ваш
    ваша ваше ваши вашего вашеи вашему вашим ваших вашу""".split()
)
"""Pronouns that politeness capitalises: never a name."""

WISHES = frozenset("good kind best warm kindest warmest many yours very".split())
WISHED = frozenset("morning afternoon evening day regards wishes greetings sincerely faithfully truly".split())


_NONE: frozenset[Any] = frozenset()


class Closed(NamedTuple):
    """A token as phrases see it: its place in the closed vocabulary, and in the original text."""

    word: int
    """Its kind in the vocabulary."""
    start: int
    end: int


def close(sentence: Sentence, vocabulary: Vocabulary, language: str = "en") -> list[Closed]:
    """Fold names and all words outside the vocabulary into `<other>`, one for each run of them."""
    other = vocabulary.kind(slots.OTHER)
    closed: list[Closed] = []
    for token, name in zip(sentence, names(sentence, vocabulary.atoms, language), strict=True):
        word = other if name else vocabulary.kind(token.symbol)
        if word != other and vocabulary.masks[word]:
            closed.append(Closed(word, token.start, token.end))
        elif closed and closed[-1].word == other:
            closed[-1] = Closed(other, closed[-1].start, token.end)
        else:
            closed.append(Closed(other, token.start, token.end))
    return closed


def names(sentence: Sentence, known: Callable[[str], object], language: str = "en") -> list[bool]:
    """Which tokens are (parts of) names: titles, and words that are capitalised where a sentence does not ask for it.

    A name made of ordinary words (`Grant Price of Insight Consulting`) must not count as those words. Where nouns are
    capitalised by rule, only two in a row make a name; text all in capitals, or with every word capitalised, tells
    nothing about names and is read as it stands. `known` says whether a word is in the closed vocabulary.
    """
    titles = slots.TITLES if language == "en" else _NONE  # those of other languages are folded before
    words = [token for token in sentence if token.symbol not in slots.SLOTS]
    capitals = sum(token.capital for token in words)
    if (len(words) >= 6 and capitals >= 0.9 * len(words)) or all(t.shout or len(t.symbol) == 1 for t in words):
        return [token.symbol in titles for token in sentence]
    marks = [_name_like(token, known) for token in sentence]
    if known(sentence[0].symbol):
        marks[0] = False  # the first word of a sentence is capitalised anyway
    if language in NOUNS_CAPITALISED:
        marks = _in_pairs(sentence, marks, known)
    polite = _courtesies(sentence) if language == "en" else _NONE
    found = [
        token.symbol in titles or i in polite or mark
        for i, (token, mark) in enumerate(zip(sentence, marks, strict=True))
    ]
    _join(sentence, found, known, language)
    return found


def _in_pairs(sentence: Sentence, marks: list[bool], known: Callable[[str], object]) -> list[bool]:
    """Names where every noun is capitalised: two capitals in a row, one of them no known word, and no pronoun."""
    foreign = [not known(token.symbol) for token in sentence]
    pairs = [one and two and (foreign[i] or foreign[i + 1]) for i, (one, two) in enumerate(pairwise(marks))]
    return [any(pairs[max(0, i - 1) : i + 1]) for i in range(len(sentence))]


def _join(sentence: Sentence, marks: list[bool], known: Callable[[str], object], language: str) -> None:
    """Take what holds a name together into it: `Ministry of Defence` and `the Agency` are one name like any other.

    A word that will be `<other>` anyway counts as a part of a name here, in whatever script it is written.
    """
    own = folds.load(language)
    named = [mark or _nameless(token, known) for token, mark in zip(sentence, marks, strict=True)]
    inside: list[int] = []  # small words behind a name, which belong to it where another name follows
    for at, token in enumerate(sentence):
        if named[at]:
            for place in inside:
                marks[place] = True
            inside = []
        elif token.symbol in own.particles and at and (inside or named[at - 1] or sentence[at - 1].capital):
            inside.append(at)
        else:
            inside = []
    for at in range(len(marks) - 1):
        if (
            language == "en"
            and sentence[at].symbol == "the"
            and (marks[at + 1] or sentence[at + 1].symbol == slots.OTHER)
        ):
            marks[at] = True


def _nameless(token: Token, known: Callable[[str], object]) -> bool:
    return token.symbol == slots.OTHER or (token.symbol not in slots.SLOTS and not known(token.symbol))


def _courtesies(sentence: Sentence) -> set[int]:
    """Places of greetings: `Good morning`, `Kind regards`, `Yours sincerely` fold away whole, like `Hello`."""
    pairs = enumerate(pairwise(sentence))
    found = {i for i, (one, two) in pairs if one.symbol in WISHES and two.symbol in WISHED}
    return {place for i in found for place in (i, i + 1)} | {
        i for i, token in enumerate(sentence) if token.symbol in slots.GREETINGS
    }


def _name_like(token: Token, known: Callable[[str], object]) -> bool:
    if not token.capital or token.symbol in slots.SLOTS or token.symbol == "i" or token.symbol in POLITE:
        return False
    return not (token.shout and known(token.symbol))  # NDA, CV
