"""From signals to accepted edges: every family is measured on every candidate pair, and pairs are accepted together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from bonafides.campaign import coincidence, null
from bonafides.campaign.coincidence import number
from bonafides.campaign.signals.targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bonafides.campaign.coincidence import Capped
    from bonafides.campaign.engine.engine import Engine
    from bonafides.campaign.parameters import Parameters
    from bonafides.campaign.signals.signal import Signal

EDGES = pa.schema(
    [
        ("a", pa.int64()),
        ("b", pa.int64()),
        ("family", pa.string()),
        ("window", pa.string()),
        ("shared", pa.int64()),
        ("observed", pa.int64()),
        ("expected", pa.float64()),
        ("surplus", pa.float64()),
        ("q", pa.float64()),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """The accepted pairs."""

    a: NDArray[np.int64]
    """Account numbers; `b` is the other end. Sorted, each pair once."""
    b: NDArray[np.int64]
    weight: NDArray[np.float64]
    """Surplus over all behavioural families (nats)."""
    families: NDArray[np.int64]
    """Behavioural families in which the pair is above chance."""
    edges: pa.Table
    """EDGES: one row for each pair and family above chance."""
    candidates: int
    tested: float
    """Pairs of accounts over which the discovery rate is controlled."""


def incidences(engine: Engine, signals: Sequence[Signal]) -> tuple[Signal, ...]:
    """Make the incidence table of each signal; gives those in which any item is shared, and shared targets always."""
    found = []
    for signal in signals:
        signal.incidences(engine)
        shared = (
            f"SELECT count(*) FROM (SELECT item FROM incidence_{signal.family} GROUP BY item HAVING count(*) > 1) s"
        )
        if signal.family == TARGETS.family or number(engine, shared):
            found.append(signal)
    return tuple(found)


def link(engine: Engine, signals: Sequence[Signal], parameters: Parameters) -> tuple[Links, tuple[Capped, ...]]:
    """Propose pairs, measure them in every family, and accept those within the false discovery rate."""
    capped = tuple(coincidence.count(engine, signal, parameters) for signal in signals)
    proposed = [f"SELECT a, b FROM pairs_{signal.family}" for signal in signals if signal.proposes]
    engine.make("candidates", f"SELECT DISTINCT a, b FROM ({' UNION ALL '.join(proposed)}) p")
    for signal, cap in zip(signals, capped, strict=True):
        null.prepare(engine, signal.family, cap.pairs, parameters)
        null.measure(engine, signal.family, parameters)
    candidates = number(engine, "SELECT count(*) FROM candidates")
    return accepted(engine, signals, candidates, parameters), capped


def accepted(engine: Engine, signals: Sequence[Signal], candidates: int, parameters: Parameters) -> Links:
    """The pairs of `measured_<family>` within the false discovery rate; `candidates` says how many were measured."""
    tested = null.tested_pairs(engine)
    promising = float(np.log(tested / (parameters.rate * max(1, candidates))))
    measured = " UNION ALL ".join(
        f"SELECT a, b, '{signal.family}' AS family, {place} AS place, time_window, shared, observed, expected, "
        f"surplus, {int(signal.behaviour)} AS behaviour FROM measured_{signal.family}"
        for place, signal in enumerate(signals)
    )
    engine.make("measured", measured)
    engine.make(
        "promising",
        f"SELECT a, b FROM measured WHERE behaviour = 1 GROUP BY a, b HAVING sum(surplus) >= {promising}",
    )
    rows = engine.rows("SELECT m.* FROM measured m JOIN promising p ON m.a = p.a AND m.b = p.b ORDER BY a, b, place")
    engine.drop("measured", "promising")
    return _decided(rows, len(signals), candidates, tested, parameters)


def _decided(rows: pa.Table, families: int, candidates: int, tested: float, parameters: Parameters) -> Links:
    """Pairs accepted by their joint chance, from rows sorted by pair."""
    a, b, place = (rows.column(name).to_numpy().astype(np.int64) for name in ("a", "b", "place"))
    counts = rows.column("behaviour").to_numpy() == 1
    first = np.flatnonzero((np.diff(a, prepend=-1) != 0) | (np.diff(b, prepend=-1) != 0))
    pair = np.repeat(np.arange(len(first)), np.diff(np.append(first, len(a))))
    surplus = np.zeros((len(first), families))
    surplus[pair[counts], place[counts]] = rows.column("surplus").to_numpy()[counts]
    q = null.discovery_rates(null.chance(surplus, families), tested)
    accepted = q <= parameters.rate
    edges = rows.append_column("q", pa.array(q[pair])).filter(pa.array(accepted[pair]))
    return Links(
        a=a[first][accepted],
        b=b[first][accepted],
        weight=surplus.sum(axis=1)[accepted],
        families=(surplus > 0).sum(axis=1)[accepted],
        edges=edges.rename_columns(["window" if n == "time_window" else n for n in edges.column_names])
        .select(EDGES.names)
        .cast(EDGES),
        candidates=candidates,
        tested=tested,
    )
