"""The entrance: tokens alone open it, wrong ones are slowed down, bodies are bounded before they are read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bonafides.desk.people import accounts, tokens
from bonafides.desk.permissions import Actor
from bonafides.web.api.errors import PLACE, SAID
from bonafides.web.api.route import LIMIT
from tests.web.api.callers import Callers

pytestmark = pytest.mark.usefixtures("quick_hashes")
ADMIN = Actor(account="admin-id", role="admin")


def refused(response, status: int) -> dict[str, str]:  # type: ignore[no-untyped-def]
    """The error, which has its one form whatever it is."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    assert response.headers["x-content-type-options"] == "nosniff"
    (error,) = response.json().values()
    assert set(error) == {"code", "what", "where", "next_step"}
    assert all(isinstance(each, str) for each in error.values())
    return dict(error)


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer bft_", "Bearer bft_" + "x" * 43, "Bearer a b", "bft_x",
     "Bearer " + "x" * 5_000, "Bearer bft_é"],
)  # fmt: skip
def test_what_is_no_token_opens_nothing(there: Callers, header: str) -> None:
    found = there.client.get(f"{PLACE}/cases", headers={"authorization": header.encode()})
    assert refused(found, 401)["code"] == "token-needed"
    assert found.headers["www-authenticate"].startswith("Bearer")


def test_two_tokens_are_none(there: Callers) -> None:
    right = f"Bearer {there.secrets['lead']}"
    found = there.client.get(f"{PLACE}/cases", headers=[("authorization", right), ("authorization", right)])
    refused(found, 401)


def test_cookies_open_nothing(there: Callers) -> None:
    there.client.cookies.set("bonafides", there.secrets["lead"])
    refused(there.client.get(f"{PLACE}/cases"), 401)
    assert "set-cookie" not in there.ask("lead", "GET", "/cases").headers


def test_wrong_tokens_are_slowed_down_and_right_ones_never(there: Callers) -> None:
    wrong = {"authorization": "Bearer bft_" + "x" * 43}
    for _ in range(20):
        refused(there.client.get(f"{PLACE}/cases", headers=wrong), 401)
    late = there.client.get(f"{PLACE}/cases", headers=wrong)
    assert refused(late, 429)["code"] == "wait"
    assert int(late.headers["retry-after"]) > 0
    assert there.ask("lead", "GET", "/cases").status_code == 200
    there.clock.days(1)
    refused(there.client.get(f"{PLACE}/cases", headers=wrong), 401)


def test_a_token_ends(there: Callers) -> None:
    there.clock.days(31)
    refused(there.ask("lead", "GET", "/me"), 401)


def test_the_role_counts_at_the_time_of_use(there: Callers) -> None:
    assert there.ask("officer", "GET", "/cases").status_code == 200
    accounts.change_role(there.desk, ADMIN, "officer-id", "auditor")
    assert refused(there.ask("officer", "GET", "/cases"), 403)["code"] == "forbidden"
    accounts.close_account(there.desk, ADMIN, "officer-id")
    refused(there.ask("officer", "GET", "/me"), 401)


def test_a_token_ends_with_its_account(there: Callers) -> None:
    with there.desk.store.reading() as reading:
        account = accounts.opened_account(reading, "lead-id")
    accounts.close_account(there.desk, ADMIN, account.id)
    refused(there.ask("lead", "GET", "/me"), 401)


def test_too_much_is_refused_before_it_is_read(there: Callers) -> None:
    case = there.case()
    where = f"/cases/{case.id}/notes"
    assert refused(there.ask("lead", "POST", where, json={"text": "x" * (LIMIT + 1)}), 413)["code"] == "too-large"

    def endless() -> Iterator[bytes]:
        for _ in range(LIMIT // 65_536 + 2):
            yield b" " * 65_536

    headers = {"content-type": "application/json"}
    refused(there.ask("lead", "POST", where, content=endless(), headers=headers), 413)
    refused(there.client.post(f"{PLACE}{where}", content=b" " * (LIMIT + 1), headers=headers), 401)


@pytest.mark.parametrize("media", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x"])
def test_another_kind_of_content_is_refused(there: Callers, media: str) -> None:
    found = there.ask("lead", "POST", "/campaigns", content=b"{}", headers={"content-type": media})
    assert refused(found, 415)["where"] == "application/json"


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 422), (b"{", 400), (b"\xff", 400), (b"[" * 100_000, 400), (b"1" * 5_000, 400), (b"null", 422), (b"[]", 422),
     (b'{"text": NaN}', 422), (b'{"text": 1e999}', 422), (b'{"text": "\\ud800"}', 422), (b'{"text": " \\n"}', 422)],
)  # fmt: skip
def test_odd_bodies_are_told_in_the_same_form(there: Callers, body: bytes, status: int) -> None:
    case = there.case()
    headers = {"content-type": "application/json"}
    refused(there.ask("lead", "POST", f"/cases/{case.id}/notes", content=body, headers=headers), status)


def test_an_error_repeats_nothing_that_was_given(there: Callers) -> None:
    case = there.case()
    for body in ({"text": 5, "hunter2": "hunter2"}, {"hunter2": 1}, {"text": ["hunter2"]}, {"text": {"hunter2": 1}}):
        found = there.ask("lead", "POST", f"/cases/{case.id}/notes", json=body)
        refused(found, 422)
        assert "hunter2" not in found.text
    for place in ("/cases/HUNTER2", "/cases/hunter2", "/hunter2", "/cases?status=hunter2", "/links/hunter2"):
        assert "hunter2" not in there.ask("lead", "GET", place).text.lower()


def test_what_the_guard_refuses_has_the_same_form(there: Callers) -> None:
    assert refused(there.client.get(f"{PLACE}/me", headers={"host": "evil.example"}), 421)["code"] == "wrong-host"
    foreign = {"sec-fetch-site": "cross-site", "authorization": f"Bearer {there.secrets['lead']}"}
    refused(there.client.post(f"{PLACE}/audit/verify", json={}, headers=foreign), 403)
    assert there.client.get("/nothing").headers["content-type"].startswith("text/html")


def test_a_fault_says_nothing_of_what_it_was_about(there: Callers, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("hunter2")

    monkeypatch.setattr("bonafides.web.api.cases.cases.inbox", broken)
    found = there.ask("lead", "GET", "/cases")
    assert refused(found, 500)["what"] == SAID[500].what
    assert "hunter2" not in found.text


@pytest.mark.parametrize(("method", "place", "allow"), [
    ("DELETE", "/cases", "GET"), ("POST", "/cases/1", "GET, DELETE"), ("PATCH", "/reports", "GET, POST"),
    ("POST", "/openapi.json", "GET"),
])  # fmt: skip
def test_what_can_be_done_is_named(there: Callers, method: str, place: str, allow: str) -> None:
    found = there.ask("lead", method, place)
    assert refused(found, 405)["code"] == "method"
    assert found.headers["allow"] == allow


def test_a_token_makes_none_that_may_do_more_or_last_longer(there: Callers) -> None:
    there.secrets["small"] = there.token("lead", "tokens:write", "cases:read")
    beyond = there.ask("small", "POST", "/tokens", json={"name": "x", "scopes": ["cases:purge"], "days": 1})
    assert refused(beyond, 403)["where"] == "cases:purge"
    made = there.ask("small", "POST", "/tokens", json={"name": "x", "scopes": ["cases:read"], "days": 364})
    assert made.status_code == 201, made.text
    held = {each.id: each for each in tokens.tokens_of(there.desk, "lead-id")}
    assert held[made.json()["token"]["id"]].ends_at <= there.clock() + timedelta(days=30)
    there.secrets["made"] = made.json()["secret"]
    assert there.ask("made", "GET", "/cases").status_code == 200
    assert there.ask("small", "DELETE", f"/tokens/{made.json()['token']['id']}").status_code == 204
    refused(there.ask("made", "GET", "/cases"), 401)


def test_tokens_of_others_cannot_be_ended(there: Callers) -> None:
    (theirs,) = tokens.tokens_of(there.desk, "lead-id")
    refused(there.ask("officer", "DELETE", f"/tokens/{theirs.id}"), 404)
    assert there.ask("lead", "GET", "/me").status_code == 200
