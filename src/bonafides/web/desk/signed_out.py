"""What happens where somebody is not signed in any more: asked to sign in, and given back what they had written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from bonafides.web.csrf import SAFE, form, pages
from bonafides.web.desk.fields import text
from bonafides.web.desk.signed import Perhaps, SignInFirst, shown
from bonafides.web.page import onward
from bonafides.web.still_here import more_time

if TYPE_CHECKING:
    from starlette.responses import Response

router = pages()
WRITTEN = ("text", "reason", "said", "conversation", "role", "note", "name", "persona", "words")
"""Fields of the desk's forms that hold what somebody has written in their own words; never a password or a code."""
_CASE = re.compile(r"/desk/case/\d+")


@router.get("/account/still-here")
def still_here(here: Perhaps) -> Response:
    """Count the half hour of a visit anew; 404 where it has ended."""
    if here is None:
        raise HTTPException(404)
    return more_time()


async def sign_in_first(request: Request, error: Exception) -> Response:
    """On to where one signs in; by way of a page with what was written, where a form came too late.

    It is shown to the browser that sent it and kept nowhere.
    """
    assert isinstance(error, SignInFirst)  # noqa: S101 - tells the type checker
    to = (error.headers or {})["location"]
    if request.method in SAFE:
        return onward(to)
    given = await form(request)
    typed = [value for name in WRITTEN if (value := text(given, name)).strip()]
    if not typed:
        return onward(to)
    case = _CASE.match(request.url.path)
    files = any(isinstance(value, UploadFile) and value.filename for value in given.values())
    place = f"/sign-in?next={case[0]}" if case else to
    return shown(request, None, "signed_out.html", status=403, typed=typed, files=files, onward=place)
