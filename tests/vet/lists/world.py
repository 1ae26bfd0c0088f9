"""An invented list in ten scripts, and its index, made once for all tests that only ask."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from bonafides.vet.lists.shelf import Shelf
from tests.required import needs_lists

NAMES = {
    "latin": "Aurelia Brandmeier-Voss", "cyrillic": "Григорий Заболотнев", "arabic": "محمد الرشيدان",
    "han": "王小明", "hangul": "김민준", "kana": "たなか ひろし", "thai": "สมชาย ทองดี", "devanagari": "राजेश वर्मा",
    "hebrew": "דוד פרידמן", "greek": "Νίκος Παπαδόγλου",
}  # fmt: skip
MORE = {"latin": ["Aurélie Bohnsack"]}


def entity(id_: str, *names: str, schema: str = "Person", **more: object) -> dict[str, object]:
    """A FollowTheMoney entity with these names, the first the main one."""
    properties = {"name": [names[0]], "alias": list(names[1:]), "topics": ["sanction"]} if names else {}
    return {"id": id_, "schema": schema, "properties": properties, "datasets": ["invented"], **more}


def lines(*rows: object) -> bytes:
    """The rows as JSON lines."""
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


@cache
def home() -> Path:
    """A home with the list "invented": a person for each script, a firm, and an address, which is passed over."""
    needs_lists()
    folder = Path(mkdtemp(prefix="bonafides-lists-"))
    people = [entity(id_, name, *MORE.get(id_, ()), last_change="2026-03-01T00:00:00") for id_, name in NAMES.items()]
    firm = entity("firm", "Nordwind Beratung GmbH", schema="Company")
    source = folder / "invented.json"
    address = {"id": "street", "schema": "Address", "properties": {"full": ["1 Nowhere Lane"]}}
    source.write_bytes(lines(*people, firm, address))
    Shelf(folder).add(source)
    source.unlink()
    return folder
