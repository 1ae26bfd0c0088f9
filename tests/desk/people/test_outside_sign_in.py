from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from bonafides.desk.people import accounts, visits
from bonafides.desk.people.oidc import Identity
from bonafides.desk.people.outside_sign_in import enter
from bonafides.desk.people.sign_in import Denied, NeedsSecondFactor, Reason, give_code
from bonafides.desk.people.visits import Opened, Visitor
from bonafides.store.records import Account
from tests.desk.entrance import HERE, PASSWORD, Entrance, actor, denied

pytestmark = pytest.mark.usefixtures("quick_hashes")
MARTA = Identity(subject="https://id.example|7", name="Marta", email="m@desk.example", role="officer", strong=False)


def entered(entrance: Entrance, identity: Identity) -> Visitor:
    opened = enter(entrance.desk, identity)
    assert isinstance(opened, Opened), opened
    found = visits.signed_in(entrance.desk, opened.cookie)
    assert found
    return found


def everybody(entrance: Entrance) -> int:
    with entrance.desk.store.reading() as reading:
        return reading.count(Account)[()]


def test_whoever_the_table_gives_a_role_gets_an_account_once() -> None:
    entrance = Entrance()
    first = entered(entrance, MARTA)
    assert (first.account.name, first.account.email, first.account.role) == ("marta", "m@desk.example", "officer")
    assert (first.account.subject, first.account.secret) == (MARTA.subject, "")
    again = entered(entrance, replace(MARTA, name="another name", email="another@desk.example"))
    assert again.account == first.account
    assert entrance.actions()[-3:] == ["account.opened", "account.signed-in", "account.signed-in"]


def test_without_a_role_there_is_no_access_and_no_account(entrance: Entrance) -> None:
    before = everybody(entrance)
    assert enter(entrance.desk, replace(MARTA, role="")) == Denied(reason=Reason.NO_ACCESS)
    entered(entrance, MARTA)
    assert enter(entrance.desk, replace(MARTA, role="")) == Denied(reason=Reason.NO_ACCESS)
    assert everybody(entrance) == before + 1


def test_the_role_follows_the_table() -> None:
    entrance = Entrance()
    entered(entrance, MARTA)
    assert entered(entrance, replace(MARTA, role="lead")).account.role == "lead"
    assert entered(entrance, replace(MARTA, role="reporter")).account.role == "reporter"
    assert entrance.actions().count("account.role") == 2


def test_an_invitation_is_taken_up_by_the_verified_address_and_bound_to_the_subject(entrance: Entrance) -> None:
    invited = accounts.open_account(entrance.desk, entrance.acts, name="m", role="lead", email="M@desk.example")
    found = entered(entrance, MARTA)
    assert (found.account.id, found.account.subject, found.account.role) == (invited.id, MARTA.subject, "officer")
    stranger = replace(MARTA, subject="https://id.example|8")
    other = entered(entrance, stranger).account
    assert (other.id != invited.id, other.email) == (True, "")
    assert "account.bound" in entrance.actions()


def test_an_address_that_is_not_verified_takes_up_nothing() -> None:
    entrance = Entrance()
    invited = accounts.open_account(entrance.desk, entrance.acts, name="m", role="lead", email="m@desk.example")
    found = entered(entrance, replace(MARTA, email=""))
    assert found.account.id != invited.id
    assert entrance.held(invited).subject == ""


def test_an_account_with_a_password_is_not_taken_over_by_its_address_or_its_name() -> None:
    entrance = Entrance()
    accounts.change_email(entrance.desk, entrance.acts, entrance.officer.id, "m@desk.example")
    found = entered(entrance, replace(MARTA, name="Officer"))
    assert found.account.id != entrance.officer.id
    assert (found.account.name, found.account.email) == ("officer-2", "")
    assert entrance.held(entrance.officer).subject == ""


def test_a_closed_account_stays_closed() -> None:
    entrance = Entrance()
    found = entered(entrance, MARTA)
    accounts.close_account(entrance.desk, entrance.acts, found.account.id)
    before = everybody(entrance)
    assert denied(enter(entrance.desk, MARTA)).reason is Reason.NO_ACCESS
    assert everybody(entrance) == before


def test_the_second_factor_of_the_desk_is_asked_for_unless_the_service_did() -> None:
    entrance = Entrance()
    seed, _ = entrance.enrolled()
    with entrance.desk.store.writing() as writing:
        bound = replace(entrance.held(entrance.officer), subject=MARTA.subject)
        accounts.changed(entrance.desk, writing, bound, "account.bound")
    half = enter(entrance.desk, MARTA)
    assert isinstance(half, NeedsSecondFactor)
    assert isinstance(give_code(entrance.desk, half.cookie, entrance.code(seed), address=HERE), Opened)
    assert entered(entrance, replace(MARTA, strong=True)).visit.strong


def test_the_visit_that_the_browser_had_ends() -> None:
    entrance = Entrance()
    before = entrance.come_in()
    assert isinstance(enter(entrance.desk, MARTA, before=before.cookie), Opened)
    assert visits.visitor(entrance.desk, before.cookie) is None


def test_of_many_first_sign_ins_at_once_one_opens_the_account(entrance: Entrance) -> None:
    before = everybody(entrance)
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: enter(entrance.desk, MARTA), range(8)))
    assert all(isinstance(each, Opened) for each in opened)
    assert everybody(entrance) == before + 1


def test_where_the_table_takes_the_last_admin_away_the_desk_can_be_opened_again() -> None:
    entrance = Entrance()
    entered(entrance, replace(MARTA, role="admin"))
    with entrance.desk.store.reading() as reading:
        marta = accounts.by_subject(reading, MARTA.subject)
    assert marta
    accounts.close_account(entrance.desk, actor(marta), entrance.admin.id)
    entered(entrance, MARTA)
    assert accounts.first_admin(entrance.desk, name="root again", password=PASSWORD).role == "admin"
