"""The conversation itself for the page: messages around the quoted words, with every mark leading to its reason."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from bonafides.model import Form
from bonafides.render.clean import visible
from bonafides.render.quote import Mark, kept, segments
from bonafides.render.story import channel, speaker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bonafides.model import Assessment, Conversation, Message
    from bonafides.render.clock import Clock
    from bonafides.render.phrases import Phrases

WHOLE = 14
"""A thread of at most so many messages is shown whole."""
SHOWN = 40
"""Messages shown of a longer one."""
LONGEST = 1_500
"""Characters of a message that is shown whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of a message, or (with `left_out`) the place of a piece that is not shown."""

    text: str = ""
    reasons: tuple[int, ...] = ()
    """Numbers of the reasons that rest on these words."""
    doubtful: bool = False
    """Whether these words are hard to read in the picture that they come from."""
    left_out: int = 0
    """Characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    """One message as the page shows it."""

    number: int
    who: str
    mine: bool
    when: str
    note: str
    """What is unusual about it: a draft, a line of the platform; else empty."""
    moved: str
    """The channel, where it differs from that of the message before; else empty."""
    skipped: int
    """Messages left out right before this one."""
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """The messages to show, and how many there are in all."""

    bubbles: tuple[Bubble, ...]
    all: int
    skipped: int
    """Messages left out at the end."""

    @property
    def numbers(self) -> frozenset[int]:
        """Numbers of the messages shown: what a link can lead to."""
        return frozenset(bubble.number for bubble in self.bubbles)


def thread(
    conversation: Conversation,
    assessment: Assessment,
    words: Phrases,
    clock: Clock,
    *,
    whole: int = WHOLE,
    shown: int = SHOWN,
    longest: int = LONGEST,
) -> Thread:
    """The thread around the findings; reasons are numbered as in the story.

    One of at most `whole` messages is shown whole, of a longer one at most `shown`; a message of more than `longest`
    characters by its beginning and around its marks.
    """
    marks = _marks(assessment)
    wanted = sorted(_wanted(len(conversation.messages), marks, whole, shown))
    bubbles, before = [], -1
    for index in wanted:
        message = conversation.messages[index]
        previous = conversation.messages[before].channel if before >= 0 else ""
        moved = channel(message.channel, words) if message.channel and message.channel != previous else ""
        bubbles.append(
            Bubble(
                number=index + 1,
                who=speaker(message, words),
                mine=message.mine,
                when=clock.moment(message.sent_at),
                note=words("thread.draft") if message.form is Form.DRAFT else "",
                moved=moved,
                skipped=index - before - 1,
                parts=tuple(_parts(message, marks.get(index, []), longest)),
            )
        )
        before = index
    return Thread(
        bubbles=tuple(bubbles), all=len(conversation.messages), skipped=len(conversation.messages) - before - 1
    )


def _marks(assessment: Assessment) -> dict[int, list[Mark]]:
    """Marks by message, strongest reason first."""
    marks: dict[int, list[Mark]] = {}
    for number, part in enumerate(assessment.contributions(), 1):
        for span in part.finding.spans:
            marks.setdefault(span.message, []).append(Mark(start=span.start, end=span.end, label=number))
    return marks


def _wanted(count: int, marks: dict[int, list[Mark]], whole: int, shown: int) -> set[int]:
    """Indexes of the messages to show: the first, those with marks, and their neighbours, strongest first."""
    if count <= whole:
        return set(range(count))
    wanted = {0}
    for near in (0, -1, 1):
        for index in marks:
            if len(wanted) < shown and 0 <= index + near < count:
                wanted.add(index + near)
    return wanted


def _parts(message: Message, marks: list[Mark], longest: int) -> Iterator[Part]:
    """Marks that touch or overlap become one, which names all of its reasons."""
    at, content = 0, message.content
    for low, high in kept(content, marks, whole=longest):
        if low > at:
            yield Part(left_out=low - at)
        cut = segments(content, marks, low, high, message.unsure)
        for (_, doubtful), run in groupby(cut, key=lambda piece: (bool(piece.labels), piece.doubtful)):
            pieces = tuple(run)
            reasons = sorted({label for piece in pieces for label in piece.labels})
            text = "".join(piece.text for piece in pieces)
            yield Part(text=visible(text, lines=True), reasons=tuple(reasons), doubtful=doubtful)
        at = high
    if at < len(content):
        yield Part(left_out=len(content) - at)
