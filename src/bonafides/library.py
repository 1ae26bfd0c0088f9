"""The program as a library: three functions with typed values in and out; nothing is printed, stored or sent."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from bonafides.examine import Case, assess, examine
from bonafides.read import read as _read
from bonafides.read import read_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo
    from pathlib import Path

    from bonafides.model import Reading, Report

__all__ = ["assess", "check", "read"]


def read(
    paths: Sequence[str | Path] = (),
    *,
    text: str | None = None,
    me: Sequence[str] = (),
    timezone: tzinfo = UTC,
    date_order: str = "",
    join: bool = True,
    joined: Sequence[tuple[str, str]] = (),
) -> Reading:
    """Read exports, mails, screenshots and folders (`paths`), or one pasted `text`.

    `me` names the user (names, mails, phones), `timezone` is the zone of files that carry none, `date_order` one of
    `dmy`, `mdy`, `ymd` or empty. Threads that share an address become one conversation unless `join` is false; `joined`
    are further pairs (conversation ids or names) that are one person. What could not be read is in
    `Reading.problems`; nothing is raised for bad input.
    """
    if text is not None:
        return read_text(text, me=tuple(me), timezone=timezone, date_order=date_order)
    return _read(
        list(paths), stdin=None, me=tuple(me), timezone=timezone, date_order=date_order, join=join, joined=joined
    )


def check(
    paths: Sequence[str | Path] = (),
    *,
    text: str | None = None,
    me: Sequence[str] = (),
    timezone: tzinfo = UTC,
    date_order: str = "",
    join: bool = True,
    joined: Sequence[tuple[str, str]] = (),
    case: Case | None = None,
) -> Report:
    """Read, judge and advise: `read` followed by the whole corridor.

    `case` says what the user told about their situation. Raises AssessError or AdviseError for impossible settings.
    """
    reading = read(paths, text=text, me=me, timezone=timezone, date_order=date_order, join=join, joined=joined)
    return examine(reading, case)
