"""The questions of the form: values from `questions.toml`, in the order asked."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bonafides.errors import InterviewError
from bonafides.model import Kind, Polarity, Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLE = "questions.toml"


class Group(StrEnum):
    """When a question is asked."""

    HAPPENED = "happened"
    """What the other side did: asked only where there is no text that would show it."""
    CHECKED = "checked"
    """What no text can show: asked with and without one."""


class Answer(StrEnum):
    """What can be answered."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    """The same as no answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of the form; weighed in `bonafides.assess.scorecard`, worded in `words/<lang>.toml`."""

    id: str
    group: Group
    stage: Stage | None
    """Where on the way it belongs; None for signs of fraud and for evidence against."""
    kind: Kind
    """What a counting answer points to; `unclear` for deception of whatever kind, `ordinary` for evidence against."""
    polarity: Polarity
    counts: Answer
    """The answer that becomes a finding."""
    sources: tuple[str, ...]
    """Ids in the detect room's `sources.toml`: who calls it a sign in public."""

    @property
    def indicator(self) -> str:
        """The id of its finding."""
        return f"told-{self.id}"


@cache
def questions() -> tuple[Question, ...]:
    """Every question, in the order asked; InterviewError only where the installation is damaged."""
    try:
        table = tomllib.loads(files(__package__).joinpath(TABLE).read_text("utf-8"))
        return tuple(_question(row) for row in table["question"])
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise broken(TABLE, str(error)) from error


def broken(name: str, why: str) -> InterviewError:
    """The error for a damaged file of this room."""
    where = f"interview/{name}"
    return InterviewError(f"it cannot be used: {why}", where=where, next_step="Install the program again.")


def _question(row: Mapping[str, object]) -> Question:
    polarity = Polarity(str(row.get("polarity", Polarity.FOR)))
    sources = row["sources"]
    if not isinstance(sources, list):
        raise TypeError("sources")
    return Question(
        id=str(row["id"]),
        group=Group(str(row["group"])),
        stage=Stage(str(row["stage"])) if "stage" in row else None,
        kind=Kind(str(row.get("kind", Kind.APPROACH))) if polarity is Polarity.FOR else Kind.ORDINARY,
        polarity=polarity,
        counts=Answer(str(row.get("counts", Answer.YES))),
        sources=tuple(map(str, sources)),
    )
