"""The description: served, kept in the docs as the code says it today, and complete."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
import pytest

from bonafides.web.api.errors import SAID
from bonafides.web.api.serve import RESOURCES, description
from tests.web.api.callers import Callers

DOCS = Path(__file__).parents[3] / "docs"
WHOLE = json.loads(description())
OPERATIONS = {each["operationId"]: each for methods in WHOLE["paths"].values() for each in methods.values()}


def test_the_docs_hold_what_the_code_says() -> None:
    """After a change: `python -c "from bonafides.web.api.serve import description as d; print(d(), end='')"`."""
    assert (DOCS / "openapi.json").read_text("utf-8") == description()


def test_it_is_served_without_a_token_and_names_nothing_outside(there: Callers) -> None:
    served = there.client.get("/api/v1/openapi.json")
    assert served.status_code == 200
    assert served.text == description()
    assert served.headers["x-content-type-options"] == "nosniff"
    assert "http://" not in description()
    assert "https://" not in description()
    for page in ("/api/v1/docs", "/api/v1/redoc", "/api/v1"):
        assert there.client.get(page).status_code == 404


def test_it_is_openapi_of_that_version() -> None:
    assert WHOLE["openapi"].startswith("3.1.")
    jsonschema_rs.meta.validate(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": WHOLE["components"]["schemas"]}
    )
    assert len(OPERATIONS) == sum(len(each.routes.routes) for each in RESOURCES)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_address_is_described_in_words_with_every_error(operation: str) -> None:
    found = OPERATIONS[operation]
    assert found["summary"]
    assert found["description"].endswith(".")
    assert found["security"]
    assert {str(status) for status in SAID} <= set(found["responses"])
    (good,) = (response for status, response in found["responses"].items() if status.startswith("2"))
    assert "content" in good or "204" in found["responses"]
    for response in found["responses"].values():
        assert "{}" not in [json.dumps(each.get("schema")) for each in response.get("content", {}).values()]


def test_nothing_that_opens_something_is_described() -> None:
    for name, schema in WHOLE["components"]["schemas"].items():
        fields = set(schema.get("properties", {}))
        assert not fields & {"totp", "recovery", "words", "salt"}, name
        assert name in {"IssuedToken"} or "secret" not in fields
