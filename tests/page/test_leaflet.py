"""The advice that needs no program: there in every language, for every country with a list."""

from __future__ import annotations

import pytest

from bonafides.page.leaflet import codes, leaflet
from bonafides.render.phrases import languages, phrases

LANGUAGES = languages("bonafides.page")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_whole(lang: str) -> None:
    names = {code: phrases(lang, "bonafides.page")(f"country.{code}") for code in codes()}
    found = leaflet(lang, names)
    assert len(found.tonight) >= 6
    assert len(found.involved) >= 5
    assert len(found.stages) == 9
    assert [country.name for country in found.countries] == [*names.values(), ""]
    assert all(country.routes for country in found.countries)
    assert not any("{" in line for line in (*found.tonight, *found.involved, *found.check))


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "en"])
def test_no_sentence_stays_english(lang: str) -> None:
    there, english = leaflet(lang, {}), leaflet("en", {})
    assert not {*there.tonight, *there.involved, *there.check} & {
        *english.tonight, *english.involved, *english.check,
    }  # fmt: skip


def test_it_names_a_country_for_each_list() -> None:
    """So that a new list of routes gets a name in every language."""
    assert all(phrases("en", "bonafides.page")(f"country.{code}") for code in codes())
