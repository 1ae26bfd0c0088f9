"""The figures of a whole set count what they say, and its tables have a row for each group."""

from __future__ import annotations

import math

import pytest

from bonafides.model import Kind, Stage
from evals.judged import Judged
from evals.overall import FEWEST, by_language, grouped, overall, section
from tests.evals.threads import thread

APPROACH, SCAM, LURE, ORDINARY = Kind.APPROACH, Kind.SCAM, Kind.DEVICE_LURE, Kind.ORDINARY
JUDGED = [
    thread(APPROACH, "qwa", 0.9, stage=Stage.ESCALATION),
    thread(APPROACH, "qqh", 0.4, stage=Stage.HOOK, language="ru", author="ben"),
    thread(SCAM, "qqw", 0.8, told=APPROACH),
    thread(LURE, "qw", 0.7, language="ru", author="ben", blanked=0.0),
    thread(SCAM, "h", 0.6),
    thread(SCAM, "q", 0.3),
    thread(ORDINARY, "qqq", 0.1),
    thread(ORDINARY, "q", 0.2, academic=True),
    thread(ORDINARY, "w", 0.5, academic=True),
    thread(ORDINARY, "qhh", 0.5, language="ru", author="ben"),
]
"""Six deceptive, of which two are lone messages, and four ordinary."""


def values(judged: list[Judged]) -> dict[str, float]:
    return {figure.key: figure.value for figure in overall(judged) if figure.key}


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        pytest.param("recall", 3 / 4, id="lone messages left out"),
        pytest.param("recall.approach", 1 / 2, id="approaches only"),
        pytest.param("ordinary_flagged", 1 / 4, id="lone ordinary ones counted"),
        pytest.param("academic_flagged", 1 / 2, id="academic look-alikes"),
        pytest.param("kind_right", 2 / 3, id="kind among the flagged"),
        pytest.param("auc", 20 / 24, id="ranking of all"),
        # flagged 4 of 10: F1 of 6/10 on deceptive, and of 6/10 on ordinary
        pytest.param("macro_f1", (2 * 3 / (6 + 4) + 2 * 3 / (4 + 6)) / 2, id="answers on all"),
    ],
)
def test_the_figures_of_the_whole_set(key: str, expected: float) -> None:
    assert values(JUDGED)[key] == pytest.approx(expected)


def test_blanking_the_users_words_is_ranked_by_its_own_risks() -> None:
    found = values(JUDGED)
    assert found["auc.blanked"] == pytest.approx(found["auc"] - 4 / 24)


def test_lone_messages_count_from_watch() -> None:
    (lone,) = [figure for figure in overall(JUDGED) if "lone first messages" in figure.name]
    assert (lone.value, lone.of) == (0.5, "1/2")


def test_every_figure_lies_in_its_interval() -> None:
    for figure in overall(JUDGED):
        assert figure.interval is not None
        assert figure.interval[0] <= figure.value <= figure.interval[1], figure.name


def test_nothing_is_known_of_nothing() -> None:
    assert {key for key, value in values([]).items() if not math.isnan(value)} <= {"macro_f1"}


def test_each_language_is_measured_by_itself() -> None:
    found = {figure.key: figure.value for figure in by_language(JUDGED)}
    assert found == pytest.approx(
        {
            "recall.en": 1.0,
            "ordinary_flagged.en": 1 / 3,
            "auc.en": 11 / 12,
            "recall.ru": 1 / 2,
            "ordinary_flagged.ru": 0.0,
            "auc.ru": 1 / 2,
        }
    )


def test_groups_come_in_order_and_lose_nobody() -> None:
    told = grouped(JUDGED, lambda j: j.case.kind)
    assert [name for name, _ in told] == sorted({j.case.kind for j in JUDGED})
    assert sum(len(inside) for _, inside in told) == len(JUDGED)


# --- the tables


def table(judged: list[Judged], heading: str) -> dict[str, list[str]]:
    """The rows of one of the section's tables, by their first cell."""
    lines = section(judged, overall(judged))
    start = lines.index(f"## {heading}\n") + 3
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines[start : lines.index("", start)]]
    return {row[0]: row[1:] for row in rows}


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("By language", {"en", "ru"}),
        ("By author", {"ada (en)", "ben (ru)"}),
        ("By kind", {"approach", "device-lure", "ordinary", "scam"}),
        ("By the furthest stage that the other side reaches", {"S2", "S7", "none"}),
    ],
)
def test_a_row_for_each_group(heading: str, names: set[str]) -> None:
    assert table(JUDGED, heading).keys() == names


def test_lone_deceptive_messages_are_left_out_by_kind() -> None:
    found = table(JUDGED, "By kind")
    assert found["scam"][0].endswith("1/1")
    assert found["ordinary"][0].endswith("1/4")


def test_a_ranking_needs_enough_of_either_sort() -> None:
    assert table(JUDGED, "By language")["en"][-2:] == ["", ""]
    many = [thread(kind, "qq", risk) for kind, risk in ((SCAM, 0.9), (ORDINARY, 0.1)) for _ in range(FEWEST)]
    assert [shown.split()[0] for shown in table(many, "By language")["en"][-2:]] == ["1.000", "1.000"]
    assert table(many[1:], "By language")["en"][-2:] == ["", ""]
