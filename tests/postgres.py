"""A PostgreSQL of the tests' own, in a temporary folder: skipped with the reason where missing, failing where required.

A test module says `pytest_plugins = ("tests.postgres",)` and takes one of the fixtures at the end.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.required import needs

BINARIES = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), default=Path())
"""Debian keeps the server's programs out of the path."""
SOCKET = 5432
TEMPLATE = "desk_template"


def needs_postgres() -> None:
    """The server and the driver."""
    there = (BINARIES / "postgres").is_file() or shutil.which("postgres") is not None
    needs("postgres", there=there, reason="there is no PostgreSQL server (Debian: postgresql)")
    needs("postgres", there=_user() is not None, reason="PostgreSQL refuses root, and there is no other user to run it")


def _user() -> int | None:
    """Whose server it is: our own, or, as PostgreSQL refuses root, that of a user who may do nothing."""
    if os.getuid():
        return os.getuid()
    return next(
        (each.pw_uid for name in ("postgres", "nobody") for each in pwd.getpwall() if each.pw_name == name), None
    )


@dataclass
class Server:
    """A running server that listens on a socket in its own folder only."""

    folder: Path
    durable: bool = False
    names: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        user = _user()
        if user is not None and user != os.getuid():
            os.chown(self.folder, user, -1)
        self.user = user
        # an ordering of the language's own, as a service's database often has: stores must not lean on it
        self._do("initdb", "--no-sync", "-A", "trust", "-U", "desk", "-E", "UTF8", "--locale=C.UTF-8",
                 "--locale-provider=icu", "--icu-locale=en", "-D", str(self.data))  # fmt: skip
        self.start()

    @property
    def data(self) -> Path:
        """Where it keeps its files."""
        return self.folder / "data"

    def start(self) -> None:
        """Start, and wait until it answers."""
        # the machine does not fail in a test: nothing waits for the disk; `durable`: what was told outlives the server
        hasty = (
            ("-c fsync=off",) if self.durable else ("-c fsync=off -c full_page_writes=off -c synchronous_commit=off",)
        )
        options = " ".join(
            (f"-k {self.folder}", f"-p {SOCKET}", "-c listen_addresses=", "-c max_connections=80",
             "-c shared_buffers=32MB", *hasty)
        )  # fmt: skip
        log = str(self.folder / "log")
        self._do("pg_ctl", "start", "--wait", "--timeout=60", "-D", str(self.data), "-l", log, "-o", options)

    def stop(self, how: str = "fast") -> None:
        """Stop: `immediate` is what a crash does."""
        self._do("pg_ctl", "stop", "--wait", "-m", how, "-D", str(self.data))

    def crash(self) -> None:
        """Kill a process of the server: it then ends all others, and recovers by itself."""
        address = self.address("postgres")
        with _connected(address) as connection:
            (backend,) = connection.execute("SELECT pg_backend_pid()").fetchone()
            os.kill(backend, signal.SIGKILL)

    def answers(self) -> bool:
        """Whether it runs; waits while it recovers by itself from a crash."""
        import psycopg

        deadline = time.monotonic() + 60
        while (self.data / "postmaster.pid").exists() and time.monotonic() < deadline:
            try:
                self.run("SELECT 1")
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return True
        return False

    def address(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql://desk@/{name}?host={self.folder}&port={SOCKET}"

    def make(self, template: str = "template1") -> str:
        """The name of a new database."""
        name = f"test_{next(self.names)}"
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected."""
        self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def run(self, statement: str, *, name: str = "postgres") -> None:
        """One statement outside any transaction."""
        with _connected(self.address(name)) as connection:
            connection.execute(statement)

    def _do(self, program: str, *arguments: str) -> None:
        path = BINARIES / program
        command = [str(path) if path.is_file() else program, *arguments]
        done = subprocess.run(
            command, check=False, user=self.user, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=self.folder,
            extra_groups=[] if os.getuid() == 0 else None,
        )  # fmt: skip
        if done.returncode:
            log = self.folder / "log"
            told = log.read_text("utf-8", "replace")[-2_000:] if log.is_file() else ""
            raise RuntimeError(f"{program} failed: {done.stderr.decode(errors='replace')}\n{told}")


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    import psycopg

    connection: Any = psycopg.connect(address, autocommit=True)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def running(*, durable: bool = False) -> Iterator[Server]:
    """A server, with the folder gone afterwards."""
    needs_postgres()
    folder = Path(tempfile.mkdtemp(prefix="desk-pg-"))  # pytest's own folders are closed to other users
    server = None
    try:
        server = Server(folder, durable=durable)
        yield server
    finally:
        if server:
            server.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """One server for all tests of the session, with a template that has the desk's tables."""
    from bonafides.store.opening import open_store

    with running() as server:
        server.run(f'CREATE DATABASE "{TEMPLATE}"')
        open_store(server.address(TEMPLATE)).close()
        yield server


@pytest.fixture
def postgres(postgres_server: Server) -> Iterator[str]:
    """The address of a database with the desk's tables, for one test."""
    name = postgres_server.make(TEMPLATE)
    yield postgres_server.address(name)
    postgres_server.drop(name)


@pytest.fixture
def bare_postgres(postgres_server: Server) -> Iterator[str]:
    """The address of a database with nothing in it, for one test."""
    name = postgres_server.make()
    yield postgres_server.address(name)
    postgres_server.drop(name)
