"""Backup and restore: the whole desk in one file that runs out, and back again into an empty store of any kind."""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
import threading
import zipfile
import zlib
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pyrage

from bonafides.campaign.pack.recipients import recipients as parsed
from bonafides.desk import chain, retention
from bonafides.desk.backup_parts import (
    KEPT,
    MANIFEST,
    Manifest,
    damaged,
    part_name,
    read_manifest,
    read_part,
    write_part,
)
from bonafides.desk.desk import Desk, Work
from bonafides.desk.permissions import PROGRAM, require
from bonafides.desk.purged import LEDGER, lasting, note_purged, purged_in
from bonafides.desk.settings import desk_settings
from bonafides.desk.upkeep import STAMP, delete_expired, note_folder, scrub
from bonafides.errors import DeskError
from bonafides.store.opening import revisions
from bonafides.store.records import RECORDS, Case, Entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bonafides.desk.permissions import Actor
    from bonafides.store import Reading, Store, Writing

MAKE = "backup.make"
RESTORE = "backup.restore"
_AT_ONCE = 500
_AGE = (b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE-----")


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restore brought back."""

    rows: int
    taken_at: datetime
    purged: int
    """Cases that were forgotten again, by the ledger or because their time is over."""
    ledger: bool
    """Whether there was a ledger of purged cases beside the backup; without one, what was purged after it is back."""
    faults: tuple[str, ...]
    """What does not fit in the audit chain, as `chain.verify` says it; empty unless it was restored all the same."""


def backup(desk: Desk, actor: Actor, folder: Path, *, recipients: Sequence[str] = (), days: int | None = None) -> Path:
    """Write everything but sign-ins and tokens to a new file in `folder`, and delete those that have run out.

    `recipients`: age or SSH public keys for whom it is encrypted; with none it is readable to whoever has the file.
    `days`: after how many it is deleted and not restored any more; by default the setting `keep-backup`. The file is
    there whole or not at all, one moment of the desk, readable to its owner only. Raises Refused, DeskError where the
    folder cannot be written, CampaignError for a key that is none.
    """
    require(actor, MAKE)
    keys = [each.key for each in parsed(recipients)] if recipients else []
    taken_at = desk.now()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        delete_expired(folder, taken_at)
        with desk.store.writing() as writing:
            note_folder(writing, folder)
        with desk.store.reading() as reading:
            kept_for = timedelta(days=desk_settings(reading).days("backup") if days is None else days)
            note_purged(reading, folder)
            path = folder / _named(taken_at, taken_at + kept_for, encrypted=bool(keys))
            rows, digest = _written(reading, path, keys, taken_at, taken_at + kept_for)
    except OSError as error:
        raise DeskError(
            f"the backup cannot be written ({type(error).__name__})",
            where=str(folder),
            next_step="Look whether the disk is full and this user may write there; no half backup is left.",
        ) from error
    plain = {"sha256": digest, "rows": rows, "expires_at": (taken_at + kept_for).isoformat()}
    with desk.acting(actor, MAKE, plain=plain):
        return path


def restore(
    path: Path, store: Store, *, now: datetime, identity: str | None = None, despite_faults: bool = False
) -> Restored:
    """Put a backup into an empty store, whole or not at all; what has been forgotten since is forgotten again.

    `identity`: the age secret key (or an SSH private key) of an encrypted one. Raises DeskError, and changes nothing,
    where the store is not empty, or the backup has run out, is damaged, was changed or is of a newer version; with
    `despite_faults` a desk whose audit chain had faults is restored all the same.
    """
    with _opened(path, identity) as archive:
        manifest = read_manifest(archive, revisions())
        if now >= manifest.expires_at:
            raise DeskError("this backup has run out and is not restored", where="backup", next_step="Delete it.")
        with store.writing() as writing:
            _check_empty(writing)
            rows = sum(_filled(writing, archive, manifest))
            faults = _check_chain(writing, manifest, despite_faults=despite_faults)
            ledger = purged_in(path.parent)
            again = _forgotten_again(Desk(store=store, now=lambda: now), writing, set(ledger))
            plain = {"taken_at": manifest.taken_at.isoformat(), "rows": rows}
            chain.record(writing, RESTORE, at=now, plain=plain)
    swept = retention.sweep(Desk(store=store, now=lambda: now))
    scrub(store)
    return Restored(
        rows=rows,
        taken_at=manifest.taken_at,
        purged=again + swept.cases,
        ledger=(path.parent / LEDGER).exists(),
        faults=faults,
    )


# --- writing


def _named(taken_at: datetime, expires_at: datetime, *, encrypted: bool) -> str:
    taken, until = (each.astimezone(UTC).strftime(STAMP) for each in (taken_at, expires_at))
    return f"desk-{taken}-{secrets.token_hex(4)}-until-{until}.zip{'.age' if encrypted else ''}"


def _written(
    reading: Reading, path: Path, keys: Sequence[Any], taken_at: datetime, expires_at: datetime
) -> tuple[int, str]:
    """Write the file under another name first; says how many rows it has, and its SHA-256."""
    half = path.with_name(f".{path.name}.part")
    try:
        with os.fdopen(os.open(half, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b") as stream:
            with (
                _encrypting(stream, keys) if keys else nullcontext(stream) as plain,
                zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
            ):
                manifest = _packed(archive, reading, taken_at, expires_at)
            stream.flush()
            os.fsync(stream.fileno())
            stream.seek(0)
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    lasting(path.parent)
    return sum(part.rows for part in manifest.parts.values()), digest


def _packed(archive: zipfile.ZipFile, reading: Reading, taken_at: datetime, expires_at: datetime) -> Manifest:
    parts = {part_name(kind): write_part(archive, kind, reading.stream(kind)) for kind in KEPT}
    last = reading.find(Entry, order="-seq", limit=1)
    manifest = Manifest(
        schema=revisions()[0],
        taken_at=taken_at,
        expires_at=expires_at,
        head=last[0].hash if last else chain.START,
        parts=parts,
    )
    archive.writestr(MANIFEST, manifest.text())
    return manifest


@contextmanager
def _encrypting(stream: IO[bytes], keys: Sequence[Any]) -> Iterator[IO[bytes]]:
    """A pipe whose other end encrypts: nothing readable touches the disk."""
    out, into = os.pipe()
    failed: list[BaseException] = []

    def encrypt() -> None:
        with os.fdopen(out, "rb") as source:
            try:
                pyrage.encrypt_io(source, stream, list(keys))
            except BaseException as error:  # whatever it is, it is raised where the backup is made
                failed.append(error)

    worker = threading.Thread(target=encrypt, name="backup")
    worker.start()
    try:
        with os.fdopen(into, "wb") as sink:
            yield sink
    except BrokenPipeError:
        pass  # its reason is in `failed`
    finally:
        worker.join()
    if failed:
        raise OSError("the backup could not be encrypted") from failed[0]


# --- reading


@contextmanager
def _opened(path: Path, identity: str | None) -> Iterator[zipfile.ZipFile]:
    """The archive, decrypted to a nameless file beside it where it is encrypted."""
    with ExitStack() as stack:
        try:
            stream: IO[bytes] = stack.enter_context(path.open("rb"))
            if _is_encrypted(stream):
                stream = stack.enter_context(_decrypted(stream, identity, path.parent))
            archive = stack.enter_context(zipfile.ZipFile(stream))
        except OSError as error:
            raise DeskError(
                f"the backup cannot be opened ({type(error).__name__})", where=str(path), next_step="Check its name."
            ) from error
        except zipfile.BadZipFile as error:
            raise damaged("archive") from error
        try:
            yield archive
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise damaged("archive") from error


def _is_encrypted(stream: IO[bytes]) -> bool:
    head = stream.read(64)
    stream.seek(0)
    return head.startswith(_AGE)


def _decrypted(stream: IO[bytes], identity: str | None, folder: Path) -> IO[bytes]:
    if not identity:
        raise DeskError("this backup is encrypted", where="backup", next_step="Give the key that it was made for.")
    with ExitStack() as stack:
        plain = stack.enter_context(tempfile.TemporaryFile(dir=folder if os.access(folder, os.W_OK) else None))
        try:
            pyrage.decrypt_io(stream, plain, [_identity(identity)])
        except pyrage.DecryptError as error:
            raise DeskError("this key does not open the backup", where="backup") from error
        except OSError as error:
            raise damaged("encryption") from error
        plain.seek(0)
        stack.pop_all()  # it stays open for whoever reads it
        return plain


def _identity(text: str) -> Any:
    try:
        if text.startswith("AGE-SECRET-KEY-"):
            return pyrage.x25519.Identity.from_str(text.strip())
        return pyrage.ssh.Identity.from_buffer(text.encode())
    except pyrage.IdentityError as error:
        raise DeskError("this is no whole secret key", where="identity") from error


def _check_empty(reading: Reading) -> None:
    if any(reading.count(kind)[()] for kind in RECORDS):
        raise DeskError(
            "this store is not empty",
            where="store",
            next_step="Restore into a new one: a backup never mixes with what is there.",
        )


def _filled(writing: Writing, archive: zipfile.ZipFile, manifest: Manifest) -> Iterator[int]:
    for kind in KEPT:
        if part := manifest.parts.get(part_name(kind)):
            rows = read_part(archive, kind, part)
            while some := list(islice(rows, _AT_ONCE)):
                writing.add(*some)
                yield len(some)


def _check_chain(writing: Writing, manifest: Manifest, *, despite_faults: bool) -> tuple[str, ...]:
    verified = chain.verify(writing)
    if verified.head != manifest.head:
        raise damaged("chain")
    if verified.faults and not despite_faults:
        raise DeskError(
            f"the audit chain of this backup has faults ({verified.faults[0]})",
            where="backup",
            next_step="Somebody may have changed it. Take another one, or restore it despite its faults.",
        )
    return verified.faults


def _forgotten_again(desk: Desk, writing: Writing, ledger: set[str]) -> int:
    """Purge the cases that the ledger names. A hold that stood when the backup was made was lifted before the purge."""
    found = [case for case in writing.stream(Case) if case.id in ledger]
    for case in found:
        if writing.get(Case, case.id):  # not gone yet as a part of another
            work = Work(writing=writing, actor=PROGRAM, now=desk.now())
            retention.forget(work, replace(case, hold=""))
            desk.enter(work, chain.PURGE, case=case.id, plain={"rule": "ledger"})
    return len(found)
