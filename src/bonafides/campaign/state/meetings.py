"""The coincidences that a day adds: its new incidences with all that were there, and the pairs that they propose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.campaign import coincidence
from bonafides.campaign.coincidence import BUCKETS, PASSES_OF, Capped, meeting, number
from bonafides.campaign.parameters import WINDOWS

if TYPE_CHECKING:
    from bonafides.campaign.parameters import Parameters
    from bonafides.campaign.signals.signal import Signal
    from bonafides.campaign.state.engine import StateEngine

REACH = WINDOWS[BUCKETS[0]]
"""Seconds before the day's first new incidence from which others may lie in one bucket with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """What was counted for one family."""

    capped: Capped
    items: int
    """Items that are new."""
    rows: int
    """Incidences that are new."""


def meet(engine: StateEngine, signal: Signal, parameters: Parameters) -> Met:
    """Make `popularity_<family>`, the day's `pairs_<family>` (a, b, n), and `proposed_<family>` (a, b).

    `proposed` are the pairs touched today whose coincidences of all days reach `signal.proposes`.
    """
    family = signal.family
    engine.make("touched", f"SELECT item, count(*) AS fresh, min(moment) AS first FROM fresh_{family} GROUP BY item")
    engine.make(
        "crowds",
        f"SELECT i.item, count(*) AS d FROM incidence_{family} i JOIN touched t ON i.item = t.item GROUP BY i.item",
    )
    engine.make(
        f"popularity_{family}",
        f"""SELECT p.item, p.d FROM state.popularity_{family} p ANTI JOIN touched t ON p.item = t.item
            ANTI JOIN regrouped_{family} r ON p.item = r.item
            UNION ALL SELECT item, d FROM crowds WHERE d >= 2""",
    )
    engine.view("popularity", f"SELECT item, d FROM popularity_{family}")
    events = max(number(engine, f"SELECT count(*) FROM incidence_{family}"), coincidence.FEW)
    budget = int(events * parameters.pairs_per_event * signal.effort)
    popular, _ = coincidence.affordable(engine, budget, min(parameters.popular, signal.popular))
    items = number(engine, "SELECT count(*) FROM touched t JOIN crowds c ON t.item = c.item WHERE c.d = t.fresh")
    crowded = number(engine, f"SELECT count(*) FROM popularity_{family} WHERE d > {popular}")
    engine.drop("popularity")
    sampled, pairs = _pairs(engine, signal, popular, parameters) if signal.proposes else (0, 0)
    rows = number(engine, f"SELECT count(*) FROM fresh_{family}")
    engine.drop("touched", "crowds")
    return Met(
        capped=Capped(family=family, popular=popular, items=crowded, sampled=sampled, pairs=pairs),
        items=items,
        rows=rows,
    )


def _pairs(engine: StateEngine, signal: Signal, popular: int, parameters: Parameters) -> tuple[int, int]:
    """The day's pairs, and those proposed; gives the sampled moments and the pairs that were formed."""
    family = signal.family
    engine.make("popularity", "SELECT item, d FROM crowds WHERE d >= 2")
    engine.make(
        "incidence_day",
        f"""SELECT i.a, i.item, i.moment FROM incidence_{family} i JOIN touched t ON i.item = t.item
            JOIN popularity p ON i.item = p.item WHERE p.d <= {popular} OR i.moment >= t.first - {REACH}""",
    )
    _, sampled = coincidence.cells(engine, "day", popular, parameters)
    engine.make(
        "cells_fresh",
        f"""SELECT x.a, x.item, x.cell, x.grid, x.other FROM cells_day x
            SEMI JOIN fresh_{family} f ON f.a = x.a AND f.item = x.item""",
    )
    engine.make("newcomers", "SELECT DISTINCT a, item FROM cells_fresh")
    predicted = number(
        engine,
        f"""SELECT sum(t.fresh * (p.d - t.fresh / 2)) FROM touched t JOIN popularity p ON t.item = p.item
            WHERE p.d <= {popular}""",
    )
    _counted(engine, family, 1 + predicted // PASSES_OF)
    engine.make(f"proposed_{family}", _proposed(family, signal.proposes))
    engine.drop("popularity", "incidence_day", "cells_day", "cells_fresh", "newcomers")
    return sampled, number(engine, f"SELECT sum(n) FROM pairs_{family}")


def _counted(engine: StateEngine, family: str, passes: int) -> None:
    """New with old, and new with new once."""
    counted = [f"pairs_{part}" for part in range(passes)]
    for part, table in enumerate(counted):
        engine.make(
            table,
            f"""SELECT least(x.a, y.a) AS a, greatest(x.a, y.a) AS b, CAST(count(*) AS INT) AS n
                FROM cells_fresh x JOIN cells_day y ON {meeting("x", "y")} AND x.a <> y.a
                LEFT JOIN newcomers k ON k.a = y.a AND k.item = y.item
                WHERE (k.a IS NULL OR x.a < y.a) AND least(x.a, y.a) % {passes} = {part}
                GROUP BY least(x.a, y.a), greatest(x.a, y.a)""",
        )
    engine.make(f"pairs_{family}", " UNION ALL ".join(f"SELECT * FROM {table}" for table in counted))
    engine.drop(*counted)


def _proposed(family: str, fewest: int) -> str:
    if fewest == 1:
        return f"SELECT a, b, 0 AS before FROM pairs_{family}"
    return f"""
        SELECT p.a, p.b, coalesce(o.n, 0) AS before FROM pairs_{family} p LEFT JOIN (
            SELECT m.a, m.b, sum(m.n) AS n FROM state.met_{family} m JOIN pairs_{family} q ON m.a = q.a AND m.b = q.b
            GROUP BY m.a, m.b) o ON o.a = p.a AND o.b = p.b
        WHERE p.n + coalesce(o.n, 0) >= {fewest}"""
