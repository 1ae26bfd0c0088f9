"""What the read room states in fixed English, in the reader's language: why joined, where, who is "you", what dates.

The English words of this room are the patterns; what fits none of them, such as a file's name, stays as it is.
"""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

from bonafides.render.phrases import ENGLISH, phrases

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bonafides.render.phrases import Phrases

_BETWEEN = "; "
"""What stands between several of them."""
_JOINS = ("join.email", "join.phone", "join.url", "join.handle", "join.messages", "join.stated")
_ORDERS = ("order.dmy", "order.mdy", "order.ymd")
_OWNERS = ("me.common", "me.name")
_INSIDE = ("place.more", "place.message", "place.page", "place.lines", "place.line")
"""Places in a file, counted."""
_DEEP = 2
"""How many of them may stand in each other: `chats.jsonl, line 3, message 2`."""
_INPUTS = ("place.stdin", "place.pasted")
"""What is called so instead of by a file's name."""
_PLACES = ("place.alone", "place.reader", "place.names", "place.input", "place.answers", *_INPUTS)


def because(said: str, words: Phrases) -> str:
    """Why threads became one conversation."""
    return words("mark.several").join(_reason(each, words) for each in said.split(_BETWEEN))


def me(said: str, words: Phrases) -> str:
    """Whom the user was taken for, and from what."""
    counted = _slots("me.more", said)
    owners = counted["named"] if counted else said
    named = words("mark.several").join(_owner(each, words) for each in owners.split(_BETWEEN))
    return words("me.more", named=named, n=counted["n"]) if counted else named


def file(said: str, words: Phrases) -> str:
    """The name of an input."""
    return _one_of(_INPUTS, said, words)


def order(said: str, words: Phrases) -> str:
    """In which order the files give day, month and year."""
    return words("mark.several").join(_order(each, words) for each in said.split(_BETWEEN))


def place(said: str, words: Phrases, deep: int = _DEEP) -> str:
    """Where something stands: a file or what stands for one, and the line, page or message in it."""
    for key in _INSIDE if deep else ():
        if (inside := _slots(key, said)) and inside["n"][0].isdigit():
            return words(key, file=place(inside["file"], words, deep - 1), n=inside["n"])
    if inside := _slots("place.conversation", said):
        return words("place.conversation", file=file(inside["file"], words), id=inside["id"])
    return _one_of(_PLACES if deep == _DEEP else _INPUTS, said, words)


def _reason(said: str, words: Phrases) -> str:
    given = _slots("join.given", said)
    reason = _one_of(_JOINS, given["because"] if given else said, words)
    return words("join.given", because=reason) if given else reason


def _owner(said: str, words: Phrases) -> str:
    named = _slots("me.from", said)
    return words("me.from", who=named["who"], source=_one_of(_OWNERS, named["source"], words)) if named else said


def _order(said: str, words: Phrases) -> str:
    assumed = _slots("order.assumed", said)
    named = _one_of(_ORDERS, assumed["order"] if assumed else said, words)
    return words("order.assumed", order=named) if assumed else named


def _one_of(keys: Iterable[str], said: str, words: Phrases) -> str:
    """The phrase of the first key whose English it is; as it stands where it is none of them."""
    for key in keys:
        slots = _slots(key, said)
        if slots is not None:
            return words(key, **slots)
    return said


def _slots(key: str, said: str) -> dict[str, str] | None:
    """What stands in a text where the English phrase has its slots; None where it is another text."""
    pieces = [(literal, slot) for literal, slot, _, _ in Formatter().parse(phrases(ENGLISH).get(key, ""))]
    found: dict[str, str] = {}
    for number, (literal, slot) in reversed(list(enumerate(pieces))):
        if slot is None:
            at = len(said) - len(literal) if said.endswith(literal) else -1
        elif number == 0:
            at = 0 if said.startswith(literal) else -1
        else:
            at = said.rfind(literal)
        if at < 0:
            return None
        if slot is not None:
            found[slot] = said[at + len(literal) :]
        said = said[:at]
    return found if not said and all(found.values()) else None
