"""Everything that is shared of a checked thread, a case or a campaign, as one frozen value that no format shapes.

All text is plain (`text.plain`), all times are aware and in UTC, and every field has a default where it may be unknown:
so that what is not known is left out of a bundle, and is the same when it is read back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bonafides.render.exchange.tlp import Tlp


class About(StrEnum):
    """What is shared."""

    THREAD = "thread"
    """Conversations that somebody checked."""
    CASE = "case"
    """A case of a desk."""
    CAMPAIGN = "campaign"
    """Accounts that act together, found by a platform."""
    OTHER = "other"
    """Something of somebody else's making."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file by its name and digest; its bytes are never shared."""

    name: str
    media_type: str = ""
    size: int | None = None
    """Bytes."""
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """An account as it presents itself: who is behind it is not known, and may be nobody of that name."""

    name: str
    identifiers: tuple[str, ...] = ()
    """Sorted, as in `model.Party`: `email:...`, `phone:...`, `url:...`, `handle:...`, `firm:...`, `domain:...`."""
    gave: tuple[str, ...] = ()
    """Sorted addresses that it gives in its own messages, in the same form: they may be somebody else's."""
    impersonates: tuple[str, ...] = ()
    """Real people or bodies whose name it uses: they are victims, never offenders."""
    account: str = ""
    """A platform's own number or name of the account; of campaigns only."""
    strength: float | None = None
    """How firmly it belongs to its campaign, in [0, 1]; of campaigns only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message of the other side, or of the platform; the user's own only where they chose so."""

    speaker: str
    text: str = ""
    own: bool = False
    """Whether it is from the person approached."""
    sent_at: datetime | None = None
    channel: str = ""
    form: str = "sent"
    subject: str = ""
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a sign was seen: `content[start:end]` of a message of the thread, in code points."""

    message: int
    start: int
    end: int
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A sign that the program saw, for or against."""

    indicator: str
    polarity: str
    kind: str
    contribution: float
    """Log-odds that it added, or took away."""
    stage: str = ""
    places: tuple[Place, ...] = ()
    by: str = ""
    """`reader` for a second reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the program made of a thread: a suggestion, never somebody's decision."""

    level: str
    kind: str
    risk: float
    prior: float
    mode: str = ""
    stage: str = ""
    signs: tuple[Sign, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """One conversation."""

    key: str
    messages: tuple[Said, ...] = ()
    personas: tuple[int, ...] = ()
    """Places in `Shared.personas` of those who take part."""
    judged: Judged | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What somebody wrote down."""

    at: datetime
    text: str
    by: str = ""
    """A role or a number, such as `Officer 1`; never a name of the desk's staff."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something to be done."""

    at: datetime
    text: str
    due_at: datetime | None = None
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a person decided."""

    at: datetime
    verdict: str
    reason: str = ""
    by: str = ""
    suggested: str = ""
    """What the program had said then, `level/kind`."""
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """One thing that two cases have in common."""

    family: str
    shown: str
    cases: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A case that seems to be of the same hand; which one stays with the desk."""

    at: datetime
    strength: float
    state: str
    because: tuple[Shares, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case as the desk sees it."""

    number: int
    status: str
    opened_at: datetime
    persona: str = ""
    closed_at: datetime | None = None
    level: str = ""
    kind: str = ""
    stage: str = ""
    verdict: str = ""
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one family of signals says of a campaign."""

    family: str
    surplus: float
    """Nats over chance."""
    chance: float
    """The false discovery rate at which it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two accounts that share more than chance explains."""

    one: str
    other: str
    family: str
    window: str
    shared: int
    observed: int
    expected: float
    surplus: float
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Innocent:
    """One innocent reading that was tried."""

    name: str
    holds: bool
    measured: float
    limit: float
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A campaign as it was hunted; who was written to is a count alone."""

    campaign: str
    rank: int
    score: float
    purpose: str
    targets: int
    first_seen: datetime
    last_seen: datetime
    signals: tuple[Measured, ...] = ()
    evidence: tuple[Pair, ...] = ()
    innocent: tuple[Innocent, ...] = ()
    within_budget: bool = True
    expected_false: float = 0.0
    status: str = ""
    origin: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A file that the finding rests on."""

    name: str
    kind: str = ""
    size: int | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What it rests on, so that somebody else can repeat it; the zone of the user's machine says where they live."""

    version: str = ""
    rules: str = ""
    """SHA-256 over indicators, lexicons and scorecard."""
    inputs: tuple[Input, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """An object of another program that this one does not understand: kept as it came, handed on as it came."""

    format: str
    """`stix` or `misp`."""
    kind: str
    """What it calls itself."""
    data: str
    """Its JSON, with sorted keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """All that one bundle says."""

    key: str
    """Tells one matter from another, and its variants (redacted, marked otherwise) too; seeds all ids."""
    about: About
    title: str
    begun_at: datetime
    """When it began: first message, case opened, campaign first seen."""
    made_at: datetime
    """When the bundle was made, or what it rests on last changed."""
    publisher: str = ""
    """The organisation that shares it; empty for a person, who is never named."""
    summary: str = ""
    tlp: Tlp | None = None
    lang: str = "en"
    redacted: bool = False
    personas: tuple[Persona, ...] = ()
    threads: tuple[Thread, ...] = ()
    case: Case | None = None
    notes: tuple[Note, ...] = ()
    tasks: tuple[Task, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    files: tuple[File, ...] = ()
    network: Network | None = None
    grounds: Grounds = Grounds()
    foreign: tuple[Foreign, ...] = ()
