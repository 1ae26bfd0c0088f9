"""What is kept about packs beside them: trusted keys, the packs that are here, and the highest number of each."""

from __future__ import annotations

import base64
import json
import os
import time
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from bonafides.errors import PacksError
from bonafides.packs.signing import Verifier

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SCHEMA = "bonafides.packs/1"
STATE = "packs.json"
_LOCK = ".changing"
_PATIENCE, _STALE = 10.0, 120.0
"""Seconds to wait for another program, and after which its lock is taken for left behind."""
_MOST_STATE = 4 * 1024**2
_KEY = 42
"""Bytes of a public key in minisign's form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trusted:
    """A publisher's key that the user has compared and pinned."""

    key: str
    """In minisign's Base64."""
    name: str
    """What the user calls the publisher."""
    added_at: str

    @property
    def verifier(self) -> Verifier:
        """The key."""
        return Verifier(text=self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A pack on this machine."""

    key: str
    """Of its publisher."""
    series: str
    sequence: int
    file: str
    added_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """All of it."""

    trusted: tuple[Trusted, ...] = ()
    held: tuple[Held, ...] = ()
    highest: Mapping[str, int]
    """By `KEY/SERIES` the highest number ever added: what is older is refused, though the pack was removed since."""


def read(folder: Path) -> State:
    """What is kept; nothing where there is no such folder. Raises PacksError for what is broken or newer."""
    path = folder / STATE
    try:
        if path.stat().st_size > _MOST_STATE:
            raise ValueError
        return _from(json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return State(highest={})
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PacksError(
            "what is kept about packs cannot be read",
            where=str(path),
            next_step="Move that file away; then trust the keys and add the packs again.",
        ) from error


def write(folder: Path, state: State) -> None:
    """Beside the old one, then in its place: whoever is interrupted has one of the two, whole."""
    table: dict[str, Any] = {
        "schema": SCHEMA,
        "trusted": [asdict(each) for each in state.trusted],
        "held": [asdict(each) for each in state.held],
        "highest": dict(state.highest),
    }
    partial = folder / f".{STATE}.{os.getpid()}.partial"
    try:
        _own(folder)
        with os.fdopen(_new(partial), "w", encoding="utf-8", newline="\n") as stream:
            json.dump(table, stream, ensure_ascii=False, indent=1)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(folder / STATE)
    except OSError as error:
        raise PacksError(
            f"what is kept about packs cannot be written ({error.strerror})",
            where=str(folder),
            next_step="Check the disk and who may write there; nothing was changed.",
        ) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


@contextmanager
def changing(folder: Path) -> Iterator[State]:
    """The state, while nobody else changes it. Raises PacksError where another program holds on to it."""
    lock = folder / _LOCK
    try:
        _own(folder)
        _locked(lock)
    except OSError as error:
        raise PacksError(
            f"what is kept about packs cannot be written ({error.strerror})",
            where=str(folder),
            next_step="Check the disk and who may write there; nothing was changed.",
        ) from error
    try:
        yield read(folder)
    finally:
        with suppress(OSError):
            lock.unlink(missing_ok=True)


def _own(folder: Path) -> None:
    """The folder, which nobody else may open: packs and keys say whom their owner trusts."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(OSError):  # some file systems know no rights
        folder.chmod(0o700)


def _new(path: Path) -> int:
    """An empty file that nobody else may read, open for writing."""
    return os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)


def _locked(lock: Path) -> None:
    """Make the lock file; one that was left behind by an interrupted program is taken over after a while."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            with suppress(OSError):
                if time.time() - lock.stat().st_mtime > _STALE:
                    lock.unlink()
                    continue
            if time.monotonic() > until:
                raise PacksError(
                    "another program is changing the packs",
                    where=str(lock),
                    next_step="Wait until it is done. If none runs, remove that file.",
                ) from None
            time.sleep(0.05)
        else:
            return


def _from(table: Mapping[str, Any]) -> State:
    schema = table["schema"]
    if schema != SCHEMA:
        newer = str(schema).startswith("bonafides.packs/")
        raise PacksError(
            "what is kept about packs is of a newer version" if newer else "this is no list of packs",
            where=STATE,
            next_step="Use a newer version of Bonafides.",
        )
    found = State(
        trusted=tuple(Trusted(**row) for row in table["trusted"]),
        held=tuple(Held(**row) for row in table["held"]),
        highest={str(name): int(number) for name, number in table["highest"].items()},
    )
    keys = {each.key for each in found.trusted}
    if any(len(base64.b64decode(key, validate=True)) != _KEY for key in keys):
        raise ValueError
    if any(each.key not in keys or "/" in each.file or "\\" in each.file for each in found.held):
        raise ValueError
    return found
