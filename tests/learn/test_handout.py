"""Hand-outs: counters only, seen by tens, and never anybody's row."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bonafides.errors import LearnError
from bonafides.learn.handout import MOST, Handout, Handouts
from bonafides.learn.totals import Part

DRILLS = ("a-report", "a-talk")


def a_part(number: int, *, raised: bool = True) -> Part:
    return Part(nonce=f"{number:032x}", answers={"a-report": (False, raised), "a-talk": (True, False)})


@pytest.fixture
def handouts(tmp_path: Path) -> Handouts:
    return Handouts(tmp_path / "home")


@pytest.fixture
def made(handouts: Handouts) -> Handout:
    return handouts.make(name="  Spring  ", lang="en", drills=DRILLS, made_on="2026-05-01")


def test_it_is_found_by_its_id_alone(handouts: Handouts, made: Handout) -> None:
    found = handouts.find(made.id)
    assert (found.name, found.lang, found.drills, found.totals) == ("Spring", "en", DRILLS, None)
    assert [each.id for each in handouts.listed()] == [made.id]


def test_what_is_seen_changes_by_tens_only(handouts: Handouts, made: Handout) -> None:
    """Who looks before and after one person's turn learns nothing of them."""
    seen = []
    for number in range(35):
        handouts.add(made.id, a_part(number, raised=number % 3 > 0))
        seen.append(handouts.find(made.id).totals)
    assert seen[:9] == [None] * 9
    assert [found.people for found in seen[9:] if found] == [10] * 10 + [20] * 10 + [30] * 6
    assert len({repr(found) for found in seen[19:29]}) == 1


def test_no_row_of_anybody_is_on_the_disk(handouts: Handouts, made: Handout) -> None:
    for number in range(11):
        handouts.add(made.id, a_part(number))
    (path,) = handouts.folder.glob("*.json")
    held = json.loads(path.read_text("utf-8"))
    assert held["all"] == {"people": 11, "drills": {"a-report": [0, 11, 11], "a-talk": [1, 11, 0]}}
    assert "nonce" not in path.read_text("utf-8")


def test_many_at_once_are_all_counted(handouts: Handouts, made: Handout) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: handouts.add(made.id, a_part(number)), range(80)))
    assert handouts.find(made.id).all.people == 80


def test_answers_to_other_drills_are_refused(handouts: Handouts, made: Handout) -> None:
    with pytest.raises(LearnError):
        handouts.add(made.id, Part(nonce="0" * 32, answers={"other": (False, True)}))
    assert handouts.find(made.id).all.people == 0


@pytest.mark.parametrize("id_", ["", "x", "../../etc/passwd", "a" * 22, "a" * 21 + "/", "a" * 21 + "\n"])
def test_what_is_not_there_is_not_found(handouts: Handouts, made: Handout, id_: str) -> None:
    with pytest.raises(LearnError):
        handouts.find(id_)
    handouts.delete(id_)
    assert handouts.find(made.id)


def test_deleting_leaves_nothing(handouts: Handouts, made: Handout) -> None:
    handouts.delete(made.id)
    assert [*handouts.folder.glob("*.json")] == []


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b"\xff", b'{"schema": "bonafides.handout/9"}', b"[" * 90_000, b'{"schema": 1}']
)
def test_a_damaged_file_hides_no_other(handouts: Handouts, made: Handout, raw: bytes) -> None:
    (handouts.folder / f"{'b' * 22}.json").write_bytes(raw)
    assert [each.id for each in handouts.listed()] == [made.id]
    with pytest.raises(LearnError):
        handouts.find("b" * 22)


def test_counters_that_cannot_be_are_damage(handouts: Handouts, made: Handout) -> None:
    (path,) = handouts.folder.glob("*.json")
    held = json.loads(path.read_text("utf-8"))
    held["published"] = {"people": 10, "drills": {"a-report": [0, 3, 9]}}
    path.write_text(json.dumps(held))
    with pytest.raises(LearnError):
        handouts.find(made.id)


def test_without_drills_and_without_end_none_are_made(handouts: Handouts, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LearnError, match="no drill"):
        handouts.make(name="", lang="en", drills=(), made_on="2026-05-01")
    monkeypatch.setattr("bonafides.learn.handout.MOST", 2)
    assert MOST > 2
    for _ in range(2):
        handouts.make(name="", lang="en", drills=DRILLS, made_on="2026-05-01")
    with pytest.raises(LearnError):
        handouts.make(name="", lang="en", drills=DRILLS, made_on="2026-05-01")
