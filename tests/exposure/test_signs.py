"""Each sign proves itself: what it must catch, and what it must spare, on the same profile."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from bonafides.exposure import judge
from bonafides.exposure.signs import SIGNS
from bonafides.model.exposure import Exposed, ExposureKind
from tests.exposure.profiles import guarded, profile, row


def told(place: str, text: str, kind: ExposureKind, *, alone: bool = False) -> list[Exposed]:
    table, column = place.split(".", 1)
    cells = {column.replace(" ", "_"): text}
    made = profile(row(table, **cells)) if alone else guarded(row(table, **cells))
    return [each for each in judge(made).found if each.kind == kind and each.place.row == 1]


@pytest.mark.parametrize(
    ("kind", "place", "text"), [(sign.kind, place, text) for sign in SIGNS for place, text in sign.catches]
)
def test_it_catches(kind: ExposureKind, place: str, text: str) -> None:
    found = told(place, text, kind)
    assert found
    assert all(text[each.place.start : each.place.end] == each.quote for each in found)


@pytest.mark.parametrize(
    ("kind", "place", "text"), [(sign.kind, place, text) for sign in SIGNS for place, text in sign.spares]
)
def test_it_spares(kind: ExposureKind, place: str, text: str) -> None:
    assert not told(place, text, kind)


def test_every_kind_has_one_sign_with_proof_and_near_miss() -> None:
    assert {sign.kind for sign in SIGNS} == set(ExposureKind)
    assert len(SIGNS) == len(ExposureKind)
    assert all(sign.catches and sign.spares and sign.sources for sign in SIGNS)


def test_every_source_is_a_known_one() -> None:
    known = tomllib.loads(files("bonafides.detect").joinpath("sources.toml").read_text("utf-8"))
    assert {source for sign in SIGNS for source in sign.sources} <= known.keys()


@pytest.mark.parametrize(
    "text",
    [
        "Secret Santa organiser", "Clear communication", "Security guard", "NATO phonetic alphabet", "Program manager",
        "Clearance sale", "Customs clearance", "Google Cloud Platform", "SAS, SPSS and R", "Salvation Army volunteer",
        "Open to work", "Kitchen brigade", "Navy blue", "Base salary", "Fort Worth", "Call centre agent",
    ],
)  # fmt: skip
def test_ordinary_profiles_are_left_alone(text: str) -> None:
    found = judge(profile(row("profile", headline=text), row("skills", name=text))).found
    assert found == ()


@pytest.mark.parametrize("name", ["Ivanova", "Li Wei", "Al-Haddad", "Smith", "Müller", "O'Brien"])
def test_no_name_changes_what_is_found(name: str) -> None:
    def kinds(who: str) -> list[str]:
        made = guarded(row("profile", first_name="A", last_name=who, headline="TS/SCI cleared"))
        return [each.kind for each in judge(made).found]

    assert kinds(name) == kinds("Example")
