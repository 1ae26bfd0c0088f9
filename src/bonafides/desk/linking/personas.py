"""Who they say they are: the name shown and the firms named, folded so that equal ones compare equal."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bonafides.desk.linking.lists import listed
from bonafides.detect.fold import fold
from bonafides.read.identity import is_full_name, is_phone, name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST = 4
"""Firms of one report: a long letter names many, and only the first few are the writer's."""
_MARKS = re.compile(r"[^\w&]+")
_HAN = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,14}(?:公司|集团|集團|研究院|研究所)")
_RUSSIAN = re.compile(r"(?:ООО|АО|ЗАО)\s{1,2}[«\"]([^»\"\n]{3,40})[»\"]")


@cache
def _firm() -> re.Pattern[str]:
    ends = "|".join(sorted(listed("firm_ends"), key=len, reverse=True))
    return re.compile(rf"\b((?:[A-ZÀ-ÖØ-ÞЀ-Я][\w&'’-]{{1,24}} ){{1,4}}(?:{ends}))\b(?! [a-z]*ing\b)")


def firms_in(text: str) -> Iterator[str]:
    """Firms that a text names: capitalised words before what a firm's name ends with."""
    yield from (match[1] for match in _firm().finditer(text))
    yield from (match[0] for match in _HAN.finditer(text))
    yield from (match[1] for match in _RUSSIAN.finditer(text))


def firm_key(name: str) -> str:
    """A firm for comparison: folded, lower case, without its legal form; empty where nothing telling is left."""
    words = _MARKS.sub(" ", fold(name).text.casefold()).split()
    while words and words[-1] in listed("firm_forms"):
        words.pop()
    while words and words[0] in ("the", "at", "from", "for", "with", "our"):
        words.pop(0)
    plain = " ".join(words)
    return plain if len(plain) > 2 and not plain.isdigit() else ""


def person_key(name: str) -> str:
    """A display name for comparison, in whichever order its words stand; empty where it is nobody's or a number."""
    plain = name_key(name.partition(",")[0])
    if not plain or plain in listed("nobody") or is_phone(plain):
        return ""
    return " ".join(sorted(_MARKS.sub(" ", fold(plain).text).split()))


def personas(names: Iterable[str], firms: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Key and value as shown for each name that tells something: with each firm, and by itself where it is whole."""
    named = list(firms)
    for name in names:
        if key := person_key(name):
            yield from ((f"{key}|{firm_key(firm)}", f"{name}, {firm}") for firm in named)
            if is_full_name(name_key(name)):
                yield key, name.partition(",")[0]


def with_firm(shown: str) -> bool:
    """Whether a persona as shown is a name with a firm, and no mere name."""
    return ", " in shown
