"""The ways back to whoever wrote: numbers, mailboxes, messenger names, profiles and own domains that they give."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bonafides.desk.linking.lists import listed
from bonafides.read.announced import announced
from bonafides.read.identity import EMAIL, PHONE, email_id, phone_id, url_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Address = tuple[str, str]
    """Family and value, such as `("phone", "+441632960001")`."""

REDACTED = "redacted.example"
"""Where mailboxes are said to be that were replaced: the same word stands for different ones in different reports."""
_LINK = re.compile(r"(?<![\w@.-])(?:https?://)?((?:[\w-]{1,63}\.){1,5}[A-Za-z]{2,24})(/[^\s<>\"']{0,200})?")
_HANDLE = re.compile(r"(?<![\w@./+-])@([A-Za-z]\w{3,31})\b(?!\.\w)")
_MESSENGER = re.compile(
    r"(?:whats ?app|signal|telegram|viber|wechat|zalo|line|kakao\w{0,4}|imo|wa\.me|t\.me|微信"
    r"|ватсап\w{0,3}|телеграм\w{0,3})"
    r"[^\d+\n]{0,30}(\+?\d[\d\u00a0 ().-]{6,20}\d)",
    re.IGNORECASE,
)
_MESSENGERS = frozenset({"whatsapp", "signal", "telegram", "viber", "wechat", "zalo", "line", "kakaotalk", "imo"})


def in_text(text: str) -> Iterator[Address]:
    """What a text gives. Every pattern is bounded, so that reading is linear in the text."""
    for identifier in announced(text):
        yield from of_identifier(identifier)
    for match in _MESSENGER.finditer(text):
        if number := _number(match[1] if match[1].startswith(("+", "00")) else f"+{match[1]}"):
            yield from (("phone", number), ("handle", f"messenger/{number}"))
    if "@" in text:
        yield from (("handle", f"any/{match[1].lower()}") for match in _HANDLE.finditer(text))
    if "." in text:
        for match in _LINK.finditer(text):
            yield from _of_link(match[1], match[2] or "")


def of_identifier(identifier: str, channel: str = "") -> Iterator[Address]:
    """What an identifier (`email:`, `phone:`, `url:`, `handle:`, `domain:`) gives, for somebody met on a channel.

    A number on which somebody writes by messenger is their own; one in a signature may be an office's.
    """
    kind, _, value = identifier.partition(":")
    match kind:
        case "email":
            yield from _of_mailbox(value)
        case "phone" if number := _number(value):
            yield "phone", number
            if channel in _MESSENGERS:
                yield "handle", f"messenger/{number}"
        case "url":
            host, slash, path = value.partition("/")
            yield from _of_link(host, slash + path)
        case "handle" if value.partition("/")[2]:
            app, _, name = value.partition("/")
            number = phone_id(name).removeprefix("phone:")
            yield "handle", f"messenger/{number}" if number else f"{app}/{name.lower()}"
        case "domain" if own := own_domain(value):
            yield "domain", own


def of_name(name: str, channel: str) -> Iterator[Address]:
    """What the name of an unsaved contact gives: it is their number or address."""
    for identifier in filter(None, (phone_id(name), email_id(name))):
        yield from of_identifier(identifier, channel)


def own_domain(host: str) -> str:
    """The registrable domain of a host, where it is somebody's own; else empty."""
    labels = host.lower().strip(".").split(".")
    long = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in listed("registries")
    domain = ".".join(labels[-3 if long else -2 :])
    if len(labels) < 2 or domain in listed("public") or domain in listed("free_mail"):
        return ""
    return domain


def _of_mailbox(address: str) -> Iterator[Address]:
    """A mailbox; that of an office says no more than its domain."""
    name, _, host = address.lower().rpartition("@")
    name = name.partition("+")[0]
    if host == REDACTED:
        return
    own = own_domain(host)
    if own:
        yield "domain", own
    if not own or name not in listed("offices"):
        plain = name.replace(".", "") if host in ("gmail.com", "googlemail.com") else name
        yield "mail", f"{plain}@{host}"


def _of_link(host: str, path: str) -> Iterator[Address]:
    url = url_id(f"{host}{path}".rstrip(".,;:!)")).removeprefix("url:")
    start = next((each for each in sorted(listed("profiles")) if url.startswith(each)), "")
    if start:
        name = url[len(start) :].partition("/")[0]
        if len(name) > 2 and name not in listed("not_profiles"):
            yield "profile", start + name
    elif (own := own_domain(host)) and _is_host(host, path):
        yield "domain", own


def _is_host(host: str, path: str) -> bool:
    """Whether `host` is one and no file name or pair of sentences run together (`offer.pdf`, `week.We`)."""
    return bool(path) or host.startswith("www.") or (host.islower() and host.rpartition(".")[2] in _ENDINGS)


_ENDINGS = frozenset(
    "com net org info biz edu gov int io co ai eu uk de fr es it ru cn hk tw jp kr in dk se no fi nl be ch at pl cz pt"
    " us ca au nz br mx za example agency consulting careers jobs online site tech group".split()
)
"""Endings by which a host without scheme and path is taken for one."""


@lru_cache(maxsize=8_192)
def _number(written: str) -> str:
    """The number as +44..., where it is a possible one with its country; else empty."""
    import phonenumbers

    plain = phone_id(written).removeprefix("phone:")
    return plain if plain and phonenumbers.is_possible_number(phonenumbers.parse(plain, None)) else ""


def mentioned(texts: Iterable[str]) -> frozenset[Address]:
    """Everything that texts of the user hold: theirs, or not the other side's alone."""
    return frozenset(each for text in texts if _may_hold(text) for each in in_text(text))


def _may_hold(text: str) -> bool:
    return "@" in text or "/" in text or bool(EMAIL.search(text) or PHONE.search(text)) or "www." in text
