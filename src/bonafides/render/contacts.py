"""Where a text holds e-mail addresses, links, phone numbers and handles; every search is linear in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PHONE = re.compile(r"(?<!\d)(?:\+|\(\+?)?\d(?:[ .()/\u00a0\u2010\u2011\u202f-]{0,3}\d){6,29}(?<=\d\d)(?!\d)")
_DATE = re.compile(
    r"(?:(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d\d)(?:\D{1,2}\d{1,4}){0,2}"
)
_AMOUNT = re.compile(r"\d{1,2}(?:[. \u00a0\u202f]\d{3}){2,4}")
_HOSTNAME = re.compile(r"(?<![\w-])[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?::\d{1,5})?")
_LOCAL = frozenset("._%+-'")
_HOST = frozenset(".-")
_BREAK = re.compile('[\\s<>"“”«»|`]')
_EDGES = frozenset(")]}',;:!?.*’")
_MONEY = "$€£¥₹₩₽"
_ENDINGS = frozenset(
    (
        "com org net edu gov mil int io ai app dev me info biz co uk ie de at ch fr es it nl be lu dk se no fi is pl "
        "cz pt eu us ca au nz jp kr cn hk tw sg in il tr ua gr ro bg hu za br mx ar ae online site xyz shop example"
    ).split()
)
"""Last parts of a host name that make `name.ending` a link even without a path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One address in a text, and the key under which the same address is known again."""

    start: int
    end: int
    kind: str
    """`mail`, `link`, `phone` or `handle`."""
    key: str


def contacts(text: str) -> Iterator[Contact]:
    """Every address of a text from left to right; none overlaps another."""
    free = 0
    for contact in sorted([*_mails_and_handles(text), *_links(text)], key=lambda c: (c.start, -c.end)):
        if contact.start >= free:
            yield from _phones(text, free, contact.start)
            yield contact
            free = contact.end
    yield from _phones(text, free, len(text))


def link_key(url: str) -> str:
    """A link without scheme, `www.`, query and final slash, in lower case."""
    bare = url.lower().partition("://")[2] or url.lower()
    bare = bare.removeprefix("www.")
    return re.split("[?#]", bare, maxsplit=1)[0].rstrip("/")


def phone_key(number: str) -> str:
    """The last eight digits: the same for the national and the international way to write a number."""
    return "".join(char for char in number if char.isdigit())[-8:]


def _mails_and_handles(text: str) -> Iterator[Contact]:
    at = text.find("@")
    while at >= 0:
        low = _back(text, at)
        high = _forward(text, at + 1)
        if high > at + 2:
            kind = "mail" if low < at else "handle"
            yield Contact(start=low, end=high, kind=kind, key=text[low:high].lower())
        at = text.find("@", at + 1)


def _back(text: str, at: int) -> int:
    low = at
    while low > 0 and at - low < 64 and (text[low - 1].isalnum() or text[low - 1] in _LOCAL):
        low -= 1
    while low < at and not text[low].isalnum():
        low += 1
    return low


def _forward(text: str, at: int) -> int:
    high = at
    while high < len(text) and high - at < 255 and (text[high].isalnum() or text[high] in _HOST or text[high] == "_"):
        high += 1
    while high > at and text[high - 1] in _HOST:
        high -= 1
    return high


def _links(text: str) -> Iterator[Contact]:
    """Links with a scheme, and host names that nothing else can be meant by."""
    free = 0
    for low, at in sorted([*_schemes(text), *_hosts(text)]):
        if low >= free:
            free = _word_end(text, at)
            high = free
            while high > at and text[high - 1] in _EDGES:
                high -= 1
            yield Contact(start=low, end=high, kind="link", key=link_key(text[low:high]))


def _schemes(text: str) -> Iterator[tuple[int, int]]:
    """Where a link with a scheme begins, and where to look for its end."""
    at = text.find("://")
    while at >= 0:
        low = at
        while low > 0 and at - low < 16 and text[low - 1].isascii() and text[low - 1].isalpha():
            low -= 1
        yield low, at + 3
        at = text.find("://", at + 3)


def _hosts(text: str) -> Iterator[tuple[int, int]]:
    for host in _HOSTNAME.finditer(text):
        path = text[host.end() : host.end() + 1] in ("/", "?", "#")
        if _is_host(host[0], path=path):
            yield host.start(), host.end()


def _word_end(text: str, at: int) -> int:
    found = _BREAK.search(text, at)
    return found.start() if found else len(text)


def _is_host(word: str, *, path: bool) -> bool:
    """Whether a word without a scheme is a link: `www.x.y`, `x.y/path`, or `x.com`."""
    labels = word.lower().partition(":")[0].split(".")
    if not labels[-1].isalpha() or len(labels[-1]) < 2:
        return False
    return path or labels[0] == "www" or labels[-1] in _ENDINGS


def _phones(text: str, low: int, high: int) -> Iterator[Contact]:
    """Numbers between two other addresses, whose digits are none of theirs."""
    for run in _PHONE.finditer(text, low, high):
        before = text[max(0, run.start() - 2) : run.start()].rstrip()[-1:]
        if not (_DATE.fullmatch(run[0]) or _AMOUNT.fullmatch(run[0]) or (before and before in _MONEY)):
            yield Contact(start=run.start(), end=run.end(), kind="phone", key=phone_key(run[0]))
