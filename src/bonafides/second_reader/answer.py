"""What the server answered: JSON of a known shape, or nothing."""

from __future__ import annotations

import json

from bonafides.second_reader.wire import NoAnswerError

_MODEL_CHARACTERS = 200
_NO_FINDINGS = "did not answer with a list of findings"


def findings_in(raw: bytes) -> list[object]:
    """The findings that a chat answer proposes, unchecked; raises NoAnswerError where it has no list of them."""
    content = _path(_json(raw), "choices", 0, "message", "content")
    if not isinstance(content, str):
        raise NoAnswerError("answered in another form than /v1/chat/completions has")
    proposed = _object(content)
    found = proposed.get("findings") if isinstance(proposed, dict) else proposed
    if not isinstance(found, list):
        raise NoAnswerError(_NO_FINDINGS)
    return found


def model_in(raw: bytes) -> str:
    """The first model that `/v1/models` lists; empty where it lists none with a plain name."""
    model = _path(_json(raw), "data", 0, "id")
    plain = isinstance(model, str) and 0 < len(model) <= _MODEL_CHARACTERS and model.isprintable()
    return str(model) if plain else ""


def _path(value: object, *steps: str | int) -> object:
    """The value at the end of some keys and positions; None where there is no such."""
    for step in steps:
        if isinstance(step, str) and isinstance(value, dict):
            value = value.get(step)
        elif isinstance(step, int) and isinstance(value, list) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _object(content: str) -> object:
    """The JSON in what a model wrote, which may have thought aloud before it or put it into a code fence."""
    content = content.rpartition("</think>")[2].strip()
    try:
        return _parsed(content)
    except NoAnswerError:
        return _parsed(content[content.find("{") : content.rfind("}") + 1])


def _json(raw: bytes) -> object:
    try:
        return _parsed(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise NoAnswerError("answered with something that is no JSON") from None


def _parsed(text: str) -> object:
    """Any JSON; nested too deep or with a number too long it counts as none."""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        raise NoAnswerError("answered with something that is no JSON") from None
    return value
