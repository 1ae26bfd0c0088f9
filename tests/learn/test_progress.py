"""The kept place: what was left comes back, nothing half-written, newer refused, and gone when asked."""

from __future__ import annotations

import json
import stat
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafides.errors import LearnError
from bonafides.learn.drill import Choice
from bonafides.learn.exercise import begun
from bonafides.learn.progress import Kept, Place, write_private
from tests.learn.samples import GOOD, ORDINARY, drill


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "home")


def test_what_was_left_comes_back(place: Place) -> None:
    exercise = begun([drill(GOOD), drill(ORDINARY)], seed=9, lang="en").decide(Choice.REPORT).decide(Choice.VERIFY)
    assert place.save(exercise, frozenset({"older"})) == {"older", "a-report"}
    kept = place.load()
    assert (kept.seed, kept.lang, kept.drills) == (9, "en", ("a-report", "a-talk"))
    assert kept.choices == exercise.choices
    assert kept.seen == {"older", "a-report"}
    assert stat.S_IMODE(place.path.stat().st_mode) == 0o600
    assert [each.name for each in place.path.parent.iterdir()] == [place.path.name]


def test_nothing_of_a_text_is_kept(place: Place) -> None:
    exercise = begun([drill(GOOD)], seed=9, lang="en").decide(Choice.ANSWER)
    place.save(exercise, frozenset())
    raw = place.path.read_text("utf-8")
    assert not [each for each in (*exercise.threads[0].cast.names.values(), "WhatsApp", "secrecy") if each in raw]


def test_where_nothing_is_kept_there_is_nothing(place: Place) -> None:
    assert place.load() == Kept()
    assert place.forget() is False


def test_forgetting_leaves_no_file(place: Place) -> None:
    place.save(begun([drill()], seed=1, lang="en"), frozenset())
    assert place.forget() is True
    assert not place.path.exists()


GOOD_FILE = {
    "schema": "bonafides.learn/1", "seed": 1, "lang": "en", "drills": ["a-report"], "choices": [["answer"]],
    "totals_given": False, "own": [], "seen": [],
}  # fmt: skip
BAD = {
    "empty": b"",
    "not JSON": b"{",
    "not UTF-8": b"\xff\xfe\x00",
    "deep": b"[" * 100_000,
    "a list": b"[]",
    "another schema": json.dumps(GOOD_FILE | {"schema": "x"}).encode(),
    "a choice that is none": json.dumps(GOOD_FILE | {"choices": [["run"]]}).encode(),
    "a negative seed": json.dumps(GOOD_FILE | {"seed": -1}).encode(),
    "a seed beyond all bounds": json.dumps(GOOD_FILE | {"seed": 10**30}).encode(),
    "no drills": json.dumps({key: each for key, each in GOOD_FILE.items() if key != "drills"}).encode(),
    "thousands of drills": json.dumps(GOOD_FILE | {"drills": ["a"] * 5_000}).encode(),
}


@pytest.mark.parametrize("raw", BAD.values(), ids=BAD)
def test_a_damaged_file_is_told_and_left(place: Place, raw: bytes) -> None:
    write_private(place.path, raw)
    with pytest.raises(LearnError) as told:
        place.load()
    assert "damaged" in told.value.what
    assert "--forget" in str(told.value)
    assert place.path.read_bytes() == raw


def test_a_newer_file_is_refused_with_a_clear_word(place: Place) -> None:
    write_private(place.path, json.dumps(GOOD_FILE | {"schema": "bonafides.learn/2"}).encode())
    with pytest.raises(LearnError, match="newer version") as told:
        place.load()
    assert str(place.path) in str(told.value)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda each: st.lists(each, max_size=3),
    max_leaves=5,
)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(GOOD_FILE)), ANYTHING))
def test_whatever_stands_in_it_gives_a_place_or_a_reason(
    tmp_path_factory: pytest.TempPathFactory, held: object
) -> None:
    place = Place(tmp_path_factory.getbasetemp() / "whatever")
    write_private(place.path, json.dumps({**GOOD_FILE, **held} if isinstance(held, dict) else held).encode())
    with suppress(LearnError):
        assert isinstance(place.load(), Kept)


def test_a_write_that_fails_leaves_the_old_file_whole(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    exercise = begun([drill()], seed=1, lang="en")
    place.save(exercise, frozenset())
    before = place.path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(LearnError, match="No space left"):
        place.save(exercise.decide(Choice.REPORT), frozenset())
    assert place.path.read_bytes() == before
    assert [each.name for each in place.path.parent.iterdir()] == [place.path.name]


def test_a_place_that_cannot_be_a_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "learn").write_text("a file where the folder should be")
    with pytest.raises(LearnError):
        Place(tmp_path).save(begun([drill()], seed=1, lang="en"), frozenset())
