"""What the privacy file is written from: the tables, the settings in force, and the words of one language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bonafides.desk.privacy.document import ROOM
from bonafides.errors import DeskError
from bonafides.render import clean
from bonafides.render.phrases import ENGLISH, languages, phrases
from bonafides.store.records import About
from bonafides.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bonafides.desk.settings import DeskSettings
    from bonafides.render.phrases import Phrases
    from bonafides.store.records import Element

OUTLINES = "documents.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that the documents are made of."""

    schema: tuple[Element, ...]
    settings: DeskSettings
    lang: str
    rows: Mapping[str, int]
    """How many rows each table has now; empty where nobody counted."""

    @property
    def words(self) -> Phrases:
        """The words of the privacy file, English where there are none in the language."""
        return phrases(self.lang if self.lang in languages(ROOM) else ENGLISH, ROOM)

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables, in order."""
        return tuple(dict.fromkeys(each.table for each in self.schema))

    def of(self, table: str) -> tuple[Element, ...]:
        """The fields of a table."""
        return tuple(each for each in self.schema if each.table == table)

    def why(self, element: Element) -> str:
        """What a field is kept for, in the language of the file."""
        return purposes(self.words.lang).get(element.held.why, element.held.why)

    def place(self, what: str) -> str:
        """A place that the organisation fills in."""
        return self.words("fill", what=what)

    def values(self) -> Mapping[str, object]:
        """What the words may speak of."""
        words = self.words
        given = {
            name: self._own(key) or self.place(words(f"place.{name}"))
            for name, key in (("desk", "name"), ("controller", "controller"), ("contact", "contact"))
        }
        titles = {name.split("-", 1)[0]: words(f"{name}.title") for name in outlines()}
        return {
            **given,
            "here": self._own("name") or words("place.here"),
            "version": __version__,
            "tables": len(self.tables),
            "fields": len(self.schema),
            "personal": sum(each.held.about is not About.NOBODY for each in self.schema),
            "date": self.place(words("place.date")),
            "until": self.place(words("place.until")),
            "elements": titles["elements"],
            "record": titles["record"],
            "notices": titles["notices"],
            "breach": titles["breach"],
            "others": titles["people"],
        }

    def _own(self, setting: str) -> str:
        """What the desk is set to, on one line."""
        return clean.name(self.settings[setting], 300)


@cache
def outlines() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """For each document its sections, and the tables of each."""
    told = {name: table for name, table in _told().items() if name != "tables"}
    return {name: {key: tuple(tables) for key, tables in sections.items()} for name, sections in told.items()}


def origin(table: str) -> Mapping[str, str]:
    """Where the rows of a table come from and what makes them go; raises DeskError for a table nobody has told of."""
    known: Mapping[str, Mapping[str, str]] = _told()["tables"]
    if table not in known:
        raise DeskError("the privacy file does not know this table", where=table, next_step=f"Add it to {OUTLINES}.")
    return known[table]


@cache
def purposes(lang: str) -> Mapping[str, str]:
    """What the fields are kept for, by the English sentence that stands beside each field."""
    path = files(ROOM).joinpath("purposes", f"{lang}.toml")
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


@cache
def _told() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(files(ROOM).joinpath(OUTLINES).read_text("utf-8"))
