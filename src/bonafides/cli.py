"""The command line: parse, call one thing, write; every judgement is made elsewhere."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bonafides import __version__
from bonafides.arguments import (
    AboutMe,
    Answers,
    DateOrder,
    Edit,
    HandInForm,
    Lang,
    Marking,
    Me,
    NoJoin,
    Only,
    Out,
    OwnName,
    OwnSituation,
    OwnWords,
    Pairs,
    Paths,
    Quiet,
    ReportFor,
    Timezone,
    Verbose,
    choice,
    flag,
    number,
    one_of,
    own_names,
    pairs,
    with_pairs_apart,
    zone,
)
from bonafides.console import byte_bar, edited, is_watched, with_bar
from bonafides.desk_cli import desk
from bonafides.errors import BonafidesError
from bonafides.exposure_cli import exposure
from bonafides.hunt_cli import hunt
from bonafides.learn_cli import learn
from bonafides.model import Level, Mode, Situation, Status
from bonafides.packs_cli import compared
from bonafides.packs_cli import packs as packs_app
from bonafides.page_cli import page
from bonafides.routes_cli import routes, write_form
from bonafides.serve_cli import serve
from bonafides.settings import resolve, truth
from bonafides.vet_cli import vet
from bonafides.writing import Handing, write_reading, write_report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bonafides.examine import Case
    from bonafides.model import Reading, Report
    from bonafides.second_reader import SecondReader

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
_PROGRESS_BYTES = 32 * 1024**2
"""The same for reading."""
_READ_FORMS = ("text", "jsonl")


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


app.add_typer(hunt)
app.add_typer(exposure)
app.add_typer(page)
app.add_typer(packs_app)
app.add_typer(learn)
app.add_typer(desk)
app.add_typer(routes)
app.add_typer(vet)
app.command()(serve)


@app.command()
def check(
    paths: Paths,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format", help="text, html, pdf, json, jsonl, stix or misp. [default: text, or what --out ends in]"
        ),
    ] = None,
    out: Out = None,
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
    lang: Lang = None,
    min_level: Annotated[
        str | None, typer.Option(help="Leave out conversations below: quiet, watch, warn, alarm.")
    ] = None,
    fail_on: Annotated[str | None, typer.Option(help="Exit with 1 when something reaches this level.")] = None,
    redact: Annotated[
        bool | None, typer.Option("--redact/--no-redact", help="Replace third parties' names, mails, phones, links.")
    ] = None,
    packs: Annotated[
        bool | None, typer.Option("--packs/--no-packs", help="Compare with the packs on this machine. [default: yes]")
    ] = None,
    tlp: Marking = None,
    me: Me = None,
    mode: Annotated[
        str | None, typer.Option(help="single (one thread you worry about) or archive (judged more strictly).")
    ] = None,
    prior: Annotated[
        str | None, typer.Option(help="Base rate of deception for which the risk in json and jsonl holds.")
    ] = None,
    report_for: ReportFor = None,
    only: Only = None,
    own_words: OwnWords = False,
    own_name: OwnName = False,
    own_situation: OwnSituation = False,
    hand_in: HandInForm = False,
    about_me: AboutMe = False,
    answers: Answers = None,
    timeline: Annotated[
        bool, typer.Option("--timeline", help="Judge the thread after every message too: when did it turn?")
    ] = False,
    timezone: Timezone = None,
    date_order: DateOrder = None,
    join: Pairs = None,
    no_join: NoJoin = False,
    edit: Edit = False,
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
    verbose: Verbose = False,
    quiet: Quiet = None,
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
            "redact": flag(redact),
            "tlp": tlp,
            "packs": flag(packs),
            "reader": reader,
            "reader-model": reader_model,
            "quiet": flag(quiet),
        }
    )
    threshold = choice(Level, fail_on, "--fail-on") if fail_on else None
    handing = Handing(
        page=hand_in, preview=about_me, own_words=own_words, own_name=own_name, own_situation=own_situation,
        situation=situation, marking=tlp,
    )  # fmt: skip
    handing.check(settings, out, form=bool(report_for))
    silent = truth("quiet", settings["quiet"])
    second = _second_reader(settings, allow_remote=allow_remote)
    reading = _read(paths, settings, joined=pairs(join), together=not no_join, edit=edit)
    if second:
        _announce(second, reading, silent=silent)
    report = _examine(reading, _case(settings, situation, timeline=timeline, answers=answers), second, silent=silent)
    report = compared(report, settings)
    if report_for:
        write_form(report, settings, out, country=report_for, only=only, situation=situation, own=own_words)
    else:
        write_report(report, settings, out, handing, verbose=verbose)
    raise typer.Exit(_exit_code(report, threshold))


@app.command(name="read")
def read_(
    paths: Paths,
    format_: Annotated[
        str | None, typer.Option("--format", help="text, or jsonl for the interchange format. [default: text]")
    ] = None,
    out: Out = None,
    lang: Lang = None,
    me: Me = None,
    timezone: Timezone = None,
    date_order: DateOrder = None,
    join: Pairs = None,
    no_join: NoJoin = False,
    edit: Edit = False,
    verbose: Verbose = False,
    quiet: Quiet = None,
) -> None:
    """Say what was understood of the files: conversations, people, channels, dates, problems. Judges nothing."""
    settings = resolve(
        {
            "format": format_ or _format_of(out),
            "lang": lang,
            "me": ",".join(me) if me else None,
            "timezone": timezone,
            "date-order": date_order,
            "quiet": flag(quiet),
        }
    )
    if format_ is None and settings["format"] not in _READ_FORMS:  # a setting for reports; this is none
        settings["format"] = "text"
    form = one_of(settings["format"], _READ_FORMS, "--format")
    reading = _read(paths, settings, joined=pairs(join), together=not no_join, edit=edit)
    write_reading(reading, form, settings, out, verbose=verbose)
    raise typer.Exit(COULD_NOT if any(problem.fatal for problem in reading.problems) else DONE)


def _read(
    paths: list[str], settings: dict[str, str], *, joined: Sequence[tuple[str, str]], together: bool, edit: bool
) -> Reading:
    from bonafides.read import read

    reading = partial(
        read,
        paths,
        me=own_names(settings),
        timezone=zone(settings["timezone"]),
        timezone_assumed=not settings["timezone"],
        date_order=one_of(settings["date-order"], ("", "dmy", "mdy", "ymd"), "--date-order"),
        join=together,
        joined=joined,
        stdin=lambda: sys.stdin.buffer,
    )
    if is_watched(silent=truth("quiet", settings["quiet"])) and _size(paths) > _PROGRESS_BYTES:
        with byte_bar("Reading") as progress:
            found = reading(progress=progress)
    else:
        found = reading()
    if not edit:
        return found
    from bonafides.read.sheet import correct

    return correct(found, edited)


def _size(paths: list[str]) -> int:
    """Bytes of the files named; a folder counts as large, for nobody knows."""
    found = [Path(path) for path in paths if path != "-"]
    return sum(path.stat().st_size if path.is_file() else _PROGRESS_BYTES + 1 for path in found if path.exists())


def _case(settings: dict[str, str], situation: str | None, *, timeline: bool, answers: Path | None) -> Case:
    from bonafides.examine import Case

    return Case(
        mode=choice(Mode, settings["mode"], "--mode") if settings["mode"] else None,
        prior=number(settings["prior"], "--prior"),
        situation=choice(Situation, situation, "--situation") if situation else None,
        status=choice(Status, settings["status"], "--status"),
        country=settings["country"],
        lang=settings["lang"],
        timeline=timeline,
        answers=_answers(answers),
    )


def _answers(path: Path | None) -> dict[str, str]:
    """What was answered to the questions, where a file says so."""
    if path is None:
        return {}
    from bonafides.vetted.answers import answers_in

    return answers_in(path)


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
    if fast or not is_watched(silent=silent):
        return examine(reading, case, second=second)
    return examine(reading, case, watch=lambda items: with_bar(items, "Reading the conversations"), second=second)


def _exit_code(report: Report, threshold: Level | None) -> int:
    """2 when a named input gave nothing, else 1 when something reaches the asked level, else 0."""
    if any(problem.fatal for problem in report.problems):
        return COULD_NOT
    if threshold and any(entry.assessment.level.rank >= threshold.rank for entry in report.entries):
        return FLAGGED_EXIT
    return DONE


def _format_of(out: Path | None) -> str | None:
    """`--out report.html` needs no `--format`."""
    from bonafides.render import RENDERERS

    return next((each.name for each in RENDERERS if out and out.suffix.lower() == each.suffix), None)


def run() -> int:
    """The program: exit code 0 done, 1 `--fail-on` reached, 2 could not do it, 130 interrupted; never a traceback."""
    try:
        app(args=with_pairs_apart(sys.argv[1:]))
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
