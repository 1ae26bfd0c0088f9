"""What was kept on this machine: listed, opened, deleted."""

from __future__ import annotations

from fastapi import Request
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bonafides.errors import WebError
from bonafides.web.csrf import config_of, pages
from bonafides.web.page import onward
from bonafides.web.person import Mine, keeper, shown

router = pages("/kept")


@router.get("")
def listed(request: Request, mine: Mine, failed: bool = False) -> Response:
    """All of it, the latest first."""
    held, zone = keeper(request), config_of(request).zone
    found = [(each, each.kept_at.astimezone(zone).strftime("%Y-%m-%d %H:%M")) for each in held.listed()]
    return shown(
        request, mine, "kept.html", step="before", back="/", found=found, folder=str(held.folder), failed=failed
    )


@router.get("/{id_}")
def opened(request: Request, mine: Mine, id_: str) -> Response:
    """One, as it was shown when it was kept."""
    try:
        kept = keeper(request).open(id_)
    except WebError as error:
        raise HTTPException(404) from error
    body = Markup(kept.body)  # noqa: S704 - written by this program, for this user alone
    return shown(request, mine, "kept_one.html", step="answer", back="/kept", kept=kept, body=body, wide=True)


@router.post("/{id_}/delete")
def delete(request: Request, mine: Mine, id_: str) -> Response:
    """Delete one."""
    gone = keeper(request).delete(id_)
    if mine.kept == id_ and gone:
        mine.kept = ""
    return onward("/kept" if gone else "/kept?failed=1")
