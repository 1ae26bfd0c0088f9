"""Reads the project's own interchange format: one conversation per line of JSON, in order, text kept exactly."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bonafides.model import Form, Message, Party, Problem
from bonafides.read.decode import open_lines
from bonafides.read.identity import identifier, name_key
from bonafides.read.interchange_details import attachments_of, clean, parties_of, stretches_of
from bonafides.read.reader import HEAD_BYTES, Extract, Head, Options, Reader, Source, Thread
from bonafides.read.self_labels import own_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SCHEMA = "bonafides.conversation/"
NEWEST = 1
_ME, _THEM = "me", "them"
_COMMON_FROM = 3
_CARRIES_MESSAGES = re.compile(r'"messages"\s{0,20}:')
_OPENS = re.compile(r'[\ufeff \t]{0,20}\{\s{0,20}"(?:id|schema)"\s{0,20}:')
"""How a first line begins that is longer than the head of a file, so that its messages come later."""
_OTHERS = ('"sender_name"', '"senderName"', '"date_unixtime"', '"isSend"')
"""Keys of messages in the exports of other programs, which hold a list of `messages` too."""


class _BadLine(Exception):  # noqa: N818 -- never leaves this module
    """A line that is no conversation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A conversation as one line has it."""

    number: int
    id: str
    messages: tuple[Message, ...]
    parties: tuple[Party, ...]
    """As the line lists them; empty where it does not."""
    problems: tuple[Problem, ...]

    @property
    def owned(self) -> frozenset[str]:
        """The names that the line marks as the user's own."""
        return frozenset({p.name for p in self.parties if p.mine} | {m.speaker for m in self.messages if m.mine})

    @property
    def speakers(self) -> tuple[str, ...]:
        """Everybody who says something, in order of appearance."""
        return tuple(dict.fromkeys(m.speaker for m in self.messages if m.form is not Form.EVENT and m.speaker))

    @property
    def direct(self) -> bool:
        """Whether the line itself says who is the user."""
        return bool(self.owned) or any(name_key(name) in (_ME, _THEM) for name in self.speakers)


def _recognises(head: Head) -> bool:
    lines = head.text.split("\n")
    return any(
        line.lstrip("\ufeff \t").startswith("{")
        and (_CARRIES_MESSAGES.search(line) is not None or f'"{SCHEMA}' in line)
        and not any(key in line for key in _OTHERS)
        for line in lines
    ) or (len(lines) == 1 and len(head.raw) == HEAD_BYTES and _OPENS.match(head.text) is not None)


def _read(source: Source, options: Options) -> Extract:
    lines: list[_Line] = []
    problems: list[Problem] = []
    bad = 0
    with open_lines(source) as texts:
        for number, text in enumerate(texts, start=1):
            if not text.strip():
                continue
            where = f"{source.name}, line {number}"
            try:
                lines.append(_line(text, number, where, options))
            except _BadLine as error:
                bad += 1
                if bad <= _SAID_ONE_BY_ONE:
                    problems.append(Problem(what=str(error), where=where, next_step=_NEXT_STEP))
        if bad > _SAID_ONE_BY_ONE:
            what = f"{bad - _SAID_ONE_BY_ONE} further line(s) could not be read."
            problems.append(Problem(what=what, where=source.name, next_step=_NEXT_STEP))
        problems.extend(texts.problems(source.name))
    problems.extend(problem for line in lines for problem in line.problems)
    mine, guessed = _owners(lines, options)
    problems.extend(_guessed(lines, guessed, source.name))
    threads = tuple(_thread(line, mine | guessed.get(line.number, frozenset())) for line in lines)
    return Extract(threads=threads, problems=tuple(problems))


_NEXT_STEP = "The other lines were read; docs/formats.md describes what a line must look like."


def _line(text: str, number: int, where: str, options: Options) -> _Line:
    try:
        data = json.loads(text)
    except RecursionError as error:
        raise _BadLine("This line is nested too deeply.") from error
    except ValueError as error:
        raise _BadLine("This line is not JSON.") from error
    if not isinstance(data, dict):
        raise _BadLine("This line is not a JSON object.")
    _check_schema(data.get("schema"))
    if not isinstance(data.get("messages"), list):
        raise _BadLine("This line has no list of messages.")
    read = [_message(item, f"{where}, message {place}", options) for place, item in enumerate(data["messages"])]
    given = data.get("id")
    own = str(number) if given is None or given == "" else clean(str(given))
    return _Line(
        number=number,
        id=own,
        messages=tuple(message for message, _ in read),
        parties=parties_of(data.get("parties")),
        problems=tuple(replace(problem, conversation=own) for _, problem in read if problem is not None),
    )


def _check_schema(schema: object) -> None:
    if schema is None:
        return
    version = schema.removeprefix(SCHEMA) if isinstance(schema, str) and schema.startswith(SCHEMA) else ""
    if not (version.isascii() and version.isdigit() and len(version) < 10):
        raise _BadLine(f"This line names a schema that is not {SCHEMA}{NEWEST}.")
    if int(version) > NEWEST:
        raise _BadLine(f"This line is of a newer schema than this version of Bonafides reads ({SCHEMA}{NEWEST}).")


def _message(item: Any, where: str, options: Options) -> tuple[Message, Problem | None]:
    """One message; an unreadable one keeps its place, empty, so that the numbers of the others stay right."""
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        return Message(speaker="", text="", form=Form.EVENT), Problem(
            what="This message has no text; its place is kept empty.", where=where
        )
    speaker, channel, stamp = item.get("speaker"), item.get("channel"), item.get("sent_at")
    sent_at = _time(stamp, options)
    text = clean(item["text"])
    message = Message(
        speaker=clean(speaker) if isinstance(speaker, str) else _THEM,
        text=text,
        sent_at=sent_at,
        channel=clean(channel) if isinstance(channel, str) else "",
        mine=item.get("mine") is True,
        form=next((form for form in (Form.EVENT, Form.DRAFT, Form.TOLD) if item.get(form.value) is True), Form.SENT),
        subject=clean(subject) if isinstance(subject := item.get("subject"), str) else "",
        attachments=attachments_of(item.get("attachments")),
        doubtful=stretches_of(item.get("doubtful"), len(text)),
    )
    return message, _doubt(speaker, stamp, message, where)


def _doubt(speaker: object, stamp: object, message: Message, where: str) -> Problem | None:
    doubts = []
    if not isinstance(speaker, str) and message.form is not Form.EVENT:
        doubts.append("has no speaker and is taken for the other side's")
    if stamp is not None and message.sent_at is None:
        doubts.append("has a date that could not be understood")
    return Problem(what=f"This message {' and '.join(doubts)}.", where=where) if doubts else None


def _time(stamp: object, options: Options) -> datetime | None:
    if not isinstance(stamp, str):
        return None
    try:
        found = datetime.fromisoformat(stamp.strip())
        return (found if found.tzinfo else found.replace(tzinfo=options.timezone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _owners(lines: Iterable[_Line], options: Options) -> tuple[frozenset[str], dict[int, frozenset[str]]]:
    """Name keys that are the user's in every line, and per line number those that had to be guessed.

    Of two, whoever wrote first is taken for the other side; of three or more nobody is the user, and all are judged.
    """
    mine = frozenset({_ME, *(name_key(name) for name in options.me)})
    unclear = [line for line in lines if not line.direct and len(_keys(line)) > 1 and not _keys(line) & mine]
    common = _common(unclear)
    mine |= common
    unclear = [line for line in unclear if not _keys(line) & common and not own_labels(line.speakers)]
    return mine, {
        line.number: _keys(line) - {name_key(line.speakers[0])} if len(_keys(line)) == 2 else frozenset()
        for line in unclear
    }


def _common(lines: list[_Line]) -> frozenset[str]:
    """The one name that takes part in most of `lines`, if there are three or more."""
    ranked = Counter(key for line in lines for key in _keys(line)).most_common(2)
    if not ranked or ranked[0][1] < max(_COMMON_FROM, len(lines) / 2):
        return frozenset()
    return frozenset() if len(ranked) > 1 and ranked[1][1] == ranked[0][1] else frozenset({ranked[0][0]})


def _keys(line: _Line) -> frozenset[str]:
    return frozenset(name_key(name) for name in line.speakers)


def _guessed(lines: Iterable[_Line], guessed: Mapping[int, frozenset[str]], where: str) -> Iterator[Problem]:
    """What was guessed: said of each conversation while they are few, else once for the file."""
    step = 'Call the user\'s own lines "me" in the file, or say who you are with --me NAME.'
    if len(guessed) > _SAID_ONE_BY_ONE:
        what = f"{len(guessed)} conversation(s) do not say who is the user; whoever wrote first was taken for the other"
        yield Problem(what=f"{what} side, and in groups everybody was.", where=where, next_step=step)
        return
    for line in lines:
        if line.number in guessed:
            taken = "whoever wrote first was" if guessed[line.number] else "everybody in it was"
            yield Problem(
                what=f"This conversation does not say who is the user; {taken} taken for the other side.",
                where=f"{where}, line {line.number}",
                next_step=step,
                conversation=line.id,
            )


_SAID_ONE_BY_ONE = 20


def _thread(line: _Line, mine: frozenset[str]) -> Thread:
    names = dict.fromkeys((*line.speakers, *(party.name for party in line.parties)))
    own = {name for name in names if name_key(name) in mine} | line.owned
    own = own or (set() if line.direct else set(own_labels(line.speakers)))
    messages = tuple(replace(m, mine=True) if m.speaker in own and not m.mine else m for m in line.messages)
    known = {party.name: party.identifiers for party in line.parties}
    parties = tuple(
        Party(
            name=name,
            mine=name in own,
            identifiers=known.get(name) or frozenset(filter(None, (identifier(name),))),
        )
        for name in names
    )
    return Thread(key=line.id, channel="", parties=parties, messages=messages, keep_apart=True)


INTERCHANGE = Reader(name="interchange", recognises=_recognises, read=_read)
