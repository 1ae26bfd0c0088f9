"""What the tables say to people is there in every language, with the same addresses, and no English is left in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from bonafides.advise import routes_available
from bonafides.advise.routes import country_named, emergency, routes
from bonafides.advise.tables import ROOM, names, table
from bonafides.advise.words import by_language, load_words, spoken
from bonafides.model import Kind, Level, Situation, Stage, Status
from tests.advise.matrix import Asked

LANGUAGES = {path.stem for path in (ROOM / "words").glob("*.toml")}
OTHERS = sorted(LANGUAGES - {"en"})
PROPER = {
    "Algemene Inlichtingen- en Veiligheidsdienst (AIVD)",
    "Bundesamt für Verfassungsschutz (BfV)",
    "Canadian Anti-Fraud Centre",
    "Canadian Security Intelligence Service (CSIS)",
    "Cybermalveillance.gouv.fr",
    "Direction générale de la sécurité intérieure (DGSI)",
    "FBI Internet Crime Complaint Center (IC3)",
    "Federal Bureau of Investigation (FBI)",
    "Kaitsepolitseiamet (KAPO)",
    "LinkedIn",
    "MI5",
    "New Zealand Security Intelligence Service (NZSIS)",
    "Politiets Efterretningstjeneste (PET)",
    "Politiets sikkerhetstjeneste (PST)",
    "Public Security Intelligence Agency (PSIA)",
    "Suojelupoliisi (Supo)",
    "Säkerhetspolisen",
    "Telegram",
    "WhatsApp",
    "XING",
    "WeChat",
    "Signal",
    "Messenger",
    "Instagram",
    "Discord",
}
"""What institutions and firms call themselves, which is the same in every language."""
ALIKE = {("fr", "Police"), ("fr", "112 (police 110)"), ("fr", "112 (police 117)"), ("fr", "112 (police 17)")}
"""What happens to be written as in English."""
ADDRESS = re.compile(r"https://[^\s,]+|\S+@\S+\.\w+|@\w+|\+?\d[\d -]+\d")
ENGLISH_WORD = re.compile(
    r"\b(?:the|your|and|whom|where|report|delete|nothing|office|officer'?s|security|then|with|from)\b", re.IGNORECASE
)

NAMED = re.compile(
    r"The Nevernight Connection|Report Fraud|Field Office|(?:facility|chief) security officer", re.IGNORECASE
)
"""Proper names and terms of one country that stand inside a sentence."""


def files() -> Iterator[tuple[str, dict[str, Any]]]:
    for kind in ("routes", "platforms"):
        for stem in names(kind):
            yield f"{kind}/{stem}", table(f"{kind}/{stem}.toml") or {}


def texts() -> Iterator[tuple[str, Any]]:
    """Every text of the tables that is by language or the same in all, with where it stands."""
    for where, data in files():
        entries = data.get("route", [data])
        yield f"{where} emergency", data.get("emergency", "")
        for entry in entries:
            yield f"{where} name", entry["name"]
            yield f"{where} note", entry.get("note", "")
            for contact in entry["contacts"]:
                yield f"{where} contact", contact


def tables_by_language() -> Iterator[tuple[str, dict[str, dict[str, str]]]]:
    for where, data in files():
        for name in ("office", "text"):
            if name in data:
                yield f"{where} {name}", data[name]


TEXTS, TABLES = list(texts()), list(tables_by_language())


@pytest.mark.parametrize(("where", "text"), TEXTS, ids=[f"{at}-{where}" for at, (where, _) in enumerate(TEXTS)])
def test_a_text_is_in_every_language_or_needs_none(where: str, text: Any) -> None:
    if isinstance(text, str):
        assert not text or text in PROPER or ADDRESS.fullmatch(text), "only a proper name or an address needs none"
        return
    assert set(text) == LANGUAGES
    assert all(text.values())
    assert len({tuple(ADDRESS.findall(said)) for said in text.values()}) == 1, "the same addresses in every language"
    english = by_language(text)["en"]
    for lang in OTHERS:
        assert text[lang] != english or english in PROPER or (lang, english) in ALIKE


@pytest.mark.parametrize(("where", "by_lang"), TABLES, ids=[where for where, _ in TABLES])
def test_a_table_is_in_every_language(where: str, by_lang: dict[str, dict[str, str]]) -> None:
    assert set(by_lang) == LANGUAGES
    for lang, said in by_lang.items():
        assert set(said) >= set(by_lang["en"])
        assert all(said.values())
        assert lang == "en" or set(said.values()).isdisjoint(by_lang["en"].values())


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize("country", sorted(names("routes")))
def test_an_advice_holds_no_english(lang: str, country: str) -> None:
    """Notes, names of platforms and offices, steps: everything but the proper names of institutions."""
    code = "" if country == "generic" else country
    for kind, status, channels in (
        (Kind.APPROACH, Status.OTHER, ("linkedin", "whatsapp")),
        (Kind.DEVICE_LURE, Status.CONTRACTOR, ("telegram",)),
        (Kind.UNCLEAR, Status.ACADEMIC, ("paste",)),
        (Kind.SCAM, Status.JOURNALIST, ("email",)),
    ):
        for situation in (Situation.ANSWERED, Situation.THREATENED):
            advice = Asked(
                kind=kind,
                level=Level.ALARM,
                stage=Stage.STARTER_TASK,
                situation=situation,
                status=status,
                country=code,
                channels=channels,
                lang=lang,
            ).advice()
            said = [advice.headline, *(line for each in advice.sections for line in (each.heading, *each.lines))]
            said += [text for route in advice.routes for text in (*route.contacts, route.note)]
            plain = [NAMED.sub("", ADDRESS.sub("", line)) for line in said]
            assert [line for line in plain if ENGLISH_WORD.search(line)] == []


def test_a_plain_text_is_the_same_in_every_language() -> None:
    assert [spoken(by_language("MI5"), load_words(lang)) for lang in sorted(LANGUAGES)] == ["MI5"] * len(LANGUAGES)


def test_a_language_without_the_text_gets_english() -> None:
    assert spoken(by_language({"en": "the platform", "de": "die Plattform"}), load_words("fr")) == "the platform"
    with pytest.raises(KeyError):
        by_language({"de": "die Plattform"})


def test_routes_speak_the_language_asked_for() -> None:
    words = load_words("de")
    assert emergency(country_named("fr"), words) == "112 (Polizei 17)"
    assert emergency(country_named("zm"), words) == "die Notrufnummer an Ihrem Ort"
    (first, *_) = routes(country_named(""), Kind.APPROACH, Status.OTHER, words)
    assert first.name == "Anwaltliche Hilfe, die Sie selbst gewählt haben"
    assert "Landes führt ein Verzeichnis" in first.contacts[0]
    assert {row.name for row in routes_available("de")} >= {"MI5", "Polizei", "Polizei Ihres Kantons"}
