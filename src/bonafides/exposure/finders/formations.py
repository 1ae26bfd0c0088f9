"""Finds desks, sections, flights, cells and companies that a text tells apart from others: number, region or task."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.exposure.clues import is_guarded
from bonafides.exposure.finders.designator import designator, is_colour, is_lay, is_ordinal, names
from bonafides.exposure.finders.premises import SOCIAL, tells
from bonafides.exposure.lexicon import listed, word_set
from bonafides.exposure.sign import Cell, Range, listed_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bonafides.exposure.grammar.tokens import Word

_SHORT = re.compile(
    r"\bDet\.? [1-9A-Z]\b|\b\d{1,3}(?:st|nd|rd|th)?\s[A-Z]\w{2,12}\sDet\b"
    r"|\b(?:No\.?\s?|Nr\.?\s?|n[º°]\s?)?(?:\d{1,3}[-/])?\d{1,3}(?:st|nd|rd|th|d|er?|[eè]me|[ºª.])?\s?"
    r"(?:\([A-Za-z .&-]{2,20}\)\s?)?"
    r"(?:Sqn|SQN|Bn|BN|Bde|BDE|Bty|Btry|BTRY|Coy|Regt|REGT|Flt|FLT|Wg|Gp|DET|Plt|PLT|Tp|Trp|Div|DIV|Armd|Inf|Cav"
    r"|Arty|Esc|Rgt|Cie|Kp|Btl|PzBtl|Brig|Esk|Btn|Cía|Cia|Rgto)\b"
    r"|\b(?:[A-Z]|HQ|HHC|[1-9](?:st|nd|rd|th)?)\s(?:Co|Coy|Btry|Bty|Sqn|Tp|Trp|Plt|Flt)\b\.?"
    r"|\b(?:\d{1,2}[-/])?\d{1,3}(?:st|nd|rd|th|er|e|[eè]me|º|ª)\s(?P<initials>[A-Z][A-Za-z]{1,5})\b"
    r"|\b(?!HP|HR|VW|VM)[HV][A-Z]{1,4}-\d{1,3}\b|\bJ[2-9]\d?\b"
    r"|\b\d{1,2}[-/]\d{1,3}\s(?:IN|FA|AR|AV|CAV|INF|ADA|MI|EN|SFG|PIR|ACR"
    r"|Infantry|Cavalry|Marines|Armor|Aviation|Artillery)\b"
)
_TYPE = re.compile(r"\b[A-Z]-\Z")
"""What makes the number behind it a type and no unit's (`the B-77 fleet`)."""
_COMMON = frozenset(
    "HR IT UK US EU UN NATO TV PhD MSc BSc MBA VP CEO PR AI ML NCO GP XV CE SME USA CEE BTS BAC IUT DIY HQ".split()
)
"""Abbreviations that follow a number and name no unit (`1st HR lead`)."""
_CHAIN = 5
_LONGEST = 12
_BEHIND = 6
_LONG = 4
"""Digits of a number that is a year or a sum."""
_OF = frozenset({"de", "du", "fur", "pour"})
_TITLES = frozenset({"title", "role", "headline"})
_listed = listed_words("unit", in_names=True)


def formations(cell: Cell) -> Iterator[Range]:
    """The units of the lists, and in a guarded setting every body of people that is told apart."""
    apart = [cell.range(each) for each in listed("unit", "apart").find(cell.words)]
    never = [*apart, *(cell.range(each) for each in listed("unit", "never").find(cell.words))]
    found = [each for each in _listed(cell) if not _meets(each, apart) and not _is_type(cell.field.text, each[0])]
    if cell.guarded and tells(cell):
        joking = cell.row.table in SOCIAL and not is_guarded(cell.row)
        order = _Order(cell.words, title=cell.field.name in _TITLES, social=joking)
        found += [each for each in map(cell.range, order.units()) if not _meets(each, never)]
        found += [each.span() for each in _SHORT.finditer(cell.field.text) if _is_short(each)]
    yield from sorted(found)


def _meets(found: Range, others: Sequence[Range]) -> bool:
    return any(found[0] < end and start < found[1] for start, end in others)


def _is_type(text: str, start: int) -> bool:
    """Whether a number that begins there belongs to a letter before it."""
    return bool(_TYPE.search(text[max(0, start - 3) : start]))


def _is_short(match: re.Match[str]) -> bool:
    initials = match["initials"]
    return initials is None or (sum(map(str.isupper, initials)) > 1 and initials not in _COMMON)


@dataclass(frozen=True)
class _Order:
    """The units of one text."""

    words: Sequence[Word]
    title: bool
    """Whether it is a title, in which every word has a capital letter."""
    social: bool
    """Whether it is about an evening or a club rather than work, where teams and groups have numbers too."""

    def units(self) -> Iterator[tuple[int, int]]:
        """Each as its first word and the word behind its last."""
        for at in range(len(self.words)):
            special = self._is(at, "special", "special_endings")
            if not special and not self._is(at, "general", "general_endings"):
                continue
            found = self._numbered(at) or self._tasked(at) or self._called(at)
            if not found and self._is(at, "fighting"):
                found = self._counted(at) or self._owned(at)
            if not found and special:
                found = self._compound(at) or self._counted(at) or self._regional(at)
            if found:
                yield found

    def _numbered(self, at: int) -> tuple[int, int] | None:
        """`Group 7`, `desk 4`, `escadron 15.030`, `Referat Rüstung, 414`."""
        if is_lay(self.words, at):
            return None
        end = designator(self.words, at + 1)
        if self.social and not self._is(at, "special", "special_endings"):
            signs = "".join(word.own for word in self.words[at + 1 : end])
            return (at, end) if 0 < sum(map(str.isdigit, signs)) < len(signs) else None
        if end > at + 1:
            return at, end
        filed = self._is(at, "filed", "filed_endings")
        special = self._is(at, "special", "special_endings") and not self._is(at, "english")
        for each in range(at + 2, min(at + _BEHIND, len(self.words))) if filed or special else ():
            word = self.words[each]
            if (
                not word.same
                or not (word.near or filed)
                or self.words[each - 1].plain in word_set("site", "where") - _OF
            ):
                break
            if word.own.isdigit() and 1 < len(word.own) < _LONG and not self._goes_on(each):
                return at, each + 1
        return None

    def _goes_on(self, at: int) -> bool:
        """Whether a number counts what follows: `section de 30 élèves`."""
        after = self.words[at + 1] if at + 1 < len(self.words) else None
        return after is not None and after.near and after.own[0].islower()

    def _tasked(self, at: int) -> tuple[int, int] | None:
        """`covert detection team`, `cellule de contre-prolifération`: what it is there for is guarded itself."""
        chain = self._chain(at)
        first = next((each for each in chain if self._is(each, "tasks", "task_endings")), None)
        if first is not None:
            return first, at + 1
        if any(root in self.words[at].plain for root in word_set("unit", "roots")):
            return at, at + 1
        for each in range(at + 1, min(at + _CHAIN, len(self.words))):
            if not self.words[each].near:
                return None
            if self._is(each, "tasks", "task_endings") and self._leads(at, each):
                return at, each + 1
        return None

    def _leads(self, at: int, task: int) -> bool:
        """Whether a task behind belongs to the unit: a word of belonging leads to it, or it is written as its name."""
        between = [self.words[each].plain for each in range(at + 1, task)]
        linked = not word_set("unit", "linking").isdisjoint(between)
        return linked or (not between and self._precedes(at))

    def _called(self, at: int) -> tuple[int, int] | None:
        """`Strategic Escort Group`: several capitalised words, which are not all about business, and the noun too."""
        if self.title or not self.words[at].is_capital or not self._is(at, "english"):
            return self._called_behind(at)
        chain = [each for each in self._chain(at) if self.words[each].is_capital]
        first = chain[0] if chain else at
        inside = range(first, at)
        counted = first > 0 and self.words[first].near and self.words[first - 1].own[0].isdigit()
        if (
            len(chain) + counted < 2
            or not all(self.words[each].is_capital for each in inside)
            or self._starts_sentence(first)
        ):
            return None
        if any(self._is(each, "business") for each in inside) or self._is_role(at + 1):
            return None
        return first, at + 1

    def _called_behind(self, at: int) -> tuple[int, int] | None:
        """`Grupo de Apoyo Técnico Operativo`: the same where the noun comes first."""
        end, said = at + 1, 0
        linking = word_set("unit", "linking")
        while not self.title and end < min(len(self.words), at + _LONGEST) and self.words[end].near:
            word = self.words[end]
            if self._is(end, "business") or not (word.is_capital or word.plain in linking):
                break
            said += word.is_capital
            end += 1
        linked = at + 1 < len(self.words) and self.words[at + 1].plain in word_set("unit", "linking")
        linked = linked or self._is(at, "plainly")
        whole = end >= len(self.words) or not self.words[end].near or not self._is(end, "business")
        return (at, end) if self.words[at].is_capital and linked and said > 1 and whole else None

    def _compound(self, at: int) -> tuple[int, int] | None:
        """`Ruslandssektionen`: a capitalised word in one piece, whose beginning is no business."""
        word = self.words[at]
        ending = next((each for each in word_set("unit", "special_endings") if word.plain.endswith(each)), "")
        start = word.plain.removesuffix(ending) if ending else ""
        if len(start) < 4 or not word.is_capital or start.startswith(tuple(word_set("unit", "business_starts"))):
            return None
        return at, at + 1

    def _counted(self, at: int) -> tuple[int, int] | None:
        """`Third Section`, `Blue Section`."""
        if at == 0 or not self.words[at].near or self.social:
            return None
        before = self.words[at - 1]
        owned = at + 1 < len(self.words) and self.words[at + 1].plain in word_set("unit", "owned")
        counted = is_ordinal(before) and (before.is_capital or before.own[0].isdigit() or owned)
        dotted = before.own.isdigit() and self.words[at].start - before.end > 1 and not self._is(at, "english")
        counted = (counted or dotted) and not is_lay(self.words, at)
        return (at - 1, at + 1) if counted or (is_colour(before) and self.words[at].is_capital) else None

    def _owned(self, at: int) -> tuple[int, int] | None:
        """`the Kestrel Company of the border regiment`."""
        behind = at + 1 < len(self.words) and self.words[at + 1].near and self._is(at + 1, "owned")
        before = at > 0 and self.words[at].near and self._is_region(at - 1)
        return (at - 1, at + 1) if behind and before and self.words[at].is_capital and not self.title else None

    def _regional(self, at: int) -> tuple[int, int] | None:
        """`Caspian Section`, `hold Kaliningrad`, `cellule Liban`."""
        if self._is_role(at + 1):
            return None
        ahead = at + 1
        if ahead < len(self.words) and self.words[ahead].near and self._precedes(at):
            linking = word_set("unit", "linking") - (word_set("site", "where") - _OF)
            if self.words[ahead].plain in linking and ahead + 1 < len(self.words):
                ahead += self.words[ahead + 1].near
            if self._is_region(ahead):
                return at, ahead + 1
        if at and self.words[at].near and self._is_region(at - 1) and not self.title:
            return at - 1, at + 1
        return self._regional_before(at)

    def _regional_before(self, at: int) -> tuple[int, int] | None:
        """`Baltic Sea threat desk`: the region, and what of it, before the noun."""
        chain = self._chain(at)
        if self.title or not self._is(at, "english") or any(self._is(each, "business") for each in chain):
            return None
        first = next((each for each in chain if self._is_region(each)), None)
        return None if first is None or self._starts_sentence(first) else (first, at + 1)

    def _precedes(self, at: int) -> bool:
        """Whether a noun is of a language in which the name comes behind it."""
        return not self._is(at, "english") or self._is(at, "shared")

    def _is_region(self, at: int) -> bool:
        word = self.words[at]
        if self._is(at, "geography"):
            return word.is_capital or (at > 0 and not self._is(at - 1, "english") and self._is(at - 1, "special"))
        own = word.plain in word_set("site", "known")
        own = own or word.plain in word_set("site", "facilities")
        return names(word) and not own and not self._is(at, "business") and not word.own.isupper()

    def _chain(self, at: int) -> range:
        """The few words straight before one, as far as nothing but a blank or a hyphen lies between."""
        first = at
        stops = word_set("unit", "stops")
        while first > 0 and at - first < _CHAIN and self.words[first].near and self.words[first - 1].plain not in stops:
            first -= 1
        return range(first, at)

    def _starts_sentence(self, at: int) -> bool:
        return self.words[at].plain in word_set("unit", "verbs")

    def _is_role(self, at: int) -> bool:
        """Whether what follows makes it somebody's title: `Policy Team Leader`."""
        return at < len(self.words) and self.words[at].near and self._is(at, "people")

    def _is(self, at: int, part: str, endings: str = "") -> bool:
        word = self.words[at].plain
        if word in word_set("unit", part):
            return True
        return bool(endings) and len(word) > 6 and word.endswith(tuple(word_set("unit", endings)))
