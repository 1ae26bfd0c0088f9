"""The vetting as JSON: every statement with its check, the value that it rests on, and what it was held against."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bonafides.version import __version__
from bonafides.vet import sources_of
from bonafides.vet.registers import register_of

if TYPE_CHECKING:
    from bonafides.vet import Statement, Vetting

SCHEMA = "bonafides.vetting/1"


def machine(vetting: Vetting, *, country: str = "") -> str:
    """The whole vetting; there is no verdict and no number in it."""
    register = register_of(country) if country else None
    found = {
        "schema": SCHEMA,
        "version": __version__,
        "contradicts": [_row(each) for each in vetting.contradicts],
        "agrees": [_row(each) for each in vetting.agrees],
        "unchecked": [_row(each) for each in vetting.unchecked],
        "open": [{"id": each.id, "about": each.about, "ways": list(each.ways)} for each in vetting.open],
        "asked_about": [dict(each.row()) for each in vetting.asked_about],
        "register": {"name": register.name, "address": register.address} if register else None,
        "unread": [{"why": each.why, "where": each.where, "count": each.count} for each in vetting.unread],
    }
    return json.dumps(found, ensure_ascii=True, indent=2) + "\n"


def _row(statement: Statement) -> dict[str, object]:
    return {
        "check": statement.check,
        "finding": statement.key,
        "value": statement.value,
        "against": statement.against,
        "sources": list(sources_of(statement)),
    }
