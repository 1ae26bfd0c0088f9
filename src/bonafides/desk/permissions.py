"""Who may do what, as data; and why, for whoever asks."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bonafides.errors import DeskError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bonafides.store.records import Case


class Role(StrEnum):
    """What somebody is at the desk."""

    REPORTER = "reporter"
    OFFICER = "officer"
    LEAD = "lead"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Reach(StrEnum):
    """How far a permission goes."""

    ANY = "any"
    OWN = "own"
    """Cases that they work on, or that nobody works on yet."""
    MINE = "mine"
    """Only cases that they work on: taking one is entered in the chain."""
    SELF = "self"
    """What they reported themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts: an account in its role; the program itself has neither."""

    account: str
    role: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Whether somebody may do something, and the rule that says so."""

    allowed: bool
    action: str
    role: str
    reach: str
    """How far the role's permission goes; empty where it has none."""


PROGRAM = Actor(account="", role="program", name="")
"""What the program does by itself, by rule: the drop folder, the clock of retention."""
_OF_THE_PROGRAM = frozenset(
    {"report.add", "case.purge", "audit.verify", "audit.forget", "import.add", "account.manage", "backup.make"}
)


@cache
def matrix() -> Mapping[str, Mapping[str, Reach]]:
    """For each action (`case.judge`), the roles that may do it and how far."""
    table = tomllib.loads(files(__package__).joinpath("permissions.toml").read_text("utf-8"))
    return {
        f"{thing}.{verb}": {Role(role).value: Reach(reach) for role, reach in roles.items()}
        for thing, verbs in table.items()
        for verb, roles in verbs.items()
    }


def decide(actor: Actor, action: str, *, case: Case | None = None, reporter: str = "") -> Decision:
    """Whether `actor` may do `action`, to `case` or to what `reporter` (an account id) reported.

    Raises DeskError for an action that nobody has heard of.
    """
    if action not in matrix():
        raise DeskError("there is no such action", where=action)
    if actor == PROGRAM:
        return Decision(allowed=action in _OF_THE_PROGRAM, action=action, role=actor.role, reach="")
    reach = matrix()[action].get(actor.role)
    allowed = (
        reach is not None
        and {
            Reach.ANY: True,
            Reach.OWN: case is not None and case.owner in ("", actor.account),
            Reach.MINE: case is not None and bool(actor.account) and case.owner == actor.account,
            Reach.SELF: bool(reporter) and reporter == actor.account,
        }[reach]
    )
    return Decision(allowed=allowed, action=action, role=actor.role, reach=reach.value if reach else "")


def require(actor: Actor, action: str, *, case: Case | None = None, reporter: str = "") -> None:
    """Raises RefusedError unless `actor` may do it."""
    decision = decide(actor, action, case=case, reporter=reporter)
    if not decision.allowed:
        raise RefusedError(
            f"the role “{decision.role}” may not do this here",
            where=action,
            next_step="Ask whoever works on the case, or the lead of the desk.",
        )
