"""Goes through one input file by file, opens archives, and picks the reader for each file by its content."""

from __future__ import annotations

import logging
import posixpath
import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from bonafides.errors import ReadError
from bonafides.model import InputFile, Problem
from bonafides.read.decode import decode
from bonafides.read.foreign import EMPTY, OFFICE, PICTURE, UNKNOWN_TEXT, Foreign, foreign
from bonafides.read.harvest import FileRead, Harvest
from bonafides.read.measure import Measured
from bonafides.read.opening import is_zip
from bonafides.read.reader import HEAD_BYTES, LIMITS, Extract, Head, Options, Reader, Source
from bonafides.read.source import problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bonafides.read.archive import Within
    from bonafides.read.measure import Progress

_log = logging.getLogger(__name__)
_PLAIN_ENDINGS = ("", ".txt", ".text", ".md")
"""Inside folders and archives only these are read as plain text, so that no source code is taken for a chat."""
SLOW_ONES = 200
"""Pictures that are read of one folder or archive."""
_SCREENSHOT = re.compile(
    "screen.?(?:shot|cap)|bildschirmfoto|capture|captura|schermata|sk[æa]rmbillede|снимок|скриншот|截屏|截图|截圖", re.I
)


@dataclass(slots=True, kw_only=True)
class Gatherer:
    """Reads inputs one after another; remembers which contents it has seen."""

    readers: tuple[Reader, ...]
    """In the order in which they are asked; the last one takes any text."""
    options: Options
    progress: Progress | None = None
    """Called with a file's name, the bytes read of it so far, and its size."""
    seen: dict[str, str] = field(default_factory=dict)
    """SHA-256 -> name of the file first read with that content."""

    def read(self, items: Iterable[Source | Problem], name: str, *, folder: bool = False) -> Harvest:
        """What one input gave; whatever goes wrong becomes a Problem, a fatal one where nothing was read."""
        harvest = Harvest(name=name, inside=folder)
        try:
            for item in items:
                self._item(item, harvest)
            self._slow_ones(harvest)
        except ReadError as error:
            harvest.problems.append(problem(error, where=name, fatal=True))
        harvest.close()
        return harvest

    def _item(self, item: Source | Problem, harvest: Harvest, within: Within | None = None) -> None:
        if isinstance(item, Problem):
            harvest.problems.append(item)
            return
        self._attempt(item, harvest, partial(self._file, harvest=harvest, within=within))

    def _attempt(self, item: Source, harvest: Harvest, take: Callable[[Measured], None]) -> None:
        """Lets `take` read the item; what goes wrong becomes a Problem."""
        measured = Measured(item, self.progress)
        try:
            take(measured)
        except ReadError as error:
            harvest.problems.append(problem(error, where=item.name, fatal=True))
        except Exception as error:  # strangers' bytes found a fault in a reader: one file, not the whole run, is lost
            _log.debug("%s while reading", type(error).__name__)
            what = "This file could not be read to its end; nothing of it was used."
            harvest.problems.append(
                Problem(what=what, where=item.name, next_step="Export or copy it again.", fatal=True)
            )
        harvest.problems.extend(measured.problems())

    def _file(self, measured: Measured, harvest: Harvest, within: Within | None) -> None:
        item = measured.original
        head = head_of(measured.source)
        if is_zip(head):
            self._archive(item, measured, harvest, within)
            return
        choice = self._choose(head, inside=harvest.inside)
        if isinstance(choice, Foreign):
            harvest.pass_over(item, choice)
        elif choice.slow and harvest.inside:
            harvest.slow.append((item, choice))
        else:
            self._extract(measured, choice, harvest)

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

    def _extract(self, measured: Measured, reader: Reader, harvest: Harvest) -> None:
        name = measured.source.name
        try:
            extract = reader.read(measured.source, self.options)
        except ReadError as error:  # fatal only where it is the file that fails, not the reader that is at a loss
            harvest.problems.append(problem(error, where=name, fatal=measured.failed))
            return
        digest, size = measured.result()
        first = self.seen.get(digest)
        self.seen.setdefault(digest, name)
        repeated = first is not None and any(t.messages and not t.keep_apart for t in extract.threads)
        if first is not None and repeated:
            extract = Extract()
            harvest.repeats.append((name, first))
        harvest.inputs.append(InputFile(name=name, format=reader.name, sha256=digest, size=size))
        harvest.problems.extend(extract.problems)
        harvest.files.append(FileRead(name=name, format=reader.name, extract=extract, repeated=repeated))

    def _slow_ones(self, harvest: Harvest) -> None:
        """Reads the pictures of a folder or archive: all where it holds no chat, else those called screenshots."""
        found, harvest.slow = harvest.slow, []
        chosen = [each for each in found if not harvest.has_messages or _SCREENSHOT.search(each[0].name)][:SLOW_ONES]
        for item, reader in found:
            if (item, reader) in chosen:
                self._attempt(item, harvest, partial(self._extract, reader=reader, harvest=harvest))
            else:
                harvest.pass_over(item, PICTURE)
        harvest.hash_attachments()

    def _archive(self, item: Source, measured: Measured, harvest: Harvest, within: Within | None) -> None:
        from bonafides.read import archive

        within = within or archive.Within()
        if within.depth >= LIMITS.archive_depth:
            raise ReadError(
                f"Archives inside archives are opened {LIMITS.archive_depth} deep; this one was not.",
                where=item.name,
                next_step="Unpack it and name the files inside.",
            )
        item = archive.in_memory(measured.source) if within.depth else item
        with archive.opened(item, spent=within.spent) as opened:
            if opened.has("[Content_Types].xml"):
                harvest.passed_over.append((item.name, OFFICE))
                return
            digest, size = measured.result()
            harvest.inputs.append(InputFile(name=item.name, format="zip", sha256=digest, size=size))
            harvest.inside = True
            outside = harvest.slow, harvest.beside
            harvest.slow, harvest.beside = [], []
            for entry in opened.sources():
                self._item(entry, harvest, within.inner())
            self._slow_ones(harvest)  # while the archive is open
            harvest.slow, harvest.beside = outside


def head_of(item: Source) -> Head:
    """The beginning of a source. Raises ReadError where it cannot be read."""
    with item.open() as stream:
        raw = stream.read(HEAD_BYTES)
    return Head(name=item.name, raw=raw, text=decode(raw))
