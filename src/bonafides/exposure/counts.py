"""What one person may hand to their organisation: for each kind how many places, coarse, and nothing else."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bonafides.errors import ExposureError
from bonafides.model.exposure import ExposureKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bonafides.model.exposure import Exposure

SCHEMA = "bonafides.exposure-counts/1"
MOST = 3
"""The largest count that is written: 3 stands for 3 or more, so that no profile is known by its numbers."""
BYTES = 16_384
"""A longer file is none of ours."""
_DIGITS = frozenset("0123456789abcdef")
_LENGTH = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """One contribution."""

    contribution: str
    """A random number of this file, so that it is not counted twice; nothing leads from it to anybody."""
    counts: Mapping[ExposureKind, int]
    """0 to 3 for every kind."""


def counts_of(exposure: Exposure) -> Counts:
    """The contribution of one profile, with a new random number."""
    counts = {kind: min(MOST, len(exposure.of(kind))) for kind in ExposureKind}
    return Counts(contribution=secrets.token_hex(_LENGTH // 2), counts=counts)


def written(counts: Counts) -> str:
    """The whole file, as it is shown before it is written."""
    table = {kind.value: counts.counts[kind] for kind in ExposureKind}
    return json.dumps({"schema": SCHEMA, "contribution": counts.contribution, "counts": table}, indent=2) + "\n"


def parsed(raw: bytes, where: str) -> Counts:
    """One contribution. Raises ExposureError for anything that is not exactly one, so that no other data slips in."""
    if len(raw) > BYTES:
        raise _wrong("it is too long", where)
    try:
        found = json.loads(raw.decode("utf-8"), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise _wrong("it is no JSON", where) from error
    if not isinstance(found, dict) or not str(found.get("schema", "")).startswith("bonafides.exposure-counts/"):
        raise _wrong("it is no file of counts", where)
    if found["schema"] != SCHEMA:
        raise ExposureError(
            "this file of counts is of another version", where=where, next_step="Use a newer Bonafides to sum it."
        )
    if set(found) != {"schema", "contribution", "counts"}:
        raise _wrong("it holds more or less than counts", where)
    return Counts(contribution=_random(found["contribution"], where), counts=_table(found["counts"], where))


def _random(value: object, where: str) -> str:
    if not isinstance(value, str) or len(value) != _LENGTH or not _DIGITS.issuperset(value):
        raise _wrong("its random number is none", where)
    return value


def _table(value: object, where: str) -> dict[ExposureKind, int]:
    if not isinstance(value, dict) or set(value) != {kind.value for kind in ExposureKind}:
        raise _wrong("its kinds are not the known ones", where)
    if not all(type(count) is int and 0 <= count <= MOST for count in value.values()):
        raise _wrong(f"a count is not from 0 to {MOST}", where)
    return {ExposureKind(kind): count for kind, count in value.items()}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("twice")
    return found


def _wrong(what: str, where: str) -> ExposureError:
    return ExposureError(what, where=where, next_step="Ask for a new one, made with `bonafides exposure --counts-out`.")
