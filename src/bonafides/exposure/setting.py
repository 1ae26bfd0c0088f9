"""Tells whether a row is about guarded work, and whether somebody has just left the service of a state."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from bonafides.exposure.lexicon import lexicon, listed
from bonafides.exposure.tokens import Word, plain, words_of
from bonafides.model.exposure import OwnProfile, ProfileRow, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bonafides.model.exposure import ProfileField

_ROWS = 4_096
RECENT = 24
"""Months for which the end of such a position counts as just now, before the latest date of the profile."""
_BY_ITSELF = (Table.POSITIONS, Table.VOLUNTEERING, Table.EDUCATION, Table.CONNECTIONS)
"""Tables whose rows are about different things: what one says does not colour the others."""
_SPEAKING = (Table.PROFILE, Table.SUMMARY, Table.POSITIONS)
_TELLING = ("setting", "clearance", "intelligence", "unit", "controlled")
"""The lists whose plain words show what a row is about."""
_NOT_ABOUT_WORK = frozenset({"url", "first name", "last name", "maiden name", "email address", "industry"})
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
        """Whether anything that the profile says of its owner's work is about guarded work."""
        return any(row.table in _SPEAKING and is_guarded(row) for row in self.profile.rows)

    def of(self, row: ProfileRow) -> bool:
        """Whether words in this row stand in a guarded setting."""
        return is_guarded(row) if row.table in _BY_ITSELF else self.guarded or is_guarded(row)

    @cached_property
    def just_left(self) -> bool:
        """Whether a position with the state, or in guarded work, goes on or ended not long before the latest date."""
        positions = [row for row in self.profile.rows if row.table is Table.POSITIONS]
        dates = [month(row.text(name)) for row in positions for name in ("started on", "finished on")]
        latest = max(dates, default=0)
        serving = [row for row in positions if serves_state(words_of_row(row))]
        return any(not row.text("finished on") or latest - month(row.text("finished on")) <= RECENT for row in serving)


@lru_cache(maxsize=_ROWS)
def is_guarded(row: ProfileRow) -> bool:
    """Whether the words of a row are about guarded work."""
    return any(True for field in row.fields if looked_at(field) for _ in _guarded(words_of(field.text)))


def _guarded(words: Sequence[Word]) -> tuple[tuple[int, int], ...]:
    return tuple(found for name in _TELLING for found in lexicon(name).find(words, guarded=False))


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
    return field.name not in _NOT_ABOUT_WORK


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
