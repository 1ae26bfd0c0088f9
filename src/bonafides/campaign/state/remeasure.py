"""Measures again the pairs that a day has touched, and only these, in every family."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.campaign import coincidence, null

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bonafides.campaign.parameters import Parameters
    from bonafides.campaign.signals.signal import Signal
    from bonafides.campaign.state.engine import StateEngine

KEPT = 8.0
"""Nats over all families below which a pair is not remembered: far from any edge, until it meets again."""


def remeasure(
    engine: StateEngine, signals: Sequence[Signal], popular: Mapping[str, int], parameters: Parameters
) -> None:
    """Make `measured_<family>` of the pairs in `candidates`, and of those that the state remembers.

    `popular` is the cap of each family. Needs `popularity_<family>` and `total_<family>`.
    """
    engine.make("concerned", "SELECT a FROM candidates UNION SELECT b FROM candidates")
    for signal in signals:
        _cells(engine, signal.family, popular[signal.family], parameters)
        null.measure(engine, signal.family, parameters)
        engine.make(f"today_{signal.family}", f"SELECT * FROM measured_{signal.family}")
        engine.drop(f"cells_{signal.family}", f"degree_{signal.family}")
    every = " UNION ALL ".join(f"SELECT a, b, surplus FROM today_{signal.family}" for signal in signals)
    engine.make("strong", f"SELECT a, b FROM ({every}) m GROUP BY a, b HAVING sum(surplus) >= {KEPT}")
    for signal in signals:
        engine.make(f"measured_{signal.family}", _remembered(signal.family))
        engine.drop(f"today_{signal.family}")
    engine.drop("concerned", "strong")


def _cells(engine: StateEngine, family: str, popular: int, parameters: Parameters) -> None:
    """Make `cells_<family>` and `degree_<family>` of the accounts concerned."""
    engine.make("own", f"SELECT i.a, i.item, i.moment FROM incidence_{family} i JOIN concerned c ON i.a = c.a")
    engine.make(
        "popularity",
        f"SELECT p.item, p.d FROM popularity_{family} p SEMI JOIN own o ON p.item = o.item",
    )
    # Of items within the cap the own rows are enough; beyond, buckets are counted over all that were there.
    engine.make(
        "incidence_near",
        f"""SELECT o.a, o.item, o.moment FROM own o JOIN popularity p ON o.item = p.item WHERE p.d <= {popular}
            UNION ALL
            SELECT i.a, i.item, i.moment FROM incidence_{family} i JOIN popularity p ON i.item = p.item
            WHERE p.d > {popular}""",
    )
    coincidence.cells(engine, "near", popular, parameters)
    engine.make(f"cells_{family}", "SELECT n.* FROM cells_near n JOIN concerned c ON n.a = c.a")
    engine.make(f"degree_{family}", null.degrees(family, parameters))
    engine.drop("own", "popularity", "incidence_near", "cells_near")


def _remembered(family: str) -> str:
    return f"""
        SELECT t.* FROM today_{family} t JOIN strong s ON t.a = s.a AND t.b = s.b
        UNION ALL
        SELECT o.* FROM state.measured_{family} o ANTI JOIN candidates c ON c.a = o.a AND c.b = o.b"""
