"""What `bonafides learn lint` says of drills: each fault with its file, line and key, and what to do."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from bonafides.drilling import known, opinion
from bonafides.errors import LearnError
from bonafides.learn.lint import differing, faults_in
from bonafides.learn.parse import LANGUAGES
from bonafides.learn.shelf import FOLDER, MOST_FILES, Shelved, shelved, shipped
from bonafides.render.clean import name, visible
from bonafides.render.phrases import phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bonafides.learn import Drill
    from bonafides.learn.fault import Fault
    from bonafides.model import Level

ROOM = "bonafides.learn"
SCHEMA = "bonafides.drill-lint/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One file that was looked over."""

    path: Path
    faults: tuple[Fault, ...]
    level: Level | None
    """What the program's own check says of the thread; None where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """The drills of a language that can be taken here."""

    drills: tuple[Drill, ...]
    """Those that come with the program, then the trainer's own."""
    left_out: tuple[str, ...]
    """Names of the trainer's files that have faults, in whatever language; `bonafides learn lint` tells which."""


def offered(home: Path, lang: str) -> Offered:
    """What can be taken in `lang`: the program's drills, and the trainer's own below `home`/drills without a fault.

    Never raises for what lies in that folder: of more than MOST_FILES files the first are used, the rest left out.
    """
    files = tuple(map(_own, _there(home / FOLDER)))
    good = [each.drill for each in files[:MOST_FILES] if each.drill and not each.faults]
    program = [each for code in LANGUAGES for each in shipped(code)]
    wrong = {id(drill) for drill, _ in differing((*program, *good))}
    own = tuple(each for each in good if id(each) not in wrong)
    kept = {id(each) for each in own}
    return Offered(
        drills=(*shipped(lang), *(each for each in own if each.lang == lang)),
        left_out=tuple(each.path.name for each in files if each.drill is None or id(each.drill) not in kept),
    )


def _there(folder: Path) -> list[tuple[Path, int, int]]:
    """The files there, each with when it changed and its size, so that one that did not is not read again."""
    found = []
    for path in sorted(folder.rglob("*.toml")) if folder.is_dir() else ():
        try:
            state = path.stat()
        except OSError:  # a link that leads nowhere, or gone meanwhile
            continue
        if path.is_file():
            found.append((path, state.st_mtime_ns, state.st_size))
    return found


@lru_cache(maxsize=MOST_FILES)
def _own(file: tuple[Path, int, int]) -> Shelved:
    """One file with all its faults."""
    each = shelved((file[0],))[0]
    return replace(each, faults=all_faults(each))


def looked_over(paths: Iterable[Path]) -> tuple[Looked, ...]:
    """Every drill below these paths. LearnError for a path that is not there, or where there is no drill."""
    paths = tuple(paths)
    files = shelved(paths)
    if not files:
        raise LearnError("there is no drill here", where=str(paths[0]), next_step="Drills are files that end in .toml.")
    found = [list(all_faults(each)) for each in files]
    at = {id(each.drill): number for number, each in enumerate(files)}
    for drill, fault in differing(each.drill for each in files if each.drill):
        found[at[id(drill)]].append(_placed(fault, files[at[id(drill)]]))
    return tuple(
        Looked(
            path=each.path,
            faults=tuple(sorted(faults, key=lambda fault: fault.line)),
            level=opinion(each.drill).level if each.drill else None,
        )
        for each, faults in zip(files, found, strict=True)
    )


def all_faults(each: Shelved) -> tuple[Fault, ...]:
    """What is wrong with one file by itself."""
    inside = faults_in(each.drill, known()) if each.drill else ()
    return (*each.faults, *(_placed(fault, each) for fault in inside))


def told(looked: Sequence[Looked], lang: str) -> str:
    """Everything found, one line each, and how many files have faults."""
    words, levels, lines = phrases(lang, ROOM), phrases(lang), []
    for each in looked:
        lines += [_line(each, fault, lang) for fault in each.faults]
        if not each.faults:
            lines.append(words("lint.good", file=visible(str(each.path))))
        if each.level:
            lines.append(f"  {words('lint.machine', level=levels(f'level.{each.level}.name'))}")
    lines.append(words("lint.found", bad=sum(bool(each.faults) for each in looked), all=len(looked)))
    return "\n".join(lines) + "\n"


def told_json(looked: Sequence[Looked], lang: str) -> str:
    """The same for programs."""
    rows = [
        {
            "file": str(each.path),
            "faults": [
                {"code": fault.code, "line": fault.line or None, "key": fault.key, "says": _says(fault, lang)}
                for fault in each.faults
            ],
            "own_check": each.level,
        }
        for each in looked
    ]
    return json.dumps({"schema": SCHEMA, "files": rows}, ensure_ascii=False) + "\n"


def _line(each: Looked, fault: Fault, lang: str) -> str:
    at = phrases(lang, ROOM)("lint.line", line=fault.line) if fault.line else ""
    return ", ".join(filter(None, (visible(str(each.path)), at, fault.key))) + ": " + _says(fault, lang)


def _says(fault: Fault, lang: str) -> str:
    return phrases(lang, ROOM)(f"fault.{fault.code}", detail=name(fault.detail, 160))


def _placed(fault: Fault, each: Shelved) -> Fault:
    """The fault with its line: of its key, or of the table that the key belongs in."""
    place, line = fault.key, fault.line
    while place and not line:
        line = each.lines.get(place, 0)
        place = place.rpartition(".")[0]
    return replace(fault, line=line)
