"""Full-text search: the same words find the same rows in every store, in every script."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bonafides.store import Store, equals
from bonafides.store.records import RECORDS, Note, Report
from bonafides.store.store import found_by, searchable, terms
from tests.store.rows import add, row

FOUND: dict[str, tuple[str, str]] = {
    "english": ("A well-paid Report on the harbour.", "harb report"),
    "capitals": ("TELEGRAM", "telegram"),
    "german sharp s": ("Straße", "STRASSE"),
    "turkish dotted i": ("İstanbul", "İstanbul"),
    "french": ("l'été à Évreux", "été évr"),
    "greek final sigma": ("ΟΔΟΣ", "οδος"),
    "russian": ("Консультант по портам", "консул порт"),
    "chinese": ("我们需要一份报告", "报告"),
    "japanese": ("港の報告をお願いします", "報告"),
    "korean": ("항구 보고서", "보고"),
    "arabic": ("نحتاج إلى تقرير", "تقرير"),
    "hebrew": ("דו״ח על הנמל", "הנמל"),
    "hindi": ("हमें एक रिपोर्ट चाहिए", "रिपोर्ट"),
    "thai": ("รายงานเกี่ยวกับท่าเรือ", "รายงาน"),
    "georgian capitals": ("ᲐᲜᲒᲐᲠᲘᲨᲘ", "ანგარიში"),
    "adlam": ("𞤀𞤣𞤤𞤢𞤥", "𞤢𞤣"),
    "digits": ("call +1 202 555 0100 now", "555 0100"),
    "arabic digits": ("٢٠٢", "٢٠٢"),
    "underscore": ("write to @harbour_view_desk", "@harbour_view_desk"),
    "no parts of underscored": ("x @harbour_view_desk", "@harbour_view"),
    "mail": ("ana.lopez@example.org", "lopez@example.org"),
    "emoji between": ("good😀morning", "morning"),
    "superscript": ("x² and ½", "x²"),
    "long word": ("w" * 5_000, "w" * 4_000),
    "lone surrogate": ("a\ud800b harbour", "harbour"),
    "nul": ("a\0b harbour", "harbour"),
}
NOT_FOUND: dict[str, tuple[str, str]] = {
    "the middle of a word": ("harbour", "arb"),
    "one of two": ("harbour", "harbour mountain"),
    "nothing asked": ("harbour", ""),
    "only signs": ("harbour", "!!! -- '"),
    "an operator": ("harbour", "NOT mountain"),
    "an accent more": ("ete", "été"),
    "a parenthesis": ("harbour", "harbour) OR (x"),
    "a quote": ("harbour", "\"mountain\" OR 'x'"),
    "a column": ("harbour", "terms: x"),
    "a star": ("harbour", "mount*"),
    "sql": ("harbour", "x'; DROP TABLE note; --"),
}


@pytest.mark.parametrize(("text", "words"), FOUND.values(), ids=FOUND)
def test_words_are_found(store: Store, text: str, words: str) -> None:
    add(store, given := row(Note, text=text, case="c"), row(Note, text="something else"))
    with store.reading() as reading:
        (hit,) = reading.search(words, limit=9)
    assert (hit.table, hit.id, hit.case) == ("note", given.id, "c")


@pytest.mark.parametrize(("text", "words"), NOT_FOUND.values(), ids=NOT_FOUND)
def test_other_words_are_not(store: Store, text: str, words: str) -> None:
    add(store, row(Note, text=text))
    with store.reading() as reading:
        assert reading.search(words, limit=9) == []


def test_the_latest_written_comes_first_and_no_more_than_asked(store: Store) -> None:
    notes = [row(Note, id=id, text="harbour") for id in "ca"]
    report = row(Report, id="b", said="harbour", words="harbour harbour")
    add(store, notes[0])
    add(store, report, notes[1])
    with store.writing() as writing:
        writing.change(replace(notes[0], text="the harbour"))
        assert [hit.id for hit in writing.search("harbour", limit=2)] == ["c", "a"]
        writing.remove(Note, equals("id", "a"))
        assert [hit.id for hit in writing.search("harbour", limit=9)] == ["c", "b"]
        assert writing.search("harbour", limit=0) == []


def test_words_of_two_fields_are_found_together(store: Store) -> None:
    add(store, row(Report, said="harbour", words="mountain"), row(Report, said="harbour"))
    with store.reading() as reading:
        assert len(reading.search("mountain harbour", limit=9)) == 1


def test_an_endless_text_is_found_by_its_first_words(store: Store) -> None:
    text = " ".join(f"word{number}" for number in range(300_000))
    add(store, given := row(Note, text=text))
    with store.reading() as reading:
        assert [hit.id for hit in reading.search("word7 word40000", limit=9)] == [given.id]
        assert reading.search("word299999", limit=9) == []
    assert len(" ".join(found_by(given)).encode()) <= 500_000


def test_only_words_for_search_are_searched() -> None:
    assert {field for kind in RECORDS for field in searchable(kind)} == {"said", "words", "text"}
    assert terms("Don't stop: 東京 x_y") == ("don", "t", "stop", "東", "京", "x_y")
