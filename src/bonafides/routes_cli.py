"""The command line of `bonafides routes`: where to turn, and what the person wrote down of what they sent."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bonafides.arguments import Lang, Out, Quiet, choice, flag, one_of, own_names
from bonafides.console import deliver
from bonafides.model import Situation, Status
from bonafides.settings import SettingsError, home, resolve, truth

if TYPE_CHECKING:
    from bonafides.advise.record import Record
    from bonafides.model import CountryRoutes, Report
    from bonafides.render.view import View

routes = typer.Typer(
    name="routes",
    help="Where to turn: offices by country and by what you are, platforms, and your own record of what you sent.",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)
DONE, OLD = 0, 1
_FORMS = ("text", "html", "json", "jsonl")
_RECORD_FORMS = ("text", "json", "jsonl")
_ALL = "all"
Country = Annotated[str | None, typer.Option(help="Two-letter code of the country; EU and UN for their staff.")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day, as 2026-03-01. [default: today]")]


@routes.callback()
def listed(
    context: typer.Context,
    country: Country = None,
    status: Annotated[
        str | None,
        typer.Option(help="serving, former-official, cleared, academic, contractor, journalist, student or other."),
    ] = None,
    platform: Annotated[
        str | None, typer.Option(help="Steps on one platform only, such as linkedin; all for every one.")
    ] = None,
    format_: Annotated[
        str | None, typer.Option("--format", help="text, html, json or jsonl. [default: text, or what --out ends in]")
    ] = None,
    out: Out = None,
    lang: Lang = None,
    check: Annotated[
        bool, typer.Option("--check", help="Name only what was last read, or gone over, more than a year ago.")
    ] = False,
    fail_on_outdated: Annotated[
        bool, typer.Option("--fail-on-outdated", help="With --check, exit with 1 where there is any.")
    ] = False,
    quiet: Quiet = None,
) -> None:
    """List where to turn: all countries, or one; with --platform the steps there, in the order to take them."""
    if context.invoked_subcommand is not None:
        return
    settings = resolve({"format": format_ or _ending(out), "lang": lang, "country": country, "quiet": flag(quiet)})
    silent = truth("quiet", settings["quiet"])
    if check or fail_on_outdated:
        raise typer.Exit(_checked(out, silent=silent, fail=fail_on_outdated))
    from bonafides.advise.listing import all_routes, country_routes, platform_steps
    from bonafides.render.reporting.routes import route_list

    form = _form(settings["format"], stated=format_ is not None, allowed=_FORMS)
    serves = choice(Status, status, "--status") if status else None
    code, said = settings["country"], settings["lang"]
    if code:
        countries: tuple[CountryRoutes, ...] = (country_routes(code, lang=said, status=serves),)
    else:
        countries = () if platform else all_routes(lang=said, status=serves)
    named = "" if platform == _ALL else platform or ""
    steps = platform_steps(named, lang=said) if platform or not code else ()
    deliver((route_list(countries, steps, form, _view(settings, out)),), out)
    if out is not None and not silent:
        typer.echo(f"Written to {out}", err=True)


@routes.command()
def sent(
    country: Annotated[str, typer.Option(help="Two-letter code of the country that you reported to.")],
    to: Annotated[str, typer.Option(help="Whom you told. [default: the first place listed for that country]")] = "",
    reference: Annotated[str, typer.Option(help="The reference number that you were given.")] = "",
    on: On = None,
    note: Annotated[str, typer.Option(help="What you want to remember of it.")] = "",
    quiet: Quiet = None,
) -> None:
    """Write down that you sent a report. It stays in one file on this computer, and nothing is sent."""
    from bonafides.advise.countries import country_code
    from bonafides.advise.listing import country_routes

    code = country_code(country)
    service = to or next((each.name for each in country_routes(code).routes if each.source), "")
    record = _record()
    made = record.sent(country=code, service=service, on=on or _today(), reference=reference, note=note)
    typer.echo(made.number)
    _say(f"Recorded as number {made.number} in {record.place}. Nothing was sent.", quiet)


@routes.command()
def answered(
    number: Annotated[int, typer.Argument(help="Number of the report, as bonafides routes record shows it.")],
    text: Annotated[str, typer.Argument(help="What you were told, in your words.")],
    on: On = None,
    quiet: Quiet = None,
) -> None:
    """Write down what you were answered."""
    _record().answered(number, on=on or _today(), text=text)
    _say(f"Added to report {number}.", quiet)


@routes.command(name="record")
def recorded(
    forget: Annotated[
        str | None, typer.Option(metavar="NUMBER|all", help="Delete one report from the record, or all of it.")
    ] = None,
    format_: Annotated[
        str | None, typer.Option("--format", help="text, json or jsonl. [default: text, or what --out ends in]")
    ] = None,
    out: Out = None,
    quiet: Quiet = None,
) -> None:
    """Show what you wrote down, or delete it."""
    record = _record()
    if forget is not None:
        if forget != _ALL and not (forget.isascii() and forget.isdigit()):
            raise SettingsError(f"{forget[:20]!r} is no number", where="--forget", next_step="Say a number, or all.")
        record.forget(None if forget == _ALL else int(forget[:9]))
        _say("Deleted.", quiet)
        return
    from bonafides.render.reporting.record import record_list

    settings = resolve({"format": format_ or _ending(out), "quiet": flag(quiet)})
    form = _form(settings["format"], stated=format_ is not None, allowed=_RECORD_FORMS)
    deliver((record_list(record.all(), form, _view(settings, out)),), out)


def write_form(
    report: Report,
    settings: dict[str, str],
    out: Path | None,
    *,
    country: str,
    only: str | None,
    situation: str | None,
    own: bool,
) -> None:
    """What `bonafides check --report-for` writes: one conversation as a service's form asks for it."""
    from bonafides.handing_in import hand_in
    from bonafides.render.reporting.form import FORMS, report_form

    form = one_of(settings["format"], FORMS, "--format")
    view = _view(settings, out)
    found = hand_in(
        report,
        country=country,
        only=only or "",
        status=choice(Status, settings["status"], "--status"),
        situation=choice(Situation, situation, "--situation") if situation else None,
        lang=settings["lang"],
        own=own,
        me=own_names(settings),
        redact=view.redact,
    )
    deliver((report_form(found, form, view),), out)
    if not truth("quiet", settings["quiet"]):
        typer.echo(f"Written to {out}. Nothing was sent." if out else "Nothing was sent.", err=True)


def _checked(out: Path | None, *, silent: bool, fail: bool) -> int:
    from bonafides.advise.listing import never_read, out_of_date

    old = tuple(out_of_date())
    deliver((f"{each}\n" for each in old), out)
    if not silent:
        typer.echo(
            f"{len(old)} were last read, or gone over, more than a year ago; {never_read()} routes give a page "
            "that nobody has read at a known date. Each of them says so where it is shown.",
            err=True,
        )
    return OLD if old and fail else DONE


def _record() -> Record:
    from bonafides.advise.record import Record

    return Record(home())


def _view(settings: dict[str, str], out: Path | None) -> View:
    from bonafides.render.view import View

    terminal = out is None and sys.stdout.isatty()
    return View(
        lang=settings["lang"],
        redact=truth("redact", settings["redact"]),
        color=terminal and "NO_COLOR" not in os.environ,
        width=min(shutil.get_terminal_size().columns, 100) if terminal else 80,
    )


def _form(given: str, *, stated: bool, allowed: tuple[str, ...]) -> str:
    """The output form; one from the settings, which are for reports, counts only where it is one of these."""
    if not stated and given not in allowed:
        return "text"
    return one_of(given, allowed, "--format")


def _ending(out: Path | None) -> str | None:
    """`--out routes.html` needs no `--format`."""
    endings = {".txt": "text", ".html": "html", ".json": "json", ".jsonl": "jsonl"}
    return endings.get(out.suffix.lower()) if out else None


def _today() -> str:
    return date.today().isoformat()


def _say(text: str, quiet: bool | None) -> None:
    if not quiet:
        typer.echo(text, err=True)
