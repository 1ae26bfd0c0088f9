"""The state's corridor: a day's files -> what is new -> pairs touched -> edges -> groups with the ids of before."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa

from bonafides.campaign import facts
from bonafides.campaign.coincidence import Capped, number
from bonafides.campaign.facts import FamilyTotals, Log
from bonafides.campaign.ingest import ingest
from bonafides.campaign.linking import accepted
from bonafides.campaign.signals import ORIGIN, SIGNALS
from bonafides.campaign.state import continuity, day, schema
from bonafides.campaign.state.continuity import Known, Status
from bonafides.campaign.state.engine import StateEngine
from bonafides.campaign.state.inputs import from_json, to_json, unknown
from bonafides.campaign.state.meetings import meet
from bonafides.campaign.state.record import statements
from bonafides.campaign.state.remeasure import remeasure
from bonafides.campaign.state.yardstick import totals
from bonafides.campaign.sweep import Clock, concluded
from bonafides.errors import CampaignError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from bonafides.campaign.ingest import Ingested, Sources
    from bonafides.campaign.parameters import Parameters
    from bonafides.campaign.signals.signal import Signal
    from bonafides.campaign.state.meetings import Met
    from bonafides.campaign.sweep import Candidate, Swept

FILE = "state.duckdb"


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """What a day changes. Nothing is remembered before `commit`, which belongs after the output is complete."""

    swept: Swept
    """As of a sweep over all days; campaigns that have been quiet for long are left out."""
    ingested: Ingested
    ids: Mapping[tuple[str, ...], str]
    """The campaign id of each candidate, by `Candidate.names`."""
    statuses: Mapping[str, str]
    """How each campaign stands against the day before: `new`, `grown`, `steady`, `quiet`."""
    lost: tuple[str, ...]
    """Ids of campaigns of the last year that are no group any more; they keep their id should they come back."""
    salt: str
    """For item hashes: the same on all days of this state."""
    known: bool
    """Whether all files were known, so that nothing is to be remembered and the last day's finding is given again."""
    engine: StateEngine
    """With the tables that a sweep leaves behind; `events` holds the texts of candidates' accounts only."""
    _statements: tuple[str, ...]

    def commit(self) -> None:
        """Let the state remember the day: all of it or, whatever happens meanwhile, nothing. Raises CampaignError."""
        if not self.known:
            self.engine.write(self._statements)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.engine.__exit__(kind, error, trace)


def update(
    state: Path,
    sources: Sources,
    parameters: Parameters,
    *,
    memory: str = "4GB",
    threads: int | None = None,
    content: bool = True,
    origin: bool = False,
    clock: Clock | None = None,
) -> Updated:
    """Add a day's files to the folder of a state, and find the campaigns of all its days.

    Files that the state knows are not counted again. Raises CampaignError where another run uses the state, where it
    was made with other settings or by a newer program, or is damaged; it is then left as it was.
    """
    clock = clock or Clock()
    sources = replace(sources, content=content)
    wanted = [signal for signal in (*SIGNALS, *(ORIGIN if origin else ())) if content or not signal.content]
    engine = StateEngine(_place(state), memory=memory, threads=threads)
    try:
        (state / FILE).chmod(0o600)  # it holds who was contacted, and what candidates wrote
        settings = {"parameters": parameters.hash, "content": content, "origin": origin}
        about = _about(engine, wanted, settings, str(state))
        return _Day(engine, wanted, parameters, about, clock).updated(sources)
    except BaseException:
        engine.__exit__(None, None, None)
        raise


def _place(state: Path) -> Path:
    """The state's file. Raises CampaignError where there can be none."""
    try:
        state.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds what members wrote
    except OSError as error:
        raise CampaignError(
            "there can be no state here", where=str(state), next_step=f"Name another folder ({error.strerror})."
        ) from error
    return state / FILE


def _about(engine: StateEngine, wanted: Sequence[Signal], settings: Mapping[str, object], where: str) -> dict[str, Any]:
    about = schema.read(engine)
    if not about:
        families = [signal.family for signal in wanted]
        engine.write(schema.create(families, {**settings, "salt": secrets.token_hex(16)}))
        about = schema.read(engine)
    schema.check(about, settings, where)
    return about


@dataclass(frozen=True, slots=True)
class _Day:
    """One update while it runs."""

    engine: StateEngine
    wanted: Sequence[Signal]
    parameters: Parameters
    about: dict[str, Any]
    clock: Clock

    def updated(self, sources: Sources) -> Updated:
        fresh, left_out = unknown(self.engine, sources)
        if fresh is None:
            return self._again()
        with self.clock.step("ingest"):
            ingested = ingest(self.engine, fresh)
            ingested = replace(ingested, dropped=(*ingested.dropped, *left_out))
        self._take_in()
        with self.clock.step("edges"):
            met = {signal.family: meet(self.engine, signal, self.parameters) for signal in self.wanted}
            signals = self._shared()
            pairs = self._propose(signals)
            families = {s.family: self._totals(s.family, met[s.family]) for s in self.wanted}
            caps = {family: one.capped.popular for family, one in met.items()}
            remeasure(self.engine, self.wanted, caps, self.parameters)
        log = self._log(families)
        capped = tuple(met[signal.family].capped for signal in signals)
        swept = self._swept(signals, pairs, log, capped)
        now = number(self.engine, "SELECT max(moment) FROM contacts")
        earlier = _known(self.engine)
        found = continuity.standing(swept.candidates, earlier)
        remembered = continuity.remembered(earlier, found, now)
        about = {
            "pairs": pairs,
            "log": asdict(log),
            "capped": [asdict(one) for one in capped],
            "ingested": to_json(ingested),
            "now": now,
        }
        done = statements(self.engine, self.wanted, remembered, ingested.inputs, about, now)
        return self._result(swept, ingested, found, remembered, now, tuple(done))

    def _again(self) -> Updated:
        """The last day's finding, out of the state alone."""
        for table, columns in schema.DAY.items():
            self.engine.make(table, f"SELECT {columns} WHERE 1 = 0")
        self._take_in()
        for signal in self.wanted:
            for table in ("popularity", "measured"):
                self.engine.view(f"{table}_{signal.family}", f"SELECT * FROM state.{table}_{signal.family}")
        log = _log_of(self.about["log"])
        capped = tuple(Capped(**one) for one in self.about["capped"])
        swept = self._swept(self._shared(), self.about["pairs"], log, capped)
        remembered = _known(self.engine)
        of_members = {one.members: one for one in remembered}
        found = [of_members[candidate.names] for candidate in swept.candidates]
        return self._result(swept, from_json(self.about["ingested"]), found, remembered, self.about["now"], None)

    def _take_in(self) -> None:
        with self.clock.step("contacts"):
            day.take_in(self.engine, self.wanted)
            day.whole(self.engine, self.wanted)

    def _shared(self) -> tuple[Signal, ...]:
        """Signals in which any item is shared."""
        return tuple(s for s in self.wanted if number(self.engine, f"SELECT count(*) FROM popularity_{s.family}"))

    def _propose(self, signals: Sequence[Signal]) -> int:
        """Make `candidates`; gives how many pairs were ever proposed."""
        proposing = [signal for signal in signals if signal.proposes]
        proposed = [f"SELECT a, b, before >= {s.proposes} AS old FROM proposed_{s.family}" for s in proposing]
        nothing = "SELECT CAST(0 AS BIGINT) AS a, CAST(0 AS BIGINT) AS b, FALSE AS old WHERE 1 = 0"
        self.engine.make(
            "candidates",
            f"SELECT a, b, bool_or(old) AS old FROM ({' UNION ALL '.join(proposed) or nothing}) p GROUP BY a, b",
        )
        return int(self.about.get("pairs", 0)) + number(self.engine, "SELECT count(*) FROM candidates WHERE NOT old")

    def _totals(self, family: str, met: Met) -> FamilyTotals:
        known = self.about.get("log", {"families": {}})["families"].get(family)
        return totals(self.engine, family, met, FamilyTotals(**known) if known else None, self.parameters)

    def _log(self, families: Mapping[str, FamilyTotals]) -> Log:
        return Log(
            accounts=number(self.engine, "SELECT count(*) FROM account_numbers"),
            span=facts.span(self.engine),
            families=families,
        )

    def _swept(self, signals: tuple[Signal, ...], pairs: int, log: Log, capped: tuple[Capped, ...]) -> Swept:
        with self.clock.step("edges"):
            links = accepted(self.engine, signals, pairs, self.parameters)
        return concluded(self.engine, links, log, signals, capped, self.parameters, self.clock)

    def _result(
        self,
        swept: Swept,
        ingested: Ingested,
        found: Sequence[Known],
        remembered: Sequence[Known],
        now: int,
        done: tuple[str, ...] | None,
    ) -> Updated:
        listed = [
            (candidate, one)
            for candidate, one in zip(swept.candidates, found, strict=True)
            if continuity.listed(one, now)
        ]
        candidates = tuple(candidate for candidate, _ in listed)
        _write_events(self.engine, candidates)
        present = {one.id for one in found}
        return Updated(
            swept=replace(swept, candidates=candidates, seconds=dict(self.clock.seconds)),
            ingested=ingested,
            ids={candidate.names: one.id for candidate, one in listed},
            statuses={one.id: str(one.status) for _, one in listed},
            lost=tuple(one.id for one in remembered if one.id not in present),
            salt=self.about["salt"],
            known=done is None,
            engine=self.engine,
            _statements=done or (),
        )


def _known(engine: StateEngine) -> list[Known]:
    rows = engine.rows("SELECT id, status, contacts, last, members FROM state.campaigns ORDER BY id")
    return [
        Known(**{**row, "status": Status(row["status"]), "members": tuple(row["members"])}) for row in rows.to_pylist()
    ]


def _log_of(told: Mapping[str, Any]) -> Log:
    families = {family: FamilyTotals(**totals) for family, totals in told["families"].items()}
    return Log(accounts=told["accounts"], span=told["span"], families=families)


def _write_events(engine: StateEngine, candidates: Sequence[Candidate]) -> None:
    """Let `events` hold what candidates' accounts wrote, as far as it is remembered: the purpose step reads it."""
    names = sorted({name for candidate in candidates for name in candidate.names})
    engine.put("suspects", pa.table({"account": pa.array(names, pa.string())}))
    engine.make(
        "events",
        """SELECT DISTINCT s.value AS account, t.value AS target, w.moment, CAST(NULL AS VARCHAR) AS kind, w.text,
                  CAST(NULL AS VARCHAR) AS text_hash, CAST(NULL AS VARCHAR) AS url, CAST(NULL AS VARCHAR) AS handle,
                  w.content_basis
           FROM suspects p JOIN account_numbers s ON p.account = s.value
           JOIN (SELECT * FROM state.threads UNION ALL SELECT * FROM fresh_threads) w ON w.a = s.n
           JOIN target_numbers t ON t.n = w.t""",
    )
    engine.drop("suspects")
