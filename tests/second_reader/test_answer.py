"""An answer is JSON of a known shape, or a clear word; never a crash."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.second_reader.answer import findings_in, model_in
from bonafides.second_reader.wire import NoAnswerError
from tests.second_reader.server import chat

ONE = '{"findings": [{"indicator": "a"}]}'


@pytest.mark.parametrize(
    "content",
    [
        ONE,
        f"  {ONE}\n",
        f"```json\n{ONE}\n```",
        f"```\n{ONE}\n```",
        f"Here is what I found:\n{ONE}\nI hope that helps.",
        f'<think>Is it {{"findings": []}}?</think>\n{ONE}',
        '[{"indicator": "a"}]',
    ],
)
def test_findings_come_out_of_what_models_wrap_them_in(content: str) -> None:
    assert findings_in(chat(content).body) == [{"indicator": "a"}]


DEEP = "[" * 200_000
NUMBER = "9" * 10_000


@pytest.mark.parametrize(
    "content",
    [
        "", "This is ordinary talk.", "{", "}{", "null", "7", '"findings"', "{}", '{"findings": {}}',
        '{"findings": "x"}', '{"results": []}', '{"findings": [}', DEEP, f'{{"findings": {DEEP}',
        f'{{"findings": {NUMBER}}}', "<html></html>",
    ],
)  # fmt: skip
def test_what_has_no_list_of_findings_is_none(content: str) -> None:
    with pytest.raises(NoAnswerError):
        findings_in(chat(content).body)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{}", b"[]", b"null", b"<html>", b"\xff\xfe\x00", b'{"choices": []}', b'{"choices": {}}',
        b'{"choices": [7]}',
        b'{"choices": [{"message": {"content": 7}}]}', b'{"choices": [{"message": {"content": null}}]}',
        b'{"choices": [{"text": "{}"}]}', b'{"error": {"message": "no such model"}}', DEEP.encode(),
    ],
)  # fmt: skip
def test_another_shape_is_no_answer(body: bytes) -> None:
    with pytest.raises(NoAnswerError):
        findings_in(body)


_LEAVES = st.none() | st.booleans() | st.integers() | st.text()
_JSON = st.recursive(_LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.just("findings"), inner))


@given(_JSON)
def test_any_json_is_a_list_or_a_clear_word(value: object) -> None:
    for body in (json.dumps(value).encode(), chat(json.dumps(value)).body):
        try:
            found = findings_in(body)
        except NoAnswerError:
            continue
        assert isinstance(found, list)


@pytest.mark.parametrize(
    ("body", "model"),
    [
        (b'{"data": [{"id": "a/b:7b"}, {"id": "c"}]}', "a/b:7b"),
        (b'{"data": []}', ""),
        (b'{"data": [{"id": 7}]}', ""),
        (b'{"data": [{"id": ""}]}', ""),
        (b'{"data": [{"id": "a\\u001b[2J"}]}', ""),
        (b'{"data": [{"id": "' + b"x" * 201 + b'"}]}', ""),
        (b"[]", ""),
    ],
)
def test_the_first_model_with_a_plain_name(body: bytes, model: str) -> None:
    assert model_in(body) == model
