"""The proof that every indicator carries: what it must catch and what it must spare, run by tests and by reviewers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.detect.thread import prepare
from bonafides.model import Conversation, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bonafides.detect.indicator import Indicator


def example(text: str) -> Conversation:
    """A conversation from an example: one message by the other side, or lines that begin `them:` and `me:`."""
    return Conversation(id="example", messages=tuple(_messages(text)))


def _messages(text: str) -> Iterator[Message]:
    if not text.startswith(("them:", "me:")):
        yield Message(speaker="them", text=text)
        return
    for line in text.splitlines():
        speaker, _, said = line.partition(":")
        yield Message(speaker=speaker, text=said.strip(), mine=speaker == "me")


def unproven(indicator: Indicator) -> Iterator[str]:
    """What an indicator fails to catch or to spare, as lines to read; nothing when it proves itself."""
    for text in indicator.catches:
        if not indicator.find(prepare(example(text))):
            yield f"misses: {text}"
    for text in indicator.spares:
        if indicator.find(prepare(example(text))):
            yield f"does not spare: {text}"
