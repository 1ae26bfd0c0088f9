"""Backup and restore: from any store to any other, whole or not at all, and nothing that was forgotten comes back."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyrage
import pytest

from bonafides.desk import backup as backups
from bonafides.desk import cases, chain, retention
from bonafides.desk.backup import Restored, backup, restore
from bonafides.desk.backup_parts import KEPT, LEFT_OUT, MANIFEST, write_part
from bonafides.desk.desk import Desk
from bonafides.desk.permissions import PROGRAM
from bonafides.desk.purged import LEDGER, note_purged, purged_in
from bonafides.desk.reports import take
from bonafides.desk.upkeep import delete_expired
from bonafides.errors import BonafidesError, CampaignError, DeskError, RefusedError, StoreError
from bonafides.store import Store, equals
from bonafides.store.opening import MEMORY, open_store
from bonafides.store.records import RECORDS, Case, Entry, Note, Record, Report, Token, Visit, name_of
from tests.desk.desks import ADMIN, LEAD, OFFICER, ORDINARY, Clock, report
from tests.store.rows import add, everything, row

DAY = timedelta(days=1)
NOTHING: dict[type[Record], list[Record]] = {kind: [] for kind in KEPT}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(store: Store, clock: Clock) -> Desk:
    """A desk over a store of each kind."""
    return Desk(store=store, now=clock)


@pytest.fixture
def plain(clock: Clock) -> Iterator[Desk]:
    """A desk over memory, for what does not depend on the store."""
    store = open_store(MEMORY)
    yield Desk(store=store, now=clock)
    store.close()


def worked(desk: Desk) -> tuple[str, str]:
    """A desk at work: two cases, one closed; somebody signed in, a token made."""
    one = take(desk, OFFICER, report(said="for \ud800 \0 you \u202e 😀")).case
    two = take(desk, OFFICER, report(ORDINARY)).case
    cases.note(desk, OFFICER, one, "Called the firm: nobody knows them.")
    cases.judge(desk, OFFICER, two, "ordinary", "The advert is on their site.")
    add(desk.store, row(Visit, ends_at=desk.now() + DAY), row(Token, ends_at=desk.now() + DAY))
    return one, two


def tables(store: Store) -> dict[type[Record], list[Record]]:
    """All rows but what a backup leaves out and what it enters itself."""
    made = (backups.MAKE, backups.RESTORE)
    with store.reading() as reading:
        own = {entry.seq for entry in reading.find(Entry) if entry.action in made}
        return {kind: [each for each in reading.find(kind) if getattr(each, "seq", 0) not in own] for kind in KEPT}


def emptied(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """An empty store of that kind."""
    match kind:
        case "memory":
            return open_store(MEMORY)
        case "sqlite":
            return open_store(str(tmp_path / "new.db"))
    return open_store(str(request.getfixturevalue("bare_postgres")))


@pytest.mark.parametrize("into", ["memory", "sqlite", "postgres"])
def test_everything_comes_back_in_any_store(
    desk: Desk, clock: Clock, tmp_path: Path, into: str, request: pytest.FixtureRequest
) -> None:
    worked(desk)
    path = backup(desk, ADMIN, tmp_path / "backups")
    store = emptied(into, request, tmp_path)
    done = restore(path, store, now=clock.at)
    assert tables(store) == tables(desk.store)
    assert done == Restored(
        rows=sum(map(len, tables(store).values())), taken_at=done.taken_at, purged=0, ledger=False, faults=()
    )
    with store.reading() as reading:
        assert chain.verify(reading).faults == ()
        assert reading.find(Entry, order="-seq", limit=1)[0].action == backups.RESTORE
        assert len(reading.search("nobody knows", limit=9)) == 1
        assert [reading.count(kind)[()] for kind in LEFT_OUT] == [0, 0, 0]
    again = Desk(store=store, now=clock)
    cases.note(again, OFFICER, everything(store, Case)[0].id, "And it goes on.")
    store.close()


def test_the_backup_stands_in_the_chain_with_its_digest(plain: Desk, tmp_path: Path) -> None:
    worked(plain)
    path = backup(plain, ADMIN, tmp_path)
    with plain.store.reading() as reading:
        last = reading.find(Entry, order="-seq", limit=1)[0]
        assert chain.verify(reading).faults == ()
    assert last.action == backups.MAKE
    assert json.loads(last.plain)["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()


def test_only_the_owner_reads_it_and_nothing_else_is_left(plain: Desk, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        path = backup(plain, ADMIN, tmp_path / "new" / "backups")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_it_is_one_moment_though_others_write(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    """A case that comes while the file is being written is in it with all its rows, or not at all."""
    worked(desk)

    def meanwhile(*arguments: Any) -> Any:
        if arguments[1] is Report:
            take(desk, OFFICER, report(f"{ORDINARY}Nora Blythe: {clock.at}"))
        return write_part(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bonafides.desk.backup.write_part", meanwhile)
        path = backup(desk, ADMIN, tmp_path / "backups")
    store = open_store(MEMORY)
    restore(path, store, now=clock.at)
    assert len(everything(desk.store, Case)) == 3
    assert len(everything(store, Case)) == len(everything(store, Report)) == 2


@pytest.mark.parametrize("actor", [OFFICER, LEAD])
def test_only_an_admin_or_the_program_makes_one(plain: Desk, tmp_path: Path, actor: Any) -> None:
    with pytest.raises(RefusedError):
        backup(plain, actor, tmp_path / "backups")
    assert not (tmp_path / "backups").exists()
    assert backup(plain, PROGRAM, tmp_path / "backups").exists()


# --- encryption


def test_an_encrypted_one_is_opened_with_its_key_only(plain: Desk, clock: Clock, tmp_path: Path) -> None:
    worked(plain)
    key, other = (pyrage.x25519.Identity.generate() for _ in range(2))
    path = backup(plain, ADMIN, tmp_path, recipients=[str(key.to_public())])
    assert path.name.endswith(".zip.age")
    assert b"nobody knows them" not in path.read_bytes()
    for wrong, told in ((None, "is encrypted"), (str(other), "does not open"), ("AGE-SECRET-KEY-1", "no whole")):
        with pytest.raises(DeskError, match=told):
            restore(path, open_store(MEMORY), now=clock.at, identity=wrong)
    store = open_store(MEMORY)
    restore(path, store, now=clock.at, identity=str(key))
    assert tables(store) == tables(plain.store)
    assert {each.name for each in tmp_path.iterdir()} == {path.name}


@pytest.mark.parametrize("key", ["age1nonsense", "ssh-rsa AAAA", "somebody@example.org"])
def test_a_key_that_is_none_leaves_no_file(plain: Desk, tmp_path: Path, key: str) -> None:
    with pytest.raises(CampaignError):
        backup(plain, ADMIN, tmp_path / "backups", recipients=[key])
    assert not (tmp_path / "backups").exists()


def test_a_failure_while_encrypting_is_told_and_leaves_no_file(plain: Desk, tmp_path: Path) -> None:
    def fail(*_arguments: object) -> None:
        raise OSError("no space left")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pyrage, "encrypt_io", fail)
        key = str(pyrage.x25519.Identity.generate().to_public())
        with pytest.raises(DeskError, match="cannot be written"):
            backup(plain, ADMIN, tmp_path, recipients=[key])
    assert list(tmp_path.iterdir()) == []


# --- what runs out


def test_those_that_have_run_out_are_deleted(plain: Desk, clock: Clock, tmp_path: Path) -> None:
    key = str(pyrage.x25519.Identity.generate().to_public())
    first = backup(plain, ADMIN, tmp_path, days=5, recipients=[key])
    second = backup(plain, ADMIN, tmp_path, days=20)
    (tmp_path / "of-somebody-else.zip").write_bytes(b"")
    clock.days(6)
    third = backup(plain, ADMIN, tmp_path)
    assert {each.name for each in tmp_path.iterdir()} == {second.name, third.name, "of-somebody-else.zip"}
    assert not first.exists()
    assert delete_expired(tmp_path, clock.at + 40 * DAY) == 2


def test_one_that_has_run_out_is_not_restored(plain: Desk, clock: Clock, tmp_path: Path) -> None:
    path = backup(plain, ADMIN, tmp_path)
    restore(path, open_store(MEMORY), now=clock.at + 29 * DAY)
    store = open_store(MEMORY)
    with pytest.raises(DeskError, match="run out"):
        restore(path, store, now=clock.at + 30 * DAY)
    assert tables(store) == NOTHING


def test_what_a_crash_left_half_written_is_deleted_later(plain: Desk, tmp_path: Path) -> None:
    half = tmp_path / ".desk-20260302T090000Z-00000000-until-20260402T090000Z.zip.part"
    half.write_bytes(b"half")
    backup(plain, ADMIN, tmp_path)
    assert half.exists(), "somebody may be writing it"
    long_ago = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
    os.utime(half, (long_ago, long_ago))
    backup(plain, ADMIN, tmp_path)
    assert not half.exists()


# --- what was forgotten stays so


def test_a_case_that_was_purged_since_stays_purged(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    one, two = worked(desk)
    older = backup(desk, ADMIN, tmp_path)
    retention.purge(desk, LEAD, one)
    assert set(purged_in(tmp_path)) == {one}
    assert note_purged_of(desk, tmp_path) == 0, "the purge has done it"
    store = open_store(MEMORY)
    done = restore(older, store, now=clock.at)
    assert (done.purged, done.ledger) == (1, True)
    assert [each.id for each in everything(store, Case)] == [two]
    assert {each.case for each in everything(store, Report)} == {two}
    with store.reading() as reading:
        verified = chain.verify(reading)
        assert reading.search("nobody knows", limit=9) == []
    assert (verified.faults, verified.purged) == ((), 1)
    assert "Called the firm" not in str(tables(store))


def note_purged_of(desk: Desk, folder: Path) -> int:
    with desk.store.reading() as reading:
        return note_purged(reading, folder)


def test_each_backup_keeps_the_ledger(plain: Desk, clock: Clock, tmp_path: Path) -> None:
    one, two = worked(plain)
    older = backup(plain, ADMIN, tmp_path)
    retention.purge(plain, LEAD, one)
    backup(plain, ADMIN, tmp_path)
    cases.judge(plain, OFFICER, take(plain, OFFICER, report(said="about an accent")).case, "not-about-behaviour", "-")
    backup(plain, ADMIN, tmp_path)
    assert len(purged_in(tmp_path)) == 2
    assert stat.S_IMODE((tmp_path / LEDGER).stat().st_mode) == 0o600
    with (tmp_path / LEDGER).open("a") as stream:
        stream.write('{"case": "to')
    assert note_purged_of(plain, tmp_path) == 0
    store = open_store(MEMORY)
    restore(older, store, now=clock.at)
    assert [each.id for each in everything(store, Case)] == [two]


def test_a_hold_that_was_lifted_before_the_purge_keeps_nothing(plain: Desk, clock: Clock, tmp_path: Path) -> None:
    one, two = worked(plain)
    retention.hold(plain, LEAD, one, "a court asked for it")
    older = backup(plain, ADMIN, tmp_path)
    retention.hold(plain, LEAD, one, "")
    retention.purge(plain, LEAD, one)
    note_purged_of(plain, tmp_path)
    store = open_store(MEMORY)
    assert restore(older, store, now=clock.at).purged == 1
    assert [each.id for each in everything(store, Case)] == [two]


def test_a_case_that_is_due_by_now_is_forgotten_too(plain: Desk, clock: Clock, tmp_path: Path) -> None:
    one, _ = worked(plain)
    path = backup(plain, ADMIN, tmp_path, days=365)
    store = open_store(MEMORY)
    assert restore(path, store, now=clock.at + 100 * DAY).purged == 1  # the ordinary one is kept for 90 days
    assert [each.id for each in everything(store, Case)] == [one]
    with store.reading() as reading:
        assert chain.verify(reading).faults == ()


# --- what is refused

Change = Callable[[dict[str, bytes]], None]


def remade(path: Path, change: Change) -> Path:
    """The same backup with something changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    changed = path.with_name("changed.zip")
    with zipfile.ZipFile(changed, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return changed


def manifested(**given: object) -> Change:
    def change(parts: dict[str, bytes]) -> None:
        parts[MANIFEST] = json.dumps({**json.loads(parts[MANIFEST]), **given}).encode()

    return change


def edited(part: str, old: bytes, new: bytes, *, vouched: bool = False) -> Change:
    """Change a part; `vouched`: and the manifest with it, as somebody would who knows how."""

    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new, 1)
        if vouched:
            told = json.loads(parts[MANIFEST])
            told["parts"][part] = {
                "rows": parts[part].count(b"\n"),
                "bytes": len(parts[part]),
                "sha256": hashlib.sha256(parts[part]).hexdigest(),
            }
            parts[MANIFEST] = json.dumps(told).encode()

    return change


def without(part: str) -> Change:
    def change(parts: dict[str, bytes]) -> None:
        del parts[part]

    return change


def with_part(name: str, data: bytes) -> Change:
    return lambda parts: parts.update({name: data})


REFUSED: dict[str, tuple[Change, str]] = {
    "a newer version of the tables": (manifested(schema="9999"), "newer version"),
    "another format": (manifested(format="something/2"), "newer version"),
    "no manifest": (without(MANIFEST), "damaged"),
    "a manifest that is none": (with_part(MANIFEST, b"[]"), "damaged"),
    "a manifest without times": (manifested(expires_at="soon"), "damaged"),
    "a manifest with a time of no zone": (manifested(expires_at="2030-01-01T00:00:00"), "damaged"),
    "run out": (manifested(expires_at="2026-03-02T09:00:00+00:00"), "run out"),
    "a text changed": (edited("note.jsonl", b"nobody knows", b"all know"), "damaged"),
    "a text changed at its length": (edited("note.jsonl", b"nobody", b"Nobody"), "damaged"),
    "a text changed with the manifest": (edited("note.jsonl", b"nobody", b"Nobody", vouched=True), "row-changed"),
    "a row taken away": (edited("note.jsonl", b"{", b"", vouched=True), "damaged"),
    "a row twice": (lambda parts: parts.update({"note.jsonl": parts["note.jsonl"] * 2}), "damaged"),
    "a part missing": (without("report.jsonl"), "damaged"),
    "a part too many": (with_part("other.jsonl", b"{}\n"), "damaged"),
    "a way out of the folder": (with_part("../../note.jsonl", b"{}\n"), "damaged"),
    "sign-ins": (with_part("visit.jsonl", b"{}\n"), "damaged"),
    "another head": (manifested(head="0" * 64), "damaged"),
    "a field too many": (edited("note.jsonl", b'{"id"', b'{"evil":1,"id"', vouched=True), "damaged"),
    "a number for a text": (edited("case.jsonl", b'"status":"new"', b'"status":7', vouched=True), "damaged"),
    "a list for a moment": (edited("case.jsonl", b'"opened_at":"', b'"opened_at":[],"x":"', vouched=True), "damaged"),
    "no json": (edited("case.jsonl", b"{", b"[", vouched=True), "damaged"),
}


@pytest.mark.parametrize(("change", "told"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_changes_nothing(plain: Desk, clock: Clock, tmp_path: Path, change: Change, told: str) -> None:
    worked(plain)
    changed = remade(backup(plain, ADMIN, tmp_path), change)
    store = open_store(MEMORY)
    with pytest.raises(DeskError, match=told):
        restore(changed, store, now=clock.at)
    assert tables(store) == NOTHING


def test_a_part_whose_row_is_gone_from_the_manifest_too_misses_in_the_chain(
    plain: Desk, clock: Clock, tmp_path: Path
) -> None:
    worked(plain)

    def change(parts: dict[str, bytes]) -> None:
        told = json.loads(parts[MANIFEST])
        del parts["note.jsonl"], told["parts"]["note.jsonl"]
        parts[MANIFEST] = json.dumps(told).encode()

    changed = remade(backup(plain, ADMIN, tmp_path), change)
    with pytest.raises(DeskError, match="row-missing"):
        restore(changed, open_store(MEMORY), now=clock.at)
    store = open_store(MEMORY)
    done = restore(changed, store, now=clock.at, despite_faults=True)
    assert [fault.partition(":")[0] for fault in done.faults] == ["row-missing"]
    assert len(everything(store, Case)) == 2


def test_any_byte_that_is_missing_or_another_is_noticed(plain: Desk, clock: Clock, tmp_path: Path) -> None:
    """Cut off anywhere, or a byte changed anywhere where it matters: refused, or exactly the same comes back."""
    worked(plain)
    path = backup(plain, ADMIN, tmp_path / "backups")
    whole, expected = path.read_bytes(), tables(plain.store)
    changed = tmp_path / "changed.zip"
    refused = 0
    for at in range(0, len(whole), len(whole) // 60):
        for data in (whole[:at], whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :]):
            changed.write_bytes(data)
            store = open_store(MEMORY)
            try:
                restore(changed, store, now=clock.at)
            except DeskError:
                refused += 1
                assert tables(store) == NOTHING
            else:
                assert tables(store) == expected
    assert refused >= 100


def test_an_encrypted_one_that_was_cut_off_is_refused(plain: Desk, clock: Clock, tmp_path: Path) -> None:
    key = pyrage.x25519.Identity.generate()
    path = backup(plain, ADMIN, tmp_path, recipients=[str(key.to_public())])
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(DeskError, match="damaged"):
        restore(path, open_store(MEMORY), now=clock.at, identity=str(key))


def test_a_store_with_anything_in_it_is_left_alone(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    path = backup(desk, ADMIN, tmp_path)
    before = {kind: everything(desk.store, kind) for kind in RECORDS}
    with pytest.raises(DeskError, match="not empty"):
        restore(path, desk.store, now=clock.at)
    assert {kind: everything(desk.store, kind) for kind in RECORDS} == before


@pytest.mark.parametrize("kind", RECORDS, ids=name_of)
def test_one_row_anywhere_is_not_empty(plain: Desk, clock: Clock, tmp_path: Path, kind: type[Record]) -> None:
    path = backup(plain, ADMIN, tmp_path)
    store = open_store(MEMORY)
    add(store, row(kind))
    with pytest.raises(DeskError, match="not empty"):
        restore(path, store, now=clock.at)


@pytest.mark.parametrize("name", ["missing.zip", "", "letter.txt"])
def test_what_is_no_backup_is_told(clock: Clock, tmp_path: Path, name: str) -> None:
    (tmp_path / "letter.txt").write_text("Dear colleague, " * 100)
    with pytest.raises(DeskError):
        restore(tmp_path / name, open_store(MEMORY), now=clock.at)


def test_a_folder_that_cannot_be_made_is_told(plain: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DeskError, match="cannot be written"):
        backup(plain, ADMIN, tmp_path / "file" / "backups")


def test_a_full_disk_leaves_no_half_backup(plain: Desk, tmp_path: Path) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(DeskError, match="cannot be written"):
            backup(plain, ADMIN, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_desk_with_faults_keeps_them(plain: Desk, clock: Clock, tmp_path: Path) -> None:
    worked(plain)
    with plain.store.writing() as writing:
        writing.change(replace(writing.find(Note)[0], text="changed behind the back"))
    path = backup(plain, ADMIN, tmp_path)
    with pytest.raises(DeskError, match="row-changed"):
        restore(path, open_store(MEMORY), now=clock.at)
    assert restore(path, open_store(MEMORY), now=clock.at, despite_faults=True).faults[0].startswith("row-changed")


def test_a_copy_elsewhere_has_no_ledger(plain: Desk, clock: Clock, tmp_path: Path) -> None:
    path = backup(plain, ADMIN, tmp_path / "backups")
    (tmp_path / "backups" / LEDGER).write_text("")
    elsewhere = Path(shutil.copy(path, tmp_path))
    assert restore(path, open_store(MEMORY), now=clock.at).ledger
    assert not restore(elsewhere, open_store(MEMORY), now=clock.at).ledger


def test_a_restore_that_the_store_stops_leaves_it_empty(plain: Desk, clock: Clock, tmp_path: Path) -> None:
    worked(plain)

    def twice(parts: dict[str, bytes]) -> None:
        edited("note.jsonl", b"\n", b"\n" + parts["note.jsonl"], vouched=True)(parts)

    changed = remade(backup(plain, ADMIN, tmp_path), twice)
    store = open_store(str(tmp_path / "new.db"))
    with pytest.raises(BonafidesError) as caught:
        restore(changed, store, now=clock.at)
    assert isinstance(caught.value, StoreError)
    assert tables(store) == NOTHING
    with store.reading() as reading:
        assert reading.find(Note, equals("case", "x")) == []
    store.close()
