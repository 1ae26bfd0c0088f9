"""Who was contacted is written encrypted only, for public keys only, from unchanged inputs only, and logged."""

from __future__ import annotations

import gzip
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pyrage
import pytest

from bonafides.campaign.ingest.files import expand, facts
from bonafides.campaign.pack import export
from bonafides.campaign.pack.recipients import recipients
from bonafides.errors import CampaignError

from .conftest import CAMPAIGN, UNKNOWN, Ran

PGP = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEZ=\n-----END PGP PUBLIC KEY BLOCK-----"
SSH = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsKLqeplhpW+uObz5dvMgjz1OxfM/XXUB+VHtZ6isGN somebody@example.com"


@pytest.fixture
def identity() -> object:
    return pyrage.x25519.Identity.generate()


def _opened(path: Path, identity: object) -> list[dict[str, object]]:
    return [json.loads(line) for line in pyrage.decrypt(path.read_bytes(), [identity]).splitlines()]


def test_the_recipient_reads_who_was_contacted(ran: Ran, folder: Path, tmp_path: Path, identity: object) -> None:
    public = str(identity.to_public())  # type: ignore[attr-defined]
    out = tmp_path / "targets.age"
    export(folder, CAMPAIGN, tmp_path / "one.zip", targets_out=out, recipients=[public, SSH])
    head, *rows = _opened(out, identity)
    presence = ran.swept.candidates[0].group.presence["targets"]
    assert {row["target"] for row in rows} == {ran.targets[int(number)] for number in presence.item}
    assert head == {"schema": "bonafides.targets/1", "campaign": CAMPAIGN, "targets": len(rows)}
    assert sum(bool(row["shared"]) for row in rows) == ran.swept.candidates[0].judged.targets.items


def test_nothing_plain_is_left_anywhere_and_the_access_is_logged(
    ran: Ran, folder: Path, tmp_path: Path, identity: object
) -> None:
    public = str(identity.to_public())  # type: ignore[attr-defined]
    before = set(tmp_path.rglob("*"))
    export(folder, CAMPAIGN, tmp_path / "one.zip", targets_out=tmp_path / "t.age", recipients=[public])
    new = set(tmp_path.rglob("*")) - before
    assert {path.name for path in new} == {"one.zip", "one.zip.sha256", "t.age", "access.log.jsonl"}
    presence = ran.swept.candidates[0].group.presence["targets"]
    names = [ran.targets[int(number)].encode() for number in presence.item]
    assert not any(name in (tmp_path / "t.age").read_bytes() for name in names)
    entry = json.loads((folder / "access.log.jsonl").read_text("utf-8"))
    assert (entry["campaign"], entry["targets"]) == (CAMPAIGN, len(set(names)))
    assert len(entry["recipients"]) == 1
    assert public not in json.dumps(entry)


def test_each_access_is_a_line_of_its_own(folder: Path, tmp_path: Path) -> None:
    for place in range(2):
        export(folder, CAMPAIGN, tmp_path / f"{place}.zip", targets_out=tmp_path / "t.age", recipients=[SSH])
    assert len((folder / "access.log.jsonl").read_text("utf-8").splitlines()) == 2


def _refused(folder: Path, tmp_path: Path, what: str, *, campaign: str = CAMPAIGN) -> CampaignError:
    with pytest.raises(CampaignError, match=what) as caught:
        export(folder, campaign, tmp_path / "no.zip", targets_out=tmp_path / "no.age", recipients=[SSH])
    assert not list(tmp_path.glob("no*"))
    assert not (folder / "access.log.jsonl").exists()
    return caught.value


def test_a_campaign_without_purpose_names_nobody(folder: Path, tmp_path: Path) -> None:
    _refused(folder, tmp_path, "no evidence of deception", campaign=UNKNOWN)


def _rewrite(folder: Path, change: Callable[[dict[str, object]], object]) -> None:
    run = json.loads((folder / "run.json").read_text("utf-8"))
    change(run)
    (folder / "run.json").write_text(json.dumps(run), "utf-8")


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda run: run.pop("sources"), "does not say what it read"),
        (lambda run: run.update(sources={"events": []}), "does not say what it read"),
        (lambda run: run.update(inputs=[]), "not the one that the run read"),
        (lambda run: run["inputs"][0].update(sha256="0" * 64), "not the one that the run read"),
        (lambda run: run.update(sources={"events": ["gone.parquet"]}), "no such file"),
        (lambda run: run.update(salt="00"), "are not in the inputs"),
        (lambda run: run.pop("salt"), "key of the pseudonyms is missing"),
        (lambda run: run.update(salt="not hex"), "key of the pseudonyms is missing"),
    ],
)
def test_other_inputs_than_those_of_the_run_are_refused(
    folder: Path, tmp_path: Path, change: Callable[[dict[str, object]], object], what: str
) -> None:
    _rewrite(folder, change)
    _refused(folder, tmp_path, what)


def test_a_log_that_cannot_be_written_stops_it(folder: Path, tmp_path: Path) -> None:
    (folder / "access.log.jsonl").mkdir()
    with pytest.raises(CampaignError, match="cannot be logged"):
        export(folder, CAMPAIGN, tmp_path / "no.zip", targets_out=tmp_path / "no.age", recipients=[SSH])
    assert not list(tmp_path.glob("no*"))


def _csv(table: pa.Table, path: Path) -> None:
    pyarrow.csv.write_csv(table.select(["account", "target", "sent_at"]).rename_columns(["account", "to", "at"]), path)


def _plain(path: Path) -> None:
    """As it is."""


def _packed(path: Path) -> None:
    path.write_bytes(gzip.compress(path.read_bytes()))


def _wide(path: Path) -> None:
    path.write_text(path.read_text("utf-8"), "utf-16")


def _damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b'\xff\xfe,"broken\n')


@pytest.mark.parametrize("form", [_plain, _packed, _wide, _damaged])
def test_inputs_of_any_form_are_read_as_the_run_read_them(
    folder: Path, tmp_path: Path, form: Callable[[Path], None], identity: object
) -> None:
    run = json.loads((folder / "run.json").read_text("utf-8"))
    log = tmp_path / "log.csv"
    _csv(pq.read_table(run["sources"]["events"][0]), log)
    form(log)
    (file,), _ = expand([str(log)])
    known = facts(file)
    sources = {"events": [str(log)]}
    _rewrite(
        folder,
        lambda run: run.update(
            sources=sources,
            renamed={"to": "target", "at": "sent_at"},
            inputs=[{"file": known.file, "sha256": known.sha256}],
        ),
    )
    public = str(identity.to_public())  # type: ignore[attr-defined]
    export(folder, CAMPAIGN, tmp_path / "one.zip", targets_out=tmp_path / "t.age", recipients=[public])
    assert len(_opened(tmp_path / "t.age", identity)) > 10


@pytest.mark.parametrize(
    ("key", "what"),
    [
        (PGP, "OpenPGP keys cannot be used"),
        ("0xDEADBEEFDEADBEEF", "OpenPGP keys cannot be used"),
        ("DEAD BEEF DEAD BEEF DEAD  BEEF DEAD BEEF DEAD BEEF", "OpenPGP keys cannot be used"),
        ("AGE-SECRET-KEY-1QQQ", "private key"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nabc", "private key"),
        ("age1tooshort", "no whole public key"),
        ("ssh-ed25519 AAAA", "no whole public key"),
        ("ssh-rsa AAAAB3NzaC1yc2EAAA", "neither an age nor an Ed25519"),
        ("somebody@example.com", "neither an age nor an Ed25519"),
        ("", "neither an age nor an Ed25519"),
    ],
)
def test_what_is_no_key_is_refused_with_a_way_to_get_one_and_never_repeated(key: str, what: str) -> None:
    with pytest.raises(CampaignError, match=what) as caught:
        recipients([key])
    assert "age" in caught.value.next_step or "public key" in caught.value.next_step
    assert not key or key not in str(caught.value)


def test_without_a_recipient_nothing_is_written(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CampaignError, match="nobody is named"):
        export(folder, CAMPAIGN, tmp_path / "no.zip", targets_out=tmp_path / "no.age")
    with pytest.raises(CampaignError, match="nothing to encrypt"):
        export(folder, CAMPAIGN, tmp_path / "no.zip", recipients=[SSH])
    assert not list(tmp_path.glob("no*"))


def test_a_comment_does_not_change_the_fingerprint() -> None:
    one, other = recipients([SSH, SSH.rsplit(" ", 1)[0]])
    assert one.fingerprint == other.fingerprint


def test_age_itself_opens_it(folder: Path, tmp_path: Path) -> None:
    """Where the command is installed."""
    try:
        made = subprocess.run(["age-keygen"], capture_output=True, text=True, check=True)
    except FileNotFoundError:
        pytest.skip("age is not installed")
    key = tmp_path / "key.txt"
    key.write_text(made.stdout)
    public = next(line for line in made.stdout.splitlines() if "public key" in line).split()[-1]
    export(folder, CAMPAIGN, tmp_path / "one.zip", targets_out=tmp_path / "t.age", recipients=[public])
    done = subprocess.run(["age", "-d", "-i", str(key), str(tmp_path / "t.age")], capture_output=True, check=True)
    assert json.loads(done.stdout.splitlines()[0])["campaign"] == CAMPAIGN
