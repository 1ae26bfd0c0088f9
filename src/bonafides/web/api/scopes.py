"""What a token may be for: each scope covers some actions of the permissions, and no action stands in two of them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bonafides.desk.permissions import matrix

if TYPE_CHECKING:
    from collections.abc import Mapping

OWN = "tokens:write"
"""For what needs no permission, since it is about the owner's own tokens."""
SCOPES: Mapping[str, tuple[str, ...]] = {
    "reports:write": ("report.add",),
    "reports:read": ("report.read",),
    "reporters:read": ("report.reporter",),
    "cases:read": ("case.list", "case.read", "case.search", "case.attachment"),
    "cases:write": ("case.edit", "case.note", "case.task", "case.answer", "case.merge", "link.decide"),
    "cases:judge": ("case.judge",),
    "cases:hold": ("case.hold",),
    "cases:purge": ("case.purge",),
    "cases:export": ("case.export",),
    "campaigns:read": ("campaign.read",),
    "campaigns:write": ("campaign.edit",),
    "statistics:read": ("statistics.read",),
    "audit:read": ("audit.read", "audit.verify"),
    "access:export": ("access.export",),
    "privacy:read": ("privacy.read",),
    "settings:read": ("setting.read",),
    "settings:write": ("setting.change",),
    "accounts:write": ("account.manage",),
    OWN: (),
}
"""Each with its actions. What is deleted, decided or handed on has a scope of its own, so that a token for everyday
work cannot do it."""
NOT_SERVED = frozenset({"import.add", "backup.make", "audit.forget", "pack.make"})
"""Actions that belong to the machine on which the desk runs, where they read and write files, or to the eyes of a lead:
what goes out in a pack is looked at line by line."""


@cache
def scope_of(action: str) -> str:
    """The scope that covers an action. Raises KeyError for one that other programs cannot do."""
    return {each: scope for scope, actions in SCOPES.items() for each in actions}[action]


@cache
def allowed(role: str) -> frozenset[str]:
    """The scopes that tokens of a role may have: those of which it may do something."""
    known = {each for roles in matrix().values() for each in roles}
    mine = {action for action, roles in matrix().items() if role in roles}
    return frozenset(
        scope for scope, actions in SCOPES.items() if role in known and (mine.intersection(actions) or not actions)
    )
