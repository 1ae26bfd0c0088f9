"""Reports to hand in on the command line: what is asked for is written, and what makes no sense is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from bonafides.explain import explanations
from bonafides.settings import SettingsError, resolve
from bonafides.writing import Handing
from tests.required import needs_typst
from tests.test_cli import APPROACH, ORDINARY, line, run


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
        (Handing(marking="amber"), "text", "--tlp"),
        (Handing(marking="amber"), "html", "--tlp"),
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
        (Handing(marking="amber"), "stix"),
        (Handing(marking="amber"), "misp"),
        (Handing(marking="amber"), "pdf"),
        (Handing(marking="amber", page=True), "html"),
    ],
)
def test_what_has_an_effect_is_taken(handing: Handing, form: str) -> None:
    handing.check(settings(format=form), Path("out"), form=False)


def test_own_words_may_be_meant_for_a_form() -> None:
    Handing(own_words=True).check(settings(format="text"), None, form=True)


def test_a_marking_is_refused_where_a_form_is_written_and_taken_as_a_setting() -> None:
    with pytest.raises(SettingsError, match="--tlp"):
        Handing(marking="amber").check(settings(format="html"), None, form=True)
    Handing().check(settings(format="text", tlp="amber"), None, form=False)


@pytest.mark.parametrize("form", ["stix", "misp"])
def test_what_is_shared_has_only_flagged_talks_and_not_the_name_that_was_given(form: str, tmp_path: Path) -> None:
    turns = [*APPROACH, ("them", "Great Karl! Thank you, Mr Mueller.")]
    lines = (line("b", turns), line("lunch", ORDINARY), line("tea", ORDINARY))
    (tmp_path / "Karl Müller X.jsonl").write_text("\n".join(lines) + "\n")
    base = ("check", "Karl Müller X.jsonl", "--format", form)
    done = run(*base, "--me", "Karl Müller", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [own for own in (b"Karl", b"Mueller", b"ller X", b"Lunch") if own in done.stdout] == []
    assert b"2 further conversations were left out" in done.stderr
    assert b"name is not known" not in done.stderr
    assert b"name is not known" in run(*base, cwd=tmp_path).stderr


def test_the_choices_reach_the_view() -> None:
    chosen = Handing(own_name=True, situation="travelled").view(
        settings(format="pdf", country="us", status="cleared", me="Ann Lee, ann@x.example")
    )
    assert chosen is not None
    assert (chosen.own_name, chosen.own_words, chosen.paper) == (True, False, "us-letter")
    assert (chosen.situation, chosen.status) == ("travelled", "cleared")
    assert chosen.names == ("Ann Lee", "ann@x.example")
    assert Handing().view(settings(format="html")) is None
    shared = Handing().view(settings(format="stix", me="Ann Lee"))
    assert shared is not None
    assert (shared.names, shared.own_name, shared.own_words) == (("Ann Lee",), False, False)


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


def test_an_answer_of_the_form_is_named_with_its_reason(tmp_path: Path) -> None:
    chat, answers = tmp_path / "chat.txt", tmp_path / "answers.json"
    chat.write_text("Ann: We pay 800 USD for a report on your colleagues.\nMe: Who is the client?\n", "utf-8")
    answers.write_text('{"schema": "bonafides.answers/1", "answers": {"not-known-there": "yes"}}', "utf-8")
    told = explanations("en", told=True)["told-not-known-there"]
    shown = " ".join(run("check", str(chat), "--answers", str(answers)).stdout.decode().split())
    assert told.title in shown
    assert told.why in shown
    assert "Told not known there" not in shown
