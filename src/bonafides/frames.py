"""`bonafides hunt` as a function: data frames in, data frames out."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from bonafides.campaign.engine.duckdb import DuckEngine
from bonafides.campaign.ingest import Sources
from bonafides.campaign.pack.campaign_line import to_json
from bonafides.campaign.parameters import Parameters
from bonafides.hunt import Request, hunt

if TYPE_CHECKING:
    from bonafides.model import Hunt


class Frame(Protocol):
    """A table of any library that speaks Arrow: pandas, Polars, PyArrow, DuckDB."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The Arrow PyCapsule interface."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Frames:
    """What a hunt found, as Arrow tables (`.to_pandas()` gives data frames)."""

    campaigns: pa.Table
    """One row each, the columns of `campaigns.jsonl`."""
    members: pa.Table
    """campaign, account, strength: one row for each account of each campaign."""
    edges: pa.Table
    """a, b, family, window, shared, observed, expected, surplus, q: the accepted links."""
    hunt: Hunt
    """The same as values, with what was dropped and what the run rests on."""


def hunt_frames(
    events: Frame,
    accounts: Frame | None = None,
    targets: Frame | None = None,
    *,
    content: bool = True,
    any_purpose: bool = False,
    budget: float = 0.5,
    everything: bool = False,
    parameters: Parameters | None = None,
    memory: str = "4GB",
) -> Frames:
    """Find the campaigns in a log of contacts; columns and options as on the command line (`docs/hunt.md`).

    Raises CampaignError where nothing can be said.
    """
    with tempfile.TemporaryDirectory(prefix="bonafides-frames-") as folder:
        given = {"events": events, "accounts": accounts, "targets": targets}
        paths = {
            name: _written(frame, Path(folder, f"{name}.parquet")) for name, frame in given.items() if frame is not None
        }
        request = Request(
            sources=Sources(
                events=(str(paths["events"]),),
                accounts=paths.get("accounts"),
                targets=paths.get("targets"),
                content=content,
            ),
            parameters=parameters or Parameters(),
            any_purpose=any_purpose,
            budget=budget,
            everything=everything,
        )
        with DuckEngine(memory=memory) as engine:
            found = hunt(engine, request)
    rows: list[dict[str, Any]] = [to_json(campaign) for campaign in found.hunt.campaigns]
    return Frames(
        campaigns=pa.Table.from_pylist(rows),
        members=pa.Table.from_pylist(
            [{"campaign": row["campaign"], **member} for row in rows for member in row["accounts"]]
        ),
        edges=found.swept.edges,
        hunt=replace(found.hunt, run={**found.hunt.run, "inputs": []}),
    )


def _written(frame: Frame, path: Path) -> Path:
    """The frame as a file, batch by batch."""
    reader = pa.RecordBatchReader.from_stream(frame)
    with pq.ParquetWriter(path, reader.schema) as writer:
        for batch in reader:
            writer.write_batch(batch)
    return path
