"""Makes a list's index: one SQLite file, written beside its place and moved there whole.

Words lead to names, sounds and readings lead to words. nomenklatura's own index serves batches of entities and takes
seconds for one name (`python -m bench.vet_lists --theirs` measures both), so blocking is done here and judging there.
"""

from __future__ import annotations

import gc
import json
import os
import sqlite3
import time
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import IO

from bonafides.errors import VetError
from bonafides.vet.lists.entry import Entry, Unread, entries
from bonafides.vet.lists.extra import require
from bonafides.vet.lists.reading import common, readings
from bonafides.vet.lists.sound import shortened
from bonafides.vet.lists.source import fingerprint, opened
from bonafides.vet.lists.spelt import Word, cuts

VERSION = 1
ENDING = ".names"
_PARTIAL = ".partial"
_AT_ONCE = 150_000
"""Places of words kept in memory before they are written: about 40 MB."""
_MOST_LED = 1_000_000
"""Words remembered as led to already, so that none is worked on twice: at most about 100 MB."""
_LISTED = 50
"""Unread lines that are remembered by number; all are counted."""
_SHORT = 5
"""Letters of a word up to which another list may write it as one with its neighbour."""
_NEAR_LETTERS = 12
_STALE = 3600
_EVERY = 1000
_Line = tuple[int, Entry | Unread | None]
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE entry (id INTEGER PRIMARY KEY, ref TEXT UNIQUE, schema TEXT, caption TEXT, kinds INTEGER, details TEXT);
CREATE TABLE name (id INTEGER PRIMARY KEY, entry INTEGER, alias INTEGER, text TEXT);
CREATE TABLE place (word TEXT, part INTEGER, names BLOB, PRIMARY KEY (word, part)) WITHOUT ROWID;
CREATE TABLE lead (key TEXT, word TEXT, PRIMARY KEY (key, word)) WITHOUT ROWID;
CREATE TABLE reading (written TEXT PRIMARY KEY, readings TEXT) WITHOUT ROWID;
"""


def make(source: Path, target: Path, *, watch: Callable[[int, int], None] | None = None) -> tuple[Unread, ...]:
    """Index `source` at `target`, in place of what was there; gives the first lines that could not be read.

    `watch` is called now and then with the bytes read and the file's size. Raises VetError where the file cannot be
    read, holds nothing that can be kept, or the disk is full; what lay at `target` then stays as it was.
    """
    require()
    readings("")  # takes the most memory while it loads, so before there is anything else
    _sweep(target.parent)
    partial = target.with_name(f".{target.name}.{os.getpid()}{_PARTIAL}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _uncollected(), opened(source) as stream, closing(_fresh(partial)) as base:
            making = _Making(base)
            making.take(_watched(entries(stream), source, stream, watch))
            making.finish(source)
        _keep(partial, target)
        return tuple(making.unread)
    except (sqlite3.Error, OSError) as error:
        raise VetError(
            f"the index cannot be written ({error})", where=target.name, next_step="Make room, or choose --index FILE."
        ) from error
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def _uncollected() -> Generator[None]:
    """Nothing here refers to itself, and looking for what does took two fifths of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _fresh(path: Path) -> sqlite3.Connection:
    path.unlink(missing_ok=True)
    base = sqlite3.connect(path, isolation_level=None)
    base.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;" + _TABLES)
    base.execute("BEGIN")
    return base


def _keep(partial: Path, target: Path) -> None:
    """Move it to its place only when all of it is on the disk."""
    with partial.open("rb+") as stream:
        os.fsync(stream.fileno())
    partial.replace(target)


def _sweep(folder: Path) -> None:
    """Take away what an interrupted run left behind, unless somebody still writes it."""
    for left in folder.glob(f".*{_PARTIAL}") if folder.is_dir() else ():
        if time.time() - left.stat().st_mtime > _STALE:
            left.unlink(missing_ok=True)


def _watched(
    found: Iterable[_Line], source: Path, stream: IO[bytes], watch: Callable[[int, int], None] | None
) -> Iterator[_Line]:
    """The same; says how far the file is read, as far as that is known (a packed file's size is that of the pack)."""
    size = 0 if source.suffix.lower() in (".gz", ".zip") else source.stat().st_size
    for number, each in found:
        if watch and number % _EVERY == 0:
            watch(stream.tell(), size)
        yield number, each


class _Making:
    """The index while it grows; memory does not grow with the list."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self.base = base
        self.unread: list[Unread] = []
        self.counts: Counter[str] = Counter()
        self.newest = ""
        self._names = 0
        self._part = 0
        self._waiting = 0
        self._places: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        self._leads: dict[str, Word] = {}
        self._led: set[int] = set()

    def take(self, found: Iterable[_Line]) -> None:
        for _, each in found:
            if isinstance(each, Unread):
                self.counts["unread"] += 1
                self.unread += [each] if len(self.unread) < _LISTED else []
            elif each is not None:
                self._entry(each)

    def _entry(self, entry: Entry) -> None:
        row = (entry.id, entry.schema, entry.caption, entry.person + 2 * entry.firm, json.dumps(entry.details))
        added = self.base.execute(
            "INSERT INTO entry (ref, schema, caption, kinds, details) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            row,
        )
        if added.rowcount:
            key, known = added.lastrowid, set()
            self.counts["entries"] += 1
        else:  # the same thing told in pieces, as FollowTheMoney allows
            (key,) = self.base.execute("SELECT id FROM entry WHERE ref = ?", (entry.id,)).fetchone()
            known = {text for (text,) in self.base.execute("SELECT text FROM name WHERE entry = ?", (key,))}
            self.counts["repeated"] += 1
        self.newest = max(self.newest, *(each[:10] for each in entry.details.get("changed", ())), "")
        for text, alias in entry.names:
            if text not in known:
                self._name(int(key or 0), text, alias, person=entry.person)

    def _name(self, entry: int, text: str, alias: bool, *, person: bool) -> None:
        ways = cuts(text if person else firm_words(text))
        if not ways:
            return
        self._names += 1
        self.base.execute("INSERT INTO name VALUES (?, ?, ?, ?)", (self._names, entry, alias, text))
        for key in places(ways):
            self._places[key].append(self._names)
            self._waiting += 1
        for way in ways:
            self._leads.update((each.written, each) for each in way if hash(each.written) not in self._led)
        if self._waiting >= _AT_ONCE:
            self._write()

    def _write(self) -> None:
        rows = ((key, self._part, ids.tobytes()) for key, ids in sorted(self._places.items()))
        self.base.executemany("INSERT INTO place VALUES (?, ?, ?)", rows)
        leading: list[tuple[str, str]] = []
        read: list[tuple[str, str]] = []
        for each in self._leads.values():
            found = readings(each.written) if each.script else ()
            leading += ((key, each.latin) for key in leads(each, found))
            read += [(each.written, " ".join(found))] if found else []
        self.base.executemany("INSERT OR IGNORE INTO lead VALUES (?, ?)", sorted(leading))
        self.base.executemany("INSERT OR IGNORE INTO reading VALUES (?, ?)", sorted(read))
        if len(self._led) < _MOST_LED:
            self._led.update(map(hash, self._leads))
        self._part += 1
        self._waiting = 0
        self._places.clear()
        self._leads.clear()

    def finish(self, source: Path) -> None:
        if not self._names:
            raise VetError(
                "no person or firm was found in it", where=source.name,
                next_step="Give a FollowTheMoney file: entities.ftm.json, targets.nested.json or targets.simple.csv.",
            )  # fmt: skip
        self._write()
        self.base.executemany("INSERT OR IGNORE INTO reading VALUES (?, ?)", _common_rows())
        about = {
            "version": str(VERSION), "entries": str(self.counts["entries"]), "names": str(self._names),
            "unread": str(self.counts["unread"]), "repeated": str(self.counts["repeated"]), "newest": self.newest,
            "added": datetime.now(UTC).date().isoformat(), "sha256": fingerprint(source), "file": source.name,
            "lines": json.dumps([(each.line, each.why) for each in self.unread]),
        }  # fmt: skip
        self.base.executemany("INSERT INTO meta VALUES (?, ?)", about.items())
        self.base.execute(f"PRAGMA user_version={VERSION}")
        self.base.execute("COMMIT")


def _common_rows() -> Iterable[tuple[str, str]]:
    """What is known of common words, so that one that this list has in another script only is found too."""
    for written in sorted(common()):
        if found := readings(written):
            yield written, " ".join(found)


def firm_words(text: str) -> str:
    """A firm's name with its legal form in one spelling: Ltd., GmbH, ООО."""
    from rigour.names import normalize_name, replace_org_types_compare

    return replace_org_types_compare(normalize_name(text) or "", generic=True)


def places(ways: tuple[tuple[Word, ...], ...]) -> set[str]:
    """What a name is found by: its words, neighbours as one word, and all of it whatever the order."""
    found: set[str] = set()
    for way in ways:
        found.update(each.latin for each in way)
        beside = ((one.latin, other.latin) for one, other in pairwise(way))
        found.update(one + other for one, other in beside if min(len(one), len(other)) <= _SHORT)
        found.add(whole(way))
    return found


def whole(way: tuple[Word, ...]) -> str:
    """The key of a whole name."""
    return "=" + " ".join(sorted(each.latin for each in way))


def leads(each: Word, read: Iterable[str]) -> set[str]:
    """What a word is found by: its readings, its sound, and a near sound."""
    found = {f"r{reading}" for reading in read}
    if each.sound:
        found.add(f"s{each.sound}")
    return found | near(each.sound or each.latin)


def near(letters: str) -> set[str]:
    """What letters (a sound, or a word that has none) are found by when one of them is wrong."""
    return {f"d{short}" for short in (letters, *shortened(letters[:_NEAR_LETTERS]))}
