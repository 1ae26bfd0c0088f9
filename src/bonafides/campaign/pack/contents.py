"""What stands in a pack: the files that follow from a finding, and the manifest that seals them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from bonafides.campaign.explanations import READINGS
from bonafides.campaign.judge import CONVINCING, FULL, LURED
from bonafides.campaign.pack.campaign_line import line
from bonafides.campaign.pack.canonical import text
from bonafides.campaign.pack.fact_lines import edge_lines, links_of, rows_of
from bonafides.campaign.pack.log_json import log_to_json
from bonafides.campaign.pack.record import records
from bonafides.campaign.pack.record_page import page, printable
from bonafides.campaign.parameters import WINDOWS
from bonafides.campaign.phrases import load_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bonafides.campaign.pack.finding import Finding

SCHEMA = "bonafides.evidence-pack/1"
GIVEN = ("rank", "purpose", "within_budget", "expected_false", "status", "origin")
"""Fields of a campaign that come from the run as a whole: sealed, not recomputed."""


def grounds_of(finding: Finding) -> dict[str, bytes]:
    """The files from which a finding is computed."""
    return {
        "facts.jsonl": rows_of(finding.facts),
        "links.jsonl": links_of(finding.facts),
        "edges.jsonl": edge_lines(finding.edges),
        "log.json": text(log_to_json(finding.log)).encode(),
    }


def results_of(finding: Finding) -> dict[str, bytes]:
    """The files that follow from the grounds."""
    found = {"campaign.json": line(finding.campaign).encode()}
    for record in records(finding):
        found[f"records/{record['number']}.json"] = text(record).encode()
        found[f"records/{record['number']}.md"] = page(record).encode()
    found["README.txt"] = (
        load_words().say("readme.whole", campaign=printable(finding.campaign.campaign), given=", ".join(GIVEN)).encode()
    )
    return found


def rules_hash() -> str:
    """SHA-256 of the numbers of a judgement that are no parameters: innocent readings, thresholds, windows."""
    readings = [(one.name, one.limit, one.width, one.above) for one in READINGS]
    return hashlib.sha256(json.dumps([readings, CONVINCING, FULL, LURED, WINDOWS]).encode()).hexdigest()


def manifest(finding: Finding, files: Mapping[str, bytes], run: Mapping[str, Any], run_id: str, version: str) -> bytes:
    """The manifest: what made the pack, from what, and the SHA-256 of every file. It never holds the run's key."""
    return text(
        {
            "schema": SCHEMA,
            "program": {"name": "bonafides", "version": version, "rules": rules_hash()},
            "campaign": finding.campaign.campaign,
            "parameters": asdict(finding.parameters),
            "parameters_hash": finding.parameters.hash,
            "accepted_from": finding.accepted_from,
            "run": {"id": run_id} | {name: run[name] for name in RUN if name in run},
            "inputs": list(_inputs(run.get("inputs"))),
            "given": list(GIVEN),
            "files": {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)},
        }
    ).encode()


def _inputs(files: Any) -> Iterator[dict[str, Any]]:
    """The files that the run read, by their names only: where they lay is the operator's business."""
    for one in files if isinstance(files, list) else ():
        if isinstance(one, Mapping):
            yield {"file": PurePath(str(one.get("file"))).name, "bytes": one.get("bytes"), "sha256": one.get("sha256")}


RUN = ("version", "engine", "since", "until", "purpose", "budget", "content", "families")
"""What is copied of run.json."""
