"""A drop folder: every complete file or subfolder in it is one report, taken exactly once, whatever breaks between.

A report is stored first and deleted after that (or moved to `taken/`): the desk deletes its own copy by rule, and none
may outlive it here. Where the program stops between the two, the next run hands the same content in again, and the
store knows it by its digest.
"""

from __future__ import annotations

import os
import stat
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bonafides.desk.intake.mail_in import Door, from_mail, is_mail_file
from bonafides.desk.intake.received import BOUNDS, Accept, File, Received, refuse, too_large
from bonafides.errors import DeskError
from bonafides.model import Problem
from bonafides.read.source import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

TAKEN, REFUSED = "taken", "refused"
SETTLED = 5.0
"""Seconds for which a file must not have changed to be taken for complete."""
_DEEPEST = 8
"""Folders inside a report's folder that are looked into."""
_UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart", ".download", ".swp", "~")
_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})
_NAME_BYTES = 200
_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_SPECIAL = "This is no file but a link or a device, which is never followed."
_COPY = "Put a copy of the file itself into the folder."
_UNREADABLE = "The file cannot be opened."
_RIGHTS = "Let the desk's account read it, and put it into the folder again."
_MANY = "The folder holds more than {} files."
_FEWER = "Put in only the files that matter."
_WHY = "{name} was not taken.\n\n{what}\n{next_step}\n"
_HOW = "When that is done, put the file into the folder above again, and remove this note."

State = tuple[tuple[str, int, int, int], ...]
"""Path, size, time of the last change (ns) and number of every file of a report; folders among them, of size -1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What one look into the folder brought."""

    taken: tuple[tuple[str, str], ...] = ()
    """Name as it may be shown, and the report's id."""
    refused: tuple[Problem, ...] = ()
    waiting: tuple[str, ...] = ()
    """What is still being written; a later look takes it."""


@dataclass(slots=True)
class _Count:
    taken: list[tuple[str, str]] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)


class _Changed(Exception):  # noqa: N818 -- never leaves this module
    """It is still being written."""


def take(
    folder: Path,
    accept: Accept,
    *,
    ours: tuple[str, ...] = (),
    keep: bool = False,
    settled: float = SETTLED,
    wait: Callable[[float], object] = time.sleep,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Summary:
    """Hand every complete report in `folder` to `accept`, then delete it, or move it to `taken/` to `keep` it.

    Unreadable ones go to `refused/`, each with a note that says why. What changed within the last `settled` seconds is
    looked at once more after that time, and left for a later look if it changed again. `ours` are the organisation's
    mail domains (see `mail_in.Door`). Raises DeskError where the folder cannot be used, and whatever `accept` raises
    but DeskError, such as a StoreError: then nothing more is taken, and all that is not acknowledged stays in place.
    """
    for place in (TAKEN, REFUSED) if keep else (REFUSED,):
        _make(folder / place)
    states = {path: _state(path) for path in _reports(folder)}
    if any(_is_young(state, settled) for state in states.values()):
        wait(settled)
    count = _Count()
    door = Door(via="folder", ours=ours)
    for path, state in states.items():
        name = shown(path.name) or "unnamed"
        try:
            if _is_young(state, settled) and _state(path) != state:
                raise _Changed
            report = accept(_received(path, state, door, now()))
        except (_Changed, FileNotFoundError):
            count.waiting.append(name)
        except DeskError as error:
            count.refused.append(_refuse(path, folder / REFUSED, error))
        else:
            if keep:
                _move(path, folder / TAKEN)
            else:
                _delete(state)
            count.taken.append((name, report))
    return Summary(taken=tuple(count.taken), refused=tuple(count.refused), waiting=tuple(count.waiting))


def _make(place: Path) -> None:
    """The subfolder `place`, which must be a folder of its own: through a link reports could be led elsewhere."""
    try:
        place.mkdir(exist_ok=True)
        is_folder = stat.S_ISDIR(place.lstat().st_mode)
    except OSError as error:
        raise DeskError("The drop folder cannot be used.", where=shown(place.name), next_step=_WRITABLE) from error
    if not is_folder:
        raise DeskError("This is a link and no folder.", where=shown(place.name), next_step=_WRITABLE)


_WRITABLE = "Choose a folder that the desk's account may write to, on a disk that is there."


def _reports(folder: Path) -> list[Path]:
    """What lies in the folder, the oldest name first; hidden and unfinished ones are no reports yet."""
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 - names with odd bytes come as they are
    except OSError as error:
        raise DeskError("The drop folder cannot be read.", where=shown(folder.name), next_step=_WRITABLE) from error
    return [folder / name for name in names if name not in (TAKEN, REFUSED) and not _is_unfinished(name)]


def _is_unfinished(name: str) -> bool:
    folded = name.lower()
    return name.startswith((".", "~$")) or folded.endswith(_UNFINISHED) or folded in _SYSTEM


def _state(path: Path) -> State:
    """Every file of a report as it is now; empty where it is gone."""
    found = []
    for each in _inside(path):
        try:
            seen = each.lstat()
        except OSError:
            continue
        found.append((str(each), *_seen(seen)))
    return tuple(found)


def _seen(seen: os.stat_result) -> tuple[int, int, int]:
    """Size, change and number. Copying may set an old time on a new file, but not on its entry in the folder."""
    size = -1 if stat.S_ISDIR(seen.st_mode) else seen.st_size
    return size, max(seen.st_mtime_ns, seen.st_ctime_ns), seen.st_ino


def _inside(path: Path, depth: int = 0) -> Iterator[Path]:
    """A report's files and folders by name, links among them, none of which is followed."""
    yield path
    if path.is_symlink() or not path.is_dir() or depth >= _DEEPEST:
        return
    try:
        names = sorted(os.listdir(path))  # noqa: PTH208 - as above
    except OSError:
        return
    for name in names:
        if name.lower() not in _SYSTEM and not name.startswith("."):
            yield from _inside(path / name, depth + 1)


def _is_young(state: State, settled: float) -> bool:
    """Whether something in it may still be written: changed a moment ago, by this or another clock, or unfinished."""
    latest = max((changed for _, _, changed, _ in state), default=0)
    age = time.time() - latest / 1e9
    return -3600 < age < settled or any(_is_unfinished(Path(name).name) for name, *_ in state)


# --- reading


def _received(path: Path, state: State, door: Door, at: datetime) -> Received:
    """The report at `path`. Raises DeskError for what cannot be taken, _Changed for what is still being written."""
    files = [each for each in state if each[1] >= 0]
    if not files or any(_is_unfinished(Path(name).name) for name, *_ in state):
        raise _Changed
    if len(files) > BOUNDS.files * 10:
        raise DeskError(_MANY.format(BOUNDS.files * 10), next_step=_FEWER)
    if (size := sum(each[1] for each in files)) > BOUNDS.bytes:
        raise too_large(size)
    failed: list[DeskError] = []
    read = list(_files(path, files, failed))
    problems = (Problem(what=error.what, where=error.where, next_step=error.next_step) for error in failed)
    received = Received(via=door.via, received_at=at, problems=tuple(problems))
    for file in read:
        received = _joined(received, file, door)
    if not read and failed:
        raise failed[0]
    refuse(received)
    return received


def _files(path: Path, state: Iterable[tuple[str, int, int, int]], failed: list[DeskError]) -> Iterator[File]:
    for name, *seen in state:
        label = path.name if name == str(path) else os.path.relpath(name, path)
        try:
            data = _data(Path(name), tuple(seen))
        except DeskError as error:
            error.where = shown(label)
            failed.append(error)
        else:
            yield File(name=shown(label) or "unnamed", data=data)


def _data(path: Path, expected: tuple[int, ...]) -> bytes:
    """The bytes of a file that is still the one that was seen. No link is followed, no device opened."""
    try:
        handle = os.open(path, _OPEN)
    except FileNotFoundError:
        raise _Changed from None
    except OSError as error:
        if path.is_symlink() or not path.is_file():
            raise DeskError(_SPECIAL, next_step=_COPY) from error
        raise DeskError(_UNREADABLE, next_step=_RIGHTS) from error
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise DeskError(_SPECIAL, next_step=_COPY)
        try:
            data = stream.read(BOUNDS.bytes + 1)
        except OSError as error:
            raise DeskError("The file cannot be read to its end.", next_step=_COPY) from error
        if _seen(os.fstat(handle)) != expected or len(data) != expected[0]:
            raise _Changed
    return data


def _joined(received: Received, file: File, door: Door) -> Received:
    """The report with one more file; a mail in it may say who reports and what they say."""
    if not is_mail_file(file.data):
        return replace(received, files=(*received.files, file))
    try:
        mail = from_mail(file.name, file.data, door, received_at=received.received_at)
    except DeskError:  # begins like a mail and is none: the readers say so
        return replace(received, files=(*received.files, file))
    others = {received.reporter, mail.reporter} - {""}
    return replace(
        received,
        said="\n\n".join(filter(None, (received.said, mail.said))),
        reporter=others.pop() if len(others) == 1 else "",
        files=(*received.files, *mail.files),
        facts=(*received.facts, *mail.facts),
        problems=(*received.problems, *mail.problems),
        occasion="".join((received.occasion, mail.occasion)),
    )


# --- deleting and moving


def _delete(state: State) -> None:
    """Delete what was taken as it was seen; what has changed or come meanwhile stays, for the next look."""
    for name, *seen in reversed(state):  # what is in a folder before the folder
        path = Path(name)
        try:
            if seen[0] < 0:
                _delete_folder(path)
            elif _seen(path.lstat()) == tuple(seen):
                path.unlink()
        except FileNotFoundError:
            continue  # another run was faster
        except OSError as error:
            raise DeskError(
                "A report that was taken cannot be deleted.", where=shown(path.name), next_step=_WRITABLE
            ) from error


def _delete_folder(path: Path) -> None:
    """Delete a folder that holds nothing any more but what file managers leave in it."""
    left = list(path.iterdir())
    if all(each.name.lower() in _SYSTEM | {".ds_store"} and not each.is_dir() for each in left):
        for each in left:
            each.unlink()
        path.rmdir()


def _refuse(path: Path, place: Path, error: DeskError) -> Problem:
    """Moves what cannot be taken, and writes beside it why and what to do."""
    name = shown(path.name) or "unnamed"
    moved = _move(path, place)
    next_step = f"{error.next_step} {_HOW}".strip()
    note = _WHY.format(name=name, what=error.what, next_step=next_step)
    Path(f"{moved}.txt").write_text(note, encoding="utf-8", errors="replace")
    return Problem(what=error.what, where=name, next_step=error.next_step, fatal=True)


def _move(path: Path, place: Path) -> Path:
    """Moves a report, links themselves and not what they lead to, to a name in `place` that nothing has."""
    name = path.name
    if len(os.fsencode(name)) > _NAME_BYTES:
        name = os.fsdecode(os.fsencode(path.stem)[:100]) + path.suffix[:20]
    for number in range(1, 1_000_000):
        target = place / (name if number == 1 else f"{name}-{number}")
        if not os.path.lexists(target) and not os.path.lexists(f"{target}.txt"):
            try:
                path.rename(target)
            except FileNotFoundError:  # another run was faster: it has the same content and the same digest
                return target
            except OSError as error:
                raise DeskError(
                    "A report that was taken or refused cannot be moved.", where=shown(path.name), next_step=_WRITABLE
                ) from error
            return target
    raise DeskError("There are too many reports of one name.", where=shown(path.name), next_step=_WRITABLE)
