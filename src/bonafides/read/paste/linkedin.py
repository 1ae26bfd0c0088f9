"""Finds the turns in text copied from a LinkedIn page: a name and a time above each message."""

from __future__ import annotations

import re
from dataclasses import replace

from bonafides.read.paste.months import is_day, month_of
from bonafides.read.paste.speakers import Mark, Part, is_name, parts
from bonafides.read.paste.stamps import CLOCK, DATE
from bonafides.read.whatsapp.marks import unmarked

_SENDS = (
    r"sent the following|hat (?:um [^\n]{4,12})?(?:die folgende|folgende)|a envoyé (?:le|les) messages? suivants?"
    r"|(?:envió|ha enviado) (?:el|los) siguientes? mensajes?|enviou (?:a|as) seguintes? mensage(?:m|ns)"
    r"|ha inviato (?:il seguente messaggio|i seguenti messaggi)|heeft (?:het|de) volgende"
)
_SENT = re.compile(rf"(?P<name>[^\n]{{1,60}}?) (?:{_SENDS})(?P<when>[^\n]{{1,60}})")
_BESIDE = re.compile(rf"(?P<name>[^\n:]{{2,60}}?)[ \t\u00a0·•]{{1,4}}{CLOCK}")
_DATE = re.compile(
    r"(?:(?P<word>[^\W\d_]{3,12})\.? \d{1,2}(?:,? \d{4})?"
    r"|\d{1,2}\.? (?:de )?(?P<after>[^\W\d_]{3,12})\.?(?: (?:de )?\d{4})?)"
)
_PROFILE = re.compile(
    r"View \S[^\n]{0,80}(?:’s|'s|s’|s') profile[^\n]{0,80}|Profil von [^\n]{1,80} (?:anzeigen|ansehen)"
    r"|(?:Voir le profil|Ver (?:el )?perfil|Visualizza il profilo|Exibir perfil|Ver o perfil) d[aeio][^\n]{1,80}"
    r"|Profiel van [^\n]{1,80} (?:weergeven|bekijken)"
)
_DEGREE = re.compile(
    r"[·• ]{0,3}(?:1st|2nd|3rd\+?|[123]\.\+?|1er|2e|1º|2º|3º\+?)(?: degree connection)?"
    r"|[123](?:st|nd|rd)\+? degree connection"
)
_SHOWS = re.compile(
    rf"{_SENDS}|{_PROFILE.pattern}|\A\s?{_DEGREE.pattern}\s?\Z|\((?:[Ss]he|[Hh]e|[Tt]hey)/"
    r"|\A(?:[A-Z]{3} \d{1,2}|TODAY|YESTERDAY"
    r"|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY)\r?\Z"
)
_DATED = re.compile(DATE)
_NUMERIC = re.compile(r"\d{1,4}[./-]\d{1,2}(?:[./-](?:\d{1,4})?)?")
_JOINER = re.compile(r"(?:,| at| um| à| a las| às| alle| om| kl\.?)\Z")
_CLOCK = re.compile(CLOCK)
_PRONOUNS = re.compile(r"\s?\((?:she|he|they)/[a-z/]{2,12}\)", re.IGNORECASE)
_PARTICLES = frozenset("al bin da das de del den der di dos du el la le ten ter van von y e zu".split(" "))
_LONGEST = 160

_Lines = list[tuple[int, str]]


def linkedin_blocks(text: str) -> tuple[Part, ...]:
    """The turns of a copied page; nothing where the text does not start with a name and time, or has only one."""
    lines = _numbered(text)
    marks: list[Mark] = []
    at, day = 0, ""
    while at < len(lines):
        name, used = _announced(lines, at)
        day = lines[at][1] if _is_day(lines[at][1]) else day
        if name:
            below = _behind_repeats(lines, at + used, name)
            marks.append(
                Mark(
                    name=name,
                    at=_above_days(lines, at),
                    words=lines[below][0] if below < len(lines) else len(text),
                    stamp=_stamp(lines[at:below], day),
                )
            )
            at = below
        else:
            at += 1
    if marks and _is_furniture(lines, marks[0]):
        marks[0] = replace(marks[0], at=0)
    leads = bool(marks) and not text[: marks[0].at].strip()
    return parts(text, marks) if leads or len(marks) > 1 else ()


def is_linkedin(text: str) -> bool:
    """Whether a copied page shows that it is LinkedIn's: who sent the following, whose profile, how near."""
    return any(_SHOWS.search(line) for line in text.split("\n") if len(line) <= _LONGEST)


def _is_furniture(lines: _Lines, first: Mark) -> bool:
    """Whether above the first message the page only says with whom one talks."""
    above = [line for at, line in lines if at < first.at and line]
    return all(len(line) <= _LONGEST and _repeats(_bare(line), first.name) for line in above)


def _numbered(text: str) -> _Lines:
    lines, at = [], 0
    for line in text.split("\n"):
        lines.append((at, line.strip() if len(line) <= _LONGEST else line))
        at += len(line) + 1
    return lines


def _announced(lines: _Lines, at: int) -> tuple[str, int]:
    """(name, lines used) of `Amy sent the following message at 10:32 AM`, `Amy  10:32 AM`, or a name above a time."""
    line = lines[at][1]
    if not line or len(line) > _LONGEST:
        return "", 1
    sent = _SENT.fullmatch(line)
    if sent and _CLOCK.search(line) and is_name(_bare(sent["name"])):
        return _bare(sent["name"]), 1
    beside = _BESIDE.fullmatch(line)
    if beside and is_person(_bare(beside["name"])):
        return _bare(beside["name"]), 1
    if is_person(_bare(line)):
        for used, (_, below) in enumerate(lines[at + 1 : at + 3], start=2):
            if _is_time(below) or _is_day(below):
                return _bare(line), used
            if below:
                break
    return "", 1


def _is_time(line: str) -> bool:
    """Whether `line` is a time of day, with or without its day before it: `10:32`, `Yesterday 10:32 AM`."""
    found = _CLOCK.search(line) if len(line) <= _LONGEST else None
    if found is None or line[found.end() :].strip():
        return False
    day = _JOINER.sub("", line[: found.start()].strip())
    return not day or _is_day(day) or bool(_NUMERIC.fullmatch(day))


def _stamp(head: _Lines, day: str) -> str:
    """The date of the page above and the first time of day in the lines that announce a message."""
    own = " ".join(line for _, line in head)
    clock = _CLOCK.search(own)
    return own if _DATED.search(own) else f"{day} {clock[0] if clock else ''}"


def _is_day(line: str) -> bool:
    """Whether `line` only names a day: `MONDAY`, `Mar 3`, `3. März 2026`, `today`."""
    if not line or len(line) > _LONGEST:
        return False
    date = _DATE.fullmatch(line)
    return is_day(line) or bool(date and month_of(date["word"] or date["after"]))


def _bare(name: str) -> str:
    """A name without pronouns and the dots that the page sets around it."""
    return unmarked(_PRONOUNS.sub("", name)).strip("•·—– ")


def is_person(name: str) -> bool:
    """Stricter than for labels, since nothing but a time beside it says so: every word starts like a name."""
    words = name.split()
    capitalised = all(not word[0].islower() or word in _PARTICLES for word in words)
    return is_name(name) and capitalised and not name.endswith(".") and not is_day(words[0] if words else "")


def _behind_repeats(lines: _Lines, at: int, name: str) -> int:
    """The first line below an announcement that does not only say again who speaks and when."""
    while at < len(lines) and len(lines[at][1]) <= _LONGEST and _repeats(_bare(lines[at][1]), name):
        at += 1
    return at


def _repeats(line: str, name: str) -> bool:
    beside = _BESIDE.fullmatch(line)
    again = line == name or _is_time(line) or bool(beside and _bare(beside["name"]) == name)
    return again or bool(_PROFILE.fullmatch(line) or _DEGREE.fullmatch(line))


def _above_days(lines: _Lines, at: int) -> int:
    """Where the announcement begins, counting in the line above that only names the day."""
    above = at - 1
    while above >= 0 and not lines[above][1]:
        above -= 1
    return lines[above][0] if above >= 0 and _is_day(lines[above][1]) else lines[at][0]
