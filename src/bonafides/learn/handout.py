"""Drills handed out to staff: which ones, and counters over all who took them; who took them is kept nowhere."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from bonafides.errors import LearnError
from bonafides.learn.progress import write_private
from bonafides.learn.totals import FEWEST, Part, Tally, Totals, totals

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

FOLDER = "handouts"
SCHEMA = "bonafides.handout/1"
MOST = 200
"""Hand-outs at once."""
MOST_PEOPLE = 100_000
LONGEST_NAME = 80
_ID = re.compile(r"[A-Za-z0-9_-]{22}\Z")
_TURN = threading.Lock()
"""Counters are read, added to and written by one at a time: among the threads of a process by this, among processes by
a lock on a file, where the system has such locks (not on Windows, where one process should serve)."""


@dataclass(slots=True, kw_only=True)
class Handout:
    """One set of drills for staff."""

    id: str
    """Whoever knows it may take the drills; it is in the link."""
    name: str
    made_on: str
    """A date, ISO 8601."""
    lang: str
    drills: tuple[str, ...]
    all: Tally = field(default_factory=Tally)
    """Over everybody who added theirs. Never shown as it is: two looks at it would tell what the last one added."""
    published: Tally = field(default_factory=Tally)
    """The same when their number last was a whole multiple of FEWEST."""

    @property
    def totals(self) -> Totals | None:
        """What may be seen; None until FEWEST people have added theirs."""
        return totals(self.published)


@dataclass(frozen=True, slots=True)
class Handouts:
    """The folder of hand-outs in the program's folder on this machine, a file each."""

    home: Path

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return self.home / FOLDER

    def make(self, *, name: str, lang: str, drills: tuple[str, ...], made_on: str) -> Handout:
        """A new one. LearnError without a drill, for more than MOST, or where it cannot be written."""
        if not drills:
            raise LearnError("no drill was chosen", next_step="Choose at least one.")
        if len(self._files()) >= MOST:
            raise LearnError(f"there are {MOST} hand-outs", next_step="Delete one first.")
        made = Handout(
            id=token_urlsafe(16), name=name.strip()[:LONGEST_NAME], made_on=made_on, lang=lang, drills=drills
        )
        self._write(made)
        return made

    def find(self, id_: str) -> Handout:
        """The one with that id. LearnError where there is none that can be read."""
        if not _ID.match(id_):
            raise LearnError("there is no such hand-out")
        return self._read(self._place(id_))

    def listed(self) -> list[Handout]:
        """All, the latest first; a damaged file hides no other."""
        found = []
        for path in self._files():
            try:
                found.append(self._read(path))
            except LearnError:
                continue
        return sorted(found, key=lambda each: (each.made_on, each.name), reverse=True)

    def add(self, id_: str, part: Part) -> None:
        """Count what somebody adds. LearnError where the hand-out is gone, or the drills are not its own."""
        with self._alone():
            found = self.find(id_)
            if not set(part.answers) <= set(found.drills):
                raise LearnError("these are not the drills of this hand-out")
            if found.all.people >= MOST_PEOPLE:
                raise LearnError("this hand-out takes no more")
            found.all.add(part)
            if found.all.people % FEWEST == 0:
                found.published = Tally(
                    people=found.all.people, drills={each: list(row) for each, row in found.all.drills.items()}
                )
            self._write(found)

    def delete(self, id_: str) -> None:
        """Delete it and its counters."""
        if _ID.match(id_):
            with self._alone():
                self._place(id_).unlink(missing_ok=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with _TURN:
            if fcntl is None or not self.folder.is_dir():
                yield
                return
            with (self.folder / ".lock").open("a") as file:
                fcntl.flock(file, fcntl.LOCK_EX)  # given back when the file is closed, after a crash too
                yield

    def _place(self, id_: str) -> Path:
        return self.folder / f"{id_}.json"

    def _files(self) -> list[Path]:
        try:
            return [path for path in self.folder.iterdir() if path.suffix == ".json" and _ID.match(path.stem)]
        except OSError:
            return []

    def _write(self, each: Handout) -> None:
        held = {
            "schema": SCHEMA, "name": each.name, "made_on": each.made_on, "lang": each.lang, "drills": each.drills,
            "all": _told(each.all), "published": _told(each.published),
        }  # fmt: skip
        write_private(self._place(each.id), json.dumps(held, ensure_ascii=False).encode("utf-8", "replace"))

    def _read(self, path: Path) -> Handout:
        try:
            held: dict[str, Any] = json.loads(path.read_text("utf-8"))
            if held["schema"] != SCHEMA:
                raise LearnError("this hand-out is by another version of the program", next_step="Use that version.")
            return Handout(
                id=path.stem,
                name=str(held["name"]),
                made_on=str(held["made_on"]),
                lang=str(held["lang"]),
                drills=tuple(map(str, held["drills"])),
                all=_tally(held["all"]),
                published=_tally(held["published"]),
            )
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise LearnError("there is no such hand-out") from error


def _told(tally: Tally) -> dict[str, Any]:
    return {"people": tally.people, "drills": tally.drills}


def _tally(held: dict[str, Any]) -> Tally:
    rows = {str(id_): [int(each) for each in row] for id_, row in held["drills"].items()}
    if any(len(row) != 3 or not 0 <= row[2] <= row[1] for row in rows.values()):
        raise ValueError("counters")
    return Tally(people=int(held["people"]), drills=rows)
