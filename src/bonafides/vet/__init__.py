"""The vetting room: what somebody says of themselves, held against what can be known without asking anybody.

It finds what agrees, what contradicts and what nobody has checked; it never finds anybody genuine or false, and gives
no score. No check knows a nationality, a country or a language.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bonafides.vet.checks import CHECKS
from bonafides.vet.readable import readable
from bonafides.vet.told import Told, together
from bonafides.vet.vetting import AskAbout, Open, Stance, Statement, Vetting

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bonafides.vet.check import Check

__all__ = [
    "CHECKS",
    "TESTS",
    "AskAbout",
    "Open",
    "Stance",
    "Statement",
    "Told",
    "Vetting",
    "sources_of",
    "together",
    "vet",
]

TESTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("client", ("client-unnamed", "client-checks-out", "no-trace-of-firm")),
    ("sharing", ("not-public", "clear-it-at-work", "keep-it-quiet")),
    ("call", ("confirmed-by-organisation", "not-known-there", "dead-contacts")),
)
"""The three tests, in their order, with the questions of the interview by which each is answered."""


def vet(told: Told, *, checks: Sequence[Check] = CHECKS, asked_about: tuple[AskAbout, ...] = ()) -> Vetting:
    """Run every check on what is told. `asked_about` is shown beside it and changes nothing."""
    told = readable(told)
    found = _with_doubt(told, dict.fromkeys(statement for check in checks for statement in check.find(told)))
    sides = {stance: tuple(each for each in found if each.stance is stance) for stance in Stance}
    return Vetting(
        told=replace(told, unread=()),
        agrees=sides[Stance.AGREES],
        contradicts=sides[Stance.CONTRADICTS],
        unchecked=sides[Stance.UNCHECKED],
        open=_open(told),
        asked_about=asked_about,
        unread=told.unread,
    )


def sources_of(statement: Statement, *, checks: Sequence[Check] = CHECKS) -> tuple[str, ...]:
    """The standards, papers or pages that one finding rests on: those of its rule, else those of its check."""
    single = {key: sources for check in checks for key, sources in check.by_finding.items()}
    whole = next((check.sources for check in checks if check.id == statement.check), ())
    return single.get(statement.key, whole)


def _with_doubt(told: Told, found: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements, where a sender's address that no server vouches for agrees with nothing: anybody can write it."""
    found = tuple(found)
    senders = {letter.sender for letter in told.letters}
    proved = {each.value for each in found if each.check == "mail" and each.stance is Stance.AGREES}
    refuted = {each.value for each in found if each.check == "mail" and each.stance is Stance.CONTRADICTS}
    doubted = (senders - proved) | refuted
    return tuple(
        replace(each, stance=Stance.UNCHECKED)
        if each.stance is Stance.AGREES and each.check != "mail" and each.value in doubted
        else each
        for each in found
    )


def _open(told: Told) -> tuple[Open, ...]:
    """What no program can know: who the person is, whether the firm is there, and for whom the work is."""
    name = told.names[0] if told.names else ""
    return (
        Open(id="person", about=name, ways=("call", "person")),
        Open(id="firm", about=told.firm, ways=("register", "own-site", "domain-age")),
        Open(id="client", about=told.client, ways=("client", "register")),
        Open(id="sharing", about="", ways=("employer",)),
    )
