"""The command line of `bonafides page`: parse, call one thing, write."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bonafides.arguments import Quiet

page = typer.Typer(
    name="page",
    help="The browser edition: one static folder that answers on any phone, in flight mode, with nothing installed.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)
DONE, COULD_NOT = 0, 2


@page.command()
def build(
    out: Annotated[Path, typer.Option(help="The folder to write; new, empty, or an earlier page.")],
    runtime: Annotated[
        Path | None, typer.Option(help="The npm package of Pyodide as a file. [default: a kept copy, else npm]")
    ] = None,
    quiet: Quiet = None,
) -> None:
    """Write the site. Any web server can hand it out; `python3 -m http.server` will do to try it."""
    from bonafides.page.runtime import ARCHIVE, is_at_hand
    from bonafides.page.site import build as build_site
    from bonafides.page.site import write

    if not quiet and runtime is None and not is_at_hand():
        typer.echo(f"Having npm fetch {ARCHIVE}, once; its SHA-512 is compared with the published one.", err=True)
    built = build_site(runtime)
    write(built, out)
    if not quiet:
        typer.echo(f"Written to {out}: {len(built.files)} files, {built.size / 1e6:.1f} MB.", err=True)
    typer.echo(f"{built.fingerprint}  SHA256SUMS")


@page.command()
def verify(
    copy: Annotated[Path, typer.Argument(metavar="DIR", help="A host's copy of the page, downloaded into a folder.")],
) -> None:
    """Compare a copy with the list of its files; compare the fingerprint of that list with one from somebody else."""
    from bonafides.page.site import SUMS, changed, fingerprint

    wrong = changed(copy)
    for name in wrong:
        typer.echo(f"not as it was published: {name}", err=True)
    typer.echo(f"{fingerprint(copy)}  {SUMS}")
    raise typer.Exit(COULD_NOT if wrong else DONE)
