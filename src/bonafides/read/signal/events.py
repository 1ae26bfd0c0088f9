"""What Signal's own lines in a chat say, in a few plain English words: the export has only the names of the events."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bonafides.read import loose

if TYPE_CHECKING:
    from collections.abc import Callable

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SIMPLE = {
    "JOINED_SIGNAL": "joined Signal",
    "IDENTITY_UPDATE": "safety number changed",
    "IDENTITY_VERIFIED": "safety number marked as verified",
    "IDENTITY_DEFAULT": "safety number marked as not verified",
    "CHANGE_NUMBER": "phone number changed",
    "RELEASE_CHANNEL_DONATION_REQUEST": "donation request by Signal",
    "END_SESSION": "secure session reset",
    "CHAT_SESSION_REFRESH": "chat session refreshed",
    "BAD_DECRYPT": "a message could not be decrypted",
    "PAYMENTS_ACTIVATED": "payments activated",
    "PAYMENT_ACTIVATION_REQUEST": "asked to activate payments",
    "UNSUPPORTED_PROTOCOL_MESSAGE": "a message of a kind that this version of Signal did not support",
    "REPORTED_SPAM": "reported as spam",
    "BLOCKED": "blocked",
    "UNBLOCKED": "unblocked",
    "MESSAGE_REQUEST_ACCEPTED": "message request accepted",
}
_NUMBERED = ("UNKNOWN", *_SIMPLE)


def described(update: dict[str, Any]) -> str:
    """What an `updateMessage` tells; where its kind is not known here, the kind's own name in words."""
    for kind, value in update.items():
        found = loose.mapping(value)
        return _TOLD[kind](found) if kind in _TOLD else in_words(kind)
    return "update"


def in_words(kind: str) -> str:
    """`groupMemberAddedUpdate` as `group member added`."""
    return _HUMP.sub(" ", kind).lower().removesuffix(" update").removesuffix(" message")


def timer(found: dict[str, Any]) -> str:
    """The disappearing messages of a chat, as they were set."""
    milliseconds = loose.whole(found.get("expiresInMs")) or 0
    if milliseconds <= 0:
        return "turned off disappearing messages"
    return f"turned on disappearing messages ({loose.lasting(max(milliseconds // 1000, 1))})"


def _simple(found: dict[str, Any]) -> str:
    kind = found.get("type")
    number = kind if isinstance(kind, int) else -1
    name = _NUMBERED[number] if 0 <= number < len(_NUMBERED) else loose.text(kind)
    return _SIMPLE.get(name) or name.replace("_", " ").lower() or "update"


def _renamed(found: dict[str, Any]) -> str:
    return f"name changed from {loose.text(found.get('previousName'))} to {loose.text(found.get('newName'))}"


def _learned(found: dict[str, Any]) -> str:
    before = loose.text(found.get("username")) or _number(found.get("e164"))
    return f"name became known; before: {before}" if before else "name became known"


def _moved(key: str, words: str) -> Callable[[dict[str, Any]], str]:
    return lambda found: f"{words} {number}" if (number := _number(found.get(key))) else words.rpartition(" ")[0]


def _number(value: object) -> str:
    number = loose.whole(value.removeprefix("+") if isinstance(value, str) else value)
    return f"+{number}" if number else ""


def _call(found: dict[str, Any]) -> str:
    kind = "video call" if found.get("type") == "VIDEO_CALL" else "voice call"
    way = {"INCOMING": "incoming ", "OUTGOING": "outgoing "}.get(loose.text(found.get("direction")), "")
    return f"{way}{kind}{_outcome(found)}"


def _group_call(found: dict[str, Any]) -> str:
    started, ended = loose.whole(found.get("startedCallTimestamp")), loose.whole(found.get("endedCallTimestamp"))
    lasted = f", {loose.lasting((ended - started) // 1000)}" if started and ended and ended > started else ""
    return f"group call{_outcome(found)}{lasted}"


def _outcome(found: dict[str, Any]) -> str:
    state = loose.text(found.get("state")).replace("_", " ").lower()
    return "" if state in ("", "unknown state", "accepted", "generic") else f", {state}"


def _group(found: dict[str, Any]) -> str:
    told = [_group_change(kind, loose.mapping(value)) for kind, value in _changes(found)]
    return "; ".join(told) or "group changed"


def _changes(found: dict[str, Any]) -> list[tuple[str, Any]]:
    return [pair for change in loose.members(found.get("updates")) for pair in loose.mapping(change).items()]


def _group_change(kind: str, found: dict[str, Any]) -> str:
    if kind == "groupExpirationTimerUpdate":
        return timer(found)
    name = loose.text(found.get("newGroupName"))
    return f"group renamed: {name}" if name else in_words(kind)


def _poll_ended(found: dict[str, Any]) -> str:
    return f"poll ended: {loose.text(found.get('question'))}"


_TOLD: dict[str, Callable[[dict[str, Any]], str]] = {
    "simpleUpdate": _simple,
    "groupChange": _group,
    "expirationTimerChange": timer,
    "profileChange": _renamed,
    "learnedProfileChange": _learned,
    "threadMerge": _moved("previousE164", "chat merged with the one of"),
    "sessionSwitchover": _moved("e164", "messages now come from the account of"),
    "individualCall": _call,
    "groupCall": _group_call,
    "pollTerminate": _poll_ended,
    "pinMessage": lambda _: "message pinned",
}
