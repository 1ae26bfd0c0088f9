"""Records as JSON values and back: what has its default is left out, what comes back is checked field by field."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from bonafides.errors import RenderError
from bonafides.render.exchange.needed import needed

R = TypeVar("R")
Json = dict[str, Any]


def plainly(record: object) -> Json:
    """A record as JSON values, without fields that have their default."""
    found: Json = _adapter(type(record)).dump_python(record, mode="json", exclude_defaults=True)
    return found


def back(kind: type[R], values: Json) -> R:
    """A record of that kind from JSON values; unknown fields are passed over. Raises RenderError for wrong ones."""
    from pydantic import ValidationError

    try:
        record: R = _adapter(kind).validate_python(values)
    except (ValidationError, OverflowError) as error:
        raise RenderError(f"this is no {kind.__name__.lower()} as Bonafides writes it", where=_where(error)) from None
    return record


def _where(error: Exception) -> str:
    """The field that is wrong, never what stands in it."""
    from pydantic import ValidationError

    if not isinstance(error, ValidationError):
        return ""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return ".".join(str(part)[:40] for part in first["loc"])


def _adapter(kind: Any) -> Any:
    return _made(kind)


@cache
def _made(kind: Any) -> Any:
    needed("pydantic")
    from pydantic import TypeAdapter

    return TypeAdapter(kind)
