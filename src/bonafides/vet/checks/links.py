"""Holds what a link shows against where it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.vet.check import Check
from bonafides.vet.domains import Claim, domain_of, judged
from bonafides.vet.told import Link, Told
from bonafides.vet.vetting import Stance, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

ID = "link"
_SAID = frozenset({"shortener", "mixed", "imitates-service", "letters", "front"})
"""Rules that are told of a link's target; a letter links to many pages, and most are nobody's claim."""


def _find(told: Told) -> Iterator[Statement]:
    for link in told.links:
        shown, target = domain_of(link.text), domain_of(link.target)
        if target is None:
            continue
        if shown is not None and shown.registered != target.registered and _is_address(link.text):
            yield Statement(
                check=ID, key="link.elsewhere", stance=Stance.CONTRADICTS, value=link.text, against=target.host
            )
        found = judged(link.target, Claim(firm=told.firm, own=told.own, mail=False))
        if found is not None and found.rule in _SAID:
            yield Statement(
                check=ID, key=f"address.{found.rule}", stance=found.stance, value=target.host, against=found.against
            )


def _is_address(text: str) -> bool:
    """Whether a reader takes the words for an address: one word, with an ending that they have seen."""
    bare = text.strip()
    found = domain_of(bare)
    return found is not None and not any(char.isspace() for char in bare) and found.ending.isalpha()


LINKS = Check(
    id=ID,
    sources=("APWG", "RFC 3986"),
    ways=("own-site",),
    find=_find,
    catches=(Told(links=(Link(text="https://www.airbus.com/jobs", target="https://desk-24.net/a"),)),),
    spares=(
        Told(links=(Link(text="https://www.airbus.com/jobs", target="https://jobs.airbus.com/x"),)),
        Told(links=(Link(text="Read more.", target="https://desk-24.net/a"),)),
    ),
)
