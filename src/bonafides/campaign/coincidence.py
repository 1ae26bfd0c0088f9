"""Which accounts meet at the same items, how often, and how close in time: the one join of a hunt.

An incidence table holds `(a, item, moment)`: account number, item number (a target, a text, a handle ...) and the first
time that the account was there. Two accounts at one item make a coincidence, and its time apart is measured exactly, so
that no grid has edges at which it could be missed. Only items too popular for that are cut into buckets, on two grids
that are half a bucket apart: a coincidence closer than half a bucket lies within one of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.campaign.parameters import WINDOWS

if TYPE_CHECKING:
    from bonafides.campaign.engine.engine import Engine
    from bonafides.campaign.parameters import Parameters
    from bonafides.campaign.signals.signal import Signal

BUCKETS = ("7d", "1d", "1h")
"""Ever shorter buckets for popular items."""
GRIDS = 2
FEW = 1_000_000
"""Events that a log counts as at least, in the budget of pairs: a small one can afford to look closely."""
FEW_CROWDED = 100_000
"""The same for contacts at popular items."""
PASSES_OF = 16_000_000
"""Predicted pairs that one pass of the join counts; more take several passes, so that memory stays bounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capped:
    """What was done with items that too many accounts share."""

    family: str
    popular: int
    """The cap that was used over the whole log."""
    items: int
    """Items beyond it, counted in buckets instead."""
    sampled: int
    """Moments of items whose hour was still beyond it, of which a sample of accounts was drawn."""
    pairs: int
    """Pairs that were predicted, and formed."""


def count(engine: Engine, signal: Signal, parameters: Parameters) -> Capped:
    """Make `cells_<family>` from `incidence_<family>`, and `pairs_<family>` (a, b, n) where the signal proposes pairs.

    `n` counts shared cells; pairs with fewer than `signal.proposes` are left out.
    """
    family = signal.family
    engine.make("popularity", _popularity(family))
    events = number(engine, f"SELECT count(*) FROM incidence_{family}")
    budget = int(max(events, FEW) * parameters.pairs_per_event * signal.effort)
    popular, pairs = affordable(engine, budget, min(parameters.popular, signal.popular))
    items, sampled = cells(engine, family, popular, parameters)
    engine.drop("popularity")
    if signal.proposes:
        _propose(engine, family, signal.proposes, pairs)
    return Capped(family=family, popular=popular, items=items, sampled=sampled, pairs=pairs)


def cells(engine: Engine, family: str, popular: int, parameters: Parameters) -> tuple[int, int]:
    """Make `cells_<family>` of `incidence_<family>` and `popularity` (item, d).

    Gives how many items are beyond the cap, and how many of the shortest buckets were sampled.
    """
    engine.make("cells_0", _whole(family, popular))
    parts, items, sampled = _in_buckets(engine, family, popular, parameters)
    engine.make(f"cells_{family}", _all(["cells_0", *parts]))
    engine.drop("cells_0", *parts)
    return items, sampled


def _propose(engine: Engine, family: str, fewest: int, pairs: int) -> None:
    passes = 1 + pairs // PASSES_OF
    counted = [f"pairs_{part}" for part in range(passes)]
    for part, table in enumerate(counted):
        engine.make(table, _pairs(family, fewest, part, passes))
    engine.make(f"pairs_{family}", _all(counted))
    engine.drop(*counted)


def number(engine: Engine, sql: str) -> int:
    """The one number that a query gives; 0 where it gives none."""
    return int(engine.rows(sql).column(0)[0].as_py() or 0)


def _all(tables: list[str]) -> str:
    return " UNION ALL ".join(f"SELECT * FROM {table}" for table in tables)


def _popularity(family: str) -> str:
    return f"SELECT item, count(*) AS d FROM incidence_{family} GROUP BY item HAVING count(*) >= 2"


def affordable(engine: Engine, budget: int, popular: int, table: str = "popularity") -> tuple[int, int]:
    """The largest cap (at most `popular`) on the `d` of a table whose pairs are within the budget, and these pairs."""
    histogram = engine.rows(f"SELECT d, count(*) AS items FROM {table} GROUP BY d ORDER BY d").to_pydict()
    cap, spent = 2, 0
    for degree, items in zip(histogram["d"], histogram["items"], strict=True):
        more = items * degree * (degree - 1) // 2
        if degree > popular or (degree > 2 and spent + more > budget):
            break
        cap, spent = degree, spent + more
    return cap, spent


def _whole(family: str, popular: int) -> str:
    """Items within the cap are one cell each, whatever the time; `d` is how many accounts are in the cell."""
    return f"""
        SELECT i.a, i.item, i.moment, CAST(0 AS BIGINT) AS cell, p.d, 0 AS grid, CAST(0 AS BIGINT) AS other
        FROM incidence_{family} i JOIN popularity p ON i.item = p.item WHERE p.d <= {popular}"""


def _in_buckets(engine: Engine, family: str, popular: int, parameters: Parameters) -> tuple[list[str], int, int]:
    """Cells of popular items: their buckets, shorter ones where a bucket is itself too popular, then a sample.

    Gives the tables made, how many items these are, and how many of the shortest buckets were sampled.
    """
    engine.make(
        "crowd",
        f"""SELECT i.a, i.item, i.moment FROM incidence_{family} i JOIN popularity p ON i.item = p.item
            WHERE p.d > {popular}""",
    )
    items = number(engine, "SELECT count(DISTINCT item) FROM crowd")
    parts = []
    for level, window in enumerate(BUCKETS if items else (), start=1):
        last = window == BUCKETS[-1]
        engine.make("bucketed", _bucketed(WINDOWS[window], level, parameters.offset))
        engine.make("bucket", "SELECT item, cell, count(*) AS d FROM bucketed GROUP BY item, cell HAVING count(*) >= 2")
        budget = int(
            max(number(engine, "SELECT count(*) FROM crowd"), FEW_CROWDED) * GRIDS * parameters.pairs_per_event
        )
        cap, spent = affordable(engine, budget, parameters.popular, "bucket")
        sample = _sample(engine, cap, budget - spent, parameters.popular) if last else 0
        engine.make(f"cells_{level}", _kept(cap, sample, parameters.offset))
        parts.append(f"cells_{level}")
        engine.make("crowd", _beyond(cap))
    sampled = number(engine, "SELECT count(*) FROM (SELECT DISTINCT item, moment FROM crowd) c") if parts else 0
    engine.drop("crowd", "bucketed", "bucket")
    return parts, items, sampled


def _bucketed(seconds: int, level: int, offset: int) -> str:
    """Each contact once per grid. `cell` tells bucket, level and grid apart; `other`: its bucket on the first grid."""
    first = f"((moment + {offset}) {{divide}} {seconds})"
    second = f"((moment + {offset + seconds // GRIDS}) {{divide}} {seconds})"
    return f"""
        SELECT a, item, moment, {first} * 8 + {2 * level} AS cell, 0 AS grid, CAST(0 AS BIGINT) AS other FROM crowd
        UNION ALL
        SELECT a, item, moment, {second} * 8 + {2 * level + 1} AS cell, 1 AS grid, {first} AS other FROM crowd"""


def _sample(engine: Engine, cap: int, left: int, most: int) -> int:
    """How many accounts, at most `most`, are drawn of each bucket beyond the cap, for `left` pairs in all of them."""
    beyond = number(engine, f"SELECT count(*) FROM bucket WHERE d > {cap}")
    return min(most, max(2, int((2 * left / max(1, beyond)) ** 0.5)))


def _kept(popular: int, sample: int, key: int) -> str:
    """Contacts of buckets within the cap, and a sample of so many (0: none) of those beyond, drawn by account."""
    drawn = f"b.d <= {popular}"
    if sample:
        chance = f"(k.a * 2654435761 + {key}) % 1000003"
        drawn = f"({drawn} OR {chance} * b.d < {1_000_003 * sample})"
    return f"""
        SELECT k.a, k.item, k.moment, k.cell, b.d, k.grid, k.other
        FROM bucketed k JOIN bucket b ON k.item = b.item AND k.cell = b.cell WHERE {drawn}"""


def _beyond(popular: int) -> str:
    """The first grid decides what goes on to shorter buckets, or a coincidence would count at two levels."""
    return f"""
        SELECT DISTINCT k.a, k.item, k.moment FROM bucketed k JOIN bucket b ON k.item = b.item AND k.cell = b.cell
        WHERE k.grid = 0 AND b.d > {popular}"""


def meeting(left: str, right: str) -> str:
    """The SQL condition under which two cells are one coincidence, counted once though it may lie on both grids."""
    return (
        f"{left}.item = {right}.item AND {left}.cell = {right}.cell "
        f"AND ({left}.grid = 0 OR {left}.other <> {right}.other)"
    )


def _pairs(family: str, fewest: int, part: int, passes: int) -> str:
    return f"""
        SELECT x.a AS a, y.a AS b, CAST(count(*) AS INT) AS n
        FROM cells_{family} x JOIN cells_{family} y ON {meeting("x", "y")} AND x.a < y.a
        WHERE x.a % {passes} = {part}
        GROUP BY x.a, y.a HAVING count(*) >= {fewest}"""
