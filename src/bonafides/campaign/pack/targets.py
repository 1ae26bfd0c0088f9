"""The identities of a campaign's targets: read from the run's inputs again, and written encrypted or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyrage

from bonafides.campaign.describe import at_shared
from bonafides.campaign.ingest.files import expand
from bonafides.campaign.ingest.files import facts as checksum
from bonafides.campaign.judge import CORE_FAMILY
from bonafides.campaign.pack.canonical import lines
from bonafides.campaign.pack.facts_file import pseudonym
from bonafides.campaign.pack.target_ids import target_ids
from bonafides.errors import CampaignError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bonafides.campaign.ingest.files import LogFile
    from bonafides.campaign.pack.finding import Finding
    from bonafides.campaign.pack.recipients import Recipient
    from bonafides.campaign.pack.run_folder import Run

SCHEMA = "bonafides.targets/1"
LOG = "access.log.jsonl"


def write_targets(run: Run, finding: Finding, out: Path, recipients: Sequence[Recipient]) -> int:
    """Write the people whom the campaign's accounts turned to, encrypted with age; gives how many.

    The plain text stays in memory. The access is logged in the run's folder before the file is there; the log never
    says who. Raises CampaignError where an input of the run has changed or is gone, or a pseudonym is of nobody in it.
    """
    ids = resolved(run, finding)
    rows = [{"schema": SCHEMA, "campaign": finding.campaign.campaign, "targets": len(ids)}, *_rows(finding, ids)]
    locked = pyrage.encrypt(lines(rows), [recipient.key for recipient in recipients])
    _log(run, finding.campaign.campaign, len(ids), recipients)
    _placed(out, locked)
    return len(ids)


def resolved(run: Run, finding: Finding) -> dict[str, str]:
    """For each pseudonym of a target of the campaign its id in the log."""
    wanted = set(finding.facts.items[CORE_FAMILY])
    found = {}
    for target in target_ids(_inputs(run), run.values):
        if (name := pseudonym(run.salt, CORE_FAMILY, target)) in wanted:
            found[name] = target
    if missing := len(wanted - set(found)):
        raise CampaignError(
            f"{missing} of {len(wanted)} targets are not in the inputs of the run",
            where="run.json",
            next_step="Give the folder and the inputs as they were.",
        )
    return found


def _inputs(run: Run) -> list[LogFile]:
    """The files of events, each with the SHA-256 that the run saw."""
    sources, known = run.values.get("sources"), run.values.get("inputs")
    if not isinstance(sources, Mapping) or not isinstance(known, list) or not sources.get("events"):
        raise CampaignError(
            "the run does not say what it read", where="run.json", next_step="Run bonafides hunt again."
        )
    files, _ = expand(map(str, sources["events"]))
    seen = {(one.get("file"), one.get("sha256")) for one in known if isinstance(one, Mapping)}
    for file in files:
        now = checksum(file)
        if not now.sha256 or (now.file, now.sha256) not in seen:
            raise CampaignError(
                "this input is not the one that the run read", where=file.shown, next_step="Bring it back as it was."
            )
    return files


def _rows(finding: Finding, ids: Mapping[str, str]) -> Iterable[dict[str, Any]]:
    """For each target: who it is, whether it is the campaign's or one account's only, and when it was contacted."""
    rows = finding.facts.group.presence[CORE_FAMILY]
    shared = at_shared(rows)
    for number, name in enumerate(finding.facts.items[CORE_FAMILY]):
        here = np.flatnonzero(rows.item == number)
        first, last = (datetime.fromtimestamp(int(end), UTC) for end in (rows.moment[here[0]], rows.moment[here[-1]]))
        yield {
            "target": ids[name],
            "item": name,
            "shared": bool(shared[here[0]]),
            "accounts": len(here),
            "first": f"{first:%Y-%m-%dT%H:%M:%SZ}",
            "last": f"{last:%Y-%m-%dT%H:%M:%SZ}",
        }


def _log(run: Run, campaign: str, count: int, recipients: Sequence[Recipient]) -> None:
    entry = {
        "when": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "campaign": campaign,
        "targets": count,
        "recipients": [recipient.fingerprint for recipient in recipients],
    }
    try:
        with (run.folder / LOG).open("a", encoding="utf-8") as log:
            log.write(json.dumps(entry, ensure_ascii=False) + "\n")
    except OSError as error:
        raise CampaignError(
            "the access cannot be logged, so nothing is written", where=LOG, next_step="Make the folder writable."
        ) from error


def _placed(out: Path, locked: bytes) -> None:
    try:
        with tempfile.NamedTemporaryFile(dir=out.parent, prefix=f".{out.name}.", delete=False) as part:
            part.write(locked)
        os.replace(part.name, out)  # noqa: PTH105
    except OSError as error:
        why = (error.strerror or "it cannot be written").lower()
        raise CampaignError(why, where=str(out), next_step="Choose another place, or free space.") from error
