"""What was recognised, as a sheet of text to correct, and the corrected sheet back as conversations."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bonafides.errors import ReadError
from bonafides.model import Conversation, Form, Message, Party, Problem
from bonafides.read.identity import name_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bonafides.model import Reading

GUIDE = """\
# Compare this with the picture and correct what was read wrongly; then save and close.
# A line such as  [3] Amy Lin:  begins message 3. Where the message was your own, change the name to  Me.
# Delete a message to leave it out; begin a new one with  [+] Name:
# Words that were hard to read stand in ⟦ ⟧; when you are sure of them, take the marks away.
"""
_ME = "me"
_OPENS = re.compile(r"\\*(?:\[(?:\d{1,7}|\+)\] [^\n]{0,200}:[ \t]*|=== .*)\Z")
"""A line that begins a message or a conversation, or would, but for backslashes before it."""
_BEGINS = re.compile(r"\[(\d{1,7}|\+)\] ([^\n]{0,200}):[ \t]*\Z")
_STOPS = re.compile("[⟦⟧]")


FORMATS = ("picture", "pdf", "paste")
"""Formats whose words or speakers had to be recognised, so that there is something to correct."""


def correct(reading: Reading, editor: Callable[[str], str]) -> Reading:
    """The reading as its user corrects it; `editor` shows a text and gives it back as it was left.

    Only what was read from pictures and pasted text is shown. Raises what `corrected` and the editor raise.
    """
    files = {file.name for file in reading.provenance.inputs if file.format in FORMATS}
    shown = tuple(each for each in reading.conversations if files.intersection(each.read_from))
    if not shown:
        what = "Nothing was read from pictures or pasted text, so there was nothing to correct."
        return replace(reading, problems=(*reading.problems, Problem(what=what, where="--edit")))
    fixed = dict(zip((each.id for each in shown), corrected(editor(sheet(shown)), shown), strict=True))
    said = tuple(
        Problem(what="The words or speakers were corrected by hand after reading.", where=id_, conversation=id_)
        for each in shown
        if fixed[id_ := each.id] != each
    )
    conversations = tuple(fixed.get(each.id, each) for each in reading.conversations)
    return replace(reading, conversations=conversations, problems=(*reading.problems, *said))


def sheet(conversations: Sequence[Conversation]) -> str:
    """The conversations as text to correct: a line `=== id` for each, below it its messages under numbered names."""
    return GUIDE + "".join(f"\n=== {each.id}\n" + "".join(_written(each)) for each in conversations)


def _written(conversation: Conversation) -> Iterator[str]:
    for number, message in enumerate(conversation.messages, start=1):
        if message.form is Form.SENT:
            name = "Me" if message.mine else message.speaker
            lines = "\n".join(f"\\{line}" if _OPENS.match(line) else line for line in _marked(message).split("\n"))
            yield f"[{number}] {' '.join(name.split())}:\n{lines}\n"


def _marked(message: Message) -> str:
    text = message.text
    for start, end in sorted(message.doubtful, reverse=True):
        text = f"{text[:start]}⟦{text[start:end]}⟧{text[end:]}"
    return text


def corrected(text: str, conversations: Sequence[Conversation]) -> tuple[Conversation, ...]:
    """The conversations as the corrected sheet has them; those that it does not name stay as they are.

    Times, channels and lines of the platform stay with the messages that keep their number. Raises ReadError where a
    sheet that named messages before names none now, as when the wrong file was saved.
    """
    parts = dict(_parts(text))
    if conversations and not any(parts.get(each.id) for each in conversations):
        raise ReadError(
            "The corrected text has no messages in it, so nothing was changed or judged.",
            where="--edit",
            next_step="Leave the lines that begin with === and [1] in place.",
        )
    return tuple(_merged(each, parts[each.id]) if each.id in parts else each for each in conversations)


def _parts(text: str) -> Iterator[tuple[str, list[tuple[str, str, list[str]]]]]:
    """(id of the conversation, its messages as (number or +, name, lines))."""
    found: list[tuple[str, str, list[str]]] = []
    id_ = ""
    for line in text.replace("\r\n", "\n").split("\n"):
        begins = _BEGINS.match(line)
        if line.startswith("=== "):
            if id_:
                yield id_, found
            id_, found = line[4:].strip(), []
        elif begins and id_:
            found.append((begins[1], begins[2].strip(), []))
        elif found:
            found[-1][2].append(line[1:] if line.startswith("\\") and _OPENS.match(line) else line)
    if id_:
        yield id_, found


def _merged(conversation: Conversation, lines: list[tuple[str, str, list[str]]]) -> Conversation:
    """The conversation with its sent messages replaced; lines of the platform keep their places among the numbers."""
    own = next((message.speaker for message in conversation.messages if message.mine), "Me")
    last, placed = 0, []
    for index, line in enumerate(lines):
        known = line[0] != "+" and 0 < int(line[0]) <= len(conversation.messages)
        last = int(line[0]) if known else last
        placed.append((last, index, _message(conversation, last if known else 0, line, own)))
    kept = [
        (number, -1, message)
        for number, message in enumerate(conversation.messages, start=1)
        if message.form is not Form.SENT
    ]
    messages = tuple(message for _, _, message in sorted([*placed, *kept], key=lambda item: item[:2]))
    return replace(conversation, messages=messages, parties=_parties(conversation, messages))


def _message(conversation: Conversation, number: int, line: tuple[str, str, list[str]], own: str) -> Message:
    _, name, words = line
    text, doubtful = _unmarked("\n".join(words).rstrip("\n"))
    mine = name_key(name) == _ME
    speaker = own if mine else name
    if number:
        before = conversation.messages[number - 1]
        return replace(before, speaker=speaker, text=text, mine=mine, doubtful=doubtful)
    channel = next((message.channel for message in conversation.messages), "")
    return Message(speaker=speaker, text=text, mine=mine, channel=channel, doubtful=doubtful)


def _unmarked(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text without the marks, and where they were."""
    plain, stretches, start = "", [], -1
    at = 0
    for stop in _STOPS.finditer(text):
        plain += text[at : stop.start()]
        at = stop.end()
        if stop[0] == "⟦":
            start = len(plain)
        elif start >= 0:
            stretches.append((start, len(plain)))
            start = -1
    return plain + text[at:], tuple(pair for pair in stretches if pair[0] < pair[1])


def _parties(conversation: Conversation, messages: Sequence[Message]) -> tuple[Party, ...]:
    """Those who still speak, with what is known of them."""
    known = {party.name: party for party in conversation.parties}
    speakers = {message.speaker: message.mine for message in messages if message.form is not Form.EVENT}
    return tuple(
        replace(known[name], mine=mine) if name in known else Party(name=name, mine=mine)
        for name, mine in speakers.items()
    )
