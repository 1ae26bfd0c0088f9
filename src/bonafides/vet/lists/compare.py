"""How alike two names are: nomenklatura's comparison of names (logic-v2), given words in Latin letters.

logic-v2 itself loads 300 MB of readings first and leaves Arabic, Hebrew, Thai, Devanagari and Kana as they are. Here it
gets transliterated words and the readings that the index keeps. Countries, dates and genders are not compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any

from bonafides.vet.lists.match import Part, Way

if TYPE_CHECKING:
    from rigour.names import Alignment, Name

    from bonafides.vet.lists.spelt import Word

_EXTRA_ASKED, _EXTRA_LISTED, _FAMILY = 0.8, 0.2, 1.3
"""Weights of words that one name has and the other has not, and of family names: logic-v2's defaults."""
_BY_SOUND = 0.9
_ONE_WORD = 0.7
"""A single word that meets part of a longer name says little."""
_LONG = 6
"""Letters from which a word may differ by two and still be a spelling of another that sounds like it."""
_SPELT_OUT = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN", ""})
_EAST = ("CJK", "HANGUL")
Readings = Mapping[str, Sequence[str]]
Way_ = tuple["Word", ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """How alike, and by which parts."""

    likeness: float
    parts: tuple[Part, ...]
    turned: bool


@cache
def _judge() -> Any:
    """nomenklatura's function, loaded when it is first needed (two seconds, 200 MB)."""
    from nomenklatura.matching.logic_v2.names.match import match_name_symbolic
    from rigour.names import CompareConfig

    config = CompareConfig()
    return lambda asked, listed: match_name_symbolic(asked, listed, config, _EXTRA_ASKED, _EXTRA_LISTED, _FAMILY)


def alike(asked: Sequence[Way_], listed: Sequence[Way_], known: Readings, *, person: bool) -> Alike | None:
    """The best that any way of cutting either name gives; None where nothing meets."""
    ways = asked if listed[0][0].script in _EAST else asked[:1] if asked[0][0].script not in _EAST else asked
    tried = (_pair(one, other, known, person=person) for one, other in product(ways, listed))
    best = max(filter(None, tried), key=lambda each: each[0], default=None)
    if best is None:
        return None
    likeness, met, one, other = best
    return Alike(likeness, tuple(_part(each, one, other) for each in met), _turned(met))


def _pair(
    asked: Way_, listed: Way_, known: Readings, *, person: bool
) -> tuple[float, Sequence[Alignment], Way_, Way_] | None:
    one, other = _name(asked, person=person), _name(listed, person=person)
    if one is None or other is None:
        return None
    if person:
        _tell(one, asked, other, listed, known)
    result, met = _judge()(one, other)
    if not result.score or any(_is_other_syllable(each, listed) for each in met):
        return None
    heard = any(_way(each) is Way.SOUND for each in met)
    lone = len(asked) == 1 < len(listed) and not any(len(each.qps) == 1 < len(each.rps) for each in met)
    return result.score * (_BY_SOUND if heard else 1) * (_ONE_WORD if lone else 1), met, asked, listed


def _is_other_syllable(met: Alignment, listed: Way_) -> bool:
    """One syllable of the East is another name when a letter of it differs: Zhang and Huang."""
    return _way(met) is Way.SPELLING and len(met.rps) == 1 and len(listed[met.rps[0].index].written) == 1


def _name(way: Way_, *, person: bool) -> Name | None:
    """The library's value of a name: its words in Latin letters, each one part."""
    from rigour.names import NameTypeTag, analyze_names

    tag = NameTypeTag.PER if person else NameTypeTag.ORG
    text = " ".join(each.latin for each in way)
    made = analyze_names(tag, [text], symbols=not person, phonetics=False, rewrite=not person)
    name = next(iter(made), None)
    return name if name is not None and (not person or len(name.parts) == len(way)) else None


def _tell(one: Name, asked: Way_, other: Name, listed: Way_, known: Readings) -> None:
    """Mark the words that are forms of one name, or sound alike across scripts."""
    from rigour.names import Symbol

    for (at, mine), (there, theirs) in product(enumerate(asked), enumerate(listed)):
        if mine.latin == theirs.latin:
            continue
        shared = set(known.get(mine.written, ())).intersection(known.get(theirs.written, ()))
        if shared:
            kind, _, value = min(shared).partition(":")
            symbol = Symbol(Symbol.Category.NICK if kind == "NICK" else Symbol.Category.NAME, value)
        elif _sounds_like(mine, theirs):
            symbol = Symbol(Symbol.Category.PHONETIC, mine.sound)
        else:
            continue
        one.apply_part(one.parts[at], symbol)
        other.apply_part(other.parts[there], symbol)


def _sounds_like(mine: Word, theirs: Word) -> bool:
    """The same consonants; between scripts that spell out vowels, also no more than a few letters apart."""
    if not mine.sound or mine.sound != theirs.sound:
        return False
    if {mine.script, theirs.script} - _SPELT_OUT:
        return True
    apart = 1 if min(len(mine.latin), len(theirs.latin)) < _LONG else 2
    apart += mine.script != theirs.script  # Aleksei and Alexey
    return _distance()(mine.latin, theirs.latin, score_cutoff=apart) <= apart


@cache
def _distance() -> Callable[..., int]:
    """Letters left out, put in, changed or turned about (optimal string alignment)."""
    from rapidfuzz.distance import OSA

    return OSA.distance


def _part(met: Alignment, asked: Way_, listed: Way_) -> Part:
    mine = " ".join(asked[each.index].written for each in met.qps if each.index < len(asked))
    theirs = " ".join(listed[each.index].written for each in met.rps if each.index < len(listed))
    return Part(asked=mine or met.qstr, listed=theirs or met.rstr, way=_way(met))


def _way(met: Alignment) -> Way:
    from rigour.names import Symbol

    if not met.rps or not met.qps:
        return Way.ONLY_ASKED if met.qps else Way.ONLY_LISTED
    if met.qstr == met.rstr:
        return Way.SAME
    if met.symbol is None:
        return Way.SPELLING
    return Way.SOUND if met.symbol.category == Symbol.Category.PHONETIC else Way.READING


def _turned(met: Sequence[Alignment]) -> bool:
    """Whether what meets stands in another order."""
    places = [(each.qps[0].index, each.rps[0].index) for each in met if each.qps and each.rps]
    return [there for _, there in sorted(places)] != sorted(there for _, there in places)
