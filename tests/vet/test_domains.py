"""Domains: every rule and trick proves itself, the parts of a host, and what must never move a judgement."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bonafides.vet.domains as room
from bonafides.vet.domains import RULES, Claim, Rule, domain_of, judged
from bonafides.vet.domains.known import SHARED, countries, firms, is_given_only_to, listed, own_domains
from bonafides.vet.domains.looks import distance, glance, mixes, reach, skeleton
from bonafides.vet.domains.names import begins, carrying, fits, spellings, words_of
from bonafides.vet.domains.split import host_of, is_number
from bonafides.vet.domains.tricks import TRICKS, Trick, beside, trick_of
from bonafides.vet.vetting import Stance
from tests.vet.saying import said

FOLDER = Path(room.__file__).parent


# --- every rule and every trick, by its own examples


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_catches_its_proofs_and_spares_its_near_misses(rule: Rule) -> None:
    assert rule.catches
    assert rule.spares
    for domain, firm, own in rule.catches:
        assert said(domain, firm, own) == (rule.id, rule.stance), domain
    for domain, firm, own in rule.spares:
        assert said(domain, firm, own)[0] != rule.id or "-energy" in domain, domain


@pytest.mark.parametrize("trick", TRICKS, ids=lambda trick: trick.id)
def test_a_trick_catches_its_proofs_and_spares_its_near_misses(trick: Trick) -> None:
    for expected, pairs in ((True, trick.catches), (False, trick.spares)):
        for imitation, original in pairs:
            domain, own = domain_of(imitation), domain_of(original)
            assert domain
            assert own
            assert trick.used(domain, own) is expected, imitation


def test_a_domain_plays_no_trick_on_itself() -> None:
    own = domain_of("jobs.airbus.com")
    assert own
    assert trick_of(own, own) is None


# --- a host and its parts


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("anna@firm.com", "firm.com"),
        ("https://firm.com/x?y@z.org", "firm.com"),
        ("https://linkedin.com@evil.net/in", "evil.net"),
        ("firm.com/offer", "firm.com"),
        ("FIRM.com.", "firm.com"),
        ("firm。com", "firm.com"),
        ("http://[::1]/", "::1"),
        ("http://[broken/", ""),
        ("  ", ""),
        ("a" * 9_000, ""),
    ],
)
def test_the_host_of_an_address(text: str, host: str) -> None:
    assert host_of(text) == host


@pytest.mark.parametrize(
    ("host", "registered", "shared"),
    [
        ("mail.firm.co.uk", "firm.co.uk", False),
        ("firm.github.io", "firm.github.io", True),
        ("firm.uk.com", "firm.uk.com", False),
        ("xn--mller-kva.de", "müller.de", False),
        ("a.b.example", "b.example", False),
    ],
)
def test_what_was_registered(host: str, registered: str, shared: bool) -> None:
    found = domain_of(host)
    assert found
    assert (found.registered, found.shared) == (registered, shared)


@pytest.mark.parametrize(
    "text", ["", "localhost", "a..b", "a b.com", "1.2.3.4", "x\0.com", "-", "@", "\u202ecom.a", "xn--"]
)
def test_what_is_no_domain(text: str) -> None:
    assert domain_of(text) is None
    assert judged(text, Claim(firm="Airbus")) is None


@pytest.mark.parametrize(("host", "number"), [("1.2.3.4", True), ("3232235777", True), ("0x7f1", True), ("a.b", False)])
def test_hosts_that_are_numbers(host: str, number: bool) -> None:
    assert is_number(host) is number


def test_a_broken_punycode_stays_as_it_is() -> None:
    found = domain_of("xn--\u00e9\u00e9.com") or domain_of("xn--99999999999.com")
    assert found
    assert found.label.startswith("xn--")


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_a_judgement(text: str) -> None:
    for claim in (Claim(firm="Airbus"), Claim(firm=text, own=(text,)), Claim()):
        judged(text, claim)
        judged(f"https://{text}.com", claim)


def test_a_hostile_name_takes_no_time() -> None:
    long = "a-" * 31
    assert said(f"{long}a.com", "a " * 5_000)[1] in Stance
    assert said("careerscareerscareerscareerscareerscareerscareersx.com", "Airbus", "airbus.com")[0]


# --- names


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("kestrel", "Kestrel Dynamics GmbH"),
        ("kestreldynamics", "Kestrel Dynamics Ltd."),
        ("kd", "Kestrel Dynamics"),
        ("mueller-personal", "Müller Personal"),
        ("muller", "Müller"),
        ("müller", "Müller"),
        ("smithandlowe", "Smith & Lowe"),
        ("ростелеком", "Ростелеком"),
        ("kth", "Kungliga Tekniska högskolan"),
    ],
)
def test_usual_ways_to_write_a_name(label: str, name: str) -> None:
    assert fits(label, name)


@pytest.mark.parametrize(
    ("label", "name"), [("global-hr", "Kestrel Dynamics"), ("dynamics", "Kestrel Dynamics"), ("x", "Kestrel")]
)
def test_other_names(label: str, name: str) -> None:
    assert not fits(label, name)


def test_parts_of_names() -> None:
    assert words_of("Kestrel-Dynamics GmbH & Co. KG", forms=False) == ("kestrel", "dynamics", "and")
    assert words_of("GmbH", forms=False) == ("gmbh",)
    assert "kestreldynamics" in spellings("Kestrel Dynamics GmbH")
    assert carrying("Kestrel Research Group Ltd") == ("kestrel",)
    assert begins("kestrel", "Kestrel Dynamics")
    assert not begins("dynamics", "Kestrel Dynamics")


def test_a_known_firm_is_found_by_a_part_of_it() -> None:
    assert own_domains("Airbus Defence and Space") == own_domains("Airbus")
    assert own_domains("Airbus Recruitment")
    assert own_domains("Kestrel Dynamics") == ()
    assert own_domains("") == ()


# --- what it looks like


def test_looks() -> None:
    assert skeleton("аirbus") == "airbus"
    assert glance("siernens") == glance("siemens")
    assert mixes("kеstrel")
    assert not mixes("кестрел")
    assert not mixes("müller")
    assert distance("airbus", "airbsu") == 1
    assert [reach(length) for length in (3, 6, 12)] == [0, 1, 2]


def test_words_beside_a_name() -> None:
    pairs = {
        "airbus-jobs.com": {"jobs"},
        "hrairbus.com": {"hr"},
        "abcairbus.com": None,
        "airbus24.com": {"0"},
        "air.com": None,
    }
    own = domain_of("airbus.com")
    assert own
    for host, expected in pairs.items():
        domain = domain_of(host)
        assert domain
        assert beside(domain, own) == (frozenset(expected) if expected is not None else None), host


# --- the lists


def test_the_lists_hold_domains_and_folded_words() -> None:
    table = tomllib.loads((FOLDER / "known.toml").read_text("utf-8"))
    for name in (*SHARED, "free_mail", "disposable", "shorteners", "open_hosts", "agencies", "imitated"):
        assert all(domain_of(each) for each in listed(name)), name
    for name, text in table.items():
        assert text == text.lower(), name
    assert all(domain_of(each) for domains in firms().values() for each in domains)
    assert not listed("bait") & listed("business")


@pytest.mark.parametrize(
    ("host", "kind", "given"),
    [
        ("ox.ac.uk", "teaching", True),
        ("mit.edu", "teaching", True),
        ("firm.ac", "teaching", False),
        ("x.gov.sg", "state", True),
    ],
)
def test_endings_that_not_everybody_is_given(host: str, kind: str, given: bool) -> None:
    domain = domain_of(host)
    assert domain
    assert is_given_only_to(domain, kind) is given


SERVICES = {
    "meeting": "us02web.zoom.us teams.microsoft.com meet.google.com webex.com whereby.com",
    "scheduling": "doodle.com calendly.com eventbrite.com",
    "bulk_mail": "em1.sendgrid.net mailgun.org mailchi.mp hubspot.com",
    "surveys_and_tests": "firm.eu.qualtrics.com codility.com hackerrank.com testgorilla.com",
    "signing": "docusign.net adobesign.com",
    "job_boards": "apec.fr academictransfer.com arbeitsagentur.de jobindex.dk",
    "applicant_tracking": "careers.pageuppeople.com phenom.com firm.wd3.myworkdayjobs.com",
    "academic_submission": "easychair.org editorialmanager.com mc.manuscriptcentral.com cmt3.research.microsoft.com",
    "documents_and_forms": "docs.google.com forms.gle firm.typeform.com firm.sharepoint.com",
    "profiles": "github.com youtube.com",
}


@pytest.mark.parametrize("group", SHARED)
def test_a_service_that_many_share_speaks_against_nobody(group: str) -> None:
    for host in SERVICES[group].split():
        for own in ("kestrel.com", ""):
            assert said(host, "Kestrel", own, mail=False) == ("platform", Stance.UNCHECKED), host
        imitation = f"{host.rpartition('.')[0].replace('.', '-')}-desk24.net"
        assert said(imitation, "Kestrel", "kestrel.com")[1] is Stance.CONTRADICTS, imitation


def test_a_page_that_anybody_builds_is_no_such_service() -> None:
    for host in ("kestrel.wixsite.com", "kestrel-careers.carrd.co", "kestrel.webflow.io", "sites.google.com"):
        assert said(host, "Kestrel", "kestrel.com") == ("open-host", Stance.CONTRADICTS), host


@pytest.mark.parametrize(
    "added", ["{}-hr.ch", "{}group.co.uk", "join{}.com", "{}-recruitment.co.uk", "{}-consulting.de"]
)
def test_an_added_word_speaks_against_nobody_whose_own_domain_is_unknown(added: str) -> None:
    for firm in ("Thornbury", "Lindqvist", "Okonkwo", "Marchetti"):
        host = added.format(firm.lower())
        assert said(host, firm) == ("named-with", Stance.UNCHECKED), host
        assert said(host, firm, f"{firm.lower()}.com") == ("words", Stance.CONTRADICTS), host
    assert said("thornbery.com", "Thornbury") == ("spelling", Stance.CONTRADICTS)


@pytest.mark.parametrize(
    "word", ["research", "insights", "advisory", "beratung", "conseil", "defence", "paris", "lagos"]
)
def test_a_word_by_which_advisers_are_sought_beside_a_known_name(word: str) -> None:
    assert said(f"kestrel-{word}.org", "Kestrel", "kestrel.org") == ("words", Stance.CONTRADICTS)
    assert said(f"kestrel-{word}.org", f"Kestrel {word.title()}", "kestrel.org")[1] is Stance.UNCHECKED


def test_every_country_has_its_branch_under_its_own_ending() -> None:
    for name, ending in countries().items():
        there, elsewhere = f"kestrelwind-{name}.{ending}", f"kestrelwind-{name}.com"
        assert said(elsewhere, "Kestrelwind", "kestrelwind.com")[1] is Stance.CONTRADICTS, elsewhere
        if ending not in listed("sold"):
            assert said(there, "Kestrelwind", "kestrelwind.com")[1] is Stance.UNCHECKED, there


def test_names_with_other_letters_and_several_parts() -> None:
    assert said("maersk.com", "A.P. Møller - Mærsk")[1] is not Stance.CONTRADICTS
    assert said("thornbaek.dk", "J.K. Lund / Thornbæk")[1] is not Stance.CONTRADICTS


# --- what must never move it: where somebody is from

COUNTRIES = ("de", "fr", "cn", "ru", "ir", "il", "in", "pk", "jp", "br", "ng", "us", "dk", "tr", "vn", "pl")
PEOPLES = ("Müller Dahl", "Wang Lin", "Ivanova Petrov", "Hosseini Karimi", "Okafor Bello", "Nguyen Tran", "Kaya Demir")


@pytest.mark.parametrize(
    "pattern", ["kestrel.{}", "kestrel-energy.{}", "kestrel-hr.{}", "jobs.kestrel.{}", "desk24.{}"]
)
@pytest.mark.parametrize("own", ["kestrel.com", ""])
def test_a_country_s_ending_is_like_every_other(pattern: str, own: str) -> None:
    assert len({said(pattern.format(code), "Kestrel", own) for code in COUNTRIES}) == 1


def _domains(name: str) -> list[str]:
    whole = "".join(words_of(name))
    return [f"{whole}.com", f"{whole}-careers.com", "gmail.com", "global-desk24.net", f"{whole[:-1]}.com"]


def test_a_name_is_like_every_other_whichever_people_it_is_common_among() -> None:
    found = {
        name: [said(domain, f"{name} Consulting", f"{''.join(words_of(name))}.com") for domain in _domains(name)]
        for name in PEOPLES
    }
    assert len({tuple(rows) for rows in found.values()}) == 1, found


def test_mail_services_of_all_countries_are_told_alike() -> None:
    for service in ("gmail.com", "qq.com", "mail.ru", "web.de", "orange.fr", "naver.com", "wp.pl", "rediffmail.com"):
        assert said(service, "Kestrel Dynamics") == ("free-mail", Stance.CONTRADICTS)
        assert said(service)[1] is Stance.UNCHECKED


def test_a_mail_service_is_no_page_and_no_firm_s_own_domain() -> None:
    assert said("gmail.com", "Kestrel", mail=False)[0] != "free-mail"
    assert said("gmail.com", "Kestrel", "gmail.com")[0] == "free-mail"
    assert said("gmail.com", "", "kestrel.com")[0] == "free-mail"


def test_the_page_names_the_rules_in_their_order() -> None:
    page = (Path(__file__).parents[2] / "docs" / "vet.md").read_text("utf-8")
    table = page.partition("| rule | stance | when |")[2].partition("\n\n")[0]
    named = [line.split("`")[1] for line in table.splitlines() if line.startswith("| `")]
    assert list(dict.fromkeys(named)) == [*dict.fromkeys(rule.id for rule in RULES), "unknown"]
