"""A report to copy: the same blocks as text, page and data, harmless to look at, in five languages."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from bonafides.errors import RenderError
from bonafides.model import Block, Filling, ReportForm, Seen
from bonafides.render.phrases import languages, phrases
from bonafides.render.reporting import ROOM
from bonafides.render.reporting.form import FORM_SCHEMA, FORMS, report_form, report_form_body, used
from bonafides.render.view import View
from tests.page.hostile import BODIES

FOUND = ReportForm(
    country="CA",
    service="Service <b>",
    place="https://service.example",
    seen=Seen.NO,
    source="https://service.example",
    verified_on="",
    outdated=False,
    lang="fr",
    reader="en",
    conversation="adrian-vale",
    blocks=(
        Block(key="a", label="What happened", filling=Filling.READY, text="One.\nTwo.", rest="Three.", limit=12,
              required=True, note="Cut."),
        Block(key="b", label="Nationalities", filling=Filling.EMPTY, note="Asks what somebody is."),
        Block(key="c", label="Your name", filling=Filling.YOURS, note="Only you know this."),
        Block(key="d", label="Files", filling=Filling.NOTHING, note="Nothing."),
    ),
    notes=("Tell your security office first.",),
)  # fmt: skip


@pytest.mark.parametrize("form", ["text", "html", "json"])
def test_every_form_holds_all_of_it(form: str) -> None:
    said = report_form(FOUND, form, View())
    for part in ("One.", "Two.", "Three.", "Nationalities", "Only you know this.", "Tell your security office first."):
        assert part.lower() in said.lower(), part
    assert said.endswith("\n")


def test_the_text_stands_by_itself_on_its_own_lines() -> None:
    said = report_form(replace(FOUND, blocks=(replace(FOUND.blocks[0], text="x" * 300 + "\n- y"),)), "text", View())
    assert f"\n{'x' * 300}\n- y\n" in said, "what is copied is neither wrapped nor indented"
    assert "Nothing was sent" in said


def test_a_page_has_a_heading_for_each_block_and_no_script() -> None:
    said = report_form(FOUND, "html", View())
    assert said.count("<h3") == len(FOUND.blocks)
    assert "<script" not in said
    assert "<b>" not in said
    assert 'lang="fr"' in said
    assert re.search(r'<html lang="en">', said)
    assert "<textarea readonly" in report_form_body(FOUND)


def test_the_data_has_its_schema() -> None:
    whole = json.loads(report_form(FOUND, "json", View()))
    assert whole["schema"] == FORM_SCHEMA
    assert [block["filling"] for block in whole["blocks"]] == ["ready", "empty", "yours", "nothing"]
    assert json.loads(report_form(FOUND, "jsonl", View())) == whole


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(RenderError) as caught:
        report_form(FOUND, "stix", View())
    assert "text" in caught.value.next_step


def test_used_is_counted_as_a_browser_counts() -> None:
    words = phrases("en", ROOM)
    assert used(replace(FOUND.blocks[0], text="a👍"), words) == "3 of at most 12 characters"
    assert used(FOUND.blocks[1], words) == ""


@pytest.mark.parametrize("part", range(3))
def test_hostile_texts_do_nothing(part: int) -> None:
    for body in BODIES[part::3]:
        shown = replace(
            FOUND, service=body, conversation=body, blocks=(replace(FOUND.blocks[0], text=body, rest=body, label=body),)
        )
        for form in FORMS:
            said = report_form(shown, form, View())
            said.encode()
            assert "\x1b" not in said
        page = report_form(shown, "html", View()).partition("<body>")[2]
        assert not re.search(r"<(?:script|img|svg|iframe|style|meta|link)\b", page)
        assert page.count("</textarea>") == 2


@pytest.mark.parametrize("lang", languages(ROOM))
def test_every_language_has_all_words(lang: str) -> None:
    assert set(phrases(lang, ROOM).table) == set(phrases("en", ROOM).table)
    said = report_form(replace(FOUND, reader=lang), "html", View(lang=lang))
    assert lang == "en" or "What to say" not in said
