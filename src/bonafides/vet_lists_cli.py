"""The command line of `bonafides vet lists`: load, name and remove watch lists, and ask them for one name."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bonafides.arguments import Lang, Out, Quiet, flag, one_of
from bonafides.console import byte_bar, deliver, is_watched
from bonafides.settings import home, resolve, truth

if TYPE_CHECKING:
    from bonafides.listed import Asked
    from bonafides.vet.lists.entry import Unread
    from bonafides.vet.lists.shelf import Shelf

lists = typer.Typer(
    name="lists",
    help="Watch lists that you load: names to ask about. They never enter a judgement.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)
DONE, COULD_NOT = 0, 2
SCHEMA = "bonafides.lists/1"
Index = Annotated[Path | None, typer.Option(metavar="FILE", help="Keep or use the index there, not with the others.")]


def _shelf() -> Shelf:
    from bonafides.vet.lists.shelf import Shelf

    return Shelf(home())


@lists.command()
def add(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="FollowTheMoney JSON lines or targets.simple.csv.")],
    name: Annotated[str, typer.Option(help="What you call the list. [default: the file's name]")] = "",
    index: Index = None,
    lang: Lang = None,
    quiet: Quiet = None,
) -> None:
    """Load a list, in place of an earlier one of the same name. The file is not needed afterwards."""
    from bonafides.vet.lists.extra import require
    from bonafides.vet.lists.index import make
    from bonafides.vet.lists.lookup import Lookup
    from bonafides.vet.lists.shelf import named

    settings = resolve({"lang": lang, "quiet": flag(quiet)})
    silent = truth("quiet", settings["quiet"])
    require()
    target = index or _shelf().path(name or named(file))
    with byte_bar("Loading the list") if is_watched(silent=silent) else nullcontext() as moved:
        watch = None if moved is None else lambda done, size: moved(file.name, done, size)
        unread = make(file, target, watch=watch)
    with Lookup(target) as lookup:
        loaded = lookup.loaded
    typer.echo(f"Loaded: {loaded.name}, {loaded.entries:,} entries with {loaded.names:,} names.")
    if not silent:
        _say_unread(unread, loaded.unread, settings["lang"])


def _say_unread(unread: tuple[Unread, ...], count: int, lang: str) -> None:
    from bonafides.listed import ROOM
    from bonafides.render.phrases import phrases

    words = phrases(lang, ROOM)
    for each in unread:
        typer.echo(words("unread.line", line=each.line, why=words(f"unread.{each.why}")), err=True)
    if count:
        typer.echo(words.count("unread.count", count), err=True)


@lists.command(name="list")
def list_() -> None:
    """Say which lists are loaded, how old they are, and how much of each could be read."""
    fine, errors = _shelf().held()
    for each in fine:
        newest = f"  newest entry {each.newest}" if each.newest else ""
        unread = f"  {each.unread:,} lines not read" if each.unread else ""
        typer.echo(f"{each.name}  {each.entries:,} entries  loaded {each.added}{newest}{unread}")
    for error in errors:
        typer.echo(str(error), err=True)
    raise typer.Exit(COULD_NOT if errors else DONE)


@lists.command()
def remove(name: Annotated[str, typer.Argument(help="The list's name, as `vet lists list` has it.")]) -> None:
    """Take a list away."""
    _shelf().remove(name)
    typer.echo(f"Removed: {name}", err=True)


@lists.command()
def ask(
    name: Annotated[str, typer.Argument(help="The name of a person, in any script.")],
    firm: Annotated[bool, typer.Option("--firm", help="It is the name of a firm.")] = False,
    born: Annotated[str, typer.Option(help="A birth date to hold beside the list's: 1980 or 1980-05-31.")] = "",
    index: Index = None,
    format_: Annotated[str | None, typer.Option("--format", help="text or json. [default: text]")] = None,
    out: Out = None,
    lang: Lang = None,
) -> None:
    """Look for one name on the loaded lists. What is found is somebody to ask about, perhaps somebody else."""
    from bonafides.errors import VetError
    from bonafides.listed import Listed, said
    from bonafides.vet.lists.shelf import ask as asked

    settings = resolve({"format": format_, "lang": lang})
    form = one_of(format_ or "text", ("text", "json"), "--format")
    paths = (index,) if index else _shelf().paths()
    if not paths:
        raise VetError("no list is loaded", where="vet lists", next_step="Load one: bonafides vet lists add FILE.")
    matches, errors = asked(paths, () if firm else (name,), firms=(name,) if firm else (), born=born)
    for error in errors:
        typer.echo(str(error), err=True)
    if form == "json":
        found = [dict(Listed(match).row()) for match in matches]
        deliver((json.dumps({"schema": SCHEMA, "matches": found}, ensure_ascii=True, indent=2) + "\n",), out)
    else:
        deliver(("\n".join(lines(said(matches, settings["lang"]))) + "\n",), out)
    raise typer.Exit(COULD_NOT if errors and len(errors) == len(paths) else DONE)


def lines(found: Asked) -> list[str]:
    """What was found, as lines."""
    if not found.entries:
        return [found.none]
    rows = [found.heading, found.same_name]
    for entry in found.entries:
        rows += ["", f"- {entry.title}", *(f"  {fact}" for fact in (*entry.facts, *entry.links))]
    return [*rows, "", *found.errors]
