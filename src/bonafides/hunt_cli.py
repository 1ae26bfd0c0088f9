"""The command line of `bonafides hunt`: parse, call one thing, write."""

from __future__ import annotations

import json
import math
import os
import shutil
import sys
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from bonafides.arguments import Marking, Quiet, moment, one_of
from bonafides.console import deliver
from bonafides.errors import CampaignError
from bonafides.settings import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typer._click import Context

    from bonafides.campaign.engine.engine import Engine
    from bonafides.campaign.parameters import Parameters
    from bonafides.hunt import Found, Request

DONE, COULD_NOT = 0, 2
ENGINES = ("duckdb", "spark")
PURPOSES = ("lure-evidence", "any")
FIND = "find"
_EXTRA = {"duckdb": ("duckdb", "graspologic_native", "numpy", "pyarrow", "scipy"), "spark": ("pyspark", "pandas")}


class FindsByDefault(TyperGroup):
    """A group whose first word may be left out: `hunt FILES` is `hunt find FILES`."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Put `find` before arguments that name no command."""
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = [FIND, *args]
        return super().parse_args(ctx, args)


hunt = typer.Typer(
    name="hunt",
    cls=FindsByDefault,
    help="Find coordinated networks of accounts in a log of contacts: for a platform's integrity team. "
    "`bonafides hunt FILES --out DIR` searches; its options: `bonafides hunt find --help`.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)

RunFolder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder that `hunt --out` wrote.")]
Memory = Annotated[str, typer.Option(help="Memory that the engine may use before it spills to disk.")]


@hunt.command(name=FIND)
def find(
    events: Annotated[
        list[str],
        typer.Argument(metavar="EVENTS...", help="Parquet, CSV or JSONL (also .gz, .zst): files, globs, directories."),
    ],
    accounts: Annotated[Path | None, typer.Option(help="account, created_at, employer, headline, bio, ...")] = None,
    targets: Annotated[Path | None, typer.Option(help="target, sector, employer.")] = None,
    labels: Annotated[
        Path | None, typer.Option(help="account, campaign: known ones, to measure what was found.")
    ] = None,
    seed: Annotated[
        Path | None, typer.Option(help="Known-bad accounts: list their siblings and successors too.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for campaigns, evidence and report.")] = None,
    engine: Annotated[str, typer.Option(help="duckdb (this machine) or spark.")] = "duckdb",
    master: Annotated[str | None, typer.Option(help="Spark's master, such as yarn. [default: this machine]")] = None,
    since: Annotated[str | None, typer.Option(help="Leave out earlier events: 2026-03-01, or epoch seconds.")] = None,
    until: Annotated[str | None, typer.Option(help="Leave out events from then on.")] = None,
    state: Annotated[Path | None, typer.Option(help="Folder that carries counts from day to day.")] = None,
    shadow: Annotated[
        Path | None, typer.Option(help="A TOML file of candidate parameters: what would they change?")
    ] = None,
    parameters: Annotated[Path | None, typer.Option(help="A TOML file in place of the frozen parameters.")] = None,
    no_content: Annotated[bool, typer.Option("--no-content", help="Targets, times and handles alone.")] = False,
    purpose: Annotated[
        str, typer.Option(help="lure-evidence, or any: show campaigns too whose texts say nothing of their purpose.")
    ] = "lure-evidence",
    budget: Annotated[float, typer.Option(min=0.0001, help="False campaigns to expect in the output, at most.")] = 0.5,
    everything: Annotated[bool, typer.Option("--all", help="What is beyond the budget too, marked.")] = False,
    origin: Annotated[
        bool, typer.Option("--origin", help="Report shared networks and days of creation too; they never count.")
    ] = False,
    renamed: Annotated[
        list[str] | None, typer.Option("--map", metavar="A=B", help="Your column A is our B; may be given repeatedly.")
    ] = None,
    memory: Memory = "4GB",
    threads: Annotated[int | None, typer.Option(min=1, help="[default: all processors]")] = None,
    work: Annotated[
        str | None, typer.Option(help="Where intermediate tables lie; on a cluster, storage that all workers share.")
    ] = None,
    quiet: Quiet = None,
) -> None:
    """Find coordinated networks of accounts in a log of contacts, ranked, each with its evidence."""
    _needs("duckdb")
    from bonafides.hunt import check_place

    if not math.isfinite(budget):
        raise CampaignError("it must be a number", where="--budget", next_step="Say 0.5, for example.")
    one_of(engine, ENGINES, "--engine")
    one_of(purpose, PURPOSES, "--purpose")
    for path, option in ((accounts, "--accounts"), (targets, "--targets"), (labels, "--labels"), (seed, "--seed")):
        _there(path, option)
    if out:
        check_place(out)
    _readable(labels, seed, shadow)
    request = _request(
        events, accounts, targets, renamed or [], since, until, no_content=no_content, parameters=parameters
    )
    request = _wishes(request, purpose=purpose, budget=budget, everything=everything, origin=origin)
    if state:
        found = _daily(state, request, out, engine=engine, memory=memory, threads=threads, seed=seed, shadow=shadow)
    else:
        with _engine(engine, master=master, memory=memory, threads=threads, work=work) as running:
            found = _once(running, request, out, seed=seed, shadow=shadow)
    _report(found, out, labels=labels, quiet=bool(quiet))
    raise typer.Exit(COULD_NOT if any(each.fatal for each in found.hunt.dropped) else DONE)


def _request(
    events: list[str],
    accounts: Path | None,
    targets: Path | None,
    renamed: list[str],
    since: str | None,
    until: str | None,
    *,
    no_content: bool,
    parameters: Path | None,
) -> Request:
    from bonafides.campaign.ingest import Sources
    from bonafides.campaign.parameters import Parameters, from_file
    from bonafides.hunt import Request

    sources = Sources(
        events=tuple(events),
        accounts=accounts,
        targets=targets,
        renamed=dict(_renaming(each) for each in renamed),
        since=moment(since, "--since"),
        until=moment(until, "--until"),
        content=not no_content,
    )
    return Request(sources=sources, parameters=from_file(parameters) if parameters else Parameters())


def _wishes(request: Request, *, purpose: str, budget: float, everything: bool, origin: bool) -> Request:
    from dataclasses import replace

    return replace(request, any_purpose=purpose == "any", budget=budget, everything=everything, origin=origin)


def _once(running: Engine, request: Request, out: Path | None, *, seed: Path | None, shadow: Path | None) -> Found:
    from bonafides.hunt import hunt as run

    found = run(running, request)
    _finish(running, found, request, out, seed=seed, shadow=shadow)
    return found


def _finish(
    running: Engine, found: Found, request: Request, out: Path | None, *, seed: Path | None, shadow: Path | None
) -> None:
    """What needs the engine's tables while they are there: kin of known accounts, the files, the shadow run."""
    from bonafides.hunt_files import write

    more = {"seeds.json": _kin(running, found, seed)} if seed else {}
    if out:
        write(running, found, out, more=more)
    if shadow:
        _shadow(running, found, request, shadow)


def _kin(running: Engine, found: Found, seed: Path) -> str:
    from dataclasses import asdict

    from bonafides.campaign.rosters import read_roster
    from bonafides.campaign.seed import expand

    groups = [candidate.names for candidate in found.swept.candidates]
    kin = expand(running, found.swept.edges, read_roster(seed).accounts, groups=groups)
    _say(kin.text())
    return json.dumps(asdict(kin), indent=1, sort_keys=True, ensure_ascii=False)


def _shadow(running: Engine, found: Found, request: Request, candidate: Path) -> None:
    from dataclasses import replace

    from bonafides.campaign.parameters import from_file
    from bonafides.campaign.shadow import compare
    from bonafides.hunt import again

    changed = from_file(candidate)
    other = again(running, replace(request, parameters=changed), found)
    frozen: tuple[Parameters, Parameters] = (request.parameters, changed)
    _say(compare(found.hunt.campaigns, other.hunt.campaigns, parameters=frozen).text())


def _daily(
    state: Path,
    request: Request,
    out: Path | None,
    *,
    engine: str,
    memory: str,
    threads: int | None,
    seed: Path | None,
    shadow: Path | None,
) -> Found:
    from bonafides.hunt import daily

    if engine != "duckdb":
        raise CampaignError(
            "a state is kept by the embedded engine only",
            where="--state",
            next_step="Leave --engine out; on a cluster, run over a sliding window (docs/hunt-cluster.md).",
        )
    with daily(state, request, memory=memory, threads=threads) as (running, found):
        _finish(running, found, request, out, seed=seed, shadow=shadow)
    return found


def _report(found: Found, out: Path | None, *, labels: Path | None, quiet: bool) -> None:
    from bonafides.render.campaigns import text

    width = min(shutil.get_terminal_size().columns, 100) if sys.stdout.isatty() else 80
    typer.echo(text(found.hunt, width=width, color=sys.stdout.isatty() and "NO_COLOR" not in os.environ))
    if labels:
        from bonafides.campaign.backtest import backtest_file

        _say(backtest_file(found.hunt.campaigns, labels).text())
    if out and not quiet:
        typer.echo(f"Written to {out}: open {out / 'report.html'}", err=True)


@hunt.command(name="explain")
def explain_(folder: RunFolder, a: str, b: str) -> None:
    """Say why two accounts are linked, or are not."""
    _needs("duckdb")
    from bonafides.campaign.explain import explain

    _say(explain(folder, a, b))


@hunt.command(name="why-not")
def why_not_(folder: RunFolder, account: str) -> None:
    """Say why an account is in no campaign, or in which it is."""
    _needs("duckdb")
    from bonafides.campaign.explain import why_not

    _say(why_not(folder, account))


@hunt.command(name="audit")
def audit_(
    folders: Annotated[list[Path], typer.Argument(metavar="DIR...", help="Folders that `hunt --out` wrote.")],
    groups: Annotated[Path, typer.Option(help="account, group: seen by the audit only.")],
    labels: Annotated[Path | None, typer.Option(help="account, campaign: those rightly flagged.")] = None,
    format_: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
) -> None:
    """Say how often each group's accounts are flagged, against everybody else's, with a confidence interval."""
    _needs("duckdb")
    from bonafides.campaign.audit_folder import audit_folders

    one_of(format_, ("text", "json"), "--format")
    found = audit_folders(folders, groups, labels=labels)
    typer.echo(found.text() if format_ == "text" else json.dumps(found.to_json(), sort_keys=True, ensure_ascii=False))


@hunt.command(name="export")
def export_(
    folder: RunFolder,
    campaign: Annotated[str, typer.Option(help="Id of the campaign, as in campaigns.jsonl.")],
    out: Annotated[Path | None, typer.Option(help="The pack's file. [default: DIR/CAMPAIGN.zip]")] = None,
    format_: Annotated[str, typer.Option("--format", help="pack, stix or misp (both to --out or screen).")] = "pack",
    tlp: Marking = None,
    targets_out: Annotated[
        Path | None, typer.Option(help="Write the targets' identities here, encrypted; it is logged.")
    ] = None,
    recipient: Annotated[
        list[str] | None, typer.Option(help="Public age or SSH key that may read them; may be given repeatedly.")
    ] = None,
) -> None:
    """Write one campaign's sealed evidence pack, with a decision record for each account."""
    _needs("duckdb")
    from bonafides.campaign.pack import export
    from bonafides.campaign.pack.export import seal_beside

    if one_of(format_, ("pack", "stix", "misp"), "--format") != "pack":
        _share(folder, campaign, format_, tlp, out, asked=bool(targets_out or recipient))
        return

    pack = export(folder, campaign, out or folder / f"{campaign}.zip", targets_out, recipient or ())
    typer.echo(f"{pack}\nseal (SHA-256 of its manifest): {seal_beside(pack).read_text('utf-8').split()[0]}")


def _share(folder: Path, campaign: str, form: str, tlp: str | None, out: Path | None, *, asked: bool) -> None:
    """Write a campaign for other programs; who was written to is never in it."""
    from bonafides.hunt_sharing import share

    if asked:
        raise CampaignError("identities go with packs alone", where="--targets-out", next_step="Leave --format out.")
    deliver((share(folder, campaign, form, resolve({"tlp": tlp})["tlp"]),), out)


@hunt.command(name="replay")
def replay_(pack: Annotated[Path, typer.Argument(metavar="PACK", help="A pack that `hunt export` wrote.")]) -> None:
    """Verify a pack and reproduce its finding from the pack alone."""
    _needs("duckdb")
    from bonafides.campaign.pack import replay

    replayed = replay(pack)
    _say(replayed.text())
    raise typer.Exit(DONE if replayed.same else COULD_NOT)


@contextmanager
def _engine(name: str, *, master: str | None, memory: str, threads: int | None, work: str | None) -> Iterator[Engine]:
    if name == "spark":
        _needs("spark")
        from bonafides.campaign.engine.spark import SparkEngine

        with SparkEngine(master=master, memory=memory, threads=threads, folder=work) as spark:
            yield spark
        return
    if master:
        raise CampaignError("it is for Spark", where="--master", next_step="Add --engine spark.")
    from bonafides.campaign.engine.duckdb import DuckEngine

    with DuckEngine(memory=memory, threads=threads, folder=Path(work) if work else None) as duck:
        yield duck


def _needs(extra: str) -> None:
    missing = [name for name in _EXTRA[extra] if find_spec(name) is None]
    if missing:
        wanted = "hunt" if extra == "duckdb" else "spark"
        raise CampaignError(
            f"the extra `{wanted}` is not installed ({', '.join(missing)})",
            where="hunt",
            next_step=f"Install it: pip install 'bonafides[{wanted}]'.",
        )


def _readable(labels: Path | None, seed: Path | None, shadow: Path | None) -> None:
    """Refuse a list or a parameter file before the work, not after it. Raises CampaignError."""
    from bonafides.campaign.parameters import from_file
    from bonafides.campaign.rosters import LABEL, read_roster

    if labels:
        read_roster(labels, group=LABEL)
    if seed:
        read_roster(seed)
    if shadow:
        from_file(shadow)


def _say(text: str) -> None:
    """Lines on standard output; ids are foreign text, and must not move the cursor."""
    from bonafides.render.clean import visible

    for line in text.split("\n"):
        typer.echo(visible(line, lines=True))


def _there(path: Path | None, option: str) -> None:
    if path and not path.exists():
        raise CampaignError(f"there is no file {str(path)!r}", where=option, next_step="Look for a typing error.")


def _renaming(text: str) -> tuple[str, str]:
    ours, sign, theirs = text.rpartition("=")
    if not (sign and ours and theirs):
        raise CampaignError(
            f"{text!r} is no renaming", where="--map", next_step="Say --map their_column=account, for example."
        )
    return ours, theirs
