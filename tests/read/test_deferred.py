"""A reader is imported only where a file opens as its format does, and then reads as it always did."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC

import pytest

from bonafides.read import source
from bonafides.read.deferred import deferred
from bonafides.read.opening import has_columns, has_dates, has_json_line, is_json, is_markup, is_ole, is_pdf, is_zip
from bonafides.read.reader import Head, Options
from bonafides.read.slack_people import SLACK_PEOPLE

_MODULES = "import sys; from bonafides.read import read_text; read_text(sys.argv[1]); print(*sys.modules)"
_PACKAGES = ("discord", "interchange", "linkedin", "meta", "picture", "signal", "slack", "telegram", "wechat")


def _loaded_for(text: str) -> set[str]:
    """The modules of the read room that are loaded once a text was read, by their names below it."""
    command = [sys.executable, "-c", _MODULES, text]
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    return {name.removeprefix("bonafides.read.") for name in done.stdout.split() if name.startswith("bonafides.read.")}


@pytest.mark.parametrize(
    "text",
    [
        "Hello Jane, your profile stood out. Could you write a short report? We pay well.",
        "Amy: Hello, are you there?\nJane: Yes, since 9:15 (more or less).",
    ],
)
def test_a_pasted_text_loads_no_reader_but_its_own(text: str) -> None:
    loaded = _loaded_for(text)
    assert "paste.pasted" in loaded
    assert {name for name in loaded if name.partition(".")[0] in _PACKAGES} == set()
    assert {"archive", "json_stream", "mail.mails", "whatsapp.export"}.isdisjoint(loaded)


@pytest.mark.parametrize(
    ("text", "module"),
    [
        ('\ufeff\n {"id": "c", "messages": [{"speaker": "them", "text": "Hello"}]}', "interchange"),
        ("\u200e[24/12/2025, 09:15:20] Amy Lin: Hello\n[24/12/2025, 09:16:20] Jane: Hi", "whatsapp.export"),
        (
            "\u0661\u200f/\u0663\u200f/\u0662\u0660\u0662\u0665\u060c \u0669:\u0661\u0665 \u0635 - Amy: Hi",
            "whatsapp.export",
        ),
        ("From: Amy <amy@example.com>\nSubject: Report\nMessage-ID: <1@example.com>\n\nHello", "mail.mails"),
        ("FROM,TO,DATE,CONTENT\nAmy,Jane,2026-01-25 09:15:00 UTC,Hello", "linkedin.messages"),
    ],
)
def test_a_file_loads_the_reader_of_its_format(text: str, module: str) -> None:
    assert module in _loaded_for(text)


def _head(content: str | bytes) -> Head:
    raw = content.encode() if isinstance(content, str) else content
    return Head(name="x", raw=raw, text=raw.decode("utf-8", "replace"))


def test_a_deferred_reader_asks_its_opening_first_and_then_reads_as_the_one_in_the_module() -> None:
    people = '[{"id": "U1", "name": "amy", "profile": {"real_name": "Amy Lin"}, "team_id": "T1", "deleted": false}]'
    assert SLACK_PEOPLE.recognises(_head(people))
    place = "slack_people:SLACK_PEOPLE"
    assert deferred("slack-people", is_json, place).recognises(_head(people))
    assert not deferred("slack-people", is_markup, place).recognises(_head(people))
    assert not deferred("slack-people", is_markup, "nowhere:NOTHING").recognises(_head(people))
    options = Options(timezone=UTC)
    item = source.from_bytes("users.json", people.encode())
    assert deferred("slack-people", is_json, place).read(item, options) == SLACK_PEOPLE.read(item, options)


OPENINGS = {
    "pdf": is_pdf,
    "zip": is_zip,
    "ole": is_ole,
    "json": is_json,
    "json line": has_json_line,
    "markup": is_markup,
    "dates": has_dates,
    "columns": has_columns("from", "content"),
}


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("Hello {name}, do you have <5 minutes> [free] at 9?", set()),
        ("", set()),
        ("1. Hello", set()),
        ("\ufeff \n[1, 2]", {"json", "dates"}),
        ("\x0b{", {"json"}),
        ("{", {"json", "json line"}),
        ('broken\n\t{"a"', {"json line"}),
        ("\n \ufeff<!DOCTYPE html>", {"markup"}),
        ("9:15", {"dates"}),
        ("Hello\n  [2019-05-29 15:04] Jane: hi", {"dates"}),
        ("\u200e[\u200e\u0661\u0662\u200f/\u0663", {"dates"}),
        ("2026 年 \u200f1 月", {"dates"}),
        ("at 9:15", set()),
        ("Notes:\n\nFrom , CONTENT\n", {"columns"}),
        ("From content", set()),
        (b"\r\n%PDF-1.7", {"pdf"}),
        (b"PK\x03\x04", {"zip"}),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", {"ole"}),
    ],
)
def test_openings(content: str | bytes, wanted: set[str]) -> None:
    assert {name for name, opens in OPENINGS.items() if opens(_head(content))} == wanted
