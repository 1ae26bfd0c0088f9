"""The ways in which a domain is made to look like somebody else's: one value each, in the order in which they are told.

Kinds as in Szurdi et al. 2014 (typosquatting), Kintis et al. 2017 (combosquatting) and UTS #39 (look-alike letters).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bonafides.vet.domains.known import countries, is_given_only_to, listed
from bonafides.vet.domains.looks import distance, glance, reach, skeleton

if TYPE_CHECKING:
    from collections.abc import Callable

    from bonafides.vet.domains.split import Domain

SHORTEST = 4
"""Letters of a name from which it is looked for inside other names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trick:
    """One way to look like a domain. `used` takes the domain and the one that may be imitated, which is another."""

    id: str
    source: str
    used: Callable[[Domain, Domain], bool]
    catches: tuple[tuple[str, str], ...]
    """Pairs of imitation and original."""
    spares: tuple[tuple[str, str], ...]


def _front(domain: Domain, own: Domain) -> bool:
    """The original stands before what was really registered."""
    before, dashed = ".".join(domain.before), own.registered.replace(".", "-")
    dotted, whole = "." in own.registered, f"-{before.replace('.', '-')}-{domain.label}-"
    if dotted and (f".{own.registered}." in f".{before}." or f"-{dashed}-" in whole):
        return True
    parts = {part for each in domain.before for part in (each, *each.split("-"))}
    return len(own.label) >= SHORTEST and own.label in parts


def _letters(domain: Domain, own: Domain) -> bool:
    """Other letters that look the same."""
    return domain.label != own.label and glance(domain.label) == glance(own.label) and len(own.label) > 1


def _spelling(domain: Domain, own: Domain) -> bool:
    """A letter more, less, changed or swapped; a hyphen more or less."""
    label, original = skeleton(domain.label), own.label
    if label == original:
        return False
    if label.replace("-", "") == original.replace("-", ""):
        return True
    far = reach(len(original))
    return bool(far) and min(distance(label, original), distance(glance(label), glance(original))) <= far


def _words(domain: Domain, own: Domain) -> bool:
    """The original with words beside it that sound like an office or a larger firm, also slightly misspelt."""
    rest = beside(domain, own)
    if rest is None:
        inside = named_inside(domain, own)
        if inside and any(stem in inside for stem in listed("stems")):
            return True
    if rest is not None:
        return bool(rest) and bool(rest & (listed("bait") | listed("grand") | {"0"}))
    parts = skeleton(domain.label).split("-")
    bare = "-".join(part for part in parts if part not in listed("bait") | listed("grand"))
    if bare == "-".join(parts) or len(bare) < SHORTEST:
        return False
    near = min(distance(bare, own.label), distance(glance(bare), glance(own.label)))
    return near <= (reach(len(own.label)) if glance(bare) != glance(own.label) else 3)


def _ending(domain: Domain, own: Domain) -> bool:
    """The same name under an ending that is sold to anybody."""
    given = any(is_given_only_to(domain, kind) for kind in ("teaching", "state"))
    return domain.label == own.label and not given and not is_country(domain, own)


def is_country(domain: Domain, own: Domain) -> bool:
    """Whether another ending is one that a firm takes in another country, or the general one of a country's firm."""
    if len(domain.ending) == 2 or not domain.ending.isascii():
        return "." in domain.suffix or domain.ending not in listed("sold")
    return domain.suffix == "com" and len(own.ending) == 2


def beside(domain: Domain, own: Domain) -> frozenset[str] | None:
    """The known words that stand beside the original's name in a label (`0` for figures); None where others do."""
    label, name = skeleton(domain.label), own.label
    places = [name] if len(name) >= SHORTEST else []
    if name in label.split("-"):
        places = [name]
    for place in places:
        at = label.find(place)
        while at >= 0:
            before, after = _split(label[:at]), _split(label[at + len(place) :])
            if before is not None and after is not None:
                return before | after
            at = label.find(place, at + 1)
    return _short(label, name)


def is_lure(domain: Domain, own: Domain) -> bool:
    """Whether the original has a word beside it by which advisers are sought, or a place.

    The name of a country under that country's ending is none: branches write themselves so.
    """
    rest = beside(domain, own) or frozenset()
    abroad = {word for word in rest if word in countries() and countries()[word] != domain.ending}
    inside = named_inside(domain, own)
    return bool(abroad or rest & (listed("lure") | listed("places"))) or any(
        stem in inside for stem in listed("lure_stems")
    )


def named_inside(domain: Domain, own: Domain) -> str:
    """What is left of a label beside the original's name, where that stands at one of its ends; else empty.

    Such as `rexroth` in `boschrexroth`: nobody knows from the name whether it is a daughter firm.
    """
    label, name = skeleton(domain.label), own.label
    if len(name) < SHORTEST + 1 or label == name:
        return ""
    if label.startswith(name):
        return label[len(name) :].strip("-")
    return label[: -len(name)].strip("-") if label.endswith(name) else ""


def _short(label: str, name: str) -> frozenset[str] | None:
    """A name too short to be looked for everywhere, with one known word after or before it."""
    if not 2 <= len(name) < SHORTEST:
        return None
    rests = [label[len(name) :] if label.startswith(name) else "", label[: -len(name)] if label.endswith(name) else ""]
    return next((frozenset({rest}) for rest in rests if len(rest) > 3 and rest in _every()), None)


@lru_cache(maxsize=4_096)
def _split(rest: str) -> frozenset[str] | None:
    """A stretch of a label as known words, fewest first; None where it is not made of them alone."""
    found: list[frozenset[str] | None] = [frozenset(), *[None] * len(rest)]
    for end in range(1, len(rest) + 1):
        for start in range(max(0, end - 20), end):
            held, word = found[start], rest[start:end]
            if held is None or found[end] is not None:
                continue
            if word == "-":
                found[end] = held
            elif word.isdigit():
                found[end] = held | {"0"}
            elif word in _every() and (len(word) > 2 or _bounded(rest, start, end)):
                found[end] = held | {word}
    return found[len(rest)]


def _bounded(rest: str, start: int, end: int) -> bool:
    """Whether a word of two letters stands by itself, so that it is not read into others."""
    return (start == 0 or rest[start - 1] == "-") and (end == len(rest) or rest[end] == "-")


@lru_cache(maxsize=1)
def _every() -> frozenset[str]:
    return listed("bait") | listed("grand") | listed("business") | listed("lure") | listed("places") | set(countries())


TRICKS: tuple[Trick, ...] = (
    Trick(
        id="front", source="RFC 1034; APWG", used=_front,
        catches=(("airbus.com.jobs-desk.net", "airbus.com"), ("airbus-com.net", "airbus.com")),
        spares=(("jobs.airbus.com", "airbus.com"), ("columbus.travel", "bus.com")),
    ),
    Trick(
        id="letters", source="UTS #39", used=_letters,
        catches=(("аirbus.com", "airbus.com"), ("a1rbus.com", "airbus.com"), ("siernens.com", "siemens.com")),
        spares=(("airbus.com", "airbus.com"), ("airport.com", "airbus.com")),
    ),
    Trick(
        id="spelling", source="Szurdi 2014", used=_spelling,
        catches=(("airbuss.com", "airbus.com"), ("air-bus.com", "airbus.com"), ("ariane-group.com", "arianegroup.com")),
        spares=(("airport.com", "airbus.com"), ("ibn.com", "ibm.com")),
    ),
    Trick(
        id="words", source="Kintis 2017", used=_words,
        catches=(("airbus-careers.com", "airbus.com"), ("airbusjobs.net", "airbus.com"), ("ibm-hr.net", "ibm.com")),
        spares=(("airbus.com", "airbus.com"), ("siemens-energy.com", "siemens.com"), ("grandprix.com", "rand.org")),
    ),
    Trick(
        id="ending", source="Kintis 2017", used=_ending,
        catches=(("airbus.careers", "airbus.com"), ("airbus.co", "airbus.com")),
        spares=(("airbus.de", "airbus.com"), ("airbus.com", "airbus.de"), ("airbus.co.uk", "airbus.com")),
    ),
)  # fmt: skip
"""In the order in which they are told: what stands in front first, because it hides the domain itself."""


def trick_of(domain: Domain, own: Domain) -> Trick | None:
    """The first trick by which a domain looks like another one; None for the same domain."""
    if domain.registered == own.registered:
        return None
    return next((trick for trick in TRICKS if trick.used(domain, own)), None)
