"""`bonafides desk` as somebody at a terminal meets it."""

from __future__ import annotations

import io
import json
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bonafides import cli
from bonafides.desk import cases
from bonafides.desk.desk import Desk
from bonafides.desk.opening import open_desk, place
from bonafides.desk.purged import LEDGER
from bonafides.errors import StoreError
from tests.desk.desks import APPROACH, LEAD, OFFICER, ORDINARY

Run = Callable[..., "Done"]
WORD = "granite walnut ferry lantern 41"


@dataclass(frozen=True)
class Done:
    """What the program said."""

    stdout: str
    stderr: str


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The program, with a home of its own and nobody at the keyboard."""
    monkeypatch.setenv("BONAFIDES_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    def program(*arguments: object, code: int = 0) -> Done:
        monkeypatch.setattr(sys, "argv", ["bonafides", "desk", *map(str, arguments)])
        capsys.readouterr()
        try:
            found: object = cli.run()
        except SystemExit as leaving:
            found = leaving.code or 0
        said = capsys.readouterr()
        assert found == code, said.err
        assert "inside Bonafides" not in said.err
        return Done(stdout=said.out, stderr=said.err)

    return program


@pytest.fixture
def made(run: Run, tmp_path: Path) -> Path:
    """A desk with an admin; its store."""
    (tmp_path / "word").write_text(f"{WORD}\n")
    run("init", "--name", "maren", "--password-file", tmp_path / "word")
    return tmp_path / "home" / "desk.sqlite"


def at(store: Path) -> Desk:
    return open_desk(str(store))


def test_a_desk_is_made_once(run: Run, made: Path, tmp_path: Path) -> None:
    assert made.stat().st_mode & 0o777 == 0o600
    again = run("init", "--password-file", tmp_path / "word", code=2)
    assert "admin already" in again.stderr


def test_without_a_terminal_a_password_comes_from_a_file(run: Run) -> None:
    assert "--password-file" in run("init", code=2).stderr


def test_a_weak_password_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "word").write_text("short\n")
    assert "12" in run("init", "--password-file", tmp_path / "word", code=2).stderr
    assert not (tmp_path / "home" / "desk.sqlite").exists(), "nothing is left of a desk that was not made"


def test_accounts_with_a_password_or_an_address(run: Run, made: Path, tmp_path: Path) -> None:
    run("account", "omar", "--role", "officer", "--password-file", tmp_path / "word")
    run("account", "lena", "--role", "lead", "--email", "lena@example.org")
    assert "role" in run("account", "x", "--role", "king", "--email", "x@example.org", code=2).stderr


def test_an_import_goes_on_where_it_stopped_and_says_what_it_could_not_take(
    run: Run, made: Path, tmp_path: Path
) -> None:
    given = tmp_path / "earlier.jsonl"
    rows = [{"id": str(n), "messages": [{"speaker": "Nora", "text": f"{ORDINARY} {n}"}]} for n in range(3)]
    given.write_text("\n".join(map(json.dumps, rows)) + "\nno line at all\n")
    done = run("import", given, code=2)
    assert "Taken: 3" in done.stderr
    assert "Not taken: 1" in done.stderr
    assert "There already: 3" in run("import", given, code=2).stderr


def test_a_drop_folder_is_emptied(run: Run, made: Path, tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "chat.txt").write_text(APPROACH)
    (drop / "nothing.txt").write_text("")
    done = run("folder", drop, code=2)
    assert "Taken: 1. Refused: 1." in done.stderr
    assert [path.name for path in drop.iterdir()] == ["refused"]
    desk = at(made)
    assert [row["persona"] for row in cases.inbox(desk, OFFICER).rows] == ["Adrian Vale"]
    desk.store.close()


def test_the_chain_is_verified_and_what_was_tampered_with_is_found(run: Run, made: Path, tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(APPROACH)
    head = run("verify").stdout.split()[0]
    assert len(head) == 64
    run("verify", "--head", head)
    assert "head-missing" in run("verify", "--head", "0" * 64, code=2).stderr
    with sqlite3.connect(made) as connection:
        connection.execute("UPDATE account SET role = 'lead'")
    assert "row-changed:account" in run("verify", code=2).stderr


def test_backed_up_and_restored_elsewhere(run: Run, made: Path, tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "chat.txt").write_text(APPROACH)
    run("folder", drop)
    written = run("backup", tmp_path / "backups").stdout.strip()
    run("restore", written, "--store", tmp_path / "other.sqlite")
    desk = at(tmp_path / "other.sqlite")
    assert cases.opened(desk, LEAD, "1").case.persona == "Adrian Vale"
    desk.store.close()
    run("verify", "--store", tmp_path / "other.sqlite")
    assert "empty" in run("restore", written, "--store", tmp_path / "other.sqlite", code=2).stderr


def test_what_was_taken_from_a_drop_folder_may_be_kept(run: Run, made: Path, tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "chat.txt").write_text(APPROACH)
    run("folder", drop, "--keep")
    assert [path.name for path in (drop / "taken").iterdir()] == ["chat.txt"]


def test_a_restore_says_what_it_cannot_know(run: Run, made: Path, tmp_path: Path) -> None:
    written = run("backup", tmp_path / "backups").stdout.strip()
    assert "may be back" in run("restore", written, "--store", tmp_path / "other.sqlite").stderr
    (tmp_path / "backups" / LEDGER).touch()
    assert "may be back" not in run("restore", written, "--store", tmp_path / "third.sqlite").stderr
    with sqlite3.connect(made) as connection:
        connection.execute("UPDATE account SET role = 'lead'")
    changed = run("backup", tmp_path / "backups").stdout.strip()
    done = run("restore", changed, "--despite-faults", "--store", tmp_path / "fourth.sqlite")
    assert "does not fit: row-changed:account" in done.stderr


@pytest.mark.parametrize(
    "command", [("verify",), ("forget",), ("backup", "backups"), ("folder", "."), ("privacy", "--out", "file")]
)
def test_a_mistyped_address_makes_no_desk(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    typed = tmp_path / "dsek.sqlite"
    assert "no desk here" in run(*command, "--store", typed, code=2).stderr
    assert list(tmp_path.iterdir()) == []


def test_a_backup_that_is_not_there_makes_no_desk(run: Run, tmp_path: Path) -> None:
    run("restore", tmp_path / "none.zip", "--store", tmp_path / "new.sqlite", code=2)
    assert not (tmp_path / "new.sqlite").exists()


def test_what_is_due_is_forgotten(run: Run, made: Path) -> None:
    assert "Purged: 0" in run("forget").stderr


def test_the_privacy_file_is_written(run: Run, made: Path, tmp_path: Path) -> None:
    run("privacy", "--out", tmp_path / "file", "--lang", "fr")
    assert len(list((tmp_path / "file").iterdir())) >= 5


def test_a_privacy_file_that_cannot_be_written_is_said(run: Run, made: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert "cannot be written" in run("privacy", "--out", tmp_path / "file", code=2).stderr


def test_a_mailbox_that_is_not_there_is_said(run: Run, made: Path, tmp_path: Path) -> None:
    (tmp_path / "word").write_text("x\n")
    run("mailbox", "--host", "127.0.0.1", "--port", 9, "--user", "desk", "--password-file", tmp_path / "word", code=2)


@pytest.mark.parametrize("address", ["mysql://x/y", "postgresql://localhost:9/none", "/dev/null/desk.sqlite"])
def test_a_store_that_cannot_be_opened_is_said(run: Run, address: str) -> None:
    assert (
        "storage" in run("verify", "--store", address, code=2).stderr
        or "file" in run("verify", "--store", address, code=2).stderr
    )


def test_the_usual_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BONAFIDES_HOME", str(tmp_path))
    assert place("") == str(tmp_path / "desk.sqlite")
    assert place("x.sqlite") == "x.sqlite"
    with pytest.raises(StoreError):
        open_desk("mysql://x/y")
