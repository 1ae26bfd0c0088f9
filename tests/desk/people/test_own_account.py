from __future__ import annotations

from datetime import timedelta

import pytest

from bonafides.desk.people import accounts, own_account, second_factor, tokens, visits
from bonafides.desk.people.oidc import Identity
from bonafides.desk.people.outside_sign_in import enter
from bonafides.desk.people.own_account import Enrolled
from bonafides.desk.people.passwords import PasswordError
from bonafides.desk.people.sign_in import Reason, give_code, sign_in
from bonafides.desk.people.visits import Opened, Visitor
from tests.desk.entrance import HERE, NEW_PASSWORD, PASSWORD, Entrance, denied

pytestmark = pytest.mark.usefixtures("quick_hashes")


def test_a_changed_password_ends_other_visits_and_tokens(entrance: Entrance) -> None:
    desk = entrance.desk
    other, mine = entrance.come_in(), entrance.come_in()
    token = tokens.issue(
        desk, entrance.officer.id, name="x", scopes=("a",), ends_at=entrance.clock() + timedelta(days=1), allowed=_any
    )
    opened = own_account.change_password(desk, mine.cookie, old=PASSWORD, new=NEW_PASSWORD, address=HERE)
    assert isinstance(opened, Opened)
    assert visits.signed_in(desk, opened.cookie)
    assert visits.visitor(desk, mine.cookie) is None
    assert visits.visitor(desk, other.cookie) is None
    assert tokens.bearer(desk, token.secret, _any) is None
    assert denied(sign_in(desk, "officer", PASSWORD, address=HERE)).reason is Reason.WRONG
    assert entrance.come_in(password=NEW_PASSWORD)
    assert "account.password" in entrance.actions()


def test_a_password_is_changed_by_whoever_knows_it_alone() -> None:
    entrance = Entrance()
    cookie = entrance.come_in().cookie
    results = [
        denied(own_account.change_password(entrance.desk, cookie, old="wrong", new=NEW_PASSWORD, address=HERE)).reason
        for _ in range(6)
    ]
    assert results == [Reason.WRONG] * 5 + [Reason.WAIT]
    gone = own_account.change_password(entrance.desk, "x", old=PASSWORD, new=NEW_PASSWORD, address=HERE)
    assert denied(gone).reason is Reason.GONE
    assert entrance.held(entrance.officer).secret == entrance.officer.secret


@pytest.mark.parametrize("new", ["short", "password1234", "officer12345"])
def test_a_weak_new_password_changes_nothing(new: str) -> None:
    entrance = Entrance()
    cookie = entrance.come_in().cookie
    with pytest.raises(PasswordError):
        own_account.change_password(entrance.desk, cookie, old=PASSWORD, new=new, address=HERE)
    assert visits.signed_in(entrance.desk, cookie)
    assert entrance.held(entrance.officer).secret == entrance.officer.secret


def test_a_second_factor_is_set_up_once_the_app_shows_the_right_code() -> None:
    entrance = Entrance()
    other = entrance.come_in()
    seed, made = entrance.enrolled()
    held = visits.signed_in(entrance.desk, made.opened.cookie)
    assert held
    assert held.visit.strong
    assert held.account.totp == seed
    assert visits.visitor(entrance.desk, other.cookie) is None
    assert not [code for code in made.codes if code in repr(held.account)]
    assert "account.second-factor" in entrance.actions()


@pytest.mark.parametrize(
    ("seed", "code", "proof", "reason"),
    [
        ("right", "wrong", PASSWORD, Reason.CODE),
        ("right", "", PASSWORD, Reason.CODE),
        ("AAAA", "right", PASSWORD, Reason.CODE),
        ("right", "right", "wrong", Reason.WRONG),
        ("right", "right", "", Reason.WRONG),
    ],
)
def test_nothing_is_set_up_otherwise(seed: str, code: str, proof: str, reason: Reason) -> None:
    entrance = Entrance()
    new = second_factor.new_seed()
    cookie = entrance.come_in().cookie
    result = own_account.enrol(
        entrance.desk,
        cookie,
        seed=new if seed == "right" else seed,
        code=entrance.code(new) if code == "right" else code,
        proof=proof,
        address=HERE,
    )
    assert denied(result).reason is reason
    assert entrance.held(entrance.officer).totp == ""


def test_another_app_takes_a_code_of_the_one_before(entrance: Entrance) -> None:
    seed, made = entrance.enrolled()
    new = second_factor.new_seed()

    def enrol(proof: str) -> object:
        return own_account.enrol(
            entrance.desk, made.opened.cookie, seed=new, code=entrance.code(new), proof=proof, address=HERE
        )

    assert denied(enrol(PASSWORD)).reason is Reason.CODE
    assert entrance.held(entrance.officer).totp == seed
    again = enrol(entrance.code(seed))
    assert isinstance(again, Enrolled)
    assert entrance.held(entrance.officer).totp == new
    assert not set(again.codes) & set(made.codes)


def test_whoever_is_halfway_changes_nothing() -> None:
    entrance = Entrance()
    seed, made = entrance.enrolled()
    cookie = entrance.halfway().cookie
    new = second_factor.new_seed()
    results = [
        own_account.change_password(entrance.desk, cookie, old=PASSWORD, new=NEW_PASSWORD, address=HERE),
        own_account.enrol(
            entrance.desk, cookie, seed=new, code=entrance.code(new), proof=entrance.code(seed), address=HERE
        ),
        own_account.renew_recovery_codes(entrance.desk, cookie, proof=made.codes[0], address=HERE),
        own_account.confirmed(entrance.desk, cookie, entrance.code(seed), address=HERE),
    ]
    assert [denied(each).reason for each in results] == [Reason.GONE] * 4
    assert entrance.held(entrance.officer).totp == seed


def test_new_recovery_codes_take_the_place_of_the_old_ones() -> None:
    entrance = Entrance()
    seed, made = entrance.enrolled()
    refused = own_account.renew_recovery_codes(entrance.desk, made.opened.cookie, proof="000000", address=HERE)
    assert denied(refused).reason is Reason.CODE
    codes = own_account.renew_recovery_codes(entrance.desk, made.opened.cookie, proof=entrance.code(seed), address=HERE)
    assert isinstance(codes, tuple)
    half = entrance.halfway()
    assert denied(give_code(entrance.desk, half.cookie, made.codes[0], address=HERE)).reason is Reason.CODE
    assert isinstance(give_code(entrance.desk, half.cookie, codes[0], address=HERE), Opened)
    assert "account.recovery-codes" in entrance.actions()


def test_whoever_has_no_second_factor_has_no_recovery_codes() -> None:
    entrance = Entrance()
    cookie = entrance.come_in().cookie
    result = own_account.renew_recovery_codes(entrance.desk, cookie, proof=PASSWORD, address=HERE)
    assert denied(result).reason is Reason.GONE


def test_it_is_confirmed_by_code_by_password_or_by_the_service_that_signs_in() -> None:
    entrance = Entrance()
    cookie = entrance.come_in().cookie
    assert isinstance(own_account.confirmed(entrance.desk, cookie, PASSWORD, address=HERE), Visitor)
    assert denied(own_account.confirmed(entrance.desk, cookie, "wrong", address=HERE)).reason is Reason.WRONG
    seed, made = entrance.enrolled()
    code = entrance.code(seed)
    assert isinstance(own_account.confirmed(entrance.desk, made.opened.cookie, code, address=HERE), Visitor)
    again = own_account.confirmed(entrance.desk, made.opened.cookie, code, address=HERE)
    assert denied(again).reason is Reason.CODE, "it was used up"
    identity = Identity(subject="https://id.example|7", name="x", email="", role="officer", strong=True)
    outside = enter(entrance.desk, identity)
    assert isinstance(outside, Opened)
    assert isinstance(own_account.confirmed(entrance.desk, outside.cookie, "", address=HERE), Visitor)
    entrance.actions()


def test_somebody_who_was_signed_out_in_between_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    entrance = Entrance()
    cookie = entrance.come_in().cookie
    check = own_account._password_wrong

    def slow(*given: object) -> object:
        accounts.reset_password(entrance.desk, entrance.acts, entrance.officer.id, "a bridge under the lantern")
        return check(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(own_account, "_password_wrong", slow)
    result = own_account.change_password(entrance.desk, cookie, old=PASSWORD, new=NEW_PASSWORD, address=HERE)
    assert denied(result).reason is Reason.GONE


def _any(role: str) -> frozenset[str]:
    return frozenset({"a"})
