"""What the pages are served with: who may reach them, in which words, how much they take, and where things are kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING

from bonafides.render.phrases import ENGLISH
from bonafides.settings import home

if TYPE_CHECKING:
    from bonafides.desk.desk import Desk
    from bonafides.web.gate import Gate

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""Names by which only this machine reaches itself."""
UPLOAD_LIMIT = 512 * 1024**2
DESK_UPLOAD_LIMIT = 72 * 1024**2
"""The same at the desk, where people without an account may send: one report with its files, and no more."""
COOKIE = "bonafides"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """How one server serves; the same for all its requests."""

    hosts: tuple[str, ...] = LOOPBACK
    """Names (without port) by which it may be called: no other site can make its own name point here."""
    desk: Desk | None = None
    """The officer's desk, where there is one."""
    person: bool = True
    """Whether the person's pages are served; their words promise that nothing leaves the machine."""
    lang: str = ENGLISH
    """Language until somebody chooses another."""
    zone: tzinfo = UTC
    """Zone of files that carry none, and of the times shown."""
    secure_cookies: bool = False
    """Whether cookies travel over https only; true wherever others than this machine are served."""
    upload_limit: int = UPLOAD_LIMIT
    """Bytes that one request may bring."""
    gate: Gate | None = None
    """Who may use the person's pages on a machine with several users; None: whoever reaches them."""
    home: Path = field(default_factory=home)
    secret: bytes = field(default_factory=lambda: token_bytes(32), repr=False)
    """Key of the tokens in forms."""
    cookie: str = COOKIE
    """Name of the cookie; two servers on one machine need two, for ports do not tell cookies apart."""
