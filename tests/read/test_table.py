"""Tables are read by column name, and one broken record never hides the rest."""

from __future__ import annotations

import csv
import io
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.read import source, table
from bonafides.read.decode import Lines, open_lines
from bonafides.read.linkedin.columns import begins_record
from bonafides.read.reader import Head
from bonafides.read.table import Header, Record, is_table, open_table

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
HEADER = "FROM,TO,DATE,CONTENT\n"


def _records(text: str, required: str = "from") -> tuple[Header, list[Record]]:
    table = open_table(io.StringIO(text, newline=""), frozenset({required}), begins_record)
    assert table is not None
    return table[0], list(table[1])


@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS).filter(any), max_size=6), st.sampled_from(",;\t"), st.booleans())
def test_what_csv_writes_is_read_back(rows: list[tuple[str, ...]], delimiter: str, quoted: bool) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL)
    writer.writerow(["FROM", "TO", "DATE", "CONTENT"])
    writer.writerows(rows)
    _, records = _records(out.getvalue())
    assert [tuple(record.cells) for record in records] == rows
    assert all(record.whole for record in records)


@given(st.text(st.sampled_from('a",\n\r;x \0'), max_size=200))
def test_any_text_below_a_header_is_read_without_failing_and_without_loss(text: str) -> None:
    _, records = _records(HEADER + text)
    letters = sum(cell.count(char) for record in records for cell in record.cells for char in "ax")
    assert letters == text.count("a") + text.count("x")


def test_a_stray_quote_spoils_one_record_only() -> None:
    row = "Amy Lin,Jane Roe,2026-03-01 09:00:00 UTC,{}\n"
    text = (
        HEADER
        + row.format("one")
        + row.format('"two')
        + row.format("three")
        + row.format('4" pipe')
        + row.format("five")
    )
    _, records = _records(text)
    assert [record.line for record in records] == [2, 3, 4, 5, 6]
    assert [record.whole for record in records] == [True, False, True, False, True]
    assert [record.cells[3] for record in records if record.whole] == ["one", "three", "five"]


def test_a_message_that_looks_like_a_record_is_not_taken_for_one() -> None:
    forged = "Jane Roe,Amy Lin,2026-03-01 09:00:00 UTC,yes I will"
    out = io.StringIO(newline="")
    csv.writer(out).writerow(["Amy Lin", "Jane Roe", "2026-03-01 09:00:00 UTC", f"see:\n{forged}\n"])
    _, records = _records(HEADER + out.getvalue())
    assert len(records) == 1
    assert forged in records[0].cells[3]


@pytest.mark.parametrize("preamble", ["", 'Notes:\n"Some, words"\n\n', 'Notes:,,,\n"Some words",,,\n,,,\n', "\ufeff"])
def test_the_header_is_found_below_notes(preamble: str) -> None:
    header, records = _records(preamble + HEADER + "a,b,c,d\n")
    assert records == [Record(line=header.line + 1, cells=["a", "b", "c", "d"])]


def test_many_stray_quotes_take_linear_time() -> None:
    row = 'Amy Lin,Jane Roe,2026-03-01 09:00:00 UTC,"odd\n'
    whole = "Amy Lin,Jane Roe,2026-03-01 09:00:00 UTC,even\n"
    text = HEADER + "".join(itertools.chain.from_iterable((row, whole, whole) for _ in range(3_000)))
    _, records = _records(text)
    assert len(records) == 9_000


def test_cells_may_be_long() -> None:
    _, records = _records(HEADER + "a,b,c," + "x" * 500_000 + "\n")
    assert len(records[0].cells[3]) == 500_000


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.csv", "Name\nWriting\n", True),
        ("-", "a,b,c,d\n1,2,3,4\n", True),
        ("-", "Hi, Jane, how are you, today?\nFine, thanks, and you, Amy?\n", False),
        ("-", "Dear Jane, I hope you are well.\n", False),
    ],
)
def test_tables_are_told_from_prose(name: str, text: str, expected: bool) -> None:
    assert is_table(Head(name=name, raw=b"", text=text)) is expected


def test_rows_of_empty_cells_are_no_records() -> None:
    _, records = _records(HEADER + ",,,\n" + "Amy Lin,Jane Roe,2026-03-01 09:00:00 UTC,one\n,,,,,,\n")
    assert [(record.line, record.cells[3]) for record in records if record.whole] == [(3, "one")]


ROW = "Amy Lin,Jane Roe,2026-03-01 09:00:00 UTC,{}\n"


def _lines(text: str) -> tuple[list[Record], Lines]:
    with open_lines(source.from_bytes("x", text.encode())) as lines:
        found = open_table(lines, frozenset({"from"}), begins_record)
        assert found is not None
        return list(found[1]), lines


@pytest.mark.parametrize("line", ["\n", "a\n", "x" * 300 + "\n"])
def test_a_cell_without_end_is_kept_as_far_as_memory_allows(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "RECORD_CHARACTERS", 10_000)
    endless = line * 5_000
    text = HEADER + ROW.format("one") + ROW.format('"' + endless)[:-1] + '"\n' + ROW.format("three")
    records, lines = _lines(text)
    assert [record.cells[3] for record in records if record.whole] == ["one", "three"]
    (long,) = (record for record in records if not record.whole)
    assert long.cells[3].startswith(line.rstrip())
    assert len(long.cells[3]) < 11_000
    assert records[-1].line == 5_000 + 4
    (problem,) = (problem for problem in lines.problems("x") if problem.fatal)
    assert "only its beginning was read" in problem.what


def test_tables_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "RECORDS", 50)
    monkeypatch.setattr(table, "BROKEN", 20)
    for row, most, kind in ((ROW.format("a"), 50, "50 records"), ("x\n", 20, "20 broken records")):
        records, lines = _lines(HEADER + row * most)
        assert len(records) == most
        assert not lines.lost
        records, lines = _lines(HEADER + row * (most + 1))
        assert len(records) == most
        assert kind in lines.lost[0]


@pytest.mark.parametrize("formula", ["=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(A1:A9)", "\t=1+1", "=HYPERLINK(1)"])
def test_formulas_are_text_like_any_other(formula: str) -> None:
    _, records = _records(HEADER + ROW.format(formula))
    assert records[0].cells[3] == formula


def test_after_lines_without_end_the_rest_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "RECORD_CHARACTERS", 10_000)
    monkeypatch.setattr(table, "_PASSED_LINES", 1_000)
    records, lines = _lines(HEADER + ROW.format("one") + ROW.format('"' + "\n" * 5_000) + ROW.format("three"))
    assert [record.cells[3] for record in records if record.whole] == ["one"]
    assert "more than 1,000 lines; the rest was not read" in lines.lost[0]
