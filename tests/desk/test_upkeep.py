"""What a purge leaves to be done is done, though the machine stops in between or a backup lies somewhere."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bonafides.desk import backup as backups
from bonafides.desk import retention, upkeep
from bonafides.desk.chain import SCRUB_OWED, verify
from bonafides.desk.later import Later
from bonafides.desk.purged import LEDGER, purged_in
from bonafides.desk.reports import take
from bonafides.desk.settings import desk_settings
from bonafides.store.opening import MEMORY, open_store
from bonafides.store.records import Case
from tests.desk.desks import ADMIN, ANYBODY, LEAD, desk_at, report

WORD = "sesquipedalian"


class Stopped(Later):
    """A thread that is never given the time: the machine stops first."""

    def __call__(self, work: object) -> None:
        """Forget it."""


def held(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.is_file() and WORD.encode() in path.read_bytes()]


def test_what_a_stop_left_is_overwritten_by_the_next_round(tmp_path: Path) -> None:
    desk, _ = desk_at(tmp_path / "desk.sqlite")
    case = take(desk, ANYBODY, report("", said=f"{WORD} marmalade")).case
    retention.purge(replace(desk, later=Stopped()), LEAD, case)
    assert held(tmp_path)
    assert upkeep.owes_scrub(desk.store)
    with desk.store.reading() as reading:
        assert verify(reading).faults == ()
        assert SCRUB_OWED not in desk_settings(reading).values
    desk.store.close()
    desk, _ = desk_at(tmp_path / "desk.sqlite")
    assert retention.sweep(desk).cases == 0
    assert held(tmp_path) == []
    assert not upkeep.owes_scrub(desk.store)
    desk.store.close()


def test_what_could_not_be_overwritten_stays_owed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    desk, _ = desk_at(MEMORY)
    case = take(desk, ANYBODY, report("", said=WORD)).case
    monkeypatch.setattr(type(desk.store), "scrub", lambda store: False)
    retention.purge(desk, LEAD, case)
    retention.sweep(desk)
    assert upkeep.owes_scrub(desk.store)
    monkeypatch.undo()
    retention.sweep(desk)
    assert not upkeep.owes_scrub(desk.store)


def test_a_purge_meanwhile_is_still_owed(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, _ = desk_at(MEMORY)

    def scrub(store: object) -> bool:
        with desk.store.writing() as writing:
            upkeep.owe_scrub(writing)
        return True

    with desk.store.writing() as writing:
        upkeep.owe_scrub(writing)
    monkeypatch.setattr(type(desk.store), "scrub", scrub)
    assert upkeep.scrub(desk.store)
    assert upkeep.owes_scrub(desk.store)


def test_a_backup_does_not_bring_back_what_was_purged_after_it(tmp_path: Path) -> None:
    desk, clock = desk_at(MEMORY)
    case = take(desk, ANYBODY, report(said=WORD)).case
    path = backups.backup(desk, ADMIN, tmp_path / "backups")
    retention.purge(desk, LEAD, case)
    assert set(purged_in(path.parent)) == {case}
    store = open_store(MEMORY)
    done = backups.restore(path, store, now=clock.at)
    assert (done.purged, done.ledger, done.faults) == (1, True, ())
    with store.reading() as reading:
        assert reading.count(Case)[()] == 0
        assert verify(reading).faults == ()


def test_expired_backups_go_without_another_backup(tmp_path: Path) -> None:
    desk, clock = desk_at(MEMORY)
    folders = [tmp_path / "one", tmp_path / "two", tmp_path / "gone"]
    for folder in (*folders, tmp_path / "one"):
        backups.backup(desk, ADMIN, folder, days=10)
    for path in (tmp_path / "gone").iterdir():
        path.unlink()
    (tmp_path / "gone").rmdir()
    (tmp_path / "one" / "ours.zip").write_bytes(b"not a backup")
    clock.days(9)
    retention.sweep(desk)
    assert len(list((tmp_path / "one").iterdir())) == 3
    clock.days(2)
    retention.sweep(desk)
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["ours.zip"]
    assert list((tmp_path / "two").iterdir()) == []
    assert not (tmp_path / "gone").exists()


def test_a_ledger_that_could_not_be_written_is_written_the_next_time(tmp_path: Path) -> None:
    desk, _ = desk_at(MEMORY)
    case = take(desk, ANYBODY, report(said=WORD)).case
    folder = tmp_path / "backups"
    backups.backup(desk, ADMIN, folder)
    folder.rename(tmp_path / "unplugged")
    retention.purge(desk, LEAD, case)
    (tmp_path / "unplugged").rename(folder)
    assert not (folder / LEDGER).exists()
    retention.sweep(desk)
    assert json.loads((folder / LEDGER).read_text())["case"] == case
