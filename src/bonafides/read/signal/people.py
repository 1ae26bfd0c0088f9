"""The people and groups of Signal's export: under which names Signal shows them, and how they are reached."""

from __future__ import annotations

import base64
import binascii
import uuid
from dataclasses import dataclass
from typing import Any

from bonafides.read import loose
from bonafides.read.identity import phone_id

_GROUPS = ("group", "distributionList", "callLink")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody, or a group, that the file refers to by a number."""

    name: str
    identifiers: frozenset[str] = frozenset()
    mine: bool = False
    account: str = ""
    """The account's identity as the file writes it; groups list their members by it."""
    group: bool = False
    members: tuple[str, ...] = ()
    """Accounts of a group's members."""


def owner(account: dict[str, Any]) -> Recipient:
    """Whoever made the export; `Me` where the file does not say the name."""
    name = _joined(account, "givenName", "familyName")
    return Recipient(name=name or "Me", identifiers=_handles(account), mine=True)


def recipient(found: dict[str, Any], me: Recipient) -> Recipient:
    """The person or group of one `recipient` line."""
    if isinstance(found.get("contact"), dict):
        return _contact(found["contact"])
    if isinstance(found.get("self"), dict):
        return me
    if isinstance(found.get("releaseNotes"), dict):
        return Recipient(name="Signal")
    for kind in _GROUPS:
        if isinstance(found.get(kind), dict):
            return _group(found[kind])
    return Recipient(name="")


def _contact(found: dict[str, Any]) -> Recipient:
    """Named as Signal names people: by the nickname that the user gave, the address book, then their own profile."""
    number = _phone(found.get("e164"))
    name = (
        _joined(loose.mapping(found.get("nickname")), "given", "family")
        or _joined(found, "systemGivenName", "systemFamilyName")
        or loose.text(found.get("systemNickname")).strip()
        or _joined(found, "profileGivenName", "profileFamilyName")
        or number
        or loose.text(found.get("username"))
    )
    phone = phone_id(number)
    return Recipient(
        name=name,
        identifiers=_handles(found) | frozenset({phone} - {""}),
        account=loose.text(found.get("aci")),
    )


def _group(found: dict[str, Any]) -> Recipient:
    snapshot = loose.mapping(found.get("snapshot"))
    listed = loose.mapping(found.get("distributionList")) or found
    people = (loose.mapping(each) for each in loose.members(snapshot.get("members")))
    title = loose.mapping(snapshot.get("title")).get("title")
    return Recipient(
        name=loose.text(title) or loose.text(listed.get("name")) or "group",
        group=True,
        members=tuple(filter(None, (loose.text(each.get("userId")) for each in people))),
    )


def _joined(found: dict[str, Any], *keys: str) -> str:
    return " ".join(filter(None, (loose.text(found.get(each)).strip() for each in keys)))


def _phone(value: object) -> str:
    number = loose.whole(value.removeprefix("+") if isinstance(value, str) else value)
    return f"+{number}" if number else ""


def _handles(found: dict[str, Any]) -> frozenset[str]:
    """The user name, and the number of the account as Signal writes it elsewhere."""
    known = (loose.text(found.get("username")).strip().lower(), _uuid(loose.text(found.get("aci"))))
    return frozenset(f"handle:signal/{each}" for each in known if each)


def _uuid(aci: str) -> str:
    try:
        raw = base64.b64decode(aci, validate=True)
    except (binascii.Error, ValueError):
        return ""
    return str(uuid.UUID(bytes=raw)) if len(raw) == 16 else ""
