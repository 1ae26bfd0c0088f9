"""Many at once: a reader sees one moment whatever others write, writers take turns, in threads and in processes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from bonafides.errors import StoreError
from bonafides.store import Store, equals
from bonafides.store.records import Case, Note
from tests.store.rows import add, everything, opened, row

ROOT = Path(__file__).parents[2]


def test_a_reader_sees_the_moment_of_its_opening(store: Store) -> None:
    """Even where it looks for the first time after somebody has written."""
    first = row(Note, text="harbour", case="a")
    add(store, first)
    with store.reading() as reading:
        with store.writing() as writing:
            writing.change(replace(first, text="mountain"))
            writing.add(row(Note, case="a"))
        for _ in range(2):
            assert reading.find(Note) == [first]
            assert reading.get(Note, first.id) == first
            assert reading.count(Note, equals("case", "a")) == {(): 1}
            assert list(reading.stream(Note)) == [first]
            assert [hit.id for hit in reading.search("harbour", limit=9)] == [first.id]
            with store.writing() as writing:
                writing.remove(Note, equals("case", "a"))
    assert everything(store, Note) == []


def test_what_a_writer_has_not_finished_nobody_sees(store: Store) -> None:
    with store.writing() as writing:
        writing.add(row(Note, text="harbour"))
        assert everything(store, Note) == []
        with store.reading() as reading:
            assert reading.search("harbour", limit=9) == []
    assert len(everything(store, Note)) == 1


def test_many_readers_beside_a_writer(store: Store) -> None:
    """Two counters that are always changed together are never seen apart."""
    one, two = row(Case, id="one"), row(Case, id="two")
    add(store, one, two)
    done = threading.Event()

    def write() -> None:
        for number in range(60):
            with store.writing() as writing:
                writing.change(replace(one, number=number))
                writing.change(replace(two, number=number))
        done.set()

    def read() -> set[int]:
        apart = set()
        while not done.is_set():
            with store.reading() as reading:
                apart.add(reading.find(Case)[0].number - reading.find(Case)[1].number)
        return apart

    with ThreadPoolExecutor(7) as pool:
        readers = [pool.submit(read) for _ in range(6)]
        pool.submit(write).result()
        assert set().union(*(each.result() for each in readers)) <= {0}


def test_threads_that_write_take_turns(store: Store) -> None:
    add(store, row(Case, id="counter"))

    def count() -> None:
        for _ in range(20):
            with store.writing() as writing:
                held = writing.get(Case, "counter")
                assert held
                writing.change(replace(held, number=held.number + 1))

    with ThreadPoolExecutor(5) as pool:
        for each in [pool.submit(count) for _ in range(5)]:
            each.result()
    assert everything(store, Case)[0].number == 100


_COUNT = """
import sys
from dataclasses import replace
from bonafides.store.opening import open_store
from bonafides.store.records import Case
store = open_store(sys.argv[1])
for _ in range(15):
    with store.writing() as writing:
        held = writing.get(Case, "counter")
        writing.change(replace(held, number=held.number + 1))
store.close()
"""


def test_processes_that_write_take_turns(database: str) -> None:
    with opened(database) as store:
        add(store, row(Case, id="counter"))
        command = [sys.executable, "-c", _COUNT, database]
        running = [subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": "src"}) for _ in range(3)]
        assert [each.wait(60) for each in running] == [0, 0, 0]
        assert everything(store, Case)[0].number == 45


_START = """
import sys
from bonafides.store.opening import open_store
open_store(sys.argv[1]).close()
"""


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_programs_that_start_together_make_the_tables_once(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    address = str(tmp_path / "new.db") if kind == "sqlite" else str(request.getfixturevalue("bare_postgres"))
    command = [sys.executable, "-c", _START, address]
    running = [subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": "src"}) for _ in range(3)]
    assert [each.wait(60) for each in running] == [0, 0, 0]
    with opened(address) as store:
        add(store, row(Case))


def test_a_writer_that_waits_too_long_is_told(store: Store, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """The others must not wait for ever for one that hangs."""
    monkeypatch.setattr("bonafides.store.memory._WAIT", 0.2)
    monkeypatch.setattr("bonafides.store.dialect._WAIT", 1)
    second = store if address == "memory:" else None
    with store.writing() as writing:
        writing.add(row(Note))
        if second is None:
            with pytest.raises(StoreError), opened(address):
                pass
        else:
            with pytest.raises(StoreError), second.writing():
                pass
    assert len(everything(store, Note)) == 1
