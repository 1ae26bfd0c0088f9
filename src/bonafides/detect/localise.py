"""A sentence as its own language reads it: Chinese cut into words, courtesies and places folded, "he" and "she" one.

What is folded here is listed per language in `folds.toml` and `places.toml`; what is folded in every language alike is
in `slots.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.detect import chinese, folds, slots
from bonafides.detect.tokens import CONTRACTIONS, Token, append

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bonafides.detect.folds import Folds
    from bonafides.detect.tokens import Sentence

_PLACE = "<place>"
"""A place of several words, until the small words in front of it are folded too."""
_FIGURES = frozenset({slots.NUMBER, slots.MONEY})


def localise(sentence: Sentence, language: str) -> Sentence:
    """The sentence with its language's own folds; offsets are kept. Linear in its length."""
    if language == "zh":
        sentence = chinese.words(sentence)
    elif language == "en":
        sentence = [token for written in sentence for token in _spelt_out(written)]
    own = folds.load(language)
    localised: Sentence = []
    for token in _amounts(_places(_worded(sentence, own), own), own):
        append(localised, token)
    return localised


def _spelt_out(token: Token) -> Iterator[Token]:
    """`dont` is `do not`, in one place of the text."""
    if token.symbol not in CONTRACTIONS:
        yield token
        return
    for number, symbol in enumerate(CONTRACTIONS[token.symbol]):
        yield token._replace(symbol=symbol, capital=token.capital and number == 0)


def _worded(sentence: Sequence[Token], own: Folds) -> list[Token]:
    """Phrases, titles with the names behind them, and single words folded."""
    found: list[Token] = []
    titled = False
    at = 0
    while at < len(sentence):
        token = sentence[at]
        for phrases, read in ((own.place_phrases, _PLACE), (own.phrases, slots.OTHER)):
            if length := _phrase(sentence, at, phrases):
                found.append(Token(read, token.start, sentence[at + length - 1].end, False, False))
                at, titled = at + length, False
                break
        if length:
            continue
        symbol = own.words.get(token.symbol, token.symbol)
        if token.symbol in slots.NAMES_TOO and symbol in slots.SLOTS and _beside_a_name(sentence, at):
            symbol = slots.OTHER
        named = titled and token.capital and token.symbol not in slots.SLOTS
        if named:
            symbol = slots.OTHER  # `Frau Anna Richter` is a name, whatever else the words mean
        titled = named or token.symbol in own.titles
        found.append(token if symbol == token.symbol else token._replace(symbol=symbol))
        at += 1
    return found


def _phrase(sentence: Sequence[Token], at: int, phrases: Mapping[str, Sequence[Sequence[str]]]) -> int:
    """How many words from `at` on are one of the phrases; 0 where none begins here."""
    for words in phrases.get(sentence[at].symbol, ()):
        if len(words) <= len(sentence) - at and all(
            sentence[at + number].symbol == word for number, word in enumerate(words)
        ):
            return len(words)
    return 0


def _beside_a_name(sentence: Sequence[Token], at: int) -> bool:
    """Whether a capitalised word has a capitalised neighbour inside the sentence."""
    if not sentence[at].capital:
        return False
    before, after = sentence[max(1, at - 1) : at], sentence[at + 1 : at + 2]
    return any(token.capital and token.symbol not in slots.SLOTS for token in (*before, *after))


def _places(sentence: list[Token], own: Folds) -> list[Token]:
    """Places folded, with the small word that one place takes in front and another does not."""
    found: list[Token] = []
    for token in sentence:
        if token.symbol != _PLACE and (token.symbol in slots.SLOTS or not own.is_place(token.symbol)):
            found.append(token)
            continue
        while found and found[-1].symbol in own.articles:
            found.pop()
        found.append(token._replace(symbol=slots.OTHER))
    return found


def _amounts(sentence: list[Token], own: Folds) -> Iterator[Token]:
    """Currency codes and short units beside a figure read as money, with the word that says whose money it is."""
    start = None  # of a word that only says whose money the next amount is
    for at, written in enumerate(sentence):
        token = written if start is None else written._replace(start=start)
        start = None
        before = sentence[at - 1] if at else None
        beside = (before is not None and before.symbol in _FIGURES) or _symbol(sentence, at + 1) in _FIGURES
        if (token.symbol in slots.CODES and (token.shout or beside)) or (token.symbol in own.units and beside):
            yield token._replace(symbol=slots.MONEY)
        elif _whose(sentence, at, own):
            start = token.start if _symbol(sentence, at - 1) in _FIGURES else None
        else:
            yield token


def _whose(sentence: Sequence[Token], at: int, own: Folds) -> bool:
    """Whether a word only says whose money an amount is: `500 US dollars`, `dollars américains`."""
    if sentence[at].symbol in _FIGURES or not (
        sentence[at].symbol in own.money_origins or sentence[at].symbol == slots.OTHER
    ):
        return False
    before, after = _symbol(sentence, at - 1), _symbol(sentence, at + 1)
    between = before in _FIGURES and (after == slots.MONEY or (after in own.units))
    return between or (before == slots.MONEY and sentence[at].symbol in own.money_origins)


def _symbol(sentence: Sequence[Token], at: int) -> str:
    return sentence[at].symbol if 0 <= at < len(sentence) else ""
