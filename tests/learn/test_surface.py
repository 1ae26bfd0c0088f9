"""Nothing on the surface of the drills tells their truth, and the measures that say so can tell."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from bonafides.learn import Choice, Drill, shipped
from bonafides.learn.parse import LANGUAGES
from evals.learn import SURFACE, TELLS, fisher, shuffled, surface
from tests.learn.samples import GOOD, ORDINARY, drill

EVERY = tuple(each for lang in LANGUAGES for each in shipped(lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_surface_tells_the_truth(lang: str) -> None:
    found = surface(shipped(lang), rounds=500)
    assert not {name: chance for name, chance in found.items() if chance < TELLS}


def test_nor_over_all_languages() -> None:
    found = {name: fisher(EVERY, has) for name, has in SURFACE.items()}
    assert not {name: chance for name, chance in found.items() if chance < TELLS}


def test_a_surface_that_tells_is_found() -> None:
    shouted = replace(drill(GOOD), title="x" * 90)
    shouted = replace(shouted, lines=(replace(shouted.lines[0], text="hi!! " + shouted.lines[0].text), *shouted.lines))
    drills: list[Drill] = [shouted] * 8 + [drill(ORDINARY)] * 8
    assert fisher(drills, SURFACE["!!"]) == pytest.approx(2 / 12_870)
    assert shuffled(drills, lambda each: len(each.title), rounds=500) < TELLS
    assert fisher(drills, lambda _: True) == pytest.approx(1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_check_decides_in_ordinary_and_in_deceptive_threads(lang: str) -> None:
    checked = Counter(each.ordinary for each in shipped(lang) if each.best is Choice.VERIFY)
    assert checked.total() >= 3
    assert all(checked[truth] for truth in (True, False))


def test_lengths_and_first_signs_vary() -> None:
    lengths = Counter(len(each.lines) for each in EVERY)
    starts = Counter(each.from_message for each in EVERY if not each.ordinary)
    assert max(lengths.values()) <= len(EVERY) * 0.4
    assert max(starts.values()) <= starts.total() * 0.4
    assert len(lengths) >= 5
    assert len(starts) >= 5
