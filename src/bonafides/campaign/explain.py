"""Answers from a run's folder: why two accounts are linked or are not, and why an account is in no campaign."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bonafides.campaign.accounts_file import ALONE, HELD_BACK, SHOWN
from bonafides.campaign.pack.run_folder import edges_in, open_run
from bonafides.errors import CampaignError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from bonafides.campaign.pack.run_folder import Run

_FAMILIES = {
    "targets": "people they turned to",
    "text": "texts",
    "handles": "ways out (handle, number or link)",
    "order": "stretches of the same order of employers or sectors",
    "photo": "profile pictures",
    "bio": "profile texts",
    "network": "networks on one day",
    "employer": "employer with day of creation",
}


def explain(folder: Path, a: str, b: str) -> str:
    """Why two accounts are linked, family by family, or what there is of them. Raises CampaignError."""
    run = open_run(folder)
    if a == b:
        raise CampaignError(f"{a[:60]!r} was given twice", where="explain", next_step="Give two accounts.")
    ends = sorted((a, b))
    found = edges_in(run)
    found = found.filter(pc.and_(pc.equal(found.column("a"), ends[0]), pc.equal(found.column("b"), ends[1])))
    rows = [_account(run, account) for account in (a, b)]
    if found.num_rows:
        lines = [f"{a} and {b} are linked: chance would hardly give this."]
        lines += [_family(edge) for edge in found.sort_by([("surplus", "descending")]).to_pylist()]
    else:
        lines = [f"{a} and {b} are not linked: what they share is within what chance gives, or they share nothing."]
    lines += [_standing(row) for row in rows]
    together = [row["campaign"] for row in rows]
    if None not in together and together[0] == together[1]:
        lines.append(f"Both are in campaign {together[0]}.")
    return "\n".join(lines)


def why_not(folder: Path, account: str) -> str:
    """Why an account is in no campaign that is shown, or in which it is. Raises CampaignError."""
    run = open_run(folder)
    row = _account(run, account)
    return "\n".join([_standing(row), _reason(row, run), *_partners(run, account)])


def _account(run: Run, account: str) -> dict[str, Any]:
    try:
        found = pq.read_table(run.folder / "accounts.parquet", filters=[("account", "==", account)])
    except (OSError, pa.ArrowException) as error:
        raise CampaignError("the accounts of the run cannot be read", where="accounts.parquet") from error
    if not found.num_rows:
        raise CampaignError(
            f"the log of this run has no event by account {account[:60]!r}",
            where=str(run.folder),
            next_step="Look whether the id is written as in the log.",
        )
    row: dict[str, Any] = found.to_pylist()[0]
    return row


def _family(edge: dict[str, Any]) -> str:
    what = _FAMILIES.get(edge["family"], edge["family"])
    within = "" if edge["window"] == "all" else f" within {edge['window']} of each other"
    return (
        f"  {edge['family']}: they share {edge['shared']} {what}; {edge['observed']}{within}, where chance gives "
        f"{edge['expected']:.2g} ({edge['surplus']:.1f} nats beyond it). Accepted at a false discovery rate of "
        f"{edge['q']:.2g}."
    )


def _standing(row: dict[str, Any]) -> str:
    return (
        f"{row['account']}: {row['contacts']} people contacted; it shares more than chance with {row['partners']} "
        f"other accounts, at most by {row['best_surplus']:.1f} nats."
    )


def _reason(row: dict[str, Any], run: Run) -> str:
    rate = run.parameters.rate
    match row["standing"]:
        case standing if standing == SHOWN:
            return f"It is in campaign {row['campaign']}."
        case standing if standing == HELD_BACK:
            return f"It is in a group that is not shown: {_held_back(run)}"
        case standing if standing == ALONE:
            return (
                f"No link to another account is beyond chance at a false discovery rate of {rate:g} over all pairs, so "
                "it is in no group."
            )
    return (
        "It is linked to others, but not to enough of them that are linked among themselves (a core of accounts with "
        f"at least {run.parameters.core} partners each), so it is in no group."
    )


def _held_back(run: Run) -> str:
    held = {name: count for name, count in dict(run.values.get("held_back", {})).items() if count}
    words = {
        "over-budget": "ranked below the review budget, where innocent explanations reach too",
        "purpose-unknown": "without lures or confirmed reports in its texts, so that nothing says what it is for",
    }
    known = [f"{count} groups are {words.get(name, name)}" for name, count in held.items()]
    return "; ".join(known) + ". --all and --purpose any show them." if known else "see --all and --purpose any."


def _partners(run: Run, account: str) -> list[str]:
    edges = edges_in(run)
    own = edges.filter(pc.or_(pc.equal(edges.column("a"), account), pc.equal(edges.column("b"), account)))
    strongest = own.sort_by([("surplus", "descending")]).slice(0, 5).to_pylist()
    if not strongest:
        return []
    lines = ["Its strongest links:"]
    for edge in strongest:
        other = edge["b"] if edge["a"] == account else edge["a"]
        lines.append(f"  {other}: {_family(edge).strip()}")
    return lines


def as_json(value: object) -> str:
    """One line of JSON, as all commands of a hunt write it."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
