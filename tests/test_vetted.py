"""From files to a page: what each kind of file tells, and what a vetting looks like in every language and form."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bonafides.errors import InterviewError, VetError
from bonafides.interview.questions import questions
from bonafides.render.phrases import languages, phrases
from bonafides.vet import CHECKS, TESTS, Told, Vetting, vet
from bonafides.vet.domains import RULES
from bonafides.vet.registers import countries, everywhere, listed_on, register_of
from bonafides.vet.told import Link, Unread
from bonafides.vetted.answers import LARGEST, answers_in, written
from bonafides.vetted.files import told_by, told_in
from bonafides.vetted.html import html, html_body
from bonafides.vetted.machine import machine
from bonafides.vetted.sheet import ROOM, sheet
from bonafides.vetted.text import text
from tests.read import msg_writing as write

LANGUAGES = languages(ROOM)
LETTER = (
    b"From: Anna <anna@firm.example>\nReceived: from a by mx.b.test; Mon, 2 Mar 2026 08:00:01 +0000\n"
    b"Content-Type: text/html; charset=utf-8\n\n<a href='https://x.test/1'>firm.example</a>\n"
)


def everything(lang: str = "en") -> Vetting:
    """One vetting that shows every check, with hostile texts in it."""
    told = Told(
        names=("<script>alert(1)</script>\u202eevil",), firms=("Airbus <b>",), own=("airbus.com",),
        client="a\nb\x1b[31m",
        mails=("anna@airbus-careers.net", "x" * 5_000, "anna@airbus.com"), phones=("+1 555 1", "+44 20 7946 0000"),
        urls=("https://bit.ly/x", "javascript:alert(1)"), links=(Link(text="airbus.com", target="https://x.test"),),
        unread=(Unread(why="field", where="<i>"), Unread(why="more", where="mails", count=1_234)),
    )  # fmt: skip
    return vet(told)


# --- files


def test_files_are_known_by_what_is_in_them(tmp_path: Path) -> None:
    forms = {
        "form.yaml": b"firm: Kestrel\n",
        "card.vcf": b"BEGIN:VCARD\nORG:Kestrel\nEND:VCARD\n",
        "form": b'{"firm": "Kestrel"}',
        "paste.txt": b"Anna Lin\nConsultant at Kestrel",
        "wide.txt": "Anna Lin\nConsultant at Kestrel".encode("utf-16"),
    }
    for name, raw in forms.items():
        (tmp_path / name).write_bytes(raw)
        assert told_in([str(tmp_path / name)]).firms == ("Kestrel",), name


@pytest.mark.parametrize("raw", [LETTER, b"From a@b Mon Mar  2 08:00:01 2026\n" + LETTER, b"512\n" + LETTER])
def test_a_letter_with_its_links(raw: bytes) -> None:
    told = told_by(raw, "letter.eml")
    assert told.letters[0].sender == "anna@firm.example"
    assert told.links == (Link(text="firm.example", target="https://x.test/1"),)


def test_an_outlook_message_with_and_without_the_headers_of_servers() -> None:
    wire = "From: Anna <anna@firm.example>\r\nReply-To: b@x.test\r\nReceived: from a by mx.b.test\r\n"
    sender = (write.text(0x0C1A, "Amy Lin"), write.text(0x5D01, "amy@example.com"))
    kept = write.compound(write.message(*sender, write.text(0x007D, wire), write.text(0x001A, "IPM.Note")))
    assert told_by(kept, "x.msg").letters[0].reply_to == "b@x.test"
    bare = write.compound(write.message(*sender, write.text(0x001A, "IPM.Note")))
    assert told_by(bare, "x.msg").mails == ("amy@example.com",)


@pytest.mark.parametrize(
    "raw", [b"", b"  \n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"PK\x03\x04\0\0\0", b"\0\0\0text"]
)
def test_other_files_are_refused_plainly(raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.bin"
    path.write_bytes(raw)
    with pytest.raises(VetError) as caught:
        told_in([str(path)])
    assert caught.value.next_step


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(VetError, match="cannot be opened"):
        told_in(["nowhere.eml"])


# --- what is shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_statement_has_its_words(lang: str) -> None:
    words = phrases(lang, ROOM)
    keys = {key for key in words.table if key.startswith("say.")}
    assert {f"say.address.{rule.id}" for rule in RULES} <= keys
    for key in keys:
        assert words(key, value="VALUE", against="AGAINST").count("VALUE") <= 2
    for check in CHECKS:
        assert words(f"check.{check.id}")
        assert all(words(f"way.{way}") for way in check.ways)
    assert all(words(f"tests.{test}{part}") for test, _ in TESTS for part in ("", "_help"))


@pytest.mark.parametrize("key", ["contradicts", "agrees", "unchecked"])
def test_a_statement_shows_the_value_that_it_rests_on(key: str) -> None:
    for shown in getattr(sheet(everything(), lang="en"), key):
        assert shown.value in shown.says


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_form_in_every_language_and_nothing_hostile_in_it(lang: str) -> None:
    found = everything()
    page, lines = html(found, lang=lang, country="DE"), text(found, lang=lang, country="DE", width=70)
    for written_ in (page, lines):
        assert "\x1b" not in written_
        assert "\u202e" not in written_
    assert "<script" not in page
    assert "javascript:" not in re.findall(r'href="([^"]*)"', page)
    assert set(re.findall(r'href="([^"]*)"', page)) == {
        each.address for each in (*everywhere().values(), register_of("DE")) if each
    }
    assert "1,234" in lines or "1.234" in lines or "1 234" in lines or "1\u202f234" in lines
    assert html_body(found, lang=lang) in html(found, lang=lang)
    assert all(len(line) <= 70 for line in lines.splitlines() if " " in line.strip())


class Somebody:
    """An entry of a list, with what a stranger may have written into it."""

    def said(self, lang: str) -> tuple[str, ...]:
        return (f"Anna <i>Lin</i>\u202e {lang}", "of a list")

    def row(self) -> dict[str, object]:
        return {"name": "Anna Lin"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_entries_of_watch_lists_are_shown_to_ask_about(lang: str) -> None:
    found = vet(Told(names=("Anna Lin",)), asked_about=(Somebody(),))
    words = phrases(lang, ROOM)
    page, lines = html(found, lang=lang), text(found, lang=lang, width=100)
    assert words("page.asked_about_note") in " ".join(lines.split())
    assert f"Anna &lt;i&gt;Lin&lt;/i&gt;[U+202E] {lang}<br>of a list" in page
    assert json.loads(machine(found))["asked_about"] == [{"name": "Anna Lin"}]
    assert words("page.asked_about") not in text(vet(Told(names=("Anna Lin",))), lang=lang)


def test_the_json_says_everything_and_nothing_more() -> None:
    found = json.loads(machine(everything(), country="FR"))
    assert found["schema"] == "bonafides.vetting/1"
    assert {each["value"] for each in found["contradicts"]} >= {"anna@airbus-careers.net", "airbus.com", "+1 555 1"}
    assert found["register"]["address"].startswith("https://")
    assert not {"score", "risk", "verdict", "level", "genuine"} & set(found)
    assert machine(everything()).isascii()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nobody_is_called_safe_or_false(lang: str) -> None:
    banned = {
        "en": r"\b(safe|genuine|fake|scam|spy|guilty)\b",
        "de": r"\b(sicher|echt|gefälscht|Betrüger)\b",
        "fr": r"\b(sûr|authentique|faux|escroc)\b",
        "da": r"\b(sikker|falsk|svindler)\b",
        "es": r"\b(seguro|auténtico|falso|estafador)\b",
    }[lang]
    table = phrases(lang, ROOM).table
    said = " ".join(str(words) for key, words in table.items() if not key.startswith("mark."))
    assert re.findall(banned, said, re.I) == []


def _grade(text_: str) -> float:
    """School grade by Kincaid et al. 1975, with groups of vowels for syllables, which rather counts too many."""
    words = re.findall(r"[A-Za-z']+", text_)
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", word.lower().removesuffix("e")))) for word in words)
    sentences = max(1, len(re.findall(r"[.!?:](?:\s|$)", text_)))
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def test_the_english_is_easy_to_read() -> None:
    """Fourteen years are grade 8 or 9."""
    sentences = [
        re.sub(r"\{\w+\}", "this", str(words))
        for key, words in phrases("en", ROOM).table.items()
        if not key.startswith("mark.") and str(words).endswith(".")
    ]
    assert len(sentences) > 80
    assert _grade(" ".join(sentences)) <= 8
    assert {each: _grade(each) for each in sentences if len(each.split()) > 12 and _grade(each) > 11} == {}


def test_no_words_are_left_over() -> None:
    """Every statement that has words is one that a check or a rule can make."""
    folder = Path(__file__).parents[1] / "src" / "bonafides" / "vet"
    code = "".join(path.read_text("utf-8") for path in folder.rglob("*.py"))
    named = {f"address.{rule.id}" for rule in RULES} | {"mail.dkim-pass", "mail.spf-pass"}
    for key in phrases("en", ROOM).table:
        if key.startswith("say."):
            check, _, last = key.removeprefix("say.").partition(".")
            assert f"{check}.{last}" in named or f'"{last}"' in code or f'"{check}.{last}"' in code, key


# --- registers


def test_registers_are_home_pages_with_a_day() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", listed_on())
    assert len(countries()) >= 50
    for code in countries():
        found = register_of(code.lower())
        assert found
        assert re.fullmatch(r"https?://[a-z0-9.-]+(/[a-zA-Z/-]*)?", found.address), code
    assert register_of("XX") is register_of("") is None


# --- answers


def test_answers_come_back_as_they_were_given(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_text(written({"client-unnamed": "yes"}), encoding="utf-8")
    assert answers_in(path) == {"client-unnamed": "yes"}


@pytest.mark.parametrize(
    "raw",
    [
        "", "[]", "{}", "null", '{"schema": "bonafides.answers/9", "answers": {}}',
        '{"schema": "bonafides.answers/1", "answers": {"nothing": "yes"}}',
        '{"schema": "bonafides.answers/1", "answers": {"client-unnamed": "perhaps"}}',
        '{"schema": "bonafides.answers/1", "answers": []}', "[" * 100_000, " " * (LARGEST + 1),
    ],
    ids=lambda raw: repr(raw[:30]),
)  # fmt: skip
def test_a_broken_file_of_answers_is_refused(raw: str, tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_text(raw, encoding="utf-8")
    with pytest.raises(InterviewError):
        answers_in(path)
    with pytest.raises(InterviewError):
        answers_in(tmp_path / "nowhere")


def test_answers_can_be_given_to_every_question(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_text(written({question.id: "unsure" for question in questions()}), encoding="utf-8")
    assert len(answers_in(path)) == len(questions())
