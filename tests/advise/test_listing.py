"""The list of routes holds every country and platform, says how well each is known, and names what is out of date."""

from __future__ import annotations

from datetime import date

import pytest

from bonafides.advise import listing
from bonafides.advise.listing import all_routes, country_routes, never_read, out_of_date, platform_steps
from bonafides.advise.tables import names
from bonafides.errors import AdviseError
from bonafides.model import Seen, Status

DOCUMENTED = {
    "US": Seen.PAGE, "GB": Seen.NO, "CA": Seen.PAGE, "DE": Seen.PAGE, "FR": Seen.PAGE, "AU": Seen.PAGE,
    "NZ": Seen.PAGE, "NL": Seen.CITED, "NO": Seen.PAGE, "FI": Seen.NO, "CH": Seen.NO, "JP": Seen.CITED, "BE": Seen.NO,
    "SE": Seen.NO, "DK": Seen.NO, "EE": Seen.NO, "EU": Seen.NO, "UN": Seen.NO,
}  # fmt: skip
"""How well the first route of each country is known."""


def test_every_documented_country_is_listed_as_it_was_seen() -> None:
    assert {each.code: each.routes[0].seen for each in all_routes() if each.own} == DOCUMENTED


def test_the_general_way_comes_last() -> None:
    found = all_routes(lang="de")
    assert [each.code for each in found if not each.own] == [found[-1].code]
    assert [each.name for each in found[:-1]] == sorted((each.name for each in found[:-1]), key=str.casefold)


def test_a_status_narrows_the_list() -> None:
    def named(status: Status | None) -> list[str]:
        return [route.name for route in country_routes("au", status=status).routes]

    assert "Contact Reporting Scheme" in named(Status.CLEARED)[0]
    assert "NITRO" in named(Status.STUDENT)[0]
    assert len(named(None)) == len(named(Status.CLEARED))


def test_a_country_without_a_list_keeps_its_name() -> None:
    found = country_routes("br", lang="fr")
    assert (found.code, found.own) == ("BR", False)
    assert "Br" in found.name


def test_platforms_have_all_four_steps_and_the_order_is_said() -> None:
    found = platform_steps()
    assert [each.key for each in found] == [*sorted(set(names("platforms")) - {"generic"}), "generic"]
    for each in found:
        assert all((each.keep, each.tell, each.report, each.block))
        assert "last" in each.block.lower()
    assert [each.key for each in platform_steps("LinkedIn")] == ["linkedin"]
    with pytest.raises(AdviseError) as caught:
        platform_steps("friendster")
    assert "linkedin" in caught.value.next_step


def test_what_is_old_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Tomorrow(date):
        @classmethod
        def today(cls) -> Tomorrow:
            return cls(2031, 1, 1)

    before = set(out_of_date())
    assert "CA: Canadian Security Intelligence Service (CSIS), 2024-02" in before
    monkeypatch.setattr(listing, "date", Tomorrow)
    assert {each for each in out_of_date() if each.startswith("US: FBI")}, "forms are gone over every year, too"
    assert set(out_of_date()) > before
    assert never_read() > 10
