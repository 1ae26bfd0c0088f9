"""What is sent of a conversation: the last part of its messages, by number, without the names of those who wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.model import Form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bonafides.model import Conversation, Message

LONGEST = 12_000
"""Characters of one conversation that are sent; what a small model on one's own machine can still take in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message, or its last part."""

    index: int
    """In `conversation.messages`."""
    start: int
    """Where in the message's text the part that is sent begins."""
    speaker: str
    """`me`, or `them`, which is numbered where several people write."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What is sent of one conversation."""

    lines: tuple[Line, ...]
    cut: bool
    """Whether the conversation was longer than that."""


def transcript(conversation: Conversation) -> Transcript:
    """The last LONGEST characters of what was really sent; empty where the other side said nothing."""
    if not any(message.judged and message.words.strip() for message in conversation.messages):
        return Transcript(lines=(), cut=False)
    sent = [(index, message) for index, message in enumerate(conversation.messages) if message.form is Form.SENT]
    speakers = _speakers(conversation)
    lines = tuple(_last(sent, speakers))[::-1]
    kept = sum(len(line.text) for line in lines)
    return Transcript(lines=lines, cut=kept < sum(len(message.words) for _, message in sent))


def _last(sent: list[tuple[int, Message]], speakers: dict[str, str]) -> Iterator[Line]:
    """From the last message backwards, until LONGEST characters are used up."""
    left = LONGEST
    for index, message in reversed(sent):
        if not message.words.strip():
            continue
        if left <= 0:
            return
        start = max(0, len(message.words) - left)
        speaker = "me" if message.mine else speakers[message.speaker]
        yield Line(index=index, start=start, speaker=speaker, text=message.words[start:])
        left -= len(message.words) - start


def _speakers(conversation: Conversation) -> dict[str, str]:
    others = tuple(dict.fromkeys(message.speaker for message in conversation.messages if message.judged))
    if len(others) == 1:
        return {others[0]: "them"}
    return {speaker: f"them-{number}" for number, speaker in enumerate(others, 1)}
