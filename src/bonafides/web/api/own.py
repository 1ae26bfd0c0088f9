"""What a token can do about itself and its owner: who it is, and its owner's tokens."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from bonafides.desk.people import tokens
from bonafides.errors import MissingError
from bonafides.store.records import Token
from bonafides.web.api import views
from bonafides.web.api.errors import ApiError
from bonafides.web.api.fields import Choice, Given, PathId, whole
from bonafides.web.api.route import Asking, asks, router
from bonafides.web.api.scopes import OWN, SCOPES, allowed

routes = router("Tokens")


class Me(views.View):
    """Who asks."""

    account: str
    name: str
    role: str
    scopes: tuple[str, ...] = Field(description="What the token may do now: less where the role may not any more.")
    ends_at: datetime


class GivenToken(Given):
    """A new token."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"[^\s\x1c-\x1f]")]
    scopes: list[Annotated[str, Choice(SCOPES)]] = Field(min_length=1, max_length=100)
    days: Annotated[int, Field(ge=1, le=364), BeforeValidator(whole)] = Field(
        description="It ends after so many days, or with the token that made it."
    )


IssuedToken = views.made(
    "IssuedToken", token=(views.Token, ...), secret=(str, Field(description="Told once, kept nowhere."))
)


@routes.get("/me", operation_id="read_me", response_model=Me, **asks(None))
def read_me(caller: Asking) -> dict[str, object]:
    """Whose token this is, and what it may do."""
    bearer = caller.bearer
    return {
        "account": bearer.account.id, "name": bearer.account.name, "role": bearer.account.role,
        "scopes": tuple(sorted(bearer.scopes)), "ends_at": bearer.token.ends_at,
    }  # fmt: skip


@routes.get("/tokens", operation_id="list_tokens", response_model=views.many(views.Token), **asks(None, scope=OWN))
def list_tokens(caller: Asking) -> list[Token]:
    """The tokens of the same owner, the latest first, without their secrets."""
    return tokens.tokens_of(caller.desk, caller.bearer.account.id)


@routes.post(
    "/tokens", operation_id="make_token", response_model=IssuedToken, status_code=201, **asks(None, scope=OWN)
)  # fmt: skip
def make_token(caller: Asking, given: GivenToken) -> tokens.Issued:
    """Make a further token: for no more than this one is for, and for no longer than it lasts."""
    held = caller.bearer
    if beyond := sorted(set(given.scopes) - held.scopes):
        raise ApiError(403, code="scope", what="a token makes none that may do more", where=beyond[0])
    ends_at = min(caller.desk.now() + timedelta(days=given.days), held.token.ends_at)
    return tokens.issue(
        caller.desk, held.account.id, name=given.name, scopes=given.scopes, ends_at=ends_at, allowed=allowed
    )


@routes.delete("/tokens/{token}", operation_id="end_token", status_code=204, **asks(None, scope=OWN))
def end_token(caller: Asking, token: PathId) -> None:
    """End a token of the same owner, this one too."""
    if not tokens.revoke(caller.desk, token, account=caller.bearer.account.id):
        raise MissingError("there is no such token", where="token")
