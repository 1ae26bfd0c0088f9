"""A pack holds what it should, is the same every time, and is refused where it must be."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from bonafides.campaign.pack import archive, export
from bonafides.errors import CampaignError

from .conftest import CAMPAIGN, SALT, UNKNOWN, Ran


def test_a_pack_holds_the_campaign_and_a_record_for_each_account(ran: Ran, packed: Path) -> None:
    files = archive.unpack(packed)
    campaign = json.loads(files["campaign.json"])
    assert campaign["campaign"] == CAMPAIGN
    assert files["campaign.json"] in (ran.folder / "campaigns.jsonl").read_bytes().splitlines()
    accounts = [account["account"] for account in campaign["accounts"]]
    assert len(accounts) >= 4
    for number, account in enumerate(accounts, start=1):
        assert json.loads(files[f"records/{number}.json"])["account"] == account
        assert account in files[f"records/{number}.md"].decode()


def test_every_file_is_in_the_manifest_and_the_seal_is_the_manifests(packed: Path) -> None:
    files = archive.unpack(packed)
    manifest = json.loads(files.pop(archive.MANIFEST))
    assert manifest["files"] == {name: hashlib.sha256(raw).hexdigest() for name, raw in sorted(files.items())}
    seal = packed.with_name(f"{packed.name}.sha256").read_text("ascii")
    raw = archive.unpack(packed)[archive.MANIFEST]
    assert seal == f"{hashlib.sha256(raw).hexdigest()}  manifest.json\n"


def test_the_same_run_gives_the_same_bytes(ran: Ran, packed: Path, tmp_path: Path) -> None:
    again = export(ran.folder, CAMPAIGN, tmp_path / "again.zip")
    assert again.read_bytes() == packed.read_bytes()


def test_no_target_no_key_and_no_message_is_in_a_pack(ran: Ran, packed: Path) -> None:
    whole = b"\n".join(archive.unpack(packed).values()).decode()
    candidate = ran.swept.candidates[0]
    own = {ran.targets[int(number)] for number in candidate.group.presence["targets"].item} - set(candidate.names)
    assert len(own) > 10
    assert [target for target in own if f'"{target}"' in whole or f" {target} " in whole] == []
    assert SALT.hex() not in whole
    assert '"text":"' not in whole


def test_the_zip_has_fixed_times_and_order(packed: Path) -> None:
    with zipfile.ZipFile(packed) as pack:
        entries = pack.infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    names = [entry.filename for entry in entries]
    assert names == ["manifest.json", *sorted(names[1:])]


def test_coordination_without_a_purpose_is_no_evidence(ran: Ran, tmp_path: Path) -> None:
    with pytest.raises(CampaignError, match="no evidence of deception"):
        export(ran.folder, UNKNOWN, tmp_path / "no.zip")
    assert list(tmp_path.iterdir()) == []


def _without(name: str) -> object:
    return lambda folder: (folder / name).unlink()


def _wrong(name: str, raw: bytes) -> object:
    return lambda folder: (folder / name).write_bytes(raw)


@pytest.mark.parametrize(
    ("harm", "what"),
    [
        (_without("_SUCCESS"), "no folder of a finished run"),
        (_without("run.json"), "record of the run cannot be read"),
        (_wrong("run.json", b"[]"), "record of the run cannot be read"),
        (_wrong("run.json", b'{"parameters": {}}'), "numbers of the whole log"),
        (_wrong("run.json", b'{"parameters": {"core": "x"}}'), "numbers of the whole log|parameters"),
        (_without("campaigns.jsonl"), "campaigns of the run cannot be read"),
        (_wrong("campaigns.jsonl", b"{}\n"), "campaigns of the run cannot be read"),
        (_wrong("campaigns.jsonl", b""), "shows no campaign"),
        (_without("facts.parquet"), "facts of the run cannot be read"),
        (_wrong("links.parquet", b"PAR1"), "facts of the run cannot be read"),
        (_without("edges.parquet"), "edges of the run cannot be read"),
    ],
)
def test_a_broken_folder_gives_a_clear_error(folder: Path, tmp_path: Path, harm: object, what: str) -> None:
    assert callable(harm)
    harm(folder)
    with pytest.raises(CampaignError, match=what):
        export(folder, CAMPAIGN, tmp_path / "no.zip")
    assert not (tmp_path / "no.zip").exists()


def test_a_campaign_that_was_edited_is_not_packed(folder: Path, tmp_path: Path) -> None:
    path = folder / "campaigns.jsonl"
    first, *others = path.read_text("utf-8").splitlines()
    score = json.loads(first)["score"]
    path.write_text("\n".join([first.replace(f'"score":{score}', '"score":999.0'), *others]), "utf-8")
    with pytest.raises(CampaignError, match="do not give the campaign"):
        export(folder, CAMPAIGN, tmp_path / "no.zip")


def test_a_place_that_cannot_be_written_gives_a_clear_error(ran: Ran, tmp_path: Path) -> None:
    with pytest.raises(CampaignError, match="no such file"):
        export(ran.folder, CAMPAIGN, tmp_path / "missing" / "one.zip")
    with pytest.raises(CampaignError, match="is a directory"):
        export(ran.folder, CAMPAIGN, tmp_path)
    assert list(tmp_path.iterdir()) == []
