"""Reads Signal chats written as text, `[2019-12-24, 12:23] Jane: ...`, by older exporters and as Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bonafides.errors import ReadError
from bonafides.model import Attachment, Form, Message, Party, Problem
from bonafides.read.decode import text_of
from bonafides.read.identity import phone_id
from bonafides.read.reader import Extract, Head, Options, Reader, Source, Thread
from bonafides.read.self_labels import own_labels
from bonafides.read.signal.message import CHANNEL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import tzinfo

# Every quantifier is bounded, so that no line can make the search slow.
_LINE = re.compile(
    r"^\[(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?P<comma>,?) (?P<clock>[0-9]{2}:[0-9]{2}(?P<s>:[0-9]{2})?)\] "
    r"(?P<name>[^:\r\n\[\]]{1,120}):[ ]?",
    re.MULTILINE,
)
_HEAD_LINES = 200
_WHATSAPP = re.compile("[\u200e\u200f\u202a]|<[^<>\n]{0,40}(?:omitted|attached)")
"""Marks that WhatsApp puts into its lines and Signal's exporters do not."""
_MARKDOWN_END = "  "
"""What the Markdown exporter puts behind every text, so that lines are kept apart."""
_LINK = re.compile(r"!?\[(?P<name>[^\[\]\n]{0,255})\]\(\.?/?(?:media|\.\./exported_stickers)/[^()\n]{0,400}\) {0,2}")
_REACTIONS = re.compile(r"\n\(- [^\n]{1,2000} -\)\s{0,4}\Z")
_STICKER = re.compile(r"\n\(\( (?P<name>[^\n]{1,40}) \)\)\s{0,4}\Z")
_CALL = re.compile(r"(?:Incoming|Outgoing|Missed) (?:[a-z]{1,12} )?call(?: \([^()\n]{1,60}\))?")
_DELETED = "(This message was deleted)"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """One dated line, and what follows up to the next."""

    day: str
    clock: str
    name: str
    body: str


def recognises(head: Head) -> bool:
    """Whether the first line is dated as Signal's exporters do it, and nothing in the file is WhatsApp's.

    Phones of some countries write WhatsApp's dates alike, but always with seconds.
    """
    top = "\n".join(head.text.lstrip("\ufeff\r\n\t ").split("\n", _HEAD_LINES)[:_HEAD_LINES])
    first = _LINE.match(top)
    if first is None or _WHATSAPP.search(top):
        return False
    return not first["s"] or (not first["comma"] and _is_markdown([said.body for said in _said(top)]))


def read(source: Source, options: Options) -> Extract:
    """The chat as one thread. Raises ReadError where no line is dated."""
    text, problems = text_of(source)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    said = list(_said(text))
    if not said:
        raise ReadError(
            "No line starts with a date in brackets.", where=source.name, next_step="Paste the chat instead."
        )
    markdown = _is_markdown([each.body for each in said])
    own = own_labels(each.name for each in said)
    messages = [_message(each, options.timezone, own, markdown=markdown) for each in said]
    left = sum(each.body.startswith("\n") or bool(_REACTIONS.search(each.body)) for each in said) if markdown else 0
    thread = Thread(
        key=_title(source.name),
        channel=CHANNEL,
        parties=tuple(_parties(messages)),
        messages=tuple(messages),
        counterpart_hint=_title(source.name),
    )
    return Extract(threads=(thread,), problems=(*problems, *_notes(source.name, messages, left)))


def _said(text: str) -> Iterator[_Said]:
    found = list(_LINE.finditer(text))
    ends = [*(each.start() for each in found[1:]), len(text)]
    for each, end in zip(found, ends, strict=False):  # no line at all has one end too many
        body = text[each.end() : end]
        yield _Said(day=each["day"], clock=each["clock"], name=each["name"], body=body.rstrip("\r\n"))


def _is_markdown(bodies: Sequence[str]) -> bool:
    """Whether most texts have what the Markdown exporter adds."""
    return 2 * sum(body.endswith(_MARKDOWN_END) or bool(_REACTIONS.search(body)) for body in bodies) > len(bodies)


def _message(said: _Said, zone: tzinfo, own: frozenset[str], *, markdown: bool) -> Message:
    text, files = _unwritten(said.body) if markdown else (said.body, ())
    event = text == _DELETED or (markdown and _CALL.fullmatch(text) is not None)
    return Message(
        speaker=said.name,
        text=text,
        mine=said.name in own,
        sent_at=_moment(said, zone),
        channel=CHANNEL,
        form=Form.EVENT if event else Form.SENT,
        attachments=files,
    )


def _unwritten(body: str) -> tuple[str, tuple[Attachment, ...]]:
    """The text without what the Markdown exporter put around it: quote, reactions, files, spaces."""
    if body.startswith("\n"):
        lines = body.split("\n")
        quote = next((at for at, line in enumerate(lines) if line.strip() and not line.startswith(">")), len(lines))
        body = "\n".join(lines[quote:])
    files = tuple(Attachment(name=each["name"]) for each in _LINK.finditer(body))
    body = _REACTIONS.sub("", _LINK.sub("", body))
    if sticker := _STICKER.search(body):
        files = (*files, Attachment(name=f"sticker {sticker['name']}"))
        body = body[: sticker.start()]
    return body.rstrip(" ").rstrip("\n").removesuffix(_MARKDOWN_END), files


def _moment(said: _Said, zone: tzinfo) -> datetime | None:
    try:
        return datetime.fromisoformat(f"{said.day}T{said.clock}").replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _parties(messages: Sequence[Message]) -> Iterator[Party]:
    for name, mine in {m.speaker: m.mine for m in messages}.items():
        yield Party(name=name, mine=mine, identifiers=frozenset({phone_id(name)} - {""}))


def _title(name: str) -> str:
    """The exporter puts each chat into a folder of its name."""
    folder, _, file = name.replace("\\", "/").rpartition("/")
    return folder.rpartition("/")[2] if file.lower() in ("chat.md", "index.md") else ""


def _notes(where: str, messages: Sequence[Message], left: int) -> Iterator[Problem]:
    if undated := sum(m.sent_at is None for m in messages):
        what = f"{undated} message(s) have a date that does not exist; they are kept without a time."
        yield Problem(what=what, where=where)
    if left:
        what = (
            f"{left} message(s) come with a quoted older message or with reactions; these were left out of their text."
        )
        yield Problem(what=what, where=where)


SIGNAL_TEXT = Reader(name="signal-text", recognises=recognises, read=read)
