"""The privacy file, written from the tables, roles and rules in force, to be read and to be taken along."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from fastapi import Request
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bonafides.desk.permissions import require
from bonafides.desk.privacy import privacy_file
from bonafides.store.records import schema
from bonafides.web.csrf import pages
from bonafides.web.desk.signed import Mine, shown
from bonafides.web.page import language, onward

if TYPE_CHECKING:
    from bonafides.web.desk.signed import Here

router = pages()


@router.get("/desk/privacy")
def first() -> Response:
    """On to its first page, beside which the others lie."""
    return onward("/desk/privacy/index.html")


@router.get("/desk/privacy/privacy-file.zip")
def whole(request: Request, here: Mine) -> Response:
    """All of it as a file."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _file(request, here).items():
            archive.writestr(name, text)
    return Response(
        memory.getvalue(),
        media_type="application/zip",
        headers={"content-disposition": 'attachment; filename="privacy-file.zip"'},
    )


@router.get("/desk/privacy/{name}")
def document(request: Request, here: Mine, name: str) -> Response:
    """One of its documents."""
    found = _file(request, here).get(name if name.endswith(".html") else "")
    if found is None:
        raise HTTPException(404)
    body = found.partition("<main>")[2].rpartition("</main>")[0]
    return shown(request, here, "privacy.html", body=Markup(body), name=name)  # noqa: S704 - of a template that escapes


def _file(request: Request, here: Here) -> dict[str, str]:
    require(here.actor, "privacy.read")
    return privacy_file(schema(), here.settings, language(request))
