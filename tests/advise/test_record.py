"""What was sent is kept only where it is asked for, whole or not at all, and goes when it is told to go."""

from __future__ import annotations

import json
import os
import stat
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bonafides.advise.record import FILE, LONGEST, Record
from bonafides.errors import AdviseError

DAY = "2026-03-01"


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record(tmp_path / "home")


def sent(record: Record, **said: str) -> int:
    return record.sent(**{"country": "DE", "service": "BfV", "on": DAY, **said}).number


def test_nothing_is_made_before_something_is_recorded(record: Record) -> None:
    assert record.all() == ()
    with pytest.raises(AdviseError):
        record.answered(1, on=DAY, text="x")
    assert not record.place.exists()


def test_it_is_recorded_answered_listed_and_forgotten(record: Record) -> None:
    one, two = sent(record, reference="AZ 1"), sent(record, country="GB", service="MI5", note="by phone")
    record.answered(one, on=DAY, text="They thanked me.")
    first, second = record.all()
    assert (first.number, first.reference, first.answers[0].text) == (one, "AZ 1", "They thanked me.")
    assert (second.number, second.service, second.note, second.answers) == (two, "MI5", "by phone", ())
    record.forget(one)
    assert [each.number for each in record.all()] == [two]
    record.forget(two)
    assert not record.place.exists()


def test_a_number_is_not_used_again_while_a_later_one_stands(record: Record) -> None:
    one, two = sent(record), sent(record)
    record.forget(one)
    assert sent(record) == two + 1


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX")
def test_only_this_user_reads_it(record: Record) -> None:
    sent(record)
    assert stat.S_IMODE(record.place.stat().st_mode) == 0o600


@given(text=st.text(max_size=200))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back(tmp_path: Path, text: str) -> None:
    record = Record(tmp_path / "any")
    record.forget()
    sent(record, note=text)
    assert record.all()[0].note == text.strip().encode("utf-8", "replace").decode()


@pytest.mark.parametrize("on", ["", "yesterday", "2026-02-30", "1.3.2026", "2026-03-01T09:00", "9" * 50])
def test_a_day_that_is_none_is_refused(record: Record, on: str) -> None:
    with pytest.raises(AdviseError):
        sent(record, on=on)
    assert not record.place.exists()


def test_a_day_to_come_is_refused(record: Record) -> None:
    with pytest.raises(AdviseError):
        sent(record, on=(date.today() + timedelta(days=2)).isoformat())


def test_long_texts_are_bounded(record: Record) -> None:
    sent(record, note="x" * 1_000_000)
    assert len(record.all()[0].note) == LONGEST


@pytest.mark.parametrize(
    "raw",
    ["", "{", "[]", "{}", '{"schema": "other/1", "reports": []}', '{"schema": "bonafides.reports-sent/1"}',
     '{"schema": "bonafides.reports-sent/1", "reports": [{}]}', "[" * 100_000],
)  # fmt: skip
def test_a_damaged_file_is_told_kept_and_can_be_forgotten(record: Record, raw: str) -> None:
    record.home.mkdir()
    record.place.write_text(raw)
    with pytest.raises(AdviseError):
        record.all()
    with pytest.raises(AdviseError):
        sent(record)
    assert record.place.read_text() == raw
    record.forget()
    assert record.all() == ()


def test_a_newer_file_is_refused_and_left_alone(record: Record) -> None:
    record.home.mkdir()
    record.place.write_text(json.dumps({"schema": "bonafides.reports-sent/2", "reports": []}))
    with pytest.raises(AdviseError) as caught:
        sent(record)
    assert "newer" in caught.value.what
    assert "/2" in record.place.read_text()


def test_interrupted_half_way_nothing_is_lost(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    sent(record)
    before = record.place.read_bytes()

    def torn(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", torn)
    with pytest.raises(KeyboardInterrupt):
        sent(record)
    assert record.place.read_bytes() == before
    assert [path.name for path in record.home.iterdir()] == [FILE]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AdviseError):
        sent(Record(tmp_path / "file"))


def test_what_another_program_wrote_meanwhile_is_not_overwritten(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(record)
    read = Record.all
    changed = record.place.read_bytes().replace(b"BfV", b"MI5")
    monkeypatch.setattr(Record, "all", lambda self: (self.place.write_bytes(changed), read(self))[1])
    with pytest.raises(AdviseError, match="meanwhile"):
        sent(record)
    monkeypatch.undo()
    assert record.all()[0].service == "MI5"


def test_no_answer_comes_before_the_report(record: Record) -> None:
    number = sent(record)
    before = (date.fromisoformat(DAY) - timedelta(days=1)).isoformat()
    with pytest.raises(AdviseError, match="before"):
        record.answered(number, on=before, text="x")
    record.answered(number, on=DAY, text="y")
    assert [each.text for each in record.all()[0].answers] == ["y"]
