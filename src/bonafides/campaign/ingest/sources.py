"""What is read, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bonafides.model.campaign import Dropped


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The operator's files and what to take of them."""

    events: tuple[str, ...]
    """Files, globs and directories."""
    accounts: Path | None = None
    targets: Path | None = None
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Their column to ours (`--map A=B`)."""
    since: float | None = None
    """Epoch seconds; earlier events are left out."""
    until: float | None = None
    """Epoch seconds; events from then on are left out."""
    content: bool = True
    """False: text, text_hash and url of events, headline and bio of accounts are not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """One file that was read, so that the run can be repeated on the same bytes."""

    file: str
    """As it was given, or as it lies in the directory that was given."""
    bytes: int
    sha256: str
    """Empty where the file could not be read, or does not lie on this machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """What was read, kept and left out."""

    inputs: tuple[InputFile, ...]
    counts: Mapping[str, int]
    """`events_read`, `events` (kept), `accounts`, `targets`, `texts_there`, `texts_allowed` (as read, before duplicates
    and events outside of the limits were taken out), `texts_without_basis` (allowed by the operator's word only, as no
    log has `content_basis`), `duplicates`, `outside_window` (before --since or after --until)."""
    dropped: tuple[Dropped, ...]
