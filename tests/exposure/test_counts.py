"""What goes to an organisation: counts alone, strict to read, and never a number that few people stand behind."""

from __future__ import annotations

import json

import pytest

from bonafides.errors import ExposureError
from bonafides.exposure import judge
from bonafides.exposure.counts import BYTES, Counts, counts_of, parsed, written
from bonafides.exposure.summing import LEAST, summed
from bonafides.model.exposure import ExposureKind
from tests.exposure.profiles import profile, row


def contribution(number: int, **counts: int) -> tuple[str, bytes]:
    table = {kind: counts.get(kind.name.lower(), 0) for kind in ExposureKind}
    return f"{number}.json", written(Counts(contribution=f"{number:032x}", counts=table)).encode()


def test_nothing_of_the_profile_is_in_the_file() -> None:
    secret = "Ms Unusual Name, DV cleared, a@gmail.com, RAF Windmere"
    text = written(counts_of(judge(profile(row("profile", headline=secret)))))
    whole = json.loads(text)
    assert set(whole) == {"schema", "contribution", "counts"}
    assert all(isinstance(value, int) and 0 <= value <= 3 for value in whole["counts"].values())
    assert not any(word in text for word in ("Unusual", "Windmere", "gmail", "profile.csv"))


def test_each_file_has_its_own_random_number() -> None:
    found = judge(profile(row("profile", headline="DV cleared")))
    assert counts_of(found).contribution != counts_of(found).contribution


def test_what_is_written_is_read() -> None:
    name, raw = contribution(7, clearance=3)
    assert parsed(raw, name).counts[ExposureKind.CLEARANCE] == 3


def _with(**changes: object) -> bytes:
    whole = json.loads(contribution(1)[1])
    return json.dumps({**whole, **changes}).encode()


ZEROS = {kind.value: 0 for kind in ExposureKind}


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\xff\xfe", b"[]", b"null", b'"x"', b"{}", b"[" * 5000, b"x" * (BYTES + 1),
        _with(schema="bonafides.exposure-counts/2"), _with(schema=1), _with(name="Jo"),
        _with(contribution="Jo Example"),
        _with(contribution=5), _with(counts={}), _with(counts={"clearance": 1}), _with(counts=[]),
        _with(counts=ZEROS | {"clearance": 4}), _with(counts=ZEROS | {"clearance": True}),
        _with(counts=ZEROS | {"clearance": -1}), _with(counts=ZEROS | {"clearance": 1.0}),
        _with(counts=ZEROS | {"note": "Jo"}),
        contribution(1)[1].replace(b'"counts"', b'"schema": "x", "counts"'),
    ],
)  # fmt: skip
def test_anything_else_is_refused(raw: bytes) -> None:
    with pytest.raises(ExposureError):
        parsed(raw, "x.json")


@pytest.mark.parametrize("count", [0, 1, LEAST - 1])
def test_few_contributions_give_no_sum(count: int) -> None:
    with pytest.raises(ExposureError, match="fewer than 10"):
        summed(contribution(n, clearance=1) for n in range(count))


def test_a_cell_that_few_stand_behind_is_hidden() -> None:
    files = [contribution(n, clearance=1, site=int(n < LEAST - 1), unit=0) for n in range(12)]
    total = summed(files)
    assert total.contributions == 12
    assert total.cells[ExposureKind.CLEARANCE] == 12
    assert total.cells[ExposureKind.SITE] is None
    assert total.cells[ExposureKind.UNIT] is None


def test_the_same_contribution_counts_once_and_broken_ones_are_left_out() -> None:
    files = [contribution(n, clearance=1) for n in range(10)]
    total = summed([*files, files[0], ("copy.json", files[3][1]), ("bad.json", b"{")])
    assert total.contributions == 10
    assert [each.where for each in total.problems] == ["0.json", "copy.json", "bad.json"]


def test_repeats_do_not_make_up_for_people() -> None:
    with pytest.raises(ExposureError):
        summed([contribution(1, clearance=1)] * 50)


def test_the_least_can_be_raised_and_not_lowered() -> None:
    files = [contribution(n, clearance=1) for n in range(12)]
    with pytest.raises(ExposureError):
        summed(files, 5)
    with pytest.raises(ExposureError):
        summed(files, 13)
