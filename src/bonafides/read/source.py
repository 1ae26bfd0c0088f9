"""Turns what the user names (a file, a folder, `-`) into sources to read, one by one, without following links."""

from __future__ import annotations

import io
import os
import stat
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from bonafides.errors import ReadError
from bonafides.model import Problem
from bonafides.read.reader import LIMITS, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

STANDARD_INPUT = "standard input"
STREAM_BYTES = 1024**3
"""The most that is taken from standard input or a pipe, which must be kept in memory."""
_CHUNK = 1024**2
_NAME_CHARACTERS = 200
_SAVE = "Save it to a file and name the file."


def shown(name: str) -> str:
    """`name` as it may be shown: no control or direction marks, no `..` or drive, at most 200 characters."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    kept = "/".join(part for part in parts if not (len(part) == 2 and part[1] == ":"))
    clean = "".join(
        "?" if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") else char for char in kept
    )
    return clean if len(clean) <= _NAME_CHARACTERS else f"{clean[: _NAME_CHARACTERS - 1]}…"


def labels(inputs: Sequence[str | Path]) -> list[str]:
    """A short name for each input: its last part, all of it where two would look alike, numbered where that fails."""
    last = [STANDARD_INPUT if str(given) == "-" else Path(str(given).replace("\\", "/")).name for given in inputs]
    names = zip(inputs, last, strict=True)
    return numbered(_label(given, name, alone=last.count(name) == 1) for given, name in names)


def _label(given: str | Path, last: str, *, alone: bool) -> str:
    whole = last == STANDARD_INPUT or (last and alone)
    return shown(last if whole else str(given)) or "input"


def numbered(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """`names` made unique, and different from those `taken`: a second `a` becomes `a-2`."""
    used = set(taken)
    following: dict[str, int] = {}
    unique = []
    for name in names:
        free, number = name, following.get(name, 2)
        while free in used:
            free, number = f"{name}-{number}", number + 1
        following[name] = number
        used.add(free)
        unique.append(free)
    return unique


def from_bytes(name: str, data: bytes) -> Source:
    """A source whose content is already in memory."""
    return Source(name=name, size=len(data), open=lambda: io.BytesIO(data))


def from_stream(name: str, stream: BinaryIO) -> Iterator[Source | Problem]:
    """A source for something that can be read only once, and what went wrong with its end.

    Raises ReadError where nothing of it can be read.
    """
    data = io.BytesIO()
    size = 0
    said = ""
    try:
        while size < STREAM_BYTES and (chunk := stream.read(min(_CHUNK, STREAM_BYTES - size))):
            size += data.write(chunk)
        if size == STREAM_BYTES and stream.read(1):
            said = f"It holds more than {STREAM_BYTES // 1024**2} MiB"
    except (OSError, ValueError) as error:
        said = "Reading from it failed"
        if not size:
            raise ReadError(f"{said}.", where=name, next_step=_SAVE) from error
    yield from_bytes(name, data.getvalue())
    if said:
        yield Problem(what=f"{said}; only its beginning was read.", where=name, next_step=_SAVE, fatal=True)


def from_path(path: Path, name: str) -> Source:
    """A source for a file on disk. Raises ReadError where it cannot be read."""
    return Source(name=name, size=_stat(path, name).st_size, open=lambda: _open(path, name))


def walk(given: str | Path, name: str, stdin: Callable[[], BinaryIO] | None) -> Generator[Source | Problem, None, None]:
    """Every source behind one input, a folder's files by name. Raises ReadError where the input cannot be had."""
    if str(given) == "-":
        if stdin is None:
            raise ReadError("There is no standard input to read.", where=name, next_step="Name a file instead.")
        yield from _standard_input(name, stdin)
        return
    if not str(given):  # Path("") would be the current folder, which nobody named
        raise ReadError("This is an empty name.", where=name, next_step=_MISSING)
    path = Path(given)
    mode = _stat(path, name).st_mode
    if stat.S_ISDIR(mode):
        yield from _folder(path, name)
    elif stat.S_ISREG(mode):
        yield from_path(path, name)
    elif stat.S_ISFIFO(mode):
        with _open(path, name) as stream:
            yield from from_stream(name, stream)
    else:
        raise ReadError("This is neither a file nor a folder.", where=name, next_step="Name the exported file.")


def _standard_input(name: str, stdin: Callable[[], BinaryIO]) -> Iterator[Source | Problem]:
    try:
        stream = stdin()
    except (OSError, ValueError) as error:
        raise ReadError("It cannot be opened.", where=name, next_step="Name a file instead.") from error
    yield from from_stream(name, stream)


def is_folder(given: str | Path) -> bool:
    """Whether an input is a folder; False where that cannot be known."""
    try:
        return str(given) not in ("", "-") and Path(given).is_dir()
    except (OSError, ValueError):
        return False


def _folder(root: Path, name: str) -> Iterator[Source | Problem]:
    links = special = 0
    closed: list[str] = []
    for count, path in enumerate(_files(root, closed), start=1):
        label = f"{name}/{shown(path.relative_to(root).as_posix())}"
        if count > LIMITS.archive_entries:
            yield Problem(
                what=f"The folder holds more than {LIMITS.archive_entries} files; the rest was not read.",
                where=name,
                next_step="Name the files with conversations instead of the whole folder.",
                fatal=True,
            )
            break
        try:
            mode = path.lstat().st_mode
        except (OSError, ValueError):
            yield Problem(what=_CLOSED, where=label, next_step=_ALLOWED, fatal=True)
            continue
        links += stat.S_ISLNK(mode)
        special += not (stat.S_ISLNK(mode) or stat.S_ISREG(mode))
        if stat.S_ISREG(mode):
            try:
                yield from_path(path, label)
            except ReadError as error:
                yield problem(error, fatal=True)
    for place in closed:
        where = _inside(root, place, name)
        yield Problem(what="This folder cannot be opened.", where=where, next_step=_ALLOWED, fatal=True)
    if links:
        yield Problem(what=f"{links} link(s) to other places were not followed.", where=name)
    if special:
        yield Problem(what=f"{special} thing(s) in it are neither files nor folders and were not read.", where=name)


def _files(root: Path, closed: list[str]) -> Iterator[Path]:
    """Everything in a folder but its folders, links included; folders that cannot be opened go to `closed`."""
    for folder, subfolders, names in os.walk(root, onerror=lambda error: closed.append(str(error.filename))):
        subfolders[:] = sorted(sub for sub in subfolders if not sub.startswith(".") and sub != "__MACOSX")
        linked = [sub for sub in subfolders if _is_link(Path(folder, sub))]
        yield from (Path(folder, each) for each in sorted([*names, *linked]) if not each.startswith("."))


def _is_link(path: Path) -> bool:
    try:
        return path.is_symlink()
    except OSError:
        return False


def _inside(root: Path, place: str, name: str) -> str:
    inner = shown(os.path.relpath(place, root))
    return f"{name}/{inner}" if inner else name


def problem(error: ReadError, *, fatal: bool = False, where: str = "") -> Problem:
    """A ReadError as data for the report."""
    return Problem(what=error.what, where=error.where or where, next_step=error.next_step, fatal=fatal)


def _stat(path: Path, name: str) -> os.stat_result:
    try:
        return path.stat()
    except FileNotFoundError as error:
        raise ReadError("There is no such file or folder.", where=name, next_step=_MISSING) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise ReadError("This cannot be opened as a file.", where=name, next_step=_MISSING) from error


_MISSING = "Check the name; to check a text itself, pass - and paste it into standard input."
_CLOSED = "The file cannot be opened."
_ALLOWED = "Check that you are allowed to read it."


def _open(path: Path, name: str) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise ReadError(_CLOSED, where=name, next_step=_ALLOWED) from error
