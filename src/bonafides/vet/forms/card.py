"""Reads a pasted profile or signature: addresses, numbers, pages, and the firm where a line names one."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from bonafides.vet.domains import domain_of
from bonafides.vet.told import Told

LONGEST = 100_000
"""Characters of a card that are read."""
_LINES = 1_000
_EDGES = "<>()[]{}\"'“”„«»‘’,;:!?。，、|•·*"
_PHONE = re.compile(r"\+?[\d(][\d\s()./-]{5,24}\d")


def told_by_card(text: str) -> Told:
    """What a pasted card tells; empty lines and everything that is not understood are left alone."""
    lines = [line.strip() for line in text[:LONGEST].replace("\0", "").splitlines()[:_LINES] if line.strip()]
    words = [word.strip(_EDGES) for line in lines for word in line.split()]
    mails = [word for word in words if _is_mail(word)]
    urls = [word for word in words if "@" not in word and _is_page(word)]
    firm = next(filter(None, map(_firm, lines)), "")
    first = lines[0][:200] if lines else ""
    return Told(
        names=(first,) if first and not any(char.isdigit() or char in "@/:" for char in first) else (),
        firms=(firm,) if firm else (),
        mails=tuple(dict.fromkeys(mails)),
        urls=tuple(dict.fromkeys(urls)),
        phones=tuple(dict.fromkeys(phone for line in lines if (phone := _phone(line)))),
    )


def _is_mail(word: str) -> bool:
    return word.count("@") == 1 and not word.startswith("@") and domain_of(word) is not None


def _is_page(word: str) -> bool:
    """A page with its scheme or `www.`, or a bare domain with a path that ends like one."""
    if word.lower().startswith(("http://", "https://", "www.")):
        return domain_of(word) is not None
    head = word.partition("/")[0]
    found = domain_of(word) if "/" in word and "." in head else None
    return found is not None and found.ending.isalpha() and len(found.ending) > 1


def _phone(line: str) -> str:
    """The number in a line that has one; a line of years is none."""
    found = _PHONE.search(" ".join(word for word in line[:300].split() if "@" not in word))
    if found is None:
        return ""
    digits = sum(char.isdigit() for char in found[0])
    return found[0].strip() if 7 <= digits <= 15 and ("+" in found[0] or digits > 8) else ""


def _firm(line: str) -> str:
    """The firm in `Company: Kestrel` or `Consultant at Kestrel`."""
    label, colon, value = line.partition(":")
    if colon and label.strip().casefold() in _words("labels"):
        return value.strip()[:200]
    for joint in _words("joints"):
        head, found, tail = line.partition(f" {joint} ")
        if found and 0 < len(head) <= 80 and 0 < len(tail) <= 80 and not any(char in tail for char in ".!?@"):
            return tail.strip(_EDGES + " ").partition(" | ")[0].partition(" · ")[0]
    return ""


@cache
def _words(name: str) -> tuple[str, ...]:
    table = tomllib.loads(files(__package__).joinpath("card.toml").read_text("utf-8"))
    return tuple(str(table[name]).split("|"))
