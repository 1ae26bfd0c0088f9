"""Judges a domain against the firm that somebody names: one rule after the other, the first that applies decides."""

from __future__ import annotations

from bonafides.vet.domains.claim import Claim, Judged
from bonafides.vet.domains.rules import RULES
from bonafides.vet.domains.split import domain_of
from bonafides.vet.vetting import Stance


def judged(domain: str, claim: Claim) -> Judged | None:
    """What the first rule that applies says of a domain or an address; None for what holds no domain.

    `unknown` where no rule applies: nobody can tell from the name alone.
    """
    found = domain_of(domain)
    if found is None:
        return None
    for rule in RULES:
        against = rule.applies(found, claim)
        if against is not None:
            return Judged(host=found.host, rule=rule.id, stance=rule.stance, against=against)
    return Judged(host=found.host, rule="unknown", stance=Stance.UNCHECKED)
