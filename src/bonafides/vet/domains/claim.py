"""The shapes of judging a domain: what it is held against, what came of it, and one rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.vet.domains import known, schools
from bonafides.vet.domains.split import Domain, domain_of
from bonafides.vet.vetting import Stance

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a domain is held against."""

    firm: str = ""
    """The firm that they say they are from; empty where they name none."""
    own: tuple[str, ...] = ()
    """Domains of that firm that the user knows by a route of their own."""
    mail: bool = True
    """Whether the domain is that of a mail address, and not of a page."""

    @property
    def whom(self) -> str:
        """The firm by its name or, where only that is told, by its domain; empty where neither is."""
        return self.firm or next(iter(self.own), "")

    @property
    def domains(self) -> tuple[Domain, ...]:
        """The firm's own domains: those given, then those that are known; never one that everybody can use."""
        given = [domain for each in (*self.own, *known.own_domains(self.firm)) if (domain := domain_of(each))]
        once = {each.registered: each for each in given if not known.is_in(each, "free_mail")}
        return tuple(once.values())

    @property
    def is_sure(self) -> bool:
        """Whether the own domains are those of the very firm that is named, not of a whole of which it is a part."""
        return bool(self.own) or bool(known.exactly(self.firm))

    @property
    def of_schools(self) -> tuple[Domain, ...]:
        """Domains of the school of that name, as far as a list has them: others may be the school's too."""
        return tuple(domain for each in schools.domains_of(self.firm) if (domain := domain_of(each)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A domain and the rule that decided on it."""

    host: str
    """The domain as told, in the letters that a reader sees."""
    rule: str
    """Id of the rule, or `unknown`."""
    stance: Stance
    against: str = ""
    """What it was held against: a domain, or the name of the firm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. `applies` gives what the domain was held against, or None where the rule has nothing to say."""

    id: str
    stance: Stance
    source: str
    applies: Callable[[Domain, Claim], str | None]
    catches: tuple[tuple[str, str, str], ...]
    """Domain, firm and the firm's own domain (or empty)."""
    spares: tuple[tuple[str, str, str], ...]
