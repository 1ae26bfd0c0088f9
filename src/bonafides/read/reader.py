"""What a reader is: a frozen value that recognises a format by its content and turns one file into threads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from bonafides.model import Message, Party, Problem

HEAD_BYTES = 65_536
"""How much of a file a reader may look at to recognise it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file to read: a path, an entry of an archive, or standard input."""

    name: str
    """As shown to people, e.g. `export.zip/messages.csv`."""
    size: int
    """Bytes, uncompressed."""
    open: Callable[[], BinaryIO]
    """A fresh binary stream at every call; raises ReadError where it cannot be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The beginning of a source, for recognition."""

    name: str
    """May be used to tell two files of one format apart (LinkedIn's assistant chats), never to choose the format."""
    raw: bytes
    text: str
    """`raw` decoded as well as its first bytes allow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the user may state about the input."""

    me: tuple[str, ...] = ()
    """Names, e-mails or phones that are the user's own."""
    timezone: tzinfo
    """Zone of files that carry none."""
    date_order: str = ""
    """`dmy`, `mdy` or `ymd` where the user states it; empty to infer it from the whole file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """One thread as one file has it, before threads of the same counterpart are joined."""

    key: str
    """Stable within the file: conversation id, counterpart, mail subject root."""
    channel: str
    parties: tuple[Party, ...]
    """Everybody in the thread; `mine` set only where the file itself says so."""
    messages: tuple[Message, ...]
    """In file order; `mine` set only where the file itself says so."""
    counterpart_hint: str = ""
    """Who the other side is where only a file name or title says it (`WhatsApp Chat with Amy Lin`)."""
    series: str = ""
    """What the files have in common into which an export cuts one thread, such as a folder of days; empty for a whole
    thread."""
    also: tuple[str, ...] = ()
    """Names of the other files that it was put together from."""
    keep_apart: bool = False
    """True for interchange files, whose conversations are already what their author means them to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """What one reader got out of one file."""

    threads: tuple[Thread, ...] = ()
    me: tuple[Party, ...] = ()
    """Who the file says its owner is (Profile.csv, Delivered-To)."""
    problems: tuple[Problem, ...] = ()
    date_order: str = ""
    """The order used, with `assumed` where the file left it open; for the provenance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One format. Listed in `bonafides.read.READERS`, most particular first."""

    name: str
    """Shown in the provenance: `linkedin-messages`, `whatsapp`, ..."""
    recognises: Callable[[Head], bool]
    """Whether the content is this format; looks at content, never raises, linear time."""
    read: Callable[[Source, Options], Extract]
    """Reads the whole source; what it cannot understand becomes a Problem, what stops it a ReadError."""
    slow: bool = False
    """Whether it takes seconds a file, as pictures do: of an export's attachments only those are read that are called
    screenshots."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Stated bounds, so that no input can exhaust the machine. The docs list them."""

    archive_entries: int = 50_000
    archive_bytes: int = 4 * 1024**3
    """Uncompressed, all entries of one archive together."""
    compression_ratio: int = 200
    """Uncompressed to compressed, for entries above 16 MiB."""
    archive_depth: int = 3
    message_characters: int = 200_000
    """A longer message is judged on its beginning, and the report says so."""


LIMITS = Limits()
