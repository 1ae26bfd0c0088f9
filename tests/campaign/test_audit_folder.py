"""An audit of a run's folder: ids of any type, labels, what is within the budget, and folders that are none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pa = pytest.importorskip("pyarrow")
import pyarrow.parquet as pq  # noqa: E402

from bonafides.campaign.audit_folder import audit_folders, in_log  # noqa: E402
from bonafides.errors import CampaignError  # noqa: E402


def campaign(rank: int, accounts: list[int], *, within: bool = True) -> str:
    members = [{"account": str(one), "strength": 1.0} for one in accounts]
    return json.dumps({"campaign": f"c{rank}", "rank": rank, "accounts": members, "within_budget": within})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "run"
    place.mkdir()
    pq.write_table(
        pa.table({"account": [str(one) for one in range(1000)], "edges": [0] * 1000}), place / "accounts.parquet"
    )
    lines = [campaign(1, [0, 1, 200, 201]), campaign(2, [300, 301]), campaign(3, [2, 3, 4], within=False)]
    (place / "campaigns.jsonl").write_text("\n".join(lines) + "\n")
    (place / "run.json").write_text('{"budget": 0.25}')
    (place / "_SUCCESS").touch()
    return place


@pytest.fixture
def groups(tmp_path: Path) -> Path:
    path = tmp_path / "groups.parquet"
    listed = [*range(100), 5000]
    pq.write_table(pa.table({"account": listed, "group": ["choir"] * len(listed)}), path)
    return path


def test_a_run_is_audited(folder: Path, groups: Path) -> None:
    found = audit_folders([folder], groups)
    one = found.groups[0]
    assert (found.accounts, found.flagged, found.campaigns, found.unknown) == (1000, 6, 2, 1)
    assert (one.group, one.accounts, one.flagged, one.campaigns) == ("choir", 100, 2, 1)
    assert one.ratio == pytest.approx((2 / 100) / (4 / 900))


def test_labels_take_out_what_is_rightly_flagged(folder: Path, groups: Path, tmp_path: Path) -> None:
    labels = tmp_path / "labels.csv"
    labels.write_text("account,campaign\n0,x\n1,x\n200,x\n201,x\n99999,x\n")
    found = audit_folders([folder], groups, labels=labels)
    one = found.groups[0]
    assert (found.accounts, found.flagged, found.labelled, one.accounts, one.flagged) == (996, 2, 4, 98, 0)


def test_several_folders_add_up(folder: Path, groups: Path) -> None:
    found = audit_folders([folder, folder], groups)
    assert (found.runs, found.accounts, found.flagged, found.groups[0].accounts) == (2, 2000, 12, 200)


def test_the_accounts_may_be_a_folder_of_parts(folder: Path, tmp_path: Path) -> None:
    parts = tmp_path / "accounts.parquet"
    parts.mkdir()
    for part in range(2):
        pq.write_table(pa.table({"account": [f"{part}a", f"{part}b"]}), parts / f"part-{part}.parquet")
    assert in_log(parts, {"0a", "1b", "x"}) == (frozenset({"0a", "1b"}), 4)


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("_SUCCESS", None, "no folder of a finished run"),
        ("accounts.parquet", None, "accounts cannot be read"),
        ("accounts.parquet", "nothing", "accounts cannot be read"),
        ("campaigns.jsonl", None, "campaigns cannot be read"),
        ("campaigns.jsonl", "{", "campaigns cannot be read"),
        ("campaigns.jsonl", "[]", "campaigns cannot be read"),
        ("run.json", None, "record cannot be read"),
        ("run.json", "[]", "record cannot be read"),
    ],
)
def test_a_folder_that_is_none(file: str, content: str | None, words: str, folder: Path, groups: Path) -> None:
    (folder / file).unlink()
    if content is not None:
        (folder / file).write_text(content)
    with pytest.raises(CampaignError, match=words) as caught:
        audit_folders([folder], groups)
    assert caught.value.next_step


def test_nobody_listed_is_in_the_log(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "groups.csv"
    path.write_text("account,group\nx,choir\ny,choir\n")
    with pytest.raises(CampaignError, match="none of the 2 accounts"):
        audit_folders([folder], path)
