"""Writes the privacy file: each document from its outline, the words of a language, and the facts in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.desk.privacy.document import Document, Section, Table, html, markdown, texts
from bonafides.desk.privacy.facts import Facts, outlines
from bonafides.desk.privacy.tables import LISTS, TABLES
from bonafides.desk.settings import DeskSettings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bonafides.render.phrases import Phrases
    from bonafides.store.records import Element

DOCUMENTS: tuple[str, ...] = tuple(outlines())
"""The documents by name; beside them stands `index`."""
INDEX = "index"
_BRACKETS = str.maketrans("[]", "()")


def privacy_file(
    schema: Iterable[Element], settings: DeskSettings, lang: str, *, rows: Mapping[str, int] | None = None
) -> dict[str, str]:
    """The whole file: for each name, such as `dpia.md` and `dpia.html`, its text.

    `schema` is `store.records.schema()`, `settings` those in force, `rows` how many rows each table has (for the breach
    worksheet). Languages without words of their own are written in English. Raises DeskError where a table or field
    cannot be told of.
    """
    facts = Facts(schema=tuple(schema), settings=_without_brackets(settings), lang=lang, rows=rows or {})
    documents = {name: _document(facts, name) for name in DOCUMENTS}
    documents = {INDEX: _index(facts, documents), **documents}
    written = {}
    for name, document in documents.items():
        written[f"{name}.md"] = markdown(document)
        written[f"{name}.html"] = html(document)
    return written


def places(words: Phrases, sections: Sequence[Section]) -> int:
    """How many places are left for the organisation in these sections."""
    return sum(text.count(mark(words)) for text in texts(sections))


def mark(words: Phrases) -> str:
    """What each such place begins with."""
    return words("fill", what="\0").partition("\0")[0]


def _without_brackets(settings: DeskSettings) -> DeskSettings:
    """The settings without what would look like a place to fill in, or like a link."""
    return DeskSettings(values={name: value.translate(_BRACKETS) for name, value in settings.values.items()})


def _document(facts: Facts, name: str) -> Document:
    words = facts.words
    sections = tuple(_section(facts, name, key, tables) for key, tables in outlines()[name].items())
    values = facts.values()
    lead = (
        words(f"{name}.lead"),
        f"{_counted(words, 'head.places', places(words, sections))} {words('head.marked', mark=mark(words).strip())}",
        f"{words('head.about', **values)} {words('head.advice')}",
    )
    return Document(lang=words.lang, title=words(f"{name}.title"), lead=lead, sections=sections)


def _section(facts: Facts, document: str, key: str, tables: Sequence[str]) -> Section:
    words, values, place = facts.words, facts.values(), f"{document}.{key}"
    said = words.items(f"{place}.say") if f"{place}.say" in words.table else ()
    wanted = words.items(f"{place}.fill") if f"{place}.fill" in words.table else ()
    beside = (words("retention.hold"), words("retention.purge")) if "retention" in tables else ()
    return Section(
        heading=words(f"{place}.heading"),
        say=tuple(line.format(**values) for line in (*said, *beside)),
        listed=tuple(line for table in tables if table in LISTS for line in LISTS[table](facts)),
        tables=tuple(made for table in tables if table not in LISTS for made in TABLES[table](facts)),
        fill=tuple(facts.place(what) for what in wanted),
    )


def _index(facts: Facts, documents: Mapping[str, Document]) -> Document:
    words = facts.words
    counted = {name: places(words, document.sections) for name, document in documents.items()}
    table = Table(
        head=(words("index.row_document"), words("index.row_places")),
        rows=tuple((document.title, words.number(counted[name])) for name, document in documents.items()),
        links=tuple(documents),
    )
    about = f"{words('head.about', **facts.values())} {words('head.advice')}"
    return Document(
        lang=words.lang,
        title=words("index.title"),
        lead=(words("index.lead"), about),
        sections=(Section(heading=_counted(words, "index.total", sum(counted.values())), tables=(table,)),),
    )


def _counted(words: Phrases, key: str, n: int) -> str:
    return words.count(key, n) if n else words(f"{key}.none")
