"""The interchange format: text exactly as given, order kept, one bad line never more than one problem."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bonafides.model import Form, Reading
from bonafides.read import read_text, source
from bonafides.read.interchange import INTERCHANGE
from bonafides.read.reader import Head, Options

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
MESSAGE = st.fixed_dictionaries(
    {"speaker": st.sampled_from(("me", "them")), "text": TEXT},
    optional={"channel": TEXT, "draft": st.booleans(), "event": st.just(False)},
)
CONVERSATIONS = st.lists(
    st.fixed_dictionaries({"messages": st.lists(MESSAGE, max_size=4)}, optional={"id": TEXT}), min_size=1, max_size=5
)


def _lines(conversations: list[Any]) -> str:
    return "".join(json.dumps(conversation, ensure_ascii=False) + "\n" for conversation in conversations)


@given(CONVERSATIONS)
def test_what_is_written_is_read_back(conversations: list[dict[str, Any]]) -> None:
    extract = INTERCHANGE.read(source.from_bytes("a.jsonl", _lines(conversations).encode()), Options(timezone=UTC))
    assert [t.key for t in extract.threads] == [c.get("id") or str(n) for n, c in enumerate(conversations, start=1)]
    for thread, given_ in zip(extract.threads, conversations, strict=True):
        assert thread.keep_apart
        assert [m.text for m in thread.messages] == [m["text"] for m in given_["messages"]]
        assert [m.mine for m in thread.messages] == [m["speaker"] == "me" for m in given_["messages"]]
        assert [m.channel for m in thread.messages] == [m.get("channel", "") for m in given_["messages"]]
        assert [m.form is Form.DRAFT for m in thread.messages] == [m.get("draft", False) for m in given_["messages"]]


@given(st.lists(st.text(max_size=40) | st.just('{"id": "x", "messages": []}'), max_size=8))
def test_any_lines_are_read_without_failing(lines: list[str]) -> None:
    INTERCHANGE.read(source.from_bytes("a", "\n".join(lines).encode("utf-8", "replace")), Options(timezone=UTC))


def _one(**message: Any) -> Reading:
    return read_text(_lines([{"id": "c", "messages": [{"speaker": "them", "text": "x", **message}]}]))


def test_halves_of_characters_keep_their_place() -> None:
    text = '{"id": "c", "messages": [{"speaker": "them", "text": "a\\ud83d b"}]}\n'
    assert read_text(text).conversations[0].messages[0].text == "a\ufffd b"


def test_times_without_zone_are_read_in_the_stated_zone() -> None:
    assert _one(sent_at="2026-03-01T09:00:00").conversations[0].messages[0].sent_at == datetime(
        2026, 3, 1, 9, tzinfo=UTC
    )


def test_deep_nesting_and_huge_numbers_are_bad_lines() -> None:
    deep = '{"messages": ' + "[" * 100_000 + "]" * 100_000 + "}"
    huge = '{"messages": [], "id": ' + "9" * 5_000 + "}"
    good = '{"id": "good", "messages": [{"speaker": "them", "text": "x"}]}'
    reading = read_text("\n".join((deep, huge, good)))
    assert [conversation.id for conversation in reading.conversations] == ["good"]
    assert len(reading.problems) == 2


def test_all_lines_bad_is_fatal() -> None:
    reading = read_text('{"schema": "bonafides.conversation/9", "turns": []}\n')
    assert not reading.conversations
    assert reading.problems[0].fatal
    assert "newer schema" in reading.problems[0].what


def test_never_joined_with_anything_and_order_kept() -> None:
    conversations = [
        {"id": str(n), "messages": [{"speaker": "them", "text": "hello", "sent_at": f"2026-01-0{9 - n}T00:00:00Z"}]}
        for n in range(4)
    ]
    assert [c.id for c in read_text(_lines(conversations)).conversations] == ["0", "1", "2", "3"]


def test_recognised_after_bad_lines_but_not_for_other_json() -> None:
    def recognised(text: str) -> bool:
        return INTERCHANGE.recognises(Head(name="x", raw=b"", text=text))

    assert recognised('oops\n{"id": "c", "messages": []}\n')
    assert recognised('{"schema": "bonafides.conversation/2"}')
    assert not recognised('{"chats": {"list": []}}')
    assert not recognised('She wrote: {"messages": []}')


def test_a_first_line_longer_than_the_head_is_recognised() -> None:
    line = {"id": "c", "note": "x" * 100_000, "messages": [{"speaker": "them", "text": "hello"}]}
    assert [c.id for c in read_text(_lines([line])).conversations] == ["c"]


def test_other_programs_lists_of_messages_are_not_taken_for_it() -> None:
    reading = read_text(
        '{"participants": [], "messages": [{"sender_name": "Amy", "timestamp_ms": 1, "content": "hi"}]}'
    )
    assert [file.format for file in reading.provenance.inputs] == ["meta-json"]


def test_a_problem_of_a_message_names_its_conversation_however_many_have_one() -> None:
    bad = [{"id": 900 + n, "messages": [{"speaker": "them"}]} for n in range(50)]
    problems = read_text(_lines(bad)).problems
    assert {problem.conversation for problem in problems} == {str(900 + n) for n in range(50)}


def test_ids_that_come_twice_are_read_and_said() -> None:
    twice = [{"id": "c", "messages": [{"speaker": "them", "text": text}]} for text in ("a", "b")]
    reading = read_text(_lines(twice))
    assert [conversation.id for conversation in reading.conversations] == ["c", "c"]
    (problem,) = reading.problems
    assert (problem.conversation, problem.fatal) == ("c", False)


def test_three_speakers_of_whom_none_is_known_are_all_the_other_side() -> None:
    group = {"id": "g", "messages": [{"speaker": name, "text": "x"} for name in ("Amy Lin", "Bo Park", "Cleo Day")]}
    reading = read_text(_lines([group]))
    assert not any(message.mine for message in reading.conversations[0].messages)
    (problem,) = reading.problems
    assert problem.conversation == "g"
    assert "--me NAME" in problem.next_step
