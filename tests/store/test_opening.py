"""Opening a store: what is made, what is brought up to date, and what is refused with the reason."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, Index, create_engine, inspect, text

from bonafides.errors import StoreError
from bonafides.store.dialect import Sqlite
from bonafides.store.opening import MEMORY, open_store
from bonafides.store.records import RECORDS, Case, Note, name_of
from bonafides.store.tables import METADATA, TABLES
from tests.postgres import Server
from tests.required import needs
from tests.store.rows import add, everything, opened, row

ROOT = Path(__file__).parents[2]
NOBODY = 65_534


def engine(address: str) -> Engine:
    """The database itself, past the store."""
    if "://" in address:
        return create_engine(address.replace("postgresql:", "postgresql+psycopg:"))
    return create_engine(f"sqlite:///{address}")


def change(address: str, *statements: str) -> None:
    used = engine(address)
    with used.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    used.dispose()


# --- tables and migrations


def test_migrations_make_what_the_tables_say(database: str) -> None:
    """What `alembic check` does: no difference, in types and places that may be empty too."""
    used = engine(database)

    def ours(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
        return not (name or "").startswith("search_") and not (kind == "column" and name == "vector")

    with used.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": ours})
        assert compare_metadata(context, METADATA) == []
        held = inspect(connection)
        for kind in RECORDS:
            indexed = {each["name"] for each in held.get_indexes(name_of(kind))}
            assert {each.name for each in TABLES[kind].indexes if isinstance(each, Index)} <= indexed
    used.dispose()


def test_an_empty_database_is_brought_up_to_date(database: str) -> None:
    """Like one that a version before the first had made: migrations know the way from nothing."""
    names = [*map(name_of, RECORDS), "search"]
    with opened(database):
        pass
    index = ["DROP TABLE search_index"] if "://" not in database else []
    change(database, *index, *(f'DROP TABLE "{name}"' for name in names), "DELETE FROM alembic_version")
    with opened(database) as store:
        add(store, given := row(Note, text="harbour"))
        with store.reading() as reading:
            assert [hit.id for hit in reading.search("harbour", limit=2)] == [given.id]


def test_what_is_kept_is_there_the_next_time(database: str) -> None:
    with opened(database) as store:
        add(store, given := row(Note))
    for _ in range(2):
        with opened(database) as store:
            assert everything(store, Note) == [given]


def test_a_newer_store_is_left_alone(database: str) -> None:
    with opened(database) as store:
        add(store, row(Note))
    change(database, "UPDATE alembic_version SET version_num = '9999'", "ALTER TABLE note ADD COLUMN new TEXT")
    with pytest.raises(StoreError, match="newer version"):
        open_store(database)
    used = engine(database)
    with used.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"
        assert connection.execute(text("SELECT count(*) FROM note")).scalar() == 1
    used.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_database_of_another_program_is_left_alone(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    address = str(tmp_path / "browser.db") if kind == "sqlite" else str(request.getfixturevalue("bare_postgres"))
    change(address, "CREATE TABLE bookmarks (url TEXT)")
    with pytest.raises(StoreError, match="another program"):
        open_store(address)
    used = engine(address)
    assert inspect(used).get_table_names() == ["bookmarks"]
    used.dispose()


# --- files


def modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


def test_only_the_owner_reads_the_files(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with opened(str(tmp_path / "made" / "desk.db")) as store:
            add(store, row(Note))
            assert modes(tmp_path / "made") == dict.fromkeys(("desk.db", "desk.db-wal", "desk.db-shm"), 0o600)
            assert modes(tmp_path) == {"made": 0o700}
    finally:
        os.umask(before)


def test_a_file_that_others_could_read_is_closed_to_them(sqlite_template: Path, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    path.write_bytes(sqlite_template.read_bytes())
    path.chmod(0o644)
    open_store(str(path)).close()
    assert modes(tmp_path)["desk.db"] == 0o600


BROKEN = {
    "a text": b"Dear colleague, this is no database at all, only a letter. " * 40,
    "noise": bytes(range(256)) * 64,
    "a head alone": b"SQLite format 3\0" + b"\xff" * 200,
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(data)
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(str(path))
    assert path.read_bytes() == data


def as_it_is(path: Path) -> tuple[bytes, int, list[str]]:
    """What a file holds, its rights, and what lies beside it."""
    return path.read_bytes(), stat.S_IMODE(path.stat().st_mode), sorted(each.name for each in path.parent.iterdir())


@pytest.mark.parametrize("kind", ["a text", "of another program", "of another program, log ahead", "newer"])
def test_a_strangers_file_keeps_its_content_and_its_rights(tmp_path: Path, sqlite_template: Path, kind: str) -> None:
    path = tmp_path / "theirs.db"
    if kind == "a text":
        path.write_bytes(BROKEN[kind])
    elif kind == "newer":
        path.write_bytes(sqlite_template.read_bytes())
        change(str(path), "UPDATE alembic_version SET version_num = '9999'")
    else:
        with closing(sqlite3.connect(path)) as theirs:
            if kind.endswith("ahead"):
                theirs.execute("PRAGMA journal_mode=WAL")
            theirs.execute("CREATE TABLE bookmarks (url TEXT)")
    path.chmod(0o644)
    before = as_it_is(path)
    for new in (True, False):
        with pytest.raises(StoreError, match=r"nothing was changed|cannot be opened"):
            open_store(str(path), new=new)
    assert as_it_is(path) == before


def test_a_strangers_file_that_is_in_use_is_left_alone(tmp_path: Path) -> None:
    """Its tables may stand in the log alone."""
    path = tmp_path / "theirs.db"
    with closing(sqlite3.connect(path)) as theirs:
        theirs.execute("PRAGMA journal_mode=WAL")
        theirs.execute("CREATE TABLE bookmarks (url TEXT)")
        path.chmod(0o644)
        before = as_it_is(path)
        with pytest.raises(StoreError, match="another program"):
            open_store(str(path))
        assert as_it_is(path) == before


@pytest.mark.parametrize("there", [True, False])
def test_a_store_is_made_only_where_it_is_asked_for(tmp_path: Path, there: bool) -> None:
    path = tmp_path / "folder" / "desk.db"
    if there:
        path.parent.mkdir()
        path.touch()
    with pytest.raises(StoreError, match="no desk here"):
        open_store(str(path), new=False)
    assert path.exists() == there
    assert not there or path.read_bytes() == b""
    open_store(str(path)).close()
    open_store(str(path), new=False).close()


def test_an_empty_database_is_no_desk_unless_one_is_made(bare_postgres: str) -> None:
    with pytest.raises(StoreError, match="no desk here"):
        open_store(bare_postgres, new=False)
    used = engine(bare_postgres)
    assert inspect(used).get_table_names() == []
    used.dispose()


def test_a_device_is_no_store() -> None:
    before = Path(os.devnull).stat().st_mode
    with pytest.raises(StoreError, match="cannot be made or opened"):
        open_store(os.devnull)
    assert Path(os.devnull).stat().st_mode == before


def test_a_file_with_torn_pages_is_refused(sqlite_template: Path, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    whole = sqlite_template.read_bytes()
    path.write_bytes(whole[:4096] + b"\xaa" * 8192 + whole[12_288:])
    with pytest.raises(StoreError), opened(str(path)) as store:
        everything(store, Note)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("mysql://host/desk", "no storage of that kind"),
        ("https://example.org/desk", "no storage of that kind"),
        ("://", "no storage of that kind"),
        ("sqlite://", "no storage of that kind"),
        ("postgresql://desk:hunter2@localhost:1/desk", "cannot be opened"),
        ("postgresql://desk:hunter2@/desk?host=/nowhere", "cannot be opened"),
        ("/proc/nothing/desk.db", "cannot be made"),
        ("/dev/null/desk.db", "cannot be made"),
    ],
)
def test_a_wrong_address_is_told_without_its_password(address: str, told: str) -> None:
    with pytest.raises(StoreError, match=told) as caught:
        open_store(address)
    assert "hunter2" not in str(caught.value)


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        open_store(str(tmp_path))


def test_a_database_that_is_not_there_is_told(postgres_server: Server) -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(postgres_server.address("nobody_made_this"))


def test_both_spellings_of_an_address(tmp_path: Path, postgres: str) -> None:
    with opened(f"sqlite:///{tmp_path / 'desk.db'}") as store:
        add(store, row(Note))
    with opened(str(tmp_path / "desk.db")) as store:
        assert len(everything(store, Note)) == 1
    with opened(postgres.replace("postgresql:", "postgresql+psycopg:")) as store:
        add(store, row(Note))
    with opened(postgres) as store:
        assert len(everything(store, Note)) == 1


def test_memory_forgets() -> None:
    with opened(MEMORY) as store:
        add(store, row(Note))
    with opened(MEMORY) as store:
        assert everything(store, Note) == []


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_that_cannot_be_written_is_told(sqlite_template: Path, tmp_path: Path, there: bool) -> None:
    """As a user who may not write; root may write everywhere."""
    needs("another user", there=os.getuid() == 0, reason="only root can become another user")
    folder = Path(os.environ.get("TMPDIR", "/tmp")) / f"desk-closed-{os.getpid()}-{there}"  # pytest's own are closed
    folder.mkdir(mode=0o755)
    path = folder / "desk.db"
    try:
        if there:
            path.write_bytes(sqlite_template.read_bytes())
            path.chmod(0o644)
        os.seteuid(NOBODY)
        with pytest.raises(StoreError, match="the file cannot be made or opened"):
            open_store(str(path))
    finally:
        os.seteuid(0)
        path.unlink(missing_ok=True)
        folder.rmdir()


# --- a full disk


def test_a_full_disk_is_told_and_undoes_everything(sqlite_template: Path, tmp_path: Path) -> None:
    """SQLite is told that its file may have no more pages, which is what it makes of a full disk."""
    path = tmp_path / "desk.db"
    path.write_bytes(sqlite_template.read_bytes())
    with opened(str(path)) as store:
        add(store, kept := row(Note, text="harbour"))
        dialect = store._dialect  # type: ignore[attr-defined]
        assert isinstance(dialect, Sqlite)
        with dialect.engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            driver.execute("PRAGMA max_page_count=1")  # as many as there are
        with pytest.raises(StoreError, match="did not do"):
            add(store, row(Case), row(Note, text="mountain"), row(Note, text="x" * 3_000_000))
        assert everything(store, Case) == []
        assert everything(store, Note) == [kept]
        with store.reading() as reading:
            assert reading.search("mountain", limit=2) == []


_FILL = """
import resource, signal, sys
from bonafides.errors import StoreError
from bonafides.store.opening import open_store
from bonafides.store.records import Note
from tests.store.rows import row
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = open_store(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
try:
    for number in range(1_000):
        with store.writing() as writing:
            writing.add(row(Note, id=f"{number:04}", text="x" * 50_000))
        print(number, flush=True)
except StoreError as error:
    print(error.what)
"""


def test_a_disk_that_fills_up_loses_nothing_that_was_told(sqlite_template: Path, tmp_path: Path) -> None:
    """Files of the process may not grow beyond two megabytes: a write to the log fails half-way."""
    path = tmp_path / "desk.db"
    path.write_bytes(sqlite_template.read_bytes())
    command = [sys.executable, "-c", _FILL, str(path)]
    environment = os.environ | {"PYTHONPATH": "src"}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    *told, last = done.stdout.split("\n")[:-1]
    assert "did not do what was asked" in last
    with opened(str(path)) as store:
        assert [each.id for each in everything(store, Note)] == [f"{int(number):04}" for number in told]
