"""Errors by indicator: marked, found and both are counted once a thread, of the authors who marked."""

from __future__ import annotations

import pytest

from bonafides.detect import MESSAGE_BORNE
from bonafides.model import Kind, Polarity
from evals.judged import Judged
from evals.signs import FEWEST, section, tally, with_marks
from tests.evals.threads import thread

FIRST, SECOND, THIRD = [i.id for i in MESSAGE_BORNE if i.polarity is Polarity.FOR][:3]


def made(signs: list[list[str]], seen: list[str], *, author: str = "ada", language: str = "en") -> Judged:
    return thread(Kind.APPROACH, "q" * max(1, len(signs)), signs=signs, seen=seen, author=author, language=language)


def test_a_sign_counts_once_a_thread() -> None:
    counts = tally([made([[FIRST], [], [FIRST, SECOND]], [FIRST, THIRD]), made([[FIRST]], [])])
    assert counts.marked == {FIRST: 2, SECOND: 1}
    assert counts.found == {FIRST: 1, THIRD: 1}
    assert counts.both == {FIRST: 1}


def test_only_authors_who_marked_count_each_in_the_languages_they_marked() -> None:
    marking, unmarked = made([[FIRST]], []), made([], [FIRST])
    others = [made([], [FIRST], author="ben"), made([], [FIRST], language="ru")]
    assert with_marks([marking, unmarked, *others]) == [marking, unmarked]


@pytest.mark.parametrize("judged", [[], [made([], [FIRST])]], ids=["empty", "unmarked"])
def test_it_says_so_where_nobody_marked(judged: list[Judged]) -> None:
    told = section(judged)
    assert any("No author" in line for line in told)
    assert not any(line.startswith("|") for line in told)


def test_listed_are_signs_marked_often_enough_the_least_found_first() -> None:
    judged = [made([[FIRST, SECOND], [THIRD] if at else []], [FIRST] if at else []) for at in range(FEWEST)]
    told = section(judged)
    listed = [line.split("`")[1] for line in told if line.startswith("| `")]
    assert listed == [SECOND, FIRST]
    row = next(line for line in told if FIRST in line)
    assert f"{FEWEST - 1}/{FEWEST} |" in row
    assert f"{FEWEST - 1}/{FEWEST - 1} |" in row


def test_the_sums_take_both_directions() -> None:
    told = section([made([[FIRST, SECOND]], [FIRST, THIRD])])
    sums = {line.split(" | ")[0]: line for line in told if line.startswith("| all ")}
    assert sums.keys() == {"| all for", "| all against"}
    assert sums["| all for"].count("1/2") == 2
