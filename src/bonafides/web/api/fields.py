"""What a request may hold: the kinds of its fields, each as narrow as what the desk takes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Path
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, core_schema

from bonafides.desk import answers, replies
from bonafides.desk.cases import NEW, OPEN, VERDICTS, WAITING
from bonafides.desk.handover.dossier import Part
from bonafides.desk.links import STATES
from bonafides.desk.permissions import Role
from bonafides.model import Level
from bonafides.render.exchange.tlp import Tlp
from bonafides.render.phrases import languages

_ID = r"^[0-9a-z-]{1,64}$"
_WORD = r"[^\s\x1c-\x1f]"
"""Something that is not white space, as Python sees it."""
_FIRST, _LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


class Given(BaseModel):
    """The body of a request: nothing is guessed, and nothing is taken that is not named."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Choice:
    """One of some texts."""

    def __init__(self, values: Iterable[str]) -> None:
        self._values = list(values)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The same for pydantic."""
        return core_schema.literal_schema(self._values)


def _moment(value: object) -> object:
    """A moment in UTC; one beyond the calendar counts as its first or last day, a leap second as the one before."""
    if not isinstance(value, str):
        return value
    try:
        found = datetime.fromisoformat(value.upper().replace(":60", ":59"))
        return found.astimezone(UTC) if found.tzinfo else value
    except OverflowError:
        return _FIRST if value < "5" else _LAST
    except ValueError:
        return value


def whole(value: object) -> object:
    """A number that JSON writes as `7.0` is the whole number 7, as the description has it."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Id = Annotated[str, StringConstraints(pattern=_ID)]
PathId = Annotated[str, Path(pattern=_ID, description="Its id.")]
PathCase = Annotated[str, Path(pattern=_ID, description="The case's id, or its number.")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=50_000, pattern=_WORD)]
FewWords = Annotated[str, StringConstraints(min_length=1, max_length=2_000, pattern=_WORD)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=10_000, pattern=_WORD)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_WORD)]
Persona = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=_WORD)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Moment = Annotated[
    datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})
]  # fmt: skip
Language = Annotated[str, Choice(languages("bonafides.desk"))]
Verdict = Annotated[str, Choice(VERDICTS)]
OpenStatus = Annotated[str, Choice((NEW, OPEN, WAITING))]
LevelName = Annotated[str, Choice(level.value for level in Level)]
LinkState = Annotated[str, Choice(STATES)]
AnswerKind = Annotated[str, Choice(replies.KINDS)]
DraftKind = Annotated[str, Choice(kind for kind in answers.KINDS if kind != "staff-notice")]
RoleName = Annotated[str, Choice(role.value for role in Role)]
Marking = Annotated[str, Choice(tlp.value for tlp in Tlp)]
PartName = Annotated[str, Choice(part.value for part in Part)]
