"""A conversation as fields of a form, and the form back as the corrected conversation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bonafides.model import Form, Message
from bonafides.read.sheet import corrected, sheet
from bonafides.read.sides import with_sides
from bonafides.render.clean import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.datastructures import FormData

    from bonafides.model import Conversation, Reading

SHOWN = 200
"""Messages shown of one conversation; of a longer one, people are corrected as a whole."""
LETTERS = 600
"""Letters shown of a message that is not there to be rewritten."""
LISTED = 60
"""Conversations listed."""
_RECOGNISED = ("picture", "pdf")
"""Formats whose words had to be recognised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message on the page."""

    index: int
    who: str
    text: str
    """As it is shown."""
    words: str
    """As it is rewritten: the bare text, with ⟦ ⟧ around what was hard to read."""
    mine: bool
    fixed: bool
    """Whether it is a line of the platform, which nobody wrote."""
    doubtful: bool


def is_recognised(reading: Reading, conversation: Conversation) -> bool:
    """Whether its words were recognised in pictures, so that they may have been read wrongly."""
    files = {file.name for file in reading.provenance.inputs if file.format in _RECOGNISED}
    return not files.isdisjoint(conversation.read_from)


def lines(conversation: Conversation) -> tuple[Line, ...]:
    """The messages to show."""
    return tuple(_line(index, message) for index, message in enumerate(conversation.messages[:SHOWN]))


def edited(conversation: Conversation, given: FormData, *, recognised: bool) -> Conversation:
    """The conversation as the form has it; ReadError where no message was left in it.

    Fields: `mine` (indexes of the person's own messages); where it was `recognised` also, by index, `text-3`, `who-3`
    and `drop-3`, and `text-new`, `who-new`, `mine-new` for a message that was not seen.
    """
    own = {int(each) for each in given.getlist("mine") if isinstance(each, str) and each.isdecimal() and each.isascii()}
    own |= {index for index, message in enumerate(conversation.messages[SHOWN:], start=SHOWN) if message.mine}
    sided = with_sides(conversation, own)
    return (
        _rewritten(sided, {name: value for name, value in given.items() if isinstance(value, str)})
        if recognised
        else sided
    )


def _line(index: int, message: Message) -> Line:
    text = visible(message.content, lines=True)
    return Line(
        index=index,
        who=message.speaker,
        text=text if len(text) <= LETTERS else f"{text[:LETTERS]} …",
        words=_marked(message),
        mine=message.mine,
        fixed=message.form is Form.EVENT,
        doubtful=bool(message.doubtful),
    )


def _marked(message: Message) -> str:
    text = message.text
    for start, end in sorted(message.doubtful, reverse=True):
        text = f"{text[:start]}⟦{text[start:end]}⟧{text[end:]}"
    return text


def _rewritten(conversation: Conversation, given: Mapping[str, str]) -> Conversation:
    """With words, names and messages as the form has them; the reading room's own sheet works the marks out."""
    messages = tuple(
        _from_form(message, str(index), given)
        for index, message in enumerate(conversation.messages)
        if message.form is not Form.SENT or f"drop-{index}" not in given
    )
    if given.get("text-new", "").strip():
        channel = next((each.channel for each in conversation.messages if each.channel), "")
        new = Message(speaker="", text="", mine="mine-new" in given, channel=channel)
        messages = (*messages, _from_form(new, "new", given))
    asked = replace(conversation, messages=messages)
    return (
        corrected(sheet((asked,)), (asked,))[0] if asked != conversation or _has_marks(conversation) else conversation
    )


def _from_form(message: Message, key: str, given: Mapping[str, str]) -> Message:
    """The message with the words of the form and their marks, where the form has some."""
    if message.form is not Form.SENT or f"text-{key}" not in given:
        return message
    text = given[f"text-{key}"].replace("\r\n", "\n").replace("\r", "\n")
    who = " ".join(given.get(f"who-{key}", message.speaker).split())[:200]
    return replace(
        message, speaker=message.speaker if message.mine and message.speaker else who, text=text, doubtful=()
    )


def _has_marks(conversation: Conversation) -> bool:
    return any(message.doubtful for message in conversation.messages)
