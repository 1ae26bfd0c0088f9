"""One's own profile: brought, looked at, shown once, and kept nowhere."""

from __future__ import annotations

from base64 import b64encode

from fastapi import Request
from markupsafe import Markup
from starlette.datastructures import UploadFile
from starlette.responses import Response

from bonafides.errors import BonafidesError
from bonafides.explain import sources
from bonafides.exposure.counts import counts_of, written
from bonafides.own_profile import look
from bonafides.render.exposure.sheet import exposure_body
from bonafides.render.phrases import phrases
from bonafides.web.csrf import Given, pages
from bonafides.web.page import language
from bonafides.web.person import Mine, shown
from bonafides.web.uploads import Uploads

ROOM = "bonafides.exposure"
router = pages("/exposure")


@router.get("")
def exposure(request: Request, mine: Mine) -> Response:
    """Ask for the export."""
    return _page(request, mine)


@router.post("")
def looked(request: Request, mine: Mine, given: Given) -> Response:
    """Look at it while it lies in a private folder, which is gone before the answer is sent."""
    files = [each for each in given.getlist("files") if isinstance(each, UploadFile) and (each.filename or each.size)]
    lang = language(request)
    if not files:
        return _page(request, mine, said=phrases(lang, ROOM)("page.empty"), status=422)
    uploads = Uploads()
    try:
        folder, _ = uploads.take(files)
        found = look(folder)
    except BonafidesError as error:
        return _page(request, mine, said=f"{error.what} {error.next_step}".strip(), status=422)
    finally:
        uploads.close()
    body = Markup(exposure_body(found, lang, sources(lang)))  # noqa: S704 - rendered by a template that escapes
    return _page(request, mine, body=body, counts=written(counts_of(found)))


def _page(
    request: Request, mine: Mine, *, body: Markup | None = None, counts: str = "", said: str = "", status: int = 200
) -> Response:
    words = phrases(language(request), ROOM)
    return shown(
        request, mine, "exposure.html", step="", back="/", status=status, exposure=words, body=body, counts=counts,
        file=_link(counts), wrong=said,
    )  # fmt: skip


def _link(counts: str) -> str:
    """The file in its own address: the counts are saved from the page that shows them, and kept nowhere."""
    return f"data:application/json;base64,{b64encode(counts.encode()).decode()}"
