"""The same order: accounts that go through sectors or employers in one sequence, as along a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.campaign.signals.signal import INCIDENCE, Signal

if TYPE_CHECKING:
    from bonafides.campaign.engine.engine import Engine

LENGTH = 4
"""Contacts in a row that make one item; at least three of them must differ, or staying in one sector would be one."""


def _incidences(engine: Engine) -> None:
    engine.make("incidence_order", INCIDENCE)
    for kind in ("employer", "sector"):
        if engine.rows(f"SELECT count({kind}) AS n FROM targets").column(0)[0].as_py():
            _sequences(engine, kind)
            return


def _sequences(engine: Engine, kind: str) -> None:
    steps = [f"lag({kind}, {back}) OVER w AS s{back}" for back in range(LENGTH)]
    names = [f"s{back}" for back in reversed(range(LENGTH))]
    differing = " + ".join(
        f"(CASE WHEN {name} NOT IN ({', '.join(names[:place])}) THEN 1 ELSE 0 END)"
        for place, name in enumerate(names)
        if place
    )
    engine.make(
        "steps",
        f"""SELECT a, moment, {" || '|' || ".join(names)} AS value FROM
            (SELECT c.a, c.moment, {", ".join(steps)}
             FROM contacts c JOIN target_numbers n ON c.t = n.n JOIN targets t ON t.target = n.value
             WHERE t.{kind} IS NOT NULL
             WINDOW w AS (PARTITION BY c.a ORDER BY c.moment, c.t)) s
            WHERE s{LENGTH - 1} IS NOT NULL AND 1 + {differing} >= 3""",
    )
    engine.enumerate("step_numbers", "SELECT value FROM steps")
    engine.make(
        "incidence_order",
        """SELECT s.a, n.n AS item, min(s.moment) AS moment FROM steps s JOIN step_numbers n ON s.value = n.value
           GROUP BY s.a, n.n""",
    )
    engine.drop("steps", "step_numbers")


ORDER = Signal(
    family="order",
    why="Personas that work through one list turn to employers in the order in which they stand on it.",
    incidences=_incidences,
    proposes=0,
)
