"""The platform's corridor: log -> contacts -> signals -> edges -> communities -> facts -> judgement."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from bonafides.campaign import communities, facts
from bonafides.campaign.contacts import number_contacts
from bonafides.campaign.growth import grow
from bonafides.campaign.judge import judge
from bonafides.campaign.linking import incidences, link
from bonafides.campaign.signals import ORIGIN, SIGNALS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyarrow as pa

    from bonafides.campaign.coincidence import Capped
    from bonafides.campaign.engine.engine import Engine
    from bonafides.campaign.facts import Group, Log
    from bonafides.campaign.judge import Judged
    from bonafides.campaign.linking import Links
    from bonafides.campaign.parameters import Parameters
    from bonafides.campaign.signals.signal import Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A group that acts together beyond chance, judged; whether it is shown is decided later."""

    names: tuple[str, ...]
    """Account ids, in the order of `group.accounts`."""
    group: Group
    judged: Judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What a sweep over a log found."""

    candidates: tuple[Candidate, ...]
    """The highest score first."""
    log: Log
    signals: tuple[Signal, ...]
    """Those that the log has the data for."""
    edges: pa.Table
    """linking.EDGES, with account ids in place of numbers."""
    capped: tuple[Capped, ...]
    counts: Mapping[str, int]
    seconds: Mapping[str, float]


@dataclass(slots=True)
class Clock:
    """Wall-clock seconds by step."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time what is done within."""
        start = time.perf_counter()
        yield
        self.seconds[name] = round(self.seconds.get(name, 0.0) + time.perf_counter() - start, 3)


def sweep(
    engine: Engine,
    parameters: Parameters,
    *,
    content: bool = True,
    origin: bool = False,
    families: frozenset[str] | None = None,
    clock: Clock | None = None,
) -> Swept:
    """Find and judge the groups in the engine's tables `events`, `accounts`, `targets`.

    `content` false leaves out what rests on text; `origin` lets the stand-ins for origin corroborate; `families` limits
    the search to some signals (of which `targets` must be one).
    """
    clock = clock or Clock()
    wanted = [signal for signal in (*SIGNALS, *(ORIGIN if origin else ())) if content or not signal.content]
    wanted = [signal for signal in wanted if families is None or signal.family in families]
    with clock.step("contacts"):
        number_contacts(engine)
    with clock.step("signals"):
        signals = incidences(engine, wanted)
    with clock.step("edges"):
        links, capped = link(engine, signals, parameters)
    with clock.step("judgement"):
        log = facts.totals(engine, [signal.family for signal in signals])
        engine.make("mirror", facts.MIRROR)
    return concluded(engine, links, log, signals, capped, parameters, clock)


def concluded(
    engine: Engine,
    links: Links,
    log: Log,
    signals: tuple[Signal, ...],
    capped: tuple[Capped, ...],
    parameters: Parameters,
    clock: Clock,
) -> Swept:
    """From accepted pairs to judged groups."""
    with clock.step("communities"):
        groups, links = grow(engine, _groups(links, parameters), links, parameters)
    with clock.step("judgement"):
        collected = facts.collect(engine, groups, (links.a, links.b, links.weight), signals)
        names = _names(engine, links, groups)
        candidates = [
            Candidate(
                names=tuple(names[int(n)] for n in group.accounts), group=group, judged=judge(group, log, signals)
            )
            for group in collected
        ]
    candidates.sort(key=lambda one: (-one.judged.score, one.names))
    return Swept(
        candidates=tuple(candidates),
        log=log,
        signals=signals,
        edges=_named(links.edges, names),
        capped=capped,
        counts=_counts(engine, links, groups),
        seconds=clock.seconds,
    )


def _groups(links: Links, parameters: Parameters) -> list[np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Communities of the core, and of looser edges where several independent families speak for each."""
    several = links.families >= 2
    kept = communities.core(links.a, links.b, parameters.core)
    kept[several] |= communities.core(links.a[several], links.b[several], parameters.core - 1)
    return communities.communities(links.a[kept], links.b[kept], links.weight[kept], parameters)


def _names(
    engine: Engine, links: Links, groups: Sequence[np.ndarray[tuple[int], np.dtype[np.int64]]]
) -> dict[int, str]:
    """Account ids of everybody who has an edge."""
    import pyarrow as pa

    engine.put("named", pa.table({"n": np.unique(np.concatenate([links.a, links.b]))}))
    rows = engine.rows("SELECT s.n, s.value FROM account_numbers s JOIN named d ON s.n = d.n")
    return dict(zip(rows.column("n").to_pylist(), rows.column("value").to_pylist(), strict=True))


def _named(edges: pa.Table, names: Mapping[int, str]) -> pa.Table:
    import pyarrow as pa

    for place, end in enumerate(("a", "b")):
        ids = pa.array([names[number] for number in edges.column(end).to_pylist()], pa.string())
        edges = edges.set_column(place, end, ids)
    return edges


def _counts(
    engine: Engine, links: Links, groups: Sequence[np.ndarray[tuple[int], np.dtype[np.int64]]]
) -> dict[str, int]:
    from bonafides.campaign.coincidence import number

    return {
        "accounts": number(engine, "SELECT count(*) FROM account_numbers"),
        "targets": number(engine, "SELECT count(*) FROM target_numbers"),
        "contacts": number(engine, "SELECT count(*) FROM contacts"),
        "candidate_pairs": links.candidates,
        "linked_pairs": len(links.a),
        "groups": len(groups),
    }
