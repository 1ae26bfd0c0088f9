"""Every word that can be asked for exists, and no word is kept that nobody asks for."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from bonafides.assess import unknowns
from bonafides.errors import RenderError
from bonafides.model import Form, Kind, Level, Mode, Stage
from bonafides.render import RENDERERS, View, render, renderer
from bonafides.render.phrases import languages, phrases
from tests.render import fiction

WORDS = phrases("en")
SOURCES = [
    item.read_text(encoding="utf-8")
    for folder in (files("bonafides.render").joinpath(name) for name in ("", "handed", "templates"))
    for item in folder.iterdir()
    if item.name.endswith((".py", ".html")) and not item.name.startswith("exposure")  # whose words are its room's
]
ASKED = {
    key
    for source in SOURCES
    for key in re.findall(r"""words(?:\.count|\.items)?\(\s*['"]([\w.-]+)['"]\s*[,)]""", source)
}


@pytest.mark.parametrize(
    "key",
    [
        *(f"level.{level}.{part}" for level in Level for part in ("name", "sentence")),
        *(f"kind.{kind}" for kind in Kind),
        *(f"stage.{stage}.{part}" for stage in Stage for part in ("name", "meaning", "next")),
        *(f"provenance.mode_{mode}" for mode in Mode),
        *(f"thread.{form}" for form in Form if form is not Form.SENT),
    ],
)
def test_every_value_has_words(key: str) -> None:
    assert WORDS(key)


def test_every_key_of_the_assess_room_has_words() -> None:
    keys = {f"lowers-{key}" for key in unknowns._LOWERS} | {f"raises-{key}" for key in unknowns._RAISES}
    named = set(re.findall(r'(?:\[|append\()"([\w-]+)"', files("bonafides.assess").joinpath("unknowns.py").read_text()))
    assert {key for key in keys if not WORDS.get(f"would_change.{key}", "")} == set()
    assert named
    assert {key for key in named if not WORDS.get(f"unknown.{key}", "")} == set()


def test_every_key_in_the_code_exists() -> None:
    assert len(ASKED) > 50
    lacking = {key for key in ASKED if key not in WORDS.table and f"{key}.one" not in WORDS.table}
    assert lacking == {"redacted.own", "redacted.employer"}, "which only those who hand something in bring along"


def test_no_word_is_left_over() -> None:
    built = (
        "level.",
        "kind.",
        "channel.",
        "stage.",
        "unknown.",
        "would_change.",
        "provenance.mode_",
        "thread.",
        "reason.",
        "redacted.",
        "handed.reporter",
        *(
            f"handed.{part}."
            for part in (
                "about",
                "account",
                "column",
                "did",
                "fill",
                "heading",
                "situation",
                "status",
                "title",
                "voice",
            )
        ),
    )
    left = {re.sub(r"\.(one|other)$", "", key) for key in WORDS.table if not key.startswith(built)} - ASKED
    assert {key for key in left if not any(f'"{key}"' in source for source in SOURCES)} == set()


@pytest.mark.parametrize("lang", languages())
def test_other_languages_hold_no_unknown_keys_and_lack_none(lang: str) -> None:
    from bonafides.render.phrases import ROOM, _load

    english_only = {key for key in _load(ROOM, "en") if key.startswith("hunt.")}  # the pages of `bonafides hunt`
    assert _load(ROOM, lang).keys() - english_only == _load(ROOM, "en").keys() - english_only


@pytest.mark.parametrize(
    ("lang", "number", "signed", "label"),
    [
        ("en", "1,234,567", "-0.500", "Where: here"),
        ("fr", "1\u202f234\u202f567", "-0,500", "Where\u00a0: here"),
        ("de", "1.234.567", "-0,500", "Where: here"),
        ("da", "1.234.567", "-0,500", "Where: here"),
        ("es", "1.234.567", "-0,500", "Where: here"),
    ],
)
def test_numbers_and_labels_are_written_as_the_language_writes_them(
    lang: str, number: str, signed: str, label: str
) -> None:
    words = phrases(lang)
    assert (words.number(1_234_567), words.number(123), words.signed(-0.5)) == (number, "123", signed)
    assert words.labelled("Where", "here") == label
    assert number in words.count("report.messages", 1_234_567)


@pytest.mark.parametrize("lang", languages())
def test_every_room_has_the_marks_of_its_language(lang: str) -> None:
    """Another room's words need not say them, and may be there in fewer languages."""
    marks = {key: mark for key, mark in phrases(lang).table.items() if key.startswith("mark.")}
    assert len(marks["mark.quote"]) == len(marks["mark.found"]) == 2
    if lang in languages("bonafides.advise"):
        other = phrases(lang, "bonafides.advise").table
        assert {key: other[key] for key in marks} == marks


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(RenderError, match="xx"):
        render(fiction.demo(), "text", View(lang="xx"))
    with pytest.raises(RenderError):
        render(fiction.demo(), "html", View(lang="../en"))


def test_a_form_that_does_not_exist_is_refused() -> None:
    with pytest.raises(RenderError, match="there is no output form"):
        renderer("docx")


def test_forms_are_named_once_and_end_differently() -> None:
    assert [each.name for each in RENDERERS] == ["text", "html", "json", "jsonl", "pdf", "stix", "misp"]
    assert len({each.suffix for each in RENDERERS}) == len(RENDERERS)


@pytest.mark.parametrize(("lang", "said"), [("en", "0 messages"), ("fr", "0 message"), ("da", "0 beskeder")])
def test_nothing_is_counted_as_the_language_counts_it(lang: str, said: str) -> None:
    assert phrases(lang).count("report.messages", 0) == said
