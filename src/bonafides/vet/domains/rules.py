"""The rules by which a domain is judged, each with its proof and near miss; their order is part of them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bonafides.vet.domains import known, names, schools
from bonafides.vet.domains.claim import Claim, Rule
from bonafides.vet.domains.known import countries, listed
from bonafides.vet.domains.looks import glance, mixes
from bonafides.vet.domains.split import Domain, domain_of
from bonafides.vet.domains.tricks import SHORTEST, beside, is_country, is_lure, named_inside, trick_of
from bonafides.vet.vetting import Stance

if TYPE_CHECKING:
    from collections.abc import Callable


_WRITTEN = frozenset({"bund", "com", "int", "net", "org"}) | listed("teaching") | listed("state")
"""Endings that are written into names (`uct-ac`, `ministry-gov`)."""
_FEWEST = 3
"""Letters from which initials are told."""


def _own(domain: Domain, claim: Claim) -> str | None:
    if schools.is_at_school_of(domain, claim.firm, claim.domains):
        return domain.registered
    return next((own.registered for own in claim.domains if own.registered == domain.registered), None)


def _free_mail(domain: Domain, claim: Claim) -> str | None:
    named = claim.firm and names.begins(domain.label, claim.firm) and not known.is_in(domain, "free_mail")
    return claim.whom or None if claim.mail and not named and known.is_free_mail(domain) else None


def _disposable(domain: Domain, claim: Claim) -> str | None:
    return claim.firm if claim.mail and known.is_disposable(domain) else None


def _written_ending(domain: Domain, claim: Claim) -> str | None:
    """An ending that it does not have is written into the name, or a whole domain in front of it."""
    if not claim.whom or domain.registered in known.famous():
        return None
    if "com" in domain.before[1:]:
        return claim.whom
    name, _, ending = domain.label.rpartition("-")
    named = ending in names.words_of(claim.firm)
    if not name or named or ending not in _WRITTEN or ending in domain.suffix.split("."):
        return None
    own = any(name == each.label for each in claim.domains)
    words = {word for way in (0, 1) for word in names.carrying(claim.firm, way=way)}
    return claim.whom if own or name in words or (claim.firm and names.fits(name, claim.firm)) else None


def _letters_of_initials(domain: Domain, claim: Claim) -> str | None:
    """The initials of the name with figures or accents for letters."""
    if not claim.firm or claim.domains or len(domain.label) < SHORTEST or domain.label in names.initials(claim.firm):
        return None
    odd = {char for char in domain.label if not ("a" <= char <= "z")} - set(names.as_written(claim.firm))
    like = {glance(each) for each in names.initials(claim.firm)}
    return claim.firm if odd and glance(domain.label) in like else None


def _mixed(domain: Domain, claim: Claim) -> str | None:
    return next((label for label in domain.host.split(".") if mixes(label)), None)


def _listed(name: str) -> Callable[[Domain, Claim], str | None]:
    def applies(domain: Domain, claim: Claim) -> str | None:
        return claim.firm if known.is_in(domain, name) else None

    return applies


def _platform(domain: Domain, claim: Claim) -> str | None:
    return claim.firm if known.is_shared(domain) else None


def _by_trick(trick: str) -> Callable[[Domain, Claim], str | None]:
    def applies(domain: Domain, claim: Claim) -> str | None:
        if domain.registered in known.famous():  # another organisation's own, however near the names are
            return None
        known_ones = claim.domains or _of_schools(domain, claim)
        for own in known_ones or _imitable(domain, claim):
            used = trick_of(domain, own)
            if used is not None and (known_ones or _is_near(domain, own, used.id)):
                return (own.registered if known_ones else claim.firm) if used.id == trick else None
        return None

    return applies


def _of_schools(domain: Domain, claim: Claim) -> tuple[Domain, ...]:
    """The school's domains; none where this one is another usual way to write the school's name."""
    return () if names.fits(domain.label, claim.firm) else claim.of_schools


def _is_near(domain: Domain, own: Domain, trick: str) -> bool:
    """Whether a trick can be told by the name of the firm alone; a name in the genitive is none (`frasers`)."""
    genitive = domain.label == f"{own.label}s" and not own.label.endswith("s")
    return trick in ("letters", "spelling") and not genitive


def _imitable(domain: Domain, claim: Claim) -> tuple[Domain, ...]:
    """What a domain may imitate: the firm's own; where none is known, its name as a domain would write it."""
    if claim.domains:
        return claim.domains
    if not claim.firm or not names.is_latin(claim.firm) or names.fits(domain.label, claim.firm):
        return ()
    return tuple(_as_domain(name, domain) for name in names.spellings(claim.firm) if len(name) > SHORTEST)


def _as_domain(name: str, domain: Domain) -> Domain:
    """A name as it would be written under that domain's ending."""
    return Domain(host=name, registered=name, label=name, suffix=domain.suffix)


def _open_host(domain: Domain, claim: Claim) -> str | None:
    return claim.whom or None if domain.shared or known.is_in(domain, "open_hosts") else None


def _abroad(domain: Domain, claim: Claim) -> str | None:
    for own in claim.domains:
        same = own.label == domain.label or _with_its_accents(domain, own, claim.firm)
        if same and (domain.suffix == own.suffix or is_country(domain, own) or _is_given_only(domain)):
            return own.registered
    return None


def _with_its_accents(domain: Domain, own: Domain, firm: str) -> bool:
    """Whether it is the own domain with the accents that the firm's name has, such as `müller` beside `mueller`."""
    accents = {char for char in domain.label if not char.isascii()}
    bare = own.label.replace("-", "")
    return (
        bool(accents)
        and accents <= set(names.as_written(firm))
        and any(names.plain(domain.label, way).replace("-", "") == bare for way in (0, 1))
    )


def _part(domain: Domain, claim: Claim) -> str | None:
    """The firm's name with words that say which part of it this is, or what it does; not under any odd ending."""
    if domain.registered in known.famous():
        return None
    return next((own.registered for own in claim.domains if _is_part(domain, own) and _usual(domain, own)), None)


def _hiring(domain: Domain, claim: Claim) -> str | None:
    """No own domain is known, and this one has the firm's whole name with a word that says: apply here."""
    if claim.domains or domain.registered in known.famous():
        return None
    rests = (beside(domain, name) for name in _imitable(domain, claim))
    return claim.firm if any(rest and rest & listed("hiring") for rest in rests) else None


def _named_with(domain: Domain, claim: Claim) -> str | None:
    """No own domain is known, and this one has the firm's name with something beside it, as small firms have it."""
    if claim.domains or domain.registered in known.famous():
        return None
    added = any(trick_of(domain, own) or _is_part(domain, own) for own in _imitable(domain, claim))
    return claim.firm if added else None


def _lure(domain: Domain, claim: Claim) -> str | None:
    """The own name with a word by which advisers are sought, or a place, that the firm's name does not have."""
    if domain.registered in known.famous():
        return None
    return next((own.registered for own in claim.domains if is_lure(domain, own)), None)


def _is_part(domain: Domain, own: Domain) -> bool:
    """Whether known words stand beside the firm's name, or one that may be a daughter's own name."""
    parts = domain.label.split("-")
    doubled = own.label in parts and domain.suffix == own.suffix and min(map(len, parts)) >= _FEWEST < len(own.label)
    return bool(beside(domain, own)) or len(named_inside(domain, own)) >= SHORTEST or doubled


def _usual(domain: Domain, own: Domain) -> bool:
    """Whether an ending is one that a firm takes beside its own; a university needs none beside `.edu`."""
    if _is_given_only(own) or _is_given_only(domain):
        return _is_given_only(domain)
    return domain.suffix in (own.suffix, "com") or is_country(domain, own)


def _odd_part(domain: Domain, claim: Claim) -> str | None:
    """The same under an ending that a firm hardly takes."""
    if domain.registered in known.famous():
        return None
    return next((own.registered for own in claim.domains if beside(domain, own) and not _usual(domain, own)), None)


def _platform_like(domain: Domain, claim: Claim) -> str | None:
    """Looks like a service that everybody uses, whoever is named."""
    if domain.registered in known.famous() or (claim.firm and names.fits(domain.label, claim.firm)):
        return None
    for target in _targets():
        used = trick_of(domain, target)
        if used is None or (used.id == "ending" and domain.suffix.startswith("co.")):
            continue
        if used.id in ("letters", "front") or len(target.label) > 6:
            return target.registered
    return None


@cache
def _targets() -> tuple[Domain, ...]:
    """The services that are imitated; a name that is an everyday word is left out."""
    every = sorted(known.listed("imitated"))
    return tuple(domain for each in every if (domain := domain_of(each)))


def _given_only(domain: Domain, claim: Claim) -> str | None:
    """A public body has many domains, whichever of them the user knows; a school may have several names."""
    if known.is_given_only_to(domain, "state"):
        return claim.whom or None
    if schools.may_be(domain, claim.firm, claim.domains):
        return claim.firm
    return claim.firm if known.is_given_only_to(domain, "teaching") and not claim.domains else None


def _is_given_only(domain: Domain) -> bool:
    return any(known.is_given_only_to(domain, kind) for kind in ("teaching", "state"))


def _named(domain: Domain, claim: Claim) -> str | None:
    """Nothing is known of the firm's own domain, and this one has its name."""
    known_ones = claim.domains or claim.of_schools
    return claim.firm if claim.firm and not known_ones and names.fits(domain.label, claim.firm) else None


def _also_named(domain: Domain, claim: Claim) -> str | None:
    """The name of the firm or its beginning, under a usual ending, though its own domain is another one."""
    if not claim.domains and claim.of_schools and names.fits(domain.label, claim.firm):
        return claim.firm
    if not claim.firm or not claim.domains or any(own.label == domain.label for own in claim.domains):
        return None
    usual = any(_usual(domain, own) for own in claim.domains) and len(domain.label) >= _FEWEST
    named = names.fits(domain.label, claim.firm) or _is_cut_of(domain, claim)
    return claim.firm if usual and named else None


def _is_cut_of(domain: Domain, claim: Claim) -> bool:
    """Whether it is the beginning of a word that tells the firm from others (`insel` of `Inselspital`)."""
    long = len(domain.label) >= SHORTEST
    return long and any(word.startswith(domain.label) for way in (0, 1) for word in names.carrying(claim.firm, way=way))


def _akin(domain: Domain, claim: Claim) -> str | None:
    """A word of the name that tells it from others, its beginning, or its initials, beside words that are not known."""
    if claim.is_sure or not claim.firm:
        return None
    words = {word for way in (0, 1) for word in names.carrying(claim.firm, way=way)}
    parts = domain.label.split("-")
    inside = any(len(word) >= SHORTEST and word in domain.label for word in words)
    initials = len(parts) > 1 and any(len(part) >= 3 and names.fits(part, claim.firm) for part in parts)
    begins = any(len(each) >= 3 and beside(domain, _as_domain(each, domain)) for each in names.initials(claim.firm))
    return claim.firm if inside or initials or begins or _is_cut_of(domain, claim) else None


def _short(domain: Domain, claim: Claim) -> str | None:
    """A few letters may be initials in a language that nobody told."""
    parts = [part for part in domain.label.split("-") if part not in listed("places") and part not in countries()]
    short = len(parts) == 1 and len(parts[0]) <= SHORTEST
    return claim.firm if claim.firm and not claim.domains and short and not domain.shared else None


def _unreadable(domain: Domain, claim: Claim) -> str | None:
    """A name that is not in Latin letters can be written in them in many ways."""
    return claim.firm if claim.firm and not claim.domains and not names.is_latin(claim.firm) else None


def _agency(domain: Domain, claim: Claim) -> str | None:
    return claim.firm if claim.firm and known.is_in(domain, "agencies") else None


def _mismatch(domain: Domain, claim: Claim) -> str | None:
    if not claim.firm and not claim.domains:
        return None
    return claim.domains[0].registered if claim.domains else claim.firm


RULES: tuple[Rule, ...] = (
    Rule(id="own", stance=Stance.AGREES, source="Public Suffix List", applies=_own,
         catches=(("jobs.airbus.com", "Airbus", ""), ("cs.kestrel-institute.org", "Kestrel", "kestrel-institute.org")),
         spares=(("airbus.com.jobs-desk.net", "Airbus", ""),)),
    Rule(id="platform", stance=Stance.UNCHECKED, source="docs/vet.md", applies=_platform,
         catches=(("airbus.wd3.myworkdayjobs.com", "Airbus", ""), ("us02web.zoom.us", "Kestrel Dynamics", "")),
         spares=(("airbus.myworkdayjobs.com.desk.net", "Airbus", ""),)),
    Rule(id="disposable", stance=Stance.CONTRADICTS, source="docs/vet.md", applies=_disposable,
         catches=(("mailinator.com", "Kestrel Dynamics", ""),), spares=(("mailbox.org", "", ""),)),
    Rule(id="free-mail", stance=Stance.CONTRADICTS, source="docs/vet.md", applies=_free_mail,
         catches=(("gmail.com", "Airbus", ""), ("yahoo.co.uk", "Kestrel Dynamics", "")),
         spares=(("gmail.com", "", ""), ("airbus.com", "Airbus", ""))),
    Rule(id="shortener", stance=Stance.UNCHECKED, source="docs/vet.md", applies=_listed("shorteners"),
         catches=(("bit.ly", "Airbus", ""),), spares=(("airbus.com", "Airbus", ""),)),
    Rule(id="mixed", stance=Stance.CONTRADICTS, source="UTS #39", applies=_mixed,
         catches=(("kеstrel.com", "Kestrel", ""),), spares=(("пример.com", "Пример", ""), ("müller.de", "Müller", ""))),
    Rule(id="open-host", stance=Stance.CONTRADICTS, source="Public Suffix List", applies=_open_host,
         catches=(("airbus-careers.web.app", "Airbus", ""),), spares=(("airbus.com", "Airbus", ""),)),
    Rule(id="abroad", stance=Stance.UNCHECKED, source="Public Suffix List", applies=_abroad,
         catches=(("airbus.fr", "Airbus", ""), ("kestrel.co.uk", "Kestrel", "kestrel.com")),
         spares=(("airbus.co", "Airbus", ""),)),
    Rule(id="front", stance=Stance.CONTRADICTS, source="RFC 1034", applies=_by_trick("front"),
         catches=(("airbus.com.jobs-desk.net", "Airbus", ""),), spares=(("jobs.airbus.com", "Airbus", ""),)),
    Rule(id="front", stance=Stance.CONTRADICTS, source="RFC 1034", applies=_written_ending,
         catches=(("kestrel-edu.com", "Kestrel Academy", ""), ("mail.foreign.com.legal-docs.net", "Kestrel", ""),
                  ("kestrel-ac.za.net", "Kestrel", "kestrel.ac.za")),
         spares=(("kestrel.edu", "Kestrel Academy", ""), ("com.kestrel.net", "Kestrel", ""))),
    Rule(id="letters", stance=Stance.CONTRADICTS, source="UTS #39", applies=_letters_of_initials,
         catches=(("1crc.org", "International Committee of the Red Cross", ""),),
         spares=(("icrc.org", "International Committee of the Red Cross", ""), ("7e1.com", "Seven Eleven", ""))),
    Rule(id="letters", stance=Stance.CONTRADICTS, source="UTS #39", applies=_by_trick("letters"),
         catches=(("a1rbus.com", "Airbus", ""), ("siernens.com", "Siemens", "siemens.com")),
         spares=(("airbus.com", "Airbus", ""), ("müller.de", "Müller", ""))),
    Rule(id="spelling", stance=Stance.CONTRADICTS, source="Szurdi 2014", applies=_by_trick("spelling"),
         catches=(("airbuss.com", "Airbus", ""), ("kestreldynamic.com", "Kestrel Dynamics", "kestreldynamics.com")),
         spares=(("airbus.com", "Airbus", ""),)),
    Rule(id="words", stance=Stance.CONTRADICTS, source="Kintis 2017", applies=_by_trick("words"),
         catches=(("airbus-careers.com", "Airbus", ""), ("kestrel-hr.com", "Kestrel", "kestrel.com")),
         spares=(("kestreldynamics-hr.com", "Kestrel Dynamics", ""),)),
    Rule(id="words", stance=Stance.CONTRADICTS, source="Kintis 2017", applies=_odd_part,
         catches=(("kestrel-energy.org", "Kestrel", "kestrel.com"),),
         spares=(("kestrel-energy.com", "Kestrel", "kestrel.com"),)),
    Rule(id="also-named", stance=Stance.UNCHECKED, source="docs/vet.md", applies=_also_named,
         catches=(("kestreldynamics.com", "Kestrel Dynamics", "kd-tech.org"),),
         spares=(("kestreldynamics.click", "Kestrel Dynamics", "kd-tech.org"),)),
    Rule(id="words", stance=Stance.CONTRADICTS, source="Kintis 2017", applies=_lure,
         catches=(("kestrel-insights.com", "Kestrel", "kestrel.com"), ("kestrel-oslo.org", "Kestrel", "kestrel.org")),
         spares=(("kestrel-norway.no", "Kestrel", "kestrel.com"), ("kestrel-insights.com", "Kestrel", ""))),
    Rule(id="ending", stance=Stance.CONTRADICTS, source="Kintis 2017", applies=_by_trick("ending"),
         catches=(("airbus.careers", "Airbus", ""),), spares=(("airbus.de", "Airbus", ""),)),
    Rule(id="part", stance=Stance.UNCHECKED, source="docs/vet.md", applies=_part,
         catches=(("kestrel-energy.com", "Kestrel", "kestrel.com"),),
         spares=(("kestrel-hr.com", "Kestrel", "kestrel.com"),)),
    Rule(id="imitates-service", stance=Stance.CONTRADICTS, source="Kintis 2017", applies=_platform_like,
         catches=(("linkedin-mail.net", "", ""), ("1inkedin.com", "Kestrel Dynamics", "")),
         spares=(("kestreldynamics.com", "Kestrel Dynamics", ""), ("linkage.org", "", ""))),
    Rule(id="words", stance=Stance.CONTRADICTS, source="Kintis 2017", applies=_hiring,
         catches=(("kestreldynamics-careers.com", "Kestrel Dynamics", ""),),
         spares=(("kestreldynamics-hr.com", "Kestrel Dynamics", ""),)),
    Rule(id="named-with", stance=Stance.UNCHECKED, source="docs/vet.md", applies=_named_with,
         catches=(("kestreldynamics-hr.com", "Kestrel Dynamics", ""), ("kestrelgroup.co.uk", "Kestrel", "")),
         spares=(("kestrel-hr.com", "Kestrel", "kestrel.com"), ("global-hr.net", "Kestrel", ""))),
    Rule(id="named", stance=Stance.AGREES, source="docs/vet.md", applies=_named,
         catches=(("kestreldynamics.com", "Kestrel Dynamics", ""),
                  ("univie.ac.at", "Universität Wien (University of Vienna)", "")),
         spares=(("global-hr.net", "Kestrel Dynamics", ""),)),
    Rule(id="given-only", stance=Stance.UNCHECKED, source="Public Suffix List", applies=_given_only,
         catches=(("xyz.ac.uk", "Institute of Something", ""),),
         spares=(("kestrel.ac", "Institute of Something", ""),)),
    Rule(id="akin", stance=Stance.UNCHECKED, source="docs/vet.md", applies=_akin,
         catches=(("mykestrelview.com", "Kestrel Dynamics", ""),), spares=(("global-hr.net", "Kestrel Dynamics", ""),)),
    Rule(id="unreadable", stance=Stance.UNCHECKED, source="docs/vet.md", applies=_unreadable,
         catches=(("primer.ru", "Пример", ""),), spares=(("global-hr.net", "Kestrel Dynamics", ""),)),
    Rule(id="short", stance=Stance.UNCHECKED, source="docs/vet.md", applies=_short,
         catches=(("qzk-oslo.org", "Institutt for noe", ""),), spares=(("global-hr.net", "Kestrel Dynamics", ""),)),
    Rule(id="agency", stance=Stance.UNCHECKED, source="docs/vet.md", applies=_agency,
         catches=(("hays.com", "Airbus", ""),), spares=(("global-hr.net", "Airbus", ""),)),
    Rule(id="mismatch", stance=Stance.CONTRADICTS, source="docs/vet.md", applies=_mismatch,
         catches=(("global-hr.net", "Airbus", ""), ("desk24.org", "Kestrel Dynamics", "kestrel.com")),
         spares=(("global-hr.net", "", ""),)),
)  # fmt: skip
"""The order decides: what is certain first, then what many honest firms share, then imitation, then the rest."""
