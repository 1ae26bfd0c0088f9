"""A document as plain values, and how it becomes Markdown or a page of HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.render.templating import template

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOM = "bonafides.desk.privacy"
_SPECIAL = re.compile(r"[\\`*<>|&]|(?<![^\W_])_|_(?![^\W_])")
"""What Markdown would take for a mark of its own; an underscore inside a word is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under their headings."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    links: tuple[str, ...] = ()
    """For each row, the document that its first cell leads to, without ending; empty where no row leads anywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading, what is said under it, its tables, and the places that the organisation fills in."""

    heading: str
    say: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    fill: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document of the file."""

    lang: str
    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]


def texts(sections: Sequence[Section]) -> Iterator[str]:
    """Everything that the sections say."""
    for section in sections:
        yield section.heading
        yield from (*section.say, *section.listed, *section.fill)
        for table in section.tables:
            yield from (table.caption, *table.head, *(cell for row in table.rows for cell in row))


def markdown(document: Document) -> str:
    """The document in Markdown (with the tables of GitHub's flavour)."""
    parts = [f"# {_plain(document.title)}", *map(_plain, document.lead)]
    for section in document.sections:
        parts += [f"## {_plain(section.heading)}", *map(_plain, section.say)]
        parts += [_list(lines) for lines in (section.listed, section.fill) if lines]
        for table in section.tables:
            parts += [f"### {_plain(table.caption)}"] if table.caption else []
            parts.append(_rows(table))
    return "\n\n".join(parts) + "\n"


def html(document: Document) -> str:
    """The document as a page that needs nothing else."""
    return template("document.html", ROOM).render(document=document)


def _list(lines: Sequence[str]) -> str:
    return "\n".join(f"- {_plain(line)}" for line in lines)


def _rows(table: Table) -> str:
    links = table.links or ("",) * len(table.rows)
    rows = [[_plain(cell) for cell in row] for row in table.rows]
    for row, link in zip(rows, links, strict=True):
        row[0] = f"[{row[0]}]({link}.md)" if link else row[0]
    lines = [[_plain(cell) for cell in table.head], ["---"] * len(table.head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _plain(text: str) -> str:
    """Text that means itself in Markdown."""
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", text)
