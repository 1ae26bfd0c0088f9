"""What Telegram's service messages say, in a few plain English words: the export has only the names of the actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bonafides.read import loose

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_SHOWN = 20
"""People of one action who are named."""


def described(message: Mapping[str, Any]) -> str:
    """A short description of what happened; the action's own word where it is not known here."""
    action = loose.text(message.get("action"))
    if action in _TOLD:
        return _TOLD[action](message)
    plain = _PLAIN.get(action, action.replace("_", " "))
    return plain or loose.text(message.get("information_text")) or f"{loose.text(message.get('type'))} message"


def _call(message: Mapping[str, Any]) -> str:
    lasted = loose.whole(message.get("duration_seconds")) or loose.whole(message.get("duration"))
    kind = "group call" if message.get("action") == "group_call" else "phone call"
    ended = loose.text(message.get("discard_reason"))
    if lasted:
        return f"{kind}, {loose.lasting(lasted)}"
    return f"{kind}, {ended}" if ended else kind


def _timer(message: Mapping[str, Any]) -> str:
    period = loose.whole(message.get("period", message.get("period_seconds")))
    if period is None:
        return "changed disappearing messages"
    return (
        f"turned on disappearing messages ({loose.lasting(period)})"
        if period > 0
        else "turned off disappearing messages"
    )


def _people(message: Mapping[str, Any]) -> str:
    named = [loose.text(name) or "a deleted account" for name in loose.members(message.get("members"))]
    return ", ".join(named[:_SHOWN]) + (f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else "")


def _with_people(words: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda message: f"{words}: {people}" if (people := _people(message)) else words


def _with(words: str, key: str) -> Callable[[Mapping[str, Any]], str]:
    """`words`, and what the action gives under `key`."""
    return lambda message: f"{words}: {value}" if (value := loose.text(message.get(key))) else words


def _payment(message: Mapping[str, Any]) -> str:
    amount, currency = message.get("amount"), loose.text(message.get("currency"))
    return f"payment sent: {amount} {currency}".strip() if isinstance(amount, int | str) else "payment sent"


_TOLD: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "phone_call": _call,
    "group_call": _call,
    "conference_call": _call,
    "set_messages_ttl": _timer,
    "send_payment": _payment,
    "create_group": _with("group created", "title"),
    "create_channel": _with("channel created", "title"),
    "edit_group_title": _with("group renamed", "title"),
    "migrate_from_group": _with("continued from the group", "title"),
    "topic_created": _with("topic created", "title"),
    "topic_edit": _with("topic changed", "new_title"),
    "invite_members": _with_people("added to the group"),
    "remove_members": _with_people("removed from the group"),
    "invite_to_group_call": _with_people("invited to the group call"),
    "join_group_by_link": _with("joined the group by link, invited by", "inviter"),
    "send_webview_data": _with("data sent to a web app", "text"),
    "allow_sending_messages": _with("the bot was allowed to write", "reason_domain"),
}
_PLAIN = {
    "joined_telegram": "joined Telegram",
    "join_group_by_request": "joined the group by request",
    "edit_group_photo": "group photo changed",
    "delete_group_photo": "group photo removed",
    "migrate_to_supergroup": "group became a supergroup",
    "pin_message": "message pinned",
    "clear_history": "history cleared",
    "take_screenshot": "screenshot taken",
    "requested_phone_number": "asked for the phone number",
    "send_passport_values": "identity documents sent (Telegram Passport)",
    "proximity_reached": "came near the shared location",
    "score_in_game": "score in a game",
    "group_call_scheduled": "group call scheduled",
    "edit_chat_theme": "chat theme changed",
    "set_chat_wallpaper": "chat wallpaper changed",
    "set_same_chat_wallpaper": "chat wallpaper changed",
    "suggest_profile_photo": "profile photo suggested",
    "send_premium_gift": "Telegram Premium given",
    "send_star_gift": "gift sent",
    "contact_sign_up": "joined Telegram",
    "paid_messages_price_change": "price of messages changed",
}
