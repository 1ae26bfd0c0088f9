"""A hunted campaign for other programs: its accounts and evidence whole, nobody whom they wrote to."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

pytest.importorskip("duckdb")
pytest.importorskip("graspologic_native")

from typer.testing import CliRunner

from bonafides.cli import app
from bonafides.errors import BonafidesError
from bonafides.hunt_sharing import FORMS, share, shared
from bonafides.render.exchange.misp import event
from bonafides.render.exchange.misp_read import read_misp
from bonafides.render.exchange.network import of_campaign
from bonafides.render.exchange.stix import bundle
from bonafides.render.exchange.stix_read import read_stix
from bonafides.render.exchange.tlp import Tlp
from evals.sharing import invalid
from tests.hunts import RING, write_log
from tests.render.hunts import hostile, some


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("hunt")
    log = write_log(place / "events.csv")
    done = CliRunner().invoke(app, ["hunt", str(log), "--out", str(place / "found")])
    assert done.exit_code == 0, done.output
    return place / "found"


def campaign(run: Path) -> str:
    return str(json.loads((run / "campaigns.jsonl").read_text("utf-8").splitlines()[0])["campaign"])


def targets(run: Path) -> set[str]:
    with (run.parent / "events.csv").open(newline="") as stream:
        return {row["target"] for row in csv.DictReader(stream)}


def test_it_comes_back_whole_in_both_forms(run: Path) -> None:
    given = shared(run, campaign(run), "amber")
    assert given.tlp is Tlp.AMBER
    assert {each.account for each in given.personas} == set(RING)
    assert given.network
    assert given.network.targets > 1
    for form, read in zip(FORMS, (read_stix, read_misp), strict=True):
        text = share(run, campaign(run), form, "amber")
        assert read(text.encode()).shared == (given,)
        assert text == share(run, campaign(run), form, "amber")
        assert not [each for each in targets(run) if f'"{each}"' in text]
    assert invalid([given], strict=False) == 0


def test_the_command_writes_it_and_refuses_identities(run: Path, tmp_path: Path) -> None:
    arguments = ["hunt", "export", str(run), "--campaign", campaign(run), "--format"]
    done = CliRunner().invoke(app, [*arguments, "stix", "--out", str(tmp_path / "c.stix"), "--tlp", "green"])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "c.stix").read_text("utf-8") == share(run, campaign(run), "stix", "green")
    for wrong in (["stix", "--targets-out", "x"], ["pdf"]):
        refused = CliRunner().invoke(app, [*arguments, *wrong]).exception
        assert isinstance(refused, BonafidesError)
    with pytest.raises(BonafidesError, match="no form"):
        share(run, campaign(run), "csv")
    with pytest.raises(BonafidesError):
        share(run, "no such campaign", "stix")


def test_every_campaign_that_the_page_can_show_can_be_shared() -> None:
    for each in (*some().campaigns, *hostile().campaigns):
        given = of_campaign(each, {"inputs": [{"file": "/home/x/log.csv", "bytes": 3, "sha256": "a"}, 7]})
        assert given.grounds.inputs[0].name == "log.csv"
        assert len(given.personas) == len(each.accounts)
        assert read_stix(bundle(given).encode()).shared == (given,)
        assert read_misp(event(given).encode()).shared == (given,)
