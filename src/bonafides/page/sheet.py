"""What was read, shown for correction before anything is judged: who is who, and whose each message is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.model import Form
from bonafides.render.clean import name, visible
from bonafides.render.phrases import phrases
from bonafides.render.templating import template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bonafides.model import Conversation, Reading

ROOM = "bonafides.page"
SHOWN = 40
"""Messages shown for correction; of a longer thread, people are corrected as a whole."""
LETTERS = 600
"""Letters shown of one message."""
LISTED = 12
"""Conversations listed of an archive, and names asked about."""
_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message on the sheet."""

    index: int
    who: str
    text: str
    mine: bool
    fixed: bool
    """Whether it is a line of the platform, which nobody wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in the one conversation, with the indexes of what they sent."""

    name: str
    mine: bool
    messages: tuple[int, ...]


def sheet(reading: Reading, lang: str) -> str:
    """The sheet as HTML: the thread to tap where there is one conversation, a list where there are several."""
    alone = reading.conversations[0] if len(reading.conversations) == 1 else None
    longest = sorted(reading.conversations, key=lambda each: -len(each.messages))
    return template("sheet.html", ROOM).render(
        words=phrases(lang, ROOM),
        said=phrases(lang),
        reading=reading,
        alone=alone,
        lines=tuple(_lines(alone)) if alone else (),
        people=people(alone) if alone else (),
        more=max(0, len(alone.messages) - SHOWN) if alone else 0,
        listed=[(_counterpart(each), len(each.messages)) for each in longest[:LISTED]],
        more_listed=max(0, len(longest) - LISTED),
        candidates=() if alone or reading.provenance.me else candidates(reading),
        clean=visible,
        short=name,
    )


def people(conversation: Conversation) -> tuple[Person, ...]:
    """Everybody who sent something, in order of appearance; unnamed ones share one entry for each side."""
    found: dict[tuple[str, bool], list[int]] = {}
    for index, message in enumerate(conversation.messages):
        if message.form is not Form.EVENT:
            found.setdefault((message.speaker, message.mine), []).append(index)
    return tuple(Person(name=who, mine=mine, messages=tuple(sent)) for (who, mine), sent in found.items())


def candidates(reading: Reading) -> tuple[str, ...]:
    """Names that may be the user's, where the files do not say: those in the most conversations first."""
    seen: Counter[str] = Counter()
    for conversation in reading.conversations:
        seen.update({m.speaker for m in conversation.messages if m.form is not Form.EVENT and m.speaker})
    return tuple(who for who, count in seen.most_common(LISTED) if count > 1)


def _lines(conversation: Conversation) -> Iterator[Line]:
    for index, message in enumerate(conversation.messages[:SHOWN]):
        text = visible(message.content, lines=True)
        yield Line(
            index=index,
            who=name(message.speaker, _NAME),
            text=text if len(text) <= LETTERS else f"{text[:LETTERS]} …",
            mine=message.mine,
            fixed=message.form is Form.EVENT,
        )


def _counterpart(conversation: Conversation) -> str:
    return name(", ".join(conversation.counterparts[:3]), _NAME)
