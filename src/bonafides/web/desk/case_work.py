"""What is done to a case from its page: one address for each verb, each on to where its outcome is seen."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Request
from starlette.responses import Response

from bonafides.desk import campaigns as grouping
from bonafides.desk import cases, links, merging, retention
from bonafides.desk.chain import PURGE
from bonafides.desk.permissions import require
from bonafides.web.csrf import Given, pages
from bonafides.web.desk.case import id_of
from bonafides.web.desk.fields import day, text, texts
from bonafides.web.desk.fields import number as whole
from bonafides.web.desk.signed import Here, Mine, clock, shown
from bonafides.web.guard import SANDBOX
from bonafides.web.page import language, onward

router = pages("/desk/case/{number}")


def _at(number: str, place: str = "") -> Response:
    return onward(f"/desk/case/{whole(number)}{'#' if place else ''}{place}")


@router.post("/note")
def note(here: Mine, number: str, given: Given) -> Response:
    """Write a note."""
    cases.note(here.desk, here.actor, id_of(here, number), text(given, "text"))
    return _at(number, "notes")


@router.post("/task")
def task(request: Request, here: Mine, number: str, given: Given) -> Response:
    """Write down something to do."""
    due = day(given, "due", clock(here.settings, language(request)).zone)
    cases.task(here.desk, here.actor, id_of(here, number), text(given, "text"), owner=text(given, "owner"), due_at=due)
    return _at(number, "tasks")


@router.post("/task/{task_id}")
def finish(here: Mine, number: str, task_id: str, given: Given) -> Response:
    """Say that a task is done, or not yet."""
    cases.finish(here.desk, here.actor, id_of(here, number), task_id, done=text(given, "done") == "yes")
    return _at(number, "tasks")


@router.post("/edit")
def edit(here: Mine, number: str, given: Given) -> Response:
    """Change who works on it, where it stands, or what the persona is called: whatever differs from before."""
    case = cases.opened(here.desk, here.actor, id_of(here, number)).case
    owner, persona, status = (text(given, name).strip() for name in ("owner", "persona", "status"))
    new_owner = owner if "owner" in given and owner != case.owner else None
    new_persona = persona if persona != case.persona else ""
    new_status = status if case.closed_at is None and status != case.status else ""
    if new_owner is not None or new_persona or new_status:
        cases.edit(here.desk, here.actor, case.id, owner=new_owner, persona=new_persona, status=new_status)
    return _at(number)


@router.post("/take")
def take(here: Mine, number: str) -> Response:
    """Work on it oneself."""
    cases.assign(here.desk, here.actor, id_of(here, number), here.account.id)
    return _at(number)


@router.post("/seen")
def seen(here: Mine, number: str, given: Given) -> Response:
    """Say that its alerts were seen; back to where that was said."""
    cases.acknowledge(here.desk, here.actor, id_of(here, number))
    return onward("/desk") if text(given, "from") == "inbox" else _at(number, "links")


@router.post("/reopen")
def reopen(here: Mine, number: str) -> Response:
    """Take the decision back."""
    cases.reopen(here.desk, here.actor, id_of(here, number))
    return _at(number)


@router.post("/link/{link_id}")
def decide(here: Mine, number: str, link_id: str, given: Given) -> Response:
    """Confirm a link, reject it, or take either back."""
    links.decide(here.desk, here.actor, link_id, text(given, "state"), of=id_of(here, number))
    return _at(number, "links")


@router.post("/campaign")
def campaign(here: Mine, number: str, given: Given) -> Response:
    """Start a campaign of it and what confirmed links join to it, or put it into one, or out of it."""
    case_id = id_of(here, number)
    if text(given, "name").strip():
        found = grouping.start(here.desk, here.actor, case_id, text(given, "name"))
        return onward(f"/desk/campaign/{found.id}")
    grouping.place(here.desk, here.actor, case_id, text(given, "campaign"))
    return _at(number, "links")


@router.post("/merge")
def merge(here: Mine, number: str, given: Given) -> Response:
    """Make another case a part of this one."""
    merging.merge(here.desk, here.actor, id_of(here, number), id_of(here, text(given, "other")))
    return _at(number, "reports")


@router.post("/unmerge/{merge_id}")
def unmerge(here: Mine, number: str, merge_id: str) -> Response:
    """Take a merge back."""
    merging.undo(here.desk, here.actor, merge_id)
    return _at(number, "reports")


@router.post("/split")
def split(here: Mine, number: str, given: Given) -> Response:
    """Make a case of its own of some reports."""
    found = merging.split(here.desk, here.actor, id_of(here, number), texts(given, "report"))
    return _at(str(found.number))


@router.post("/hold")
def hold(here: Mine, number: str, given: Given) -> Response:
    """Keep it for a legal reason, or let it go again."""
    retention.hold(here.desk, here.actor, id_of(here, number), text(given, "reason"))
    return _at(number, "kept")


@router.get("/purge")
def ask_purge(request: Request, here: Mine, number: str) -> Response:
    """Ask once more before everything is deleted."""
    return _ask_purge(request, here, number)


@router.post("/purge")
def purge(request: Request, here: Mine, number: str, given: Given) -> Response:
    """Delete it, once the number was typed."""
    case_id = id_of(here, number)
    if whole(text(given, "typed").strip()) != whole(number):
        return _ask_purge(request, here, number, wrong=True)
    retention.purge(here.desk, here.actor, case_id)
    return shown(request, here, "purged.html", number=whole(number), behaviour=False, letter=())


@router.get("/file/{file_id}")
def file(here: Mine, number: str, file_id: str) -> Response:
    """A file as it came, to be saved and never shown by the browser."""
    found = cases.attachment(here.desk, here.actor, id_of(here, number), file_id)
    kept = quote(found.name.encode("utf-8", "replace"), safe="")
    return Response(
        found.data,
        media_type="application/octet-stream",
        headers={
            "content-security-policy": SANDBOX,
            "content-disposition": f"attachment; filename=\"file.bin\"; filename*=UTF-8''{kept}",
        },
    )


def _ask_purge(request: Request, here: Here, number: str, *, wrong: bool = False) -> Response:
    found = cases.opened(here.desk, here.actor, id_of(here, number))
    require(here.actor, PURGE, case=found.case)
    status = 422 if wrong else 200
    return shown(request, here, "purge.html", status=status, case=found.case, found=found, wrong=wrong)
