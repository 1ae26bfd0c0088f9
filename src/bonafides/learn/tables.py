"""Opens the room's data files: TOML beside the code, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from bonafides.errors import LearnError


@cache
def table(name: str) -> dict[str, Any]:
    """The data file of that name; callers must not change it. LearnError where the installation is damaged."""
    try:
        return tomllib.loads(files(__package__).joinpath(name).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise LearnError(
            f"it cannot be used: {error}", where=f"learn/{name}", next_step="Install the program again."
        ) from error
