"""The command line of packs: from a publisher's key to a reader's answer, and every error in words with exit code 2."""

from __future__ import annotations

import json
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bonafides import cli
from bonafides.packs import Publisher, packed
from bonafides.packs.held import signed_comment
from bonafides.packs.signing import new_key, secret_key
from bonafides.seen import cut
from tests.packs.shop import CONFIRMED, ORDINARY, REWORDED

MADE = ["--publisher", "Service X", "--contact", "wrong@x.example"]


class Program:
    """The program in a folder of its own."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        self.folder, self._patch, self._capture = folder, monkeypatch, capfd
        self.out = self.err = ""
        monkeypatch.setenv("BONAFIDES_HOME", str(folder / "home"))
        monkeypatch.chdir(folder)

    def __call__(self, *words: str) -> int:
        self._patch.setattr(sys, "argv", ["bonafides", *words])
        try:
            code = cli.run()
        except SystemExit as end:
            code = int(end.code or 0)
        self.out, self.err = self._capture.readouterr()
        return code


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Program:
    (tmp_path / "pw").write_text("seven unrelated teapots\n")
    (tmp_path / "c.jsonl").write_text(CONFIRMED.line() + "{broken\n")
    (tmp_path / "t.txt").write_text(f"Adrian Vale: {REWORDED}\nMe: Hm.\nAdrian Vale: call +44 7700 900123\n")
    (tmp_path / "o.txt").write_text(f"Nora Blythe: {ORDINARY}\n")
    return Program(tmp_path, monkeypatch, capfd)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a pack of it, made once: opening a key takes its time."""
    folder = tmp_path_factory.mktemp("shop")
    verifier = new_key(folder / "k", "seven unrelated teapots")
    who = Publisher(verifier=verifier, name="Service X", contact="wrong@x.example")
    done = packed([CONFIRMED], who, cut, now=datetime.now(UTC))
    (folder / "l.bfpack").write_bytes(done.data)
    signature = secret_key(folder / "k", "seven unrelated teapots").sign(
        folder / "l.bfpack", signed_comment(done.header)
    )
    (folder / "l.bfpack.minisig").write_bytes(signature)
    return folder


@pytest.fixture
def published(program: Program, shop: Path) -> Program:
    shutil.copytree(shop, program.folder, dirs_exist_ok=True)
    return program


@pytest.fixture
def held(published: Program) -> Program:
    assert published("packs", "trust", "k.pub", "--name", "Service X") == 0
    assert published("packs", "add", "l.bfpack") == 0
    return published


def test_the_whole_way(held: Program) -> None:
    assert held("packs", "verify", "l.bfpack") == 0
    assert held("packs", "list") == 0
    assert "Service X/main" in held.out
    assert "wrong@x.example" in held.out
    assert held("packs", "match", "t.txt", "o.txt", "--format", "jsonl") == 0
    rows = [json.loads(line) for line in held.out.splitlines()]
    assert [[each["what"] for each in row["seen"]] for row in rows] == [["phone", "text"], []]
    assert held("packs", "match", "t.txt", "--lang", "de") == 0
    assert "Andere haben das schon gemeldet" in held.out
    assert held("packs", "match", "t.txt", "--out", "m.txt") == 0
    assert "Service X" in (held.folder / "m.txt").read_text()
    assert held("packs", "remove", "Service X") == 0
    assert held("packs", "match", "t.txt") == 2
    assert "no packs here" in held.err
    assert held("packs", "distrust", "Service X") == 0
    assert held("packs", "list") == 0
    assert held.out == ""


def test_a_publisher_makes_a_key_and_a_pack_and_sees_what_was_left_out(program: Program) -> None:
    assert program("packs", "key", "--out", "k", "--password-file", "pw") == 0
    spoken = program.out
    assert program("packs", "make", "--key", "k", "--password-file", "pw", "--from", "c.jsonl",
                   "--out", "l.bfpack", *MADE) == 0  # fmt: skip
    assert "c.jsonl, line 2" in program.err
    assert "entries, signed in l.bfpack.minisig" in program.err
    assert program.out == spoken
    assert len(spoken.split()) == 2


def test_check_compares_unless_it_is_told_not_to(held: Program) -> None:
    assert held("check", "t.txt", "--format", "jsonl") == 0
    with_packs = json.loads(held.out)
    assert [each["what"] for each in with_packs["seen"]] == ["phone", "text"]
    assert held("check", "t.txt", "--format", "jsonl", "--no-packs") == 0
    without = json.loads(held.out)
    assert "seen" not in without
    assert {key: with_packs[key] for key in without} == without
    (held.folder / "bonafides.toml").write_text("packs = false\n")
    assert held("check", "t.txt") == 0
    assert "Service X" not in held.out
    assert held("check", "t.txt", "--packs") == 0
    assert "Service X" in held.out


def test_a_broken_list_does_not_stop_a_check(held: Program) -> None:
    (held.folder / "home" / "packs" / "packs.json").write_text("{")
    assert held("check", "t.txt") == 0
    assert "A list of what others have reported cannot be read" in held.out + held.err
    assert held("packs", "list") == 2


def test_without_packs_nothing_is_made_or_said(program: Program) -> None:
    assert program("check", "t.txt") == 0
    assert not (program.folder / "home").exists()
    assert "reported to" not in program.out


def test_revoke_takes_an_entry_back_wherever_the_new_pack_goes(held: Program) -> None:
    (held.folder / "wrong").write_text("phone:+447700900123\n\n")
    revoke = ["packs", "revoke", "l.bfpack", "--key", "k", "--password-file", "pw", "--entries", "wrong"]
    assert held(*revoke, "--out", "l2.bfpack") == 0
    assert held("packs", "add", "l2.bfpack") == 0
    assert held("packs", "match", "t.txt", "--format", "jsonl") == 0
    assert [each["what"] for each in json.loads(held.out)["seen"]] == ["text"]
    assert held("packs", "add", "l.bfpack") == 2
    assert "older than one" in held.err
    assert held("packs", "make", "--key", "k", "--password-file", "pw", "--from", "c.jsonl", "--previous", "l2.bfpack",
                "--out", "l3.bfpack", *MADE) == 0  # fmt: skip
    assert held("packs", "add", "l3.bfpack") == 0
    assert held("packs", "match", "t.txt", "--format", "jsonl") == 0
    assert [each["what"] for each in json.loads(held.out)["seen"]] == ["text"]
    (held.folder / "wrong").write_text("07700 900123\n")
    assert held(*revoke, "--out", "l4.bfpack") == 2
    assert "wrong, line 1" in held.err
    assert not (held.folder / "l4.bfpack").exists()


def test_a_withdrawn_text(held: Program) -> None:
    (held.folder / "none").write_text("")
    (held.folder / "text").write_text(CONFIRMED.texts[0])
    assert held("packs", "revoke", "l.bfpack", "--key", "k", "--password-file", "pw", "--entries", "none",
                "--texts", "text", "--out", "l2.bfpack") == 0  # fmt: skip
    assert held("packs", "add", "l2.bfpack") == 0
    assert held("packs", "match", "t.txt", "--format", "jsonl") == 0
    assert [each["what"] for each in json.loads(held.out)["seen"]] == ["phone"]


def test_somebody_elses_pack_cannot_be_continued(published: Program) -> None:
    assert published("packs", "key", "--out", "k2", "--password-file", "pw") == 0
    (published.folder / "wrong").write_text("phone:+447700900123\n")
    assert published("packs", "revoke", "l.bfpack", "--key", "k2", "--password-file", "pw", "--entries", "wrong",
                     "--out", "x.bfpack") == 2  # fmt: skip
    assert "does not hold" in published.err


@pytest.mark.parametrize(
    "words",
    [
        ["packs", "add", "none.bfpack"],
        ["packs", "add", "t.txt"],
        ["packs", "verify", "l.bfpack"],
        ["packs", "trust", "nonsense", "--name", "x"],
        ["packs", "distrust", "nobody"],
        ["packs", "remove", "nobody"],
        ["packs", "match", "t.txt"],
        ["packs", "match", "t.txt", "--format", "html"],
        ["packs", "key", "--out", "k"],
        ["packs", "key", "--out", "k", "--password-file", "pw"],
        ["packs", "make", "--key", "k", "--password-file", "pw", "--out", "x", *MADE],
        ["packs", "make", "--key", "k", "--password-file", "c.jsonl", "--from", "c.jsonl", "--out", "x", *MADE],
        ["packs", "make", "--key", "k.pub", "--password-file", "pw", "--from", "c.jsonl", "--out", "x", *MADE],
        ["packs", "make", "--key", "k", "--password-file", "pw", "--from", "none", "--out", "x", *MADE],
        ["packs", "make", "--key", "k", "--password-file", "pw", "--from", "t.txt", "--out", "x", *MADE],
        ["packs", "make", "--key", "k", "--password-file", "pw", "--from", "c.jsonl", "--out", "no/x", *MADE],
        ["packs", "make", "--key", "k", "--password-file", "pw", "--from", "c.jsonl", "--days", "500", "--out", "x",
         *MADE],
        ["packs", "make", "--key", "k", "--password-file", "pw", "--store", "d.sqlite", "--out", "x", *MADE],
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_words(published: Program, words: list[str]) -> None:
    before = {path.name for path in published.folder.iterdir()}
    assert published(*words) == 2
    assert published.err.strip()
    assert "Traceback" not in published.err
    assert "went wrong inside" not in published.err
    assert {path.name for path in published.folder.iterdir()} - before <= {"home"}


def test_help_imports_nothing_heavy() -> None:
    import subprocess

    code = (
        "import sys; sys.argv = ['bonafides', 'packs', '--help']\nfrom bonafides import cli\n"
        "try: cli.run()\nexcept SystemExit: pass\n"
        "assert not {'minisign', 'argon2', 'cryptography', 'bonafides.seen', 'bonafides.packs'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_lead_makes_one_from_the_desk_after_seeing_every_line(
    published: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    import typer

    from bonafides.desk import cases
    from bonafides.desk.desk import Desk
    from bonafides.desk.people.accounts import open_account
    from bonafides.desk.permissions import PROGRAM
    from bonafides.desk.reports import take
    from bonafides.store.opening import open_store
    from tests.desk.desks import ANYBODY, LEAD, report

    desk = Desk(store=open_store(str(published.folder / "d.sqlite")))
    open_account(desk, PROGRAM, name="lena", role="lead", password="seven unrelated teapots")
    for name in ("ann", "bo", "cy"):
        taken = take(desk, ANYBODY, report(f"A Vale: t.me/amy_lin\nMe: {name}\n"), reporter=f"{name}@staff.example")
        cases.judge(desk, LEAD, taken.case, "approach", "as it shows")
    desk.store.close()
    make = ["packs", "make", "--key", "k", "--password-file", "pw", "--store", "d.sqlite", "--lead"]
    said = {"password": "seven unrelated teapots", "yes": True}
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(typer, "prompt", lambda *_, **__: said["password"])
    monkeypatch.setattr(typer, "confirm", lambda *_, **__: said["yes"])
    assert published(*make, "lena", "--out", "desk.bfpack", *MADE) == 0
    assert "handle: telegram/amy_lin" in published.err
    assert (published.folder / "desk.bfpack.minisig").is_file()
    refused = (({"yes": False}, "nothing was confirmed"), ({"password": "wrong"}, "did not let you in"))
    for change, why in refused:
        said.update({"yes": True, **change})
        assert published(*make, "lena", "--out", "no.bfpack", *MADE) == 2
        assert why in published.err
        assert not (published.folder / "no.bfpack").exists()
