"""The ledger of purged cases, kept beside the backups: what was forgotten stays so when an older backup is restored.

It holds random ids and times, which say nothing once a case is purged.
"""

from __future__ import annotations

import json
import os
import secrets
from typing import TYPE_CHECKING

from bonafides.desk import chain
from bonafides.store import equals
from bonafides.store.records import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bonafides.store import Reading

LEDGER = "purged.jsonl"


def note_purged(reading: Reading, folder: Path) -> int:
    """Add the cases that the chain calls purged to the ledger in `folder`; says how many were new.

    Each backup does this. Where a desk purges between backups, calling it then closes the gap.
    """
    known = purged_in(folder)
    found = {
        case: at.isoformat() for case, at in reading.pick(Entry, ("case", "at"), equals("action", chain.PURGE)) if case
    }
    new = {case: at for case, at in found.items() if case not in known}
    if new:
        _replaced(folder, {**known, **new})
    return len(new)


def purged_in(folder: Path) -> Mapping[str, str]:
    """The ids in the ledger, each with its time; none where there is no ledger. Lines that are none are passed over."""
    try:
        lines = (folder / LEDGER).read_text("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return {}
    return dict(filter(None, map(_entry, lines)))


def _entry(line: str) -> tuple[str, str] | None:
    try:
        told = json.loads(line)
        return str(told["case"]), str(told["at"])
    except (ValueError, KeyError, TypeError):
        return None


def _replaced(folder: Path, entries: Mapping[str, str]) -> None:
    """Write the whole ledger anew: whoever looks sees the old one or the new one, never half of it."""
    lines = "".join(json.dumps({"case": case, "at": at}) + "\n" for case, at in entries.items())
    written = folder / f".{LEDGER}-{secrets.token_hex(4)}.part"
    with os.fdopen(os.open(written, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as stream:
        stream.write(lines.encode())
        stream.flush()
        os.fsync(stream.fileno())
    written.replace(folder / LEDGER)
    lasting(folder)


def lasting(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can say so."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folders
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
