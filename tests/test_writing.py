"""Reports to hand in on the command line: what is asked for is written, and what makes no sense is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from bonafides.settings import SettingsError, resolve
from bonafides.writing import Handing
from tests.required import needs_typst
from tests.test_cli import APPROACH, line, run


def settings(**given: str) -> dict[str, str]:
    return resolve(given, environment={}, folder=Path("/nonexistent"))


@pytest.mark.parametrize(
    ("handing", "form", "where"),
    [
        (Handing(page=True), "text", "--hand-in"),
        (Handing(page=True), "json", "--hand-in"),
        (Handing(own_words=True), "html", "--own-words"),
        (Handing(own_name=True), "text", "--own-name"),
        (Handing(own_situation=True), "jsonl", "--own-situation"),
    ],
)
def test_what_can_have_no_effect_is_refused(handing: Handing, form: str, where: str) -> None:
    with pytest.raises(SettingsError, match=where):
        handing.check(settings(format=form), None, form=False)


@pytest.mark.parametrize(
    ("handing", "form"),
    [
        (Handing(page=True, own_words=True, own_name=True), "html"),
        (Handing(own_situation=True), "pdf"),
        (Handing(preview=True, own_words=True), "text"),
        (Handing(), "json"),
    ],
)
def test_what_has_an_effect_is_taken(handing: Handing, form: str) -> None:
    handing.check(settings(format=form), Path("out"), form=False)


def test_own_words_may_be_meant_for_a_form() -> None:
    Handing(own_words=True).check(settings(format="text"), None, form=True)


def test_the_choices_reach_the_view() -> None:
    chosen = Handing(own_name=True, situation="travelled").view(
        settings(format="pdf", country="us", status="cleared", me="Ann Lee, ann@x.example")
    )
    assert chosen is not None
    assert (chosen.own_name, chosen.own_words, chosen.paper) == (True, False, "us-letter")
    assert (chosen.situation, chosen.status) == ("travelled", "cleared")
    assert chosen.names == ("Ann Lee", "ann@x.example")
    assert Handing().view(settings(format="html")) is None


def test_a_pdf_is_written_and_what_it_says_about_its_owner_is_named(tmp_path: Path) -> None:
    needs_typst()
    (tmp_path / "b.jsonl").write_text(line("b", APPROACH) + "\n")
    done = run("check", "b.jsonl", "--out", "report.pdf", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
    assert b"--about-me" in done.stderr


def test_what_it_says_is_shown_and_no_report_is_written(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text(line("b", APPROACH) + "\n")
    done = run("check", "b.jsonl", "--about-me", "--own-words", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    text = done.stdout.decode()
    assert text.startswith("What this report says about you")
    assert "Who is the client?" in text
    assert [path.name for path in tmp_path.iterdir()] == ["b.jsonl"]


def test_a_page_to_hand_in_speaks_to_the_office(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text(line("b", APPROACH) + "\n")
    done = run("check", "b.jsonl", "--format", "html", "--hand-in", "--lang", "de", cwd=tmp_path)
    assert "Meldung einer mutmaßlichen Anbahnung" in done.stdout.decode()
    assert "Who is the client?" not in done.stdout.decode()
