"""Reads a run's folder for an audit: the campaigns that were shown, and which listed accounts the log holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from bonafides.campaign.audit import audit, tally
from bonafides.campaign.rosters import GROUP, LABEL, read_roster
from bonafides.errors import CampaignError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from bonafides.campaign.audit import Audit, Tally
    from bonafides.campaign.rosters import Roster

NEXT_STEP = "Give the folder that `bonafides hunt --out` wrote."
BATCH = 1 << 18


def audit_folders(folders: Sequence[Path], groups: Path, *, labels: Path | None = None) -> Audit:
    """Audit the runs in one folder or several (of different logs) by a file (account, group).

    `labels` (account, campaign) names the accounts that are rightly flagged. Raises CampaignError where a folder holds
    no whole run, a file cannot be read, or no listed account is in any log.
    """
    listed = read_roster(groups, group=GROUP)
    true = read_roster(labels, group=LABEL).accounts if labels else frozenset()
    found = audit([tally_folder(folder, listed, true) for folder in folders])
    if not any(group.accounts for group in found.groups):
        raise CampaignError(
            f"none of the {len(listed.accounts)} accounts of the group file is in the log",
            where=str(groups),
            next_step="Look whether the ids are written as in the log.",
        )
    return found


def tally_folder(folder: Path, listed: Roster, true: Collection[str] = ()) -> Tally:
    """Count what the run in a folder did to each group. Raises CampaignError."""
    if not (folder / "_SUCCESS").exists():
        raise CampaignError("this is no folder of a finished run", where=str(folder), next_step=NEXT_STEP)
    present, accounts = in_log(folder / "accounts.parquet", listed.accounts | set(true))
    return tally(
        _shown(folder / "campaigns.jsonl"),
        accounts - len(present & set(true)),
        {name: (members & present) - set(true) for name, members in listed.groups.items()},
        true=true,
        budget=_budget(folder / "run.json"),
        unknown=len(listed.accounts - present),
    )


def in_log(table: Path, wanted: Collection[str]) -> tuple[frozenset[str], int]:
    """Which of these accounts a run's `accounts.parquet` holds, and how many it holds in all. Raises CampaignError."""
    ids = pa.array(sorted(wanted), pa.string())
    present: set[str] = set()
    rows = 0
    try:
        for batch in ds.dataset(table, format="parquet").to_batches(columns=["account"], batch_size=BATCH):
            column = batch.column("account").cast(pa.string())
            rows += len(column)
            present.update(column.filter(pc.is_in(column, value_set=ids)).to_pylist())
    except (OSError, pa.ArrowException, KeyError) as error:
        raise CampaignError("the run's accounts cannot be read", where=str(table), next_step=NEXT_STEP) from error
    return frozenset(present), rows


def _shown(path: Path) -> list[list[str]]:
    """The accounts of each campaign within the review budget, best first."""
    try:
        campaigns = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        campaigns.sort(key=lambda campaign: int(campaign.get("rank", 0)))
        return [
            [str(member["account"]) for member in campaign["accounts"]]
            for campaign in campaigns
            if campaign.get("within_budget", True)
        ]
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CampaignError("the run's campaigns cannot be read", where=str(path), next_step=NEXT_STEP) from error


def _budget(path: Path) -> float:
    try:
        return float(json.loads(path.read_text("utf-8")).get("budget", 0.5))
    except (OSError, UnicodeDecodeError, ValueError, TypeError, AttributeError) as error:
        raise CampaignError("the run's record cannot be read", where=str(path), next_step=NEXT_STEP) from error
