"""What the program still owes itself: bytes to overwrite after a purge, and folders of backups to look after."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bonafides.desk.chain import BACKUP_FOLDERS, SCRUB_OWED
from bonafides.desk.purged import note_purged
from bonafides.store import equals
from bonafides.store.records import Setting, new_id

if TYPE_CHECKING:
    from bonafides.store import Reading, Store, Writing

BACKUP_NAME = re.compile(r"desk-\d{8}T\d{6}Z-[0-9a-f]{8}-until-(\d{8}T\d{6}Z)\.zip(\.age)?")
"""The end of its time stands in the name, so that an encrypted one can be deleted without its key."""
STAMP = "%Y%m%dT%H%M%SZ"
_LEFT_LYING = timedelta(hours=1)
"""A half-written file that nobody has touched for so long was left by a crash."""


def owe_scrub(writing: Writing) -> None:
    """Note, in the transaction that removes rows, that what they leave behind is still to be overwritten."""
    _put(writing, SCRUB_OWED, new_id())


def owes_scrub(store: Store) -> bool:
    """Whether rows were removed whose bytes may still be there."""
    with store.reading() as reading:
        return reading.get(Setting, SCRUB_OWED) is not None


def scrub(store: Store) -> bool:
    """Overwrite what removed rows have left behind; where that failed it stays owed, and so does what comes between."""
    with store.reading() as reading:
        owed = reading.get(Setting, SCRUB_OWED)
    done = store.scrub()
    if done and owed:
        with store.writing() as writing:
            writing.remove(Setting, equals("id", SCRUB_OWED), equals("value", owed.value))
    return done


def note_folder(writing: Writing, folder: Path) -> None:
    """Note that backups lie in that folder."""
    known, place = _folders(writing), str(folder.absolute())
    if place not in known:
        _put(writing, BACKUP_FOLDERS, json.dumps([*known, place]))


def look_after_backups(store: Store, now: datetime) -> None:
    """In every folder that backups were written to: delete those that have run out, name there what was purged since.

    A folder that is not there now, or cannot be written, is looked after the next time.
    """
    with store.reading() as reading:
        for folder in map(Path, _folders(reading)):
            with suppress(OSError):
                if folder.is_dir():
                    delete_expired(folder, now)
                    note_purged(reading, folder)


def delete_expired(folder: Path, now: datetime) -> int:
    """Delete backups that have run out, and what a crash left half-written; says how many."""
    gone = [path for path in folder.iterdir() if _is_over(path, now)]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _is_over(path: Path, now: datetime) -> bool:
    if found := BACKUP_NAME.fullmatch(path.name):
        return datetime.strptime(found[1], STAMP).replace(tzinfo=UTC) <= now
    if path.name.startswith(".") and path.name.endswith(".part"):
        return datetime.fromtimestamp(path.stat().st_mtime, UTC) < datetime.now(UTC) - _LEFT_LYING
    return False


def _folders(reading: Reading) -> list[str]:
    found = reading.get(Setting, BACKUP_FOLDERS)
    return [str(each) for each in json.loads(found.value)] if found else []


def _put(writing: Writing, name: str, value: str) -> None:
    row = Setting(id=name, value=value)
    if writing.get(Setting, name):
        writing.change(row)
    else:
        writing.add(row)
