"""The command line of `bonafides packs`: parse, call one thing, write; and packs as `bonafides check` uses them."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bonafides.arguments import DateOrder, Lang, Me, Out, Paths, Quiet, Timezone, flag, one_of, zone
from bonafides.console import deliver, is_watched, say, with_bar
from bonafides.errors import PacksError
from bonafides.settings import home, resolve, truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bonafides.desk.desk import Desk
    from bonafides.desk.permissions import Actor
    from bonafides.model import Report
    from bonafides.packs import Confirmed, Identifier, Publisher, Shelf, Signer
    from bonafides.packs.making import Made

packs = typer.Typer(
    name="packs",
    help="Has anyone else seen this lure? Signed lists of fingerprints, compared on this machine: nobody is told.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)
DONE, COULD_NOT = 0, 2
_DAYS = 90
PasswordFile = Annotated[
    Path | None, typer.Option(help="A file whose first line is the password of the key. [default: you are asked]")
]
Key = Annotated[Path, typer.Option(help="The secret key that signs: one of `packs key`, or of minisign.")]
PackFile = Annotated[Path, typer.Argument(metavar="FILE", help="A pack; its signature lies beside it, FILE.minisig.")]


def compared(report: Report, settings: Mapping[str, str]) -> Report:
    """The report of a check with what packs on this machine say; as it was where there are none or none are wanted."""
    if not truth("packs", settings["packs"]) or not (home() / "packs").is_dir():
        return report
    from bonafides.seen import beside

    return beside(report, home())


@packs.command()
def trust(
    key: Annotated[str, typer.Argument(help="The publisher's public key: the line that begins with RW, or its file.")],
    name: Annotated[str, typer.Option(help="What you call the publisher.")],
) -> None:
    """Trust a publisher's key. First compare the words it prints with those that the publisher says."""
    from bonafides.packs.signing import public_key

    found = public_key(_text(Path(key)) if Path(key).is_file() else key)
    new = _shelf().trust(found, name, now=_now())
    typer.echo(f"{found.id}  {found.spoken}  {new.name}")
    typer.echo("Compare these words with those that the publisher says, on the phone or on paper.", err=True)


@packs.command()
def distrust(name: Annotated[str, typer.Argument(help="The publisher's name, or the id of its key.")]) -> None:
    """Take a key back; the packs of that publisher are removed."""
    gone = _shelf().distrust(name)
    typer.echo(f"Not trusted any more: {gone.name}. Its packs were removed.", err=True)


@packs.command()
def add(file: PackFile) -> None:
    """Keep a pack, in place of the publisher's earlier one. Its signature is checked first."""
    header, who = _shelf().add(file, now=_now())
    typer.echo(f"Added: {who.name}, {header.series}, {_entries(header.entries)}, until {header.expires_at:%Y-%m-%d}.")


@packs.command()
def verify(file: PackFile) -> None:
    """Check a pack and its signature against the keys that you trust; keep nothing."""
    header, who = _shelf().verify(file, now=_now())
    typer.echo(f"{who.name}  {header.series}  {header.sequence}  until {header.expires_at:%Y-%m-%d}")


@packs.command(name="list")
def list_() -> None:
    """Say which keys are trusted and which packs are here."""
    shelf = _shelf()
    for each in shelf.trusted():
        typer.echo(f"key   {each.verifier.id}  {each.verifier.spoken}  {each.name}")
    with shelf.open() as (found, damaged):
        for who, lookup in found:
            header = lookup.pack.header
            ended = "  ENDED, not used" if header.expires_at <= _now() else ""
            typer.echo(
                f"pack  {who.name}/{header.series}  {_entries(header.entries)}  of {header.published_at:%Y-%m-%d}"
                f"  until {header.expires_at:%Y-%m-%d}  wrong entries: {header.contact}{ended}"
            )
    for error in damaged:
        typer.echo(str(error), err=True)
    raise typer.Exit(COULD_NOT if damaged else DONE)


@packs.command()
def remove(
    name: Annotated[str, typer.Argument(help="The publisher's name, or PUBLISHER/SERIES as `packs list` has it.")],
) -> None:
    """Take a pack away. No older one can take its place."""
    gone = _shelf().remove(name)
    typer.echo(f"Removed: {gone.file}", err=True)


@packs.command()
def match(
    paths: Paths,
    format_: Annotated[
        str | None, typer.Option("--format", help="text, or jsonl: one line a conversation. [default: text]")
    ] = None,
    out: Out = None,
    lang: Lang = None,
    me: Me = None,
    timezone: Timezone = None,
    date_order: DateOrder = None,
    quiet: Quiet = None,
) -> None:
    """Compare files with the packs on this machine, and judge nothing."""
    given = {"format": format_, "lang": lang, "timezone": timezone, "date-order": date_order, "quiet": flag(quiet)}
    settings = resolve(given)
    form = one_of(format_ or "text", ("text", "jsonl"), "--format")
    shelf = _shelf()
    if not shelf.held():
        raise PacksError("there are no packs here", where="packs", next_step="Add one: bonafides packs add FILE.")
    from bonafides.read import read
    from bonafides.render.sightings import matched_lines, matched_text
    from bonafides.seen import compared as seen_in

    order = one_of(settings["date-order"], ("", "dmy", "mdy", "ymd"), "--date-order")
    reading = read(
        paths, me=tuple(me or ()), timezone=zone(settings["timezone"]), date_order=order, stdin=lambda: sys.stdin.buffer
    )
    report = seen_in(reading, shelf)
    deliver(matched_lines(report) if form == "jsonl" else matched_text(report, settings["lang"]), out)
    for problem in report.problems:
        if problem.fatal or not truth("quiet", settings["quiet"]):
            say(problem)
    raise typer.Exit(COULD_NOT if any(problem.fatal for problem in report.problems) else DONE)


@packs.command()
def key(
    out: Annotated[Path, typer.Option(help="Where to write the secret key; the public one goes beside it, .pub.")],
    password_file: PasswordFile = None,
) -> None:
    """For publishers: make a pair of keys, the secret one under a password. Keep it off the desk's server."""
    from bonafides.packs.signing import new_key

    made = new_key(out, _password(password_file, new=True))
    typer.echo(f"{made.id}  {made.spoken}")
    typer.echo(f"Publish {out}.pub, and say these words where people can hear or read them elsewhere.", err=True)


@packs.command()
def make(
    key: Key,
    out: Annotated[Path, typer.Option(help="The pack to write, such as lures.bfpack; its signature goes beside it.")],
    publisher: Annotated[str, typer.Option(help="Who publishes it, as everybody will read it.")],
    contact: Annotated[str, typer.Option(help="Where somebody who is wrongly listed writes to.")],
    from_: Annotated[
        list[Path] | None, typer.Option("--from", help="Confirmed lures, JSON lines; may be given more than once.")
    ] = None,
    store: Annotated[str | None, typer.Option(help="Take them from this desk instead, as its lead.")] = None,
    lead: Annotated[str, typer.Option(help="With --store: the lead's account, who confirms what is shown.")] = "",
    impersonated: Annotated[
        list[int] | None, typer.Option(help="With --store: a case in which a real person was imitated.")
    ] = None,
    leave_out: Annotated[
        list[int] | None, typer.Option(help="With --store: a line of what is shown that does not go out.")
    ] = None,
    previous: Annotated[
        Path | None, typer.Option(help="Your last pack of this series: what it withdrew stays out.")
    ] = None,
    never: Annotated[
        Path | None, typer.Option(help="Identifiers to withdraw, one a line; older packs of yours lose them too.")
    ] = None,
    series: Annotated[str, typer.Option(help="Which of your packs it is.")] = "main",
    days: Annotated[int, typer.Option(help="Days until it ends, at most 400.")] = _DAYS,
    password_file: PasswordFile = None,
    quiet: Quiet = None,
) -> None:
    """For publishers: make and sign a pack of what at least three people have reported and you have confirmed."""
    from bonafides.packs.form import opened
    from bonafides.packs.making import packed
    from bonafides.seen import cut

    if bool(from_) == (store is not None):
        raise PacksError("there is nothing to make it from", where="make", next_step="Give --from FILE, or --store.")
    signer = _signer(key, password_file)
    who = _publisher(signer, publisher, contact, series, days)
    if from_:
        given = list(_confirmed(from_))
    else:
        given = _of_desk(store, lead, frozenset(impersonated or ()), frozenset(leave_out or ()))
    items: Iterable[Confirmed] = given
    if is_watched(silent=bool(quiet)):
        items = with_bar(given, "Making digests")
    if previous:
        _own(previous, signer)
    last = opened(previous) if previous else None
    made = packed(items, who, cut, now=_now(), previous=last, never=_identifiers(never))
    _written(made, signer, out, quiet=bool(quiet))


@packs.command()
def revoke(
    previous: Annotated[Path, typer.Argument(metavar="FILE", help="Your last pack.")],
    entries: Annotated[Path, typer.Option(help="What was wrong: one identifier a line (phone:+44..., email:...).")],
    key: Key,
    out: Annotated[Path, typer.Option(help="The new pack, which replaces the last one wherever it is added.")],
    texts: Annotated[list[Path] | None, typer.Option(help="A file with a text that was wrong.")] = None,
    password_file: PasswordFile = None,
    quiet: Quiet = None,
) -> None:
    """For publishers: make the next pack without some entries. They match nowhere once it is added."""
    from bonafides.packs.form import opened
    from bonafides.packs.making import withdrawn
    from bonafides.seen import cut

    signer = _signer(key, password_file)
    _own(previous, signer)
    with opened(previous) as last:
        header = last.header
        who = _publisher(signer, header.publisher, header.contact, header.series, _DAYS)
        cuts = [cut(_text(path)) for path in texts or ()]
        made = withdrawn(last, who, _identifiers(entries), cuts, now=_now())
    _written(made, signer, out, quiet=bool(quiet))


def _entries(count: int) -> str:
    return f"{count:,} entr{'y' if count == 1 else 'ies'}"


def _shelf() -> Shelf:
    from bonafides.packs.held import shelf

    return shelf(home())


def _now() -> datetime:
    return datetime.now(UTC)


def _publisher(signer: Signer, name: str, contact: str, series: str, days: int) -> Publisher:
    from bonafides.packs.making import Publisher

    keeps = timedelta(days=days) if 0 < days < 10_000 else timedelta()
    return Publisher(verifier=signer.verifier, name=name, contact=contact, series=series, keeps=keeps).checked()


def _signer(key: Path, password_file: Path | None) -> Signer:
    from bonafides.packs.signing import secret_key

    return secret_key(key, _password(password_file))


def _of_desk(store: str | None, name: str, impersonated: frozenset[int], left_out: frozenset[int]) -> list[Confirmed]:
    """What the lead of a desk confirms, after they signed in and were shown every line."""
    from bonafides.desk import packing
    from bonafides.desk.opening import open_desk

    if not sys.stdin.isatty():
        raise PacksError(
            "there is nobody to look at what goes out", where="--store",
            next_step="Confirm it on the desk's page “Lists”, then make it: --from FILE.",
        )  # fmt: skip
    found = open_desk(resolve({"store": store})["store"])
    try:
        actor = _lead(found, name or str(typer.prompt("Your account at the desk", err=True)))
        shown = packing.preview(found, actor, impersonated or None)
        for line in shown.lines:
            what = f"{line.number}. {line.kind}: {line.value}" + ("  LEFT OUT" if line.number in left_out else "")
            cases = ", ".join(map(str, line.cases))
            typer.echo(what, err=True)
            typer.echo(f"   {line.verdict}, {line.reporters} people, since {line.since}, cases {cases}", err=True)
        if not typer.confirm(
            "Is every line the other side's own, and none a real person's who was imitated?", err=True
        ):
            raise PacksError("nothing was confirmed, and nothing made", where="--store")
        return list(
            packing.confirm(
                found, actor, seen=shown.digest, left_out=left_out, impersonated=shown.impersonated
            )
        )  # fmt: skip
    finally:
        found.store.close()


def _lead(desk: Desk, name: str) -> Actor:
    """Whoever signs in. Raises PacksError where the password or the code is wrong."""
    from bonafides.desk.people.sign_in import Denied, NeedsSecondFactor, give_code, sign_in
    from bonafides.desk.permissions import Actor
    from bonafides.store.records import Account

    done = sign_in(desk, name, str(typer.prompt("Password at the desk", hide_input=True, err=True)), address="terminal")
    if isinstance(done, NeedsSecondFactor):
        done = give_code(desk, done.cookie, str(typer.prompt("Code of your app", err=True)), address="terminal")
    if isinstance(done, Denied):
        raise PacksError("the desk did not let you in", where="--lead", next_step="Check name, password and code.")
    with desk.store.reading() as reading:
        account = reading.get(Account, done.visit.account)
    if account is None:
        raise PacksError("that account is gone", where="--lead")
    return Actor(account=account.id, role=account.role, name=account.name)


def _own(pack: Path, signer: Signer) -> None:
    """Raises PacksError unless a pack was signed with this very key."""
    from bonafides.packs.held import signature_of

    signer.verifier.check(pack, signature_of(pack))


def _confirmed(files: Iterable[Path]) -> Iterator[Confirmed]:
    """The lures of some files; a line that is none is said, and is not packed."""
    from bonafides.packs.confirmed import Unusable, confirmed_lines

    for path in files:
        try:
            with path.open(encoding="utf-8", errors="replace") as stream:
                for found in confirmed_lines(stream, path.name):
                    if isinstance(found, Unusable):
                        typer.echo(f"{found.where}: {found.what} {found.next_step}", err=True)
                    else:
                        yield found
        except OSError as error:
            raise PacksError("the file cannot be read", where=str(path), next_step="Check its name.") from error


def _identifiers(file: Path | None) -> list[Identifier]:
    """The identifiers in a file, one a line. Raises PacksError for a line that is none: a correction must not miss."""
    from bonafides.packs import identifier

    if file is None:
        return []
    found = []
    for number, line in enumerate(_text(file).splitlines(), start=1):
        if line.strip():
            each = identifier(line)
            if each is None:
                raise PacksError(
                    "this is no identifier", where=f"{file.name}, line {number}",
                    next_step="Write phone:+44..., email:..., handle:APP/..., url:... or domain:...",
                )  # fmt: skip
            found.append(each)
    return found


def _written(made: Made, signer: Signer, out: Path, *, quiet: bool) -> None:
    """The pack and its signature, each whole; the pack last, so that none lies there without its signature."""
    from bonafides.packs.held import signed_comment
    from bonafides.packs.signing import SUFFIX

    if not made.header.entries and not made.header.counts["withdrawn"]:
        raise PacksError("nothing is left to pack", where="make", next_step="; ".join(made.left_out) or "Check it.")
    partial = out.with_name(f".{out.name}.partial")
    signature = partial.with_name(partial.name + SUFFIX)
    try:
        partial.write_bytes(made.data)
        signature.write_bytes(signer.sign(partial, signed_comment(made.header)))
        signature.replace(out.with_name(out.name + SUFFIX))
        partial.replace(out)
    except OSError as error:
        raise PacksError(
            f"the pack cannot be written ({error.strerror})", where=str(out), next_step="Choose another place."
        ) from error
    finally:
        for each in (partial, signature):
            each.unlink(missing_ok=True)
    for line in made.left_out:
        typer.echo(f"Left out: {line}", err=True)
    if not quiet:
        typer.echo(f"Written to {out}: {_entries(made.header.entries)}, signed in {out.name}{SUFFIX}.", err=True)
    typer.echo(f"{signer.verifier.id}  {signer.verifier.spoken}")


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PacksError("the file cannot be read", where=str(path), next_step="Check its name.") from error


def _password(file: Path | None, *, new: bool = False) -> str:
    """A password from a file, or asked for; never from an argument, which others on the machine could read."""
    if file is not None:
        return _text(file).split("\n", 1)[0].rstrip("\r")
    if not sys.stdin.isatty():
        raise PacksError("there is nobody to ask for a password", next_step="Give it in a file: --password-file FILE.")
    return str(typer.prompt("Password of the key", hide_input=True, confirmation_prompt=new, err=True))
