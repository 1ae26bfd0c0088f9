"""The drills there are: those that come with the program, and a trainer's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from bonafides.errors import LearnError
from bonafides.learn.fault import Fault
from bonafides.learn.parse import LANGUAGES, LARGEST, Parsed, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bonafides.learn.drill import Drill

FOLDER = "drills"
MOST_FILES = 1_000
"""Files of one's own at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """One file of one's own, and what came of it."""

    path: Path
    drill: Drill | None
    faults: tuple[Fault, ...]
    lines: Mapping[str, int] = field(default_factory=dict)
    """Where each key and table stands in the file."""


@cache
def shipped(lang: str) -> tuple[Drill, ...]:
    """The drills in a language that come with the program, by id; LearnError where the installation is damaged."""
    if lang not in LANGUAGES:
        return ()
    folder = files(__package__).joinpath(FOLDER, lang)
    if not folder.is_dir():
        return ()
    found = sorted((each for each in folder.iterdir() if each.name.endswith(".toml")), key=lambda each: each.name)
    return tuple(_whole(parse(each.read_bytes()), f"learn/{FOLDER}/{lang}/{each.name}") for each in found)


def shelved(paths: Iterable[Path]) -> tuple[Shelved, ...]:
    """Each file, and each `.toml` below a folder, as what came of it; a bad one hides no other.

    Raises LearnError for a path that is not there, and for more than MOST_FILES.
    """
    found = list(dict.fromkeys(each for path in paths for each in _files(path)))
    if len(found) > MOST_FILES:
        raise LearnError(f"these are more than {MOST_FILES} files", next_step="Name a folder that holds drills only.")
    return tuple(_shelved(path) for path in found)


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(each for each in path.rglob("*.toml") if each.is_file())
    elif path.is_file():
        yield path
    else:
        raise LearnError("there is no such file or folder", where=str(path), next_step="Look at the name again.")


def _shelved(path: Path) -> Shelved:
    try:
        with path.open("rb") as stream:
            parsed = parse(stream.read(LARGEST + 1))
    except OSError as error:
        return Shelved(path=path, drill=None, faults=(Fault(code="unreadable", detail=error.strerror or ""),))
    drill, faults = parsed.drill, parsed.faults
    if drill and path.stem != drill.id:
        faults = (*faults, Fault(code="file-name", key="id", line=parsed.lines.get("id", 0), detail=f"{drill.id}.toml"))
    return Shelved(path=path, drill=drill, faults=faults, lines=parsed.lines)


def _whole(parsed: Parsed, where: str) -> Drill:
    if parsed.drill is None:
        first = parsed.faults[0]
        raise LearnError(
            f"this drill cannot be used ({first.code}: {first.key})",
            where=where,
            next_step="Install the program again.",
        )
    return parsed.drill
