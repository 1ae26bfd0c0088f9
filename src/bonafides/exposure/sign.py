"""What a sign of exposure is: a frozen value that holds a pure function from one field to the words it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from bonafides.exposure.grammar.tokens import Word, words_of
from bonafides.exposure.lexicon import lexicon
from bonafides.model.exposure import ExposureKind, ProfileField, ProfileRow, Table

if TYPE_CHECKING:
    from bonafides.exposure.setting import Setting

Range = tuple[int, int]
"""Where in the text of a field: its first character, and the one behind its last."""


@dataclass(frozen=True)
class Cell:
    """One field as a sign sees it, with what is known of the rest of the profile."""

    row: ProfileRow
    field: ProfileField
    setting: Setting

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words."""
        return words_of(self.field.text)

    @cached_property
    def guarded(self) -> bool:
        """Whether it stands in a guarded setting."""
        return self.setting.of(self.row)

    def range(self, found: tuple[int, int]) -> Range:
        """Characters, of words."""
        return self.words[found[0]].start, self.words[found[1] - 1].end


_QUOTES = tuple('«»„“”"‚‘')
Find = Callable[[Cell], Iterable[Range]]

NAMES = frozenset({"company name", "school name", "publisher", "authority", "dream companies"})
"""Columns that name a body and nothing that the person wrote."""
PLACES = frozenset({"location", "geo location"})
OTHERS_TABLES = frozenset(
    {Table.CONNECTIONS, Table.EMAILS, Table.PHONES, Table.LANGUAGES, Table.ENDORSEMENTS, Table.APPLICATIONS}
)
"""Tables that do not say what the person does."""
TECHNICAL = frozenset(
    {
        "url", "first name", "last name", "maiden name", "started on", "finished on", "connected on", "email address",
        "creation date", "date", "status", "zip code", "birth date", "twitter handles", "industry", "media link",
        "sharelink", "sharedurl", "mediaurl", "date/time", "link", "address", "instant messengers", "websites",
        "license number", "question", "published on", "issued on", "filing date", "issue date", "patent number",
        "number", "extension", "event time", "open to recruiters",
    }
)  # fmt: skip
"""Columns that hold no words about work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureSign:
    """One thing that a talent spotter looks for. Listed in `bonafides.exposure.signs.SIGNS`."""

    kind: ExposureKind
    sources: tuple[str, ...]
    """Ids of the public sources that warn of it, as in `bonafides/detect/sources.toml`."""
    find: Find
    wide: bool = False
    """Whether what stands farther apart in a sentence is still one finding, because people say it in several ways."""
    catches: tuple[tuple[str, str], ...] = field(default=())
    """Proof: each (`table.column`, text) must be found, in a profile about guarded work."""
    spares: tuple[tuple[str, str], ...] = field(default=())
    """Near misses: none may be found, in that same profile."""


def listed_words(
    name: str, *, in_names: bool = False, in_places: bool = False, serving: bool = False, grave: bool = False
) -> Find:
    """The words of one file of the lexicon; in names of employers and in places only where that is said.

    With `serving`, words that mean two things count wherever the owner of such a profile writes them. With `grave`,
    what stands in quotes does not count in posts of whoever has nothing to do with such work: it is a joke.
    """

    def find(cell: Cell) -> Iterator[Range]:
        column = cell.field.name
        if cell.row.table in OTHERS_TABLES or column in TECHNICAL:
            return
        if (column in NAMES and not in_names) or (column in PLACES and not in_places) or is_others(cell):
            return
        guarded = cell.guarded or (serving and cell.setting.serving)
        jokes = grave and cell.row.table in (Table.SHARES, Table.COMMENTS) and not cell.setting.serving
        for start, end in lexicon(name).find(cell.words, guarded=guarded and column not in NAMES):
            if not (jokes and cell.field.text[: cell.words[start].start].endswith(_QUOTES)):
                yield cell.range((start, end))

    return find


def is_others(cell: Cell) -> bool:
    """Whether the field says what somebody else is: the title and employer of who gave a recommendation."""
    recommended = cell.row.table in (Table.RECOMMENDATIONS_GIVEN, Table.RECOMMENDATIONS_RECEIVED)
    return recommended and cell.field.name != "text"
