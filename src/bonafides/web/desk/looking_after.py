"""Looking after the desk: its settings, how long things are kept, and what is kept about one person, for them."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import Response

from bonafides.desk import access, notices
from bonafides.desk.people import accounts
from bonafides.desk.permissions import require
from bonafides.desk.retention import upcoming
from bonafides.desk.settings import change_settings
from bonafides.errors import DeskError, RefusedError
from bonafides.render.phrases import languages, phrases
from bonafides.web.csrf import Given, pages
from bonafides.web.desk.fields import text
from bonafides.web.desk.signed import ROOM, Mine, shown
from bonafides.web.page import language, onward

router = pages()
TEXTS = ("name", "contact", "controller", "address", "domains", "timezone")
SERVICE = ("oidc-issuer", "oidc-client", "oidc-roles", "oidc-claim")


@router.get("/desk/settings")
def settings(request: Request, here: Mine, saved: bool = False) -> Response:
    """What the desk is set to."""
    return _settings(request, here, saved=saved)


@router.post("/desk/settings")
def change(request: Request, here: Mine, given: Given) -> Response:
    """Set what differs from before."""
    known = here.settings.values
    values = {name: text(given, name) for name in known if name in given}
    try:
        changed = {name: value for name, value in values.items() if value.strip() != known[name]}
        change_settings(here.desk, here.actor, changed)
    except RefusedError:
        raise
    except DeskError as error:
        return _settings(request, here, error=error, typed=values)
    return onward("/desk/settings?saved=1")


@router.get("/desk/retention")
def retention(request: Request, here: Mine) -> Response:
    """Each rule, how many cases are under it, and which are deleted next."""
    lang = language(request)
    found = upcoming(here.desk, here.actor)
    rules = [
        (notices.rule_name(each.name, lang), notices.days_kept(each.name, each.days, lang), found.counts.get(each.name))
        for each in here.settings.rules
    ]
    return shown(request, here, "retention.html", rules=rules, found=found)


@router.get("/desk/access")
def ask(request: Request, here: Mine) -> Response:
    """Ask whose data it is about."""
    return _access(request, here)


@router.post("/desk/access")
def export(request: Request, here: Mine, given: Given) -> Response:
    """Everything that is kept about that person, as a ZIP with their files."""
    try:
        kept = access.bundle(
            here.desk, here.actor, account=text(given, "account"), receipt=text(given, "receipt").strip(),
            mentioned=text(given, "mentioned"),
        )  # fmt: skip
    except RefusedError:
        raise
    except DeskError as error:
        return _access(request, here, error=error)
    return Response(
        kept,
        media_type="application/zip",
        headers={"content-disposition": 'attachment; filename="access-request.zip"'},
    )


def _settings(
    request: Request, here: Mine, *, saved: bool = False, error: DeskError | None = None,
    typed: dict[str, str] | None = None,
) -> Response:  # fmt: skip
    require(here.actor, "setting.read")
    lang = language(request)
    return shown(
        request, here, "settings.html", status=422 if error else 200, saved=saved, error=error,
        values={**here.settings.values, **(typed or {})}, texts=TEXTS, service=SERVICE,
        rules=[(each, notices.rule_name(each.name, lang)) for each in here.settings.rules],
        tongues=[(code, phrases(code, "bonafides.page")("page.language")) for code in languages(ROOM)],
        change=here.may("setting.change"),
    )  # fmt: skip


def _access(request: Request, here: Mine, *, error: DeskError | None = None) -> Response:
    require(here.actor, "access.export")
    return shown(
        request, here, "access.html", status=422 if error else 200, error=error, people=accounts.open_names(here.desk)
    )
