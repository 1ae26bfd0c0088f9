"""Objects of STIX that are the same in every bundle: markings of TLP 2.0, our extension, this program, techniques.

The markings and the extension that defines them are those that OASIS publishes (cti-stix-common-objects, TLP 2.0).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bonafides.render.exchange.ids import stix_id
from bonafides.render.exchange.taxonomy import ATTACK
from bonafides.render.exchange.tlp import Tlp
from bonafides.render.phrases import ENGLISH, phrases

if TYPE_CHECKING:
    from bonafides.render.exchange.taxonomy import Technique

Json = dict[str, Any]

SINCE = "2026-01-01T00:00:00.000Z"
"""When these objects count as made; they change with a new id only."""
EXTENSION = "extension-definition--5b0f9a3e-6d52-4c1b-8e7f-0a94d1c36b28"
TOOL = "identity--2f6f2a51-4e0a-4ef0-9b6b-8d5c1a7e9034"
TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
_MARKINGS = {
    Tlp.CLEAR: "94868c89-83c2-464b-929b-a1a8aa3c8487",
    Tlp.GREEN: "bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    Tlp.AMBER: "55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    Tlp.AMBER_STRICT: "939a9414-2ddd-4d32-a0cd-375ea402b003",
    Tlp.RED: "e828b379-4e03-4974-9ac4-e53a884c97c1",
}
_ROOM = "bonafides.render.exchange"


def marking_id(tlp: Tlp) -> str:
    """The id that OASIS gave the marking."""
    return f"marking-definition--{_MARKINGS[tlp]}"


def tlp_of(refs: list[str]) -> Tlp | None:
    """The strictest marking among these ids; None where there is none."""
    found = [each for each in Tlp if marking_id(each) in refs]
    return found[-1] if found else None


def marking(tlp: Tlp) -> Json:
    """The marking's definition, as OASIS publishes it."""
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": marking_id(tlp),
        "created": "2022-10-01T00:00:00.000Z",
        "name": tlp.label,
        "extensions": {TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": tlp.value.lower()}},
    }


def tool() -> Json:
    """This program, which made the objects that are the same everywhere."""
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": TOOL,
        "created": SINCE,
        "modified": SINCE,
        "name": "Bonafides",
        "description": phrases(ENGLISH, _ROOM)("says.made_by"),
        "identity_class": "system",
    }


def extension() -> Json:
    """What our extension is: a record's kind, and its fields that STIX has no property for."""
    return {
        "type": "extension-definition",
        "spec_version": "2.1",
        "id": EXTENSION,
        "created_by_ref": TOOL,
        "created": SINCE,
        "modified": SINCE,
        "name": "Bonafides record",
        "description": phrases(ENGLISH, _ROOM)("says.extension"),
        "schema": "docs/sharing.md#the-extension",
        "version": "1.0.0",
        "extension_types": ["property-extension"],
    }


def technique_id(technique: Technique) -> str:
    """The id of our object for a technique."""
    return stix_id("attack-pattern", technique.source, technique.id)


def technique_object(technique: Technique) -> Json:
    """A technique, with a reference to where its framework describes it."""
    words = phrases(ENGLISH, _ROOM)
    notice = words("says.attack" if technique.source == ATTACK else "says.disarm")
    reference = {"source_name": technique.source, "external_id": technique.id}
    return {
        "type": "attack-pattern",
        "spec_version": "2.1",
        "id": technique_id(technique),
        "created_by_ref": TOOL,
        "created": SINCE,
        "modified": SINCE,
        "name": technique.name,
        "description": f"{words('says.technique')} {technique.url} {notice}",
        "external_references": [reference],
    }
