"""Every country has a name, a code that is mistyped finds its neighbours, and every one of them leads to advice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.advise.countries import codes, country_code, country_name, near
from bonafides.advise.listing import country_routes
from bonafides.advise.words import load_words
from bonafides.errors import AdviseError
from bonafides.model import Status

LANGUAGES = ("da", "de", "en", "es", "fr")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_country_has_a_name(lang: str) -> None:
    assert len(codes()) >= 249
    assert [code for code in codes() if country_name(code, lang) in ("", code)] == []


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("GER", "DE"), ("DNK", "DK"), ("USA", "US"), ("GBR", "GB"), ("FRA", "FR"), ("POL", "PL"),
        ("DEU", "DE"), ("Germany", "DE"), ("germny", "DE"), ("Deutschland", "DE"), ("Österreich", "AT"),
        ("osterreich", "AT"), ("Suisse", "CH"), ("Schweiz", "CH"), ("españa", "ES"), ("zz", "ZA"), ("united", "GB"),
    ],
)  # fmt: skip
def test_what_was_mistyped_is_recognised(typed: str, first: str) -> None:
    found = near(typed)
    assert first in found if typed == "united" else found[0] == first


@given(typed=st.text(max_size=80))
def test_any_text_gives_a_code_or_a_plain_error(typed: str) -> None:
    known = {"", *codes(), "UK", "EL"}
    if typed.strip().upper() in known:
        assert country_code(typed) in known
        return
    with pytest.raises(AdviseError, match="two-letter") as caught:
        country_code(typed)
    assert len(caught.value.where) <= 20


def test_a_huge_text_is_looked_at_in_part() -> None:
    assert near("x" * 1_000_000) == ()


@pytest.mark.parametrize("code", codes())
def test_every_country_leads_to_help_for_every_status(code: str) -> None:
    """The own security office, somewhere outside it, and no telephone number that nobody saw."""
    for status in Status:
        found = country_routes(code, status=status)
        assert found.office
        assert found.emergency
        assert found.name
        assert len(found.routes) >= 2
        assert all(route.contacts for route in found.routes)
        for route in found.routes:
            if any(char.isdigit() for contact in route.contacts for char in contact if "http" not in contact):
                assert route.seen != "no", "a number that nobody saw"
    if not country_routes(code).own:
        names = [route.name for route in country_routes(code, status=Status.SERVING).routes]
        assert any("security office" in name for name in names)
        assert any("embassy" in name for name in names)
        assert "police" in names[-1]


def test_the_name_is_the_library_s_only_where_there_is_no_own() -> None:
    assert country_name("UN", "de") == "Internationale Organisationen"
    assert country_name("XK", "fr") == "Kosovo"
    assert load_words("fr")
