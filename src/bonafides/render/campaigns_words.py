"""What a hunt's identifiers are called: families, windows, purposes, explanations; a new one is shown by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.model.campaign import Purpose
from bonafides.render.clean import name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bonafides.render.phrases import Phrases

FAMILIES = {
    "targets": "hunt.family.targets",
    "sequence": "hunt.family.sequence",
    "text": "hunt.family.text",
    "handle": "hunt.family.handle",
    "photo": "hunt.family.photo",
    "profile": "hunt.family.profile",
    "network": "hunt.family.network",
    "employer": "hunt.family.employer",
}
WINDOWS = {
    "1h": "hunt.window.1h",
    "1d": "hunt.window.1d",
    "7d": "hunt.window.7d",
    "all": "hunt.window.all",
}
PURPOSES = {
    Purpose.LURE_EVIDENCE: "hunt.purpose.lure-evidence",
    Purpose.MEMBER_REPORTS: "hunt.purpose.member-reports",
    Purpose.UNKNOWN: "hunt.purpose.unknown",
}
NOTES = {
    Purpose.LURE_EVIDENCE: "hunt.purpose.lure-evidence_note",
    Purpose.MEMBER_REPORTS: "hunt.purpose.member-reports_note",
    Purpose.UNKNOWN: "hunt.purpose.unknown_note",
}
STATUSES = {
    "new": "hunt.status.new",
    "grown": "hunt.status.grown",
    "steady": "hunt.status.steady",
    "quiet": "hunt.status.quiet",
}
EXPLANATIONS = {
    "answered-back": "hunt.innocent.answered-back",
    "closed-circle": "hunt.innocent.closed-circle",
}
HELD = {
    "over-budget": "hunt.held.over-budget",
    "purpose-unknown": "hunt.held.purpose-unknown",
    "innocent": "hunt.held.innocent",
}
KINDS = {
    "sector": "hunt.selective.sector",
    "employer": "hunt.selective.employer",
}
COUNTS = {
    "events": "hunt.count.events",
    "accounts": "hunt.count.accounts",
    "targets": "hunt.count.targets",
    "pairs": "hunt.count.pairs",
    "edges": "hunt.count.edges",
    "components": "hunt.count.components",
    "campaigns": "hunt.count.campaigns",
}


def called(table: Mapping[str, str], given: str, words: Phrases) -> str:
    """The words for an identifier; one that `table` does not hold is made readable: `sales-team` -> `Sales team`."""
    if given in table:
        return words(table[given])
    plain = name(given.replace("-", " ").replace("_", " "), 80)
    return plain[:1].upper() + plain[1:]
