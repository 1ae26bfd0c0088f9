"""What real bad files are said to be, in each language and on the page; and any other text, which stays as it is."""

from __future__ import annotations

import io
import json
import random
import re
import time
import tomllib
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafides.examine import examine
from bonafides.model import Conversation, Message, Problem
from bonafides.problems import languages, said
from bonafides.problems.template import Template
from bonafides.problems.wording import reworded
from bonafides.read import read, read_text
from tests.problems.sentences import sentences
from tests.problems.test_sentences import NOT_ON_THE_PAGE, OTHERS, WORDS
from tests.read.test_bad_input import FILES

CASES = Path(__file__).parents[1] / "cases" / "read"


def _bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("chat.txt", b"0" * 64 * 1024**2)
    return made.getvalue()


def _half_an_archive() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"chat {number}.txt", random.Random(number).randbytes(4000).hex())
    return made.getvalue()[:9000]


BAD: dict[str, Callable[[], bytes]] = {
    **{name: lambda raw=raw: raw for name, (raw, _) in FILES.items()},  # type: ignore[misc]
    "bomb.zip": _bomb,
    "half.zip": _half_an_archive,
    "half.json": lambda: json.dumps(
        {"messages": [{"sender_name": "Amy", "timestamp_ms": 1, "content": "hi"}] * 3, "participants": []}
    ).encode()[:150],
    "unsure.txt": lambda: b"03/04/2026, 09:00 - Amy Lin: Good day\n03/04/2026, 09:01 - Jane Roe: Good day to you\n",
    "odd.jsonl": lambda: (
        b'{"id": "a", "messages": [{"text": 1}, {"text": "x", "sent_at": "soon"}]}\n{"id": 3}\n[]\n{\n'
    ),
    "latin.txt": lambda: "Amy: caf\xe9\nMe: \xe0 bient\xf4t\0\n".encode("latin-1"),
    "torn.eml": lambda: b"From: a@example.com\nTo: b@example.com\nSubject: Hello\n\nOn Monday you wrote:\n> Hello\n",
    "longest.txt": lambda: b"Amy: hello\nMe: hi\nAmy: " + b"a" * 2_000_000,
}


@cache
def _pieces() -> tuple[str, ...]:
    """What English sentences are made of, as far as it is long enough to be nothing else."""
    found = set()
    for key, table in tomllib.loads((WORDS / "en.toml").read_text("utf-8")).items():
        if key not in ("number", "value"):
            for text in table.values():
                found |= {piece.strip() for piece in Template.of(text).pieces if len(piece.split()) > 2}
    return tuple(found)


def _assert_is_in(shown: Problem, english: Problem, lang: str, *, on_page: bool = False) -> None:
    assert shown.where == english.where
    assert (shown.fatal, shown.conversation) == (english.fatal, english.conversation)
    for text, before in ((shown.what, english.what), (shown.next_step, english.next_step)):
        assert not before or text != before, before
        assert [piece for piece in _pieces() if piece in text] == []
        assert not on_page or NOT_ON_THE_PAGE.search(text) is None, text
    assert shown.what


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_said_in_the_language(name: str, lang: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(BAD[name]())
    problems = read([path]).problems
    assert problems
    for problem in problems:
        _assert_is_in(said(problem, lang=lang), problem, lang)
        _assert_is_in(said(problem, lang=lang, on_page=True), problem, lang, on_page=True)
        shown = said(problem, on_page=True)
        assert NOT_ON_THE_PAGE.search(f"{shown.what} {shown.next_step}") is None


def test_the_cases_of_the_reading_room_are_said_in_every_language() -> None:
    for path in sorted(CASES.glob("*/*/input")):
        for problem in read([path]).problems:
            for lang in OTHERS:
                _assert_is_in(said(problem, lang=lang, on_page=True), problem, lang, on_page=True)


@pytest.mark.parametrize("lang", OTHERS)
def test_what_the_corridor_says_too(lang: str) -> None:
    text = "Vi vill gärna erbjuda dig ett uppdrag som konsult, och vi betalar mycket bra för din tid och din rapport."
    talk = Conversation(id="c", messages=(Message(speaker="them", text=text),))
    found = examine(replace(read_text("x"), conversations=(talk,), problems=())).problems
    assert len(found) == 1
    _assert_is_in(said(found[0], lang=lang), found[0], lang)


def test_every_sentence_is_said_otherwise_in_every_language() -> None:
    for place, text in sentences():
        for lang in OTHERS:
            shown = said(Problem(what=text, where="x"), lang=lang)
            assert shown.what != text, place
            assert [piece for piece in _pieces() if piece in shown.what] == [], place


def test_english_on_the_command_line_stays_as_it_is() -> None:
    for _, text in sentences():
        problem = Problem(what=text, where="x", next_step=text)
        assert said(problem) is problem


def test_what_is_filled_in_stays() -> None:
    same = Problem(what="This is the same file as {n} und {name}.txt; it was read once.; it was read once.", where="x")
    assert "{n} und {name}.txt; it was read once." in said(same, lang="de").what
    many = Problem(what="It holds more than 1,024 MiB of text; only the beginning was read.", where="x")
    assert "1.024 MiB" in said(many, lang="de").what
    assert "1\u00a0024 Mio" in said(many, lang="fr").what
    order = Problem(what="The dates do not show which number is the day; they were read as dmy.", where="x")
    assert "Tag/Monat/Jahr" in said(order, lang="de").what
    late = "the second reader did not answer within 0.5 seconds; 2,000 conversations were judged without it"
    assert said(Problem(what=late, where="x"), lang="da").what == (
        "andenlæseren svarede ikke inden for 0.5 sekunder; 2.000 samtaler er vurderet uden den"
    )


def test_a_sentence_by_itself() -> None:
    assert reworded("", "fr", on_page=True) == ""
    assert reworded("Name a file instead.", "fr", on_page=False) == "Indiquez plutôt un fichier."
    assert reworded("`bonafides read` lists the conversations by name.", "en", on_page=True) == ""


def test_a_number_is_a_number() -> None:
    problem = Problem(what="Amy files hold the same as others; each content was read once.", where="x")
    assert said(problem, lang="fr") == problem


@pytest.mark.parametrize("lang", ["xx", "", "../en", "EN"])
def test_a_language_without_words_stays_english(lang: str) -> None:
    problem = Problem(what="The file is empty.", where="x", next_step="Name a file instead.")
    assert said(problem, lang=lang) == problem
    assert said(problem, lang=lang, on_page=True).next_step == "Choose a file, or paste the text here."


TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from([*(text for _, text in sentences()), "{n}", "{name}", " ", "7", ", ", "\0"]), max_size=4
    ).map("".join),
)


@settings(deadline=None)
@given(text=TEXTS, lang=st.sampled_from((*languages(), "xx")), on_page=st.booleans())
def test_any_text_goes_through(text: str, lang: str, on_page: bool) -> None:
    problem = Problem(what=text, where=text, next_step=text)
    shown = said(problem, lang=lang, on_page=on_page)
    assert shown.where == text
    assert isinstance(shown.what, str)
    if not re.search(r"\w\w", text):
        assert shown == problem


def _seconds(text: str) -> float:
    problem = Problem(what=text, where="x", next_step=text)
    said(problem, lang="fr")
    took = []
    for _ in range(3):
        start = time.perf_counter()
        said(problem, lang="fr", on_page=True)
        took.append(time.perf_counter() - start)
    return min(took)


@pytest.mark.parametrize(
    "made",
    [
        lambda n: "The conversations " + " and " * n + " may be with the same person: both have the name x",
        lambda n: "If it is one person, add: --join " + " " * n,
        lambda n: "7" * n + " mail(s) are longer than 7 MiB; only their beginning was read (number ).",
        lambda n: "This is the same file as " + "; it was read once" * n + "; it was read once.",
        lambda n: "the second reader " + "; 1 conversation was" * n + "; this conversation was judged without it",
    ],
)
def test_the_time_grows_with_the_text_and_no_faster(made: Callable[[int], str]) -> None:
    once, twice = _seconds(made(100_000)), _seconds(made(200_000))
    assert twice < 5 * once + 0.05
