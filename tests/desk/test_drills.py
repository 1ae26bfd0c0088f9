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
from tests.learn.samples import GOOD

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
    assert drills_of(made, tmp_path) == (two, one)
    assert made.made_on == "2026-05-01"
    for chosen, lang in (((), "en"), (("none",), "en"), ((one.id,), "xx"), ((one.id,), "../en")):
        with pytest.raises(LearnError):
            desk.make(name="", lang=lang, chosen=chosen, now=NOW)
    assert len(Handouts(tmp_path).listed()) == 1


def test_a_trainer_s_own_drills_are_handed_out_too_and_those_with_faults_are_not(tmp_path: Path) -> None:
    folder, there = tmp_path / "drills", shipped("en")[0]
    (folder / "mine").mkdir(parents=True)
    (folder / "mine" / "a-report.toml").write_text(GOOD, "utf-8")
    (folder / "bad.toml").write_text("x = ", "utf-8")
    (folder / "other-name.toml").write_text(GOOD.replace('"a-report"', '"other"'), "utf-8")
    (folder / f"{there.id}.toml").write_text(GOOD.replace("a-report", there.id), "utf-8")
    (folder / "gone.toml").symlink_to(tmp_path / "nowhere")
    desk = DrillDesk(home=tmp_path, actor=OFFICER)
    offered = desk.offered("en")
    assert [each.id for each in offered.drills] == [*(each.id for each in shipped("en")), "a-report"]
    assert sorted(offered.left_out) == sorted(("bad.toml", "other-name.toml", f"{there.id}.toml"))
    assert [each.id for each in desk.offered("de").drills] == [each.id for each in shipped("de")]
    made = desk.make(name="", lang="en", chosen=("a-report",), now=NOW)
    assert [each.title for each in drills_of(made, tmp_path)] == ["About your article"]
    (folder / "mine" / "a-report.toml").write_text(GOOD.replace("About your article", "Changed"), "utf-8")
    assert [each.title for each in drills_of(made, tmp_path)] == ["Changed"]
    (folder / "mine" / "a-report.toml").unlink()
    assert drills_of(made, tmp_path) == ()
