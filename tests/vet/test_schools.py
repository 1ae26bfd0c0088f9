"""What lists that others keep say of a domain: schools, public bodies, open mail; and what they cannot know."""

from __future__ import annotations

import pytest

from bonafides.vet.domains.schools import domains_of
from bonafides.vet.vetting import Stance
from tests.vet.saying import said


@pytest.mark.parametrize(
    ("domain", "firm", "own", "rule"),
    [
        # what a list knows counts
        ("myuct.ac.za", "University of Cape Town", "uct.ac.za", "own"),
        ("unizh.ch", "Universität Zürich", "", "own"),
        ("tsinghua-edu.cn", "Tsinghua University", "", "front"),
        ("kaist.edu", "KAIST", "kaist.ac.kr", "abroad"),
        ("ku.edu.tr", "KU Leuven", "kuleuven.be", "mismatch"),
        ("mail.mil", "Kestrel Dynamics", "kestrel.com", "given-only"),
        ("consultant.com", "Kestrel Dynamics", "", "free-mail"),
        ("nus.edu.sg", "Kestrel Dynamics", "", "given-only"),
        ("leonardocompany.com", "Leonardo S.p.A.", "leonardo.com", "own"),
        ("insel.ch", "Inselspital Bern", "", "akin"),
        # what it cannot know is left open
        ("yorkuniversity.us", "York University", "yorku.ca", "also-named"),  # two schools of one name
        ("gcd.ie", "Griffith College", "griffithcollege.edu.au", "given-only"),
        ("csd117.org", "Alamo Colleges", "alamo.edu", "mismatch"),  # a mark of the list's format is no name
        ("chat.ru", "Moscow External University of the Humanities", "", "short"),  # a school there, and free mail
        ("minsk.by", "European Humanities University", "ehu.lt", "given-only"),  # on the list's own stop list
        ("uct.education", "University of Cape Town", "", "also-named"),
        ("universityofcapetown.com", "University of Cape Town", "", "also-named"),
        ("ugent.be", "Université de Gand", "", "given-only"),
        ("unimi.it", "Universität Mailand", "", "given-only"),
        ("helsinki.fi", "Helsingin yliopisto", "", "given-only"),
        # an honest address is not accused, and a strange one does not fit
        ("kestrel-com.de", "Kestrel Com GmbH", "", "named"),
        ("dot-org.com", "Dot Org Foundation", "", "named"),
        ("sp.nl", "Socialistische Partij", "sp.nl", "own"),  # in a long list of free mail by mistake
        ("upf.org", "Universal Peace Federation", "upf.org", "own"),
        ("xn--airbus-.com", "Airbus", "", "mismatch"),
    ],
)
def test_a_domain_beside_what_lists_say(domain: str, firm: str, own: str, rule: str) -> None:
    assert said(domain, firm, own)[0] == rule


@pytest.mark.parametrize("host", ["mod.gov.sg", "mod.go.jp", "mod.go.kr", "kemlu.go.id", "mef.gub.uy", "mod.gob.es"])
def test_a_public_body_of_every_country_is_one(host: str) -> None:
    assert said(host, "Kestrel Dynamics", "kestrel.com") == ("given-only", Stance.UNCHECKED)


def test_a_school_that_many_bear_the_name_of_has_no_own_domain() -> None:
    assert domains_of("University of Cape Town")
    assert domains_of("Kestrel Dynamics") == ()
    assert domains_of("Saint Mary's School") == ()
