"""What people say of themselves in five languages, in any order and person, and what only looks like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bonafides.exposure import judge
from bonafides.model.exposure import ExposureKind
from tests.exposure.profiles import profile, row

_KINDS = {
    ExposureKind.JOB_SEARCH,
    ExposureKind.CONTACT,
    ExposureKind.TRAVEL,
    ExposureKind.OPEN_DOOR,
    ExposureKind.SIDE_WORK,
}
_LINES = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("said.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
_SERVICE = {"company_name": "Royal Navy", "title": "Officer", "started_on": "Jan 2019"}


@pytest.mark.parametrize(("kind", "place", "text"), _LINES)
def test_what_people_say_of_themselves(kind: str, place: str, text: str) -> None:
    table, column = place.split(".", 1)
    cells = {column.replace(" ", "_"): text}
    if table in ("shares", "comments"):
        cells["date"] = "2026-11-10 08:00:00"
    made = (
        profile(row(table, **_SERVICE, **cells))
        if table == "positions"
        else profile(row("positions", 99, **_SERVICE), row(table, **cells))
    )
    found = {each.kind for each in judge(made).found if each.place.row == 1} & _KINDS
    assert found == set() if kind == "-" else ExposureKind(kind) in found
