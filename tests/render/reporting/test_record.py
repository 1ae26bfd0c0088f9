"""The record of what was sent, as text and data; what somebody typed does nothing in either."""

from __future__ import annotations

import json

import pytest

from bonafides.errors import RenderError
from bonafides.model import Answered, Sent
from bonafides.render.reporting.record import record_list
from bonafides.render.view import View

FOUND = (
    Sent(number=1, country="DE", service="BfV", on="2026-03-01", reference="AZ 1", note="by phone",
         answers=(Answered(on="2026-03-09", text="Thank you.\x1b[2J\u202e"),)),
    Sent(number=2, country="", service="my union", on="2026-03-02"),
)  # fmt: skip


def test_it_is_listed_plainly() -> None:
    said = record_list(FOUND, "text", View())
    assert "1. On 2026-03-01 to BfV (DE)" in said
    assert "Reference: AZ 1" in said
    assert "Answer of 2026-03-09: Thank you." in said
    assert "2. On 2026-03-02 to my union\n" in said
    assert "\x1b" not in said
    assert "\u202e" not in said


@pytest.mark.parametrize("lang", ["da", "de", "en", "es", "fr"])
def test_nothing_recorded_is_said(lang: str) -> None:
    assert record_list((), "text", View(lang=lang)).strip()


def test_data_for_programs() -> None:
    whole = json.loads(record_list(FOUND, "json", View()))
    assert [each["number"] for each in whole["reports"]] == [1, 2]
    assert len(record_list(FOUND, "jsonl", View()).splitlines()) == 2
    with pytest.raises(RenderError):
        record_list(FOUND, "html", View())
