"""What may follow for one account, mildest first, and how far the evidence carries: people decide, not the program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bonafides.campaign.pack.finding import Finding
    from bonafides.campaign.pack.history import History
    from bonafides.campaign.pack.membership import Fall

FRICTION_LINKS = 2
"""Linked pairs that must be mistaken before an account drops out, from which slowing it down is proportionate."""
VERIFY_LINKS, VERIFY_STRENGTH = 3, 0.25
RESTRICT_LINKS, RESTRICT_STRENGTH, RESTRICT_FAMILIES, RESTRICT_CONTACTS = 4, 0.5, 2, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing that may be done, and whether the evidence supports it."""

    option: str
    """`warn-contacted`, `friction`, `verification`, `restriction`."""
    supported: bool
    lacking: tuple[str, ...]
    """What is missing for it: keys of the words under `lacking`."""


def options(finding: Finding, strength: float, fall: Fall, past: History, families: int) -> tuple[Option, ...]:
    """All options, mildest first; each needs what the milder ones need, so that none is skipped.

    To warn those who were contacted harms nobody, and only campaigns with lures or reports come here: always open.
    `families` counts the behavioural families in which the account itself is linked.
    """
    innocent = any(tried.holds for tried in finding.campaign.innocent)
    contacts = fall.contacts if fall.fewest_contacts is None else fall.fewest_contacts
    needs: dict[str, dict[str, bool]] = {
        "warn-contacted": {},
        "friction": {"innocent": not innocent, "links": fall.fewest_links >= FRICTION_LINKS},
        "verification": {
            "links": fall.fewest_links >= VERIFY_LINKS,
            "strength": strength >= VERIFY_STRENGTH,
        },
        "restriction": {
            "links": fall.fewest_links >= RESTRICT_LINKS,
            "strength": strength >= RESTRICT_STRENGTH,
            "families": families >= RESTRICT_FAMILIES,
            "contacts": contacts >= RESTRICT_CONTACTS,
            "hijack": past.verdict == "unlikely",
        },
    }
    found: list[Option] = []
    lacking: tuple[str, ...] = ()
    for option, met in needs.items():
        lacking = tuple(dict.fromkeys((*lacking, *(need for need, holds in met.items() if not holds))))
        found.append(Option(option=option, supported=not lacking, lacking=lacking))
    return tuple(found)
