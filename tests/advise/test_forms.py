"""The files of forms are complete and honest, and a field that asks what somebody is can never be filled."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bonafides.advise.countries import codes
from bonafides.advise.fills import FILLS
from bonafides.advise.forms import (
    _field,
    asks_what_somebody_is,
    form_for,
    forms_available,
    general_form,
    is_outdated,
)
from bonafides.advise.routes import country_named
from bonafides.advise.tables import ROOM, names, table
from bonafides.advise.words import load_words
from bonafides.model import Kind, Seen, Status

LANGUAGES = {path.stem for path in (ROOM / "words").glob("*.toml")}
ENTRIES = [(stem, entry) for stem in names("forms") for entry in (table(f"forms/{stem}.toml") or {})["form"]]


@pytest.mark.parametrize(("stem", "entry"), ENTRIES, ids=[f"{at}-{stem}" for at, (stem, _) in enumerate(ENTRIES)])
def test_a_form_is_complete_dated_and_says_where_it_is_from(stem: str, entry: dict[str, Any]) -> None:
    assert stem == "generic" or stem.upper() in codes()
    assert entry["written_on"] <= date.today().isoformat()
    assert bool(entry["verified_on"]) == (entry["seen"] == Seen.PAGE), "a form that was seen has a day, no other has"
    assert stem == "generic" or entry["source"].startswith("https://")
    for key in ("service", "place", "note"):
        assert isinstance(entry[key], str) or set(entry[key]) == LANGUAGES, key
    for field in entry.get("field", ()):
        assert set(field) <= {"key", "label", "fill", "ask", "limit", "required"}
        assert ("fill" in field) != ("ask" in field)
        assert field.get("fill", "summary") in FILLS
        assert field.get("ask", "you") in ("you", "never")
        if "label" in field:
            assert set(field["label"]) == LANGUAGES
            assert len(set(field["label"].values())) >= 4
        else:
            assert load_words("en").say(f"form.label.{field['key']}")


@pytest.mark.parametrize("stem", sorted(set(names("forms")) - {"generic"}))
def test_a_form_belongs_to_a_country_with_routes(stem: str) -> None:
    assert country_named(stem).code == stem.upper()


def test_a_form_of_its_own_is_chosen_by_kind_and_status() -> None:
    for_staff = form_for("CA", Kind.APPROACH, Status.CONTRACTOR)
    for_all = form_for("CA", Kind.APPROACH, Status.STUDENT)
    assert for_staff
    assert for_all
    assert "Industrial" in for_staff.service["en"]
    assert "CSIS" in for_all.service["en"]
    assert form_for("CA", Kind.SCAM, Status.STUDENT) is None
    assert form_for("JP", Kind.APPROACH, Status.STUDENT) is None


def test_a_form_without_fields_is_free_text() -> None:
    found = form_for("GB", Kind.APPROACH, Status.OTHER)
    assert found
    assert found.seen is Seen.NO
    assert found.fields == general_form().fields


@pytest.mark.parametrize(
    "label",
    [
        "Nationality", "nationalities of all present", "Staatsangehörigkeit", "Nationalité", "Nacionalidad",
        "Statsborgerskab", "Citizenship (include dual)", "Ethnic background", "ethnicity", "Ethnie", "Race",
        "Skin colour", "Hautfarbe", "Accent", "Akzent", "acento", "Physical description", "Appearance", "Aussehen",
        "Apparence", "Udseende", "Country of origin", "Herkunft", "Religion", "Place of birth", "Mother tongue",
        "native_language", "What the person looks like",
    ],
)  # fmt: skip
def test_a_field_that_asks_what_somebody_is_stays_empty_whatever_its_file_says(label: str) -> None:
    labels = {"en": label, "de": label}
    assert _field({"key": "x", "label": labels, "fill": "account"}).never
    assert _field({"key": label.lower(), "fill": "account"}).fill is None


@pytest.mark.parametrize(
    "label",
    [
        "Trace of the message", "Original text", "What happened", "Bracelet", "Names", "Description of events",
        "Job offer", "E-mail address", "How were you contacted?",
    ],
)  # fmt: skip
def test_other_fields_are_filled(label: str) -> None:
    assert not asks_what_somebody_is(label)


@pytest.mark.parametrize("limit", [0, -1, "10", 1.5])
def test_an_impossible_limit_is_refused(limit: Any) -> None:
    with pytest.raises(ValueError, match="limit"):
        _field({"key": "x", "fill": "account", "limit": limit})


def test_a_form_is_gone_over_every_year() -> None:
    found = general_form()
    assert not is_outdated(found, date(2027, 11, 1))
    assert is_outdated(found, date(2027, 12, 1))
    assert {each.country for each in forms_available()} == {stem.upper() for stem in names("forms")} - {"GENERIC"}
