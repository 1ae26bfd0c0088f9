"""The command line of `bonafides vet`: take what the user knows, hold it against itself, write what came of it."""

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
from bonafides.errors import VetError
from bonafides.settings import home, resolve, truth
from bonafides.vet_lists_cli import lists

if TYPE_CHECKING:
    from typing import Any

    from bonafides.render.phrases import Phrases
    from bonafides.vet import Told, Vetting

PERSONA = "persona"
DONE = 0
_FORMS = ("text", "html", "json")
_ENDINGS = {".html": "html", ".json": "json", ".txt": "text"}


class _Straight(TyperGroup):
    """Takes `bonafides vet letter.eml` as `bonafides vet persona letter.eml`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the usual command in front, unless another or help is asked for."""
        known = {*self.commands, "--help", "-h"}
        if not args or args[0] not in known:
            args = [PERSONA, *args]
        return list(super().parse_args(ctx, args))


vet = typer.Typer(
    name="vet",
    help="What fits, what does not, what nobody has checked: the person and the firm behind a message.",
    cls=_Straight,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)


@vet.callback()
def _vet() -> None:
    """Hold what somebody says of themselves against itself and against public facts, on this machine alone.

    Without the name of a command: persona.
    """


vet.add_typer(lists)


def _many(name: str, help_: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(name, help=f"{help_} May be given more than once.")
    return option


@vet.command(name=PERSONA)
def persona(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATHS]...",
            help="Forms (YAML, TOML, JSON), visiting cards, letters, pasted profiles; - for input.",
        ),
    ] = None,
    name: Annotated[list[str] | None, _many("--name", "What they are called.")] = None,
    firm: Annotated[list[str] | None, _many("--firm", "Whom they say they are from.")] = None,
    claims_employer: Annotated[list[str] | None, _many("--claims-employer", "The same as --firm.")] = None,
    client: Annotated[str | None, typer.Option(help="Whom they say they do this for.")] = None,
    own_domain: Annotated[list[str] | None, _many("--own-domain", "The firm's domain, as you found it.")] = None,
    domain: Annotated[list[str] | None, _many("--domain", "A domain that they use.")] = None,
    mail: Annotated[list[str] | None, _many("--mail", "A mail address that they use.")] = None,
    phone: Annotated[list[str] | None, _many("--phone", "A number that they use, with + and country code.")] = None,
    url: Annotated[list[str] | None, _many("--url", "A page or link that they gave.")] = None,
    founded: Annotated[int | None, typer.Option(help="The year in which the firm began, as you found it.")] = None,
    form: Annotated[
        bool, typer.Option("--form", help="Ask the three tests; the answers are for check --answers.")
    ] = False,
    format_: Annotated[
        str | None, typer.Option("--format", help="text, html or json. [default: text, or what --out ends in]")
    ] = None,
    out: Out = None,
    lang: Lang = None,
    country: Annotated[
        str | None, typer.Option(help="Two-letter code of the country whose company register to name.")
    ] = None,
    quiet: Quiet = None,
) -> None:
    """Say what agrees, what contradicts and what nobody has checked, and how to check it. Contacts nobody."""
    from bonafides.advise.countries import country_code

    _refuse_ending(out, format_, form=form)
    settings = resolve({"format": format_ or _by_ending(out), "lang": lang, "country": country, "quiet": flag(quiet)})
    if form:
        _ask(settings["lang"], out, silent=truth("quiet", settings["quiet"]))
        raise typer.Exit(DONE)
    settings["country"] = country_code(settings["country"])
    if format_ is None and settings["format"] not in _FORMS:  # a setting for reports; this is none
        settings["format"] = "text"
    shape = one_of(settings["format"], _FORMS, "--format")
    told = _told(
        paths or [], names=name, firms=[*(firm or []), *(claims_employer or [])], client=client, own=own_domain,
        mails=[*(mail or []), *(domain or [])], phones=phone, urls=url, founded=founded,
    )  # fmt: skip
    if told.is_empty:
        raise VetError(
            "there is nothing to look at",
            where="vet",
            next_step="Give a file, or say for example --firm 'Kestrel Dynamics' --mail anna@example.com.",
        )
    from bonafides.listed import to_ask_about
    from bonafides.vet import vet as vetted

    vetting = vetted(told, asked_about=to_ask_about(told, home()))
    deliver((_rendered(vetting, shape, settings, out),), out)
    if out is not None and not truth("quiet", settings["quiet"]):
        typer.echo(f"Written to {out}", err=True)


def _told(
    paths: list[str], *, names: list[str] | None, firms: list[str], client: str | None, own: list[str] | None,
    mails: list[str], phones: list[str] | None, urls: list[str] | None, founded: int | None,
) -> Told:  # fmt: skip
    """What the options and then the files tell."""
    from bonafides.vet import Told, together
    from bonafides.vetted import told_in

    stated = Told(
        names=tuple(names or ()), firms=tuple(firms), client=client or "", own=tuple(own or ()), mails=tuple(mails),
        phones=tuple(phones or ()), urls=tuple(urls or ()), founded=founded,
    )  # fmt: skip
    return together((stated, told_in(paths)))


def _rendered(vetting: Vetting, shape: str, settings: dict[str, str], out: Path | None) -> str:
    lang, country = settings["lang"], settings["country"]
    match shape:
        case "json":
            from bonafides.vetted.machine import machine

            return machine(vetting, country=country)
        case "html":
            from bonafides.vetted.html import html

            return html(vetting, lang=lang, country=country)
        case _:
            from bonafides.vetted.text import text

            terminal = out is None and sys.stdout.isatty()
            width = min(shutil.get_terminal_size().columns, 100) if terminal else 80
            return text(
                vetting, lang=lang, country=country, width=width, color=terminal and "NO_COLOR" not in os.environ
            )


def _ask(lang: str, out: Path | None, *, silent: bool) -> None:
    """Ask the questions of the three tests one by one; what was answered is written whole, at the end."""
    from bonafides.interview import wording
    from bonafides.render.phrases import phrases
    from bonafides.vet import TESTS
    from bonafides.vetted.answers import written
    from bonafides.vetted.sheet import ROOM

    words, asked = phrases(lang, ROOM), wording(lang)
    typer.echo(f"{words('tests.title')}\n{words('tests.lead')}", err=True)
    answers: dict[str, str] = {}
    for test, questions in TESTS:
        typer.echo(f"\n{words(f'tests.{test}')}\n{words(f'tests.{test}_help')}", err=True)
        for question in questions:
            answer = _answered(f"\n{asked[question].ask}\n{words('tests.ask')}: ", words)
            if answer:
                answers[question] = answer
    if not answers:
        typer.echo(words("tests.none"), err=True)
        return
    deliver((written(answers),), out)
    if not silent:
        typer.echo(words("tests.saved", path=out) if out else words("tests.saved_out"), err=True)


def _answered(question: str, words: Phrases) -> str:
    """`yes`, `no`, `unsure` or nothing, by what is typed; the end of the input leaves the rest out.

    Anything but an answer that was offered, as a letter or as a word, is asked again.
    """
    typer.echo(question, nl=False, err=True)
    offered = _offered(words)
    while line := sys.stdin.readline():
        given = line.strip().casefold()
        if given in offered:
            return offered[given]
        typer.echo(f"{words('tests.again')} ", nl=False, err=True)
    return ""


def _offered(words: Phrases) -> dict[str, str]:
    """What may be typed: English everywhere, the reader's own words, and yes and no by their first letter."""
    offered = {"": "", "y": "yes", "yes": "yes", "n": "no", "no": "no", "u": "unsure", "unsure": "unsure"}
    for answer in ("yes", "no", "unsure"):
        offered[words(f"tests.{answer}").casefold()] = answer
    return offered | {words(f"tests.{answer}").casefold()[:1]: answer for answer in ("yes", "no")}


def _refuse_ending(out: Path | None, format_: str | None, *, form: bool) -> None:
    """Refuse a file whose ending promises what is not written: it would be opened by the wrong program."""
    ending = out.suffix.lower() if out else ""
    written = (".json", ".txt") if form else tuple(_ENDINGS)
    if ending and format_ is None and ending not in written:
        raise VetError(
            "a file with this ending is not written here",
            where=str(out),
            next_step=f"Use one of these endings: {', '.join(written)}; or say --format as well.",
        )


def _by_ending(out: Path | None) -> str | None:
    """`--out vetting.html` needs no `--format`."""
    return _ENDINGS.get(out.suffix.lower()) if out else None
