"""Tells whether a row is about guarded work, and whether somebody has just left the service of a state."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bonafides.exposure.clues import SILENT, TELLING, is_civil, is_guarded, names_government, states_clearance
from bonafides.exposure.finders.mentions import by_first_word
from bonafides.exposure.finders.naming import Name, Naming
from bonafides.exposure.grammar.tokens import Word, plain, words_of
from bonafides.exposure.lexicon import lexicon, listed, sentences_with
from bonafides.model.exposure import OwnProfile, ProfileRow, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bonafides.model.exposure import ProfileField

RECENT = 24
"""Months for which the end of such a position counts as just now, before the latest date of the profile."""
_BY_ITSELF = (Table.POSITIONS, Table.VOLUNTEERING, Table.EDUCATION, Table.CONNECTIONS)
"""Tables whose rows are about different things: what one says does not colour the others."""
_HELD = (Table.CERTIFICATIONS, Table.SKILLS, Table.HONORS)
"""Tables in which a clearance is the owner's own, even if nothing else in the profile says what they do."""
_SPEAKING = (Table.PROFILE, Table.SUMMARY, Table.POSITIONS)
_INTRODUCING = (Table.PROFILE, Table.SUMMARY, Table.POSITIONS, Table.PROJECTS, Table.VOLUNTEERING)
"""Tables in which somebody says at length what they work on."""
_FREE = ("headline", "summary", "title", "description", "role")
_OPEN_END = 12 * 9999
"""The month in which a position ends that goes on."""
_FINDINGS = ("programme", "site", "scale")
"""Further lists whose plain words do so of somebody whose employer nobody knows."""
_STRANGE = frozenset(
    {"company name", "school name", "company", "authority", "publisher", "location", "geo location", "first name",
     "last name", "maiden name", "organization", "degree name"}
)  # fmt: skip
"""Columns whose words name employers, places and people, and no undertakings."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(r"\b(?:0?[1-9]|1[0-2])\b")
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan ene", "feb fev", "mar maa", "apr avr abr", "may mai maj", "jun", "jul", "aug aou ago", "sep", "oct okt",
         "nov", "dec dez dic"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_LONG_MONTHS = {"juin": 6, "juillet": 7, "juni": 6, "juli": 7}


@dataclass(frozen=True)
class Setting:
    """What a profile is about, as far as words that mean two things depend on it."""

    profile: OwnProfile

    @cached_property
    def guarded(self) -> bool:
        """Whether what it says of its owner's work is guarded, work long left for a civil trade not counted."""
        rows = [row for row in self.profile.rows if row.table in _SPEAKING]
        told = any(is_guarded(row) for row in rows if not (self.settled and _is_past(row)))
        return told or any(states_clearance(row) for row in self.profile.rows if row.table in _HELD)

    @cached_property
    def settled(self) -> bool:
        """Whether its owner has a civil trade: then neither what they posted nor what they left says what they do."""
        speaking = [row for row in self.profile.rows if row.table in (Table.PROFILE, Table.POSITIONS)]
        return any(is_civil(row) and not _is_past(row) for row in speaking) and not self._lately

    @cached_property
    def _lately(self) -> bool:
        """Whether a position in guarded work goes on or ended not long ago."""
        positions = [row for row in self.profile.rows if row.table is Table.POSITIONS and is_guarded(row)]
        ends = [month(row.text("finished on")) or _OPEN_END for row in positions]
        return any(end == _OPEN_END or end < self.latest <= end + RECENT for end in ends)

    def of(self, row: ProfileRow) -> bool:
        """Whether words in this row stand in a guarded setting."""
        if row.table not in _BY_ITSELF and (self.guarded or self.settled):
            return self.guarded
        if row.table is Table.POSITIONS and self.guarded and self._goes_on(row):
            return True
        return is_guarded(row)

    def _goes_on(self, row: ProfileRow) -> bool:
        """Whether a position that says little itself is the one that the rest of the profile speaks of."""
        present = not row.text("finished on") or names_government(row.text("company name"))
        return present and self._spoken_of and not is_civil(row)

    @cached_property
    def _spoken_of(self) -> bool:
        """Whether the profile's own words, or a clearance among what its owner holds, tell of guarded work."""
        told = any(is_guarded(each) for each in self.profile.rows if each.table in (Table.PROFILE, Table.SUMMARY))
        return told or any(states_clearance(each) for each in self.profile.rows if each.table in _HELD)

    @cached_property
    def owner(self) -> frozenset[str]:
        """The first and last names of the profile's owner, lower case, word by word."""
        return self.first_names | self._owners("last name")

    @cached_property
    def first_names(self) -> frozenset[str]:
        """The first names of the profile's owner, lower case."""
        return self._owners("first name")

    def _owners(self, column: str) -> frozenset[str]:
        rows = (row for row in self.profile.rows if row.table is Table.PROFILE)
        return frozenset(word for row in rows for word in row.text(column).lower().split())

    @cached_property
    def firms(self) -> str:
        """The names of the owner's employers in one, lower case, without blanks."""
        rows = (row for row in self.profile.rows if row.table is Table.POSITIONS)
        return "".join(filter(str.isalnum, "".join(row.text("company name").lower() for row in rows)))

    @cached_property
    def serving(self) -> bool:
        """Whether its owner works, or worked, for a state or in guarded work: for what anybody may say."""
        speaking = [row for row in self.profile.rows if row.table in _SPEAKING and not is_civil(row)]
        telling = any(serves_state(words_of_row(row)) or is_telling(row) for row in speaking)
        return self.guarded or (telling and not self.settled)

    @cached_property
    def tells_of_service(self) -> bool:
        """Whether no employer's name says anything, the work goes on, and the summary alone tells of guarded work."""
        positions = [row for row in self.profile.rows if row.table is Table.POSITIONS]
        goes_on = any(not row.text("finished on") for row in positions)
        told = any(row.table in (Table.PROFILE, Table.SUMMARY) and _tells_of_arms(row) for row in self.profile.rows)
        return told and goes_on and not any(serves_state(words_of_row(row)) for row in positions)

    @cached_property
    def latest(self) -> int:
        """The latest month that a column of dates names; 0 for none."""
        dated = ("started on", "finished on", "date", "creation date", "connected on")
        return max((month(row.text(name)) for row in self.profile.rows for name in dated), default=0)

    @cached_property
    def serves(self) -> bool:
        """Whether the latest of the owner's positions are about guarded work, so that what is posted now may be too."""
        positions = [row for row in self.profile.rows if row.table is Table.POSITIONS]
        ends = [month(row.text("finished on")) or _OPEN_END for row in positions]
        latest = max(ends, default=0)
        return not positions or any(
            end + RECENT >= latest and self.of(row) for row, end in zip(positions, ends, strict=True)
        )

    def tells_of_work(self, row: ProfileRow) -> bool:
        """Whether a row may name what is worked on: it is about guarded work, or its owner does such work now."""
        if row.table in _BY_ITSELF:
            return self.of(row) or (self.guarded and serves_state(words_of_row(row)) and not is_civil(row))
        return is_guarded(row) or (self.guarded and self.serves)

    def naming(self, field: ProfileField) -> Naming:
        """The names in a field, apart from those that the profile uses for employers, places and people."""
        return Naming(words_of(field.text), field.text, self._strange)

    @cached_property
    def introduced(self) -> Mapping[str, tuple[Name, ...]]:
        """Names of undertakings that guarded rows use beside a noun or in capitals; elsewhere they mean the same.

        By their first words.
        """
        found: set[Name] = set()
        for row in self.profile.rows:
            if row.table in _INTRODUCING:
                about = self.tells_of_work(row)
                for each in row.fields:
                    if each.name in _FREE:
                        found.update(self._introduced(each, about=about))
        return by_first_word(found)

    def _introduced(self, field: ProfileField, *, about: bool) -> Iterator[Name]:
        naming = self.naming(field)
        listed_ones = lexicon("programme").find(naming.words, guarded=about)
        matches = [each for each in listed_ones if not naming.is_known(*each)]
        matches += naming.names(bare=True) if about else ()
        elsewhere = sentences_with(lexicon("programme").unless, naming.words)
        blocked = (*listed("programme", "never").find(naming.words), *elsewhere)
        for start, end in matches:
            if not any(start < b and a < end for a, b in blocked):
                yield from naming.of(start, end)

    @cached_property
    def _strange(self) -> frozenset[str]:
        return frozenset(
            word.plain
            for row in self.profile.rows
            if row.table is not Table.CONNECTIONS
            for each in row.fields
            if each.name in _STRANGE or row.table in (Table.CERTIFICATIONS, Table.LANGUAGES)
            for word in words_of(each.text)
        )

    @cached_property
    def just_left(self) -> bool:
        """Whether a position with the state, or in guarded work, goes on or ended not long before the latest date."""
        positions = [row for row in self.profile.rows if row.table is Table.POSITIONS]
        dates = [month(row.text(name)) for row in positions for name in ("started on", "finished on")]
        latest = max(dates, default=0)
        serving = [row for row in positions if serves_state(words_of_row(row))]
        return any(not row.text("finished on") or latest - month(row.text("finished on")) <= RECENT for row in serving)


def _is_past(row: ProfileRow) -> bool:
    return bool(row.text("finished on"))


def is_telling(row: ProfileRow) -> bool:
    """Whether a row holds what draws a spotter whatever else the profile is about: a missile, a bunker, a code word."""
    words = words_of_row(row)
    return any(True for name in _FINDINGS for _ in lexicon(name).find(words, guarded=False))


def _tells_of_arms(row: ProfileRow) -> bool:
    """Whether a row tells of guarded work by more than the name of a civil service."""
    words = words_of_row(row)
    civil = {at for start, end in listed("setting", "government").find(words) for at in range(start, end)}
    return (
        is_telling(row)
        or is_guarded(row)
        or any(civil.isdisjoint(range(*each)) for each in lexicon("setting").find(words, guarded=False))
    )


def _guarded(words: Sequence[Word]) -> tuple[tuple[int, int], ...]:
    return tuple(found for name in TELLING for found in lexicon(name).find(words, guarded=False))


def serves_state(words: Sequence[Word]) -> bool:
    """Whether words are about the service of a state or about guarded work."""
    blocked = tuple(listed("setting", "never").find(words))
    found = listed("setting", "government").find(words)
    plainly = any(not any(start < b and a < end for a, b in blocked) for start, end in found)
    return plainly or bool(_guarded(words))


def words_of_row(row: ProfileRow) -> tuple[Word, ...]:
    """The words of what a row says of work, field after field."""
    return words_of(" . \n".join(field.text for field in row.fields if looked_at(field)))


def looked_at(field: ProfileField) -> bool:
    """Whether a field says anything of work."""
    return field.name not in SILENT


def month(text: str) -> int:
    """Months since the year 0 of a date as exports write it (`Mar 2024`, `05 mars 2024`, `2024-03-01`); 0 for none."""
    year = _YEAR.search(text)
    if year is None:
        return 0
    named = [plain(word.own) for word in words_of(text) if word.own.isalpha()]
    found = next((_LONG_MONTHS.get(name, 0) or _MONTHS.get(name[:3], 0) for name in named), 0)
    if not found and (number := _NUMBER.search(text[: year.start()] + " " + text[year.end() :].lstrip("-/."))):
        found = int(number.group())
    return int(year.group()) * 12 + found
