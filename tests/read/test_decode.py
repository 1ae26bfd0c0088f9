"""Bytes become text in every encoding, and wrong bytes never stop the reading."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.read import source
from bonafides.read.decode import decode, encoding_of, open_lines, text_of

TEXT = "Größe, naïve, 你好 🙂\nzweite Zeile\r\n"
NO_SURROGATES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff\0"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_encodings(encoding: str) -> None:
    raw = TEXT.encode(encoding)
    assert decode(raw) == TEXT
    assert text_of(source.from_bytes("x", raw)) == (TEXT, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_unmarked_utf16_is_known_by_its_zeros(encoding: str) -> None:
    raw = "FROM,TO,DATE,CONTENT\n".encode(encoding)
    assert encoding_of(raw) == encoding
    assert decode(raw) == "FROM,TO,DATE,CONTENT\n"


def test_windows_bytes_in_a_utf8_file_are_read_one_by_one_and_said() -> None:
    raw = "Größe\n".encode() + "Größe – 5 €\n".encode("cp1252") + b"plain\n"
    text, problems = text_of(source.from_bytes("mixed.txt", raw))
    assert text == "Größe\nGröße – 5 €\nplain\n"
    assert [problem.where for problem in problems] == ["mixed.txt"]
    assert problems[0].what.startswith("1 line(s) are not UTF-8")


def test_zeros_are_kept_and_said() -> None:
    text, problems = text_of(source.from_bytes("x", b"one\0two\nthree\n"))
    assert text == "one\0two\nthree\n"
    assert "1 line(s) hold zero characters" in problems[0].what


@given(NO_SURROGATES)
def test_utf8_text_comes_back_equal(text: str) -> None:
    if encoding_of(text.encode()) == "utf-8":
        assert text_of(source.from_bytes("x", text.encode()))[0] == text


@given(st.binary(max_size=6_000))
def test_any_bytes_become_text_without_surrogates(raw: bytes) -> None:
    with open_lines(source.from_bytes("x", raw)) as lines:
        text = "".join(lines)
    text.encode("utf-8")
    if encoding_of(raw).startswith("utf-8"):
        assert text == decode(raw)


@given(NO_SURROGATES, st.integers(1, 7))
def test_small_reads_do_not_matter(text: str, size: int) -> None:
    class Slow:
        def __init__(self) -> None:
            self.left = text.encode()

        def read(self, _: int = -1) -> bytes:
            chunk, self.left = self.left[:size], self.left[size:]
            return chunk

        def __enter__(self) -> Slow:
            return self

        def __exit__(self, *_: object) -> None:
            pass

    from bonafides.read.reader import Source

    if encoding_of(text.encode()[:size]) == "utf-8":
        assert text_of(Source(name="x", size=0, open=Slow))[0] == text  # type: ignore[arg-type]


def test_of_a_text_beyond_all_measure_the_beginning_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["bonafides.read.decode"], "CHAT_BYTES", 10_000)
    assert text_of(source.from_bytes("x", b"a" * 10_000)) == ("a" * 10_000, ())
    text, (problem,) = text_of(source.from_bytes("x", b"a" * 20_001))
    assert text == "a" * 10_000
    assert problem.fatal
    assert "only the beginning was read" in problem.what


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_line_without_end_is_kept_as_far_as_memory_allows(end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["bonafides.read.decode"], "LINE_CHARACTERS", 1_000)
    raw = ("a" * 999 + end + "b" * 200_000 + end + "c" * 1_000 + end + "short" + end).encode()
    with open_lines(source.from_bytes("x", raw)) as lines:
        found = [line.strip() for line in lines if line.strip()]
    assert found == ["a" * 999, "b" * 1_000, "c" * 1_000, "short"]
    (problem,) = lines.problems("x")
    assert problem.what.startswith("1 line(s) are longer than")
    assert problem.fatal


def test_a_line_as_long_as_the_limit_at_the_end_of_the_file_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["bonafides.read.decode"], "LINE_CHARACTERS", 1_000)
    with open_lines(source.from_bytes("x", b"a" * 1_000)) as lines:
        assert list(lines) == ["a" * 1_000]
    assert not lines.problems("x")


def test_lines_with_trouble_are_counted_once_each() -> None:
    raw = b"a\0b\0\nplain\n\xe9\xe9 \xe9\n\0\n"
    assert [problem.what[:2] for problem in text_of(source.from_bytes("x", raw))[1]] == ["1 ", "2 "]
