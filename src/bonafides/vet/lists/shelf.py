"""The lists on this machine: loaded under a name, listed, removed, asked all together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from bonafides.errors import VetError
from bonafides.vet.lists.entry import Unread
from bonafides.vet.lists.index import ENDING, make
from bonafides.vet.lists.lookup import Lookup
from bonafides.vet.lists.match import Kind, Loaded, Match

FOLDER = "lists"
_NAME = re.compile(r"[\w][\w .-]{0,60}\Z")
_ENDINGS = (".gz", ".zip", ".json", ".jsonl", ".csv", ".ftm")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The lists in a folder, each in a file of its own."""

    home: Path
    """The program's own folder; lists lie in `lists` below it."""

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return self.home / FOLDER

    def paths(self) -> tuple[Path, ...]:
        """The lists' files, by name."""
        return tuple(sorted(self.folder.glob(f"*{ENDING}"))) if self.folder.is_dir() else ()

    def add(
        self, source: Path, name: str = "", *, watch: Callable[[int, int], None] | None = None
    ) -> tuple[Unread, ...]:
        """Load a list, in place of an earlier one of that name; gives the first lines that could not be read."""
        return make(source, self.path(name or named(source)), watch=watch)

    def held(self) -> tuple[tuple[Loaded, ...], tuple[VetError, ...]]:
        """Every list that can be used, and why the others cannot."""
        fine, errors = [], []
        for path in self.paths():
            try:
                with Lookup(path) as lookup:
                    fine.append(lookup.loaded)
            except VetError as error:
                errors.append(error)
        return tuple(fine), tuple(errors)

    def remove(self, name: str) -> None:
        """Take a list away. Raises VetError where there is none of that name."""
        path = self.path(name)
        try:
            path.unlink()
        except FileNotFoundError:
            known = ", ".join(each.stem for each in self.paths()) or "none"
            raise VetError("there is no list of that name", where=name, next_step=f"Lists here: {known}.") from None
        except OSError as error:
            raise VetError(f"the list cannot be removed ({error.strerror})", where=name) from error

    def path(self, name: str) -> Path:
        """Where a list of that name lies. Raises VetError for a name that no file could have everywhere."""
        if not _NAME.match(name):
            raise VetError(
                "a list cannot have that name", where=name[:60], next_step="Use letters, digits, spaces, dots, hyphens."
            )
        return self.folder / f"{name}{ENDING}"


def named(source: Path) -> str:
    """A list's name from its file's: `us.targets.nested.json.gz` is `us.targets.nested`."""
    name = source.name
    while name.lower().endswith(_ENDINGS) and "." in name.lstrip("."):
        name = name.rpartition(".")[0]
    return re.sub(r"[^\w .-]", "-", name).strip(" .-")[:60] or "list"


def ask(
    paths: Iterable[Path], names: Iterable[str], *, firms: Iterable[str] = (), born: str = ""
) -> tuple[tuple[Match, ...], tuple[VetError, ...]]:
    """What every list has for every name, and the lists that could not be asked. Each name and entry once."""
    asked = [(name, Kind.PERSON) for name in dict.fromkeys(names)] + [
        (name, Kind.FIRM) for name in dict.fromkeys(firms)
    ]
    found: dict[tuple[str, str, str], Match] = {}
    errors = []
    for path in paths if asked else ():
        try:
            with Lookup(path) as lookup:
                for name, kind in asked:
                    for match in lookup.ask(name, kind=kind, born=born):
                        found.setdefault((match.list.name, match.about.id, name), match)
        except VetError as error:
            errors.append(error)
    return tuple(found.values()), tuple(errors)
