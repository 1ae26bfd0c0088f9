"""What chance gives, for a log that grows: totals from a sample of items, and a few numbers that are added to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.campaign import coincidence, null
from bonafides.campaign.coincidence import number
from bonafides.campaign.facts import FamilyTotals
from bonafides.campaign.parameters import WINDOWS

if TYPE_CHECKING:
    from bonafides.campaign.parameters import Parameters
    from bonafides.campaign.state.engine import StateEngine
    from bonafides.campaign.state.meetings import Met

SAMPLED = 400_000
"""Incidences from which the totals of a family are estimated: items are drawn whole, by their number."""


def totals(
    engine: StateEngine, family: str, met: Met, known: FamilyTotals | None, parameters: Parameters
) -> FamilyTotals:
    """Make `total_<family>` as `null.prepare` does, and give what the family looks like over all days."""
    rows = (known.contacts if known else 0) + met.rows
    every = 1 + rows // SAMPLED
    engine.make("incidence_sample", f"SELECT a, item, moment FROM incidence_{family} WHERE item % {every} = 0")
    engine.make("popularity", f"SELECT item, d FROM popularity_{family} WHERE item % {every} = 0")
    coincidence.cells(engine, "sample", met.capped.popular, parameters)
    null.prepare(engine, "sample", 0, parameters)
    scaled = ", ".join(f"1 + {every} * (m_{name} - 1) AS m_{name}, {every} * w_{name} AS w_{name}" for name in WINDOWS)
    engine.make(f"total_{family}", f"SELECT stratum, {every} * contacts AS contacts, {scaled} FROM total_sample")
    engine.drop("incidence_sample", "popularity", "cells_sample", "degree_sample", "total_sample")
    return FamilyTotals(
        accounts=(known.accounts if known else 0) + _newcomers(engine, family),
        contacts=number(engine, f"SELECT count(*) FROM incidence_{family}"),
        items=(known.items if known else 0) + met.items,
        close=_close(engine, family),
    )


def _newcomers(engine: StateEngine, family: str) -> int:
    """Accounts that were at no item of the family before."""
    return number(
        engine,
        f"""SELECT count(*) FROM (SELECT DISTINCT a FROM fresh_{family}) f
            ANTI JOIN state.incidence_{family} s ON s.a = f.a""",
    )


def _close(engine: StateEngine, family: str) -> dict[str, float]:
    met = {name: float(number(engine, f"SELECT sum(w_{name}) FROM total_{family}")) for name in WINDOWS}
    whole = max(met["all"], 1.0)
    return {name: max(within / whole, 1e-6) for name, within in met.items()}
