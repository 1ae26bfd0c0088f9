"""THE PLATFORM'S CORRIDOR: log -> sweep -> purpose -> review budget -> campaigns; it alone knows them all."""

from __future__ import annotations

import json
import secrets
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from bonafides.campaign.budget import expected_false
from bonafides.campaign.describe import describe, edges_of
from bonafides.campaign.identity import campaign_id
from bonafides.campaign.ingest import Ingested, Sources, ingest
from bonafides.campaign.judge import judge
from bonafides.campaign.parameters import Parameters
from bonafides.campaign.selectivity import selective
from bonafides.campaign.state.update import update
from bonafides.campaign.sweep import Clock, sweep
from bonafides.errors import CampaignError
from bonafides.model import Dropped, Hunt, Purpose
from bonafides.purpose import EXAMINED, PurposeFinding, Thread, purpose_of
from bonafides.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bonafides.campaign.coincidence import Capped
    from bonafides.campaign.engine.engine import Engine
    from bonafides.campaign.sweep import Candidate, Swept

SCHEMA = "bonafides.run/1"
ASKED = 400
"""Candidates, the highest scores first, whose texts are judged, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What an operator asks for."""

    sources: Sources
    parameters: Parameters = field(default_factory=Parameters)
    origin: bool = False
    """Whether stand-ins for origin may corroborate."""
    any_purpose: bool = False
    """Whether campaigns of unknown purpose are shown too, to measure coordination alone."""
    budget: float = 0.5
    """Expected number of false campaigns in the output, at most."""
    everything: bool = False
    """Whether what is beyond the budget is shown too, marked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A hunt, with what its files need beyond it."""

    hunt: Hunt
    shown: tuple[tuple[str, Candidate], ...]
    """Id and facts of each campaign in `hunt.campaigns`, in their order."""
    purposes: Mapping[str, PurposeFinding]
    """What its texts say of each, by id."""
    swept: Swept


def hunt(engine: Engine, request: Request) -> Found:
    """Find the campaigns in a log. Raises CampaignError where nothing can be said."""
    clock = Clock()
    with clock.step("ingest"):
        ingested = ingest(engine, request.sources)
    if not ingested.counts["events"]:
        raise CampaignError(
            "no event is left to look at",
            where=", ".join(request.sources.events),
            next_step="Look at --since and --until, and at the columns: bad rows and self-contacts do not count.",
        )
    swept = sweep(engine, request.parameters, content=request.sources.content, origin=request.origin, clock=clock)
    return conclude(engine, request, ingested, swept, clock)


@contextmanager
def daily(
    state: Path, request: Request, *, memory: str = "4GB", threads: int | None = None
) -> Iterator[tuple[Engine, Found]]:
    """Add a day to a state, and find the campaigns of all its days.

    Gives the engine with its tables, and the hunt; the state remembers the day when the block ends without an error, so
    that output and state move together. Raises CampaignError.
    """
    clock = Clock()
    with update(
        state,
        request.sources,
        request.parameters,
        memory=memory,
        threads=threads,
        content=request.sources.content,
        origin=request.origin,
        clock=clock,
    ) as updated:
        found = conclude(
            updated.engine,
            request,
            updated.ingested,
            updated.swept,
            clock,
            ids=updated.ids,
            statuses=updated.statuses,
        )
        run = {**found.hunt.run, "salt": updated.salt, "lost": list(updated.lost)}
        yield updated.engine, replace(found, hunt=replace(found.hunt, run=run))
        updated.commit()


def again(engine: Engine, request: Request, found: Found) -> Found:
    """The same log, already in the engine, under other parameters."""
    clock = Clock()
    swept = sweep(engine, request.parameters, content=request.sources.content, origin=request.origin, clock=clock)
    ingested = Ingested(inputs=(), counts=found.swept.counts, dropped=())
    return conclude(engine, request, ingested, swept, clock)


def conclude(
    engine: Engine,
    request: Request,
    ingested: Ingested,
    swept: Swept,
    clock: Clock,
    *,
    ids: Mapping[tuple[str, ...], str] | None = None,
    statuses: Mapping[str, str] | None = None,
) -> Found:
    """From judged groups to what is shown: purpose, review budget, rank, words.

    `ids` and `statuses` come from a state: the id of each group of accounts, and how it stands against the day before.
    """
    with clock.step("purpose"):
        findings = _purposes(engine, swept, request.budget)
    weighed = _weighed(swept, findings)
    ranked, held_back = _within(weighed, swept.log.accounts, request)
    shown, campaigns, purposes = [], [], {}
    for rank, (candidate, finding) in enumerate(ranked, start=1):
        identity = (ids or {}).get(candidate.names) or campaign_id(candidate.names)
        expected = expected_false(candidate.judged.score, swept.log.accounts)
        shown.append((identity, candidate))
        purposes[identity] = finding
        campaigns.append(
            describe(
                identity,
                rank,
                candidate,
                edges_of(swept.edges, candidate.names),
                finding.purpose,
                within_budget=expected <= request.budget,
                expected_false=round(expected, 4),
                status=(statuses or {}).get(identity, ""),
                origin=_origin(candidate, swept),
            )
        )
    with clock.step("selectivity"):
        linked = {*swept.edges.column("a").to_pylist(), *swept.edges.column("b").to_pylist()}
        lone = selective(engine, exclude=linked)
    return Found(
        hunt=Hunt(
            campaigns=tuple(campaigns),
            held_back=held_back,
            selective=lone,
            dropped=(*ingested.dropped, *_capped(swept.capped), *_unread(shown, findings, request)),
            run=_run(engine, request, ingested, swept, clock, len(campaigns)),
        ),
        shown=tuple(shown),
        purposes=purposes,
        swept=replace(swept, seconds=dict(clock.seconds)),
    )


def _could_be_shown(candidate: Candidate, swept: Swept, budget: float) -> bool:
    """Whether a candidate would be within the budget if its texts held lures."""
    lured = judge(candidate.group, swept.log, swept.signals, lured=True)
    return expected_false(lured.score, swept.log.accounts) <= budget


def _purposes(engine: Engine, swept: Swept, budget: float) -> dict[tuple[str, ...], PurposeFinding]:
    """What the texts of the foremost candidates say; nothing without texts."""
    asked = [one for one in swept.candidates if _could_be_shown(one, swept, budget)][:ASKED]
    if not asked:
        return {}
    rows = [(place, name) for place, one in enumerate(asked) for name in one.names]
    engine.put(
        "asked",
        pa.table(
            {"g": pa.array([g for g, _ in rows], pa.int64()), "account": pa.array([n for _, n in rows], pa.string())}
        ),
    )
    found = engine.rows(
        f"""SELECT g, account, target, text, reported FROM
            (SELECT a.g, e.account, e.target, e.text, e.moment, e.content_basis = 'reported' AS reported,
                    row_number() OVER (PARTITION BY a.g, e.account ORDER BY e.moment, e.target, e.text) AS place
             FROM events e JOIN asked a ON e.account = a.account WHERE e.text IS NOT NULL) t
            WHERE place <= {EXAMINED} ORDER BY g, account, target, moment, text"""
    )
    threads: dict[int, dict[tuple[str, str], list[tuple[str, bool]]]] = {}
    for row in found.to_pylist():
        thread = threads.setdefault(row["g"], {}).setdefault((row["account"], row["target"]), [])
        thread.append((row["text"], bool(row["reported"])))
    return {
        asked[place].names: purpose_of([_thread(account, told) for (account, _), told in of_group.items()])
        for place, of_group in threads.items()
    }


def _thread(account: str, told: Sequence[tuple[str, bool]]) -> Thread:
    return Thread(
        account=account, texts=tuple(text for text, _ in told), reported=any(reported for _, reported in told)
    )


_SILENT = PurposeFinding(purpose=Purpose.UNKNOWN, judged=0, lures=0, reported=0, chance=1.0)


def _weighed(
    swept: Swept, findings: Mapping[tuple[str, ...], PurposeFinding]
) -> list[tuple[Candidate, PurposeFinding]]:
    """Candidates with their purpose, the score of those with lures judged anew; the highest score first."""
    weighed = []
    for candidate in swept.candidates:
        finding = findings.get(candidate.names, _SILENT)
        if finding.purpose is not Purpose.UNKNOWN:
            judged = judge(candidate.group, swept.log, swept.signals, lured=True)
            candidate = replace(candidate, judged=judged)  # noqa: PLW2901 - the same group, judged with what is known now
        weighed.append((candidate, finding))
    return sorted(weighed, key=lambda one: (-one[0].judged.score, one[0].names))


def _within(
    weighed: Iterable[tuple[Candidate, PurposeFinding]], accounts: int, request: Request
) -> tuple[list[tuple[Candidate, PurposeFinding]], dict[str, int]]:
    """What is shown, and how much is held back for which reason."""
    shown = []
    held_back = {"over-budget": 0, "purpose-unknown": 0}
    for candidate, finding in weighed:
        over = expected_false(candidate.judged.score, accounts) > request.budget
        unknown = finding.purpose is Purpose.UNKNOWN and not request.any_purpose
        if over and not request.everything:
            held_back["over-budget"] += 1
        elif unknown:
            held_back["purpose-unknown"] += 1
        else:
            shown.append((candidate, finding))
    return shown, held_back


def _origin(candidate: Candidate, swept: Swept) -> tuple[str, ...]:
    """What the stand-ins for origin say of it: always something to read, never something that counts."""
    asked = {signal.family for signal in swept.signals if not signal.behaviour}
    return tuple(
        f"{found.family}: {found.surplus:.1f} nats beyond chance; left out of the score and of the rank"
        for found in candidate.judged.signals
        if found.family in asked
    )


def _unread(
    shown: Sequence[tuple[str, Candidate]], findings: Mapping[tuple[str, ...], PurposeFinding], request: Request
) -> list[Dropped]:
    """Shown campaigns whose texts nobody judged: their purpose is unknown for that reason too."""
    count = sum(candidate.names not in findings for _, candidate in shown) if request.sources.content else 0
    why = "They have no text that may be used, or could not come within the review budget whatever it says."
    return [Dropped(what="campaigns shown whose texts were not judged", count=count, why=why)] if count else []


def _capped(capped: Sequence[Capped]) -> list[Dropped]:
    found = []
    for cap in capped:
        if cap.items:
            found.append(
                Dropped(
                    what=f"items shared by more than {cap.popular} accounts were compared within a week, a day or an "
                    "hour only",
                    count=cap.items,
                    where=cap.family,
                    why="Over the whole log so many pairs say nothing, and their number would grow beyond all measure.",
                )
            )
        if cap.sampled:
            found.append(
                Dropped(
                    what="moments at items whose hour was still too crowded: a sample of accounts was compared",
                    count=cap.sampled,
                    where=cap.family,
                    why="A campaign cannot hide by going viral: its accounts are drawn like all others.",
                )
            )
    return found


def _run(
    engine: Engine, request: Request, ingested: Ingested, swept: Swept, clock: Clock, campaigns: int
) -> dict[str, object]:
    counts = {**ingested.counts, **swept.counts, "campaigns": campaigns}
    used = counts.get("texts_allowed", 0) if request.sources.content else 0
    return {
        "schema": SCHEMA,
        "version": __version__,
        "engine": engine.name,
        "inputs": [asdict(file) for file in ingested.inputs],
        "sources": {"events": list(request.sources.events)},
        "renamed": dict(request.sources.renamed),
        "parameters": asdict(request.parameters),
        "parameters_hash": request.parameters.hash,
        "counts": counts,
        "seconds": dict(clock.seconds),
        "since": _instant(request.sources.since),
        "until": _instant(request.sources.until),
        "purpose": "any" if request.any_purpose else "lure-evidence",
        "budget": request.budget,
        "content": {"texts": counts.get("texts_there", 0), "allowed": counts.get("texts_allowed", 0), "used": used},
        "families": [signal.family for signal in swept.signals],
        "log": asdict(swept.log),
        "salt": secrets.token_hex(16),
    }


def _instant(moment: float | None) -> str | None:
    return None if moment is None else datetime.fromtimestamp(moment, UTC).isoformat()


def _is_a_run(folder: Path) -> bool:
    """Whether a folder holds a finished run of ours, and not somebody else's files that end in `_SUCCESS` too."""
    try:
        schema = json.loads((folder / "run.json").read_bytes())["schema"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return bool(schema == SCHEMA and (folder / "_SUCCESS").exists())


def check_place(out: Path) -> None:
    """Refuse a folder that holds anything but an earlier run, before any work is done. Raises CampaignError."""
    if out.exists() and not out.is_dir():
        raise CampaignError("it is a file", where=str(out), next_step="Name a folder that does not exist yet.")
    if out.is_dir() and any(out.iterdir()) and not _is_a_run(out):
        raise CampaignError(
            "the folder holds something else than a finished run",
            where=str(out),
            next_step="Name a new folder, or empty this one.",
        )
