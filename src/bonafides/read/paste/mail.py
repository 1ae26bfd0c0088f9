"""Takes a pasted mail thread apart: every quoted or forwarded mail becomes a message of its own, the oldest first."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bonafides.read.identity import EMAIL
from bonafides.read.paste.linkedin import is_person
from bonafides.read.paste.speakers import is_name
from bonafides.read.whatsapp.marks import unmarked

_LONGEST = 300
_DEPTH = re.compile(r"(?:[ \t]?>){1,20}[ \t]?")
_VERBS = re.compile(
    r"\b(?:wrote|schrieb|a écrit|escribió|escribio|escreveu|ha scritto|schreef|skrev|kirjoitti|napisał|napisał\(a\)"
    r"|napsal|написал|написала|пише|писал|yazdı|έγραψε)\b|写道|寫道|のメール|님이 작성"
)
_START = re.compile(
    r"(?:on|am|le|el|em|il|op|den|dnia|w dniu|dne|the|пн|вт|ср|чт|пт|сб|вс|\d{1,4})\b|\d{4}年", re.IGNORECASE
)
_ADDRESS_LAST = re.compile(r"<[^<>\s]{3,80}@[^<>\s]{3,80}>\s?[:：]\Z")
_DIGITS = 3
_ENDS = (":", "：")
_HEADERS = {
    "from": "from von de da van от від 发件人 寄件者 差出人 보낸사람 fra från od kimden feladó",
    "date": "date sent datum gesendet envoyé enviado enviada inviato data fecha verzonden отправлено дата "
    "发送时间 时间 日期 "
    "傳送日期 寄件日期 送信日時 日時 날짜 보낸날짜 sendt skickat wysłano odesláno gönderilen tarih",
    "to": "to an à para a aan кому 收件人 宛先 받는사람 til till do komu kime",
    "subject": "subject betreff objet asunto assunto oggetto onderwerp тема 主题 主題 主旨 件名 제목 emne ämne "
    "temat konu",
    "cc": "cc bcc kopie копия 抄送 副本 reply-to",
}
_KEYS = {word: key for key, words in _HEADERS.items() for word in words.split()}
_RULE = re.compile(
    r"[-_=*—\s]{5,80}|[-_— ]{2,40}[^\n]{0,6}(?:forwarded|original|weitergeleitet|ursprüngliche|transféré|d'origine"
    r"|reenviado"
    r"|original|encaminhada|inoltrato|originale|doorgestuurd|oorspronkelijk|пересла|исходн|转发|轉寄|原始)[^\n]{0,40}"
    r"|begin forwarded message:|anfang der weitergeleiteten nachricht:|début du message réexpédié :",
    re.IGNORECASE,
)
_MAILBOX = re.compile(rf"(?P<name>[^<>@\n]{{1,80}}?) ?<(?P<mail>{EMAIL.pattern})>")
_PAGE_TIME = re.compile(r"\d{1,2}[:.]\d{2}")
_PAGE_TIME_LENGTH = 60
_TO_ME = re.compile(r"(?:to|an|à|a|para|aan) \w{1,40}", re.IGNORECASE)
_RECENT = 40
"""Mails among which a quoted line's own is looked for, when its writer answers between the lines."""
_LOOK_AHEAD = 7
"""Lines in which the fields of a forwarded mail's head stand."""


@dataclass(slots=True, kw_only=True)
class Level:
    """One mail of a thread."""

    speaker: str = ""
    """Empty for the newest, whose head was not copied."""
    address: str = ""
    stamp: str = ""
    """Where its date stands, as written."""
    subject: str = ""
    depth: int = 0
    on_page: bool = False
    """Copied from a page that shows the oldest mail on top."""
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What was written, without the marks of quotation."""
        return "\n".join(self.lines)


def mail_levels(text: str) -> list[Level]:
    """The mails of a pasted thread, the oldest first; empty where the text is none."""
    if not any(verb in text for verb in (":", "：")):
        return []
    lines = [_lifted(line) for line in text.split("\n")]
    levels = [Level()]
    stack = [levels[0]]
    at = 0
    while at < len(lines):
        depth, line = lines[at]
        if line.strip():
            _climb(stack, levels, depth)
        level, used = _attribution(lines, at) or _head(lines, at) or _page_head(lines, at) or (None, 1)
        if level:
            _drop_rule(stack[-1].lines)
            levels.append(level)
            if level.depth <= stack[-1].depth:
                stack.pop()
            stack.append(level)
        else:
            behind = ">" * (depth - stack[-1].depth) if line.strip() else ""
            stack[-1].lines.append(f"{behind} {line}" if behind else line)
        at += used
    if len(levels) == 1:
        return []
    return levels if all(level.on_page for level in levels[1:]) else levels[::-1]


def _climb(stack: list[Level], levels: list[Level], depth: int) -> None:
    """Leaves the mails that a line of this depth is no part of, and goes back into the one that it is quoted from."""
    while len(stack) > 1 and stack[-1].depth > depth:
        stack.pop()
    if depth > stack[-1].depth:
        inner = [level for level in reversed(levels[-_RECENT:]) if stack[-1].depth < level.depth <= depth]
        stack += [max(inner, key=lambda level: level.depth)] if inner else []


def _lifted(line: str) -> tuple[int, str]:
    """(how often it is quoted, the line without the marks)."""
    quoted = _DEPTH.match(line)
    return (quoted[0].count(">"), line[quoted.end() :]) if quoted else (0, line)


def _attribution(lines: list[tuple[int, str]], at: int) -> tuple[Level, int] | None:
    """`On Mon, 3 Mar 2026 at 10:15, Amy Lin <amy@example.com> wrote:`, on one line or broken into two or three."""
    depth, joined = lines[at][0], ""
    for used in range(1, 4):
        if at + used > len(lines) or lines[at + used - 1][0] != depth:
            return None
        line = lines[at + used - 1][1].strip()
        joined = f"{joined} {line}".strip()
        if not line or len(joined) > _LONGEST:
            return None
        if used > 1 and (not _START.match(joined) or _START.match(line)):
            return None
        if joined.endswith(_ENDS):
            level = _announced(joined, _depth_below(lines, at + used, depth))
            return (level, used) if _announces(joined, level) else None
    return None


def _announces(line: str, level: Level) -> bool:
    """Whether a line that ends in a colon gives a mail's writer: by an address, or by a date and a name."""
    if sum(char.isdigit() for char in line) < _DIGITS:
        return False
    if level.address:
        return bool(_VERBS.search(line) or _ADDRESS_LAST.search(line))
    return bool(_VERBS.search(line) and _START.match(line)) and is_person(level.speaker)


def _depth_below(lines: list[tuple[int, str]], at: int, depth: int) -> int:
    below = next((each for each, line in lines[at : at + 4] if line.strip()), depth)
    return depth + 1 if below > depth else depth


def _announced(line: str, depth: int) -> Level:
    address = EMAIL.search(line)
    bare = _VERBS.sub(" ", line.rstrip("：: "))
    if address:
        bare = bare.replace(address[0], " ")
    bare = re.sub(r"mailto:|[<>()\[\]]", " ", bare)
    last = max((match.end() for match in re.finditer(r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?", bare)), default=0)
    after = re.sub(
        r"\A\s{0,3}(?:[AaPp]\.?\s?[Mm]\b\.?|Uhr\b|(?:GMT|UTC)?[+-]\d{1,4}|Z\b|[A-Z]{3,4}\b)", "", bare[last:]
    )
    before = re.split(r"\d", bare, maxsplit=1)[0]
    names = (unmarked(part).strip(" ,;\"'") for part in (after, before.removesuffix("于").removesuffix("在")))
    name = next((name for name in names if is_name(name.replace(",", ""))), "")
    mail = address[0] if address else ""
    return Level(speaker=name or mail, address=mail, stamp=line, depth=depth)


def _head(lines: list[tuple[int, str]], at: int) -> tuple[Level, int] | None:
    """`From: Amy`, `Sent: ...`, `To: ...`, `Subject: ...` in lines below each other."""
    depth = lines[at][0]
    if _field(lines[at][1])[0] != "from":
        return None
    found: dict[str, str] = {}
    used = 0
    for each, line in lines[at : at + _LOOK_AHEAD]:
        key, value = _field(line)
        if not key or each != depth or (key in found and key != "cc"):
            break
        found[key] = value
        used += 1
    if "date" not in found or not found.keys() & {"to", "subject"}:
        return None
    return _headed(found, depth), used


def _page_head(lines: list[tuple[int, str]], at: int) -> tuple[Level, int] | None:
    """`Amy Lin <amy@example.com>` above a line with the time, and `to me` below that, as web mail shows its letters."""
    who = _MAILBOX.fullmatch(lines[at][1].strip()[:_LONGEST])
    below = [line.strip() for _, line in lines[at + 1 : at + 5]]
    when = next((place for place, line in enumerate(below[:3]) if line), -1)
    if not who or when < 0 or not _PAGE_TIME.search(below[when]) or len(below[when]) > _PAGE_TIME_LENGTH:
        return None
    addressed = bool(below[when + 1 :]) and bool(_TO_ME.match(below[when + 1]))
    used = when + 2 + addressed
    return Level(speaker=unmarked(who["name"]), address=who["mail"], stamp=below[when], on_page=True), used


def _field(line: str) -> tuple[str, str]:
    key, colon, value = line[:_LONGEST].replace("：", ":").strip(" \t\r*").partition(":")
    word = "".join(key.casefold().strip(" *\u00a0").split())
    word = "enviada" if word == "enviadaem" else word
    return (_KEYS.get(word, ""), value.strip(" \t\r*\u00a0")) if colon else ("", "")


def _headed(found: dict[str, str], depth: int) -> Level:
    address = EMAIL.search(found["from"])
    name = unmarked(re.sub(r"[\[<(](?:mailto:)?[^\]>)]{0,200}[\]>)]", " ", found["from"])).strip("\"' ")
    mail = address[0] if address else ""
    return Level(speaker=name or mail, address=mail, stamp=found["date"], subject=found.get("subject", ""), depth=depth)


def _drop_rule(lines: list[str]) -> None:
    """Takes away the line above a forwarded mail that only says that one follows, and what is empty above it."""
    while lines and not lines[-1].strip():
        lines.pop()
    while lines and _RULE.fullmatch(lines[-1].strip()[:_LONGEST]):
        lines.pop()
