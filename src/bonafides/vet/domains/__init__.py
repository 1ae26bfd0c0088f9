"""Whose domain is it? What a mail or web address says about the firm that somebody names, and what it cannot say."""

from __future__ import annotations

from bonafides.vet.domains.claim import Claim, Judged, Rule
from bonafides.vet.domains.judging import judged
from bonafides.vet.domains.rules import RULES
from bonafides.vet.domains.split import Domain, domain_of

__all__ = ["RULES", "Claim", "Domain", "Judged", "Rule", "domain_of", "judged"]
