from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from bonafides.desk.people import accounts, passwords, throttle, visits
from bonafides.desk.people.sign_in import Denied, Reason, give_code, sign_in
from bonafides.desk.people.visits import Opened
from bonafides.store.records import Attempt, Entry, Visit
from tests.desk.entrance import HERE, NEW_PASSWORD, PASSWORD, Entrance, denied

pytestmark = pytest.mark.usefixtures("quick_hashes")


def test_name_and_password_open_a_visit_and_the_chain_says_so() -> None:
    entrance = Entrance()
    opened = entrance.come_in(" Officer ")
    held = visits.signed_in(entrance.desk, opened.cookie)
    assert held
    assert (held.account.id, held.visit.strong, held.halfway) == (entrance.officer.id, False, False)
    assert entrance.actions()[-1] == "account.signed-in"


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("officer", "another plain password"),
        ("officer", ""),
        ("officer", PASSWORD + " "),
        ("nobody", PASSWORD),
        ("", ""),
        ("officer\0", PASSWORD),
        ("invited", ""),
        ("invited", PASSWORD),
        ("closed", PASSWORD),
    ],
)
def test_a_wrong_password_and_an_unknown_name_look_the_same(name: str, password: str) -> None:
    entrance = Entrance()
    desk, acts = entrance.desk, entrance.acts
    accounts.open_account(desk, acts, name="invited", role="lead", email="i@desk.example")
    closed = accounts.open_account(desk, acts, name="closed", role="lead", password=PASSWORD)
    accounts.close_account(desk, acts, closed.id)
    before = entrance.actions()
    tries = [sign_in(desk, name, password, address=HERE) for _ in range(6)]
    assert tries == [Denied(reason=Reason.WRONG)] * 5 + [Denied(reason=Reason.WAIT, wait=timedelta(minutes=15))]
    assert entrance.actions() == before
    with desk.store.reading() as reading:
        assert reading.count(Visit) == {(): 0}


def test_the_check_costs_the_same_for_an_unknown_name(monkeypatch: pytest.MonkeyPatch) -> None:
    entrance = Entrance()
    checked: list[str] = []
    check = passwords._matches

    def watching(secret: str, password: str) -> bool:
        checked.append(secret.rsplit("$", 2)[0])
        return check(secret, password)

    monkeypatch.setattr(passwords, "_matches", watching)
    for name in ("officer", "nobody"):
        sign_in(entrance.desk, name, NEW_PASSWORD, address=HERE)
    assert checked[0] == checked[1]


def test_guessing_is_slowed_down_and_the_owner_comes_in_afterwards(entrance: Entrance) -> None:
    for _ in range(5):
        sign_in(entrance.desk, "officer", NEW_PASSWORD, address=HERE)
    refused = denied(sign_in(entrance.desk, "officer", PASSWORD, address="198.51.100.1"))
    assert refused.reason is Reason.WAIT
    entrance.clock.turn(seconds=refused.wait.total_seconds())
    assert entrance.come_in()
    with entrance.desk.store.reading() as reading:
        assert reading.count(Attempt) == {(): 5}, "those of the address alone"


def test_one_address_cannot_go_through_all_names() -> None:
    entrance = Entrance()
    tried = [sign_in(entrance.desk, f"name {number}", NEW_PASSWORD, address=HERE) for number in range(21)]
    assert [denied(each).reason for each in tried] == [Reason.WRONG] * 20 + [Reason.WAIT]
    assert entrance.come_in(address="198.51.100.1")


def test_having_one_account_does_not_help_to_guess_at_others() -> None:
    entrance = Entrance()
    reasons: list[Reason] = []
    for number in range(25):
        if number < 20:
            entrance.come_in("root")
        reasons.append(denied(sign_in(entrance.desk, f"name {number}", NEW_PASSWORD, address=HERE)).reason)
    assert reasons == [Reason.WRONG] * 20 + [Reason.WAIT] * 5


def test_a_stranger_who_keeps_guessing_does_not_keep_the_owner_out() -> None:
    entrance = Entrance()
    mark = throttle.browser_mark(entrance.held(entrance.officer))
    for _ in range(6):
        sign_in(entrance.desk, "officer", NEW_PASSWORD, address=HERE)
    assert isinstance(sign_in(entrance.desk, "officer", PASSWORD, address=HERE, mark=mark), Opened)
    assert denied(sign_in(entrance.desk, "officer", PASSWORD, address=HERE, mark=mark + "x")).reason is Reason.WAIT


def test_a_marked_browser_may_not_guess_for_ever_either() -> None:
    entrance = Entrance()
    mark = throttle.browser_mark(entrance.held(entrance.officer))
    tried = [sign_in(entrance.desk, "officer", NEW_PASSWORD, address=HERE, mark=mark) for _ in range(6)]
    assert [denied(each).reason for each in tried] == [Reason.WRONG] * 5 + [Reason.WAIT]
    assert denied(sign_in(entrance.desk, "root", NEW_PASSWORD, address=HERE, mark=mark)).reason is Reason.WRONG


def test_many_guesses_at_once_are_no_more_than_one_after_another(entrance: Entrance) -> None:
    with ThreadPoolExecutor(8) as pool:
        tried = list(pool.map(lambda _: sign_in(entrance.desk, "officer", NEW_PASSWORD, address=HERE), range(16)))
    assert sorted(denied(each).reason for each in tried) == [Reason.WAIT] * 11 + [Reason.WRONG] * 5


def test_the_visit_that_the_browser_had_ends() -> None:
    entrance = Entrance()
    first = entrance.come_in("root")
    again = sign_in(entrance.desk, "officer", PASSWORD, address=HERE, before=first.cookie)
    assert isinstance(again, Opened)
    assert visits.visitor(entrance.desk, first.cookie) is None
    assert again.cookie != first.cookie


def test_an_old_hash_is_made_anew_at_sign_in_and_the_chain_still_verifies() -> None:
    entrance = Entrance()
    old = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash(PASSWORD)
    with entrance.desk.store.writing() as writing:
        accounts.changed(entrance.desk, writing, replace(entrance.officer, secret=old), "account.password")
    entrance.come_in()
    secret = entrance.held(entrance.officer).secret
    assert secret != old
    assert passwords.holds(secret, PASSWORD)
    assert entrance.actions()[-1] == "account.signed-in"


def test_an_account_that_changes_while_its_password_is_checked_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    entrance = Entrance()
    check = passwords.holds

    def slow(secret: str, password: str) -> bool:
        accounts.reset_password(entrance.desk, entrance.acts, entrance.officer.id, NEW_PASSWORD)
        return check(secret, password)

    monkeypatch.setattr(passwords, "holds", slow)
    assert denied(sign_in(entrance.desk, "officer", PASSWORD, address=HERE)).reason is Reason.WRONG


# --- the second factor


def test_the_password_alone_opens_nothing_where_there_is_a_second_factor(entrance: Entrance) -> None:
    seed, _ = entrance.enrolled()
    half = entrance.halfway()
    assert visits.signed_in(entrance.desk, half.cookie) is None
    assert entrance.actions()[-1] != "account.signed-in"
    opened = give_code(entrance.desk, half.cookie, entrance.code(seed), address=HERE)
    assert isinstance(opened, Opened)
    held = visits.signed_in(entrance.desk, opened.cookie)
    assert held
    assert held.visit.strong
    assert opened.cookie != half.cookie
    assert visits.visitor(entrance.desk, half.cookie) is None
    assert entrance.actions()[-1] == "account.signed-in"


def test_the_code_is_due_within_ten_minutes() -> None:
    entrance = Entrance()
    seed, _ = entrance.enrolled()
    half = entrance.halfway()
    entrance.clock.turn(minutes=10)
    assert denied(give_code(entrance.desk, half.cookie, entrance.code(seed), address=HERE)).reason is Reason.GONE


def test_a_code_is_good_once() -> None:
    entrance = Entrance()
    seed, _ = entrance.enrolled()
    code = entrance.code(seed)
    first, second = entrance.halfway(), entrance.halfway()
    assert isinstance(give_code(entrance.desk, first.cookie, code, address=HERE), Opened)
    assert denied(give_code(entrance.desk, second.cookie, code, address=HERE)).reason is Reason.CODE
    earlier = entrance.code(seed, -1)
    assert denied(give_code(entrance.desk, second.cookie, earlier, address=HERE)).reason is Reason.CODE
    assert isinstance(give_code(entrance.desk, second.cookie, entrance.code(seed, 1), address=HERE), Opened)


def test_the_same_code_given_many_times_at_once_opens_one_visit(entrance: Entrance) -> None:
    seed, _ = entrance.enrolled()
    code = entrance.code(seed)
    halves = [entrance.halfway() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        given = list(pool.map(lambda half: give_code(entrance.desk, half.cookie, code, address=HERE), halves))
    assert sum(isinstance(each, Opened) for each in given) == 1


def test_a_recovery_code_is_good_once_and_the_chain_tells_it_apart(entrance: Entrance) -> None:
    _, made = entrance.enrolled()
    assert len(made.codes) == 10
    first, second = entrance.halfway(), entrance.halfway()
    assert isinstance(give_code(entrance.desk, first.cookie, made.codes[3].upper(), address=HERE), Opened)
    with entrance.desk.store.reading() as reading:
        assert "recovery-code" in reading.find(Entry, order="-seq", limit=1)[0].plain
    assert denied(give_code(entrance.desk, second.cookie, made.codes[3], address=HERE)).reason is Reason.CODE
    assert len(entrance.held(entrance.officer).recovery) == 9


def test_guessing_codes_is_slowed_down_whatever_the_address_and_however_often_the_password_is_given() -> None:
    entrance = Entrance()
    entrance.enrolled()
    reasons: list[Reason] = []
    for number in range(7):
        half = entrance.halfway()
        result = give_code(entrance.desk, half.cookie, "000000", address=f"198.51.100.{number}")
        reasons.append(denied(result).reason)
    assert reasons == [Reason.CODE] * 5 + [Reason.WAIT] * 2


def test_whoever_is_signed_in_or_unknown_is_not_asked_for_a_code() -> None:
    entrance = Entrance()
    seed, made = entrance.enrolled()
    for cookie in (made.opened.cookie, "", "x" * 43):
        assert denied(give_code(entrance.desk, cookie, entrance.code(seed), address=HERE)).reason is Reason.GONE


def test_somebody_elses_code_opens_nothing() -> None:
    entrance = Entrance()
    entrance.enrolled("officer")
    seed, made = entrance.enrolled("root")
    half = entrance.halfway("officer")
    for code in (entrance.code(seed), made.codes[0]):
        assert denied(give_code(entrance.desk, half.cookie, code, address=HERE)).reason is Reason.CODE
