from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.desk.people import accounts, tokens
from bonafides.errors import DeskError
from bonafides.store.records import Token
from tests.desk.entrance import Entrance, standing

pytestmark = pytest.mark.usefixtures("quick_hashes")

SCOPES = {
    "officer": frozenset({"cases:read", "cases:write", "reports:read"}),
    "auditor": frozenset({"audit:read"}),
    "lead": frozenset({"cases:read", "cases:write", "reports:read", "reports:purge"}),
    "reporter": frozenset({"cases:read"}),
    "admin": frozenset({"accounts:write"}),
}


def allowed(role: str) -> frozenset[str]:
    return SCOPES[role]


def issued(entrance: Entrance, *scopes: str, days: float = 30) -> tokens.Issued:
    return tokens.issue(
        entrance.desk,
        entrance.officer.id,
        name=" weekly figures ",
        scopes=scopes or ("cases:read", "cases:write"),
        ends_at=entrance.clock() + timedelta(days=days),
        allowed=allowed,
    )


def test_a_token_is_random_marked_and_only_its_digest_is_kept(entrance: Entrance) -> None:
    made = issued(entrance)
    assert made.secret.startswith("bft_")
    assert len(made.secret) == 4 + 43
    with entrance.desk.store.reading() as reading:
        kept = reading.find(Token)
    assert kept == [made.token]
    assert made.secret not in repr(kept)
    found = tokens.bearer(entrance.desk, made.secret, allowed)
    assert found
    assert (found.account.id, found.scopes) == (entrance.officer.id, frozenset({"cases:read", "cases:write"}))
    assert entrance.actions()[-1] == "token.issued"


@given(st.text(max_size=80))
def test_no_other_text_is_a_token(text: str) -> None:
    assert tokens.bearer(standing(__name__).desk, text, allowed) is None
    assert tokens.bearer(standing(__name__).desk, f"bft_{text}", allowed) is None


@pytest.mark.parametrize("days", [0, -1, 365.001, 10_000])
def test_a_token_ends_within_a_year(days: float) -> None:
    with pytest.raises(DeskError, match="within a year"):
        issued(Entrance(), days=days)


def test_a_token_ends_when_it_says() -> None:
    entrance = Entrance()
    made = issued(entrance, days=1)
    entrance.clock.turn(days=1, seconds=-1)
    assert tokens.bearer(entrance.desk, made.secret, allowed)
    assert tokens.tokens_of(entrance.desk, entrance.officer.id) == [made.token]
    entrance.clock.turn(seconds=1)
    assert tokens.bearer(entrance.desk, made.secret, allowed) is None
    assert tokens.tokens_of(entrance.desk, entrance.officer.id) == []


@pytest.mark.parametrize("scopes", [("cases:read", "reports:purge"), ("*",), ("",)])
def test_no_scope_beyond_the_role_is_given_out(scopes: tuple[str, ...]) -> None:
    with pytest.raises(DeskError, match="role may not have"):
        issued(Entrance(), *scopes)


def test_a_token_is_for_something_and_has_a_name() -> None:
    entrance = Entrance()
    ends_at = entrance.clock() + timedelta(days=1)
    for name, scopes in (("x", ()), ("  ", ("cases:read",)), ("x" * 101, ("cases:read",))):
        with pytest.raises(DeskError):
            tokens.issue(entrance.desk, entrance.officer.id, name=name, scopes=scopes, ends_at=ends_at, allowed=allowed)


@pytest.mark.parametrize("role", sorted(SCOPES))
def test_a_token_never_does_more_than_the_role_at_the_time_of_use(role: str) -> None:
    entrance = Entrance()
    made = issued(entrance)
    accounts.change_role(entrance.desk, entrance.acts, entrance.officer.id, role)
    found = tokens.bearer(entrance.desk, made.secret, allowed)
    assert found
    assert found.scopes == {"cases:read", "cases:write"} & SCOPES[role]


def test_closing_an_account_ends_its_tokens_even_where_a_row_was_left() -> None:
    entrance = Entrance()
    made = issued(entrance)
    accounts.close_account(entrance.desk, entrance.acts, entrance.officer.id)
    with entrance.desk.store.writing() as writing:
        assert writing.count(Token) == {(): 0}
        writing.add(made.token)
    assert tokens.bearer(entrance.desk, made.secret, allowed) is None
    with pytest.raises(DeskError, match="no such account"):
        issued(entrance)


def test_only_its_owner_revokes_a_token(entrance: Entrance) -> None:
    made = issued(entrance)
    assert not tokens.revoke(entrance.desk, made.token.id, account=entrance.admin.id)
    assert tokens.bearer(entrance.desk, made.secret, allowed)
    assert tokens.revoke(entrance.desk, made.token.id, account=entrance.officer.id)
    assert tokens.bearer(entrance.desk, made.secret, allowed) is None
    assert entrance.actions()[-1] == "token.revoked"
