"""Writes mails as programs send them, alone and in a mailbox, in the transfer encodings that there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import tzinfo
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8, EmailPolicy
from email.utils import format_datetime
from typing import Any

from bonafides.read.mail.quotes import runs
from tests.contracts.exports.writing import Said, Writer

_OWNER = "jane.roe@example.com"
_UNIX = EmailPolicy(linesep="\n", max_line_length=78)
_ODD = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029\0"
"""What ends a line for a mail program, or may not be in a mail at all."""


def one_letter(text: str) -> bool:
    """Whether a mail's body can be nothing but this text: no quotes in it, and it begins and ends with a word."""
    if text.startswith("\ufeff"):  # a mark of the encoding
        return False
    if text.strip("\n") != text or not text.strip() or any(char in _ODD for char in text):
        return False
    return all(not run.quoted for run in runs(text))


def _mail(said: Said, number: int, transfer: str) -> EmailMessage:
    mail = EmailMessage(policy=_UNIX)
    mail["Delivered-To"] = _OWNER
    mail["Received"] = f"from mx.example.org by mx.example.com; {format_datetime(said.sent_at)}"
    mail["From"] = f"{said.speaker} <{address(said.speaker)}>"
    mail["To"] = f"Jane Roe <{_OWNER}>"
    mail["Date"] = format_datetime(said.sent_at)
    mail["Message-ID"] = f"<{number}@example.org>"
    mail.set_content(said.text + "\n", charset="utf-8", cte=transfer)
    return mail


def address(name: str) -> str:
    """An address for a name; every name here has its own."""
    return "".join(f"{ord(char):x}" for char in name) + "@example.org"


def _eml(transfer: str, policy: EmailPolicy[Any]) -> Callable[[Sequence[Said], tzinfo], bytes]:
    """The first message alone: a mail is one."""

    def write(messages: Sequence[Said], zone: tzinfo) -> bytes:
        del zone
        return _mail(messages[0], 1, transfer).as_bytes(policy=policy)

    return write


def _mbox(transfer: str) -> Callable[[Sequence[Said], tzinfo], bytes]:
    """All of them, all by the first speaker, in the mboxrd form: `>` before every `From ` and `>From `."""

    def write(messages: Sequence[Said], zone: tzinfo) -> bytes:
        del zone
        return b"".join(_entry(each, number, transfer) for number, each in enumerate(messages, start=1))

    return write


def _entry(said: Said, number: int, transfer: str) -> bytes:
    raw = _mail(said, number, transfer).as_bytes()
    lines = [b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in raw.split(b"\n")]
    return f"From {address(said.speaker)} {said.sent_at:%a %b %d %H:%M:%S %Y}\n".encode() + b"\n".join(lines) + b"\n"


EMLS = tuple(
    Writer(name=f"eml-{name}", reader="eml", file="mail.eml", write=_eml(transfer, policy), holds=one_letter)
    for name, transfer, policy in (
        ("quoted-printable", "quoted-printable", _UNIX),
        ("base64-crlf", "base64", SMTP),
        ("8bit-crlf", "8bit", SMTPUTF8),
    )
)
MBOXES = tuple(
    Writer(name=f"mbox-{transfer}", reader="mbox", file="mail.mbox", write=_mbox(transfer), holds=one_letter)
    for transfer in ("8bit", "quoted-printable", "base64")
)
