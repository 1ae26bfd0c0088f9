"""Makes the three tables out of files: gather, count, write, clean."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bonafides.campaign.ingest import report
from bonafides.campaign.ingest.clean import drop_duplicates, drop_future
from bonafides.campaign.ingest.columns import EVENTS
from bonafides.campaign.ingest.events import Reading
from bonafides.campaign.ingest.pieces import counted, gather, settle
from bonafides.errors import CampaignError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from bonafides.campaign.engine.engine import Engine
    from bonafides.campaign.ingest.columns import Column, Field
    from bonafides.campaign.ingest.files import LogFile
    from bonafides.campaign.ingest.pieces import Group
    from bonafides.campaign.ingest.profiles import Profiles
    from bonafides.campaign.ingest.sources import Sources
    from bonafides.model.campaign import Dropped

    Query = Callable[[Mapping[str, Column]], str]


@dataclass(slots=True, kw_only=True)
class Tables:
    """One ingest while it runs: what has been counted and dropped so far."""

    engine: Engine
    sources: Sources
    work: Path
    """A folder for files that are needed only until the tables are made."""
    dropped: list[Dropped]
    counts: dict[str, int] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    def make_events(self, files: Sequence[LogFile], now: float) -> None:
        """Make `events`. Raises CampaignError where nothing can be read."""
        groups = self._gathered(files, EVENTS)
        if not groups:
            raise CampaignError("none of the files of events can be read", next_step=_first_reason(self.dropped))
        has_basis = any(column.seen for group in groups if (column := group.matched.get("content_basis")))
        settled, tally = self._settled(groups, self._reading(has_basis=has_basis).counted)
        if tally["with_basis"] and not has_basis:  # a later line of a JSONL file has it: what was counted holds no more
            has_basis = True
            settled, tally = self._settled(settled, self._reading(has_basis=True).counted)
        if not tally["rows_read"]:
            raise CampaignError("there is no event in the files", next_step=_first_reason(self.dropped))
        reading = self._reading(has_basis=has_basis)
        self.engine.scan("events", [group.piece(reading.kept(group.matched)) for group in settled])
        kept = _one(self.engine, "SELECT count(*) AS n FROM events")
        if kept < tally["rows_read"]:
            for group in settled:
                tally.update(counted(self.engine, group, reading.fates))
        tally["ahead"], tally["ahead_dropped"] = drop_future(self.engine, now)
        tally["duplicates"] = drop_duplicates(self.engine)
        tally["texts_without_basis"] = 0 if has_basis else tally["texts_allowed"]
        self.dropped += report.of_events(tally)
        self.counts |= {
            "events_read": tally["rows_read"],
            "events": kept - tally["ahead_dropped"] - tally["duplicates"],
            "outside_window": tally["outside"],
            "duplicates": tally["duplicates"],
            "texts_there": tally["texts_there"],
            "texts_allowed": tally["texts_allowed"],
            "texts_without_basis": tally["texts_without_basis"],
        }

    def make_profiles(self, profiles: Profiles, files: Sequence[LogFile]) -> None:
        """Make `accounts` or `targets`, empty where there is no file."""
        settled, tally = self._settled(self._gathered(files, profiles.fields), profiles.counted)
        if settled:
            self.engine.scan(profiles.table, [group.piece(profiles.kept(group.matched)) for group in settled])
        else:
            self.engine.make(profiles.table, profiles.empty())
        found = tally["rows_read"] - tally["no_id"]
        single = _one(self.engine, f"SELECT count(DISTINCT p.{profiles.key}) AS n FROM {profiles.table} p")
        if found > single:
            self.engine.make(profiles.table, profiles.single())
        tally["duplicates"] = found - single
        self.dropped += report.of_profiles(profiles.table, tally)
        self.counts[profiles.table] = single

    def check_renames_met(self) -> None:
        """Refuse `--map A=B` where no file has A: the operator believes that something is read, and it is not."""
        for theirs, ours in self.sources.renamed.items():
            if theirs not in self._seen:
                raise CampaignError(
                    f"--map {theirs}={ours}: no file has a column {theirs}",
                    next_step="Look for a typing error; upper and lower case count here.",
                )

    def _reading(self, *, has_basis: bool) -> Reading:
        return Reading(
            dialect=self.engine.dialect,
            content=self.sources.content,
            has_basis=has_basis,
            since=self.sources.since,
            until=self.sources.until,
        )

    def _gathered(self, files: Sequence[LogFile], fields: Sequence[Field]) -> list[Group]:
        gathered = gather(files, fields, self.sources.renamed, self.work)
        self._seen |= gathered.seen
        self.dropped += gathered.dropped
        return gathered.groups

    def _settled(self, groups: Sequence[Group], sql: Query) -> tuple[list[Group], Counter[str]]:
        settled: list[Group] = []
        tally: Counter[str] = Counter()
        for group in groups:
            whole, counts, losses = settle(self.engine, group, sql, self.work)
            settled += whole
            tally.update(counts)
            self.dropped += losses
        return settled, tally


def _one(engine: Engine, sql: str) -> int:
    return int(engine.rows(sql).column("n")[0].as_py())


def _first_reason(dropped: Sequence[Dropped]) -> str:
    for loss in dropped:
        return f"The first of them: {loss.where}: {loss.what}{f' ({loss.why})' if loss.why else ''}."
    return "Look whether the path is right."
