"""The machine formats: valid by their schemas, exact quotes, parts that add up, always readable as UTF-8."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from bonafides.model import Conversation, Entry, Level, Message, Problem, Span, Stage
from bonafides.render import View, render
from tests.render import fiction

DOCS = Path(__file__).parents[2] / "docs"
VIEW = View(titles=fiction.TITLES)


def schema(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DOCS / f"{name}.schema.json").read_text())
    return loaded


ASSESSMENT = schema("assessment")
REGISTRY: Registry[Any] = Registry().with_resource(ASSESSMENT["$id"], Resource.from_contents(ASSESSMENT))


def lines(report: Any, view: View = VIEW) -> list[dict[str, Any]]:
    return [json.loads(line) for line in render(report, "jsonl", view).splitlines()]


@pytest.mark.parametrize("make", [fiction.demo, fiction.archive, fiction.hostile])
@pytest.mark.parametrize("redact", [False, True])
def test_lines_follow_the_schema(make: Any, redact: bool) -> None:
    validator = Draft202012Validator(ASSESSMENT)
    for line in lines(make(), replace(VIEW, redact=redact)):
        validator.validate(line)


@pytest.mark.parametrize("make", [fiction.demo, fiction.archive, fiction.hostile])
def test_the_report_follows_its_schema(make: Any) -> None:
    whole = json.loads(render(make(), "json", VIEW))
    Draft202012Validator(schema("report"), registry=REGISTRY).validate(whole)


@pytest.mark.parametrize(
    ("line", "valid"),
    [
        ({"messages": []}, True),
        ({"schema": "bonafides.conversation/1", "id": "c1", "messages": [{"speaker": "them", "text": "Hi"}]}, True),
        ({"id": "c1"}, False),
        ({"messages": [{"speaker": "them"}]}, False),
    ],
)
def test_the_interchange_schema(line: dict[str, Any], valid: bool) -> None:
    assert Draft202012Validator(schema("conversation")).is_valid(line) is valid


def test_the_schemas_are_schemas() -> None:
    for name in ("assessment", "conversation", "report"):
        Draft202012Validator.check_schema(schema(name))


def test_one_line_per_conversation_in_input_order() -> None:
    assert [line["id"] for line in lines(fiction.demo())] == ["q1", "c1", "q2", "q9", "q3"]


def test_the_parts_add_up() -> None:
    for line in lines(fiction.demo()):
        assert line["base"] + sum(f["contribution"] for f in line["findings"]) == pytest.approx(line["score"], abs=1e-6)


def test_every_quote_is_what_the_message_says_there() -> None:
    told = fiction.approach().messages
    findings = lines(fiction.demo())[1]["findings"]
    assert [len(f["also"]) for f in findings] == [0, 0, 1, 0, 0]
    for place in (place for f in findings for place in (f, *f["also"])):
        assert told[place["message"]].text[place["start"] : place["end"]] == place["quote"] != ""


def test_risk_has_six_decimals() -> None:
    assert lines(fiction.demo())[1]["risk"] == 0.947871


def test_only_the_first_line_lists_the_inputs() -> None:
    provenances = [line["provenance"] for line in lines(fiction.demo())]
    assert ["inputs" in provenance for provenance in provenances] == [True, False, False, False, False]
    assert {provenance["rules"] for provenance in provenances} == {"ab" * 32}


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        ("q2", ["q2"]),
        ("chats.jsonl: q2", ["q2"]),
        ("chats.jsonl, line 3, conversation q2, message 1", ["q2"]),
        ("chats.jsonl, line 7, message 7", []),
        ("chats.jsonl, line 3, conversation 7", ["7"]),
        ("q22", []),
        ("", []),
    ],
)
def test_problems_go_to_the_conversation_they_name(where: str, ids: list[str]) -> None:
    numbered = fiction.plain(3)
    numbered = replace(numbered, conversation=replace(numbered.conversation, id="7"))
    doubt = Problem(what="Odd.", where=where)
    report = fiction.report(fiction.plain(1), fiction.plain(2), numbered, problems=(doubt,))
    assert [line["id"] for line in lines(report) if line["problems"]] == ids


def test_a_lone_conversation_carries_every_problem() -> None:
    (line,) = lines(fiction.report(fiction.plain(1)))
    assert [problem["what"] for problem in line["problems"]] == ["Three lines could not be read."]


@pytest.mark.parametrize(("level", "count"), [(Level.QUIET, 5), (Level.WATCH, 2), (Level.ALARM, 1)])
def test_min_level_leaves_lines_out(level: Level, count: int) -> None:
    assert len(lines(fiction.demo(), replace(VIEW, min_level=level))) == count
    whole = json.loads(render(fiction.demo(), "json", replace(VIEW, min_level=level)))
    assert (whole["min_level"], len(whole["entries"]), whole["conversations"]) == (level.value, count, 5)


@given(
    text=st.text(st.characters(exclude_categories=()), min_size=1),
    speaker=st.text(st.characters(exclude_categories=())),
)
def test_any_text_makes_one_valid_line(text: str, speaker: str) -> None:
    conversation = Conversation(id=speaker, messages=(Message(speaker=speaker, text=text),))
    everything = fiction.part("x", 0.5, Span(message=0, start=0, end=len(text)), stage=Stage.HOOK)
    assessment = replace(fiction.quiet(), because=(everything,))
    report = fiction.report(Entry(conversation=conversation, assessment=assessment, advice=None))
    written = render(report, "jsonl", VIEW).encode("utf-8").decode("utf-8")
    assert len(written.splitlines()) == 1
    quote = json.loads(written)["findings"][0]["quote"]
    assert len(quote) == len(text)
    assert all(a == b or "\ud800" <= b <= "\udfff" for a, b in zip(quote, text, strict=True))


@pytest.mark.parametrize(("form", "seconds"), [("jsonl", 1.0), ("text", 2.0), ("html", 2.0)])
def test_two_thousand_conversations(form: str, seconds: float) -> None:
    entries = [fiction.alarming(f"c{n}") if n % 20 == 0 else fiction.plain(n) for n in range(2_000)]
    report = fiction.report(*entries)
    render(fiction.demo(), form, VIEW)  # imports and templates are paid once
    start = time.process_time()
    render(report, form, VIEW)
    assert time.process_time() - start < seconds
