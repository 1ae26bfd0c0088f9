"""What a report to hand in says about its owner: all of it, and true."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from itertools import product

import pytest

from bonafides.model import Form, Message, Report, Situation, Status
from bonafides.render import HandIn, View
from bonafides.render.handed import about, sheet
from bonafides.render.handed.about import about_text
from bonafides.render.phrases import languages
from tests.render import fiction

VIEW = View(titles=fiction.TITLES)
CHOICES = [
    dict(zip(("own_words", "own_name", "own_situation"), each, strict=True))
    for each in product((False, True), repeat=3)
]


def view(*, own_words: bool = False, own_name: bool = False, own_situation: bool = False) -> View:
    chosen = HandIn(
        own_words=own_words,
        own_name=own_name,
        own_situation=own_situation,
        situation=Situation.TRAVELLED,
        status=Status.STUDENT,
    )
    return replace(VIEW, hand_in=chosen)


def told() -> Report:
    entry = fiction.alarming()
    more = Message(speaker="you", text="They asked me to keep quiet.", form=Form.TOLD)
    messages = (*entry.conversation.messages, more)
    return fiction.report(replace(entry, conversation=replace(entry.conversation, messages=messages)))


@pytest.mark.parametrize("redact", [False, True])
@pytest.mark.parametrize("chosen", CHOICES, ids=str)
def test_what_it_says_is_in_the_report_and_what_it_leaves_out_is_not(chosen: dict[str, bool], redact: bool) -> None:
    shown = replace(view(**chosen), redact=redact)
    written = json.dumps(asdict(sheet(told(), shown)), ensure_ascii=False)
    says = "\n".join(each.what for each in about(told(), shown).says)
    out = "\n".join(each.what for each in about(told(), shown).leaves_out)
    for words, there in (
        ("Alex Morgan", chosen["own_name"]),
        ("met them or travelled", chosen["own_situation"]),
        ("student", chosen["own_situation"]),
    ):
        assert (words in written) == there, words
        assert (words in says) == there, words
        assert (words in out) != there, words
    assert ("not comfortable" in written) == chosen["own_words"]
    assert ("They asked me to keep quiet" in written) == chosen["own_words"]


def test_own_words_are_shown_word_for_word_where_they_are_in() -> None:
    quoted = [quote for each in about(told(), view(own_words=True)).says for quote in each.shown]
    assert quoted == [
        "Thank you, Dana. Who is the client?",
        "Fine. I will write two pages from public sources.",
        "I am not comfortable with that.",
        "They asked me to keep quiet.",
    ]


def test_what_no_choice_takes_out_is_said_too() -> None:
    says = "\n".join(each.what for each in about(told(), VIEW).says)
    for each in ("answered 3 times", "Europe/Berlin", "export.zip/messages.csv"):
        assert each in says


def test_that_a_name_is_not_known_is_said() -> None:
    report = fiction.report(fiction.plain(1))
    entry = report.entries[0]
    nameless = replace(entry.conversation, parties=(), messages=entry.conversation.messages[:1])
    found = about(replace(report, entries=(replace(entry, conversation=nameless),)), VIEW)
    assert any("name is not known" in each for each in found.think)
    assert not any("name is not known" in each for each in about(told(), VIEW).think)


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("chosen", [CHOICES[0], CHOICES[-1]], ids=str)
def test_it_is_text_in_every_language(lang: str, chosen: dict[str, bool]) -> None:
    shown = replace(view(**chosen), lang=lang)
    text = about_text(about(told(), shown), lang)
    assert "--about-me" not in text
    assert "{" not in text
    assert "Alex Morgan" in text


@pytest.mark.parametrize("redact", [False, True])
def test_an_own_address_in_what_the_other_side_wrote_is_counted(redact: bool) -> None:
    entry = fiction.alarming()
    said = Message(speaker="Dana Whitfield", text="I wrote to alex.m@uni.example again.")
    thread = replace(entry.conversation, messages=(*entry.conversation.messages, said))
    chosen = HandIn(own_name=True, names=("Karl Müller", "alex.m@uni.example"))
    found = about(fiction.report(replace(entry, conversation=thread)), replace(VIEW, hand_in=chosen, redact=redact))
    assert any("of the other side ha" in each for each in found.think)
    assert any("alex.m@uni.example" in each.what for each in found.says)


def test_that_other_spellings_are_not_found_is_said_where_the_name_is_taken_out() -> None:
    assert any("Give each with --me" in each for each in about(told(), VIEW).think)
    assert not any("Give each with --me" in each for each in about(told(), view(own_name=True)).think)
