"""Finds the turns of a pasted dialogue whose lines start with `Name:`, or with `- Name:`, `1. Name:`, `Name - `."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.read.identity import EMAIL, name_key
from bonafides.read.paste.stamps import STAMP
from bonafides.read.self_labels import is_own_label
from bonafides.read.whatsapp.marks import MARKS, unmarked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NAME_LENGTH, _NAME_WORDS = 40, 5
_LABEL_LENGTH = 140
_LEAD = re.compile(rf"[{MARKS} \t*>]{{1,8}}")
_NO_BULLET = re.compile("")
_BULLET = re.compile(r"(?:[-–•·]|\d{1,3}[.)])[ \t]{1,3}\*{0,2}")
_CLOCK = re.compile(rf"{STAMP}\s{{1,3}}(?:[-–—|]\s)?")
_COLON = re.compile(r"[:：]\*{0,2}(?:[ \t]|\r?(?:\n|\Z))|：")
_DASH = re.compile(r"[ \t]{1,2}[-–—|][ \t]|\t")
_WROTE = re.compile(
    r" (?:wrote|writes|said|says|replied|answered|schrieb|schreibt|sagte|antwortete|a écrit|a dit|écrit|escribió|dijo"
    r"|escreveu|disse|ha scritto|scrive|schreef|zei|написал|написала|пишет)\s?\Z|(?:写道|說|说)\Z"
)
_STYLES = ((_NO_BULLET, _COLON), (_BULLET, _COLON), (_NO_BULLET, _DASH))
"""What stands before a name and behind it. The first is how people write dialogues; the others need more to be one."""
_HANDLE = re.compile(r"@\w{2,30}")
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
    stamp: str = ""
    """What was written beside the name; may hold a date and a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where a speaker's turn is announced, and where its words start."""

    name: str
    at: int
    words: int
    stamp: str = ""


def parts(text: str, marks: Sequence[Mark]) -> tuple[Part, ...]:
    """Everything before the first mark under no name, then each turn up to the next."""
    ends = [*(mark.at for mark in marks[1:]), len(text)]
    turns = [
        Part(speaker=mark.name, start=mark.words, end=end, stamp=mark.stamp)
        for mark, end in zip(marks, ends, strict=True)
    ]
    return (Part(speaker="", start=0, end=marks[0].at), *turns)


def labelled(text: str) -> tuple[Part, ...]:
    """The turns of a text with `Name: words` lines; nothing where it has too few of them to be a dialogue."""
    for style in _STYLES:
        marks = _repeated(list(_marks(text, *style))) if style[1].search(text) else []
        if _is_dialogue(text, marks) and (style == _STYLES[0] or _is_nothing_else(text, marks)):
            return parts(text, marks)
    return ()


def _marks(text: str, bullet: re.Pattern[str], separator: re.Pattern[str]) -> Iterator[Mark]:
    at = 0
    for line in text.split("\n"):
        label = _label(line[:_LABEL_LENGTH], bullet, separator)
        if label:
            yield Mark(name=label[0], at=at, words=at + label[1], stamp=line[: label[1]])
        at += len(line) + 1


def _label(line: str, bullet: re.Pattern[str], separator: re.Pattern[str]) -> tuple[str, int] | None:
    """(name, where the words start) of `Amy: hi`, `[10:32] Amy: hi`, `10:32 Amy: hi`, `Amy (10:32): hi`."""
    lead = _LEAD.match(line)
    listed = bullet.match(line, lead.end() if lead else 0)
    if not listed:
        return None
    start = listed.end()
    if line.startswith("[", start):
        stamp, closed, _ = line[start:].partition("]")
        start += len(stamp) + 1 if closed and any(char.isdigit() for char in stamp) else 0
    clock = _CLOCK.match(line, start)
    start = clock.end() if clock else start
    found = separator.search(line, start)
    name = _name(line[start : found.start()]) if found else ""
    return (name, found.end()) if found and name else None


def _name(label: str) -> str:
    """The name in what stands before the separator, without a time in brackets; empty where there is none."""
    bare, opened, rest = _WROTE.sub("", label).partition("(")
    whole = unmarked(bare if any(char.isdigit() for char in rest) else bare + opened + rest).strip("*~ ")
    bare = unmarked(bare).strip("*~ ")
    if EMAIL.fullmatch(whole) or _HANDLE.fullmatch(whole) or is_name(whole.replace(",", "")):
        return whole
    return bare if is_name(bare) else ""


def _repeated(marks: list[Mark]) -> list[Mark]:
    """Without names that hold a comma and do not come back: `Amy Lin, Vertex: hello` is a label, prose is not."""
    counts = Counter(mark.name for mark in marks)
    return [mark for mark in marks if "," not in mark.name or counts[mark.name] > 1]


def _is_dialogue(text: str, marks: Sequence[Mark]) -> bool:
    """Whether the labels are speakers: one is the user's, or one comes back, or there are labels from the start on."""
    if any(is_own_label(mark.name) for mark in marks):
        return True
    if len(marks) < 2:
        return False
    comes_back = any(count > 1 for count in Counter(name_key(mark.name) for mark in marks).values())
    alone = all(text[mark.words : mark.words + 1] in ("", "\r", "\n") for mark in marks)  # `Skills:` heads a list, too
    return comes_back or not (alone or text[: marks[0].at].strip())


def _is_nothing_else(text: str, marks: Sequence[Mark]) -> bool:
    """Whether the user's own label is among the marks, or two speakers take turns in every line of the text."""
    names = {name_key(mark.name) for mark in marks}
    if any(is_own_label(name) for name in names):
        return True
    return 1 < len(names) < len(marks) == sum(1 for line in text.split("\n") if line.strip())


def is_name(name: str) -> bool:
    """Whether `name` can be somebody's: short, with a letter, no address, no clock, no word that starts a line."""
    words = name_key(name).split()
    if not words or len(name) > _NAME_LENGTH or len(words) > _NAME_WORDS:
        return False
    if words[-1].strip(".") in _NOT_NAMES or (len(words) > 1 and words[0] in _NOT_FIRST):
        return False
    if any(char in '/@?!;,<>{}="“”:[]' for char in name) or name[0] in "-•–#(" or _BULLET.match(name):
        return False
    return any(char.isalpha() for char in name) or name.startswith("+")
