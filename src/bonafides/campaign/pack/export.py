"""From a run's folder to one sealed pack for one campaign; the identities of targets only encrypted, and logged."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bonafides.campaign.describe import edges_of
from bonafides.campaign.pack import archive
from bonafides.campaign.pack.campaign_line import line
from bonafides.campaign.pack.canonical import parse
from bonafides.campaign.pack.contents import grounds_of, manifest, results_of
from bonafides.campaign.pack.facts_file import read_facts
from bonafides.campaign.pack.finding import find
from bonafides.campaign.pack.log_json import log_from_json
from bonafides.campaign.pack.recipients import recipients as parsed
from bonafides.campaign.pack.run_folder import accepted_from, campaign_line, edges_in, given, open_run
from bonafides.campaign.pack.targets import write_targets
from bonafides.errors import CampaignError
from bonafides.model import Purpose
from bonafides.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bonafides.campaign.pack.finding import Finding
    from bonafides.campaign.pack.run_folder import Run


def export(
    folder: Path, campaign: str, out: Path, targets_out: Path | None = None, recipients: Sequence[str] = ()
) -> Path:
    """Write the pack of a campaign of the run in `folder` to the file `out`, and its seal beside it.

    `targets_out` asks for the targets' identities too, encrypted for `recipients` (public age or Ed25519 SSH keys) and
    logged in the folder. Gives the path of the pack. Raises CampaignError where the campaign's purpose is unknown, the
    folder is not whole, or does not give the same finding any more; then nothing is written.
    """
    run = open_run(folder)
    keys = parsed(recipients) if targets_out or recipients else ()
    if recipients and not targets_out:
        raise CampaignError("there is nothing to encrypt", where="--recipient", next_step="Add --targets-out FILE.")
    finding = finding_of(run, campaign)
    files = grounds_of(finding) | results_of(finding)
    files[archive.MANIFEST] = manifest(finding, files, run.values, run.id, __version__)
    whole = archive.pack(files)
    if targets_out:
        write_targets(run, finding, targets_out, keys)
    _written(out, whole)
    _written(seal_beside(out), f"{seal(files[archive.MANIFEST])}  {archive.MANIFEST}\n".encode())
    return out


def seal(raw: bytes) -> str:
    """The seal of a pack: the SHA-256 of its manifest."""
    return hashlib.sha256(raw).hexdigest()


def seal_beside(pack: Path) -> Path:
    """Where the seal of a pack is written."""
    return pack.with_name(f"{pack.name}.sha256")


def finding_of(run: Run, campaign: str) -> Finding:
    """The finding of a campaign, computed anew from what the run left and compared with what it said."""
    stored = campaign_line(run, campaign)
    what = given(parse(stored, "campaigns.jsonl"), "campaigns.jsonl")
    if what.purpose is Purpose.UNKNOWN:
        raise CampaignError(
            "nothing says what this campaign is for, and acting together alone is no evidence of deception",
            where=f"campaign {campaign[:40]}",
            next_step="No pack is written for it. Only lures in its texts, or members' reports, can give a purpose.",
        )
    log = log_from_json(run.values.get("log"), "run.json")
    facts = read_facts(run.folder / "facts.parquet", campaign, list(log.families))
    edges = edges_in(run)
    own = edges_of(edges, facts.names)
    finding = find(facts, log, own, what, run.parameters, accepted_from(edges))
    if line(finding.campaign).encode() != stored:
        raise CampaignError(
            "the facts in the folder do not give the campaign that stands there",
            where=f"campaign {campaign[:40]}",
            next_step="The folder was changed, or is of another version: run bonafides hunt again.",
        )
    return finding


def _written(path: Path, raw: bytes) -> None:
    """Write a file whole or not at all."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as part:
            try:
                part.write(raw)
                part.close()
                os.replace(part.name, path)  # noqa: PTH105
            except BaseException:
                Path(part.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        why = (error.strerror or "it cannot be written").lower()
        raise CampaignError(why, where=str(path), next_step="Choose another place, or free space.") from error
