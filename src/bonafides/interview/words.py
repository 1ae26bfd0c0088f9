"""The words of the form, by question and language; English is complete and stands in for what is missing."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bonafides.interview.questions import broken, questions

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGLISH = "en"
FOLDER = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What the form and the report say of one question."""

    ask: str
    """The question."""
    changes: str
    """What an answer would change, and why it is asked."""
    said: str
    """The statement that the report quotes, in the first person."""
    title: str
    """What the finding is called."""
    why: str
    """Why it matters."""


@cache
def wording(lang: str) -> Mapping[str, Wording]:
    """The words of every question in `lang` (`en`, `de`, `en-GB`), by its id; English for whatever is missing."""
    code = lang.strip().casefold().replace("_", "-").partition("-")[0]
    own, english = _load(code), _load(ENGLISH)
    try:
        return {
            question.id: Wording(**{**english[question.id], **own.get(question.id, {})}) for question in questions()
        }
    except (KeyError, TypeError) as error:
        raise broken(f"{FOLDER}/{code}.toml", str(error)) from error


def _load(code: str) -> dict[str, dict[str, str]]:
    """One language's file; empty where there is none. Only its keys that are known."""
    folder = files(__package__).joinpath(FOLDER)
    name = f"{code}.toml"
    if name not in {item.name for item in folder.iterdir()}:
        return {}
    known = {field.name for field in fields(Wording)}
    try:
        table = tomllib.loads(folder.joinpath(name).read_text("utf-8"))
        return {id_: {key: str(text) for key, text in row.items() if key in known} for id_, row in table.items()}
    except (ValueError, AttributeError) as error:
        raise broken(f"{FOLDER}/{name}", str(error)) from error
