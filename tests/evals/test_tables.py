"""Figures and their rows: what is known is shown with its interval, what is not is left empty."""

from __future__ import annotations

import math

import pytest

from evals.tables import Figure, between, cell, figures, number, rows, share, table

UNKNOWN = Figure(key="none", name="nothing", value=math.nan, interval=(0.0, 1.0), of="0/0")
PLAIN = Figure(key="auc.en", name="ranking", value=0.98765)


@pytest.mark.parametrize(
    ("answers", "value", "of"),
    [
        pytest.param([True, True, False, True], 0.75, "3/4", id="some"),
        pytest.param([False], 0.0, "0/1", id="none"),
        pytest.param([True] * 1200, 1.0, "1,200/1,200", id="thousands"),
        pytest.param([], math.nan, "0/0", id="nothing asked"),
    ],
)
def test_a_share_counts_its_answers(answers: list[bool], value: float, of: str) -> None:
    found = share("key", "name", iter(answers))
    assert found.value == pytest.approx(value, nan_ok=True)
    assert found.of == of
    assert found.known is bool(answers)
    assert found.interval is not None
    assert not answers or found.interval[0] <= value <= found.interval[1]


def test_only_what_has_a_key_and_is_known_is_held_against_the_baseline() -> None:
    assert figures([PLAIN, UNKNOWN, share("", "shown", [True])]) == {"auc.en": 0.98765}


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        pytest.param(share("", "", [True, False]), "0.500 (0.09 to 0.91), 1/2", id="with an interval"),
        pytest.param(Figure(key="", name="", value=0.98765, of="9"), "0.988, 9", id="without"),
        pytest.param(UNKNOWN, "", id="not known"),
    ],
)
def test_a_cell(figure: Figure, shown: str) -> None:
    assert cell(figure) == shown


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        pytest.param(share("", "", [True, False], places=4), "0.095 to 0.905", id="one digit shorter"),
        pytest.param(PLAIN, "", id="no interval"),
        pytest.param(UNKNOWN, "", id="no value"),
        pytest.param(Figure(key="", name="", value=0.5, interval=(math.nan, math.nan)), "", id="no limits"),
    ],
)
def test_an_interval_as_text(figure: Figure, shown: str) -> None:
    assert between(figure) == shown


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [(0.12345, 3, "0.123"), (0.9996, 3, "1.000"), (2.0, 0, "2"), (math.nan, 3, "")],
)
def test_a_number_as_text(value: float, places: int, shown: str) -> None:
    assert number(value, places) == shown


def test_a_table_ends_with_an_empty_line() -> None:
    assert table(["a", "b"], iter([["1", "2"]])) == ["| a | b |", "| --- | --- |", "| 1 | 2 |", ""]


def test_rows_have_as_many_cells_as_the_head() -> None:
    told = rows([PLAIN, UNKNOWN, share("k", "share", [True, False])])
    assert {line.count("|") for line in told if line} == {5}
    assert [line.split(" | ")[0] for line in told[2:-1]] == ["| ranking", "| nothing", "| share"]
