"""Bytes that somebody else made as JSON: bounded, whole where they are whole, up to the damage where they are not."""

from __future__ import annotations

import io
import json
import math
import re
import sys
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import ijson

from bonafides.errors import RenderError
from bonafides.render.exchange.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 64 * 1024**2
"""Bytes of a bundle; larger ones are refused."""
MOST = 200_000
"""Objects of a bundle that are read."""
DEEPEST = 200
"""Lists and objects within each other."""
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|(?P<opens>[\[{])|(?P<closes>[\]}])', re.DOTALL)
_AWKWARD = re.compile(rb"\\u(?:[dD][89a-fA-F]|0000)")
"""Escapes of half a surrogate pair, or of NUL."""
_SMALLER = "Ask for it in parts, or for the cases one by one."
_AGAIN = "Ask whoever sent it for a whole copy."


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Something of a bundle that could not be read, in words; nothing of it is quoted but ids."""

    what: str
    where: str
    next_step: str
    fatal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a file holds."""

    whole: Any
    """The JSON value; where the file is damaged, the outer object with the list members that could be read."""
    damaged: bool = False


def opened(raw: bytes, name: str, *paths: str) -> Opened:
    """The JSON value of a file; of a damaged or absurdly nested one what stands before the damage at `paths`.

    Paths are dotted and end in `.item`, as those of ijson. Raises RenderError for a file that is too large or
    is no JSON.
    """
    if len(raw) > LARGEST:
        raise RenderError(
            f"this bundle has more than {LARGEST // 1024**2} MB, which is more than is read", where=name,
            next_step=_SMALLER,
        )  # fmt: skip
    try:
        whole = json.loads(raw.decode("utf-8-sig", "replace"), parse_constant=_refused, parse_float=_finite)
        return Opened(whole=_plain(whole) if _AWKWARD.search(raw) else whole)
    except (ValueError, RecursionError):
        return _saved(raw, name, paths)


def _refused(constant: str) -> float:
    raise ValueError(constant)  # NaN and infinities are no JSON


def _finite(number: str) -> float:
    """A number; one that no machine holds as the largest that it does."""
    found = float(number)
    return found if math.isfinite(found) else math.copysign(sys.float_info.max, found)


def _saved(raw: bytes, name: str, paths: tuple[str, ...]) -> Opened:
    text = _shallow(raw.decode("utf-8-sig", "replace").encode())
    found = {path: list(_before_damage(text, path)) for path in paths}
    if not any(found.values()):
        raise RenderError("this is no JSON that can be read", where=name, next_step=_AGAIN)
    whole: dict[str, Any] = {}
    for path, items in ((path, items) for path, items in found.items() if items):
        *outer, last = path.removesuffix(".item").split(".")
        inner = whole
        for step in outer:
            inner = inner.setdefault(step, {})
        inner[last] = items
    return Opened(whole=whole, damaged=True)


def _shallow(text: bytes) -> bytes:
    """The text up to where it is nested too deep, which counts as damage: the parser's time grows with its depth."""
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += bool(token["opens"]) - bool(token["closes"])
        if depth > DEEPEST:
            return text[: token.start()]
    return text


def _before_damage(text: bytes, path: str) -> Iterator[Any]:
    """The members of a list that are whole."""
    try:
        # The compiled parser crashes on numbers of thousands of digits.
        for value in ijson.get_backend("python").items(io.BytesIO(text), path):
            yield _plain(value)
    except (ijson.JSONError, ValueError, ArithmeticError, RecursionError):
        return


def _plain(value: Any) -> Any:
    """Texts without what cannot be stored, and numbers as json gives them: the streaming parser gives decimals."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, Decimal):
        return _finite(str(value))
    if isinstance(value, dict):
        return {plain(key): _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value
