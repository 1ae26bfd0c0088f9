"""Who asks for a page of the desk, what they may see of it, and the frame around every page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from bonafides.desk.desk import Desk
from bonafides.desk.people import visits
from bonafides.desk.permissions import Actor, Role, matrix
from bonafides.desk.settings import DeskSettings, desk_settings
from bonafides.render.clock import Clock
from bonafides.render.phrases import phrases
from bonafides.store.records import Account, Visit
from bonafides.web.csrf import SAFE, brought, config_of
from bonafides.web.page import language, rendered

if TYPE_CHECKING:
    from starlette.responses import Response

ROOM = "bonafides.desk"
PLACES = (
    ("/desk", "inbox", "case.list"),
    ("/desk/campaigns", "campaigns", "campaign.read"),
    ("/desk/search", "search", "case.search"),
    ("/desk/statistics", "statistics", "statistics.read"),
    ("/desk/drills", "drills", "statistics.read"),
    ("/desk/packs", "packs", "pack.make"),
    ("/desk/audit", "audit", "audit.read"),
    ("/desk/retention", "retention", "setting.read"),
    ("/desk/access", "access", "access.export"),
    ("/desk/accounts", "accounts", "account.manage"),
    ("/desk/settings", "settings", "setting.read"),
    ("/desk/privacy", "privacy", "privacy.read"),
    ("/mine", "mine", "report.add"),
)
"""Address, name, and the permission that it needs."""
HOME = {Role.REPORTER: "/mine", Role.AUDITOR: "/desk/audit", Role.ADMIN: "/desk/accounts"}
"""Where somebody begins; everybody else in the inbox."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """Somebody who is signed in."""

    desk: Desk
    account: Account
    visit: Visit
    settings: DeskSettings

    @property
    def actor(self) -> Actor:
        """As whom they act."""
        return Actor(account=self.account.id, role=self.account.role, name=self.account.name)

    @property
    def home(self) -> str:
        """Where they begin."""
        return HOME.get(Role(self.account.role), "/desk")

    def may(self, action: str) -> bool:
        """Whether their role may do it anywhere."""
        return self.account.role in matrix()[action]


class SignInFirst(HTTPException):
    """Nobody is signed in, or not any more."""

    def __init__(self, to: str) -> None:
        super().__init__(303, headers={"location": to})


def desk_of(request: Request) -> Desk:
    """The desk that is served."""
    found = config_of(request).desk
    assert isinstance(found, Desk)  # noqa: S101 - tells the type checker
    return found


def settings_of(request: Request) -> DeskSettings:
    """The settings in force."""
    with desk_of(request).store.reading() as reading:
        return desk_settings(reading)


def perhaps(request: Request) -> Here | None:
    """Who is signed in with this browser, if anybody is."""
    desk, cookie = desk_of(request), brought(request)
    visitor = visits.signed_in(desk, cookie) if cookie else None
    if visitor is None:
        return None
    return Here(desk=desk, account=visitor.account, visit=visitor.visit, settings=settings_of(request))


def signed(request: Request) -> Here:
    """Who is signed in; otherwise on to the page where one signs in, and back from there to a page that only shows."""
    here = perhaps(request)
    if here is None:
        seen = request.method in SAFE
        place = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        raise SignInFirst(f"/sign-in?next={quote(place, safe='')}" if seen else "/sign-in?gone=1")
    return here


Perhaps = Annotated[Here | None, Depends(perhaps)]
"""A handler's parameter for a page that needs no account."""
Mine = Annotated[Here, Depends(signed)]
"""A handler's parameter for a page that needs one."""


def address(request: Request) -> str:
    """Where the request comes from on the network, to slow guessing down; never kept as it is."""
    return request.client.host if request.client else ""


def clock(settings: DeskSettings, lang: str) -> Clock:
    """Writes times as the desk has them."""
    return Clock(zone=ZoneInfo(settings["timezone"]), name="", words=phrases(lang))


def shown(
    request: Request,
    here: Here | None,
    name: str,
    /,
    *,
    status: int = 200,
    refresh: int | None = None,
    **values: object,
) -> Response:
    """A page of the desk, for somebody or for nobody in particular.

    Every template has `desk` (the words of the desk) and `here`; for somebody also `clock` and the places they may go.
    """
    lang = language(request)
    settings = here.settings if here else settings_of(request)
    frame: dict[str, Any] = {
        "desk": phrases(lang, ROOM),
        "here": here,
        "settings": settings,
        "clock": clock(settings, lang),
        "nav": _places(request, here, lang) if here else (),
    }
    if here:
        left = here.visit.ends_at - here.desk.now()
        frame |= {"idle": int(visits.IDLE.total_seconds()), "left": max(0, int(left.total_seconds()))}
    return rendered(request, f"desk/{name}", status=status, refresh=refresh, **{**frame, **values})


def _places(request: Request, here: Here, lang: str) -> list[tuple[str, str, bool]]:
    words = phrases(lang, "bonafides.web")
    path = request.url.path.replace("/desk/campaign/", "/desk/campaigns/")  # one of them belongs to all of them
    current = max((place for place, _, _ in PLACES if f"{path}/".startswith(f"{place}/")), key=len, default="")
    return [(place, words(f"desk.place.{key}"), place == current) for place, key, need in PLACES if here.may(need)]
