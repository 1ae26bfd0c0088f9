"""What the commands share with the terminal: results written whole, problems said, progress shown, text corrected."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from bonafides.errors import BonafidesError, RenderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rich.progress import TaskID

    from bonafides.model import Problem

    Item = TypeVar("Item")

_ELSEWHERE = "Choose another place with --out."
_EDITORS = ("sensible-editor", "nano", "vi", "notepad")


def deliver(pieces: Iterable[str | bytes], out: Path | None) -> None:
    """Write text (as UTF-8) or bytes to standard output, or to `out`. Raises RenderError where that cannot be done."""
    if out is None:
        _print(pieces)
    else:
        _replace(out, pieces)


def _print(pieces: Iterable[str | bytes]) -> None:
    try:
        for piece in pieces:
            sys.stdout.buffer.write(_encoded(piece))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise RenderError(f"the report cannot be written ({error.strerror})", next_step=_ELSEWHERE) from error


def _replace(out: Path, pieces: Iterable[str | bytes]) -> None:
    """Write beside the target, then move over it; what is no ordinary file (a pipe, a device) is written to."""
    try:
        target = out.resolve()
        if target.exists() and not target.is_file():
            _write(target, pieces)
            return
        partial = target.with_name(f".{target.name}.partial")
        try:
            _write(partial, pieces)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise RenderError(
            f"the report cannot be written ({error.strerror})", where=str(out), next_step=_ELSEWHERE
        ) from error


def _write(target: Path, pieces: Iterable[str | bytes]) -> None:
    with target.open("wb") as stream:
        stream.writelines(map(_encoded, pieces))


def _encoded(piece: str | bytes) -> bytes:
    return piece if isinstance(piece, bytes) else piece.encode("utf-8")


def say(problem: Problem) -> None:
    """One problem on standard error."""
    stop = "" if problem.what.rstrip().endswith((".", "!", "?", ":", "。")) else "."
    typer.echo(f"{problem.where}: {problem.what.rstrip()}{stop} {problem.next_step}".strip(), err=True)


def is_watched(*, silent: bool) -> bool:
    """Whether somebody sees standard error, so that progress is worth showing."""
    return not silent and sys.stderr.isatty()


def with_bar(items: Iterable[Item], words: str) -> Iterator[Item]:
    """The items, with a bar on standard error that moves as they are taken."""
    from rich.console import Console
    from rich.progress import track

    yield from track(tuple(items), words, console=Console(stderr=True), transient=True)


@contextmanager
def byte_bar(words: str) -> Iterator[Callable[[str, int, int], None]]:
    """A bar for reading: the function it gives takes a file's name, the bytes read of it so far, and its size."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    file = TextColumn("{task.fields[file]}")
    columns = (TextColumn(words), BarColumn(), DownloadColumn(), TimeRemainingColumn(), file)
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        tasks: dict[str, TaskID] = {}

        def moved(name: str, done: int, size: int) -> None:
            if name not in tasks:
                for finished in tasks.values():
                    progress.update(finished, visible=False)
                tasks[name] = progress.add_task("", total=size or None, file=name[-50:])
            progress.update(tasks[name], completed=done)

        yield moved


def edited(text: str) -> str:
    """The text as the user leaves it in their editor (VISUAL, EDITOR, or one that is there). Raises BonafidesError.

    The editor needs a file: it lies in a folder that only the user can open, and both are deleted afterwards.
    """
    command = _editor()
    with tempfile.TemporaryDirectory(prefix="bonafides-") as folder:
        path = Path(folder, "what-was-read.txt")
        path.write_text(text, encoding="utf-8")
        try:
            done = subprocess.run([*command, str(path)], check=False)  # noqa: S603 - the user's own editor
        except OSError as error:
            raise _no_editor(f"{command[0]} cannot be started ({error.strerror})") from error
        if done.returncode:
            raise _no_editor(f"{command[0]} ended with an error; nothing was changed or judged")
        return path.read_text(encoding="utf-8", errors="replace")


def _editor() -> list[str]:
    stated = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if stated:
        return shlex.split(stated)
    found = next(filter(shutil.which, _EDITORS), "")
    if not found:
        raise _no_editor("no text editor was found")
    return [found]


def _no_editor(what: str) -> BonafidesError:
    return BonafidesError(what, where="--edit", next_step="Set EDITOR to the editor that you use, such as EDITOR=nano.")
