"""Comparing conversations with packs: the other side only, beside the judgement, and what does not move it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bonafides import examine, seen
from bonafides.model import Conversation, Form, Message, Party, Reading
from bonafides.packs import digest
from bonafides.packs.match import MOST_SLOW
from bonafides.read import read_text
from bonafides.render import View, render
from bonafides.render.sightings import matched_lines, matched_text
from tests.packs.shop import CONFIRMED, LURE, NOW, ORDINARY, REWORDED, Reader, later, made, reader


@pytest.fixture
def there(tmp_path: Path) -> Reader:
    found = reader(tmp_path)
    found.add(made())
    return found


def _them(*texts: str, **more: object) -> Conversation:
    messages = tuple(Message(speaker="Adrian Vale", text=text) for text in texts)
    return Conversation(id="c", messages=messages, **more)  # type: ignore[arg-type]


def _kinds(there: Reader, conversation: Conversation) -> list[str]:
    found = seen.compared(Reading(conversations=(conversation,)), there.shelf, now=NOW)
    return [each.what for each in found.conversations[0][1]]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("call +44 7700 900123", ["phone"]),
        ("call 0044 (7700) 900-123", ["phone"]),
        ("https://wa.me/447700900123", ["phone"]),
        ("my Telegram is @Amy_Lin", ["handle"]),
        ("t.me/amy_lin", ["handle"]),
        ("write to Vale@Northgate-Insight.example", ["domain", "mail"]),
        ("see https://files.northgate-insight.example/a?b", ["domain"]),
        ("https://de.linkedin.com/in/adrian-vale-1/?trk=x", ["profile"]),
        (REWORDED, ["text"]),
        (ORDINARY, []),
        ("call +44 7700 900124, northgate.example, @amy_linn on Telegram", []),
        ("", []),
    ],
)
def test_whatever_way_it_is_written(there: Reader, text: str, kinds: list[str]) -> None:
    assert _kinds(there, _them(text)) == kinds


def test_what_the_account_carries_counts_too(there: Reader) -> None:
    party = Party(name="x", identifiers=frozenset({"phone:+447700900123", "url:linkedin.com/in/adrian-vale-1"}))
    assert sorted(_kinds(there, _them("Hello", parties=(party,)))) == ["phone", "profile"]


def test_what_is_the_users_own_is_never_asked_for(there: Reader) -> None:
    mine = Party(name="me", mine=True, identifiers=frozenset({"phone:+447700900123"}))
    assert _kinds(there, _them("call +44 7700 900123", parties=(mine,))) == []
    quoted = _them("You wrote +44 7700 900123?")
    own = Message(speaker="me", text="My number is +44 7700 900123", mine=True)
    assert _kinds(there, replace(quoted, messages=(own, *quoted.messages))) == []
    assert _kinds(there, replace(quoted, messages=(Message(speaker="me", text=LURE, mine=True),))) == []
    draft = Message(speaker="x", text=LURE, form=Form.DRAFT)
    assert _kinds(there, replace(quoted, messages=(draft,))) == []


def test_names_say_nothing(there: Reader) -> None:
    """The same letter to and from somebody else is the same text; a name alone is never a part of it."""
    named = LURE.replace("I lead", "Dear Anna, I lead").replace("my assistant", "my assistant Ben Vale")
    other = named.replace("Anna", "Oluwaseun").replace("Ben Vale", "Xiu Ying Zhang")
    cut = [seen.cut(each) for each in (named, other)]
    assert cut[0] == cut[1]
    assert not any(name in each for each in cut[0] for name in (b"anna", b"vale", b"ben"))
    words = seen.messages_cut(
        read_text("Adrian Vale: adrian vale of northgate wrote to tom\nTom: who?").conversations[0]
    )
    assert "adrian" not in words
    assert "vale" not in words


def test_it_never_moves_the_judgement(there: Reader) -> None:
    reading = Reading(conversations=(_them(REWORDED, "call +44 7700 900123"),))
    report = examine.examine(reading)
    compared = seen.with_sightings(report, there.shelf, now=NOW)
    assert compared.entries[0].seen
    assert [e.assessment for e in compared.entries] == [e.assessment for e in report.entries]
    assert [e.advice for e in compared.entries] == [e.advice for e in report.entries]


def test_every_span_quotes_what_stands_there(there: Reader) -> None:
    conversation = _them("Hello", "Call me: +44 7700 900123!", REWORDED)
    found = seen.compared(Reading(conversations=(conversation,)), there.shelf, now=NOW).conversations[0][1]
    quotes = {
        each.what: [conversation.messages[s.message].content[s.start : s.end] for s in each.spans] for each in found
    }
    assert quotes["phone"] == ["+44 7700 900123"]
    assert all(quote in REWORDED and len(quote.split()) > 2 for quote in quotes["text"])


def test_expired_and_damaged_packs_are_said_and_not_used(there: Reader) -> None:
    report = examine.examine(Reading(conversations=(_them(REWORDED),)))
    late = seen.with_sightings(report, there.shelf, now=later(91))
    assert not late.entries[0].seen
    assert late.packs[0].expired
    assert "ended on 2026-05-31" in render(late, "text", View(width=200))
    there.add(made(series="two"))
    path = there.shelf.folder / there.shelf.held()[0].file
    path.write_bytes(b"x")
    damaged = seen.with_sightings(report, there.shelf, now=NOW)
    assert [each.series for each in damaged.packs] == ["two"]
    assert damaged.entries[0].seen
    assert damaged.problems[-1].where == path.name


def test_without_packs_a_report_is_the_very_same(tmp_path: Path) -> None:
    report = examine.examine(Reading(conversations=(_them("Hello"),)))
    assert seen.with_sightings(report, reader(tmp_path).shelf) is report


def test_more_addresses_than_there_is_time_for_are_said(there: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def quick(found: object, *_: object) -> bytes:
        asked.append(found)
        return bytes(10)

    monkeypatch.setattr(digest, "slow", quick)
    numbers = " ".join(f"+4477009{number:05}" for number in range(50))
    reading = Reading(conversations=tuple(replace(_them(numbers), id=str(n)) for n in range(40)))
    found = seen.compared(reading, there.shelf, now=NOW)
    assert len({*asked}) <= MOST_SLOW
    assert len(found.problems) == 40
    assert "34 address(es)" in found.problems[0].what
    assert "50 address(es)" in found.problems[-1].what


def test_without_argon2_texts_are_compared_all_the_same(there: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digest, "can_slow", lambda: False)
    assert _kinds(there, _them(REWORDED)) == ["text"]
    conversation = _them("call +44 7700 900123")
    found = seen.compared(Reading(conversations=(conversation,)), there.shelf, now=NOW)
    assert found.conversations[0][1] == ()
    assert len(found.problems) == 1


@pytest.mark.parametrize("form", ["text", "html"])
def test_a_report_says_who_since_when_what_and_what_it_does_not_mean(there: Reader, form: str) -> None:
    report = examine.examine(Reading(conversations=(_them(REWORDED, "call +44 7700 900123"),)))
    shown = render(seen.with_sightings(report, there.shelf, now=NOW), form, View(width=400))
    assert isinstance(shown, str)
    for words in ("Service X", "2025-11", "+44 7700 900123", CONFIRMED.note, "does not change the answer",
                  "wrong@x.example", "2026-05-31", "of 44 parts"):  # fmt: skip
        assert words in shown, words


@pytest.mark.parametrize("lang", ["en", "de", "fr", "da", "es"])
@pytest.mark.parametrize("form", ["text", "html", "json", "jsonl"])
def test_redacted_in_every_language_no_address_is_left(there: Reader, lang: str, form: str) -> None:
    report = examine.examine(Reading(conversations=(_them(REWORDED, "call +44 7700 900123, t.me/amy_lin"),)))
    compared = seen.with_sightings(report, there.shelf, now=NOW)
    shown = render(compared, form, View(lang=lang, redact=True, width=400))
    assert isinstance(shown, str)
    assert "Service X" in shown
    assert "900123" not in shown
    assert "amy_lin" not in shown


def test_a_publishers_words_cannot_drive_the_page(there: Reader) -> None:
    there.add(made(replace(CONFIRMED, note="<script>alert(1)</script> {publisher} {0.__class__}")))
    report = examine.examine(Reading(conversations=(_them("call +44 7700 900123"),)))
    shown = render(seen.with_sightings(report, there.shelf, now=NOW), "html")
    assert isinstance(shown, str)
    assert "<script>alert" not in shown
    assert "{publisher}" in shown


def test_machines_are_told_whether_it_was_compared(there: Reader) -> None:
    report = examine.examine(Reading(conversations=(_them(ORDINARY), replace(_them("call +44 7700 900123"), id="d"))))
    assert "seen" not in render(report, "jsonl")
    lines = str(render(seen.with_sightings(report, there.shelf, now=NOW), "jsonl")).splitlines()
    first, second = map(json.loads, lines)
    assert first["seen"] == []
    (found,) = second["seen"]
    assert (found["what"], found["kind"], found["since"], found["reports"]) == ("phone", "approach", "2025-11", 3)
    assert found["places"][0]["quote"] == "+44 7700 900123"


def test_what_match_writes(there: Reader) -> None:
    reading = Reading(conversations=(_them("call +44 7700 900123"), replace(_them(ORDINARY), id="d")))
    found = seen.compared(reading, there.shelf, now=NOW)
    assert "c: Others have reported this" in "".join(matched_text(found, "en"))
    lines = [json.loads(line) for line in matched_lines(found)]
    assert [(line["schema"], line["id"], len(line["seen"])) for line in lines] == [
        ("bonafides.seen/1", "c", 1), ("bonafides.seen/1", "d", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["@" * 50_000, "+4477009" * 20_000, "a." * 50_000, "://" * 30_000, "\u202e" * 10_000, "研究" * 20_000,
             "x " * 100_000, "\x00" * 10_000, "\ud800" * 1_000]
)  # fmt: skip
def test_hostile_texts_are_read_in_linear_time(there: Reader, text: str) -> None:
    assert _kinds(there, _them(text)) == []


def test_scripts_without_spaces_are_compared_too(tmp_path: Path) -> None:
    lure = (
        "我们的客户希望您写一篇关于港口物流的短文，每页八百美元，题目由您自己决定，"
        "不需要任何内部材料，请不要告诉同事，我们可以在微信上继续联系。"
    )
    dinner = "今天晚上我们在老地方吃饭，你下班以后直接过来就好，不用带东西，孩子们也都在，大家很想见你。"
    reworded = lure.replace("短文", "文章").replace("题目由您自己决定", "题目请您自己选择")
    found = reader(tmp_path)
    found.add(made(replace(CONFIRMED, identifiers=(), texts=(lure,))))
    assert _kinds(found, _them(reworded)) == ["text"]
    assert (
        _kinds(
            found,
            _them(dinner),
        )
        == []
    )
