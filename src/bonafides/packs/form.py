"""The file of a pack: a header in JSON, then sorted records of fixed size that are searched where they lie.

    "BFPACK1\\n" | length of the header (4 bytes) | header | groups | slow | fast | text | withdrawn

All numbers are big-endian. A group is 8 bytes, a record of the next three sections a digest and the number of its
group, one of the last a digest alone. docs/packs.md has it in full.
"""

from __future__ import annotations

import json
import mmap
import struct
from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from bonafides.errors import PacksError
from bonafides.packs.digest import SALT, SIZE, Slow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

SCHEMA = "bonafides.pack/1"
SUFFIX = ".bfpack"
MAGIC = b"BFPACK1\n"
SECTIONS = ("groups", "slow", "fast", "text", "withdrawn")
GROUP = struct.Struct(">BBHHH")
RECORD = SIZE + 4
_WIDTHS = {"groups": GROUP.size, "slow": RECORD, "fast": RECORD, "text": RECORD, "withdrawn": SIZE}
_LENGTH = struct.Struct(">I")
_NUMBER = struct.Struct(">I")
MOST_HEADER = 1024**2
MOST_BYTES = 512 * 1024**2
MOST_NOTES = 1_000
LONGEST = timedelta(days=400)
"""From publication to expiry: what was true of a number is not true of it for ever, since numbers get new owners."""
VERDICTS = ("approach", "scam", "device-lure")
FEWEST_REPORTS = 3
_AGAIN = "Ask the publisher for the pack again."
_EPOCH_YEAR = 2000


class Group(NamedTuple):
    """What is said of the entries that bear its number."""

    kind: str
    reports: int
    since: str
    """Month, `2026-03`."""
    keys: int
    """Of a text, its keys in the pack; 0 for addresses."""
    note: int
    """Place of its note in the header, from 1; 0 where it has none."""

    def written(self) -> bytes:
        """Its eight bytes."""
        year, _, month = self.since.partition("-")
        months = (int(year) - _EPOCH_YEAR) * 12 + int(month) - 1
        return GROUP.pack(VERDICTS.index(self.kind), min(self.reports, 255), months, self.keys, self.note)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a pack says of itself; every field is covered by the signature."""

    publisher: str
    contact: str
    """Where somebody who is wrongly listed writes to."""
    series: str
    sequence: int
    published_at: datetime
    expires_at: datetime
    salt: bytes
    slow: Slow
    sketch: str
    notes: tuple[str, ...]
    counts: Mapping[str, int]

    @property
    def entries(self) -> int:
        """Fingerprints in it."""
        return sum(self.counts[each] for each in ("slow", "fast", "text"))

    def written(self) -> bytes:
        """The header as JSON in UTF-8."""
        table = {
            "schema": SCHEMA, "publisher": self.publisher, "contact": self.contact, "series": self.series,
            "sequence": self.sequence, "published_at": self.published_at.isoformat(),
            "expires_at": self.expires_at.isoformat(), "salt": self.salt.hex(), "digest": SIZE,
            "slow": {"kdf": "argon2id", "passes": self.slow.passes, "memory": self.slow.memory},
            "sketch": self.sketch, "notes": list(self.notes), "counts": dict(self.counts),
        }  # fmt: skip
        return json.dumps(table, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


class Pack:
    """An opened pack: its header, and its records where they lie in the file. To be closed, or used with `with`."""

    def __init__(self, header: Header, data: mmap.mmap, starts: Mapping[str, int]) -> None:
        self.header = header
        self._data = data
        self._starts = starts

    def __enter__(self) -> Pack:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go."""
        self._data.close()

    def groups_of(self, section: str, digest: bytes, most: int = 64) -> list[int]:
        """Numbers of the groups that have this digest; the first `most` only."""
        data, start, width, count = self._data, self._starts[section], _WIDTHS[section], self.header.counts[section]
        at = bisect_left(range(count), digest, key=lambda i: data[start + i * width : start + i * width + SIZE])
        found: list[int] = []
        while at < count and len(found) < most:
            place = start + at * width
            if data[place : place + SIZE] != digest:
                break
            found.append(_NUMBER.unpack(data[place + SIZE : place + RECORD])[0] if width == RECORD else 0)
            at += 1
        return found

    def group(self, number: int) -> Group:
        """The group of that number."""
        place = self._starts["groups"] + number * GROUP.size
        kind, reports, months, keys, note = GROUP.unpack(self._data[place : place + GROUP.size])
        since = f"{_EPOCH_YEAR + months // 12:04}-{months % 12 + 1:02}"
        return Group(kind=VERDICTS[kind], reports=reports, since=since, keys=keys, note=note)

    def records(self, section: str) -> Iterator[tuple[bytes, int]]:
        """Every digest of a section with the number of its group (0 among those withdrawn)."""
        width, start = _WIDTHS[section], self._starts[section]
        for place in range(start, start + self.header.counts[section] * width, width):
            row = self._data[place : place + width]
            yield row[:SIZE], (_NUMBER.unpack(row[SIZE:])[0] if width == RECORD else 0)

    def checked(self) -> Pack:
        """Itself, after every record was looked at; raises PacksError where one is out of order or out of bounds."""
        groups = self.header.counts["groups"]
        try:
            for number in range(groups):
                each = self.group(number)
                if each.reports < FEWEST_REPORTS or each.note > len(self.header.notes):
                    raise _broken("a group says what cannot be")
        except IndexError as error:
            raise _broken("a group says what cannot be") from error
        for section in SECTIONS[1:]:
            self._check_order(section, groups if section != "withdrawn" else 1)
        return self

    def _check_order(self, section: str, groups: int) -> None:
        rows = self.records(section)
        if any(one > other for one, other in pairwise(rows)):
            raise _broken(f"the records of {section!r} are not in order")
        if any(number >= groups for _, number in self.records(section)):
            raise _broken(f"a record of {section!r} belongs to no group")


def opened(path: Path) -> Pack:
    """Open a pack whose signature was checked. Raises PacksError for what is none, is cut short or of a newer form."""
    try:
        with path.open("rb") as stream:
            size = stream.seek(0, 2)
            if size > MOST_BYTES:
                raise _broken(f"it is larger than {MOST_BYTES // 1024**2} MB")
            stream.seek(0)
            start = stream.read(len(MAGIC) + _LENGTH.size)
            length = _header_length(start)
            header = header_from(stream.read(length))
            data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError as error:
        raise PacksError("the pack cannot be read", where=path.name, next_step="Check its name.") from error
    starts, place = {}, len(MAGIC) + _LENGTH.size + length
    for section in SECTIONS:
        starts[section] = place
        place += header.counts[section] * _WIDTHS[section]
    if place != size:
        data.close()
        raise _broken("it is shorter or longer than it says")
    return Pack(header, data, starts)


def write(header: Header, groups: Sequence[Group], sections: Mapping[str, Sequence[tuple[bytes, int]]]) -> bytes:
    """The bytes of a pack; `sections` are sorted by the caller."""
    head = header.written()
    if len(head) > MOST_HEADER:
        raise PacksError("its notes are too long", where="notes", next_step="Say less, or less often.")
    pieces = [MAGIC, _LENGTH.pack(len(head)), head, *(group.written() for group in groups)]
    for section in ("slow", "fast", "text"):
        pieces += [digest + _NUMBER.pack(number) for digest, number in sections[section]]
    pieces += [digest for digest, _ in sections["withdrawn"]]
    return b"".join(pieces)


def header_from(data: bytes) -> Header:
    """A header from its bytes; raises PacksError for what is none or is newer than this program."""
    try:
        table = json.loads(data)
        schema = table["schema"]
        if schema != SCHEMA and not str(schema).startswith("bonafides.pack/"):
            raise ValueError(schema)
        if schema != SCHEMA:
            raise PacksError(
                f"the pack is of a newer form ({str(schema)[:40]})", next_step="Use a newer version of Bonafides."
            )
        return _header(table)
    except PacksError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _broken("its header cannot be read") from error


def _header(table: Mapping[str, Any]) -> Header:
    counts = {section: _count(table["counts"][section]) for section in SECTIONS}
    found = Header(
        publisher=_line(table["publisher"], 200), contact=_line(table["contact"], 300),
        series=_line(table["series"], 40), sequence=_count(table["sequence"]),
        published_at=_moment(table["published_at"]), expires_at=_moment(table["expires_at"]),
        salt=bytes.fromhex(table["salt"]), sketch=_line(table["sketch"], 40),
        slow=Slow(passes=_count(table["slow"]["passes"]), memory=_count(table["slow"]["memory"])).checked(),
        notes=tuple(_line(note, 500) for note in table["notes"]), counts=counts,
    )  # fmt: skip
    fits = len(found.salt) == SALT and table["digest"] == SIZE and table["slow"]["kdf"] == "argon2id"
    if not fits or not found.publisher or not is_series(found.series) or len(found.notes) > MOST_NOTES:
        raise ValueError
    if not timedelta() < found.expires_at - found.published_at <= LONGEST:
        raise _broken(f"it does not say that it ends within {LONGEST.days} days")
    return found


def is_series(name: str) -> bool:
    """Whether a publisher may call a series so: small letters, figures and hyphens."""
    return 0 < len(name) <= 40 and set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") and name[0] != "-"


def _line(value: object, most: int) -> str:
    """A short text of one line, without what would drive a terminal."""
    if not isinstance(value, str) or len(value) > most or any(not char.isprintable() for char in value):
        raise ValueError
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
        raise ValueError
    return value


def _moment(value: str) -> datetime:
    found = datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError
    return found


def _header_length(start: bytes) -> int:
    if len(start) < len(MAGIC) + _LENGTH.size or start[: len(MAGIC)] != MAGIC:
        newer = start[:6] == MAGIC[:6] and start[: len(MAGIC)] != MAGIC
        raise _broken("it is of another version of this form" if newer else "it is no pack of fingerprints")
    length: int = _LENGTH.unpack(start[len(MAGIC) :])[0]
    if length > MOST_HEADER:
        raise _broken("its header is too long")
    return length


def _broken(what: str) -> PacksError:
    return PacksError(f"this pack cannot be used: {what}", where="pack", next_step=_AGAIN)
