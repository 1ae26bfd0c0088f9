"""Reads the LinkedIn files that say who people are: Profile, Email Addresses, PhoneNumbers (the owner), Connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.model import Party
from bonafides.read.decode import open_lines
from bonafides.read.identity import email_id, phone_id, url_id
from bonafides.read.linkedin.text import repaired
from bonafides.read.reader import Extract, Head, Options, Reader, Source, Thread
from bonafides.read.table import Header, Record, head_header, open_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Row = dict[str, str]

_PROFILE = frozenset({"first name", "last name", "headline"})
_EMAILS = frozenset({"email address", "confirmed"})
_PHONES = frozenset({"extension", "number"})
_CONNECTIONS = frozenset({"first name", "last name", "connected on"})


def _reader(name: str, required: frozenset[str], understand: Callable[[Iterator[Row], str], Extract]) -> Reader:
    """A reader for a table of one person per record."""

    def recognises(head: Head) -> bool:
        return head_header(head, required) is not None

    def read(source: Source, options: Options) -> Extract:
        del options
        with open_lines(source) as lines:
            table = open_table(lines, required, lambda cells, header: len(cells) == header.width)
            if table is None:
                return Extract()
            extract = understand(_rows(*table), source.name)
            return Extract(threads=extract.threads, me=extract.me, problems=lines.problems(source.name))

    return Reader(name=name, recognises=recognises, read=read)


def _rows(header: Header, records: Iterator[Record]) -> Iterator[Row]:
    for record in records:
        yield {
            name: repaired(record.cells[place].strip())
            for name, place in header.columns.items()
            if place < len(record.cells)
        }


def _name(row: Row) -> str:
    return " ".join(filter(None, (row.get("first name"), row.get("last name"))))


def _profile(rows: Iterator[Row], where: str) -> Extract:
    del where
    return Extract(me=tuple(Party(name=_name(row), mine=True) for row in rows if _name(row)))


def _mine(ids: Iterator[str]) -> Extract:
    found = frozenset(filter(None, ids))
    return Extract(me=(Party(name="", mine=True, identifiers=found),) if found else ())


def _emails(rows: Iterator[Row], where: str) -> Extract:
    del where
    return _mine(email_id(row.get("email address", "")) for row in rows)


def _phones(rows: Iterator[Row], where: str) -> Extract:
    del where
    return _mine(phone_id(f"{row.get('extension', '')} {row.get('number', '')}".strip()) for row in rows)


def _connections(rows: Iterator[Row], where: str) -> Extract:
    parties = tuple(
        Party(name=_name(row), identifiers=frozenset(filter(None, _contact(row)))) for row in rows if _name(row)
    )
    return Extract(threads=(address_book(where, parties),))


def _contact(row: Row) -> tuple[str, str]:
    return url_id(row.get("url", "")), email_id(row.get("email address", ""))


def address_book(key: str, parties: tuple[Party, ...]) -> Thread:
    """People with their identifiers and no messages: it helps to join threads and is never a conversation."""
    return Thread(key=key, channel="linkedin", parties=parties, messages=())


PROFILE = _reader("linkedin-profile", _PROFILE, _profile)
EMAILS = _reader("linkedin-emails", _EMAILS, _emails)
PHONES = _reader("linkedin-phones", _PHONES, _phones)
CONNECTIONS = _reader("linkedin-connections", _CONNECTIONS, _connections)
