"""The forms of services as dated data: fields, limits, and whether anybody has read them; free text for all others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from bonafides.advise.fills import FILLS
from bonafides.advise.routes import GENERIC, outdated
from bonafides.advise.tables import broken, names, table
from bonafides.advise.words import by_language
from bonafides.model import Kind, Seen, Status

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from bonafides.advise.fills import Fill

ABOUT_A_PERSON = (
    "nationalit", "nacionalidad", "staatsangeh", "staatsburger", "citizen", "citoyen", "ciudadan", "statsborger",
    "ethnic", "ethnie", "etnic", "etnisk", "ethnisch", "volksgruppe", "race", "rasse", "raza", "skin col", "skin ton",
    "peau", "hautfarbe", "hudfarve", "piel", "accent", "akzent", "acento", "aksent", "dialect", "appearance",
    "apparence", "apariencia", "aussehen", "udseende", "physical desc", "looks", "religion", "place of birth",
    "country of birth", "country of origin", "origin", "origen", "herkunft", "oprindelse", "mother tongue",
    "native language", "langue maternelle", "muttersprache", "modersmal", "lengua materna",
)  # fmt: skip
"""By these parts of words a field that asks what somebody is, is known, in folded letters and languages of forms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a form."""

    key: str
    label: Mapping[str, str]
    """As the form has it, by language; empty where `key` names one of our own words (`form.label.<key>`)."""
    fill: Fill | None
    """None where only the person can fill it in, or where it stays empty."""
    limit: int | None
    required: bool
    never: bool
    """Whether it asks what somebody is (nationality, looks, accent, ...) and therefore stays empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceForm:
    """What one entry of a file says."""

    service: Mapping[str, str]
    """By language, as the place and the note are; empty in the general form."""
    place: Mapping[str, str]
    note: Mapping[str, str]
    languages: tuple[str, ...]
    """In which the service can be written to; empty where that is not known."""
    seen: Seen
    source: str
    verified_on: str
    written_on: str
    """ISO date on which the entry was last gone over."""
    kinds: tuple[Kind, ...]
    statuses: tuple[Status, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailableForm:
    """A line of the list of forms that come with the program."""

    country: str
    service: str
    seen: Seen
    verified_on: str
    written_on: str
    source: str


def form_for(code: str, kind: Kind, status: Status) -> ServiceForm | None:
    """The first form of a country that is meant for this kind and status; None where there is none."""
    if code.lower() not in names("forms"):
        return None
    fitting = (each for each in _load(code.lower()) if kind in each.kinds)
    found = next((each for each in fitting if not each.statuses or status in each.statuses), None)
    if found is None or found.fields:
        return found
    return replace(found, fields=general_form().fields)


def general_form() -> ServiceForm:
    """Free text in the order in which any service can use it."""
    return _load(GENERIC)[0]


def forms_available() -> tuple[AvailableForm, ...]:
    """Every form that comes with the program, by country."""
    return tuple(
        AvailableForm(
            country=code.upper(),
            service=each.service["en"],
            seen=each.seen,
            verified_on=each.verified_on,
            written_on=each.written_on,
            source=each.source,
        )
        for code in names("forms")
        if code != GENERIC
        for each in _load(code)
    )


def is_outdated(form: ServiceForm, today: date) -> bool:
    """Whether a form was read, or where nobody read it gone over, more than a year before `today`."""
    return outdated(form.verified_on or form.written_on, today)


def asks_what_somebody_is(*texts: str) -> bool:
    """Whether a field with these names asks for nationality, ethnicity, looks, accent or the like."""
    folded = " ".join(texts).casefold().translate(_PLAIN)
    return any(_word_in(part, folded) for part in ABOUT_A_PERSON)


_PLAIN = str.maketrans("äöüéèêàâçñíóúåøæ-_", "aoueeeaacniouaoa  ")
_WORDS = ("race", "looks", "origin", "piel", "raza", "rasse")
"""Those that stand for themselves and not for a part of a longer word, such as `trace`."""


def _word_in(part: str, folded: str) -> bool:
    if part not in _WORDS:
        return part in folded
    padded = "".join(char if char.isalnum() else " " for char in folded).split()
    return any(word in (part, f"{part}s") for word in padded)


@cache
def _load(stem: str) -> tuple[ServiceForm, ...]:
    name = f"forms/{stem}.toml"
    data: dict[str, Any] = table(name) or {}
    try:
        return tuple(_form(entry) for entry in data["form"])
    except (KeyError, TypeError, ValueError) as error:
        raise broken(name, f"a field is missing or wrong: {error}") from error


def _form(entry: Mapping[str, Any]) -> ServiceForm:
    return ServiceForm(
        service=by_language(entry["service"]),
        place=by_language(entry["place"]),
        note=by_language(entry["note"]),
        languages=tuple(entry["languages"]),
        seen=Seen(entry["seen"]),
        source=entry["source"],
        verified_on=entry["verified_on"],
        written_on=entry["written_on"],
        kinds=tuple(Kind(kind) for kind in entry.get("kinds", Kind)),
        statuses=tuple(Status(status) for status in entry.get("status", ())),
        fields=tuple(_field(each) for each in entry.get("field", ())),
    )


def _field(entry: Mapping[str, Any]) -> Field:
    label = by_language(entry["label"]) if "label" in entry else {}
    limit = entry.get("limit")
    if limit is not None and (not isinstance(limit, int) or limit < 1):
        raise ValueError(f"limit of {entry['key']}")
    never = entry.get("ask") == "never" or asks_what_somebody_is(entry["key"], *label.values())
    return Field(
        key=entry["key"],
        label=label,
        fill=None if never or entry.get("ask") == "you" else FILLS[entry["fill"]],
        limit=limit,
        required=bool(entry.get("required", False)),
        never=never,
    )
