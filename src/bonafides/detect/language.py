"""Which language a sentence is written in: told to read it, and to say honestly where nothing could be read.

The commonest words of some thirty languages and the scripts of others. What the language is never counts as
evidence; it only chooses the vocabulary.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bonafides.detect import glossary, slots

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bonafides.detect.tokens import Sentence, Token

COVERED = ("da", "de", "en", "es", "fr", "ru", "zh")
"""Languages in which conversations are judged."""
UNKNOWN = ""
"""Too few words to tell, such as `ok` or a lone link."""
UNRECOGNISED = "und"
"""Words enough, and none of a language that the program knows (ISO 639 calls that undetermined)."""

_SCRIPTS = (
    ("ja", 0x3040, 0x30FF),
    ("zh", 0x3400, 0x9FFF),
    ("zh", 0xF900, 0xFAFF),
    ("ko", 0x1100, 0x11FF),
    ("ko", 0xAC00, 0xD7AF),
    ("ar", 0x0600, 0x06FF),
    ("ar", 0x0750, 0x077F),
    ("he", 0x0590, 0x05FF),
    ("el", 0x0370, 0x03FF),
    ("hi", 0x0900, 0x097F),
    ("bn", 0x0980, 0x09FF),
    ("ta", 0x0B80, 0x0BFF),
    ("th", 0x0E00, 0x0E7F),
    ("ka", 0x10A0, 0x10FF),
    ("hy", 0x0530, 0x058F),
    ("am", 0x1200, 0x137F),
)
"""Languages told by the script alone; of several that share one, the one with most writers stands for all."""
_CYRILLIC = frozenset({"ru", "uk", "bg"})
"""Languages in Cyrillic letters that are told apart by their words; where these do not tell, it is read as Russian."""
_SOME = 2
"""Words in those letters that are no mere name."""
_ENOUGH = 1.2
"""Evidence, in words of one language alone, from which a sentence's language is told by itself."""
_OTHERS = 1.7
"""How many times that for a language that is not covered: the program knows fewer of its words."""
_CHARACTER = 0.4
"""Evidence of one character, or one word, of a script that one language writes."""
_KANA = 0.5
"""Japanese syllables for each Chinese character from which a sentence is Japanese, and not a name in a Chinese one."""
_NAME_LINE = 4
"""Capitalised words in a row that may be nothing but a name."""
_AGAINST = 3.0
"""Evidence by which a sentence must speak against the language of its message."""
_LETTER = 1.0
"""Evidence of a letter that one language alone writes, for each of its first three uses."""
_MANY = 8
"""Words of a message from which not to know their language is worth saying."""
_KNOWN = 0.75
"""Share of a message's words in the glossary of a language that makes up for the lack of common ones."""
_CLEAR = 1.25
"""How many times the evidence of the next language it must be."""


def languages(sentences: Sequence[Sentence], text: str, before: str = UNKNOWN) -> list[str]:
    """The language of each sentence of a message, as its two-letter code; linear in the length.

    `text` is the message as written, `before` the language of the message in front of it. A sentence is taken to be in
    the language of its message unless its own words clearly say otherwise, a message that does not tell in the one
    before. UNKNOWN where nothing tells, UNRECOGNISED where many words do not. Names do not count.
    """
    telling = [_not_names(sentence) for sentence in sentences]
    seen = [_evidence(tokens) for tokens in telling]
    total = Counter[str]() if text.isascii() else _letters(text, telling)
    for evidence in seen:
        total.update(evidence)
    whole = _best(total, _ENOUGH / 2 if not before else _ENOUGH, _CLEAR) or before
    if not whole and sum(token.symbol.isalpha() for tokens in telling for token in tokens) >= _MANY:
        whole = _by_glossary(telling) or UNRECOGNISED
    if not whole and _cyrillic([token for tokens in telling for token in tokens]):
        whole = max(sorted(_CYRILLIC), key=lambda code: (total[code], code == "ru"))
    return [_own(evidence, whole, tokens) for evidence, tokens in zip(seen, telling, strict=True)]


def _not_names(sentence: Sentence) -> Sentence:
    """The words that a name cannot be: not capitalised, or first in a sentence that goes on; all of one in capitals."""
    if all(token.shout or len(token.symbol) == 1 for token in sentence):
        return sentence
    lower = [token for at, token in enumerate(sentence) if not token.capital or (not at and not sentence[-1].capital)]
    return lower or ([] if len(sentence) <= _NAME_LINE else sentence)


def _own(evidence: Mapping[str, float], whole: str, tokens: Sentence) -> str:
    """A sentence's own language where its words or letters clearly speak against that of the whole message."""
    own = _best(evidence, _ENOUGH, _CLEAR)
    if whole not in {*_CYRILLIC, UNRECOGNISED} and _cyrillic(tokens):
        return own if own in _CYRILLIC else "ru"
    clearly = not whole or evidence.get(own, 0) > _AGAINST + 2 * evidence.get(whole, 0)
    return own if own and clearly else whole


def _by_glossary(telling: Sequence[Sentence]) -> str:
    """The covered language whose glossary knows most of the words, where one knows nearly all."""
    words = [token.symbol for tokens in telling for token in tokens if token.symbol.isalpha()]
    known = {code: sum(glossary.load(code).concept(word) is not None for word in words) for code in COVERED}
    best = max(known, key=lambda code: known[code])
    return best if known[best] >= _KNOWN * len(words) else UNKNOWN


def _cyrillic(tokens: Sequence[Token]) -> bool:
    """Whether most of some words are in Cyrillic letters; one alone may be a name."""
    written = sum("\u0400" <= token.symbol[0] <= "\u04ff" for token in tokens)
    return written >= _SOME and 2 * written > len(tokens)


def _letters(text: str, telling: Sequence[Sentence]) -> Counter[str]:
    """What rare letters say; little, however many there are."""
    plain = (token for tokens in telling for token in tokens if not token.capital)
    count = Counter(char for token in plain for char in text[token.start : token.end])
    found: Counter[str] = Counter()
    for letter in count.keys() & _rare_letters().keys():
        for language in _rare_letters()[letter]:
            found[language] += min(count[letter], 3) * _LETTER / len(_rare_letters()[letter])  # type: ignore[assignment]
    return found


@cache
def _rare_letters() -> dict[str, list[str]]:
    owners: dict[str, list[str]] = {}
    for code, letters in _raw()["letters"].items():
        for letter in letters:
            owners.setdefault(letter, []).append(code)
    return owners


def _evidence(tokens: Iterable[Token]) -> Counter[str]:
    table = _table()
    found: Counter[str] = Counter()
    for token in tokens:
        for language, weight in table.get(token.symbol) or _by_script(token.symbol):
            found[language] += weight  # type: ignore[assignment]
    if found["ja"] > _KANA * found["zh"]:
        found["ja"] += found.pop("zh", 0)  # Japanese writes with Chinese characters too
    else:
        found.pop("ja", None)
    return found


def _best(evidence: Mapping[str, float], enough: float, clear: float) -> str:
    """The language with most evidence, where that is enough and clearly more than the next one's."""
    ranked = sorted(evidence.items(), key=lambda item: -item[1])[:2]
    if not ranked or (len(ranked) > 1 and ranked[0][1] < clear * ranked[1][1]):
        return UNKNOWN
    language, weight = ranked[0]
    return language if weight >= enough * (1 if language in COVERED else _OTHERS) else UNKNOWN


def _by_script(token: str) -> tuple[tuple[str, float], ...]:
    first = ord(token[0])
    if first < 0x0370 or token in slots.SLOTS:
        return ()
    return next((((code, _CHARACTER),) for code, low, high in _SCRIPTS if low <= first <= high), ())


@cache
def _table() -> dict[str, tuple[tuple[str, float], ...]]:
    """Each small word with the languages it belongs to, and its weight for each."""
    owners: dict[str, list[str]] = {}
    for group in ("covered", "others"):
        for code, words in _raw()[group].items():
            for word in dict.fromkeys(words.split()):
                owners.setdefault(word, []).append(code)
    return {word: tuple((code, 1 / len(codes)) for code in codes) for word, codes in owners.items()}


def language_name(code: str) -> str:
    """What a language is called in English; its code where that is not known."""
    return _raw()["names"].get(code, code)


@cache
def _raw() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__).joinpath("languages.toml").read_text("utf-8"))
