"""A report says what the account did in its own words, leaves the person out of it, and fits the form."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from bonafides.advise import forms, prepare
from bonafides.advise.fills import FILLS
from bonafides.advise.limits import units
from bonafides.advise.tables import names
from bonafides.advise.words import Words, load_words
from bonafides.examine import Case, examine
from bonafides.explain import explanations
from bonafides.handing_in import hand_in
from bonafides.model import (
    Attachment,
    Conversation,
    Filling,
    Form,
    InputFile,
    Message,
    Party,
    Provenance,
    Reading,
    Report,
    ReportForm,
    Seen,
    Situation,
    Status,
)
from bonafides.render.reporting.form import report_form
from bonafides.render.view import View
from tests.page.hostile import BODIES

LANGUAGES = ("da", "de", "en", "es", "fr")
MINE = "My private doubt about the merger"
THEIRS = "We pay 800 USD for a short report on your colleagues. Please keep this between us and delete our chat."
SCHEMA = Draft202012Validator(
    json.loads((Path(__file__).parents[2] / "docs" / "report-form.schema.json").read_text("utf-8"))
)
DAY = datetime(2026, 3, 1, 9, tzinfo=UTC)


def thread(*said: str, name: str = "Adrian Vale", dated: bool = True, channel: str = "linkedin") -> Conversation:
    turns = [(f"Dear Maren Holt, {said[0]}", False), *((text, False) for text in said[1:]), (MINE, True)]
    return Conversation(
        id="c1",
        messages=tuple(
            Message(
                speaker="Maren Holt" if mine else name,
                text=text,
                mine=mine,
                sent_at=DAY if dated else None,
                channel=channel,
                attachments=(Attachment(name="offer.pdf", size=9, sha256="ab" * 32),) if not mine else (),
            )
            for text, mine in turns
        ),
        parties=(
            Party(name=name, identifiers=frozenset({"email:a@northlight.example", "firm:northlight"})),
            Party(name="Maren Holt", mine=True, identifiers=frozenset({"phone:+447700900111"})),
        ),
    )


def judged(*conversations: Conversation, case: Case | None = None) -> Report:
    given = Provenance(inputs=(InputFile(name="/home/maren/chat.txt", format="paste", sha256="cd" * 32, size=7),))
    return examine(Reading(conversations=conversations, provenance=given), case)


REPORT = judged(thread(THEIRS, "Could we continue on WhatsApp, +44 7700 900111 or +44 7700 900142?"))


def texts(found: ReportForm) -> str:
    return "\n".join(f"{block.text}\n{block.rest}" for block in found.blocks)


@pytest.mark.parametrize("country", [*names("forms"), "jp", "br", "eu", "un"])
@pytest.mark.parametrize("reader", LANGUAGES)
def test_every_form_is_filled_in_in_every_language(country: str, reader: str) -> None:
    if country == "generic":
        return
    for status in (Status.OTHER, Status.CONTRACTOR):
        found = hand_in(REPORT, country=country, lang=reader, status=status)
        said = texts(found)
        assert found.reader == reader
        assert THEIRS[:40] in said
        assert "a@northlight.example" in said
        assert "900142" in said
        assert any(block.filling is Filling.YOURS for block in found.blocks)
        assert all(block.note for block in found.blocks if block.filling is not Filling.READY)
        assert all(bool(block.text) == (block.filling is Filling.READY) for block in found.blocks)
        assert "{" not in said + "".join(found.notes)
        SCHEMA.validate(json.loads(report_form(found, "json", View())))


@pytest.mark.parametrize("country", ["de", "ca", "jp", "br"])
def test_the_person_is_left_out_unless_they_want_to_be_in(country: str) -> None:
    said = texts(hand_in(REPORT, country=country))
    for own in (MINE, "Maren", "Holt", "900111", "/home/"):
        assert own not in said, own
    assert "Dear […]" in said
    assert "Maren Holt" in texts(hand_in(REPORT, country=country, own=True))


@pytest.mark.parametrize("country", ["de", "ca", "jp"])
@pytest.mark.parametrize("own", [False, True])
def test_own_addresses_are_never_given_as_the_accounts(country: str, own: bool) -> None:
    """Neither those of the files, nor those they were the first to write, nor those given with `--me`."""
    conversation = thread(THEIRS, "Write to a@northlight.example, not k.mueller@uni.example or +44 7700 900 155, Karl.")
    wrote = Message(speaker="Maren Holt", text="I am at maren@sea.example.", mine=True)
    again = replace(conversation.messages[0], text="To maren@sea.example we pay 800 USD for a short report.")
    party = replace(conversation.parties[0], identifiers=frozenset({"email:k.mueller@uni.example"}))
    changed = replace(
        conversation, messages=(wrote, *conversation.messages, again), parties=(party, *conversation.parties[1:])
    )
    me = ("Karl Müller", "k.mueller@uni.example", "+447700900155")
    found = hand_in(judged(changed), country=country, own=own, me=me)
    listed = "\n".join(block.text for block in found.blocks if block.key == "identifiers")
    mine = ("k.mueller", "uni.example", "900 155", "maren@", "sea.example")
    assert [each for each in mine if each in listed] == []
    assert own or [each for each in (*mine, "Karl") if each in texts(found)] == []
    assert "a@northlight.example" in texts(found)


def test_files_keep_their_names_and_hashes_without_the_persons_name() -> None:
    conversation = thread(THEIRS)
    cv = Attachment(name="Offer for Maren Holt m@sea.example .pdf", size=9, sha256="ef" * 32)
    first = replace(conversation.messages[0], attachments=(cv,))
    report = judged(replace(conversation, messages=(first, *conversation.messages[1:])))
    said = texts(hand_in(report, country="jp", me=("m@sea.example",)))
    assert "Offer for […] […] .pdf" in said
    assert "ef" * 32 in said
    assert "ef" * 32 not in texts(hand_in(report, country="jp", redact=True))


def test_redacted_the_form_names_nobody_and_the_conversation_is_still_found() -> None:
    report = judged(thread(THEIRS), replace(thread(THEIRS, name="Kim"), id="c2"))
    said = texts(hand_in(report, country="jp", only="c2", redact=True))
    assert [gone for gone in ("Kim", "Maren", "northlight.example") if gone in said] == []
    assert "Person " in said


@pytest.mark.parametrize(("country", "said"), [("gb", "“you” is me"), ("de", "bin ich"), ("fr", "c’est moi")])
def test_the_names_of_signs_say_whom_they_mean_by_you(country: str, said: str) -> None:
    found = hand_in(REPORT, country=country, lang="en")
    copied = [
        block.text
        for block in found.blocks
        if block.text and ("„" in block.text or "“" in block.text or "«" in block.text)
    ]
    assert any(said in text for text in copied)
    assert all(text.count(said) <= 1 for text in copied)


def test_the_own_messages_are_in_the_messages_only_where_that_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    field = forms._field({"key": "summary", "fill": "messages"})
    form = replace(forms.general_form(), fields=(field,))
    monkeypatch.setattr(prepare, "form_for", lambda *_: form)
    hidden, shown = (texts(hand_in(REPORT, country="de", own=own)) for own in (False, True))
    assert MINE not in hidden
    assert "weggelassen" in hidden or "left out" in hidden
    assert MINE in shown


def test_a_persona_is_an_account_that_presents_itself_so() -> None:
    said = texts(hand_in(REPORT, country="gb"))
    assert "An account presenting itself as Adrian Vale" in said
    nameless = texts(hand_in(judged(thread(THEIRS, name="them")), country="gb"))
    assert "An account that gave no name" in nameless


def test_what_the_person_told_the_program_is_left_out() -> None:
    told = judged(thread(THEIRS), case=Case(answers={"gifts": "yes", "held-against-you": "yes"}))
    title = explanations("en", told=True)[_told(told)].title
    assert title not in texts(hand_in(told, country="gb"))
    assert title in texts(hand_in(told, country="gb", own=True))


def _told(report: Report) -> str:
    """A sign that only the person told."""
    entry = report.entries[0]
    return next(
        part.finding.indicator
        for part in entry.assessment.because
        if all(entry.conversation.messages[span.message].form is Form.TOLD for span in part.finding.spans)
    )


@pytest.mark.parametrize(
    "text",
    [
        "I am Russian, from Kyiv, of Chinese nationality, and my accent is French.",
        "Nationality: German. Ethnicity: none of your business. Skin colour: blue.",
        "Staatsangehörigkeit: Französisch",
    ],
)
def test_nationality_stays_empty_whatever_the_text_says(text: str) -> None:
    found = hand_in(judged(thread(f"{text} {THEIRS}")), country="ca", status=Status.CLEARED)
    (asked,) = (block for block in found.blocks if block.key == "nationality")
    assert (asked.filling, asked.text, asked.rest) == (Filling.EMPTY, "", "")
    assert asked.note


@pytest.mark.parametrize("limit", [1, 40, 100, 300, 1_000])
def test_blocks_are_cut_to_their_limit_and_say_so(monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    fields = tuple(forms._field({"key": "summary", "fill": key, "limit": limit}) for key in FILLS)
    monkeypatch.setattr(prepare, "form_for", lambda *_: replace(forms.general_form(), fields=fields))
    whole = hand_in(judged(thread(THEIRS, *("And 👍 one more thing. " * 5 for _ in range(20)))), country="de")
    for block in whole.blocks:
        assert units(block.text) <= limit
        assert bool(block.rest) == bool(block.rest and block.note)


def test_a_long_thread_is_bounded() -> None:
    many = thread(THEIRS, *(f"Message number {n}. {THEIRS}" for n in range(400)))
    found = hand_in(judged(many), country="de")
    assert all(units(block.text) <= 60_000 for block in found.blocks)


def test_several_conversations_have_to_be_told_apart() -> None:
    two = judged(replace(thread(THEIRS), id="a"), replace(thread("Lunch on Tuesday?", name="Kim"), id="b"))
    with pytest.raises(Exception, match="several") as caught:
        hand_in(two, country="de")
    assert "a (" in str(caught.value)
    assert "b (quiet)" in str(caught.value)
    assert "Kim" in texts(hand_in(two, country="de", only="b"))
    with pytest.raises(Exception, match="no such conversation"):
        hand_in(two, country="de", only="c")


def test_an_ordinary_talk_and_an_empty_one_make_a_form_too() -> None:
    for each in (thread("Lunch on Tuesday?", name="Kim", dated=False, channel=""), Conversation(id="x", messages=())):
        found = hand_in(judged(each), country="gb")
        assert {block.filling for block in found.blocks} >= {Filling.NOTHING, Filling.YOURS}


@pytest.mark.parametrize("country", ["", "  ", "zz", "Germany"])
def test_a_country_that_is_none_is_refused(country: str) -> None:
    with pytest.raises(Exception, match="country"):
        hand_in(REPORT, country=country)


def test_the_text_is_in_a_language_of_the_service() -> None:
    assert hand_in(REPORT, country="de", lang="en").lang == "de"
    assert hand_in(REPORT, country="ca", lang="fr").lang == "fr"
    assert hand_in(REPORT, country="ca", lang="da").lang == "en"
    assert hand_in(REPORT, country="ee", lang="fr").lang == "en"
    assert hand_in(REPORT, country="br", lang="es").lang == "es"
    assert any("German" in note for note in hand_in(REPORT, country="de", lang="en").notes)


def test_money_taken_sends_to_a_lawyer_before_anything_is_sent() -> None:
    assert "lawyer" in hand_in(REPORT, country="gb", situation=Situation.TOOK_MONEY).notes[0]
    assert "lawyer" not in " ".join(hand_in(REPORT, country="gb").notes)


def test_a_form_that_nobody_saw_is_not_said_to_have_been_seen() -> None:
    for country in ("de", "jp", "br", "gb"):
        found = hand_in(REPORT, country=country)
        assert (found.seen, found.verified_on) == (Seen.NO, "")
        assert any("Nobody here has read" in note for note in found.notes)


@pytest.mark.parametrize("part", range(4))
def test_hostile_texts_stay_texts(part: int) -> None:
    for body in BODIES[part::12]:
        conversation = thread(f"{body} {THEIRS}", name=body[:80] or "x")
        found = hand_in(judged(conversation), country="de")
        assert not any(ord(char) < 32 and char != "\n" for char in texts(found))


def test_every_word_of_the_forms_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    used: set[str] = set()
    original = Words.lines

    def recorded(self: Words, key: str, **slots: object) -> tuple[str, ...]:
        used.add(key)
        return original(self, key, **slots)

    monkeypatch.setattr(Words, "lines", recorded)
    fields = tuple(
        forms._field({"key": key, "fill": "account", "limit": 40})
        for key in (k.rpartition(".")[2] for k in load_words("en").sentences if k.startswith("form.label."))
    )
    every = (*fields, *(forms._field({"key": "summary", "fill": key}) for key in FILLS))
    every_way = itertools.product((True, False), ("linkedin", "email", ""), ("Ann", "them"))
    for seen, own, (dated, channel, name) in zip(
        itertools.cycle(Seen), itertools.cycle((True, True, False, False)), every_way, strict=False
    ):
        form = replace(
            forms.general_form(), fields=every, seen=seen, languages=(), verified_on="2020" if seen is Seen.PAGE else ""
        )
        monkeypatch.setattr(prepare, "form_for", lambda *_, form=form: form)
        conversation = thread(THEIRS, "again", name=name, dated=dated, channel=channel)
        early = replace(conversation.messages[1], sent_at=datetime(2026, 2, 1, tzinfo=UTC) if dated else None)
        kinds = ("email", "phone", "url", "handle", "firm", "domain", "odd")
        parties = (Party(name=name, identifiers=frozenset(f"{kind}:x{kind}" for kind in kinds)),)
        bare = replace(conversation.messages[0], attachments=(Attachment(name="x"),))
        messages = (bare, early, *conversation.messages[1:]) if own else conversation.messages
        hand_in(judged(replace(conversation, messages=messages, parties=parties)), country="de", own=own,
                situation=Situation.THREATENED)  # fmt: skip
    monkeypatch.undo()
    monkeypatch.setattr(Words, "lines", recorded)
    hand_in(REPORT, country="ca", status=Status.CLEARED)
    for country, reader in (("de", "en"), ("fr", "en"), ("gb", "de")):
        hand_in(REPORT, country=country, lang=reader)
    unused = {key for key in load_words("en").sentences if key.startswith("form.")} - used
    assert unused <= {"form.lang.da", "form.lang.es"}, "no service of ours reads only these"
