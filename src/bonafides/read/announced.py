"""Finds the addresses, numbers and handles that somebody gives in a text for going on elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bonafides.read.identity import EMAIL, PHONE, email_id, phone_id

if TYPE_CHECKING:
    from collections.abc import Iterator

_APPS = {
    "telegram": "telegram", "tg": "telegram", "телеграм": "telegram", "телеграме": "telegram",
    "signal": "signal", "instagram": "instagram", "insta": "instagram", "discord": "discord",
    "wechat": "wechat", "weixin": "wechat", "微信": "wechat",
    "whatsapp": "whatsapp", "skype": "skype", "line": "line", "kakaotalk": "kakaotalk", "zalo": "zalo",
    "viber": "viber", "wire": "wire", "threema": "threema", "session": "session", "snapchat": "snapchat",
    "twitter": "x", "facebook": "messenger", "messenger": "messenger",
}  # fmt: skip
_NEAR = 30
"""Characters between an app's name and the handle there."""
_WORD = r"[A-Za-z0-9][A-Za-z0-9_.-]{2,38}[A-Za-z0-9_]"
_AT = re.compile(rf"(?<![A-Za-z0-9._%+-])@({_WORD})")
_ID = re.compile(
    rf"(?:\b(?:id|ID|Id|username|handle)\s{{0,2}}(?:is|:|=|：)?|号\s{{0,2}}(?:是|:|：)?)\s{{0,2}}({_WORD})"
)
_LINK = re.compile(rf"(?<![\w.])(t\.me|telegram\.me|wa\.me|instagram\.com|line\.me/ti/p)/\+?({_WORD})")
_APP_WORD = re.compile("|".join(sorted(_APPS, key=len, reverse=True)), re.IGNORECASE)
_LINKED = {"t.me": "telegram", "telegram.me": "telegram", "instagram.com": "instagram", "line.me/ti/p": "line"}


def announced(text: str) -> Iterator[str]:
    """Identifiers in a text: `email:...`, `phone:...` (with or without its country) and `handle:APP/...`.

    A handle counts where the app is named shortly before it (`my Telegram is @amy_lin`), or its link is given
    (`t.me/amy_lin`).
    """
    if "@" in text:
        yield from filter(None, (email_id(match[0]) for match in EMAIL.finditer(text)))
    for match in PHONE.finditer(text):
        yield phone_id(match[0]) or f"phone:{match[0]}"
    if "/" in text:
        yield from _links(text)
    if "@" in text or _ID.search(text):
        yield from _handles(text)


def _links(text: str) -> Iterator[str]:
    for match in _LINK.finditer(text):
        if match[1] == "wa.me":
            yield phone_id(f"+{match[2]}") or f"phone:{match[2]}"
        else:
            yield f"handle:{_LINKED[match[1]]}/{match[2].lower()}"


def _handles(text: str) -> Iterator[str]:
    for app in _APP_WORD.finditer(text):
        near = text[app.end() : app.end() + _NEAR + 40]
        found = min(filter(None, (_AT.search(near), _ID.search(near))), key=lambda match: match.start(1), default=None)
        if found and found.start(1) <= _NEAR:
            yield f"handle:{_APPS[app[0].lower()]}/{found[1].lower()}"
