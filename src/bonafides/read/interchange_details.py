"""What an interchange line may say besides: people, attachments, doubtful words; what is odd in it is left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bonafides.model import Attachment, Party

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_KIND = re.compile(r"[a-z]{1,20}:.")


def clean(text: str) -> str:
    """`text` itself, but for halves of characters (`\\ud83d` alone), which no text can hold."""
    return text if text.isascii() else _LONE_SURROGATE.sub("\ufffd", text)


def parties_of(listed: Any) -> tuple[Party, ...]:
    """The people that a line lists."""
    return tuple(
        Party(
            name=clean(item["name"]),
            mine=item.get("mine") is True,
            identifiers=frozenset(clean(each) for each in _texts(item.get("identifiers")) if _KIND.match(each)),
        )
        for item in _objects(listed)
        if isinstance(item.get("name"), str)
    )


def attachments_of(listed: Any) -> tuple[Attachment, ...]:
    """The files that a message names."""
    return tuple(
        Attachment(
            name=clean(item["name"]),
            media_type=_text(item.get("media_type")),
            size=size if isinstance(size := item.get("size"), int) and not isinstance(size, bool) else None,
            sha256=_text(item.get("sha256")),
        )
        for item in _objects(listed)
        if isinstance(item.get("name"), str)
    )


def stretches_of(listed: Any, length: int) -> tuple[tuple[int, int], ...]:
    """The stretches of a text of `length` characters that are marked as hard to read."""
    pairs = listed if isinstance(listed, list) else []
    return tuple(
        (pair[0], pair[1])
        for pair in pairs
        if isinstance(pair, list)
        and len(pair) == 2
        and all(type(place) is int for place in pair)
        and 0 <= pair[0] < pair[1] <= length
    )


def _objects(listed: Any) -> Iterator[dict[str, Any]]:
    yield from (item for item in (listed if isinstance(listed, list) else []) if isinstance(item, dict))


def _texts(listed: Any) -> Iterator[str]:
    yield from (item for item in (listed if isinstance(listed, list) else []) if isinstance(item, str))


def _text(value: Any) -> str:
    return clean(value) if isinstance(value, str) else ""
