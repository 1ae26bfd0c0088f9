"""JSON in one form only, so that what is recomputed can be compared byte for byte, and how two values differ."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bonafides.errors import CampaignError

SIGNIFICANT = 6
"""Digits of a real number that are written: more would differ between processors whose exponentials round otherwise."""
_ABSENT = "(absent)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place at which something stored is not what follows from the facts."""

    where: str
    """File and path within it, such as `campaign.json: accounts[3].strength`."""
    stored: str
    recomputed: str


def rounded(value: float) -> float:
    """A real number as it is written."""
    return float(f"{value:.{SIGNIFICANT}g}")


def text(value: object) -> str:
    """The one form: UTF-8 without escapes, no blanks, keys in the order of the value. Raises ValueError for NaN."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def lines(values: Iterable[object]) -> bytes:
    """Values as JSON lines."""
    return "".join(f"{text(value)}\n" for value in values).encode()


def parse(raw: bytes, where: str) -> Any:
    """A JSON document from elsewhere. Raises CampaignError, whatever is wrong with it."""
    try:
        return json.loads(raw.decode("utf-8"), parse_constant=_refuse, object_pairs_hook=_once)
    except (ValueError, RecursionError, MemoryError) as error:
        raise CampaignError(
            "this is not the JSON that a pack holds", where=where, next_step="Ask for the pack again."
        ) from error


def parse_lines(raw: bytes, where: str) -> list[Any]:
    """JSON lines from elsewhere."""
    return [parse(line, f"{where} line {number}") for number, line in enumerate(raw.splitlines(), start=1)]


def _refuse(constant: str) -> float:
    raise ValueError(constant)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys come once: readers disagree on which of two they take."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key comes twice")
    return found


def differences(stored: object, recomputed: object, where: str) -> Iterator[Difference]:
    """Every leaf at which two JSON values differ."""
    if isinstance(stored, Mapping) and isinstance(recomputed, Mapping):
        for key in dict.fromkeys([*stored, *recomputed]):
            yield from differences(stored.get(key, _ABSENT), recomputed.get(key, _ABSENT), f"{where}.{key}")
    elif isinstance(stored, list) and isinstance(recomputed, list) and len(stored) == len(recomputed):
        for place, (one, other) in enumerate(zip(stored, recomputed, strict=True)):
            yield from differences(one, other, f"{where}[{place}]")
    elif type(stored) is not type(recomputed) or stored != recomputed:
        yield Difference(where=where, stored=_short(stored), recomputed=_short(recomputed))


def _short(value: object) -> str:
    if value is _ABSENT:
        return _ABSENT
    written = text(value)
    return written if len(written) <= 200 else f"{written[:200]}..."
