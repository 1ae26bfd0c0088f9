"""Every English text for people reads easily, and the measure knows hard from easy."""

from __future__ import annotations

import pytest

from evals import readability
from evals.readability import GRADE, grade, judged, main, syllables, too_hard


def test_no_text_for_people_is_above_the_reading_age() -> None:
    assert [(each.room, each.key, round(each.grade, 1)) for each in too_hard()] == []
    rooms = {each.room for each in judged()}
    assert {"advise", "interview", "web", "page", "render/reporting", "advise/routes", "advise/platforms"} <= rooms


@pytest.mark.parametrize(
    ("word", "count"),
    [("stop", 1), ("asked", 1), ("wanted", 2), ("make", 1), ("table", 2), ("messages", 3), ("security", 4),
     ("official", 3), ("profile", 2), ("don't", 1), ("university", 5), ("the", 1)],
)  # fmt: skip
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count


def test_long_sentences_of_long_words_are_hard() -> None:
    hard = (
        "Notwithstanding the aforementioned considerations, individuals experiencing unsolicited communications are "
        "respectfully encouraged to initiate consultations with institutional representatives at their convenience."
    )
    assert grade("Do not answer. Keep the messages. Tell your own office first.") < 4 < GRADE < grade(hard)
    assert grade("") == 0


def test_a_published_example_is_near_its_published_grade() -> None:
    """The Gettysburg Address opens at a grade of about 10 to 12 by the usual counters."""
    opening = (
        "Four score and seven years ago our fathers brought forth on this continent a new nation, conceived in "
        "liberty, and dedicated to the proposition that all men are created equal. Now we are engaged in a great "
        "civil war, testing whether that nation, or any nation so conceived and so dedicated, can long endure."
    )
    assert 10 < grade(opening) < 15


def test_it_fails_where_that_is_asked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--fail"]) == 0
    monkeypatch.setattr(readability, "GRADE", 1.0)
    assert main(["--fail"]) == 1
    assert "too hard" in capsys.readouterr().out
