"""Which files of events a state knows already: by what is in them, whatever they are called and wherever they lie."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from bonafides.campaign.ingest import Ingested, InputFile
from bonafides.campaign.ingest.files import expand, facts
from bonafides.model.campaign import Dropped

if TYPE_CHECKING:
    from bonafides.campaign.ingest import Sources
    from bonafides.campaign.state.engine import StateEngine


def unknown(engine: StateEngine, sources: Sources) -> tuple[Sources | None, tuple[Dropped, ...]]:
    """The sources without files of events that were counted before, and what is said of these; None where all were.

    Raises CampaignError where a file does not exist.
    """
    files, _ = expand(sources.events)
    known = set(engine.rows("SELECT sha256 FROM state.inputs").column(0).to_pylist())
    fresh = [file for file in files if facts(file).sha256 not in known]
    if len(fresh) == len(files):
        return sources, ()
    if not fresh:
        return None, ()
    left_out = Dropped(
        what="file of events that the state knows",
        count=len(files) - len(fresh),
        where="events",
        why="it was counted on an earlier day, and is not counted again",
    )
    return replace(sources, events=tuple(str(file.path) for file in fresh)), (left_out,)


def to_json(ingested: Ingested) -> dict[str, Any]:
    """What was read, for the state to remember."""
    return asdict(ingested)


def from_json(told: dict[str, Any]) -> Ingested:
    """What was read, as the state remembers it."""
    return Ingested(
        inputs=tuple(InputFile(**one) for one in told["inputs"]),
        counts=told["counts"],
        dropped=tuple(Dropped(**{**one, "examples": tuple(one["examples"])}) for one in told["dropped"]),
    )
