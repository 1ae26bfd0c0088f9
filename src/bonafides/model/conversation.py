"""What was read: messages, people, conversations, what could not be read, and what it all rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bonafides.model.kinds import Form

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came with a message: named, hashed where its bytes were at hand, never opened."""

    name: str
    media_type: str = ""
    size: int | None = None
    """Bytes; None where the export does not carry the file."""
    sha256: str = ""

    def __str__(self) -> str:
        """One line for it, `[attachment: offer.pdf, application/pdf, 81920 bytes]`, leaving out what is not known."""
        size = "" if self.size is None else f"{self.size} bytes"
        return f"[attachment: {', '.join(filter(None, (self.name, self.media_type, size)))}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message as the file has it. `text` is never altered, by anyone."""

    speaker: str
    text: str
    """What was written, and nothing else."""
    mine: bool = False
    sent_at: datetime | None = None
    """Aware, in UTC; None where the file gives no time."""
    channel: str = ""
    """Where it was sent: `linkedin`, `whatsapp`, `email`, `paste`, or what an interchange file says."""
    form: Form = Form.SENT
    subject: str = ""
    """Its subject line, where it opens a new subject in the conversation."""
    attachments: tuple[Attachment, ...] = ()
    doubtful: tuple[tuple[int, int], ...] = ()
    """Stretches (start, end) of `text` that were recognised in a picture with little confidence."""

    @property
    def words(self) -> str:
        """What somebody wrote in it: subject and text."""
        return f"{self.subject}\n\n{self.text}" if self.subject else self.text

    @property
    def content(self) -> str:
        """All that the message carries, as it is quoted: the words, then a line for each attachment."""
        if not self.attachments:
            return self.words
        return "\n\n".join(filter(None, (self.words, "\n".join(map(str, self.attachments)))))

    @property
    def unsure(self) -> tuple[tuple[int, int], ...]:
        """`doubtful` as stretches of `content`."""
        before = len(self.words) - len(self.text)
        return tuple((start + before, end + before) for start, end in self.doubtful)

    @property
    def judged(self) -> bool:
        """Whether the other side really said it: drafts, platform lines, the user's own words and what the user told
        are not judged by their words.
        """
        return self.form is Form.SENT and not self.mine


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody in a conversation, with the identifiers that the files give for them."""

    name: str
    mine: bool = False
    identifiers: frozenset[str] = frozenset()
    """All lower case: `email:...`, `phone:+44...` (E.164), `url:...` (profile address without scheme and query),
    `handle:telegram/...` (a name or number that is unique within one platform); and `firm:...`, `domain:...`, which
    many people share."""


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
    read_from: tuple[str, ...] = ()
    """The files that it was read from, in the order given."""

    @property
    def counterparts(self) -> tuple[str, ...]:
        """Names of everybody but the user, in order of appearance."""
        named = [party.name for party in self.parties if not party.mine]
        spoke = [m.speaker for m in self.messages if not m.mine and m.form is not Form.EVENT]
        return tuple(dict.fromkeys([*named, *spoke]))

    @property
    def channels(self) -> tuple[str, ...]:
        """Channels in order of first use; what was only told came over none of them."""
        return tuple(dict.fromkeys(m.channel for m in self.messages if m.channel and m.form is not Form.TOLD))

    @property
    def told(self) -> int:
        """How many things the person told that stand in no text."""
        return sum(m.form is Form.TOLD for m in self.messages)

    @property
    def only_told(self) -> bool:
        """Whether there is no text at all: nothing but what the person told, if anything."""
        return all(m.form is Form.TOLD for m in self.messages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that could not be read, known or decided: data for the report, never a silent loss."""

    what: str
    """A sentence a worried person understands; never holds message text."""
    where: str
    """File, entry, line."""
    next_step: str = ""
    fatal: bool = False
    """True where a named input, or a part of one, could not be read or found at all (exit code 2)."""
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
    timezone_assumed: bool = False
    """Whether nobody stated that zone: it is the machine's."""
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
