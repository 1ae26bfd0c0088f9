"""A report on what was told reads as such, in every form, and what was told travels as what it is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from bonafides.examine import Case, _files, examine, examine_told, rules_hash
from bonafides.explain import explanations
from bonafides.interview import questions, told, wording
from bonafides.library import read
from bonafides.model import Conversation, Entry, Form, Message, Reading, Report
from bonafides.render import View, render
from bonafides.render.interchange import interchange
from bonafides.render.redact import redact

ROOT = Path(__file__).parents[2]
TITLES = explanations(told=True)
SOME = {"good-pay": "yes", "not-public": "yes", "confirmed-by-organisation": "yes", "ties-are-hollow": "no"}


def form(answers: dict[str, str]) -> Report:
    return examine_told(Case(answers=answers))


def letter() -> Report:
    """A text by somebody whose name is an everyday word of the form's own sentences."""
    messages = (Message(speaker="Paige Contact", text="Good morning from Paige, lunch on Tuesday?", channel="email"),)
    reading = Reading(conversations=(Conversation(id="paige", messages=messages),))
    return examine(reading, Case(answers={"no-trace-of-firm": "yes", "confirmed-by-organisation": "yes"}))


def schema(name: str) -> Draft202012Validator:
    loaded = {path.name: json.loads(path.read_text("utf-8")) for path in (ROOT / "docs").glob("*.schema.json")}
    registry: Registry[Any] = Registry().with_resources(
        (each["$id"], Resource.from_contents(each)) for each in loaded.values()
    )
    return Draft202012Validator(loaded[name], registry=registry)


def test_the_text_speaks_of_what_was_told_and_of_no_messages() -> None:
    written = render(form(SOME), "text", View(titles=TITLES, width=200))
    assert "What was found in what you told" in written
    assert "4 things that you told" in written
    assert "0 messages" not in written
    assert "Message 1" not in written
    assert written.count("“«They asked for things that are not public.»”\n   What you told\n") == 1
    assert "Asks for what is not public" in written
    assert "rests on what you remember" in written
    assert "With somebody" not in written
    assert "Times are shown in" not in written


def test_a_form_in_which_nothing_counted_claims_nothing_about_a_text() -> None:
    written = render(form({"good-pay": "no"}), "text", View(titles=TITLES, width=200))
    assert "No signs found in what you told." in written
    assert "Nothing that you told speaks for an approach or a fraud." in written
    assert "in the text" not in written


def test_a_text_and_what_was_told_stand_side_by_side() -> None:
    written = render(letter(), "text", View(titles=TITLES, width=200))
    assert "E-mail · 1 message · 2 things that you told" in written
    assert "What was found in this conversation" in written
    assert "With Paige Contact" in written


@pytest.mark.parametrize("report", [form(SOME), form({}), letter()], ids=["form", "empty", "letter"])
def test_the_page_shows_every_statement_and_leads_to_its_reason(report: Report) -> None:
    page = render(report, "html", View(titles=TITLES))
    (entry,) = report.entries
    for index, message in enumerate(entry.conversation.messages, 1):
        if message.form is Form.TOLD:
            assert f'id="c1-m{index}"' in page
            assert message.text.replace("'", "&#39;") in page


@pytest.mark.parametrize("report", [form(SOME), form({}), letter()], ids=["form", "empty", "letter"])
def test_the_machine_formats_keep_to_their_schemas(report: Report) -> None:
    whole = json.loads(render(report, "json", View(titles=TITLES)))
    schema("report.schema.json").validate(whole)
    (line,) = render(report, "jsonl", View()).splitlines()
    schema("assessment.schema.json").validate(json.loads(line))
    said = {finding["indicator"]: finding["quote"] for finding in whole["entries"][0]["findings"]}
    words = {question.indicator: wording("en")[question.id].said for question in questions()}
    assert {id_: quote for id_, quote in said.items() if id_ in words} == {
        id_: text for id_, text in words.items() if id_ in said
    }
    assert "told" not in whole["entries"][0]["conversation"]["channels"]


def _told(entry: Entry) -> list[str]:
    return [message.text for message in entry.conversation.messages if message.form is Form.TOLD]


def test_redaction_leaves_the_forms_own_sentences_as_they_are() -> None:
    (before,), (after,) = letter().entries, redact(letter()).entries
    assert after.conversation.messages[0].text == "Good morning from Person A, lunch on Tuesday?"
    assert _told(after) == _told(before)
    assert len(_told(after)) == 2
    assert "contact" in "".join(_told(after))


def test_what_was_told_can_be_written_and_read_again_and_is_still_not_judged(tmp_path: Path) -> None:
    conversation, _ = told(SOME, conversation=letter().entries[0].conversation)
    (line,) = interchange([conversation])
    schema("conversation.schema.json").validate(json.loads(line))
    path = tmp_path / "told.jsonl"
    path.write_text(line, "utf-8")
    (again,) = read([path]).conversations
    assert [message.form for message in again.messages] == [message.form for message in conversation.messages]
    assert [message.judged for message in again.messages] == [True] + [False] * (len(again.messages) - 1)


def test_the_room_is_loaded_only_where_there_are_answers() -> None:
    code = (
        "import sys; from bonafides.library import check; check(text='Anna: hello'); "
        "print('bonafides.interview' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "False"


def test_the_rules_cover_the_questions_and_no_words(tmp_path: Path) -> None:
    named = {item.name for item in _files(ROOT / "src" / "bonafides" / "interview")}
    assert named == {"__init__.py", "questions.py", "words.py", "questions.toml"}
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "en.toml").write_text("", "utf-8")
    assert list(_files(tmp_path)) == []
    assert len(rules_hash()) == 64
