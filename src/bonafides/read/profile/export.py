"""Opens one LinkedIn export (a ZIP, a folder, a single table) and gives what belongs to the owner's profile."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bonafides.errors import ReadError
from bonafides.model import InputFile, Problem
from bonafides.model.exposure import OwnProfile, ProfileRow, Table
from bonafides.read import archive, source
from bonafides.read.gather import head_of
from bonafides.read.measure import Measured
from bonafides.read.opening import is_zip
from bonafides.read.profile.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bonafides.read.reader import Source

_ONE = "Look at one export at a time, your own: name its ZIP or its folder alone."
_ASK = (
    "Ask LinkedIn for a copy of your data (Settings, Data privacy, Get a copy of your data) with the profile in it, "
    "and name that ZIP."
)
_TABLES = (".csv", ".tsv", ".txt", "")


@dataclass(slots=True)
class _Gathered:
    rows: list[ProfileRow] = field(default_factory=list)
    inputs: list[InputFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    profiles: set[str] = field(default_factory=set)
    """SHA-256 of every file that says whose export it is."""
    careers: set[str] = field(default_factory=set)
    """Folders and archives that hold a table of positions; a person has one."""
    seen: set[str] = field(default_factory=set)
    messages: bool = False
    known: bool = False


def own_profile(given: str | Path) -> OwnProfile:
    """The profile in one export; what could not be read is in its problems.

    Raises ReadError where there is no profile in it, or where it holds the profiles or the positions of two people.
    """
    name = source.labels((given,))[0]
    gathered = _Gathered()
    with closing(source.walk(given, name, None)) as items:
        for item in items:
            _item(item, gathered, archives=True)
    _check(gathered, name)
    shorter = _prefix([row.file for row in gathered.rows])
    return OwnProfile(
        rows=tuple(replace(row, file=row.file.removeprefix(shorter)) for row in gathered.rows),
        inputs=tuple(gathered.inputs),
        problems=tuple(replace(each, where=each.where.removeprefix(shorter)) for each in gathered.problems),
    )


def _item(item: Source | Problem, gathered: _Gathered, *, archives: bool) -> None:
    if isinstance(item, Problem):
        gathered.problems.append(item)
        return
    measured = Measured(item)
    try:
        head = head_of(measured.source)
        if is_zip(head) and archives:
            _archive(item, gathered)
        elif _may_be_table(item.name) and not head.raw.startswith((b"\x89PNG", b"\xff\xd8", b"%PDF", b"PK")):
            _table(measured, gathered)
    except ReadError as error:
        gathered.problems.append(source.problem(error, fatal=True, where=item.name))
    gathered.problems.extend(measured.problems())


def _may_be_table(name: str) -> bool:
    last = name.rpartition("/")[2]
    dot = last.rfind(".")
    return (last[dot:].lower() if dot >= 0 else "") in _TABLES


def _archive(item: Source, gathered: _Gathered) -> None:
    with archive.opened(item) as opened:
        for entry in opened.sources():
            _item(entry, gathered, archives=False)


def _table(measured: Measured, gathered: _Gathered) -> None:
    told: list[Problem] = []
    name = measured.source.name
    table, rows = rows_of(measured.source, told)
    gathered.messages |= table is Table.MESSAGES
    if table is None or table is Table.MESSAGES:
        return
    digest, size = measured.result()
    gathered.known = True
    if digest in gathered.seen:
        return
    gathered.seen.add(digest)
    gathered.inputs.append(InputFile(name=name, format=f"linkedin-{table}", sha256=digest, size=size))
    gathered.problems += dict.fromkeys(told)  # each once, however often it happened
    gathered.rows += rows
    if table is Table.POSITIONS and rows:
        gathered.careers.add(name.rpartition("/")[0])
    if table is Table.PROFILE:
        gathered.profiles.update(_owner(row) for row in rows)


def _owner(row: ProfileRow) -> str:
    return " ".join(f"{row.text('first name')} {row.text('last name')}".casefold().split())


def _check(gathered: _Gathered, name: str) -> None:
    if len(gathered.profiles) > 1:
        raise ReadError("This holds the profiles of more than one person.", where=name, next_step=_ONE)
    if len(gathered.careers) > 1:
        raise ReadError("This holds two careers, as the exports of two people do.", where=name, next_step=_ONE)
    if gathered.rows:
        return
    stopped = next((each for each in gathered.problems if each.fatal), None)
    if stopped is not None:
        raise ReadError(stopped.what, where=stopped.where or name, next_step=stopped.next_step)
    if gathered.known:
        raise ReadError("The tables of this export are empty.", where=name, next_step=_ASK)
    if gathered.messages:
        what = "This holds messages and no profile."
        raise ReadError(what, where=name, next_step=f"For messages there is `bonafides check`. {_ASK}")
    raise ReadError("This is no LinkedIn export: no profile was found in it.", where=name, next_step=_ASK)


def _prefix(names: Iterable[str]) -> str:
    """The folders and the archive that all the files lie in, which nobody needs to read at every place."""
    split = [name.split("/")[:-1] for name in names]
    shared: list[str] = []
    for parts in zip(*split, strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    return "".join(f"{part}/" for part in shared)
