"""What a run left in its folder, as far as a pack needs it; every part is checked before it is used."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from bonafides.campaign.linking import EDGES
from bonafides.campaign.pack.finding import BEHAVIOUR, Given
from bonafides.campaign.parameters import Parameters
from bonafides.errors import CampaignError
from bonafides.model import Purpose

if TYPE_CHECKING:
    from pathlib import Path

_NEXT = "Give the folder that bonafides hunt --out wrote."


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A finished run."""

    folder: Path
    values: dict[str, Any]
    """run.json."""
    id: str
    """SHA-256 of run.json."""

    @property
    def salt(self) -> bytes:
        """The key of the run's pseudonyms: it never leaves the folder."""
        try:
            return bytes.fromhex(self.values["salt"])
        except (KeyError, TypeError, ValueError) as error:
            raise CampaignError("the key of the pseudonyms is missing", where="run.json", next_step=_NEXT) from error

    @property
    def parameters(self) -> Parameters:
        """The numbers that it ran with."""
        return parameters_from(self.values.get("parameters"), "run.json")


def open_run(folder: Path) -> Run:
    """The run in a folder. Raises CampaignError where there is none, or it was not finished."""
    if not (folder / "_SUCCESS").exists():
        raise CampaignError("this is no folder of a finished run", where=str(folder), next_step=_NEXT)
    try:
        raw = (folder / "run.json").read_bytes()
        values = json.loads(raw)
    except (OSError, ValueError) as error:
        raise CampaignError("the record of the run cannot be read", where=str(folder), next_step=_NEXT) from error
    if not isinstance(values, dict):
        raise CampaignError("the record of the run cannot be read", where=str(folder), next_step=_NEXT)
    return Run(folder=folder, values=values, id=hashlib.sha256(raw).hexdigest())


def parameters_from(value: Any, where: str) -> Parameters:
    """Parameters from JSON. Raises CampaignError; numbers that this version does not know are left out."""
    try:
        known = {field.name for field in fields(Parameters)} & set(dict(value))
        plain: dict[str, Any] = {
            name: tuple(value[name]) if isinstance(value[name], list) else value[name] for name in known
        }
        if not all(isinstance(part, int | float | tuple) for part in plain.values()):
            raise TypeError
        return Parameters(**plain)
    except (TypeError, ValueError) as error:
        raise CampaignError("the parameters are not as they should be", where=where, next_step=_NEXT) from error


def campaign_line(run: Run, campaign: str) -> bytes:
    """The line of a campaign, as it stands in campaigns.jsonl, without its end."""
    try:
        with (run.folder / "campaigns.jsonl").open("rb") as lines:
            for line in lines:
                if json.loads(line)["campaign"] == campaign:
                    return line.rstrip(b"\r\n")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CampaignError(
            "the campaigns of the run cannot be read", where="campaigns.jsonl", next_step=_NEXT
        ) from error
    raise CampaignError(
        f"the run shows no campaign {campaign[:40]!r}",
        where="campaigns.jsonl",
        next_step="Choose one that stands there, by its id.",
    )


def given(value: Any, where: str) -> Given:
    """What a campaign has from the run as a whole. Raises CampaignError."""
    try:
        return Given(
            campaign=str(value["campaign"]),
            rank=int(value["rank"]),
            purpose=Purpose(value["purpose"]),
            within_budget=bool(value["within_budget"]),
            expected_false=float(value["expected_false"]),
            status=str(value["status"]),
            origin=tuple(map(str, value["origin"])),
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise CampaignError("the campaign is not written as campaigns are", where=where, next_step=_NEXT) from error


def edges_in(run: Run) -> pa.Table:
    """All accepted edges of the run (linking.EDGES, with account ids)."""
    try:
        return pq.read_table(run.folder / "edges.parquet", columns=EDGES.names)
    except (OSError, pa.ArrowException) as error:
        raise CampaignError("the edges of the run cannot be read", where="edges.parquet", next_step=_NEXT) from error


def accepted_from(edges: pa.Table) -> float:
    """The smallest surplus, over all behavioural families, of a pair that was accepted; 0 for no pair."""
    counted = edges.filter(pa.compute.is_in(edges.column("family"), pa.array(sorted(BEHAVIOUR))))
    sums = counted.group_by(["a", "b"], use_threads=False).aggregate([("surplus", "sum")])
    return float(pa.compute.min(sums.column("surplus_sum")).as_py() or 0.0)
