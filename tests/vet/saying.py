"""What the rules say of a domain, in one line."""

from __future__ import annotations

from bonafides.vet.domains import Claim, judged
from bonafides.vet.vetting import Stance


def said(domain: str, firm: str = "", own: str = "", *, mail: bool = True) -> tuple[str, Stance]:
    """The rule that decides, and its stance."""
    found = judged(domain, Claim(firm=firm, own=(own,) if own else (), mail=mail))
    assert found is not None
    return found.rule, found.stance
