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

SAMPLED = 200_000
"""Incidences of the most popular items that are all counted, and incidences of other items from which a sample is."""


def totals(
    engine: StateEngine, family: str, met: Met, known: FamilyTotals | None, parameters: Parameters
) -> FamilyTotals:
    """Make `total_<family>` as `null.prepare` does, and give what the family looks like over all days.

    Coincidences pile up at few items. Those at which most are enter whole; of the others every r-th item does, by its
    number, and counts r times.
    """
    rows = (known.contacts if known else 0) + met.rows
    bound = _bound(engine, family)
    every = 1 + rows // SAMPLED
    parts = [
        _counted(engine, family, "many", f"p.d > {bound}", 1, met.capped.popular, parameters),
        _counted(
            engine, family, "few", f"p.d <= {bound} AND p.item % {every} = 0", every, met.capped.popular, parameters
        ),
    ]
    summed = ", ".join(f"1 + sum(m_{name}) AS m_{name}, sum(w_{name}) AS w_{name}" for name in WINDOWS)
    both = " UNION ALL ".join(f"SELECT * FROM {part}" for part in parts)
    engine.make(
        f"total_{family}",
        f"SELECT stratum, CAST(sum(contacts) AS BIGINT) AS contacts, {summed} FROM ({both}) t GROUP BY stratum",
    )
    engine.drop(*parts)
    return FamilyTotals(
        accounts=(known.accounts if known else 0) + _newcomers(engine, family),
        contacts=number(engine, f"SELECT count(*) FROM incidence_{family}"),
        items=(known.items if known else 0) + met.items,
        close=_close(engine, family),
    )


def _bound(engine: StateEngine, family: str) -> int:
    """The popularity above which items enter whole: so that they have SAMPLED incidences at most."""
    histogram = engine.rows(f"SELECT d, count(*) AS items FROM popularity_{family} GROUP BY d ORDER BY d DESC")
    spent = 0
    for degree, items in zip(*(histogram.column(name).to_pylist() for name in ("d", "items")), strict=True):
        spent += degree * items
        if spent > SAMPLED:
            return int(degree)
    return 0


def _counted(
    engine: StateEngine, family: str, part: str, which: str, weight: int, popular: int, parameters: Parameters
) -> str:
    """Totals of some items, each counted `weight` times; gives the name of their table."""
    engine.make("popularity", f"SELECT p.item, p.d FROM popularity_{family} p WHERE {which}")
    engine.make(
        f"incidence_{part}",
        f"SELECT i.a, i.item, i.moment FROM incidence_{family} i SEMI JOIN popularity p ON i.item = p.item",
    )
    coincidence.cells(engine, part, popular, parameters)
    null.prepare(engine, part, 0, parameters)
    scaled = ", ".join(f"{weight} * (m_{name} - 1) AS m_{name}, {weight} * w_{name} AS w_{name}" for name in WINDOWS)
    engine.make(f"counted_{part}", f"SELECT stratum, {weight} * contacts AS contacts, {scaled} FROM total_{part}")
    engine.drop("popularity", f"incidence_{part}", f"cells_{part}", f"degree_{part}", f"total_{part}")
    return f"counted_{part}"


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
