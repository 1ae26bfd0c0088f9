"""Knows mails and mailboxes by their first lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bonafides.read.reader import Head

_KNOWN = frozenset(
    "from to cc bcc subject date received return-path mime-version delivered-to message-id reply-to sender "
    "content-type content-transfer-encoding x-original-to references in-reply-to dkim-signature "
    "authentication-results list-id x-mailer user-agent thread-topic x-gm-thrid x-gmail-labels".split(" ")
)
_EVERYDAY = frozenset("from to cc bcc subject date sender reply-to references".split(" "))
"""Those that people write themselves, above a message that they paste."""
_HEADER = re.compile(r"([!-9;-~]{1,76}):")
_HEAD_LINES = 60
_HEAD_CHARACTERS = 65_536
COUNTED = re.compile(r"[ \t]{0,20}(\d{1,12})[ \t]{0,20}\r?\n")
"""The first line of an Apple Mail file (`.emlx`): the length of the mail below it."""


def _headers_known(text: str) -> int:
    """How many known header names stand at the start of `text`; 0 where other text is between them.

    Everyday names alone (`Sender: Amy`, `Date: today`, `Message: hello`) are headers only above an empty line.
    """
    names: set[str] = set()
    closed = False
    for place, line in enumerate(text.split("\n", _HEAD_LINES)[:_HEAD_LINES], start=1):
        header = _HEADER.match(line)
        if header:
            names.add(header[1].lower())
        elif not line.strip():
            closed = place <= text.count("\n", 0, _HEAD_CHARACTERS)
            break
        elif not line.startswith((" ", "\t", ">From ")):
            return 0
    known = names & _KNOWN
    if "sent" in names and not known - _EVERYDAY:
        return 0  # the header lines that Outlook shows, copied from its window
    return len(known) if closed or known - _EVERYDAY else 0


def is_mail(head: Head) -> bool:
    """Whether it starts with at least two known mail headers and nothing else."""
    text = head.text.lstrip()
    counted = COUNTED.match(text)
    return _headers_known(text[counted.end() :] if counted else text) >= 2


def is_mailbox(head: Head) -> bool:
    """Whether it starts with a mailbox's `From ` line and mail headers below it."""
    first, _, rest = head.text.lstrip("\ufeff\r\n").partition("\n")
    return first.startswith("From ") and _headers_known(rest) >= 1
