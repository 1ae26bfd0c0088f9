"""Labelled sets are read as they were written, and what is malformed is refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bonafides.model import Kind, Stage
from evals.labelled import FOLDER, SCHEMA, UNNAMED, Labelled, load

CANARY = {"schema": SCHEMA, "canary": "MADE-UP-CANARY"}


def row(number: int, label: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    said = [{"speaker": "them", "text": "Hello."}, {"speaker": "me", "text": "Hello?"}]
    told = {"kind": "ordinary", "stage": None, "warn_by": None, **(label or {})}
    return {"schema": SCHEMA, "id": f"m-{number}", "brief": "made-up", "label": told, "messages": said, **more}


def read(folder: Path, *rows: dict[str, Any], file: str = "part1.jsonl") -> list[Labelled]:
    path = folder / "made" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(json.dumps(one) for one in rows) + "\n", encoding="utf-8")
    return load("made", folder)


def test_a_plain_row_has_defaults(tmp_path: Path) -> None:
    (case,) = read(tmp_path, row(1))
    assert (case.language, case.author, case.stage, case.warn_by, case.line) == ("en", UNNAMED, None, None, None)
    assert case.signs == (frozenset(), frozenset())
    assert not case.academic
    assert not case.deceptive


@pytest.mark.parametrize(
    ("more", "language"), [({}, "en"), ({"lang": None}, "en"), ({"lang": ""}, "en"), ({"lang": "ru"}, "ru")], ids=str
)
def test_the_language_is_english_where_none_is_given(tmp_path: Path, more: dict[str, Any], language: str) -> None:
    assert read(tmp_path, row(1, **more))[0].language == language


@pytest.mark.parametrize(
    ("label", "line"),
    [
        pytest.param({"warn_by": 2}, 2, id="stands in"),
        pytest.param({"warn_by": 2, "crossed_at": 4}, 4, id="marked"),
        pytest.param({"warn_by": 2, "crossed_at": 0}, 0, id="marked in the first message"),
        pytest.param({"warn_by": 2, "crossed_at": None}, None, id="no line is crossed"),
    ],
)
def test_where_the_line_is_crossed(tmp_path: Path, label: dict[str, Any], line: int | None) -> None:
    (case,) = read(tmp_path, row(1, {"kind": "approach", "stage": "S7", **label}))
    assert case.line == line
    assert case.warn_by == 2
    assert case.stage is Stage.ESCALATION
    assert case.deceptive


def test_the_canary_is_no_conversation(tmp_path: Path) -> None:
    assert [case.conversation.id for case in read(tmp_path, CANARY, row(1), row(2))] == ["m-1", "m-2"]


def test_files_of_subfolders_come_in_order(tmp_path: Path) -> None:
    read(tmp_path, CANARY, row(3), file="b/z.jsonl")
    read(tmp_path, CANARY, row(2), file="b/a.jsonl")
    found = read(tmp_path, CANARY, row(1), file="a.jsonl")
    assert [case.conversation.id for case in found] == ["m-1", "m-2", "m-3"]


def test_an_id_that_comes_twice_is_named(tmp_path: Path) -> None:
    read(tmp_path, row(1), row(7))
    with pytest.raises(ValueError, match="m-7"):
        read(tmp_path, row(7), file="part2.jsonl")


def test_another_schema_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="schema"):
        read(tmp_path, {**row(1), "schema": "bonafides.labelled/0"})


def test_a_set_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load("made", tmp_path)
    with pytest.raises(FileNotFoundError):
        read(tmp_path, CANARY)


def test_messages_keep_who_said_what_where_and_when(tmp_path: Path) -> None:
    said = [
        {"speaker": "them", "text": " Hi ", "channel": "email", "sent_at": "2026-01-12T08:14:00Z", "signs": ["a", "b"]},
        {"speaker": "me", "text": "Yes?", "signs": None},
    ]
    (case,) = read(tmp_path, row(1, messages=said, author="ada"))
    first, second = case.conversation.messages
    assert (first.text, first.mine, first.channel) == (" Hi ", False, "email")
    assert first.sent_at == datetime(2026, 1, 12, 8, 14, tzinfo=UTC)
    assert (second.mine, second.channel, second.sent_at) == (True, "", None)
    assert case.signs == (frozenset({"a", "b"}), frozenset())
    assert (case.author, case.theirs, case.several) == ("ada", 1, True)


def test_a_lone_message_is_not_several(tmp_path: Path) -> None:
    (case,) = read(tmp_path, row(1, messages=[{"speaker": "them", "text": "Hello."}]))
    assert not case.several


@pytest.mark.parametrize("name", [n for n in ("dev", "heldout") if (FOLDER / n).exists()])
def test_the_labels_of_the_sets_are_sound(name: str) -> None:
    for case in load(name):
        within = range(len(case.conversation.messages))
        assert len(case.signs) == len(within)
        assert {case.warn_by, case.line} <= {None, *within}, case.conversation.id
        if case.kind is Kind.ORDINARY:
            assert (case.stage, case.line) == (None, None), case.conversation.id
