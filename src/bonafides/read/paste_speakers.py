"""Finds the turns of a pasted dialogue whose lines start with `Name:`."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.read.identity import name_key
from bonafides.read.self_labels import is_own_label
from bonafides.read.whatsapp_marks import MARKS, unmarked

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAME_LENGTH, _NAME_WORDS = 40, 5
_LABEL_LENGTH = 100
_LEAD = re.compile(rf"[{MARKS} \t*>]{{1,8}}")
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[AaPp]\.?\s?[Mm]\.?)?\s{1,3}(?:-\s)?")
_COLON = re.compile(r"[:：]\*{0,2}(?:[ \t]|\r?\Z)|：")
_NOT_NAMES = frozenset(
    "note notes ps p.s pps subject re fw fwd date from to cc bcc sent attention important warning update edit tldr "
    "summary example question questions answer answers q a hint tip tips reminder disclaimer location role position "
    "title salary pay fee budget rate duration start deadline company client employer contact email e-mail mail phone "
    "mobile tel fax whatsapp telegram signal wechat skype website web link url address topic topics task tasks project "
    "agenda time when where what who why how requirements responsibilities qualifications benefits experience skills "
    "education languages job description about overview background goal goals step steps message text reply regards "
    "sincerely thanks total payment currency industry type remote format length language option options follows "
    "following below points things items areas details information info list reasons fields results days hours "
    "betreff von an datum hinweis anmerkung aufgabe ort gehalt frage objet de à lieu poste salaire asunto para fecha "
    "lugar nota http https".split(" ")
)
_NOT_FIRST = frozenset(
    "dear hi hello hey the my our your this that these those here what how in on at for as if and but or so please "
    "good also some liebe lieber hallo guten sehr cher chère bonjour estimado estimada hola caro cara olá".split(" ")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of the pasted text, `text[start:end]`, by one speaker."""

    speaker: str
    """Empty for what stands before the first speaker."""
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where a speaker's turn is announced, and where its words start."""

    name: str
    at: int
    words: int


def parts(text: str, marks: Sequence[Mark]) -> tuple[Part, ...]:
    """Everything before the first mark under no name, then each turn up to the next."""
    ends = [*(mark.at for mark in marks[1:]), len(text)]
    turns = [Part(speaker=mark.name, start=mark.words, end=end) for mark, end in zip(marks, ends, strict=True)]
    return (Part(speaker="", start=0, end=marks[0].at), *turns)


def labelled(text: str) -> tuple[Part, ...]:
    """The turns of a text with `Name: words` lines; nothing where it has too few of them to be a dialogue."""
    marks: list[Mark] = []
    at = 0
    for line in text.split("\n"):
        label = _label(line[:_LABEL_LENGTH])
        if label:
            marks.append(Mark(name=label[0], at=at, words=at + label[1]))
        at += len(line) + 1
    return parts(text, marks) if _is_dialogue(text, marks) else ()


def _label(line: str) -> tuple[str, int] | None:
    """(name, where the words start) of `Amy: hi`, `[10:32] Amy: hi`, `10:32 Amy: hi`, `Amy (10:32): hi`."""
    lead = _LEAD.match(line)
    start = lead.end() if lead else 0
    if line.startswith("[", start):
        stamp, closed, _ = line[start:].partition("]")
        start += len(stamp) + 1 if closed and any(char.isdigit() for char in stamp) else 0
    clock = _CLOCK.match(line, start)
    start = clock.end() if clock else start
    colon = _COLON.search(line, start)
    if not colon:
        return None
    name, opened, stamp = line[start : colon.start()].partition("(")
    if opened and not any(char.isdigit() for char in stamp):
        name += opened + stamp
    name = unmarked(name).strip("*~ ")
    return (name, colon.end()) if is_name(name) else None


def _is_dialogue(text: str, marks: Sequence[Mark]) -> bool:
    """Whether the labels are speakers: one is the user's, or one comes back, or there are labels from the start on."""
    if any(is_own_label(mark.name) for mark in marks):
        return True
    if len(marks) < 2:
        return False
    comes_back = any(count > 1 for count in Counter(name_key(mark.name) for mark in marks).values())
    return comes_back or not text[: marks[0].at].strip()


def is_name(name: str) -> bool:
    """Whether `name` can be somebody's: short, with a letter, no address, no clock, no word that starts a line."""
    words = name_key(name).split()
    if not words or len(name) > _NAME_LENGTH or len(words) > _NAME_WORDS:
        return False
    if words[-1].strip(".") in _NOT_NAMES or (len(words) > 1 and words[0] in _NOT_FIRST):
        return False
    if any(char in '/@?!;,<>{}="“”:[]' for char in name) or name[0] in "-•–#(":
        return False
    return any(char.isalpha() for char in name) or name.startswith("+")
