"""Holds mail addresses and pages against the firm that is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.vet.check import Check
from bonafides.vet.domains import RULES, Claim, judged
from bonafides.vet.domains.split import host_of, is_number
from bonafides.vet.told import Told
from bonafides.vet.vetting import Stance, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

ID = "address"


def _find(told: Told) -> Iterator[Statement]:
    for mail in told.mails:
        yield from _of(mail, told, mail=True)
    for url in told.urls:
        yield from _of(url, told, mail=False)


def _of(value: str, told: Told, *, mail: bool) -> Iterator[Statement]:
    host = host_of(value)
    if is_number(host):
        yield _said("number", Stance.CONTRADICTS, value)
        return
    found = judged(value, Claim(firm=told.firm, own=told.own, mail=mail))
    if found is None:
        yield _said("none", Stance.UNCHECKED, value)
        return
    if not mail and "@" in value.split("://", 1)[-1].split("/", 1)[0]:
        yield _said("hidden", Stance.CONTRADICTS, value, found.host)
    yield _said(found.rule, found.stance, value, found.against)


def _said(key: str, stance: Stance, value: str, against: str = "") -> Statement:
    return Statement(check=ID, key=f"{ID}.{key}", stance=stance, value=value, against=against)


ADDRESSES = Check(
    id=ID,
    sources=("Szurdi et al. 2014", "Kintis et al. 2017", "UTS #39", "Public Suffix List"),
    ways=("own-site", "domain-age", "call"),
    find=_find,
    by_finding={f"{ID}.{rule.id}": (rule.source,) for rule in RULES}
    | {f"{ID}.{key}": ("RFC 3986",) for key in ("number", "hidden", "none")}
    | {f"{ID}.unknown": ("docs/vet.md",)},
    catches=(
        Told(firms=("Kestrel Dynamics",), mails=("anna@gmail.com",)),
        Told(firms=("Airbus",), mails=("hr@airbus-careers.net",)),
        Told(urls=("https://linkedin.com@profile-desk.net/in/anna",)),
        Told(urls=("http://203.0.113.7/offer",)),
    ),
    spares=(
        Told(mails=("anna@gmail.com",)),
        Told(firms=("Airbus",), mails=("anna@airbus.com",), urls=("https://airbus.wd3.myworkdayjobs.com/x",)),
        Told(firms=("Kestrel Dynamics",), mails=("anna@mail.kestreldynamics.co.uk",)),
    ),
)
