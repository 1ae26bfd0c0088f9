"""The report of a tiny set has its sections and its pictures, and is written where it is told to be."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bonafides.model import Kind
from evals import replays
from evals import report as evaluation
from evals.gate import kept
from evals.judged import Judged
from evals.report import Report, against, of_set, text, write
from tests.evals.threads import thread

JUDGED = [
    thread(Kind.APPROACH, "qwa", 0.9, line=1, signs=[["offers-paid-report"], [], []], seen=["offers-paid-report"]),
    thread(Kind.SCAM, "qqh", 0.4, line=2, language="ru"),
    thread(Kind.ORDINARY, "qqq", 0.1),
    thread(Kind.ORDINARY, "w", 0.6, academic=True, language="ru"),
]
SECTIONS = [
    "# Evaluation: made-up",
    "## All conversations",
    "## By language",
    "## By author",
    "## By kind",
    "## By the furthest stage that the other side reaches",
    "## Early warning",
    "## Calibration",
    "## Errors by indicator",
]


@pytest.fixture(scope="module")
def report() -> Report:
    return of_set(JUDGED, "made-up")


def headings(told: Report) -> list[str]:
    return re.findall(r"^#.*", text(told), re.MULTILINE)


def test_the_page_has_its_sections_in_order(report: Report) -> None:
    assert headings(report) == SECTIONS
    assert "4 conversations (en, ru), 2 of them deceptive" in text(report)
    assert text(report).endswith("\n")
    assert not text(report).endswith("\n\n")


def test_every_table_has_rows_of_one_width(report: Report) -> None:
    tables = re.findall(r"(?:^\|.*\n)+", text(report), re.MULTILINE)
    assert len(tables) >= 8
    for table in tables:
        assert len({line.count("|") for line in table.splitlines()}) == 1, table


def test_every_picture_is_shown_and_every_picture_shown_is_there(report: Report) -> None:
    shown = re.findall(r"!\[[^]]+\]\(report/([^)]+)\)", text(report))
    assert sorted(shown) == sorted(report.pictures)
    for picture in report.pictures.values():
        assert ET.fromstring(picture).tag.endswith("svg")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("recall", 0.5),
        ("recall.ru", 0.0),
        ("ordinary_flagged", 0.5),
        ("ordinary_flagged.en", 0.0),
        ("academic_flagged", 1.0),
        ("in_time", 0.5),
        ("auc", 0.75),
        ("auc.en", 1.0),
    ],
)
def test_the_figures_are_of_this_set(report: Report, key: str, value: float) -> None:
    assert report.figures[key] == pytest.approx(value)


def test_a_set_without_any_thread_has_the_same_sections() -> None:
    empty = of_set([], "made-up")
    assert headings(empty) == SECTIONS
    assert empty.pictures.keys() == of_set(JUDGED[:1], "made-up").pictures.keys()


def test_what_was_worse_is_added_at_the_end(report: Report) -> None:
    told = against(report, {"recall": kept("recall", 0.9)})
    assert headings(told) == [*SECTIONS, "## Against the baseline"]
    assert "- recall is 0.5" in text(told)
    assert (told.figures, told.pictures) == (report.figures, report.pictures)


def test_writes_the_page_and_its_pictures_and_nothing_else(report: Report, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    write(report, page)
    assert page.read_text("utf-8") == text(report)
    written = {path.name: path.read_text("utf-8") for path in (tmp_path / "page").iterdir()}
    assert written == report.pictures
    assert {path.name for path in tmp_path.iterdir()} == {"page.md", "page"}


def test_removes_pictures_of_earlier_reports_alone(report: Report, tmp_path: Path) -> None:
    folder = tmp_path / "page"
    folder.mkdir()
    for name in ("earlier.svg", "notes.txt"):
        (folder / name).write_text("kept?", encoding="utf-8")
    write(report, tmp_path / "page.md")
    assert {path.name for path in folder.iterdir()} == {*report.pictures, "notes.txt"}


def test_the_whole_report_adds_what_others_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    class Further:
        @staticmethod
        def section() -> list[str]:
            return ["## Further\n"]

        @staticmethod
        def figures() -> dict[str, float]:
            return {"gap": 0.1, "further.rate": 0.2}

    monkeypatch.setattr(evaluation, "_further", lambda: [("further", Further)])
    monkeypatch.setattr(replays, "measure", list)
    told = evaluation.complete(JUDGED, "made-up", size=2)
    found = headings(told)
    assert found[: len(SECTIONS)] == SECTIONS
    assert found[-1] == "## Further"
    assert {"## A plain ordinary archive", "## Documented cases replayed"} < set(found)
    assert (told.figures["further.gap"], told.figures["further.rate"]) == (0.1, 0.2)
    assert told.figures["archive.flagged"] == 0.0


def test_figures_of_a_tiny_set_do_not_depend_on_its_order() -> None:
    def figures(judged: list[Judged]) -> dict[str, float]:
        return dict(of_set(judged, "made-up").figures)

    assert figures(JUDGED[::-1]) == pytest.approx(figures(JUDGED))
