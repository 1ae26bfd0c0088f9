"""Reads an operator's logs into the engine's tables `events`, `accounts` and `targets`."""

from __future__ import annotations

import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from bonafides.campaign.ingest.columns import check_renames
from bonafides.campaign.ingest.files import expand, facts
from bonafides.campaign.ingest.profiles import of_accounts, of_targets
from bonafides.campaign.ingest.sources import Ingested
from bonafides.campaign.ingest.tables import Tables

if TYPE_CHECKING:
    from bonafides.campaign.engine.engine import Engine
    from bonafides.campaign.ingest.sources import Sources


def ingest(engine: Engine, sources: Sources, *, work: Path | None = None, now: float | None = None) -> Ingested:
    """Make the tables `events`, `accounts` and `targets` of an operator's files.

    `work` is where repaired and unpacked files lie while they are needed (the engine must see it; a temporary folder by
    default); `now` is the time in epoch seconds after which events are from the future (the clock's by default).
    Raises CampaignError where a file does not exist, lacks a column that is needed, or nothing at all can be read.
    """
    check_renames(sources.renamed)
    events, dropped = expand(sources.events)
    accounts, more = expand([str(sources.accounts)] if sources.accounts else [])
    targets, most = expand([str(sources.targets)] if sources.targets else [])
    with tempfile.TemporaryDirectory(prefix="bonafides-ingest-", dir=work) as folder, ThreadPoolExecutor(1) as aside:
        known = aside.map(facts, [*events, *accounts, *targets])  # the disk is read once for both
        tables = Tables(engine=engine, sources=sources, work=Path(folder), dropped=[*dropped, *more, *most])
        tables.make_events(events, time.time() if now is None else now)
        tables.make_profiles(of_accounts(engine.dialect, content=sources.content), accounts)
        tables.make_profiles(of_targets(engine.dialect), targets)
        tables.check_renames_met()
        return Ingested(inputs=tuple(known), counts=tables.counts, dropped=tuple(tables.dropped))
