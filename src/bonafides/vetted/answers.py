"""The answers file: what the user answered to the three tests, for `check --answers`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bonafides.errors import InterviewError
from bonafides.interview.questions import Answer, questions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SCHEMA = "bonafides.answers/1"
LARGEST = 256 * 1024
"""Bytes of an answers file."""


def written(answers: Mapping[str, str]) -> str:
    """The file for these answers (`yes`, `no`, `unsure` by question id)."""
    return json.dumps({"schema": SCHEMA, "answers": dict(answers)}, indent=2) + "\n"


def answers_in(path: Path) -> dict[str, str]:
    """The answers of a file. Raises InterviewError where it cannot be read, is newer, or answers no known question."""
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError("size")
        table = json.loads(path.read_text("utf-8-sig"))
        schema, given = table["schema"], table["answers"]
        pairs = {str(asked): str(answer) for asked, answer in given.items()}
    except OSError as error:
        raise InterviewError(
            f"it cannot be opened ({error.strerror})", where=str(path), next_step="Check its name and place."
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _refused(path, "this is no file of answers") from error
    if schema != SCHEMA:
        raise _refused(path, "it is of another version than this program reads")
    known = {question.id for question in questions()}
    if any(asked not in known or answer not in tuple(Answer) for asked, answer in pairs.items()):
        raise _refused(path, "it answers a question that there is not, or in a way that there is not")
    return pairs


def _refused(path: Path, what: str) -> InterviewError:
    return InterviewError(what, where=str(path), next_step="Make it again with bonafides vet --form.")
