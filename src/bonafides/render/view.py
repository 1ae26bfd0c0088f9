"""How a report is to be shown: the reader's choices, and which conversations they bring to the front."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bonafides.model import FLAGGED, Level, Mode, Situation, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bonafides.model import Entry, Report

LETTER = frozenset({"US", "CA", "MX", "PH", "CL", "CO", "VE"})
"""Countries whose paper is Letter (Unicode CLDR, `paperSize`, with those whose offices use it besides)."""
FULL = {Mode.SINGLE: 20, Mode.ARCHIVE: 5}
"""Conversations shown in full; the rest get one line each."""
BRIEF = 25
"""Conversations shown in one line each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRef:
    """A public source that names a sign."""

    id: str
    publisher: str
    title: str = ""
    date: str = ""
    """As the source gives it; starts with the year where known."""
    url: str = ""

    @property
    def short(self) -> str:
        """Publisher and year, for a line that names where a claim comes from."""
        year = self.date[:4]
        return f"{self.publisher}, {year}" if year.isdigit() and len(year) == 4 else self.publisher


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What one indicator is called, why it matters, and who says so."""

    title: str
    why: str = ""
    sources: tuple[SourceRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn:
    """What a report to hand in says of the person who hands it in: nothing of their own unless they choose it."""

    own_words: bool = False
    """What they wrote themselves, and what they told when asked."""
    own_name: bool = False
    """Their names and addresses, and their employer where a file names it."""
    own_situation: bool = False
    """What they said of their situation and of what they do."""
    situation: Situation | None = None
    status: Status | None = None
    names: tuple[str, ...] = ()
    """Names, mails and numbers of theirs that they gave, besides those in the files."""
    paper: str = "a4"
    """`a4` or `us-letter`."""


def paper(country: str) -> str:
    """The paper of a country (two-letter code, in any case, or empty): `us-letter` or `a4`."""
    return "us-letter" if country.upper() in LETTER else "a4"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The reader's choices. They change what is shown and how, never what was found."""

    lang: str = "en"
    min_level: Level | None = None
    """Leave out conversations below this level."""
    redact: bool = False
    """Replace other people's names, addresses, numbers and links."""
    verbose: bool = False
    """Everything in full, however many conversations there are."""
    color: bool = False
    """Terminal only: styles allowed."""
    width: int = 80
    """Terminal only: columns."""
    titles: Mapping[str, Explanation] = field(default_factory=dict)
    """By indicator id; an indicator without one is shown by its id."""
    tlp: str = ""
    """Marking of what is shared with other organisations (`amber`, `TLP:AMBER`); empty for none."""
    hand_in: HandIn | None = None
    """As a report to hand in, which speaks to whoever receives it; None for the person's own answer."""

    def explain(self, indicator: str) -> Explanation:
        """Title and reasons of an indicator."""
        return self.titles.get(indicator) or Explanation(title=indicator.replace("-", " ").capitalize())


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The conversations of a report as people are shown them: most pressing first."""

    full: tuple[Entry, ...]
    brief: tuple[Entry, ...]
    """One line each."""
    more: bool
    """Whether there are further ones than `brief` holds. Deliberately not a count of people."""
    quiet: int
    """Quiet conversations that are not shown."""
    hidden: bool
    """Whether `min_level` hides conversations that do show signs."""


def reaches(entry: Entry, view: View) -> bool:
    """Whether an entry is at or above the level that was asked for."""
    return view.min_level is None or entry.assessment.level.rank >= view.min_level.rank


def select(report: Report, view: View) -> Selection:
    """Order and sort the entries into full, brief and merely counted ones."""
    lone = len(report.entries) == 1
    quiet_too = view.min_level is Level.QUIET or lone
    reached = [entry for entry in report.entries if reaches(entry, view)]
    shown = [entry for entry in reached if quiet_too or entry.assessment.level is not Level.QUIET]
    shown.sort(key=lambda entry: (-entry.assessment.level.rank, -entry.assessment.score))
    full = [entry for entry in shown if _in_full(entry, report, view, lone=lone)]
    full = full if view.verbose else full[: FULL[report.mode]]
    chosen = {id(entry) for entry in full}
    brief = [entry for entry in shown if id(entry) not in chosen]
    quiet = sum(entry.assessment.level is Level.QUIET for entry in report.entries)
    return Selection(
        full=tuple(full),
        brief=tuple(brief[:BRIEF]),
        more=len(brief) > BRIEF,
        quiet=quiet - sum(entry.assessment.level is Level.QUIET for entry in shown),
        hidden=any(e.assessment.level is not Level.QUIET and not reaches(e, view) for e in report.entries),
    )


def _in_full(entry: Entry, report: Report, view: View, *, lone: bool) -> bool:
    """An archive shows flagged conversations in full; a few threads that somebody worries about, any with signs."""
    if view.verbose or lone:
        return True
    if report.mode is Mode.ARCHIVE:
        return entry.assessment.level.rank >= FLAGGED.rank
    return entry.assessment.level is not Level.QUIET
