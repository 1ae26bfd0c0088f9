"""Drills handed out by the desk: by whom, which, and what there is of them later."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bonafides.desk.drills import ACTION, DrillDesk, drills_of
from bonafides.desk.permissions import matrix
from bonafides.errors import LearnError, RefusedError
from bonafides.learn.handout import Handouts
from bonafides.learn.shelf import shipped
from tests.desk.desks import OFFICER, PEOPLE

NOW = datetime(2026, 5, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize("actor", PEOPLE, ids=lambda actor: actor.role)
def test_only_who_may_see_the_figures_may_hand_out(tmp_path: Path, actor: object) -> None:
    desk = DrillDesk(home=tmp_path, actor=actor)  # type: ignore[arg-type]
    chosen = (shipped("en")[0].id,)
    if actor.role in matrix()[ACTION]:  # type: ignore[attr-defined]
        made = desk.make(name="Spring", lang="en", chosen=chosen, now=NOW)
        assert [each.id for each in desk.listed()] == [made.id]
        desk.delete(made.id)
        assert desk.listed() == []
        return
    for verb in (
        desk.listed,
        lambda: desk.delete("x" * 22),
        lambda: desk.make(name="", lang="en", chosen=chosen, now=NOW),
    ):
        with pytest.raises(RefusedError):
            verb()
    assert list(tmp_path.iterdir()) == []


def test_only_drills_that_there_are_can_be_chosen_each_once(tmp_path: Path) -> None:
    desk, (one, two, *_) = DrillDesk(home=tmp_path, actor=OFFICER), shipped("en")
    made = desk.make(name="", lang="en", chosen=(two.id, "../x", one.id, two.id), now=NOW)
    assert made.drills == (two.id, one.id)
    assert drills_of(made) == (two, one)
    assert made.made_on == "2026-05-01"
    for chosen, lang in (((), "en"), (("none",), "en"), ((one.id,), "xx"), ((one.id,), "../en")):
        with pytest.raises(LearnError):
            desk.make(name="", lang=lang, chosen=chosen, now=NOW)
    assert len(Handouts(tmp_path).listed()) == 1
