"""Facts as JSON lines of a pack, and back with distrust: rows that cannot be are refused, whatever the seal says."""

from __future__ import annotations

import math
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from bonafides.campaign.pack.canonical import lines, parse_lines
from bonafides.campaign.pack.facts_file import LINKS, ROWS, facts_of
from bonafides.campaign.parameters import WINDOWS
from bonafides.errors import CampaignError
from bonafides.model import Edge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bonafides.campaign.pack.facts_file import Facts

    Check = Callable[[Any], bool]

COLUMNS = ROWS.names[1:]
"""Family, account, item, moment, popularity, answered, active: the columns of a row, which is a list."""
LATEST = 2**33


def _is_text(value: Any) -> bool:
    return type(value) is str and 0 < len(value) <= 1000


def _is_count(value: Any) -> bool:
    return type(value) is int and 0 <= value < 2**53


def _is_moment(value: Any) -> bool:
    return type(value) is int and -LATEST < value < LATEST


def _is_flag(value: Any) -> bool:
    return type(value) is bool


def _is_real(value: Any) -> bool:
    return type(value) in {float, int} and math.isfinite(value) and abs(value) < 1e15


ROW: tuple[Check, ...] = (_is_text, _is_text, _is_text, _is_moment, _is_count, _is_flag, _is_flag)
LINK: tuple[Check, ...] = (_is_text, _is_text, _is_real)
EDGE = tuple(field.name for field in fields(Edge))
EDGE_CHECKS: tuple[Check, ...] = (*[_is_text] * 4, _is_count, _is_count, *[_is_real] * 3)


def rows_of(facts: Facts) -> bytes:
    """`facts.jsonl`: a row for each account and item, after a line with the names of the columns."""
    rows: list[list[object]] = [list(COLUMNS)]
    for family, presence in facts.group.presence.items():
        columns = (presence.account, presence.item, presence.moment, presence.popularity, presence.answered)
        for account, item, moment, popularity, answered, active in zip(
            *(column.tolist() for column in (*columns, presence.active)), strict=True
        ):
            named = (facts.names[account], facts.items[family][item])
            rows.append([family, *named, moment, popularity, answered, active])
    return lines(rows)


def links_of(facts: Facts) -> bytes:
    """`links.jsonl`: a row for each linked pair, after a line with the names of the columns."""
    group = facts.group
    pairs = zip(group.a.tolist(), group.b.tolist(), group.weight.tolist(), strict=True)
    return lines([list(LINKS.names[1:]), *([facts.names[a], facts.names[b], weight] for a, b, weight in pairs)])


def edge_lines(edges: Iterable[Edge]) -> bytes:
    """`edges.jsonl`: an object for each edge, its real numbers in full."""
    return lines(asdict(edge) for edge in edges)


def read_edges(raw: bytes, facts: Facts) -> tuple[Edge, ...]:
    """The edges between accounts of these facts back. Raises CampaignError."""
    names, families = set(facts.names), set(facts.group.presence)
    found = []
    for number, value in enumerate(parse_lines(raw, "edges.jsonl"), start=1):
        if not isinstance(value, dict) or tuple(value) != EDGE or not _fits(list(value.values()), EDGE_CHECKS):
            raise _odd("edges.jsonl", number)
        if value["a"] >= value["b"] or not {value["a"], value["b"]} <= names or value["family"] not in families:
            raise _odd("edges.jsonl", number)
        if value["window"] not in WINDOWS or value["expected"] <= 0:
            raise _odd("edges.jsonl", number)
        found.append(Edge(**value))
    return tuple(found)


def read(facts: bytes, links: bytes, families: Sequence[str]) -> Facts:
    """The facts back. Raises CampaignError where a row is not as it should be, or rows contradict each other."""
    rows = _table(facts, "facts.jsonl", COLUMNS, ROW)
    if unknown := set(rows[0]) - set(families):
        raise CampaignError(f"{len(unknown)} families have no yardstick in log.json", where="facts.jsonl")
    ties = _table(links, "links.jsonl", LINKS.names[1:], LINK)
    table = pa.table([pa.array([""] * len(rows[0]), pa.string()), *map(pa.array, rows)], schema=ROWS)
    pairs = pa.table(
        [pa.array([""] * len(ties[0]), pa.string()), *map(pa.array, ties[:2]), pa.array(ties[2], pa.float64())],
        schema=LINKS,
    )
    found = facts_of(table, pairs, families)
    _consistent(found)
    return found


def _table(raw: bytes, where: str, columns: Sequence[str], checks: Sequence[Check]) -> list[list[Any]]:
    """The columns of a file of rows."""
    head, *rows = parse_lines(raw, where) or [None]
    if head != list(columns):
        raise CampaignError("the columns are not those of a pack", where=where, next_step="Ask for the pack again.")
    for number, row in enumerate(rows, start=2):
        if not isinstance(row, list) or not _fits(row, checks):
            raise _odd(where, number)
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in columns]


def _fits(values: Sequence[Any], checks: Sequence[Check]) -> bool:
    return len(values) == len(checks) and all(check(value) for check, value in zip(checks, values, strict=True))


def _odd(where: str, number: int) -> CampaignError:
    return CampaignError(
        "a value is not of the kind that stands there", where=f"{where} line {number}", next_step="Ask for it again."
    )


def _consistent(facts: Facts) -> None:
    for family, rows in facts.group.presence.items():
        begins = np.flatnonzero(np.diff(rows.item, prepend=-1))
        if len(begins) != len(facts.items[family]):
            raise CampaignError(f"rows of one item of {family!r} do not stand together", where="facts.jsonl")
        if (np.diff(rows.moment)[np.diff(rows.item) == 0] < 0).any():
            raise CampaignError(f"rows of {family!r} are not in order of time", where="facts.jsonl")
        if len(set(zip(rows.account.tolist(), rows.item.tolist(), strict=True))) != len(rows.item):
            raise CampaignError(f"an account comes twice at one item of {family!r}", where="facts.jsonl")
