"""The staff form, and the way back to what was reported: by receipt code, or by account."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from bonafides.desk import notices, replies, reports
from bonafides.desk.intake.received import BOUNDS, File, Received
from bonafides.desk.people import throttle
from bonafides.desk.people.throttle import Kind, Tried
from bonafides.desk.permissions import Actor, Role
from bonafides.errors import DeskError
from bonafides.web.csrf import Given, pages
from bonafides.web.desk.fields import files, text
from bonafides.web.desk.signed import Mine, Perhaps, SignInFirst, address, desk_of, settings_of, shown
from bonafides.web.page import language, onward

if TYPE_CHECKING:
    from starlette.datastructures import FormData

    from bonafides.store.records import Report
    from bonafides.web.desk.signed import Here

router = pages()
_ANYBODY = Actor(account="", role=Role.REPORTER.value)
_TYPED = ("said", "conversation", "role")


@router.get("/report")
def form(request: Request, here: Perhaps) -> Response:
    """What to tell, what not to tell, what happens with it, and the form."""
    _let(request, here)
    return _form(request, here) if settings_of(request).introduced else _closed(request, here)


@router.post("/report")
def send(request: Request, here: Perhaps, given: Given) -> Response:
    """Take the report in; the receipt code is on this page and nowhere else."""
    _let(request, here)
    if not settings_of(request).introduced:
        return _closed(request, here)
    desk, anonymous = desk_of(request), here is None or text(given, "who") == "anonymous"
    if anonymous and settings_of(request)["anonymous"] != "yes":
        raise SignInFirst("/sign-in?next=%2Freport")
    received = _received(request, given)
    if not received.said.strip() and not received.files:
        return _form(request, here, given, problem="nothing-given")
    if here is None and (minutes := _wait(request, Kind.REPORT)):
        return _form(request, here, given, problem="too-many-tries", minutes=minutes)
    reporter = "" if anonymous or here is None else here.account.id
    actor = _ANYBODY if here is None else here.actor
    if here is not None and not here.may("report.add"):
        actor = _ANYBODY  # whoever looks after the desk may report like everybody else
    try:
        taken = reports.take(desk, actor, received, reporter=reporter)
    except DeskError as error:
        return _form(request, here, given, error=error)
    return shown(
        request, here, "sent.html", receipt=taken.receipt, again=taken.again, problems=taken.problems,
        named=bool(reporter),
    )  # fmt: skip


@router.get("/receipt")
def ask(request: Request, here: Perhaps) -> Response:
    """Ask for the code."""
    return shown(request, here, "receipt.html", found=None, code="", problem="", minutes=0, added=False)


@router.post("/receipt")
def come_back(request: Request, here: Perhaps, given: Given) -> Response:
    """What belongs to it, and with a text or files, more to it."""
    code, desk = text(given, "code"), desk_of(request)
    admission = throttle.admit(desk, Tried(kind=Kind.RECEIPT, value=address(request)))
    if not admission:
        minutes = max(1, round(admission.wait.total_seconds() / 60))
        return _asked(request, here, problem="too-many-tries", status=429, minutes=minutes)
    try:
        report = replies.reported(desk, code)
    except DeskError:
        return _asked(request, here, code=code, problem="receipt", status=422)
    with desk.store.writing() as writing:
        throttle.succeeded(writing, admission)
    added = _added(request, report, given)
    return shown(
        request, here, "receipt.html", found=replies.by_receipt(desk, code), code=code, problem="", minutes=0,
        added=added,
    )  # fmt: skip


@router.get("/mine")
def mine(request: Request, here: Mine, added: bool = False) -> Response:
    """What somebody reported with their account, and the answers to it."""
    return shown(request, here, "mine.html", reports=replies.by_account(here.desk, here.actor), added=added)


@router.post("/mine/{report}")
def add_to_mine(request: Request, here: Mine, report: str, given: Given) -> Response:
    """More to a report of one's own."""
    found = replies.own(here.desk, here.actor, report)
    return onward("/mine?added=1" if _added(request, found, given) else "/mine")


def _wait(request: Request, kind: Kind) -> int:
    """Minutes until somebody at this address may do that again; 0 for now."""
    admission = throttle.admit(desk_of(request), Tried(kind=kind, value=address(request)))
    return 0 if admission else max(1, round(admission.wait.total_seconds() / 60))


def _added(request: Request, report: Report, given: FormData) -> bool:
    """Add a text or files to a report; whether there was anything."""
    desk, word, brought = desk_of(request), text(given, "text"), files(given, "files")
    if brought:
        reports.add(desk, report, _received(request, given, said=word, brought=brought))
    elif word.strip():
        replies.add_to(desk, report, word)
    return bool(brought or word.strip())


def _received(
    request: Request, given: FormData, *, said: str | None = None, brought: tuple[File, ...] | None = None
) -> Received:
    """What a form brought; `brought`: its files where they were read already, because they can be read once only."""
    pasted = text(given, "conversation")
    brought = files(given, "files") if brought is None else brought
    if pasted.strip():
        brought = (File(name="messages.txt", data=pasted.encode("utf-8", "replace"), media_type="text/plain"), *brought)
    return Received(
        via="form",
        received_at=desk_of(request).now(),
        said=(text(given, "said") if said is None else said)[: BOUNDS.said],
        role=text(given, "role").strip()[:200],
        files=brought,
        occasion=text(given, "occasion")[:64],
    )


def _form(
    request: Request, here: Here | None, given: FormData | None = None, *, problem: str = "",
    error: DeskError | None = None, minutes: int = 0,
) -> Response:  # fmt: skip
    lang, settings = language(request), settings_of(request)
    return shown(
        request, here, "report.html", status=429 if minutes else 422 if problem or error else 200, problem=problem,
        error=error, minutes=minutes,
        typed={name: text(given, name) if given else "" for name in _TYPED}, occasion=token_urlsafe(16),
        tell=notices.what_to_tell(lang), collection=notices.collection(settings, lang), bounds=BOUNDS,
        megabytes=BOUNDS.bytes // 1024**2, anonymous=settings["anonymous"] == "yes",
    )  # fmt: skip


def _closed(request: Request, here: Here | None) -> Response:
    """Why nothing is taken in yet: the notice that must stand beside the form has gaps."""
    return shown(request, here, "report_closed.html", status=503)


def _asked(
    request: Request, here: Here | None, *, code: str = "", problem: str, status: int, minutes: int = 0
) -> Response:
    return shown(
        request, here, "receipt.html", status=status, found=None, code=code, problem=problem, minutes=minutes,
        added=False,
    )  # fmt: skip


def _let(request: Request, here: Here | None) -> None:
    """Without an account only where the desk takes anonymous reports."""
    if here is None and settings_of(request)["anonymous"] != "yes":
        raise SignInFirst("/sign-in?next=%2Freport")
