"""Opens the room's data files: TOML beside the code, read once, with a plain error where one is broken."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from bonafides.errors import AdviseError

ROOM = Path(__file__).parent


@cache
def table(name: str, *, folder: Path = ROOM) -> dict[str, Any] | None:
    """The file `name` (such as `routes/de.toml`) as a table, or None where there is no such file.

    Raises AdviseError where the file is there and cannot be read. Callers must not change what they get.
    """
    path = folder / name
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise broken(name, str(error)) from error


@cache
def names(kind: str, *, folder: Path = ROOM) -> tuple[str, ...]:
    """The file stems of one kind of data (`routes`, `platforms`, `words`), sorted."""
    return tuple(sorted(path.stem for path in (folder / kind).glob("*.toml")))


def broken(name: str, why: str) -> AdviseError:
    """The error for a data file that came with the program and cannot be used."""
    return AdviseError(
        f"this advice file is damaged ({why}).",
        where=name,
        next_step="Install the program again, or correct the file if you changed it.",
    )
