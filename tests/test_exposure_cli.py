"""The command line of one's own profile, and what it writes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from bonafides.cli import app, run
from bonafides.errors import ExposureError, ReadError
from bonafides.exposure.counts import Counts, written
from bonafides.model.exposure import ExposureKind
from bonafides.own_profile import look
from bonafides.render.exposure.worded import ROOM, SHOWN
from bonafides.render.phrases import languages, phrases
from bonafides.settings import SettingsError

ROOT = Path(__file__).parents[1]
HOSTILE = '=HYPERLINK("http://x") <img src=x onerror=alert(1)> \u202e\x1b[31m'
QUOTED = HOSTILE.replace('"', '""')
FILES = {
    "Profile": f'First Name,Last Name,Headline,Summary\nA,B,TS/SCI cleared,"DV cleared {QUOTED}"\n',
    "Positions": "Company Name,Title,Description\nMinistry of Defence,Engineer,Project NIGHTHERON at RAF Windmere\n",
    "Education": "School Name,Degree Name\nEastport University,BSc\n",
    "Email Addresses": "Email Address,Confirmed\na@gmail.com,Yes\n",
}


@pytest.fixture
def export(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return folder


def output(*arguments: object) -> str:
    return CliRunner().invoke(app, ["exposure", *map(str, arguments)], catch_exceptions=False).stdout


def test_the_way_joins_the_rooms(export: Path) -> None:
    found = look(export)
    assert {ExposureKind.CLEARANCE, ExposureKind.PROGRAMME, ExposureKind.SITE} <= set(found.kinds)
    assert all(each.sha256 for each in found.inputs)


@pytest.mark.parametrize("lang", languages(ROOM))
def test_the_text_says_everything_in_every_language(export: Path, lang: str) -> None:
    words, text = phrases(lang, ROOM), " ".join(output(export, "--lang", lang).split())
    for key in ("look.title", "kind.clearance.todo", "kind.clearance.instead", "look.no_score", "look.private"):
        assert words(key) in text, key
    assert "NIGHTHERON" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_the_json_keeps_to_its_schema_and_quotes_exactly(export: Path) -> None:
    whole = json.loads(output(export, "--format", "json"))
    Draft202012Validator(json.loads((ROOT / "docs" / "exposure.schema.json").read_text("utf-8"))).validate(whole)
    [found] = [each for each in whole["findings"] if each["kind"] == "programme"]
    text = "Project NIGHTHERON at RAF Windmere"
    assert (found["file"], found["row"], found["field"]) == ("Positions.csv", 1, "Description")
    assert text[found["start"] : found["end"]] == found["quote"] == "Project NIGHTHERON"
    assert all(each["sources"] for each in whole["todo"])


def test_the_page_runs_nothing_of_a_profile(export: Path, tmp_path: Path) -> None:
    output(export, "--out", tmp_path / "x.html")
    page = (tmp_path / "x.html").read_text("utf-8")
    assert "<img" not in page
    assert "<script" not in page
    assert page.startswith("<!doctype html>")


def test_nothing_is_written_unless_asked_for(export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BONAFIDES_HOME", str(tmp_path / "home"))
    before = sorted(tmp_path.rglob("*"))
    output(export)
    assert sorted(tmp_path.rglob("*")) == before


def test_many_places_are_counted_and_not_all_shown(export: Path) -> None:
    (export / "Skills.csv").write_text("Name\n" + "".join(f"SIGINT {n}\n" for n in range(SHOWN + 5)), "utf-8")
    assert "5 more places" in output(export)
    assert len(json.loads(output(export, "--format", "json"))["findings"]) > SHOWN


def test_an_ordinary_profile_gets_no_promise(tmp_path: Path) -> None:
    (tmp_path / "Profile.csv").write_text("First Name,Last Name,Headline\nA,B,Teacher\n", "utf-8")
    text = output(tmp_path)
    assert phrases("en", ROOM)("look.nothing").split(".")[0] in " ".join(text.split())
    assert not re.search(r"\bsafe\b", text)


@pytest.mark.parametrize("lang", languages(ROOM))
def test_no_word_promises_or_blames(lang: str) -> None:
    table = {key: value for key, value in phrases(lang, ROOM).table.items() if not key.startswith("mark.")}
    said = " ".join(str(value) for value in table.values()).lower()
    assert not re.search(r"\b(you are safe|your fault|sie sind sicher|vous etes en securite)\b", said)
    assert {
        f"kind.{kind}.{part}" for kind in ExposureKind for part in ("name", "todo", "why", "instead")
    } <= table.keys()


def test_the_english_is_easy_to_read() -> None:
    table = phrases("en", ROOM).table
    said = " ".join(
        str(table[key]) for key in table if key.startswith(("look.", "kind.", "check.", "counts.", "page."))
    )
    words = re.findall(r"[A-Za-z']+", re.sub(r"[{`][^}`]*[}`]", "", said))
    sentences = len(re.findall(r"[.!?:;](?=\W|$)", said))
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", word.lower().removesuffix("e")))) for word in words)
    assert 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59 <= 8


def test_two_exports_are_refused(export: Path) -> None:
    with pytest.raises(ExposureError, match="one export at a time"):
        output(export, export)


def test_bad_arguments_are_said(export: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        output(export, "--format", "pdf")
    with pytest.raises(ReadError):
        output(tmp_path / "nowhere.zip")


def test_the_program_leaves_with_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["bonafides", "exposure", str(tmp_path / "nowhere.zip")])
    assert run() == 2


def test_counts_are_shown_before_they_are_written(export: Path, tmp_path: Path) -> None:
    place = tmp_path / "counts.json"
    done = CliRunner().invoke(app, ["exposure", str(export), "--counts-out", str(place)])
    assert place.read_text("utf-8") in done.stderr
    assert "NIGHTHERON" not in place.read_text("utf-8")


def test_the_officer_sees_only_what_ten_stand_behind(tmp_path: Path) -> None:
    for number in range(11):
        counts = {kind: int(kind is ExposureKind.CLEARANCE) for kind in ExposureKind}
        (tmp_path / f"{number}.json").write_text(written(Counts(contribution=f"{number:032x}", counts=counts)))
    files = sorted(tmp_path.glob("*.json"))
    text = output("sum", *files, tmp_path / "missing.json")
    assert "11 contributions" in text
    assert "A security clearance: 11" in text
    assert "A unit, ship or post: fewer than 10" in text
    with pytest.raises(ExposureError):
        output("sum", *files[:9])
