"""The command line of `bonafides exposure`: parse, call one thing, write."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from bonafides.arguments import Lang, Out, Quiet, flag, one_of
from bonafides.console import deliver
from bonafides.errors import ExposureError
from bonafides.settings import resolve, truth

if TYPE_CHECKING:
    from typer._click import Context

    from bonafides.model.exposure import Exposure
    from bonafides.render.view import View

DONE, COULD_NOT = 0, 2
LOOK = "look"
FORMS = ("text", "html", "json")
_MOST = 100_000
"""Files that are summed at once."""


class LooksByDefault(TyperGroup):
    """A group whose first word may be left out: `exposure EXPORT` is `exposure look EXPORT`."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Put `look` before arguments that name no command."""
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = [LOOK, *args]
        return super().parse_args(ctx, args)


exposure = typer.Typer(
    name="exposure",
    cls=LooksByDefault,
    help="What your own LinkedIn export tells strangers, where, and how to word it instead. "
    "`bonafides exposure EXPORT` looks; its options: `bonafides exposure look --help`.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)


@exposure.command(name=LOOK)
def look(
    exports: Annotated[
        list[Path], typer.Argument(metavar="EXPORT", help="Your own LinkedIn export: its ZIP or its folder. One.")
    ],
    format_: Annotated[
        str | None, typer.Option("--format", help="text, html or json. [default: text, or what --out ends in]")
    ] = None,
    out: Out = None,
    lang: Lang = None,
    counts_out: Annotated[
        Path | None,
        typer.Option(help="Write how many places there are of each kind, and nothing else, for your organisation."),
    ] = None,
    quiet: Quiet = None,
) -> None:
    """Say what in your own profile draws a talent spotter, and what you can leave as it is."""
    if len(exports) > 1:
        raise ExposureError(
            "one export at a time, your own",
            where=exports[1].name,
            next_step="This is for your own profile, and it compares nobody. Name one ZIP or one folder.",
        )
    settings = resolve({"format": format_ or _format_of(out), "lang": lang, "quiet": flag(quiet)})
    if format_ is None and settings["format"] not in FORMS:  # a setting for other reports
        settings["format"] = "text"
    form = one_of(settings["format"], FORMS, "--format")
    from bonafides.explain import sources
    from bonafides.own_profile import look as look_at
    from bonafides.render.exposure import exposure as rendered

    found = look_at(exports[0])
    silent = truth("quiet", settings["quiet"])
    view = _view(settings["lang"], out)
    deliver((rendered(found, form, view, sources(view.lang)),), out)
    if out is not None and not silent:
        typer.echo(f"Written to {out}", err=True)
    if counts_out is not None:
        _counts(found, counts_out, settings["lang"], silent=silent)
    raise typer.Exit(COULD_NOT if any(each.fatal for each in found.problems) else DONE)


def _counts(found: Exposure, place: Path, lang: str, *, silent: bool) -> None:
    """Show all that will be in the file, then write it."""
    from bonafides.exposure.counts import counts_of, written
    from bonafides.render.phrases import phrases

    words = phrases(lang, "bonafides.exposure")
    text = written(counts_of(found))
    if not silent:
        typer.echo(f"{words('counts.preview')}\n{text}{words('counts.again')}", err=True)
    deliver((text,), place)
    if not silent:
        typer.echo(words("counts.written", file=place), err=True)


@exposure.command(name="sum")
def sum_(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILES...", help="Files that members wrote with --counts-out and sent.")
    ],
    least: Annotated[
        int, typer.Option(help="Show no number that fewer contributions stand behind; never below 10.")
    ] = 10,
    out: Out = None,
    lang: Lang = None,
    quiet: Quiet = None,
) -> None:
    """Add up what members chose to send: for each kind how many of them have it, where at least ten do."""
    from bonafides.exposure.summing import summed
    from bonafides.render.phrases import phrases

    settings = resolve({"lang": lang, "quiet": flag(quiet)})
    words = phrases(settings["lang"], "bonafides.exposure")
    total = summed([(path.name, _content(path)) for path in files[:_MOST]], least)
    lines = [words("counts.total", n=words.number(total.contributions)), f"{words('counts.heading')}:"]
    for kind, count in total.cells.items():
        shown = words("counts.fewer", k=total.least) if count is None else words.number(count)
        lines.append(f"  {words(f'kind.{kind}.name')}: {shown}")
    deliver(("\n".join([*lines, words("counts.advice", k=total.least)]) + "\n",), out)
    for problem in total.problems:
        typer.echo(f"{problem.where}: {problem.what} {problem.next_step}".strip(), err=True)
    if out is not None and not truth("quiet", settings["quiet"]):
        typer.echo(f"Written to {out}", err=True)


def _content(path: Path) -> bytes:
    """The beginning of a file, one byte more than any of ours has; nothing where it cannot be read."""
    from bonafides.exposure.counts import BYTES

    try:
        with path.open("rb") as stream:
            return stream.read(BYTES + 1)
    except (OSError, ValueError):
        return b""


def _view(lang: str, out: Path | None) -> View:
    from bonafides.render.view import View

    terminal = out is None and sys.stdout.isatty()
    width = min(shutil.get_terminal_size().columns, 100) if terminal else 80
    return View(lang=lang, color=terminal and "NO_COLOR" not in os.environ, width=width)


def _format_of(out: Path | None) -> str | None:
    """`--out profile.html` needs no `--format`."""
    ending = out.suffix.lower().lstrip(".") if out else ""
    return {"txt": "text"}.get(ending, ending) if ending in ("txt", "html", "json") else None
