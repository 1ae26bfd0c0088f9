"""Puts several screenshots of one chat into one thread: in order, and what they show twice once."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

from bonafides.model import Form, Problem
from bonafides.read.identity import name_key
from bonafides.read.picture.screenshot import CHANNEL
from bonafides.read.series import united

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bonafides.model import Message
    from bonafides.read.harvest import FileRead
    from bonafides.read.reader import Thread

_ALIKE = 0.82
"""Share of equal letters from which two recognitions are of one message."""
_TELLING = 12
"""Letters that must be shown twice for two screenshots to belong together."""
_LONGEST = 60
"""Messages at the end of one and the beginning of another that are compared."""
_NUMBER = re.compile(r"\d{1,18}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shot:
    """One screenshot."""

    place: int
    """Of its file among all files."""
    file: FileRead
    thread: Thread


@dataclass(frozen=True, slots=True, kw_only=True)
class _Overlap:
    """Two screenshots of which the second begins with what the first ends with."""

    first: int
    second: int
    messages: int
    letters: int


def stitched(files: Sequence[FileRead]) -> list[FileRead]:
    """The files, each chat in pictures whole in the first of its pictures and gone from the others.

    Pictures belong together that show the same messages, or name the same person at the top.
    """
    shots = [
        _Shot(place=place, file=file, thread=thread)
        for place, file in enumerate(files)
        for thread in file.extract.threads
        if thread.channel == CHANNEL
    ]
    if len(shots) < 2:
        return list(files)
    made = list(files)
    for group in _groups(shots):
        if len(group) > 1:
            _put_together(made, group)
    return made


def _put_together(made: list[FileRead], group: Sequence[_Shot]) -> None:
    ordered, sure = _ordered(group)
    first = min(group, key=lambda shot: shot.place)
    thread = united([shot.thread for shot in ordered])
    whole = replace(
        thread,
        messages=_once(ordered),
        also=tuple(dict.fromkeys(shot.file.name for shot in group if shot.place != first.place)),
        counterpart_hint=next((s.thread.counterpart_hint for s in ordered if s.thread.counterpart_hint), ""),
    )
    notes = () if sure else (_unsure(ordered, first),)
    gone = {id(shot.thread) for shot in group}
    for place in dict.fromkeys(shot.place for shot in group):
        extract = made[place].extract
        rest = tuple(thread for thread in extract.threads if id(thread) not in gone)
        mine = place == first.place
        problems = (*extract.problems, *notes) if mine else extract.problems
        threads = (*rest, whole) if mine else rest
        made[place] = replace(made[place], extract=replace(extract, threads=threads, problems=problems))


def _unsure(ordered: Sequence[_Shot], first: _Shot) -> Problem:
    return Problem(
        what=f"{len(ordered)} pictures of one chat do not all overlap, so that messages between them may be missing; "
        "they were put in order by their times, or else by their names.",
        where=first.file.name,
        next_step="If the order is wrong, correct it with --edit.",
    )


def _groups(shots: Sequence[_Shot]) -> list[list[_Shot]]:
    """Shots of one chat, in the order of their first files."""
    groups: list[list[_Shot]] = []
    for shot in shots:
        title = name_key(shot.thread.counterpart_hint)
        mine = [
            group
            for group in groups
            if any(
                (title and title == name_key(other.thread.counterpart_hint))
                or _overlap(shot, other, 0, 1)
                or _overlap(other, shot, 0, 1)
                for other in group
            )
        ]
        together = [shot, *(other for group in mine for other in group)]
        groups = [group for group in groups if group not in mine]
        groups.append(sorted(together, key=lambda each: each.place))
    return groups


def _ordered(group: Sequence[_Shot]) -> tuple[list[_Shot], bool]:
    """The shots from the oldest on, and whether each overlaps with the next."""
    found = [
        overlap
        for one in range(len(group))
        for two in range(len(group))
        if one != two and (overlap := _overlap(group[one], group[two], one, two))
    ]
    after: dict[int, int] = {}
    before: dict[int, int] = {}
    for overlap in sorted(found, key=lambda each: (-each.letters, each.first, each.second)):
        one, two = overlap.first, overlap.second
        if one not in after and two not in before and not _leads(after, two, one):
            after[one], before[two] = two, one
    chains = [_chain(start, after) for start in range(len(group)) if start not in before]
    chains.sort(key=lambda chain: _when(group, chain))
    return [group[place] for chain in chains for place in chain], len(chains) == 1


def _leads(after: dict[int, int], start: int, goal: int) -> bool:
    while start in after:
        start = after[start]
        if start == goal:
            return True
    return False


def _chain(start: int, after: dict[int, int]) -> list[int]:
    chain = [start]
    while chain[-1] in after:
        chain.append(after[chain[-1]])
    return chain


def _when(group: Sequence[_Shot], chain: Sequence[int]) -> tuple[float, str]:
    """First time of a chain where one is known, else the names of its files with their numbers as numbers."""
    times = [m.sent_at.timestamp() for place in chain for m in group[place].thread.messages if m.sent_at]
    name = group[chain[0]].file.name
    return (min(times) if times else float("inf"), _NUMBER.sub(lambda match: match[0].zfill(18), name))


def _overlap(one: _Shot, two: _Shot, first: int, second: int) -> _Overlap | None:
    """How much of the beginning of `two` is the end of `one`; the most, where it is more than chance."""
    above, below = _said(one.thread.messages), _said(two.thread.messages)
    for count in range(min(len(above), len(below), _LONGEST), 0, -1):
        pairs = list(zip(above[-count:], below[:count], strict=True))
        letters = sum(min(len(_letters(a)), len(_letters(b))) for a, b in pairs)
        if letters >= _TELLING and all(
            _same(a, b, at_edge=place in (0, count - 1)) for place, (a, b) in enumerate(pairs)
        ):
            return _Overlap(first=first, second=second, messages=count, letters=letters)
    return None


def _said(messages: Iterable[Message]) -> list[Message]:
    return [message for message in messages if _is_telling(message)]


def _is_telling(message: Message) -> bool:
    """Whether it has letters to compare; an emoji is recognised now and then as one letter, or as none."""
    return message.form is Form.SENT and len(_letters(message)) > 1


def _letters(message: Message) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", message.text).casefold() if char.isalnum())


def _same(one: Message, two: Message, *, at_edge: bool) -> bool:
    """Whether both are recognitions of one message; at the edge of a picture one of them may be cut."""
    if one.mine != two.mine:
        return False
    a, b = _letters(one), _letters(two)
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    cut = at_edge and len(short) >= _TELLING and _digits(short) in _digits(long)
    if cut and (_like(long[: len(short)], short) or _like(long[-len(short) :], short)):
        return True
    return _digits(a) == _digits(b) and _like(a, b)


def _digits(letters: str) -> str:
    """Figures tell apart what is otherwise alike: `Part 1 of the report`, `Part 2 of the report`."""
    return "".join(char for char in letters if char.isdigit())


def _like(one: str, two: str) -> bool:
    if min(len(one), len(two)) * 10 < max(len(one), len(two)) * 7:
        return False
    return SequenceMatcher(None, one, two, autojunk=False).ratio() >= _ALIKE


def _once(ordered: Sequence[_Shot]) -> tuple[Message, ...]:
    """All messages in order, each once; what stands above the first new one was shown by the picture before."""
    messages: list[Message] = list(ordered[0].thread.messages)
    for before, shot in pairwise(ordered):
        fresh = list(shot.thread.messages)
        if overlap := _overlap(before, shot, 0, 1):
            old = _places(messages)[-overlap.messages :]
            new = _places(fresh)[: overlap.messages]
            for known, again in zip(old, new, strict=True):
                messages[known] = _better(messages[known], fresh[again])
            fresh = fresh[new[-1] + 1 :]
        messages += fresh
    return tuple(messages)


def _places(messages: Sequence[Message]) -> list[int]:
    return [place for place, message in enumerate(messages) if _is_telling(message)]


def _better(one: Message, two: Message) -> Message:
    """Of two recognitions of one message the longer, as the other is cut; of equally long ones the surer."""
    return max(one, two, key=lambda each: (len(_letters(each)), -len(each.doubtful)))
