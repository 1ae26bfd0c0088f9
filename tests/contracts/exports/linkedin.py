"""Writes LinkedIn's messages.csv with the headers of every generation, newest message on top, and Invitations.csv."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from datetime import timedelta, tzinfo

from tests.contracts.exports.writing import Said, Writer

_OLD = "From,To,Date,Subject,Content,Direction,Folder"
_2020 = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER"
_2022 = _2020.replace(",TO,", ",TO,RECIPIENT PROFILE URLS,")
_2025 = f"{_2022},ATTACHMENTS"
_GENERATIONS = {
    "2017": _OLD,
    "2020": _2020,
    "2022": _2022,
    "2025": _2025,
    "2026-spring": f"{_2025},IS MESSAGE DRAFT",
    "2026-autumn": f"{_2025},IS MESSAGE DRAFT,IS CONVERSATION ARCHIVED",
}
_MARKUP = re.compile(r"&(?:[a-zA-Z]{2,8}|#\w{1,8});|</?[a-zA-Z]")
_TWICE = re.compile("[\u00c2-\u00f4](?:[\u0080-\u00bf]|[\u0152-\u02dc\u2013-\u2122])")


def proper(text: str) -> bool:
    """Whether nothing in it looks like the HTML and the double encoding that LinkedIn's export is full of."""
    return bool(text.strip()) and not _MARKUP.search(text) and not _TWICE.search(text)


def _row(said: Said, people: Sequence[str]) -> dict[str, str]:
    others = [name for name in people if name != said.speaker]
    return {
        "CONVERSATION ID": "2-c1",
        "FROM": said.speaker,
        "SENDER PROFILE URL": _url(said.speaker),
        "TO": ",".join(others),
        "RECIPIENT PROFILE URLS": ",".join(map(_url, others)),
        "DATE": f"{said.sent_at:%Y-%m-%d %H:%M:%S} UTC",
        "CONTENT": said.text,
        "DIRECTION": "INCOMING",
        "FOLDER": "INBOX",
        "IS MESSAGE DRAFT": "No",
        "IS CONVERSATION ARCHIVED": "No",
    }


def _url(name: str) -> str:
    return "https://www.linkedin.com/in/" + "-".join(str(ord(char)) for char in name[:4])


def _table(
    messages: Sequence[Said], columns: str, *, always: bool = False, end: str = "\n", delimiter: str = ","
) -> str:
    names = columns.split(",")
    people = list(dict.fromkeys(said.speaker for said in messages))
    records = [names, *([_row(said, people).get(name.upper(), "") for name in names] for said in messages)]
    return "".join(_record(cells, delimiter, always=always) + end for cells in records)


def _record(cells: Sequence[str], delimiter: str = ",", *, always: bool = False) -> str:
    """One record by RFC 4180; the standard library leaves a lone "\\r" without quotation marks."""
    quoted = ('"' + cell.replace('"', '""') + '"' for cell in cells)
    pairs = zip(quoted, cells, strict=True)
    return delimiter.join(
        full if always or any(c in cell for c in f'"\r\n{delimiter}') else cell for full, cell in pairs
    )


def _generation(columns: str) -> Callable[[Sequence[Said], tzinfo], bytes]:
    """The newest on top, as LinkedIn writes it."""

    def write(messages: Sequence[Said], zone: tzinfo) -> bytes:
        del zone
        return _table(list(reversed(messages)), columns).encode()

    return write


def _all_quoted(messages: Sequence[Said], zone: tzinfo) -> bytes:
    """The variant of 2025, with a byte-order mark."""
    del zone
    return _table(messages, _2025, always=True, end="\r\n").encode("utf-8-sig")


def _resaved(messages: Sequence[Said], zone: tzinfo) -> bytes:
    """As a spreadsheet program saves it again, with semicolons."""
    del zone
    return _table(messages, _2022, delimiter=";", end="\r\n").encode("utf-8-sig")


def _marked_up(messages: Sequence[Said], zone: tzinfo) -> bytes:
    """Every text as HTML: paragraphs and entities."""
    del zone
    dressed = [
        Said(speaker=m.speaker, text=f"<p>{html.escape(m.text, quote=False)}</p>", sent_at=m.sent_at) for m in messages
    ]
    return _table(dressed, _2025).encode()


def _fits_markup(text: str) -> bool:
    """A paragraph ends with its last word: line breaks around it belong to the markup."""
    return proper(text) and text.strip("\n") == text


def _invitation(messages: Sequence[Said], zone: tzinfo) -> bytes:
    """One invitation with a note; its time has minutes, in the clock of the zone."""
    columns = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl"
    lines = [columns]
    for said in messages[:1]:
        at = said.sent_at.astimezone(zone)
        stamp = f"{at.month}/{at.day}/{at:%y}, {at:%I:%M %p}".replace(", 0", ", ")
        other = "https://www.linkedin.com/in/jane-roe"
        lines.append(_record([said.speaker, "Jane Roe", stamp, said.text, "INCOMING", _url(said.speaker), other]))
    return ("\n".join(lines) + "\n").encode()


_MESSAGES = (
    *((name, _generation(columns), proper, True) for name, columns in _GENERATIONS.items()),
    ("2025-all-quoted", _all_quoted, proper, False),
    ("resaved", _resaved, proper, False),
    ("marked-up", _marked_up, _fits_markup, False),
)
WRITERS = tuple(
    Writer(
        name=f"linkedin-messages-{variant}",
        reader="linkedin-messages",
        file="messages.csv",
        write=write,
        holds=holds,
        apart=apart,
    )
    for variant, write, holds, apart in _MESSAGES
)
INVITATION = Writer(
    name="linkedin-invitations-2026",
    reader="linkedin-invitations",
    file="Invitations.csv",
    write=_invitation,
    holds=proper,
    tick=timedelta(minutes=1),
)
