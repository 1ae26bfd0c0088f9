"""Goes through one input file by file, opens archives, and picks the reader for each file by its content."""

from __future__ import annotations

import logging
import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bonafides.errors import ReadError
from bonafides.model import InputFile, Problem
from bonafides.read import archive
from bonafides.read.decode import decode
from bonafides.read.foreign import EMPTY, OFFICE, UNKNOWN_TEXT, Foreign, foreign
from bonafides.read.harvest import FileRead, Harvest
from bonafides.read.measure import Measured
from bonafides.read.reader import HEAD_BYTES, LIMITS, Extract, Head, Options, Reader, Source
from bonafides.read.source import problem

if TYPE_CHECKING:
    from collections.abc import Iterable

_log = logging.getLogger(__name__)
_PLAIN_ENDINGS = ("", ".txt", ".text", ".md")
"""Inside folders and archives only these are read as plain text, so that no source code is taken for a chat."""
_FAILURES = (OSError, UnicodeError, ValueError, RecursionError, MemoryError, EOFError)
"""What foreign bytes can provoke in the standard library, beyond the readers' own ReadError."""


@dataclass(slots=True, kw_only=True)
class Gatherer:
    """Reads inputs one after another; remembers which contents it has seen."""

    readers: tuple[Reader, ...]
    """In the order in which they are asked; the last one takes any text."""
    options: Options
    seen: dict[str, str] = field(default_factory=dict)
    """SHA-256 -> name of the file first read with that content."""

    def read(self, items: Iterable[Source | Problem], name: str, *, folder: bool = False) -> Harvest:
        """What one input gave; whatever goes wrong becomes a Problem, a fatal one where nothing was read."""
        harvest = Harvest(name=name, inside=folder)
        try:
            for item in items:
                self._item(item, harvest, depth=0)
        except ReadError as error:
            harvest.problems.append(problem(error, where=name))
        harvest.close()
        return harvest

    def _item(self, item: Source | Problem, harvest: Harvest, depth: int) -> None:
        if isinstance(item, Problem):
            harvest.problems.append(item)
            return
        try:
            self._file(item, harvest, depth)
        except ReadError as error:
            harvest.problems.append(problem(error, where=item.name))
        except _FAILURES as error:
            _log.debug("%s while reading", type(error).__name__)
            what = "This file could not be read to its end; nothing of it was used."
            harvest.problems.append(Problem(what=what, where=item.name, next_step="Export or copy it again."))

    def _file(self, item: Source, harvest: Harvest, depth: int) -> None:
        head = head_of(item)
        if archive.is_zip(head.raw):
            self._archive(item, harvest, depth)
            return
        choice = self._choose(head, inside=harvest.inside)
        if isinstance(choice, Foreign):
            harvest.passed_over.append((item.name, choice))
        else:
            self._extract(item, choice, harvest)

    def _choose(self, head: Head, *, inside: bool) -> Reader | Foreign:
        if not head.text.strip("\ufeff\0 \t\r\n") and len(head.raw) < HEAD_BYTES:
            return EMPTY
        *particular, last = self.readers
        for reader in particular:
            if reader.recognises(head):
                return reader
        other = foreign(head)
        if other is None and inside and posixpath.splitext(head.name)[1].lower() not in _PLAIN_ENDINGS:
            other = UNKNOWN_TEXT
        return other or last

    def _extract(self, item: Source, reader: Reader, harvest: Harvest) -> None:
        measured = Measured(item)
        extract = reader.read(measured.source, self.options)
        digest, size = measured.result()
        first = self.seen.setdefault(digest, item.name)
        repeated = first != item.name and any(thread.messages and not thread.keep_apart for thread in extract.threads)
        if repeated:
            extract = Extract()
            harvest.repeats.append((item.name, first))
        harvest.inputs.append(InputFile(name=item.name, format=reader.name, sha256=digest, size=size))
        harvest.problems.extend(extract.problems)
        harvest.files.append(FileRead(name=item.name, format=reader.name, extract=extract, repeated=repeated))

    def _archive(self, item: Source, harvest: Harvest, depth: int) -> None:
        if depth >= LIMITS.archive_depth:
            raise ReadError(
                f"Archives inside archives are opened {LIMITS.archive_depth} deep; this one was not.",
                where=item.name,
                next_step="Unpack it and name the files inside.",
            )
        item = archive.in_memory(item) if depth else item
        with archive.opened(item) as opened:
            if opened.has("[Content_Types].xml"):
                harvest.passed_over.append((item.name, OFFICE))
                return
            digest, size = Measured(item).result()
            harvest.inputs.append(InputFile(name=item.name, format="zip", sha256=digest, size=size))
            harvest.inside = True
            for entry in opened.sources():
                self._item(entry, harvest, depth + 1)


def head_of(item: Source) -> Head:
    """The beginning of a source. Raises ReadError where it cannot be read."""
    with item.open() as stream:
        raw = stream.read(HEAD_BYTES)
    return Head(name=item.name, raw=raw, text=decode(raw))
