"""Identifiers as packs know them: each in one form, so that the publisher's and the reader's digests are the same."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

SLOW = ("phone", "mail", "handle", "profile")
"""Kinds that stand for a person, and of which so few are possible that they can be guessed: slow digests only."""
FAST = ("domain",)
KINDS = (*SLOW, *FAST)
LONGEST = 300
"""Characters of a value; what is longer is no address that people pass on."""
_READ_AS = {"phone": "phone", "email": "mail", "mail": "mail", "handle": "handle", "url": "profile",
            "profile": "profile", "domain": "domain"}  # fmt: skip
_HOSTS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-.")
_MESSENGERS_BY_NUMBER = frozenset({"whatsapp", "signal", "messenger", "imo", "viber", "zalo"})


class Identifier(NamedTuple):
    """One address, in the one form in which it is digested."""

    kind: str
    value: str

    @property
    def slow(self) -> bool:
        """Whether it may be published as a slow digest only."""
        return self.kind in SLOW


def identifier(written: str) -> Identifier | None:
    """An identifier from `phone:+44...`, `email:...`, `handle:APP/...`, `url:HOST/...` or `domain:...`.

    None for anything else, and for what is empty, too long or no such address. A number by which somebody is found on
    a messenger is a phone.
    """
    name, _, rest = unicodedata.normalize("NFKC", written).strip().partition(":")
    kind = _READ_AS.get(name.strip().lower(), "")
    value = rest.strip().casefold()
    if not kind or not value or len(value) > LONGEST or any(char.isspace() or not char.isprintable() for char in value):
        return None
    if kind == "handle" and (number := _number(value)):
        kind, value = "phone", number
    shaped = _SHAPES[kind](value)
    return Identifier(kind, shaped) if shaped else None


def domains(host: str) -> tuple[Identifier, ...]:
    """The host and every domain above it that has a dot: whichever of them a pack may list."""
    labels = _domain(host.casefold()).split(".")
    return tuple(Identifier("domain", ".".join(labels[at:])) for at in range(len(labels) - 1))[-6:]


def _number(handle: str) -> str:
    app, _, name = handle.partition("/")
    return name if app in _MESSENGERS_BY_NUMBER and _phone(name) else ""


def _phone(value: str) -> str:
    return value if value.startswith("+") and value[1:].isascii() and value[1:].isdecimal() and len(value) > 7 else ""


def _mail(value: str) -> str:
    """Without what stands behind a plus; dots in a Gmail name count for nothing there."""
    name, at, host = value.rpartition("@")
    name = name.partition("+")[0]
    if host in ("gmail.com", "googlemail.com"):
        name, host = name.replace(".", ""), "gmail.com"
    return f"{name}@{host}" if at and name and _domain(host) else ""


def _handle(value: str) -> str:
    app, slash, name = value.partition("/")
    name = name.removeprefix("@")
    return f"{app}/{name}" if slash and app and len(name) > 2 else ""


def _profile(value: str) -> str:
    bare = value.partition("://")[2] or value
    bare = bare.partition("?")[0].partition("#")[0].removeprefix("www.").rstrip("/")
    host, slash, path = bare.partition("/")
    return bare if slash and path and _domain(host) else ""


def _domain(value: str) -> str:
    """A host in ASCII, where it is one; `bücher.example` is written `xn--bcher-kva.example`."""
    host = value.partition("://")[2] or value
    host = host.partition("/")[0].partition(":")[0].strip(".").removeprefix("www.")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    labels = host.split(".")
    fits = len(labels) > 1 and all(labels) and set(host) <= _HOSTS and not labels[-1].isdecimal()
    return host if fits and len(host) <= 253 else ""


_SHAPES = {"phone": _phone, "mail": _mail, "handle": _handle, "profile": _profile, "domain": _domain}
