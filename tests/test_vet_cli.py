"""`bonafides vet` as a person uses it: files, options, the three tests, and what goes wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bonafides.cli import app
from bonafides.errors import AdviseError, VetError

CHAT = (
    "Ann: We pay 800 USD for a report on your colleagues.\nMe: Who is the client?\n"
    "Ann: The client prefers not to be named."
)


def bonafides(*arguments: str, typed: str = "") -> tuple[int, str, str]:
    done = CliRunner().invoke(app, list(arguments), input=typed)
    return done.exit_code, done.stdout, done.stderr


def found(*arguments: str) -> dict[str, list[dict[str, Any]]]:
    code, out, _ = bonafides("vet", *arguments, "--format", "json")
    assert code == 0
    return dict(json.loads(out))


def test_options_tell_what_is_known() -> None:
    said = found("--claims-employer", "Airbus", "--domain", "airbus-careers.com", "--phone", "+44 20 7946 0000")
    assert [each["finding"] for each in said["contradicts"]] == ["address.words"]
    assert [each["finding"] for each in said["unchecked"]] == ["phone.exists"]
    own = found("--firm", "Kestrel", "--own-domain", "kestrel.com", "--mail", "a@kestrel.com", "--founded", "2001")
    assert [each["finding"] for each in own["agrees"]] == ["address.own"]


def test_files_and_the_long_name_of_the_command(tmp_path: Path) -> None:
    form = tmp_path / "form.toml"
    form.write_text('firm = "Airbus"\nmail = "a@gmail.com"\n', encoding="utf-8")
    for command in ((), ("persona",)):
        said = found(*command, str(form))
        assert [each["finding"] for each in said["contradicts"]] == ["address.free-mail"]


def test_standard_input_and_a_page(tmp_path: Path) -> None:
    out = tmp_path / "vetting.html"
    command = [sys.executable, "-m", "bonafides", "vet", "-", "--out", str(out), "--lang", "da", "--country", "dk"]
    done = subprocess.run(
        command, input=b"Anna Lin\nanna@airbus-careers.com\nCompany: Airbus\n", capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert str(out) in done.stderr.decode()
    page = out.read_text("utf-8")
    assert '<html lang="da">' in page
    assert "virk.dk" in page


def test_nothing_told_is_an_error_with_a_way_on() -> None:
    done = subprocess.run([sys.executable, "-m", "bonafides", "vet"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--firm" in done.stderr


def test_text_is_what_one_gets_whatever_the_setting_for_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BONAFIDES_FORMAT", "jsonl")
    code, out, _ = bonafides("vet", "--mail", "a@b.com")
    assert code == 0
    assert out.startswith("What fits")


def test_the_three_tests_feed_a_check(tmp_path: Path) -> None:
    answers, chat = tmp_path / "answers.json", tmp_path / "chat.txt"
    chat.write_text(CHAT, encoding="utf-8")
    code, out, said = bonafides("vet", "--form", "--out", str(answers), typed="y\n\n\n\n\ny\n\ny\n\n")
    assert code == 0
    assert out == ""
    assert str(answers) in said
    assert json.loads(answers.read_text("utf-8"))["answers"] == {
        "client-unnamed": "yes", "keep-it-quiet": "yes", "not-known-there": "yes",
    }  # fmt: skip
    risks = []
    for more in ((), ("--answers", str(answers))):
        code, out, _ = bonafides("check", str(chat), "--format", "jsonl", *more)
        assert code == 0
        risks.append(json.loads(out))
    assert risks[1]["risk"] > risks[0]["risk"]
    assert {each["indicator"] for each in risks[1]["findings"]} >= {"told-not-known-there", "told-keep-it-quiet"}


@pytest.mark.parametrize(("lang", "yes"), [("de", "j"), ("fr", "o"), ("es", "s"), ("da", "ja"), ("en", "yes")])
def test_yes_is_said_in_the_language_of_the_question(lang: str, yes: str) -> None:
    _, out, _ = bonafides("vet", "--form", "--lang", lang, typed=f"{yes}\nn\n")
    assert json.loads(out)["answers"] == {"client-unnamed": "yes", "client-checks-out": "no"}


def test_an_answer_that_was_not_offered_is_asked_again() -> None:
    _, out, said = bonafides("vet", "--form", typed="maybe\nx\nu\nyes please\ny\n")
    assert json.loads(out)["answers"] == {"client-unnamed": "unsure", "client-checks-out": "yes"}
    assert said.count("Please answer") == 3
    assert "--answers" not in said


def test_a_country_is_named_as_everywhere() -> None:
    for given in ("ZZ", "Deutschland"):
        done = CliRunner().invoke(app, ["vet", "--firm", "Kestrel", "--country", given])
        assert isinstance(done.exception, AdviseError)
        assert done.stdout == ""
    assert bonafides("vet", "--firm", "Kestrel", "--country", "uk")[0] == 0


def test_an_ending_that_is_not_written_is_refused(tmp_path: Path) -> None:
    for arguments in (("--firm", "Kestrel"), ("--form",)):
        done = CliRunner().invoke(app, ["vet", *arguments, "--out", str(tmp_path / "o.pdf")], input="y\n")
        assert isinstance(done.exception, VetError)
        assert ".json" in done.exception.next_step
    assert list(tmp_path.iterdir()) == []


def test_junk_is_unread_and_speaks_against_nobody(tmp_path: Path) -> None:
    form = tmp_path / "form.yaml"
    form.write_text("firm: Kestrel\nmails: 7\nprofile: 3\nfounded: 20x9\nphones: [tel, '++44']\nurls: [12]\n")
    said = found(str(form), "--phone", "call me")
    assert said["contradicts"] == []
    assert len(said["unread"]) == 7
    spaced = found("--phone", "++44 20 7946 0000")
    assert [each["finding"] for each in spaced["unchecked"]] == ["phone.exists"]


def test_the_json_names_what_each_rule_rests_on() -> None:
    said = found("--firm", "Airbus", "--mail", "a@airbus-careers.com", "--mail", "b@airbus.com")
    assert said["contradicts"][0]["sources"] == ["Kintis 2017"]
    assert said["agrees"][0]["sources"] == ["Public Suffix List"]


def test_no_answer_writes_nothing(tmp_path: Path) -> None:
    code, out, said = bonafides("vet", "--form", "--out", str(tmp_path / "x.json"))
    assert (code, out) == (0, "")
    assert "nothing was written" in said
    assert not (tmp_path / "x.json").exists()
