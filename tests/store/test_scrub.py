"""What was removed is gone from the files too, not only from what the store hands out."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bonafides.store import Store, equals
from bonafides.store.records import RECORDS, Case, Note, Record, Report, elements, name_of
from tests.postgres import Server
from tests.store.rows import add, everything, opened, row


def sqlite_files(path: Path) -> Iterator[bytes]:
    for each in path.parent.iterdir():
        yield each.read_bytes()


def postgres_files(server: Server) -> Iterator[bytes]:
    """All tables and indexes as they lie on the disk (not the log of changes, which is overwritten in its turn)."""
    server.run("CHECKPOINT")
    for each in (server.data / "base").rglob("*"):
        if each.is_file():
            yield each.read_bytes()


def held(files: Iterator[bytes], text: str) -> bool:
    return any(text.encode() in data for data in files)


def filled(store: Store, gone: str, kept: str) -> None:
    """Rows in every table, small ones and such as fill many pages, some changed, with the text in every field."""
    for name, size in ((gone, 1), (kept, 1), (gone, 300), (kept, 300)):
        text = f"{name} and words like harbour number {secrets.token_hex(4)} " * size
        rows: list[Record] = []
        for number in range(10):
            for kind in RECORDS:
                if "case" in {each.field for each in elements(kind)} and name_of(kind) != "entry":
                    texts = {each.field: text for each in elements(kind) if each.type is str and not each.held.index}
                    blobs = {each.field: text.encode() for each in elements(kind) if each.type is bytes}
                    id = f"{name}-{size}-{number}-{name_of(kind)}"
                    rows.append(row(kind, **{**texts, **blobs, "id": id, "case": name}))
            rows.append(row(Case, id=f"{name}-{size}-{number}", persona=text, campaign=name))
        add(store, *rows)
    with store.writing() as writing:
        for each in writing.find(Note, equals("case", gone), order="-id"):
            writing.change(replace(each, text=each.text + " changed"))


def remove(store: Store, gone: str) -> bool:
    with store.writing() as writing:
        for kind in RECORDS:
            if "case" in {each.field for each in elements(kind)}:
                writing.remove(kind, equals("case", gone))
        writing.remove(Case, equals("campaign", gone))
    return store.scrub()


def names() -> tuple[str, str]:
    """Two texts that occur nowhere else; of one word, so that the index of words holds them whole."""
    return f"gone{secrets.token_hex(8)}", f"kept{secrets.token_hex(8)}"


def test_sqlite_files_hold_nothing_that_was_removed(sqlite_template: Path, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    path.write_bytes(sqlite_template.read_bytes())
    gone, kept = names()
    with opened(str(path)) as store:
        filled(store, gone, kept)
        assert held(sqlite_files(path), gone), "otherwise this test could not fail"
        assert remove(store, gone)
        assert not held(sqlite_files(path), gone)
        assert held(sqlite_files(path), kept)
        with store.reading() as reading:
            assert reading.search(gone, limit=9) == []
            assert len(reading.search(kept, limit=999)) == 40
    assert not held(sqlite_files(path), gone)


def test_a_reader_of_an_older_moment_is_waited_for_but_not_long(sqlite_template: Path, tmp_path: Path) -> None:
    """While somebody reads, the log cannot be emptied: the next writing does it."""
    path = tmp_path / "desk.db"
    path.write_bytes(sqlite_template.read_bytes())
    gone, kept = names()
    with opened(str(path)) as store:
        filled(store, gone, kept)
        with store.reading() as reading:
            assert not remove(store, gone)
            assert reading.search(gone, limit=1)
        assert held(sqlite_files(path), gone), "otherwise this test could not fail"
        add(store, row(Note))
        assert not held(sqlite_files(path), gone)


def test_a_reader_of_an_older_moment_keeps_rows_in_postgres(postgres: str, postgres_server: Server) -> None:
    gone, kept = names()
    with opened(postgres) as store:
        filled(store, gone, kept)
        with store.reading() as reading:
            assert reading.search(gone, limit=1)
            assert not remove(store, gone)
            assert reading.search(gone, limit=1)
        assert held(postgres_files(postgres_server), gone), "otherwise this test could not fail"
        assert store.scrub()
        assert not held(postgres_files(postgres_server), gone)


def test_postgres_files_hold_nothing_that_was_removed(postgres: str, postgres_server: Server) -> None:
    gone, kept = names()
    with opened(postgres) as store:
        filled(store, gone, kept)
        assert held(postgres_files(postgres_server), gone), "otherwise this test could not fail"
        assert remove(store, gone)
        assert not held(postgres_files(postgres_server), gone)
        assert held(postgres_files(postgres_server), kept)
        with store.reading() as reading:
            assert len(reading.search(kept, limit=999)) == 40


def test_scrub_harms_nothing(store: Store) -> None:
    assert store.scrub()
    add(store, given := row(Report, said="harbour"))
    assert store.scrub()
    assert store.scrub()
    assert everything(store, Report) == [given]
    with store.reading() as reading:
        assert len(reading.search("harbour", limit=9)) == 1


@pytest.mark.parametrize("times", [1, 3])
def test_scrub_while_others_read_and_write(store: Store, times: int) -> None:
    add(store, row(Note))
    with store.reading() as reading:
        assert len(reading.find(Note)) == 1
    for _ in range(times):
        add(store, row(Note))
        store.scrub()
    assert len(everything(store, Note)) == 1 + times
