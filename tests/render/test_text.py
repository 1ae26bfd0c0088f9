"""The terminal report: within its columns, harmless, calm, and never more certain than it may be."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from bonafides.model import Conversation, Entry, Level, Message, Mode, Party
from bonafides.render import View, render
from bonafides.render.phrases import phrases
from tests.render import fiction

VIEW = View(titles=fiction.TITLES)


def text(report: Any, **choices: Any) -> str:
    return render(report, "text", replace(VIEW, **choices))


@pytest.mark.parametrize("width", [40, 60, 80, 100])
@pytest.mark.parametrize("make", [fiction.demo, fiction.archive, fiction.hostile])
def test_no_line_is_wider_than_asked(make: Any, width: int) -> None:
    assert max(cell_len(line) for line in text(make(), width=width).split("\n")) <= width


@pytest.mark.parametrize("make", [fiction.demo, fiction.archive, fiction.hostile])
def test_piped_output_has_no_escapes_and_no_trailing_blanks(make: Any) -> None:
    lines = text(make()).split("\n")
    assert lines[-1] == ""
    assert not any("\x1b" in line or line != line.rstrip() for line in lines)


@pytest.mark.parametrize("width", range(40, 101, 4))
def test_no_line_breaks_before_a_mark_that_belongs_to_its_word(width: int) -> None:
    written = text(fiction.spoken("fr", "FR"), lang="fr", width=width)
    assert "\u00a0:" in written
    assert not re.search(r"^\s*[:;»]", written, re.MULTILINE)
    assert not re.search(r"«$", written, re.MULTILINE)


@pytest.mark.parametrize("lang", ["de", "da", "es"])
def test_quotes_are_the_language_s_own(lang: str) -> None:
    quote, found = phrases(lang).items("mark.quote"), phrases(lang).items("mark.found")
    written = text(fiction.spoken(lang, ""), lang=lang, width=100)
    assert f"{quote[0]}Please do {found[0]}not mention this to your employer{found[1]}, they" in written
    assert f"only worry.{quote[1]}" in written


@pytest.mark.parametrize("variable", ["FORCE_COLOR", "NO_COLOR", "COLUMNS", "TERM"])
def test_the_environment_changes_nothing(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = text(fiction.demo()), text(fiction.demo(), color=True)
    monkeypatch.setenv(variable, "30")
    assert (text(fiction.demo()), text(fiction.demo(), color=True)) == before


def test_colour_adds_styles_only() -> None:
    plain = text(fiction.demo()).replace("«", "").replace("»", "").lower()
    styled = re.sub(r"\x1b\[[0-9;]*m", "", text(fiction.demo(), color=True)).lower()
    assert styled.split() == plain.split()


_SEQUENCE = re.compile(r"\x1b\[[0-9;]*m")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


@settings(deadline=None, max_examples=60)
@given(
    said=st.text(st.characters(exclude_categories=()), min_size=1, max_size=80),
    who=st.text(st.sampled_from("ab\x1b\x07\n\u202e[]/\x9b ")),
    color=st.booleans(),
)
def test_foreign_text_never_drives_the_terminal(said: str, who: str, color: bool) -> None:
    conversation = Conversation(
        id="x", messages=(Message(speaker=who, text=said, channel=who),), parties=(Party(name=who),)
    )
    entry = Entry(conversation=conversation, assessment=fiction.watched(conversation), advice=None)
    written = text(fiction.report(entry), color=color)
    written.encode("utf-8")
    assert not _CONTROL.search(_SEQUENCE.sub("", written))
    if not color:
        assert "\x1b" not in written


def test_markup_in_messages_is_only_text() -> None:
    assert "[bold]not bold[/bold]" in " ".join(text(fiction.hostile()).split())
    assert "gnp.exe[U+202C]" in text(fiction.hostile())


def test_people_never_see_a_decimal_risk() -> None:
    for make in (fiction.demo, fiction.archive):
        for form in ("text", "html"):
            written = render(make(), form, VIEW)
            assert "0.94" not in written
            assert "%" not in re.sub(r"<style>.*?</style>", "", written, flags=re.DOTALL)


@pytest.mark.parametrize("make", [fiction.demo, fiction.archive, fiction.hostile])
def test_nothing_is_called_safe(make: Any) -> None:
    for form in ("text", "html"):
        assert not re.search(r"\b(safe|all clear|no risk|guilty)\b", render(make(), form, VIEW).lower())


def test_an_archive_comes_first_things_first_and_counts_nobody() -> None:
    written = text(fiction.archive())
    assert written.index("Look at these first") < written.index("[ALARM]")
    assert written.count("[ALARM]") == 5
    assert written.count("· Alarm  Dana Whitfield") == 2
    assert "No signs found in what was read in the other 30 conversations." in written
    assert not re.search(r"\b(7|seven|10|ten) (conversations|people|accounts|suspects)", written)


def test_verbose_shows_every_one_in_full() -> None:
    assert text(fiction.archive(), verbose=True).count("[ALARM]") == 7


@pytest.mark.parametrize(
    ("level", "badges", "sentence"),
    [
        (None, ["ALARM", "WATCH"], "in the other 3 conversations"),
        (Level.WARN, ["ALARM"], "below “Warn” are not shown"),
        (Level.QUIET, ["ALARM", "WATCH"], "More, in short"),
    ],
)
def test_min_level_filters_what_is_shown(level: Level | None, badges: list[str], sentence: str) -> None:
    written = text(fiction.demo(), min_level=level)
    assert re.findall(r"^\[(\w+)\]", written, re.MULTILINE) == badges
    assert sentence in written


def test_only_quiet_ones_are_one_sentence() -> None:
    written = text(fiction.report(*(fiction.plain(n) for n in range(4))))
    assert "No signs found in what was read in these 4 conversations." in written
    assert "Sam" not in written


def test_a_lone_quiet_conversation_is_told_in_full() -> None:
    written = text(fiction.report(fiction.plain(1)))
    assert "[QUIET] No signs found in what was read." in written
    assert "Higher: being asked to keep it" in written


def test_many_early_signs_are_cut_without_a_count() -> None:
    threads = [fiction.ordinary(n) for n in range(60)]
    early = [Entry(conversation=c, assessment=fiction.watched(c, Mode.ARCHIVE), advice=None) for c in threads]
    written = text(fiction.report(*early, mode=Mode.ARCHIVE))
    assert written.count("· Watch  ") == 25
    assert "Look at these first" not in written
    assert "There are more conversations with early or ambiguous signs." in written


def test_words_are_quoted_in_context() -> None:
    written = " ".join(text(fiction.demo()).split())
    assert "“Please do «not mention this to your employer», they would only worry.”" in written
    assert "Of 50 test conversations with signs this strong, 48 were approaches or frauds." in written
