"""Finds halls, ranges, bunkers, gates and rooms that a text tells apart from others: by number, place or fence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bonafides.exposure.clues import is_guarded
from bonafides.exposure.finders.designator import designator, is_certain, is_lay, is_ordinal, names
from bonafides.exposure.grammar.tokens import words_of
from bonafides.exposure.lexicon import listed, word_set
from bonafides.exposure.sign import NAMES, OTHERS_TABLES, PLACES, TECHNICAL, Cell, Range, is_others, listed_words
from bonafides.model.exposure import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bonafides.exposure.grammar.tokens import Word

_STOREY = re.compile(
    r"\b(?:(?P<counted>[^\W\d_]{4,10})|\d{1,2}(?:st|nd|rd|th|er?|[eè]me|[ºª.])?)[ \u00a0]?"
    r"(?:floor|storey|basement|OG|UG|Stockwerk|Stock|Obergeschoss|Untergeschoss|[ée]tage|sous-sol|sal|k[æa]lder|planta"
    r"|piso|s[óo]tano)\b"
)
_FILED = re.compile(r"[A-Z]{1,2}\d{2,3}")
_BEFORE = 4
"""Words before a facility in which its fence or its place may stand."""
_BEHIND = 7
_SOON = 4
_HOUSE = 3
_FAR = 8
"""Words between a storey and what says whose storey it is."""
_listed = listed_words("site", in_places=True)
SOCIAL = (
    Table.SHARES,
    Table.COMMENTS,
    Table.VOLUNTEERING,
    Table.RECOMMENDATIONS_GIVEN,
    Table.RECOMMENDATIONS_RECEIVED,
)
"""Tables in which people mostly write of what has nothing to do with work."""
_TITLES = OTHERS_TABLES | {Table.SKILLS, Table.CERTIFICATIONS, Table.COURSES, Table.PUBLICATIONS, Table.PATENTS}
"""Tables whose words are titles that somebody else chose."""


def premises(cell: Cell) -> Iterator[Range]:
    """The sites of the lists, and in a guarded setting every facility that is told apart."""
    blocked = [cell.range(each) for each in listed("site", "apart").find(cell.words)]
    found = [each for each in _listed(cell) if not (cell.field.name == "geo location" and _is_town(cell, each))]
    joking = cell.row.table in SOCIAL and not is_guarded(cell.row)
    if joking:
        found = [each for each in found if not _is_anybodys(cell, each)]
    if cell.guarded and tells(cell):
        ground = _Ground(cell.words, cell.field.text, place=cell.field.name in PLACES, social=joking)
        found += [cell.range(each) for each in ground.facilities()]
    for each in sorted(found):
        if not any(each[0] < end and start < each[1] for start, end in blocked):
            yield each


def _is_town(cell: Cell, found: Range) -> bool:
    """Whether a match is words alone, which as the place where somebody lives are the town around a site."""
    return cell.field.text[slice(*found)].replace(" ", "").isalpha()


def _is_anybodys(cell: Cell, found: Range) -> bool:
    """Whether a match is no more than a numbered house or a street (`building 2`, `rue du Moulin`)."""
    said = cell.field.text[slice(*found)]
    first = words_of(said)[0]
    usual = any(first.plain in word_set("site", part) for part in ("everyday", "ambiguous", "streets"))
    return usual and not first.is_capital and len(said.split()) <= _HOUSE


def tells(cell: Cell) -> bool:
    """Whether the owner says in a field in their own words what they do, or where."""
    return cell.row.table not in _TITLES and cell.field.name not in TECHNICAL | NAMES and not is_others(cell)


@dataclass(frozen=True)
class _Ground:
    """The facilities of one text."""

    words: Sequence[Word]
    text: str
    place: bool
    """Whether it is a place and no prose."""
    social: bool
    """Whether it is about an evening or a club rather than work, where halls and houses have numbers too."""

    def facilities(self) -> Iterator[tuple[int, int]]:
        """Each as its first word and the word behind its last."""
        for at in range(len(self.words)):
            if self._is(at, "facilities", "facility_endings") or self._compound(at):
                found = (
                    self._numbered(at)
                    or self._fenced(at)
                    or self._placed(at)
                    or self._inside(at)
                    or self._there(at)
                    or self._christened(at)
                )
                if found:
                    yield found
        yield from self._storeys()
        if not self.social:
            yield from self._streets()

    def _numbered(self, at: int) -> tuple[int, int] | None:
        """`Hall 22B`, `gate 3`, `block two`; what has numbers elsewhere too only where somebody is, goes or works."""
        end = designator(self.words, at + 1)
        if end == at + 1 or is_lay(self.words, at) or (self.social and self._is_plain(at)):
            return None
        loose = self.words[at].plain in word_set("site", "ambiguous") and not is_certain(self.words, at + 1, end)
        if loose and not self.place and not self._located(at):
            return None
        return at, end

    def _is_plain(self, at: int) -> bool:
        """Whether schools and clubs have such a facility too."""
        return self._is(at, "everyday") or self._is(at, "ambiguous")

    def _located(self, at: int) -> bool:
        before = range(max(0, at - _BEFORE - 2), at)
        here = [each for each in before if self._together(each, at)]
        return any(
            self.words[each].plain in word_set("site", "where") or self._is(each, "facilities", "facility_endings")
            for each in here
        ) or self._places(at)

    def _places(self, at: int) -> bool:
        """Whether the text begins with the place: `Osborne North, gate 3`."""
        return all(self.words[each].is_capital for each in range(at)) and 0 < at <= _BEFORE

    def _fenced(self, at: int) -> tuple[int, int] | None:
        """`the screened hall`, `salle sécurisée`: only one that is meant as known, or that stands beside a name."""
        first = next((each for each in self._chain(at) if self._guards(each)), at)
        last = self._guard_behind(at)
        if first == at and last == at + 1:
            return None
        before = self.words[first - 1].plain if first else ""
        known = before in word_set("site", "known") or self._is_item(first, last)
        end = max(self._name_behind(last), designator(self.words, last)) if last < len(self.words) else last
        if end <= last and last > at + 1 and self._of_name(last):
            end = last + 2
        return (first, max(end, last)) if known or end > last else None

    def _of_name(self, at: int) -> bool:
        """Whether a name is said to own what stands before: `poste enterré de Roqueval`."""
        there = at + 1 < len(self.words) and self.words[at].near and self.words[at + 1].near
        return there and self.words[at].plain in {"de", "d", "of", "von", "af"} and names(self.words[at + 1])

    def _is_item(self, first: int, last: int) -> bool:
        """Whether words stand alone between commas or the ends of a line, as in a list of where one works."""
        return (first == 0 or not self.words[first].near) and (last == len(self.words) or not self.words[last].near)

    def _guard_behind(self, at: int) -> int:
        """The place behind a fence that follows: `salle sécurisée`, `túnel de viento restringido`."""
        for each in range(at + 1, min(at + _BEFORE, len(self.words))):
            if not self.words[each].near:
                break
            if self._guards(each):
                return each + 1
        return at + 1

    def _guards(self, at: int) -> bool:
        """Whether a word says that few may go in: a fence, or what is kept or done there."""
        return self._is(at, "guards") or self._is(at, "grave")

    def _placed(self, at: int) -> tuple[int, int] | None:
        """`the camera hub near Brest`, `the Brest shock hall`: a facility for guarded things, and a name beside it."""
        chain = self._chain(at)
        strong = (self._is(at, "strong", "strong_endings") or self._compound(at)) and not is_lay(self.words, at)
        special = [each for each in chain if self._is(each, "technical", "technical_endings")]
        behind = at + 1 < len(self.words) and self._special_behind(at)
        if not strong and not special and not behind:
            return None
        first = min(special, default=at)
        named = next((each for each in chain if each < first and self._told(each)), None)
        named = first - 1 if named is None and first and self._joins(first) and names(self.words[first - 1]) else named
        if named is not None:
            return named, at + 1
        end = self._name_behind(at + 1) or (strong and self._after_comma(at + 1))
        return (first, end) if end else None

    def _told(self, at: int) -> bool:
        """Whether a word tells a facility behind it from others: a name, or a letter with figures (`the A71 hall`)."""
        return names(self.words[at]) or bool(_FILED.fullmatch(self.words[at].own))

    def _after_comma(self, at: int) -> int:
        """`operations bunker, Amberley`."""
        there = at < len(self.words) and self.words[at].same and names(self.words[at])
        return at + 1 if there and self.text[self.words[at - 1].end : self.words[at].start].strip() == "," else 0

    def _inside(self, at: int) -> tuple[int, int] | None:
        """`the lab in the old mill near Brest`, `the cellar of the embassy`: a facility in a building that is told."""
        if self.words[at].plain in word_set("site", "ambiguous"):
            return None
        for each in range(at + 1, min(at + _BEHIND, len(self.words))):
            if not self.words[each].same:
                return None
            if self._is(each, "missions"):
                return at, each + 1
            if self._is(each, "landmarks") and (end := self._name_behind(each + 1)):
                return at, end
        return None

    def _there(self, at: int) -> tuple[int, int] | None:
        """`the fuel pond at Skarvik`: what a word leads to that says of a place more than in which town it is."""
        modified = at > 0 and self.words[at].near and not self._stops(at - 1) and not self._is(at - 1, "everyday")
        if self._is(at, "everyday") or (self._is(at, "ambiguous") and not modified) or is_lay(self.words, at):
            return None
        if at + 1 < len(self.words) and self.words[at + 1].same and self._is(at + 1, "firmly"):
            end = self._name_behind(at + 1, within=_SOON)
            if end and not (self.words[end - 1].own.isupper() or is_lay(self.words, end - 1)):
                return at, end
        return None

    def _christened(self, at: int) -> tuple[int, int] | None:
        """`Arden Marlow Building`: as the place of a position, a house that has a name."""
        word = self.words[at]
        if not self.place or not word.is_capital or word.plain not in {"building", "bldg"}:
            return None
        first = at
        while first and self.words[first].near and names(self.words[first - 1]):
            first -= 1
        return (first, at + 1) if first < at and not is_lay(self.words, at) else None

    def _compound(self, at: int) -> bool:
        """`Sprengversuchsgelände`, `lyttepost`: what German and Danish write in one word."""
        word = self.words[at].plain
        ends = (*_endings("facility_endings"), *_endings("compound_endings"))
        return word.endswith(ends) and any(each in word for each in word_set("site", "roots"))

    def _special_behind(self, at: int) -> bool:
        """`salle de contrôle`, `nave de integración`: what the facility is for, where that comes after it."""
        for each in range(at + 1, min(at + 5, len(self.words))):
            if not self.words[each].near:
                return False
            if self._is(each, "technical", "technical_endings"):
                return True
            if self.words[each].plain not in word_set("site", "linking"):
                return False
        return False

    def _name_behind(self, at: int, within: int = _BEHIND) -> int:
        """The place behind a name that a word of place leads to; 0 where there is none."""
        led = False
        for each in range(at, min(at + within, len(self.words))):
            word = self.words[each]
            if not word.same:
                return 0
            led = led or word.plain in word_set("site", "where")
            road = word.is_capital and each + 1 < len(self.words) and self._is(each + 1, "streets")
            if (names(word) or road) and (led or (each == at and word.near)):
                return each + 1
        return 0

    def _chain(self, at: int) -> range:
        """The few words straight before one, as far as nothing but a blank or a hyphen lies between."""
        first = at
        while first > 0 and at - first < _BEFORE and self.words[first].near and not self._stops(first - 1):
            first -= 1
        return range(first, at)

    def _stops(self, at: int) -> bool:
        word = self.words[at].plain
        return word in word_set("site", "known") or word in word_set("site", "where")

    def _joins(self, at: int) -> bool:
        return self.words[at].near

    def _together(self, first: int, last: int) -> bool:
        return all(self.words[each].same for each in range(first + 1, last + 1))

    def _is(self, at: int, part: str, endings: str = "") -> bool:
        word = self.words[at].plain
        return word in word_set("site", part) or (bool(endings) and word.endswith(_endings(endings)) and len(word) > 6)

    def _storeys(self) -> Iterator[tuple[int, int]]:
        """A storey, where a name, a house or a number says of which building."""
        for match in _STOREY.finditer(self.text):
            inside = list(self._between(match.start(), match.end()))
            if (
                not inside
                or is_lay(self.words, inside[0])
                or (match["counted"] and not is_ordinal(self.words[inside[0]]))
            ):
                continue
            near = range(max(0, inside[0] - _FAR), min(len(self.words), inside[-1] + _FAR))
            for at in near:
                beyond = min(abs(at - inside[0]), abs(at - inside[-1]))
                named = at > 0 and self.words[at].same and names(self.words[at])
                if at not in inside and beyond and (named or self._is(at, "houses", "house_endings")):
                    yield inside[0], inside[-1] + 1
                    break

    def _between(self, start: int, end: int) -> Iterator[int]:
        at = self._starts.get(start, len(self.words))
        while at < len(self.words) and self.words[at].start < end:
            yield at
            at += 1

    @cached_property
    def _starts(self) -> dict[int, int]:
        return {word.start: at for at, word in enumerate(self.words)}

    def _streets(self) -> Iterator[tuple[int, int]]:
        """An address: a street with its number, or with the house in it."""
        for at, word in enumerate(self.words):
            if not word.is_capital or not self._is(at, "streets", "street_endings"):
                continue
            end = designator(self.words, at + 1)
            before = at - 2 if at > 1 and names(self.words[at - 1]) and self.words[at - 2].own.isdigit() else at
            beside = at + 1 < len(self.words) and self.words[at + 1].same and self._is(at + 1, "houses")
            if end > at + 1 or before < at or beside:
                yield before, max(end, at + 1)


def _endings(part: str) -> tuple[str, ...]:
    return tuple(word_set("site", part))
