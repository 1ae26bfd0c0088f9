"""The words every room shares: frozen values, standard library only, no behaviour beyond reading themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


class Stage(StrEnum):
    """A step on the way from a stranger's first message to a lasting hold; order varies in documented cases."""

    EXPOSURE = "S0"
    CONTACT = "S1"
    HOOK = "S2"
    ASSESS = "S3"
    CHANNEL_SHIFT = "S4"
    STARTER_TASK = "S5"
    PERSONAL_TIE = "S6"
    ESCALATION = "S7"
    COVERT_HANDLING = "S8"
    LOCK_IN = "S9"
    DEVICE_LURE = "X1"


class Polarity(StrEnum):
    """Which way a finding speaks: for a deceptive approach, or against one."""

    FOR = "for"
    AGAINST = "against"


class Level(StrEnum):
    """How strong the evidence is. Declared in rising order; `rank` compares them."""

    QUIET = "quiet"
    WATCH = "watch"
    WARN = "warn"
    ALARM = "alarm"

    @property
    def rank(self) -> int:
        """0 for quiet up to 3 for alarm."""
        return tuple(Level).index(self)


FLAGGED = Level.WARN
"""A conversation counts as flagged from this level up."""


class Kind(StrEnum):
    """What a conversation is, or what a finding points to."""

    APPROACH = "approach"
    SCAM = "scam"
    DEVICE_LURE = "device-lure"
    ORDINARY = "ordinary"
    UNCLEAR = "unclear"


class Mode(StrEnum):
    """The operating point: one thread that somebody worries about, or a whole archive of mostly ordinary ones."""

    SINGLE = "single"
    ARCHIVE = "archive"


class Situation(StrEnum):
    """How far the user says it has gone; it changes the advice, never the score."""

    NOT_ANSWERED = "not-answered"
    ANSWERED = "answered"
    TOOK_MONEY = "took-money"
    TRAVELLED = "travelled"
    HANDED_OVER = "handed-over"
    THREATENED = "threatened"


class Status(StrEnum):
    """What the user is to the service or employer; it changes whom to tell, never the score."""

    SERVING = "serving"
    FORMER_OFFICIAL = "former-official"
    CLEARED = "cleared"
    ACADEMIC = "academic"
    CONTRACTOR = "contractor"
    JOURNALIST = "journalist"
    STUDENT = "student"
    OTHER = "other"


class Form(StrEnum):
    """What a message is: sent by somebody, a draft that was never sent, or a line of the platform itself."""

    SENT = "sent"
    DRAFT = "draft"
    EVENT = "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message as the file has it. `text` is never altered, by anyone."""

    speaker: str
    text: str
    mine: bool = False
    sent_at: datetime | None = None
    """Aware, in UTC; None where the file gives no time."""
    channel: str = ""
    """Where it was sent: `linkedin`, `whatsapp`, `email`, `paste`, or what an interchange file says."""
    form: Form = Form.SENT

    @property
    def judged(self) -> bool:
        """Whether the other side really said it: drafts, platform lines and the user's own words are not judged."""
        return self.form is Form.SENT and not self.mine


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody in a conversation, with the identifiers that the files give for them."""

    name: str
    mine: bool = False
    identifiers: frozenset[str] = frozenset()
    """`email:...`, `phone:+44...` (E.164), `url:...` (profile address without scheme and query), all lower case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Why threads from several inputs became one conversation."""

    threads: tuple[str, ...]
    because: str
    """The identifier or name they share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """Everything exchanged with one counterpart (or group), oldest first where times are known."""

    id: str
    messages: tuple[Message, ...]
    parties: tuple[Party, ...] = ()
    joins: tuple[Join, ...] = ()

    @property
    def counterparts(self) -> tuple[str, ...]:
        """Names of everybody but the user, in order of appearance."""
        named = [party.name for party in self.parties if not party.mine]
        spoke = [m.speaker for m in self.messages if not m.mine and m.form is not Form.EVENT]
        return tuple(dict.fromkeys([*named, *spoke]))

    @property
    def channels(self) -> tuple[str, ...]:
        """Channels in order of first use."""
        return tuple(dict.fromkeys(m.channel for m in self.messages if m.channel))


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that could not be read, known or decided: data for the report, never a silent loss."""

    what: str
    """A sentence a worried person understands; never holds message text."""
    where: str
    """File, entry, line."""
    next_step: str = ""
    fatal: bool = False
    """True when a named input gave nothing at all (exit code 2)."""
    conversation: str = ""
    """Id of the conversation it concerns, where it concerns one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """One input as it was read."""

    name: str
    format: str
    sha256: str
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consulted:
    """A second reader that was asked, and how far it came."""

    host: str
    """Host and port, as one writes them."""
    model: str
    remote: bool
    """Whether it is another machine, to which the messages were sent."""
    asked: int
    """Conversations with something to judge."""
    answered: int
    """Those that it gave a usable answer on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What a report rests on, so that somebody else can repeat it."""

    version: str = ""
    rules: str = ""
    """SHA-256 over indicators, lexicons and scorecard."""
    inputs: tuple[InputFile, ...] = ()
    me: str = ""
    """Who was taken to be the user, and from what."""
    timezone: str = "UTC"
    """Zone in which files without zones were read."""
    date_order: str = ""
    """Day and month order assumed where a file leaves it open."""
    reader: Consulted | None = None
    """The second reader, where one was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the read room hands on."""

    conversations: tuple[Conversation, ...]
    problems: tuple[Problem, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of one message: `conversation.messages[message].text[start:end]`."""

    message: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One indicator seen in one conversation, with every place it was seen."""

    indicator: str
    stage: Stage | None
    """None for signs of fraud, which has no recruitment stage."""
    polarity: Polarity
    kind: Kind
    """What it points to; `ordinary` for evidence against."""
    spans: tuple[Span, ...]
    """At least one; the first is the place to quote."""
    strength: float = 1.0
    """How much of the indicator's weight it carries, above 0 and at most 1."""
    by: str = ""
    """Who saw it: `reader` for the second reader, empty for the program itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """A finding and what it added to (or took from) the score, in log-odds."""

    finding: Finding
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The first time a stage was seen."""

    stage: Stage
    message: int
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The judgement. `base` plus the contributions is `score`; `risk` is `score` seen at base rate `prior`."""

    level: Level
    kind: Kind
    risk: float
    prior: float
    mode: Mode
    stage: Stage | None
    """The deepest stage seen."""
    base: float
    score: float
    because: tuple[Contribution, ...]
    """Evidence for: signs, strongest first, then impressions of the whole."""
    against: tuple[Contribution, ...]
    """Evidence against, in the same order."""
    unknown: tuple[str, ...] = ()
    """Keys of what the text cannot tell; words in `render/words`."""
    would_change: tuple[str, ...] = ()
    """Keys of what would raise or lower this; words in `render/words`."""
    progression: tuple[Step, ...] = ()
    peers: tuple[int, int] | None = None
    """(approaches or scams, all) among held-out test conversations of the same strength."""

    def contributions(self) -> Iterator[Contribution]:
        """Evidence for, then against."""
        yield from self.because
        yield from self.against


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Somewhere to report to."""

    name: str
    contacts: tuple[str, ...]
    """Ways to reach it, each copied from the source."""
    note: str
    source: str
    verified_on: str
    """ISO date; empty where nobody has read the official page yet, which `note` then says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with sentences in the order to follow them."""

    key: str
    """Names the section for templates and tests: `now`, `keep`, `tell`, `platform`, `questions`, `verify`, ..."""
    heading: str
    lines: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CameNext:
    """What followed in the documented cases that went this way; never a prediction about the reader."""

    stage: Stage
    count: int
    of: int
    within: str
    """`usually within ...` where the cases say, else empty."""
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What to do, in words for a person who may be frightened."""

    lang: str
    headline: str
    sections: tuple[Section, ...]
    routes: tuple[Route, ...] = ()
    came_next: tuple[CameNext, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """How a conversation was judged when it had come as far as one message."""

    message: int
    """Index of that message; it is included."""
    level: Level
    kind: Kind
    risk: float
    stage: Stage | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One conversation with its judgement and advice."""

    conversation: Conversation
    assessment: Assessment
    advice: Advice | None
    """None where nothing needs saying beyond `quiet`, as in a large archive."""
    timeline: tuple[Moment, ...] = ()
    """How the judgement came about, message by message, where that was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything one run hands to its reader."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    provenance: Provenance
    mode: Mode
    prior: float
