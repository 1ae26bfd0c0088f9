"""Runs the platform's corridor on one log and writes down what it found beside the truth."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

import bonafides.hunt as corridor
from bonafides.campaign.engine.duckdb import DuckEngine
from bonafides.campaign.ingest import Sources
from bonafides.campaign.sweep import Candidate
from bonafides.hunt import Found as Hunted
from bonafides.hunt import Request, hunt
from evals.hunt.logs import Truth, made, truth
from evals.hunt.outcome import Found, Outcome, Planted, Setting

NOT_DECIDING = {"ingest", "pack"}
"""Parts of the detector that do not decide what is found."""


def code() -> str:
    """A short hash of the detector's sources, as they are on disk."""
    found = hashlib.sha256()
    for path in sorted((Path(corridor.__file__).parent / "campaign").rglob("*.py")):
        if not NOT_DECIDING.intersection(path.parts):
            found.update(path.read_bytes())
    return found.hexdigest()[:12]


CODE = code()
"""As it was when this process began: what is imported does not change with the files."""


def search(setting: Setting, *, threads: int = 2, memory: str = "3GB") -> Outcome:
    """Make the setting's log, hunt in it, and compare; wall-clock and CPU seconds are those of the hunt."""
    with made(setting) as folder, DuckEngine(threads=threads, memory=memory) as engine:
        start, before = time.perf_counter(), time.process_time()
        request = Request(sources=sources(folder, content=setting.content), any_purpose=True, everything=True)
        found = hunt(engine, request)
        seconds, spent = time.perf_counter() - start, time.process_time() - before
        return compared(setting, found, truth(folder), seconds, spent)


def sources(folder: Path, *, content: bool) -> Sources:
    """The files of a log, as they lie in its folder."""
    beside = {name: path for name in ("accounts", "targets") if (path := folder / f"{name}.parquet").exists()}
    return Sources(
        events=(str(folder / "events.parquet"),),
        accounts=beside.get("accounts"),
        targets=beside.get("targets"),
        content=content,
    )


def compared(setting: Setting, hunted: Hunted, known: Truth, seconds: float, spent: float) -> Outcome:
    """What was found, beside what is known of the log."""
    edges = hunted.swept.edges
    links = partners(zip(edges.column("a").to_pylist(), edges.column("b").to_pylist(), strict=True))
    candidates = [candidate for _, candidate in hunted.shown]
    purposes = [campaign.purpose for campaign in hunted.hunt.campaigns]
    return Outcome(
        setting=setting,
        code=CODE,
        counts=dict(hunted.swept.counts),
        seconds=round(seconds, 2),
        cpu_seconds=round(spent, 2),
        planted=tuple(
            _planted(name, members, known.facts.get(name, {}), candidates, links)
            for name, members in sorted(known.campaigns.items())
        ),
        found=tuple(_found(*pair, known) for pair in zip(candidates, purposes, strict=True)),
        kinds={kind: len(members) for kind, members in known.kinds.items()},
        protected=known.protected,
    )


def partners(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """For each account those it is linked to."""
    found: dict[str, set[str]] = {}
    for a, b in pairs:
        found.setdefault(a, set()).add(b)
        found.setdefault(b, set()).add(a)
    return found


def _planted(
    name: str,
    members: set[str],
    facts: Mapping[str, str],
    candidates: Iterable[Candidate],
    links: Mapping[str, set[str]],
) -> Planted:
    held = [(len(members.intersection(one.names)), one.judged.score, one) for one in candidates]
    most, score, best = max(held, key=lambda item: item[:2], default=(0, 0.0, None))
    return Planted(
        campaign=name,
        members=tuple(sorted(members)),
        facts=dict(facts),
        linked=sum(1 for member in members if links.get(member, set()) & members),
        grouped=most,
        score=score if most else 0.0,
        readings=tuple(one.name for one in best.judged.explanations if one.holds) if best and most else (),
    )


def _found(candidate: Candidate, purpose: str, known: Truth) -> Found:
    names, judged = set(candidate.names), candidate.judged
    sets = {**{f"c:{name}": members for name, members in known.campaigns.items()}, **known.kinds}
    return Found(
        accounts=candidate.names,
        score=judged.score,
        purpose=str(purpose),
        families=judged.families,
        window=judged.window,
        signals={one.family: one.surplus for one in judged.signals},
        readings={one.name: one.measured for one in judged.explanations},
        kinds={kind: here for kind, members in sets.items() if (here := len(names & members))},
    )
