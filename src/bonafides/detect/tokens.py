"""Tokens: a folded text cut into sentences of words and typed slots, each with its place in the original."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bonafides.detect import slots

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bonafides.detect.fold import Folded

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_SIGNS = re.escape(slots.CURRENCY_SIGNS)
# Linear: every alternative is a character class with a bound, and a failed one is followed by one that consumes
# at least the word it failed on.
_PIECE = re.compile(
    rf"""
    (?P<url>https?://\S{{1,2000}}|www\.\S{{1,500}})
  | (?P<email>[\w.+-]{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,5}})
  | (?P<domain>[a-z0-9-]{{2,63}}(?:\.[a-z0-9-]{{2,63}}){{0,3}}\.[a-z]{{2,12}}(?:/\S{{0,500}})?(?![\w.]))
  | (?P<handle>@\w{{2,64}})
  | (?P<phone>[+(]{{0,2}}\d[\d\ ().\-/]{{6,22}}\d)
  | (?P<number>\d{{1,40}}(?:[.,:]\d{{1,40}}){{0,6}}(?:[kKmM]|st|nd|rd|th|pm|am|PM|AM|h)?(?![^\W{_CJK}]))
  | (?P<sign>(?:(?:US|CA|AU|HK|NT|NZ|MX|[RSAC])(?=\$))?[{_SIGNS}]|%)
  | (?P<cjk>[{_CJK}])
  | (?P<leet>[a-zA-Z]{{1,12}}\d[a-zA-Z\d]{{1,24}}(?![^\W_]))
  | (?P<word>[^\W\d_{_CJK}]+(?:'[^\W\d_{_CJK}]+)*)
  | (?P<mixed>[^\W{_CJK}]+)
  | (?P<newline>\n\s*)
  | (?P<stop>[.!?;…。！？；‽؟।]+)
  """,
    re.VERBOSE,
)
_ELISIONS = frozenset("l d j n s c m t qu".split())
_SUFFIXES = {"ll": "will", "ve": "have", "re": "are", "m": "am", "d": "would"}
# English words written together; without an apostrophe they are spelt out in English text alone (`im` is German too).
CONTRACTIONS = {
    "cannot": ("can", "not"),
    "wont": ("will", "not"),
    "cant": ("can", "not"),
    "dont": ("do", "not"),
    "doesnt": ("does", "not"),
    "didnt": ("did", "not"),
    "isnt": ("is", "not"),
    "arent": ("are", "not"),
    "wasnt": ("was", "not"),
    "havent": ("have", "not"),
    "hasnt": ("has", "not"),
    "wouldnt": ("would", "not"),
    "couldnt": ("could", "not"),
    "shouldnt": ("should", "not"),
    "youre": ("you", "are"),
    "youve": ("you", "have"),
    "ive": ("i", "have"),
    "im": ("i", "am"),
    "theyre": ("they", "are"),
    "thats": ("that",),
    "whats": ("what",),
    "gonna": ("going", "to"),
    "wanna": ("want", "to"),
    "pls": ("please",),
    "plz": ("please",),
    "let's": ("let", "us"),
    "lets": ("let", "us"),
    "u": ("you",),
    "ur": ("your",),
}
_LEET = str.maketrans("034578@$", "oeastbas")
_PHONE_DIGITS, _BARE_PHONE_DIGITS = 7, 9


class Token(NamedTuple):
    """A word or slot. `start` and `end` are offsets in the original text."""

    symbol: str
    start: int
    end: int
    capital: bool
    shout: bool
    """All capitals, more than one letter."""


Sentence = list[Token]


def sentences(folded: Folded) -> Iterator[Sentence]:
    """Cut a folded text into sentences, in order; empty ones are left out. Linear in the text's length."""
    sentence: Sentence = []
    text = folded.text
    for match in _PIECE.finditer(text):
        kind = match.lastgroup or ""
        if kind in {"stop", "newline"}:
            if sentence and _ends(kind, match, text, sentence):
                yield sentence
                sentence = []
            continue
        for token in _tokens(kind, match, folded, sentence):
            append(sentence, token)
    if sentence:
        yield sentence


def _ends(kind: str, match: re.Match[str], text: str, sentence: Sentence) -> bool:
    """Whether a stop or line break ends the sentence: not behind `Dr.`, in `3.5`, nor where a mail wraps its lines."""
    after = text[match.end() : match.end() + 1]
    if kind == "newline":
        return "\n" in match.group()[1:] or not after.islower()
    if match.group() != ".":
        return True
    if after and not after.isspace():
        return after.isupper()  # a forgotten blank, not `e.g.`
    last = sentence[-1]
    initial = last.capital and len(last.symbol) == 1 and last.symbol != "i"
    return not initial and last.symbol not in slots.ABBREVIATIONS


def _tokens(kind: str, match: re.Match[str], folded: Folded, sentence: Sentence) -> Iterator[Token]:
    piece, start, end = match.group(), folded.start(match.start()), folded.end(match.end())
    if kind in {"leet", "mixed"} and (brand := _unleeted(piece)):
        piece = brand
    if kind in {"word", "cjk", "mixed", "leet"}:
        before = sentence[-1].symbol if sentence else ""
        firm = folded.text[match.end() : match.end() + 2].strip().isupper()  # `Signal Advisory` is no messenger
        yield from _words(piece, start, end, "" if firm else before, lone=not firm)
    elif (slot := _slot(kind, piece)) is not None:
        yield Token(slot, start, end, False, False)


def _unleeted(piece: str) -> str:
    """The messenger that a word with figures for letters spells (`Te1egr4m`); empty where it spells none."""
    plain = piece.casefold().translate(_LEET)
    readings = (plain.replace("1", letter) for letter in "li")
    return next((word for word in readings if word in slots.APPS and word not in slots.AMBIGUOUS), "")


def _slot(kind: str, piece: str) -> str | None:
    match kind:
        case "url" | "domain":
            return slots.URL
        case "email":
            return slots.EMAIL
        case "handle":
            return slots.HANDLE
        case "sign":
            return None if piece == "%" else slots.MONEY
        case "phone":
            return slots.PHONE if _is_phone(piece) else slots.NUMBER
        case _:
            return slots.NUMBER


def _is_phone(piece: str) -> bool:
    digits = sum(char.isdigit() for char in piece)
    return digits >= (_PHONE_DIGITS if piece[0] in "+(0" else _BARE_PHONE_DIGITS)


def _words(piece: str, start: int, end: int, before: str, *, lone: bool) -> Iterator[Token]:
    capital, shout = piece[0].isupper(), len(piece) > 1 and piece.isupper()
    inner = "'" in piece and piece.rpartition("'")[2][:1].isupper()  # `D'Angelo`, not the `not` of `Don't`
    for number, symbol in enumerate(symbols(piece, capital=capital and lone, before=before)):
        yield Token(symbol, start, end, inner if number else capital, shout)


def symbols(word: str, *, capital: bool = False, before: str = "") -> Iterator[str]:
    """What one folded word stands for: itself, the words it contracts, or a slot."""
    return (_word_slot(part, capital, before) for part in _spelt_out(word.casefold()))


def _spelt_out(word: str) -> tuple[str, ...]:
    """`don't` is `do not`, `we'll` is `we will`, `client's` is `client`, `l'offre` is `l offre`."""
    if "'" not in word:
        return (word,)
    if word in CONTRACTIONS:
        return CONTRACTIONS[word]
    head, _, tail = word.rpartition("'")
    head = head.replace("'", "")
    if tail == "t" and head.endswith("n"):
        return CONTRACTIONS.get(head + tail) or (head[:-1], "not")
    if tail == "s":
        return (head,)
    if tail in _SUFFIXES:
        return (head, _SUFFIXES[tail])
    return (head, tail) if head in _ELISIONS else (head + tail,)


def _word_slot(word: str, capital: bool, before: str) -> str:
    if slots.is_brand(word, capital=capital, before=before):
        return slots.APP
    return slots.MEETING if word in slots.MEETINGS and (capital or word != "teams") else word


def append(sentence: Sentence, token: Token) -> None:
    """Add a token; figures beside figures or a currency become one: `1,500-3,000 USD` is one amount of money."""
    if not sentence:
        sentence.append(token)
        return
    last = sentence[-1]
    figures = {slots.NUMBER, slots.MONEY}
    if last.symbol in figures and token.symbol in figures and token.start - last.end <= 3:  # ` - ` at most
        symbol = slots.MONEY if slots.MONEY in {last.symbol, token.symbol} else slots.NUMBER
        sentence[-1] = Token(symbol, last.start, token.end, False, False)
    else:
        sentence.append(token)
