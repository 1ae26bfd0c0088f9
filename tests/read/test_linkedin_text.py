"""What LinkedIn's export did to a text is undone, and nothing else is touched."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.read.linkedin.text import DOUBLED, HTML, Writing, repaired, written

PROPER = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=80)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("plain", "plain"),
        ("a < b > c and <name>", "a < b > c and <name>"),
        ("write <b> for bold", "write <b> for bold"),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("<p>one</p>\n<p>two</p>", "one\n\ntwo"),
        ("<div>one<div>two</div></div>three", "one\ntwo\n\nthree"),
        ("one<br/>two<BR>three", "one\ntwo\nthree"),
        ("<ul><li>one</li><li>two</li></ul>", "one\ntwo"),
        ('<a href="https://x.example/a">https://x.example/a</a>', "https://x.example/a"),
        ("<a href='https://x.example/a'>here</a>!", "here (https://x.example/a)!"),
        ("<strong>now</strong> &lt;b&gt;", "now <b>"),
        ("&#128512; &amp;amp;", "😀 &amp;"),
        ("&nosuch; &copy=2 &", "&nosuch; &copy=2 &"),
    ],
)
def test_written(cell: str, expected: str) -> None:
    assert written(cell) == expected


@pytest.mark.parametrize("text", ["José Ñandú", "Größe", "你好", "🙂", "“quoted” – dash", "Привет"])
@pytest.mark.parametrize("codec", ["latin-1", "cp1252"])
@pytest.mark.parametrize("times", [1, 2])
def test_double_encoding_is_undone(text: str, codec: str, times: int) -> None:
    damaged = text
    for _ in range(times):
        damaged = "".join(
            bytes((byte,)).decode(codec)
            if codec == "latin-1" or byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
            else chr(byte)
            for byte in damaged.encode("utf-8")
        )
    assert repaired(damaged) == text


@pytest.mark.parametrize("text", ["São Paulo", "ÂME", "«Ã» stays", "Ã", "Størrelse: Å, Ø", "â la carte", "Î faut"])
def test_proper_text_is_left_alone(text: str) -> None:
    assert repaired(text) == text


@given(PROPER)
def test_never_raises(text: str) -> None:
    written(text)
    written(f"<p>{text}</p>&amp;")


@pytest.mark.parametrize("unit", ["<a ", "<a href=", "<p", "</p>", "&", "&amp", "<", "<p class='", "Ã"])
def test_hostile_repetition_takes_linear_time(unit: str) -> None:
    started = time.perf_counter()
    written("</p>" + unit * 100_000)
    assert time.perf_counter() - started < 120  # what is not linear takes hours


def _written(cells: list[str]) -> list[str]:
    writing = Writing()
    for cell in cells:
        writing.see(cell)
    return [writing.written(cell)[0] for cell in cells]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["R&amp;D", "plain"], ["R&D", "plain"]),
        (["R&amp;D", "Tom & Bob"], ["R&amp;D", "Tom & Bob"]),
        (["R&amp;D", "AT&amp;T", "Tom & Bob"], ["R&D", "AT&T", "Tom & Bob"]),
        (["R&amp;D", "<p>Tom &amp; Bob</p>", "a < b"], ["R&D", "Tom & Bob", "a < b"]),
        (["see ?a=1&copy=2 and &amp;"], ["see ?a=1&copy=2 and &amp;"]),
        (["I <3 R&amp;D"], ["I <3 R&amp;D"]),
        (["cafÃ©", "plain"], ["café", "plain"]),
        (["I see Ã© here", "Größe"], ["I see Ã© here", "Größe"]),
        (["cafÃ©", "naÃ¯ve", "Größe"], ["café", "naïve", "Größe"]),
        (["seÃ±or cafÃ©", "Größe"], ["señor café", "Größe"]),
    ],
)
def test_a_file_is_judged_as_a_whole(cells: list[str], expected: list[str]) -> None:
    assert _written(cells) == expected


def test_what_was_undone_is_said() -> None:
    writing = Writing()
    writing.see("<p>cafÃ©</p>")
    assert writing.written("<p>cafÃ©</p>") == ("café", frozenset({HTML, DOUBLED}))
    assert writing.written("plain") == ("plain", frozenset())
