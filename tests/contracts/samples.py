"""Every sample of every format under tests/cases/read, as bytes with the format they are of."""

from __future__ import annotations

import functools
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bonafides.read import READERS
from bonafides.read.decode import decode
from bonafides.read.reader import HEAD_BYTES, Head, Options, Reader, Source
from tests.contracts.exports import FIRST_ONLY, ONE_SIDED, WRITERS, Said, Writer

CASES = Path(__file__).parent.parent / "cases" / "read"
OPTIONS = Options(timezone=UTC)
_TEXT_KEYS = ("text", "raw", "lines")
"""What holds a whole file in the tables of cases."""
_NO_FORMAT = ("archive", "crashes", "owner", "join")
*PARTICULAR, LAST = READERS
"""The readers that know a format, and the one that takes any text."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One file of one format."""

    format: str
    """The folder of cases, or the reader that a written export is for."""
    name: str
    """Unique, for test ids."""
    file: str
    """What the file is called."""
    raw: bytes

    @property
    def source(self) -> Source:
        """The sample as a reader gets it."""
        return source(self.raw, self.file)

    @property
    def head(self) -> Head:
        """Its beginning as recognition gets it."""
        return head(self.raw, self.file)


def source(raw: bytes, file: str) -> Source:
    """Bytes as a file of that name."""
    return Source(name=file, size=len(raw), open=lambda: io.BytesIO(raw))


def head(raw: bytes, file: str) -> Head:
    """The beginning of a file, as `read.gather` prepares it."""
    return Head(name=file, raw=raw[:HEAD_BYTES], text=decode(raw[:HEAD_BYTES]))


def chosen(sample: Sample) -> Reader:
    """The reader that gets the sample."""
    return next((reader for reader in PARTICULAR if reader.recognises(sample.head)), LAST)


@functools.cache
def samples() -> tuple[Sample, ...]:
    """All of them: files of cases, whole files inside tables of cases, and one export by every writer."""
    return (*_files(), *_rows(), *written())


def _files() -> Iterator[Sample]:
    for path in sorted(CASES.glob("*/*/input/**/*")):
        place = path.relative_to(CASES)
        if path.is_file() and place.parts[0] not in _NO_FORMAT:
            yield Sample(place.parts[0], place.as_posix(), path.name, path.read_bytes())


def _rows() -> Iterator[Sample]:
    for path in sorted(CASES.glob("*/*.json")):
        table = [] if path.parent.name in _NO_FORMAT else json.loads(path.read_text("utf-8"))
        for row in table if isinstance(table, list) else ():
            whole = next((row[key] for key in _TEXT_KEYS if isinstance(row, dict) and key in row), None)
            text = "\n".join(whole) + "\n" if isinstance(whole, list) else whole
            if isinstance(text, str) and text:
                name = f"{path.parent.name}/{path.stem}#{row.get('id')}"
                yield Sample(path.parent.name, name, str(row.get("name") or "sample.txt"), text.encode())


@functools.cache
def written() -> tuple[Sample, ...]:
    """A short talk in every export that there is a writer for."""
    return tuple(
        Sample(writer.reader, f"written/{writer.name}", writer.file, writer.write(talk(writer), UTC))
        for writer in WRITERS
    )


_START = datetime(2026, 1, 25, 9, 5, tzinfo=UTC)
_WORDS = (
    "Good morning, Jane.",
    "Would you write two pages?\n\nWe pay well.",
    "Why — for whom?",
    "“You” choose the day.",
)


def talk(writer: Writer, count: int = 4) -> list[Said]:
    """A talk of `count` messages between two people, or by one where the writer's files hold only one person's."""
    people = ("Amy Lin", "Amy Lin" if writer in (*ONE_SIDED, *FIRST_ONLY) else "Bob Ray")
    return [
        Said(
            speaker=people[number % 2],
            text=_WORDS[number % len(_WORDS)],
            sent_at=_START + timedelta(minutes=7 * number),
        )
        for number in range(count)
    ]
