"""The command line of `bonafides serve`: check where it may listen, serve, and show the address to open."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bonafides.arguments import Lang, Timezone, zone
from bonafides.errors import WebError
from bonafides.settings import resolve

if TYPE_CHECKING:
    from bonafides.web.config import Config

HOST, PORT = "127.0.0.1", 8731
MOST_WORKERS = 4
"""Each takes some 200 MB."""
_NEEDS = ("fastapi", "multipart", "uvicorn")


def serve(
    host: Annotated[str, typer.Option(help="Address to listen at; beyond this machine only with the desk.")] = HOST,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen at; 0 for any that is free.")] = PORT,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A further name by which it may be called; may be given more than once."),
    ] = None,
    lang: Lang = None,
    timezone: Timezone = None,
    desk: Annotated[bool, typer.Option("--desk", help="Serve the officer's desk, with accounts, instead.")] = False,
    store: Annotated[
        str | None, typer.Option(help="Where the desk keeps its work: a file, or postgresql://...")
    ] = None,
    certificate: Annotated[Path | None, typer.Option(help="The desk's own https certificate (PEM).")] = None,
    key: Annotated[Path | None, typer.Option(help="Its key.")] = None,
    behind_https: Annotated[
        bool, typer.Option("--behind-https", help="A proxy before the desk speaks https for it.")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1, max=MOST_WORKERS, help="Processes that share the desk's work. [default: one per processor]"
        ),
    ] = None,
) -> None:
    """Serve the private page on this machine: texts, mailboxes, PDF files and screenshots, checked in your browser.

    With --desk: the desk of a security officer, for whoever has an account there.
    """
    settings = resolve({"lang": lang, "timezone": timezone, "store": store})
    check_place(host, with_desk=desk)
    secure = certificate is not None or behind_https
    if desk:
        check_way(host, secure=secure)
    config = configured(host, port, tuple(allow_host or ()), lang=settings["lang"], timezone=settings["timezone"])
    if desk:
        way = Way(certificate=certificate, key=key, behind_https=behind_https)
        shared = workers or min(os.cpu_count() or 1, MOST_WORKERS)
        serve_desk(replace(config, secure_cookies=secure), host, port, settings["store"], way, workers=shared)
    else:
        serve_person(config, host, port)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How the way to the desk is protected."""

    certificate: Path | None
    key: Path | None
    behind_https: bool


def check_way(host: str, *, secure: bool) -> None:
    """Raise WebError for a desk that would be reached over a network without https."""
    if not secure and not is_loopback(host):
        raise WebError(
            "over a network without https, passwords and reports could be read on the way",
            where=f"--host {host}",
            next_step="Give --certificate and --key, or put a proxy with https before it and say --behind-https.",
        )


def serve_desk(config: Config, host: str, port: int, store: str, way: Way, *, workers: int) -> None:
    """Serve the desk until Ctrl+C. Raises StoreError, and WebError where the port or the certificate cannot be had."""
    from bonafides.desk.opening import open_desk
    from bonafides.desk.people.accounts import has_admin
    from bonafides.web.config import DESK_UPLOAD_LIMIT
    from bonafides.web.server import Served, listen

    desk = open_desk(store)
    try:
        if not has_admin(desk):
            raise WebError("nobody can sign in yet", next_step="Make the first account: bonafides desk init")
    finally:
        desk.store.close()

    def ready(port: int) -> None:
        typer.echo(f"{'https' if way.certificate else 'http'}://{written(host)}:{port}/")

    typer.echo("The desk. Ctrl+C ends it.", err=True)
    served = Served(config=replace(config, person=False, upload_limit=DESK_UPLOAD_LIMIT), store=store)
    listen(
        served, host, port, ready, certificate=way.certificate, key=way.key, behind_proxy=way.behind_https,
        workers=workers,
    )  # fmt: skip


def check_place(host: str, *, with_desk: bool) -> None:
    """Raise WebError for a place beyond this machine without a desk, or where the extra is not installed."""
    if missing := [name for name in _NEEDS if find_spec(name) is None]:
        raise WebError(
            f"the pages need parts that are not installed ({', '.join(missing)})",
            next_step="Install them: pip install 'bonafides[serve]'",
        )
    if not is_loopback(host) and not with_desk:
        raise WebError(
            "the private page is served to this machine only: over a network, others could read what you bring",
            where=f"--host {host}",
            next_step="Leave --host out. To serve others, use the desk, which has accounts.",
        )


def configured(host: str, port: int, allowed: tuple[str, ...], *, lang: str, timezone: str) -> Config:
    """What to serve with at that place.

    Raises RenderError for a language without words and SettingsError for an unknown time zone.
    """
    from bonafides.render.phrases import phrases
    from bonafides.web.config import COOKIE, LOOPBACK, Config
    from bonafides.web.page import ROOM

    phrases(lang, ROOM)
    named = () if is_anywhere(host) else (host,)
    hosts = (*LOOPBACK, *(written(each) for each in (*named, *allowed)))
    return Config(hosts=tuple(dict.fromkeys(hosts)), lang=lang, zone=zone(timezone), cookie=f"{COOKIE}-{port}")


def serve_person(config: Config, host: str, port: int) -> None:
    """Serve the person's page until Ctrl+C, and show its address. Raises WebError where the port cannot be had."""
    from bonafides.web.gate import Gate
    from bonafides.web.server import Served, listen

    gate = Gate()

    def ready(port: int) -> None:
        def show(token: str) -> None:
            typer.echo(f"http://{written(host)}:{port}/start/{token}")

        def show_next(token: str) -> None:
            typer.echo("That address has been used. For another browser:", err=True)
            show(token)

        typer.echo("Open this address in your browser. It works once; Ctrl+C ends the program.", err=True)
        gate.announce = show_next
        show(gate.token)

    listen(Served(config=replace(config, gate=gate)), host, port, ready)
    typer.echo("Ended. What was not kept is forgotten.", err=True)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches that address."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_anywhere(host: str) -> bool:
    """Whether that stands for every address of the machine, which is no name to be called by."""
    try:
        return ip_address(host.strip("[]")).is_unspecified
    except ValueError:
        return False


def written(host: str) -> str:
    """A host as it stands in an address and in a Host header: lower case, IPv6 in brackets."""
    name = host.strip().lower().rstrip(".")
    return f"[{name}]" if ":" in name and not name.startswith("[") else name
