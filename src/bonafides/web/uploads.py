"""Where uploaded files lie until they are read: a private temporary folder, removed as soon as nothing needs it."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from starlette.datastructures import UploadFile

from bonafides.render.clean import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX = "bonafides-read-"
LEFT_OVER = 24 * 3600
"""Seconds after which the folder of a run that was killed is removed by the next one."""
_LONGEST, _DEEPEST = 120, 12
_UNSAFE = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]')
_DRIVE = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|\Z)")


@dataclass(slots=True)
class Uploads:
    """The folders of one server, each for what one person gave at once; only this user can look into them."""

    folders: set[Path] = field(default_factory=set)

    def take(self, files: Iterable[UploadFile]) -> tuple[Path, tuple[Path, ...]]:
        """Put the files into a new folder: the folder, and what stands at its top, in the order given."""
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        self.folders.add(folder)
        tops: dict[Path, None] = {}
        try:
            for number, file in enumerate(files, start=1):
                place = _free(folder, _parts(file.filename or "", number))
                place.parent.mkdir(parents=True, exist_ok=True)
                with file.file, place.open("xb") as out:
                    shutil.copyfileobj(file.file, out, 1024**2)
                tops[folder / place.relative_to(folder).parts[0]] = None
        except BaseException:
            self.drop(folder)
            raise
        return folder, tuple(tops)

    def drop(self, folder: Path) -> bool:
        """Remove one of them; whether it is gone. One that is not is tried again at the end."""
        if gone := remove(folder):
            self.folders.discard(folder)
        return gone

    def close(self) -> None:
        """Remove whatever is left."""
        for folder in tuple(self.folders):
            self.drop(folder)


def remove(folder: Path) -> bool:
    """Remove a folder with all that is in it; whether it is gone."""
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()


def sweep(now: float | None = None) -> int:
    """Remove what runs that were killed left behind, a day after; how many folders went."""
    before = (time.time() if now is None else now) - LEFT_OVER
    gone = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            if folder.is_dir() and not folder.is_symlink() and folder.stat().st_mtime < before:
                gone += remove(folder)
        except OSError:  # another user's, or just gone
            continue
    return gone


def _parts(given: str, number: int) -> tuple[str, ...]:
    """A relative place from a name that a browser sent, which may name folders: nothing that leads outside."""
    parts = [_part(each) for each in PurePosixPath(given.replace("\\", "/")).parts if each not in ("/", "..", ".")]
    return tuple(filter(None, parts[-_DEEPEST:])) or (f"file {number}",)


def _part(given: str) -> str:
    name = _UNSAFE.sub("_", visible(given)).strip(" .")
    name = f"_{name}" if _DRIVE.match(name) else name
    stem, dot, ending = name.rpartition(".")
    if len(name.encode()) <= _LONGEST:
        return name
    cut = stem.encode()[: _LONGEST - 20].decode("utf-8", "ignore") if dot else ""
    return (
        f"{cut}.{ending.encode()[:16].decode('utf-8', 'ignore')}"
        if cut
        else name.encode()[:_LONGEST].decode("utf-8", "ignore")
    )


def _free(folder: Path, parts: tuple[str, ...]) -> Path:
    """A place for the file: its own, or another where something stands in the way."""
    above = (folder.joinpath(*parts[:length]) for length in range(1, len(parts)))
    if any(each.is_file() for each in above):
        parts = (_part("_".join(parts)),)
    place = found = folder.joinpath(*parts)
    number = 1
    while found.exists():
        number += 1
        found = place.with_name(f"{place.stem} ({number}){place.suffix}")
    return found
