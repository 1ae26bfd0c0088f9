"""Files in memory are read as those on a disk are, and nothing is written or named that was not given."""

from __future__ import annotations

from pathlib import Path

import pytest

from bonafides.read import read
from bonafides.read.held import Held, read_held

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.zip"))


def test_they_are_read_as_from_a_disk() -> None:
    held = [Held(name=path.name, data=path.read_bytes()) for path in EXAMPLES]
    assert read_held(held) == read(EXAMPLES)


@pytest.mark.parametrize(("join", "conversations"), [(True, 1), (False, 2)])
def test_threads_of_one_counterpart_are_joined_where_wished(join: bool, conversations: int) -> None:
    mails = [
        f"From: amy@horizon.example\nTo: jo@uni.example\nDate: Tue, {day} Mar 2026 10:32:00 +0000\n\nHello {day}.\n"
        for day in (3, 4)
    ]
    held = [Held(name=f"{place}.eml", data=mail.encode()) for place, mail in enumerate(mails)]
    assert len(read_held(held, me=("jo@uni.example",), join=join).conversations) == conversations


def test_names_alike_are_numbered_and_none_says_where_a_file_lies() -> None:
    reading = read_held([Held(name="../../a", data=b"\0\1\2"), Held(name="a", data=b""), Held(name="", data=b"")])
    assert [problem.where for problem in reading.problems] == ["a", "a-2", "file"]
    assert reading.conversations == ()
