"""The command line: parse, call one thing, write; every judgement is made elsewhere."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bonafides import __version__
from bonafides.errors import BonafidesError
from bonafides.model import Level, Mode, Situation, Status
from bonafides.settings import SettingsError, resolve, truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo
    from enum import StrEnum

    from bonafides.examine import Case
    from bonafides.model import Conversation, Problem, Reading, Report
    from bonafides.render.view import View
    from bonafides.second_reader import SecondReader

    Choice = TypeVar("Choice", bound=StrEnum)

app = typer.Typer(
    name="bonafides",
    help="Is this recruiter, consultant or scholar what they say they are? A private answer, on your own machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

DONE, FLAGGED_EXIT, COULD_NOT, INTERRUPTED = 0, 1, 2, 130
_PROGRESS_FROM = 200
"""Conversations from which a progress bar is worth its flicker."""


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"bonafides {__version__}")
        raise typer.Exit(DONE)


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which one this is.")
    ] = False,
) -> None:
    """Is this recruiter, consultant or scholar what they say they are? A private answer, on your own machine."""


@app.command()
def check(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATHS...", help="Exports, mails, texts, folders; - for standard input.")
    ],
    format_: Annotated[
        str | None, typer.Option("--format", help="text, html, json or jsonl. [default: text, or what --out ends in]")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write here instead of standard output.")] = None,
    situation: Annotated[
        str | None,
        typer.Option(
            help="How far it has gone: not-answered, answered, took-money, travelled, handed-over, threatened."
        ),
    ] = None,
    status: Annotated[
        str | None,
        typer.Option(help="serving, former-official, cleared, academic, contractor, journalist, student or other."),
    ] = None,
    country: Annotated[
        str | None, typer.Option(help="Two-letter code of the country whose reporting routes to show.")
    ] = None,
    lang: Annotated[str | None, typer.Option(help="Language of the words for people.")] = None,
    min_level: Annotated[
        str | None, typer.Option(help="Leave out conversations below: quiet, watch, warn, alarm.")
    ] = None,
    fail_on: Annotated[str | None, typer.Option(help="Exit with 1 when something reaches this level.")] = None,
    redact: Annotated[
        bool | None, typer.Option("--redact/--no-redact", help="Replace third parties' names, mails, phones, links.")
    ] = None,
    me: Annotated[
        list[str] | None, typer.Option(help="A name, mail or phone that is yours; may be given more than once.")
    ] = None,
    mode: Annotated[
        str | None, typer.Option(help="single (one thread you worry about) or archive (judged more strictly).")
    ] = None,
    prior: Annotated[
        str | None, typer.Option(help="Base rate of deception for which the risk in json and jsonl holds.")
    ] = None,
    timeline: Annotated[
        bool, typer.Option("--timeline", help="Judge the thread after every message too: when did it turn?")
    ] = False,
    timezone: Annotated[str | None, typer.Option(help="Zone of files that carry none, such as Europe/Berlin.")] = None,
    date_order: Annotated[str | None, typer.Option(help="dmy, mdy or ymd.")] = None,
    join: Annotated[bool, typer.Option("--join/--no-join", help="Bring threads with the same person together.")] = True,
    reader: Annotated[
        str | None,
        typer.Option(help="Ask a language model on this machine too: http://localhost:8080. [default: none]"),
    ] = None,
    reader_model: Annotated[
        str | None, typer.Option(help="Which of its models. [default: the first that it lists]")
    ] = None,
    allow_remote: Annotated[
        bool, typer.Option("--allow-remote", help="Let --reader be another machine: your messages are sent there.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Everything in full, however many conversations there are.")
    ] = False,
    quiet: Annotated[bool | None, typer.Option("--quiet", "-q", help="Nothing on standard error but errors.")] = None,
) -> None:
    """Check what you were sent: what is it, why, how far has it gone, what to do, whom to tell."""
    settings = resolve(
        {
            "format": format_ or _format_of(out),
            "lang": lang,
            "country": country,
            "status": status,
            "me": ",".join(me) if me else None,
            "timezone": timezone,
            "date-order": date_order,
            "mode": mode,
            "prior": prior,
            "min-level": min_level,
            "redact": _flag(redact),
            "reader": reader,
            "reader-model": reader_model,
            "quiet": _flag(quiet),
        }
    )
    threshold = _choice(Level, fail_on, "--fail-on") if fail_on else None
    silent = truth("quiet", settings["quiet"])
    second = _second_reader(settings, allow_remote=allow_remote)
    reading = _read(paths, settings, join=join)
    if second:
        _announce(second, reading, silent=silent)
    report = _examine(reading, _case(settings, situation, timeline=timeline), second, silent=silent)
    _write(report, settings, out, verbose=verbose)
    raise typer.Exit(_exit_code(report, threshold))


def _read(paths: list[str], settings: dict[str, str], *, join: bool) -> Reading:
    from bonafides.read import read

    return read(
        paths,
        stdin=lambda: sys.stdin.buffer,
        me=tuple(name.strip() for name in settings["me"].split(",") if name.strip()),
        timezone=_zone(settings["timezone"]),
        date_order=_one_of(settings["date-order"], ("", "dmy", "mdy", "ymd"), "--date-order"),
        join=join,
    )


def _case(settings: dict[str, str], situation: str | None, *, timeline: bool) -> Case:
    from bonafides.examine import Case

    return Case(
        mode=_choice(Mode, settings["mode"], "--mode") if settings["mode"] else None,
        prior=_number(settings["prior"], "--prior"),
        situation=_choice(Situation, situation, "--situation") if situation else None,
        status=_choice(Status, settings["status"], "--status"),
        country=settings["country"],
        lang=settings["lang"],
        timeline=timeline,
    )


def _second_reader(settings: dict[str, str], *, allow_remote: bool) -> SecondReader | None:
    """The second reader, where one is asked for; otherwise nothing that could open a connection is even imported."""
    if not settings["reader"]:
        return None
    from bonafides.consult import second_reader

    return second_reader(settings["reader"], model=settings["reader-model"], allow_remote=allow_remote)


def _announce(second: SecondReader, reading: Reading, *, silent: bool) -> None:
    """Say what will be sent; what leaves the machine is said however quiet it shall be."""
    from bonafides.consult import announcement

    said = announcement(second, reading)
    if said and (second.endpoint.remote or not silent):
        typer.echo(said, err=True)


def _examine(reading: Reading, case: Case, second: SecondReader | None, *, silent: bool) -> Report:
    from bonafides.examine import examine

    fast = second is None and len(reading.conversations) < _PROGRESS_FROM
    if silent or fast or not sys.stderr.isatty():
        return examine(reading, case, second=second)
    return examine(reading, case, watch=_with_bar, second=second)


def _with_bar(conversations: Iterable[Conversation]) -> Iterator[Conversation]:
    from rich.console import Console
    from rich.progress import track

    yield from track(tuple(conversations), "Reading the conversations", console=Console(stderr=True), transient=True)


def _write(report: Report, settings: dict[str, str], out: Path | None, *, verbose: bool) -> None:
    """Render, then write everything at once: a page that is cut off must not look whole."""
    from bonafides.render import render
    from bonafides.render.redact import as_viewed

    form, view = settings["format"], _view(settings, out, verbose=verbose)
    text = render(report, form, view)
    if out is None:
        _print(text)
    else:
        _replace(out, text)
    silent = truth("quiet", settings["quiet"])
    for problem in as_viewed(report, view).problems:
        if problem.fatal or (form == "jsonl" and not silent):
            _say(problem)
    if out is not None and not silent:
        typer.echo(f"Written to {out}", err=True)


def _print(text: str) -> None:
    from bonafides.errors import RenderError

    try:
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise RenderError(
            f"the report cannot be written ({error.strerror})", next_step="Choose another place with --out."
        ) from error


def _replace(out: Path, text: str) -> None:
    """Write beside the target, then move over it; what is no ordinary file (a pipe, a device) is written to."""
    from bonafides.errors import RenderError

    try:
        target = out.resolve()
        if target.exists() and not target.is_file():
            target.write_text(text, encoding="utf-8", newline="\n")
            return
        partial = target.with_name(f".{target.name}.partial")
        try:
            partial.write_text(text, encoding="utf-8", newline="\n")
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise RenderError(
            f"the report cannot be written ({error.strerror})",
            where=str(out),
            next_step="Choose another place with --out.",
        ) from error


def _view(settings: dict[str, str], out: Path | None, *, verbose: bool) -> View:
    from bonafides.explain import explanations
    from bonafides.render import View

    terminal = out is None and sys.stdout.isatty()
    return View(
        lang=settings["lang"],
        min_level=_choice(Level, settings["min-level"], "--min-level") if settings["min-level"] else None,
        redact=truth("redact", settings["redact"]),
        verbose=verbose,
        color=terminal and "NO_COLOR" not in os.environ,
        width=min(shutil.get_terminal_size().columns, 100) if terminal else 80,
        titles=explanations(),
    )


def _exit_code(report: Report, threshold: Level | None) -> int:
    """2 when a named input gave nothing, else 1 when something reaches the asked level, else 0."""
    if any(problem.fatal for problem in report.problems):
        return COULD_NOT
    if threshold and any(entry.assessment.level.rank >= threshold.rank for entry in report.entries):
        return FLAGGED_EXIT
    return DONE


def _say(problem: Problem) -> None:
    typer.echo(f"{problem.where}: {problem.what} {problem.next_step}".strip(), err=True)


def _format_of(out: Path | None) -> str | None:
    """`--out report.html` needs no `--format`."""
    from bonafides.render import RENDERERS

    return next((each.name for each in RENDERERS if out and out.suffix.lower() == each.suffix), None)


def _flag(value: bool | None) -> str | None:
    return None if value is None else str(value).lower()


def _choice(kinds: type[Choice], value: str, name: str) -> Choice:
    return kinds(_one_of(value.lower(), tuple(kinds), name))


def _one_of(value: str, allowed: tuple[str, ...], name: str) -> str:
    if value in allowed:
        return value
    known = ", ".join(filter(None, allowed))
    raise SettingsError(f"{value!r} is not known", where=name, next_step=f"Say one of: {known}.")


def _number(value: str, name: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise SettingsError(f"{value!r} is not a number", where=name, next_step="Say for example 0.5.") from None


def _zone(name: str) -> tzinfo:
    """The zone of that name, or the machine's own."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    from tzlocal import get_localzone

    if not name:
        return get_localzone()
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingsError(
            f"there is no time zone {name!r}", where="--timezone", next_step="Say for example Europe/Berlin or UTC."
        ) from None


def run() -> int:
    """The program: exit code 0 done, 1 `--fail-on` reached, 2 could not do it, 130 interrupted; never a traceback."""
    try:
        app()
    except BonafidesError as error:
        typer.echo(str(error), err=True)
        return COULD_NOT
    except KeyboardInterrupt:
        typer.echo("Interrupted; nothing was written.", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that closing it does not complain again
        return DONE
    except Exception as error:  # a fault of the program's own: say so kindly, and never quote a message
        if "BONAFIDES_DEBUG" in os.environ:
            raise
        typer.echo(
            f"Something went wrong inside Bonafides ({type(error).__name__}); nothing was written. Please report it; "
            "BONAFIDES_DEBUG=1 shows the details, which may quote your messages.",
            err=True,
        )
        return COULD_NOT
    return DONE
