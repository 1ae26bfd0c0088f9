"""Reads files that are already in memory, such as an upload's, so that nothing of them is ever written to a disk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from bonafides.read import READERS, _assembled
from bonafides.read.gather import Gatherer
from bonafides.read.reader import Options
from bonafides.read.source import from_bytes, numbered, shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from bonafides.model import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A file in memory."""

    name: str
    data: bytes


def read_held(
    files: Sequence[Held], *, me: tuple[str, ...] = (), timezone: tzinfo = UTC, date_order: str = "", join: bool = True
) -> Reading:
    """Reads each file as an input of its own into conversations, exactly as `read` does those on a disk.

    Names are shown in problems; they say nothing about where a file lies, and two alike are numbered. Bad input never
    raises: it is in the problems.
    """
    gatherer = Gatherer(readers=READERS, options=Options(me=me, timezone=timezone, date_order=date_order))
    names = numbered(shown(file.name) or "file" for file in files)
    named = zip(names, files, strict=True)
    harvests = [gatherer.read([from_bytes(name, file.data)], name) for name, file in named]
    return _assembled(harvests, gatherer.options, join=join)
