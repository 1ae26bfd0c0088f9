"""The platform's corridor as its user meets it: a log in, a folder out, and answers from the folder."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

pytest.importorskip("duckdb")
pytest.importorskip("graspologic_native")

from typer.testing import CliRunner

from bonafides.campaign.engine.duckdb import DuckEngine
from bonafides.campaign.ingest import Sources
from bonafides.cli import app
from bonafides.errors import BonafidesError
from bonafides.hunt import Found, Request, hunt
from bonafides.model import Purpose
from tests.hunts import RING, write_log

FILES = {
    "_SUCCESS", "accounts.parquet", "campaigns.jsonl", "dropped.json", "edges.parquet", "facts.parquet",
    "links.parquet", "purposes.jsonl", "report.html", "run.json", "selective.json",
}  # fmt: skip


def found(log: Path, **wishes: object) -> Found:
    with DuckEngine(threads=2) as engine:
        return hunt(engine, Request(sources=Sources(events=(str(log),)), **wishes))  # type: ignore[arg-type]


def called(*arguments: str | Path) -> tuple[int, str]:
    """Exit code and everything said; a BonafidesError is what `run` would print."""
    done = CliRunner().invoke(app, ["hunt", *map(str, arguments)])
    if isinstance(done.exception, BonafidesError):
        return 2, str(done.exception)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("hunt")
    log = write_log(place / "events.csv")
    code, said = called(log, "--out", place / "found", "--labels", _labels(place / "labels.csv"))
    assert code == 0, said
    assert "1 campaign" in said
    assert "accounts, precision" in said
    return place / "found"


def _labels(path: Path) -> Path:
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows([("account", "campaign"), *((account, "planted") for account in RING)])
    return path


def _campaigns(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "campaigns.jsonl").read_text("utf-8").splitlines()]


# --- what is found and shown


def test_the_planted_campaign_is_found_alone_and_its_lures_are_seen(run: Path) -> None:
    (campaign,) = _campaigns(run)
    assert {member["account"] for member in campaign["accounts"]} == set(RING)  # type: ignore[attr-defined]
    assert campaign["purpose"] == "lure-evidence"
    assert campaign["schema"] == "bonafides.campaign/1"
    assert campaign["rank"] == 1
    assert 30 <= int(str(campaign["targets"])) <= 36


def test_the_folder_is_whole_and_holds_no_target(run: Path) -> None:
    assert {path.name for path in run.iterdir()} == FILES
    for name in ("campaigns.jsonl", "dropped.json", "run.json", "report.html", "selective.json"):
        assert "official-" not in (run / name).read_text("utf-8"), name
    for name in ("facts.parquet", "links.parquet", "accounts.parquet", "edges.parquet"):
        assert b"official-1" not in (run / name).read_bytes(), name


def test_coordination_without_lures_is_held_back_unless_asked_for(tmp_path: Path) -> None:
    log = write_log(tmp_path / "events.csv", lures=False)
    kept = found(log)
    assert kept.hunt.campaigns == ()
    assert kept.hunt.held_back["purpose-unknown"] == 1
    (campaign,) = found(log, any_purpose=True).hunt.campaigns
    assert campaign.purpose is Purpose.UNKNOWN
    assert {member.account for member in campaign.accounts} == set(RING)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_ordinary_log_shows_nothing(tmp_path: Path, seed: int) -> None:
    log = write_log(tmp_path / "events.csv", ring=False, seed=seed)
    assert found(log, any_purpose=True).hunt.campaigns == ()


def test_without_content_it_is_found_by_targets_and_times(tmp_path: Path) -> None:
    log = write_log(tmp_path / "events.csv")
    code, said = called(log, "--no-content", "--purpose", "any", "--out", tmp_path / "found")
    assert code == 0, said
    (campaign,) = _campaigns(tmp_path / "found")
    assert {member["account"] for member in campaign["accounts"]} == set(RING)  # type: ignore[attr-defined]
    assert json.loads((tmp_path / "found" / "run.json").read_text())["content"]["used"] == 0


def test_the_same_log_gives_the_same_campaigns(run: Path, tmp_path: Path) -> None:
    lines = (run.parent / "events.csv").read_text().splitlines()
    (tmp_path / "turned.csv").write_text("\n".join([lines[0], *reversed(lines[1:])]) + "\n")
    code, said = called(tmp_path / "turned.csv", "--out", tmp_path / "found")
    assert code == 0, said
    assert (tmp_path / "found" / "campaigns.jsonl").read_bytes() == (run / "campaigns.jsonl").read_bytes()


# --- answers from the folder


def test_explain_and_why_not(run: Path) -> None:
    code, said = called("explain", run, RING[0], RING[1])
    assert code == 0
    assert "are linked" in said
    assert "campaign c-" in said
    code, said = called("explain", run, RING[0], "member-7")
    assert code == 0
    assert "are not linked" in said
    assert "is in campaign" in called("why-not", run, RING[0])[1]
    assert "no group" in called("why-not", run, "member-7")[1]
    code, said = called("why-not", run, "nobody")
    assert code == 2
    assert "no event by account 'nobody'" in said


def test_a_pack_replays_byte_for_byte(run: Path, tmp_path: Path) -> None:
    identity = str(_campaigns(run)[0]["campaign"])
    code, said = called("export", run, "--campaign", identity, "--out", tmp_path / "pack.zip")
    assert code == 0, said
    assert "seal" in said
    assert called("replay", tmp_path / "pack.zip")[0] == 0


def test_a_seed_finds_its_siblings(run: Path, tmp_path: Path) -> None:
    (tmp_path / "seeds.txt").write_text(f"{RING[0]}\n")
    code, said = called(run.parent / "events.csv", "--seed", tmp_path / "seeds.txt", "--out", tmp_path / "found")
    assert code == 0, said
    kin = json.loads((tmp_path / "found" / "seeds.json").read_text())
    assert {row["account"] for row in kin["siblings"]} == set(RING[1:])


def test_a_shadow_run_says_what_would_change(run: Path, tmp_path: Path) -> None:
    (tmp_path / "candidate.toml").write_text("core = 20\n")
    code, said = called(run.parent / "events.csv", "--shadow", tmp_path / "candidate.toml")
    assert code == 0, said
    assert "core" in said


def test_an_audit_of_groups(run: Path, tmp_path: Path) -> None:
    rows = [("account", "group"), *((f"member-{n}", "choir") for n in range(50))]
    with (tmp_path / "groups.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows(rows)
    code, said = called("audit", run, "--groups", tmp_path / "groups.csv")
    assert code == 0, said
    assert "choir" in said


# --- every day


def test_a_state_carries_ids_from_day_to_day(tmp_path: Path) -> None:
    lines = write_log(tmp_path / "all.csv", size=4).read_text().splitlines()
    cut = 1_772_323_200 + int(13.2 * 86_400)
    for name, early in (("first", True), ("second", False)):
        rows = [line for line in lines[1:] if (int(line.split(",")[2]) < cut) is early]
        (tmp_path / f"{name}.csv").write_text("\n".join([lines[0], *rows]) + "\n")
        code, said = called(tmp_path / f"{name}.csv", "--state", tmp_path / "state", "--out", tmp_path / name)
        assert code == 0, said
    first, second = (_campaigns(tmp_path / name) for name in ("first", "second"))
    assert [campaign["status"] for campaign in first] == ["new"]
    assert [campaign["campaign"] for campaign in second] == [first[0]["campaign"]]
    assert second[0]["status"] in {"grown", "steady"}


# --- bad input


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["no-such-file.csv"], "no-such-file.csv"),
        (["{log}", "--since", "yesterday"], "no date"),
        (["{log}", "--map", "nonsense"], "no renaming"),
        (["{log}", "--purpose", "curiosity"], "not known"),
        (["{log}", "--engine", "abacus"], "not known"),
        (["{log}", "--master", "yarn"], "--engine spark"),
        (["{log}", "--labels", "nowhere.csv"], "no file"),
        (["{log}", "--out", "{full}"], "something else than a finished run"),
        (["{empty}"], "empty"),
        (["explain", "{full}", "a", "b"], "no folder of a finished run"),
        (["replay", "{log}"], "pack"),
        (["{log}", "--memory", "lots"], "no amount of memory"),
        (["{log}", "--since", "nan"], "no date"),
        (["{log}", "--budget", "nan"], "must be a number"),
        (["{log}", "--since", "2040-01-01"], "no event is left"),
        (["{log}", "--parameters", "{odd}"], "no number of the right kind"),
    ],
)
def test_bad_input_gets_a_clear_word_and_exit_code_2(
    run: Path, tmp_path: Path, arguments: list[str], words: str
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine")
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "odd.toml").write_text('strata = ["a"]')
    places = {
        "odd": tmp_path / "odd.toml",
        "log": run.parent / "events.csv",
        "full": tmp_path / "full",
        "empty": tmp_path / "empty.csv",
    }
    code, said = called(*(argument.format(**places) for argument in arguments))
    assert code == 2, said
    assert words in said
    assert "Traceback" not in said
    assert (tmp_path / "full" / "thesis.txt").read_text() == "mine"


def test_one_bad_file_never_hides_the_rest(run: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 this is none")
    code, _ = called(run.parent / "events.csv", tmp_path / "broken.parquet", "--out", tmp_path / "found")
    assert code == 2
    assert "broken.parquet" in (tmp_path / "found" / "dropped.json").read_text()
    assert len(_campaigns(tmp_path / "found")) == 1


def test_a_later_run_replaces_its_own_files_and_leaves_packs_and_notes(run: Path, tmp_path: Path) -> None:
    target = tmp_path / "found"
    assert called(run.parent / "events.csv", "--out", target)[0] == 0
    (target / "c-1.zip").write_bytes(b"a pack")
    (target / "access.log.jsonl").write_text("who was given identities\n")
    (target / "seeds.json").write_text("of an earlier run")
    assert called(run.parent / "events.csv", "--out", target)[0] == 0
    assert {path.name for path in target.iterdir()} == FILES | {"c-1.zip", "access.log.jsonl"}
    assert (target / "c-1.zip").read_bytes() == b"a pack"


def test_somebody_elses_folder_that_ends_in_success_is_left_alone(run: Path, tmp_path: Path) -> None:
    (tmp_path / "part-0.parquet").write_bytes(b"a log")
    (tmp_path / "_SUCCESS").touch()
    code, said = called(run.parent / "events.csv", "--out", tmp_path)
    assert code == 2, said
    assert {path.name for path in tmp_path.iterdir()} == {"part-0.parquet", "_SUCCESS"}


def test_an_earlier_run_stays_where_a_new_one_fails(run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "found"
    assert called(run.parent / "events.csv", "--out", target)[0] == 0
    before = (target / "campaigns.jsonl").read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bonafides.hunt_files.write_facts", full)
    code, said = called(run.parent / "events.csv", "--out", target)
    assert code == 2
    assert "No space left" in said
    assert (target / "campaigns.jsonl").read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"found"}
