"""A case handed over to a service: what will be in the bundle, what is taken out of it, and the bundle itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from bonafides.desk.bundling import bundle, dossier
from bonafides.desk.handover import bundle as handover
from bonafides.desk.handover.dossier import USUAL
from bonafides.desk.permissions import decide
from bonafides.render.phrases import languages, phrases
from bonafides.web.csrf import Given, pages
from bonafides.web.desk.case import id_of
from bonafides.web.desk.fields import text, texts
from bonafides.web.desk.signed import ROOM, Mine, shown
from bonafides.web.guard import SANDBOX

if TYPE_CHECKING:
    from starlette.datastructures import FormData

    from bonafides.desk.handover.bundle import Choices
    from bonafides.web.desk.signed import Here

router = pages("/desk/case/{number}")


@router.get("/handover")
def ask(request: Request, here: Mine, number: str) -> Response:
    """Show what the usual bundle would hold."""
    lang = here.settings["lang"]
    return _preview(request, here, number, handover.choices("AMBER", lang=lang, parts=frozenset(map(str, USUAL))))


@router.post("/handover")
def choose(request: Request, here: Mine, number: str, given: Given) -> Response:
    """Show what the chosen bundle would hold, or make it."""
    chosen = _choices(given)
    if text(given, "do") != "make":
        return _preview(request, here, number, chosen)
    name, data = bundle(here.desk, here.actor, id_of(here, number), chosen)
    return Response(
        data,
        media_type="application/zip",
        headers={"content-security-policy": SANDBOX, "content-disposition": f'attachment; filename="{name}"'},
    )


def _choices(given: FormData) -> Choices:
    lang = text(given, "speak")
    return handover.choices(
        text(given, "tlp"),
        lang=lang if lang in languages(ROOM) else "en",
        redact=text(given, "redact") == "yes",
        parts=frozenset(texts(given, "part")),
    )


def _preview(request: Request, here: Here, number: str, chosen: Choices) -> Response:
    it = dossier(here.desk, here.actor, id_of(here, number))
    return shown(
        request, here, "handover.html", case=it.case, chosen=chosen,
        found=handover.preview(it, chosen, now=here.desk.now()), markings=tuple(handover.Tlp),
        parts=tuple(handover.Part), can_note=decide(here.actor, "case.note", case=it.case).allowed,
        tongues=[(code, phrases(code, "bonafides.page")("page.language")) for code in languages(ROOM)],
    )  # fmt: skip
