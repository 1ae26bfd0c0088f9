"""The command line of `bonafides desk`: parse, call one thing, say what came of it."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bonafides.arguments import Quiet, Timezone, zone
from bonafides.console import say
from bonafides.errors import DeskError
from bonafides.model import Problem
from bonafides.settings import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bonafides.desk.desk import Desk
    from bonafides.desk.intake.received import Received

desk = typer.Typer(
    name="desk",
    help="The security officer's desk from the command line: set it up, feed it, keep it, look after it.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)
DONE, COULD_NOT = 0, 2
Store = Annotated[
    str | None, typer.Option(help="A file, or postgresql://... [default: desk.sqlite in the folder for what is kept]")
]
PasswordFile = Annotated[
    Path | None, typer.Option(help="A file whose first line is the password. [default: you are asked]")
]


@desk.command()
def init(
    name: Annotated[str, typer.Option(help="What the first admin signs in with.")] = "admin",
    password_file: PasswordFile = None,
    store: Store = None,
) -> None:
    """Make the store and the first admin's account. The admin opens all others, on the pages."""
    from bonafides.desk.opening import check_installed

    check_installed()
    from bonafides.desk.people.accounts import first_admin
    from bonafides.desk.people.passwords import PasswordError, weakness_of

    password = _password(password_file)
    if weakness := weakness_of(password, name):  # before anything is made
        raise PasswordError(weakness)
    with _opened(store, new=True) as (found, place):
        first_admin(found, name=name, password=password)
        typer.echo(f"The desk is at {place}. Its first admin is {name!r}.", err=True)
        typer.echo("Next: bonafides serve --desk, then sign in and say how long what is kept.", err=True)


@desk.command()
def account(
    name: Annotated[str, typer.Argument(help="What they sign in with.")],
    role: Annotated[str, typer.Option(help="reporter, officer, lead, auditor or admin.")],
    email: Annotated[str, typer.Option(help="Where the organisation's sign-in service knows them.")] = "",
    password_file: PasswordFile = None,
    store: Store = None,
) -> None:
    """Open an account. With an address only, they sign in by the organisation's service."""
    from bonafides.desk.people.accounts import open_account
    from bonafides.desk.permissions import PROGRAM

    with _opened(store) as (found, _):
        password = "" if email and not password_file else _password(password_file)
        open_account(found, PROGRAM, name=name, role=role, email=email, password=password)
        typer.echo(f"Opened: {name}, {role}.", err=True)


@desk.command(name="import")
def import_(
    paths: Annotated[
        list[Path], typer.Argument(help="Mailboxes, ZIPs of mails, lines, STIX, MISP, hand-overs, CSV tables.")
    ],
    timezone: Timezone = None,
    store: Store = None,
    quiet: Quiet = None,
) -> None:
    """Take in many reports, or earlier cases. Run again it goes on where it stopped: nothing is taken twice."""
    from bonafides.desk.intake.bulk import rows
    from bonafides.desk.intake.importing import take_all
    from bonafides.desk.intake.remark import Remark
    from bonafides.desk.permissions import PROGRAM
    from bonafides.desk.settings import desk_settings

    problems, refused = 0, 0

    def readable(row: Received | Problem) -> bool:
        nonlocal problems, refused
        if isinstance(row, Problem):
            problems += 1
            refused += not isinstance(row, Remark)
            say(row)
        return not isinstance(row, Problem)

    with _opened(store) as (found, _):
        with found.store.reading() as reading:
            known = desk_settings(reading)
        ours, lang = _domains(known["domains"]), known["lang"]
        of = resolve({"timezone": timezone})["timezone"]
        given = (row for path in paths for row in rows(path, at=found.now(), zone=zone(of), ours=ours, lang=lang))
        done = take_all(found, PROGRAM, (row for row in given if readable(row)), say=say)  # type: ignore[misc]
        if not quiet:
            typer.echo(
                f"Taken: {done.taken}. There already: {done.again}. Not taken: {done.refused + refused}.", err=True
            )
    raise typer.Exit(COULD_NOT if problems or done.refused else DONE)


@desk.command()
def folder(
    place: Annotated[Path, typer.Argument(metavar="DIR", help="The drop folder: each file or subfolder is a report.")],
    keep: Annotated[
        bool, typer.Option("--keep", help="Move what was taken to taken/ instead; deleting it there is yours to do.")
    ] = False,
    store: Store = None,
    quiet: Quiet = None,
) -> None:
    """Take what lies in a drop folder; for a clock to run. What is kept in the desk is deleted here, as no rule of the
    desk would ever delete it; what cannot be taken goes to refused/."""
    from bonafides.desk.intake.folder import take

    with _opened(store) as (found, _):
        done = take(place, lambda received: _accepted(found, received), ours=_ours(found), keep=keep, now=found.now)
    for problem in done.refused:
        say(problem)
    if not quiet:
        typer.echo(
            f"Taken: {len(done.taken)}. Refused: {len(done.refused)}. Still being written: {len(done.waiting)}.",
            err=True,
        )
    raise typer.Exit(COULD_NOT if done.refused else DONE)


@desk.command()
def mailbox(
    host: Annotated[str, typer.Option(help="The IMAP server. TLS, with its certificate checked.")],
    user: Annotated[str, typer.Option(help="Whose mailbox.")],
    port: Annotated[int, typer.Option(help="Its port.")] = 993,
    password_file: Annotated[str, typer.Option(help="A file whose first line is the password.")] = "",
    token_file: Annotated[str, typer.Option(help="A file whose first line is an OAuth 2.0 token (XOAUTH2).")] = "",
    token_command: Annotated[str, typer.Option(help="A program that writes such a token.")] = "",
    mail_folder: Annotated[str, typer.Option(help="The mail folder to read.")] = "INBOX",
    taken: Annotated[str, typer.Option(help="The mail folder for what was taken. [default: marked as read]")] = "",
    authorities: Annotated[str, typer.Option(help="Certificates to trust, for a server of your own.")] = "",
    store: Store = None,
) -> None:
    """Take what staff forwarded to the desk's mailbox; for a clock to run. Nothing is ever sent."""
    from bonafides.desk.intake.imap import Mailbox, fetch

    given = Mailbox(
        host=host, user=user, port=port, password_file=password_file, token_file=token_file,
        token_command=token_command, folder=mail_folder, taken=taken, authorities=authorities,
    )  # fmt: skip
    with _opened(store) as (found, _):
        done = fetch(given, lambda received: _accepted(found, received), now=found.now)
    for problem in (*done.refused, *done.problems):
        say(problem)
    typer.echo(f"Taken: {len(done.taken)}. Left for you to look at: {len(done.refused)}.", err=True)
    raise typer.Exit(COULD_NOT if done.refused or done.problems else DONE)


@desk.command()
def forget(store: Store = None) -> None:
    """Purge every case whose time is over; for a clock to run once a day. `bonafides serve --desk` does it too."""
    from bonafides.desk.retention import sweep

    with _opened(store) as (found, _):
        done = sweep(found)
    typer.echo(f"Purged: {done.cases}. Kept for a legal reason: {done.held}.", err=True)


@desk.command()
def verify(
    head: Annotated[str, typer.Option(help="A digest that an earlier check printed: it must still be there.")] = "",
    store: Store = None,
) -> None:
    """Check the audit chain and every row that it vouches for. Keep what it prints somewhere else."""
    from bonafides.desk import chain

    with _opened(store) as (found, _), found.store.reading() as reading:
        done = chain.verify(reading, head=head)
    for fault in done.faults:
        typer.echo(f"does not fit: {fault}", err=True)
    typer.echo(f"{done.head}  {done.entries} entries, {done.purged} cases purged by rule")
    raise typer.Exit(COULD_NOT if done.faults else DONE)


@desk.command()
def backup(
    place: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the backups.")],
    recipient: Annotated[
        list[str] | None, typer.Option(help="Encrypt for this age recipient; may be given more than once.")
    ] = None,
    store: Store = None,
) -> None:
    """Write one file that holds everything, and delete those backups in the folder whose time is over."""
    from bonafides.desk.backup import backup as write
    from bonafides.desk.permissions import PROGRAM

    with _opened(store) as (found, _):
        typer.echo(str(write(found, PROGRAM, place, recipients=tuple(recipient or ()))))


@desk.command()
def restore(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    identity: Annotated[Path | None, typer.Option(help="The age or SSH key that opens it, as a file.")] = None,
    despite_faults: Annotated[
        bool, typer.Option("--despite-faults", help="Restore it though its audit chain does not fit.")
    ] = False,
    store: Store = None,
) -> None:
    """Restore a backup into a new, empty store; what was purged since, or is due by now, is purged again."""
    from bonafides.desk.backup import restore as read
    from bonafides.desk.purged import LEDGER

    opened_by = _key(identity) if identity else None
    if not path.is_file():
        raise DeskError("there is no such backup", where=str(path), next_step="Check its name; nothing was made.")
    with _opened(store, new=True) as (found, place):
        done = read(path, found.store, now=found.now(), identity=opened_by, despite_faults=despite_faults)
    for fault in done.faults:
        typer.echo(f"does not fit: {fault}", err=True)
    if not done.ledger:
        typer.echo(f"No {LEDGER} lay beside this backup: what was purged after it was made may be back.", err=True)
    typer.echo(f"Restored to {place}: {done.rows} rows; {done.purged} cases purged again.", err=True)


@desk.command()
def privacy(
    out: Annotated[Path, typer.Option(help="The folder to write.")],
    lang: Annotated[str, typer.Option(help="Language of the words for people.")] = "en",
    store: Store = None,
) -> None:
    """Write the privacy file: assessments, notices, the record of processing, a worksheet for breaches."""
    from bonafides.desk.privacy import privacy_file
    from bonafides.desk.settings import desk_settings
    from bonafides.store.records import RECORDS, name_of, schema

    with _opened(store) as (found, _), found.store.reading() as reading:
        rows = {name_of(kind): reading.count(kind)[()] for kind in RECORDS}
        written = privacy_file(schema(), desk_settings(reading), lang, rows=rows)
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in written.items():
            (out / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise DeskError(
            f"the privacy file cannot be written ({type(error).__name__})",
            where=str(out),
            next_step="Name a folder that this user may write to, on a disk with room.",
        ) from error
    typer.echo(f"Written to {out}: {len(written)} files. Nobody may report before you have read them.", err=True)


@contextmanager
def _opened(store: str | None, *, new: bool = False) -> Iterator[tuple[Desk, str]]:
    """The desk over the store that is named, made where there is none and it is `new`; its place without a password."""
    from bonafides.desk.opening import open_desk, place

    address = resolve({"store": store})["store"]
    found = open_desk(address, new=new)
    try:
        yield found, place(address).rpartition("@")[2]
    finally:
        found.store.close()


def _password(file: Path | None) -> str:
    """A password, from a file or asked for twice; never from an argument, which others on the machine could read."""
    if file is not None:
        try:
            return file.read_text("utf-8").split("\n", 1)[0].rstrip("\r")
        except (OSError, UnicodeDecodeError) as error:
            raise DeskError("the password cannot be read", where=str(file), next_step="Check the file.") from error
    if not sys.stdin.isatty():
        raise DeskError("there is nobody to ask for a password", next_step="Give it in a file: --password-file FILE.")
    return str(typer.prompt("Password (at least 12 characters)", hide_input=True, confirmation_prompt=True, err=True))


def _key(file: Path) -> str:
    """A secret key from a file, without the comments that age writes beside it."""
    try:
        lines = file.read_text("utf-8").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError) as error:
        raise DeskError("the key cannot be read", where=str(file), next_step="Check the file.") from error
    return "".join(line for line in lines if not line.startswith("#"))


def _accepted(found: Desk, received: Received) -> str:
    """The id of the report, once it is kept for good."""
    from bonafides.desk.permissions import PROGRAM
    from bonafides.desk.reports import take

    return take(found, PROGRAM, received).reports[0]


def _ours(found: Desk) -> tuple[str, ...]:
    from bonafides.desk.settings import desk_settings

    with found.store.reading() as reading:
        return _domains(desk_settings(reading)["domains"])


def _domains(listed: str) -> tuple[str, ...]:
    return tuple(each.strip().lower() for each in listed.split(",") if each.strip())
