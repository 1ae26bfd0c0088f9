"""The inbox: which cases there are, what should be seen first, and the way to each."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import Response

from bonafides.desk import cases
from bonafides.desk.alerts import due, raised
from bonafides.desk.campaigns import named
from bonafides.desk.people.accounts import working
from bonafides.model import Level
from bonafides.web.csrf import pages
from bonafides.web.desk.signed import Mine, shown

if TYPE_CHECKING:
    from bonafides.web.desk.signed import Here

router = pages()
OPEN, ALL = "not-closed", "all"
NOBODY, MYSELF = "nobody", "me"
STATUSES = {
    OPEN: (cases.NEW, cases.OPEN, cases.WAITING),
    **{each: (each,) for each in cases.STATUSES},
    ALL: cases.STATUSES,
}


@router.get("/desk")
def inbox(
    request: Request, here: Mine, status: str = OPEN, level: str = "", verdict: str = "", owner: str = "",
    campaign: str = "", before: int = 0, closed: int = 0,
) -> Response:  # fmt: skip
    """The cases that pass the filters, the latest first."""
    chosen = {"status": status, "level": level, "verdict": verdict, "owner": owner, "campaign": campaign}
    found = cases.inbox(here.desk, here.actor, _wanted(here, chosen), before=before)
    people = working(here.desk)
    return shown(
        request, here, "inbox.html", wide=True, found=found, chosen=chosen, before=before, closed=closed,
        statuses=tuple(STATUSES), levels=tuple(level.value for level in Level), verdicts=cases.VERDICTS[:-1],
        people=people, campaigns=named(here.desk, here.actor), alerts=() if before else raised(here.desk, here.actor),
        filtered=any(chosen[key] for key in ("level", "verdict", "owner", "campaign")) or status != OPEN,
        query=lambda **more: "?" + urlencode({k: v for k, v in {**chosen, **more}.items() if v}),
        empty=not found.rows, due=() if before else due(here.desk, here.actor),
    )  # fmt: skip


def _wanted(here: Here, chosen: dict[str, str]) -> cases.Filter:
    owner = {"": None, NOBODY: "", MYSELF: here.account.id}.get(chosen["owner"], chosen["owner"])
    return cases.Filter(
        status=STATUSES.get(chosen["status"], STATUSES[OPEN]),
        level=chosen["level"],
        verdict=chosen["verdict"],
        owner=owner,
        campaign=chosen["campaign"],
    )
