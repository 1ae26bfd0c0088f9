"""Results are written whole or not at all; the user's editor gets the text and gives it back."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bonafides.console import byte_bar, deliver, edited, say
from bonafides.errors import BonafidesError, RenderError
from bonafides.model import Problem


def _editor(folder: Path, code: str) -> str:
    script = folder / "editor.py"
    script.write_text(code)
    return f"{sys.executable} {script}"


def test_text_is_written_piece_by_piece(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    deliver((f"{n}\n" for n in range(3)), out)
    assert out.read_text() == "0\n1\n2\n"
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_what_stops_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    out.write_text("old")

    def pieces() -> Iterator[str]:
        yield "new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(pieces(), out)
    assert out.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.txt"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_said() -> None:
    with pytest.raises(RenderError, match="No space left"):
        deliver(["x" * 100_000], Path("/dev/full"))


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="cannot be written"):
        deliver(["x"], tmp_path / "none" / "out.txt")


def test_the_editor_gets_the_text_in_a_private_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = tmp_path / "seen"
    code = (
        "import sys, pathlib, os\n"
        "path = pathlib.Path(sys.argv[1])\n"
        f"pathlib.Path({str(seen)!r}).write_text(f'{{path}} {{os.stat(path.parent).st_mode}}')\n"
        "path.write_text(path.read_text().replace('teh', 'the'))\n"
    )
    monkeypatch.setenv("VISUAL", _editor(tmp_path, code))
    assert edited("teh words") == "the words"
    path, mode = seen.read_text().rsplit(" ", 1)
    assert stat.S_IMODE(int(mode)) == 0o700
    assert not Path(path).parent.exists()


@pytest.mark.parametrize("editor", ["import sys; sys.exit(3)", None])
def test_an_editor_that_fails_is_said(editor: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", _editor(tmp_path, editor) if editor else str(tmp_path / "no-such-editor"))
    with pytest.raises(BonafidesError, match=r"error|cannot be started"):
        edited("words")


def test_the_bar_takes_files_one_after_another() -> None:
    with byte_bar("Reading") as moved:
        moved("a.mbox", 10, 100)
        moved("a.mbox", 100, 100)
        moved("b.mbox", 1, 0)


@pytest.mark.parametrize("what", ["this is no JSON that can be read", "this is no JSON that can be read."])
def test_a_problem_ends_in_one_full_stop(what: str, capsys: pytest.CaptureFixture[str]) -> None:
    say(Problem(what=what, where="a.json", next_step="Ask for a whole copy."))
    assert capsys.readouterr().err == "a.json: this is no JSON that can be read. Ask for a whole copy.\n"
