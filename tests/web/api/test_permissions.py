"""Role x address x object: nobody can do with a token what the permissions do not let their role do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute

from bonafides.desk.permissions import Actor, Reach, decide, matrix
from bonafides.web.api import accounts, cases, deciding, handing_over, joining, looking_after, own, reports
from bonafides.web.api.route import ACTION, SCHEME, Route
from bonafides.web.api.scopes import NOT_SERVED, OWN, SCOPES, allowed, scope_of
from bonafides.web.api.serve import RESOURCES
from tests.web.api.callers import ROLES, Callers, callers
from tests.web.api.samples import World, bodies, world

pytestmark = pytest.mark.usefixtures("quick_hashes")
FREE = {"read_me": "", "list_tokens": OWN, "make_token": OWN, "end_token": OWN}
"""Addresses without a permission: they are about the token's own owner."""
OWNERS = {"nobody's": "", "officer's": "officer-id", "colleague's": "colleague-id"}


def routes() -> Iterator[APIRoute]:
    for each in RESOURCES:
        for route in each.routes.routes:
            assert isinstance(route, APIRoute)
            yield route


ROUTES = {str(route.operation_id): route for route in routes()}


def action_of(route: APIRoute) -> str | None:
    extra = route.openapi_extra
    assert extra is not None
    found = extra[ACTION]
    assert found is None or isinstance(found, str)
    return found


def scopes_of(route: APIRoute) -> list[str]:
    extra = route.openapi_extra
    assert extra is not None
    return list(extra["security"][0][SCHEME])


# --- what is declared


def test_every_thing_is_served() -> None:
    every = (own, reports, cases, deciding, joining, handing_over, looking_after, accounts)
    assert set(RESOURCES) == set(every)
    assert len(ROUTES) == sum(len(each.routes.routes) for each in RESOURCES), "operation ids are all different"


@pytest.mark.parametrize("operation", ROUTES)
def test_an_address_says_which_action_and_scope_it_needs(operation: str) -> None:
    route, action = ROUTES[operation], action_of(ROUTES[operation])
    assert isinstance(route, Route), "others have no entrance"
    if action is None:
        assert scopes_of(route) == [FREE[operation]] * bool(FREE[operation])
    else:
        assert action in matrix()
        assert scopes_of(route) == [scope_of(action)]
    assert route.methods
    assert len(route.methods) == 1
    assert route.description, "plain words for whoever reads the description"


def test_an_address_that_does_not_say_it_cannot_be_made() -> None:
    from bonafides.web.api.route import router

    with pytest.raises(KeyError):
        router("x").get("/x")(lambda: None)


def test_every_action_is_in_one_scope_or_left_to_the_machine() -> None:
    covered = [action for actions in SCOPES.values() for action in actions]
    assert len(covered) == len(set(covered))
    assert set(covered) | NOT_SERVED == set(matrix())
    assert not NOT_SERVED.intersection(covered)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_have_the_scopes_of_which_it_may_do_something(role: str) -> None:
    for scope, actions in SCOPES.items():
        may = any(role in matrix()[action] for action in actions) or not actions
        assert (scope in allowed(role)) == may


def test_a_role_that_nobody_knows_has_no_scopes() -> None:
    assert allowed("somebody") == frozenset()


# --- what happens


@pytest.fixture
def there() -> Iterator[Callers]:
    found = callers()
    yield found
    found.desk.store.close()


def objects() -> Iterator[tuple[str, str]]:
    """Every address with every owner of its case, where the owner matters."""
    for operation, route in ROUTES.items():
        reaches = matrix()[action_of(route) or "privacy.read"].values()
        yield from ((operation, owner) for owner in (OWNERS if Reach.OWN in reaches else ("nobody's",)))


@pytest.mark.parametrize(("operation", "owner"), tuple(objects()))
def test_the_permissions_decide(there: Callers, operation: str, owner: str) -> None:
    """The strictest answer is 403; whoever may is answered anything but that and a fault."""
    for role in ROLES:
        found = world(there, owner=OWNERS[owner])
        route = ROUTES[operation]
        may = _may(role, action_of(route), found)
        response = send(found, role, route)
        assert (response.status_code == 403) == (not may), (role, response.text)
        assert response.status_code < 500
        if not may:
            assert response.json()["error"]["code"] == "forbidden"
        if operation in ("end_token", "close_account", "change_role", "reset_password"):
            _renew(there)


def send(found: World, role: str, route: APIRoute):  # type: ignore[no-untyped-def]
    method = next(iter(route.methods or ()))
    body = bodies(found.names).get(str(route.operation_id), {})
    return found.there.ask(role, method, found.place(route.path), **body)


def _may(role: str, action: str | None, found: World) -> bool:
    """As the permissions say; `self` is about what somebody reported, of which the addresses name only their own."""
    if action is None:
        return True
    if role not in matrix()[action]:
        return False
    decision = decide(Actor(account=f"{role}-id", role=role), action, case=found.case, reporter=f"{role}-id")
    return decision.allowed


def _renew(there: Callers) -> None:
    there.secrets = {role: there.token(role) for role in ROLES}


@pytest.mark.parametrize("operation", ROUTES)
def test_a_token_for_something_else_is_refused(there: Callers, operation: str) -> None:
    route, found = ROUTES[operation], world(there)
    action, needed = action_of(route), scopes_of(route)
    if not needed:
        return
    role = next(role for role in ROLES if not action or role in matrix()[action])
    others = sorted(allowed(role) - set(needed))
    there.secrets["other"] = there.token(role, *others, of=f"{role}-id")
    response = send(found, "other", route)
    assert response.status_code == 403
    error = response.json()["error"]
    assert (error["code"], error["where"]) == ("scope", needed[0])
    assert f'scope="{needed[0]}"' in response.headers["www-authenticate"]


@pytest.mark.parametrize("operation", ROUTES)
def test_nobody_comes_in_without_a_token(there: Callers, operation: str) -> None:
    route, found = ROUTES[operation], world(there)
    response = there.client.request(next(iter(route.methods or ())), f"/api/v1{found.place(route.path)}")
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
