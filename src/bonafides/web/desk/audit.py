"""The audit log: what was done, when and by whom, and the check that all of it still fits."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import Response

from bonafides.desk import notices
from bonafides.desk.log import PAGE, lines, verified
from bonafides.web.csrf import Given, pages
from bonafides.web.desk.fields import text
from bonafides.web.desk.signed import Mine, shown
from bonafides.web.page import language

router = pages()


@router.get("/desk/audit")
def log(request: Request, here: Mine, before: int = 0, case: str = "") -> Response:
    """Entries, the latest first; those of one case where its id is given."""
    found = lines(here.desk, here.actor, before=before, case=case[:64])
    following = found[-1].entry.seq if len(found) == PAGE and found[-1].entry.seq > 1 else 0
    return shown(
        request, here, "audit.html", wide=True, lines=found, next=following, before=before, case=case[:64],
        notices=notices, lang_=language(request), checked=None,
    )  # fmt: skip


@router.post("/desk/audit")
def verify(request: Request, here: Mine, given: Given) -> Response:
    """Check all of it."""
    lang = language(request)
    checked = verified(here.desk, here.actor, head=text(given, "head"))
    faults = [notices.chain_fault(each, lang) for each in checked.faults[:50]]
    return shown(request, here, "audit_checked.html", checked=checked, faults=faults)
