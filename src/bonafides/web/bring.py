"""What the person has: a text, files, a whole folder, or no text at all."""

from __future__ import annotations

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.responses import Response

from bonafides.web.csrf import Given, pages
from bonafides.web.page import language, onward
from bonafides.web.person import Mine, at_work, shown

router = pages()


@router.get("/bring")
def bring(request: Request, mine: Mine) -> Response:
    """Ask for it."""
    return _asked(request, mine)


@router.post("/bring")
def brought(request: Request, mine: Mine, given: Given) -> Response:
    """Take a text, files or both, and begin to read them."""
    text = given.get("text")
    pasted = text if isinstance(text, str) and text.strip() else ""
    found = [each for name in ("files", "folder") for each in given.getlist(name)]
    files = [each for each in found if isinstance(each, UploadFile) and (each.filename or each.size)]
    if mine.protected:
        return onward("/questions")
    if not pasted and not files:
        return _asked(request, mine, empty=True)
    mine.bring(pasted.replace("\r\n", "\n"), files, language(request))
    return at_work(mine)


@router.post("/told")
def told(request: Request, mine: Mine) -> Response:
    """No text, or one that must not be copied: leave what was brought, and ask questions instead."""
    answers, protected = mine.told, mine.protected
    mine.clear()
    mine.told, mine.protected = answers, protected
    return onward("/questions")


def _asked(request: Request, mine: Mine, *, empty: bool = False) -> Response:
    status = 422 if empty else 200
    return shown(
        request, mine, "bring.html", step="bring", back="/", empty=empty, protected=mine.protected, status=status
    )
