"""A list for others, made from closed cases: shown line by line, confirmed by a lead, and saved as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from bonafides.desk import packing
from bonafides.errors import ConflictError, DeskError, RefusedError
from bonafides.packs.form import FEWEST_REPORTS
from bonafides.render.phrases import phrases
from bonafides.web.csrf import Given, pages
from bonafides.web.desk.fields import number, text, texts
from bonafides.web.desk.signed import Mine, shown
from bonafides.web.guard import SANDBOX
from bonafides.web.page import language

if TYPE_CHECKING:
    from starlette.datastructures import FormData

    from bonafides.web.desk.signed import Here

router = pages("/desk/packs")
ROOM = "bonafides.packs"


@router.get("")
def ask(request: Request, here: Mine) -> Response:
    """Show what may go out, every line of it."""
    return _preview(request, here, packing.preview(here.desk, here.actor))


@router.post("")
def choose(request: Request, here: Mine, given: Given) -> Response:
    """Show it again with what was said of the cases, or confirm it: then it is a file."""
    impersonated = _numbers(given, "impersonated")
    try:
        if text(given, "do") != "make":
            return _preview(request, here, packing.preview(here.desk, here.actor, impersonated))
        made = _confirmed(here, given, impersonated)
    except RefusedError:
        raise
    except DeskError as error:
        found = packing.preview(here.desk, here.actor)
        return _preview(request, here, found, error=error, status=409 if isinstance(error, ConflictError) else 422)
    return Response(
        made,
        media_type="application/x-ndjson",
        headers={"content-security-policy": SANDBOX, "content-disposition": 'attachment; filename="confirmed.jsonl"'},
    )


def _confirmed(here: Here, given: FormData, impersonated: frozenset[int]) -> bytes:
    if text(given, "read") != "yes":
        raise DeskError("nobody has said that they read it", where="read", next_step="Read every line, then say so.")
    ticked = _numbers(given, "line")
    listed = number(text(given, "listed")) or 0
    left_out = frozenset(range(1, min(listed, 100_000) + 1)) - ticked
    notes = {each: text(given, f"note-{each}") for each in ticked if text(given, f"note-{each}")}
    made = packing.confirm(
        here.desk, here.actor, seen=text(given, "seen"), left_out=left_out, impersonated=impersonated, notes=notes
    )
    return packing.as_file(made)


def _numbers(given: FormData, name: str) -> frozenset[int]:
    found = (number(each) for each in texts(given, name))
    return frozenset(each for each in found if each)


def _preview(
    request: Request, here: Here, found: packing.Preview, *, error: DeskError | None = None, status: int = 200
) -> Response:
    pack = phrases(language(request), ROOM)
    return shown(request, here, "packs.html", status=status, found=found, pack=pack, fewest=FEWEST_REPORTS, error=error)
