from __future__ import annotations

import pytest

from bonafides.desk.desk import Desk
from bonafides.desk.settings import RULES, change_settings, desk_settings
from bonafides.errors import DeskError, RefusedError
from tests.desk.desks import ADMIN, OFFICER
from tests.desk.test_reports import sound


def test_set_and_read(desk: Desk) -> None:
    change_settings(desk, ADMIN, {"name": " Research security ", "keep-ordinary": "30"})
    change_settings(desk, ADMIN, {"keep-ordinary": "60"})
    with desk.store.reading() as reading:
        found = desk_settings(reading)
    assert (found["name"], found.days("ordinary"), found.days("approach")) == ("Research security", 60, 1095)
    assert len(found.rules) == len(RULES)
    sound(desk)


@pytest.mark.parametrize(
    "values", [*({"keep-ordinary": odd} for odd in ("-1", "9999", "x")), {"colour": "red"}, {"name": "x" * 3_000}]
)
def test_what_cannot_be_set(desk: Desk, values: dict[str, str]) -> None:
    with pytest.raises(DeskError):
        change_settings(desk, ADMIN, {"contact": "room 12", **values})
    with desk.store.reading() as reading:
        assert desk_settings(reading)["contact"] == ""


def test_settings_are_the_admins(desk: Desk) -> None:
    with pytest.raises(RefusedError):
        change_settings(desk, OFFICER, {"name": "mine"})
