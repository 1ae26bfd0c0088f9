"""The fictional profiles are well made, and the measures of the exposure check hold on all of them."""

from __future__ import annotations

import pytest

from evals.exposure import SETS, STRANGERS, UNSEEN, Score, measure, profiles, report, sentences


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    return {name: measure(profiles(name)) for name in (*SETS, *STRANGERS)}


@pytest.mark.parametrize("name", SETS)
def test_a_set_has_many_sectors_languages_and_honest_people(name: str) -> None:
    written = list(profiles(name))
    assert len(written) >= 25
    assert len({each.id for each in written}) == len(written)
    assert {each.language for each in written} == {"en", "fr", "de", "da", "es"}
    assert sum(not each.planted for each in written) >= 8


@pytest.mark.parametrize("name", [*STRANGERS, *UNSEEN])
def test_strangers_wrote_many_honest_people_too(name: str) -> None:
    written = list(profiles(name))
    assert len(written) >= 25
    assert sum(not each.planted for each in written) >= len(written) // 4


@pytest.mark.parametrize("name", [*SETS, *STRANGERS])
def test_what_was_planted_is_found_and_little_else(name: str, scores: dict[str, Score]) -> None:
    assert scores[name].recall >= 0.9
    assert scores[name].false <= 0.05


def test_sets_that_nobody_looked_at_fare_nearly_as_well() -> None:
    every = [measure(profiles(name)) for name in UNSEEN]
    found, planted = (sum(getattr(each, what).total() for each in every) for what in ("found", "planted"))
    wrong, told = (sum(getattr(each, what).total() for each in every) for what in ("wrong", "told"))
    assert found / planted >= 0.9
    assert wrong / told <= 0.05


def test_of_the_sentences_most_are_found_and_near_misses_spared() -> None:
    score = sentences()
    assert score.profiles >= 200
    assert score.recall >= 0.95
    assert score.false <= 0.03


def test_the_report_names_every_kind(scores: dict[str, Score]) -> None:
    text = "\n".join(report("dev", scores["dev"]))
    assert all(kind in text for kind in scores["dev"].planted)


def test_a_miss_is_counted() -> None:
    [first, *_] = profiles("dev")
    first.planted.append(type(first.planted[0])("clearance", "Profile.csv", 1, "Industry", 0, 3, "Def"))
    score = measure([first])
    assert score.recall < 1
    assert score.misses
