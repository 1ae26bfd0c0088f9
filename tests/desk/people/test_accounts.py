from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.desk.chain import verify
from bonafides.desk.desk import Desk
from bonafides.desk.people import accounts, passwords
from bonafides.desk.people.passwords import PasswordError
from bonafides.desk.people.sign_in import Reason, sign_in
from bonafides.desk.permissions import PROGRAM, Actor, Role
from bonafides.errors import DeskError, RefusedError
from bonafides.store.memory import Memory
from bonafides.store.records import Account, Case, Detail, Entry, Task
from tests.desk.entrance import HERE, NEW_PASSWORD, PASSWORD, Clock, Entrance, actor, denied, standing
from tests.store.rows import row

pytestmark = pytest.mark.usefixtures("quick_hashes")


def test_the_first_admin_is_opened_only_while_there_is_none() -> None:
    entrance = Entrance()
    assert entrance.held(entrance.admin).role == "admin"
    with pytest.raises(DeskError, match="an admin already"):
        accounts.first_admin(entrance.desk, name="second", password=NEW_PASSWORD)


def test_an_invitation_that_nobody_took_up_is_no_admin() -> None:
    desk = Desk(store=Memory(), now=Clock())
    first = accounts.first_admin(desk, name="root", password=PASSWORD)
    accounts.open_account(desk, actor(first), name="invited", role="admin", email="a@desk.example")
    with pytest.raises(DeskError, match="last admin"):
        accounts.close_account(desk, actor(first), first.id)


def test_of_many_first_admins_at_once_one_is_opened() -> None:
    desk = Desk(store=Memory(), now=Clock())

    def first(number: int) -> bool:
        try:
            accounts.first_admin(desk, name=f"root {number}", password=PASSWORD)
        except DeskError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(first, range(4))) == 1


def test_the_last_admin_stays(entrance: Entrance) -> None:
    with pytest.raises(DeskError, match="last admin"):
        accounts.close_account(entrance.desk, entrance.acts, entrance.admin.id)
    with pytest.raises(DeskError, match="last admin"):
        accounts.change_role(entrance.desk, entrance.acts, entrance.admin.id, "officer")
    accounts.change_role(entrance.desk, entrance.acts, entrance.admin.id, "admin")
    accounts.change_role(entrance.desk, entrance.acts, entrance.officer.id, "admin")
    accounts.close_account(entrance.desk, entrance.acts, entrance.admin.id)
    with pytest.raises(DeskError, match="last admin"):
        accounts.close_account(entrance.desk, actor(entrance.held(entrance.officer)), entrance.officer.id)


CHANGES: dict[str, Callable[[Desk, Actor, str], Account]] = {
    "open": lambda desk, who, _: accounts.open_account(desk, who, name="x", role="officer", password=PASSWORD),
    "close": accounts.close_account,
    "role": lambda desk, who, of: accounts.change_role(desk, who, of, "lead"),
    "email": lambda desk, who, of: accounts.change_email(desk, who, of, "x@desk.example"),
    "password": lambda desk, who, of: accounts.reset_password(desk, who, of, NEW_PASSWORD),
    "second factor": accounts.reset_second_factor,
}


@pytest.mark.parametrize("role", [role.value for role in Role if role is not Role.ADMIN] + ["", "root"])
@pytest.mark.parametrize("change", CHANGES)
def test_nobody_but_an_admin_changes_accounts(change: str, role: str) -> None:
    before = standing(__name__).actions()
    with pytest.raises(RefusedError):
        CHANGES[change](
            standing(__name__).desk,
            Actor(account=standing(__name__).officer.id, role=role),
            standing(__name__).officer.id,
        )
    assert standing(__name__).actions() == before
    assert standing(__name__).held(standing(__name__).officer) == standing(__name__).officer


@pytest.mark.parametrize("change", sorted(set(CHANGES) - {"open"}))
def test_there_is_nothing_to_change_of_an_account_that_is_closed_or_unknown(change: str) -> None:
    entrance = Entrance()
    accounts.close_account(entrance.desk, entrance.acts, entrance.officer.id)
    for account in (entrance.officer.id, "no such id", ""):
        with pytest.raises(DeskError, match="no such account"):
            CHANGES[change](entrance.desk, entrance.acts, account)


def test_every_change_is_in_the_chain_which_names_nobody_and_verifies(entrance: Entrance) -> None:
    desk, acts, officer = entrance.desk, entrance.acts, entrance.officer.id
    accounts.change_role(desk, acts, officer, "lead")
    accounts.change_email(desk, acts, officer, "Marta.Gomez@Desk.Example")
    accounts.reset_password(desk, acts, officer, NEW_PASSWORD)
    accounts.reset_second_factor(desk, acts, officer)
    accounts.close_account(desk, acts, officer)
    assert entrance.actions() == [
        "account.opened",
        "account.opened",
        "account.role",
        "account.email",
        "account.password-reset",
        "account.second-factor-reset",
        "account.closed",
    ]
    with desk.store.reading() as reading:
        told = repr(reading.find(Entry))
        details = reading.find(Detail)
    assert not [
        word for word in ("marta", "officer" + "@", officer, entrance.admin.id, PASSWORD) if word in told.lower()
    ]
    assert [detail.who for detail in details].count(entrance.admin.id) == 6
    assert PASSWORD not in repr(details)


def test_a_closed_account_keeps_its_name_and_nothing_that_opens_it(entrance: Entrance) -> None:
    accounts.change_email(entrance.desk, entrance.acts, entrance.officer.id, "o@desk.example")
    closed = accounts.close_account(entrance.desk, entrance.acts, entrance.officer.id)
    assert closed == entrance.held(entrance.officer)
    assert (closed.name, closed.secret, closed.totp, closed.recovery, closed.email) == ("officer", "", "", (), "")
    assert denied(sign_in(entrance.desk, "officer", PASSWORD, address=HERE)).reason is Reason.WRONG
    with pytest.raises(DeskError, match="taken once"):
        accounts.open_account(entrance.desk, entrance.acts, name="Officer", role="lead", password=PASSWORD)


@pytest.mark.parametrize("name", ["officer", " OFFICER ", "oﬃcer", "Ｏｆｆｉｃｅｒ"])
def test_a_name_is_given_out_once_however_it_is_spelled(name: str) -> None:
    with pytest.raises(DeskError, match="name is taken"):
        accounts.open_account(
            standing(__name__).desk, standing(__name__).acts, name=name, role="lead", password=PASSWORD
        )


@pytest.mark.parametrize("name", ["", "   ", "x" * 65, "a\u202eb", "a\u200bb", "a\0b", "\ud800", "a\x1bb"])
def test_a_name_can_be_seen(name: str) -> None:
    if name == "\ud800" or "\0" in name:  # replaced by a sign that can be seen
        accounts.new(standing(__name__).desk, name=name, email="", role="lead")
        return
    with pytest.raises(DeskError, match="visible"):
        accounts.open_account(
            standing(__name__).desk, standing(__name__).acts, name=name, role="lead", password=PASSWORD
        )


@pytest.mark.parametrize(
    "name", ["Łukasz", "Мария Петровна", "王芳", "عائشة", "O'Neill-Sanchez", "officer@desk.example"]
)
def test_a_name_may_be_anybodys(name: str) -> None:
    entrance = Entrance()
    made = accounts.open_account(entrance.desk, entrance.acts, name=name, role="reporter", password=PASSWORD)
    assert entrance.come_in(f" {name.upper()} ").visit.account == made.id


@given(st.text())
def test_a_folded_name_stays_as_it_is(name: str) -> None:
    assert accounts.folded(accounts.folded(name)) == accounts.folded(name)


@pytest.mark.parametrize("email", ["no address", "a@b@c", "@ x", "a b@c.example", "x" * 250 + "@c.example"])
def test_an_address_is_one(email: str) -> None:
    with pytest.raises(DeskError, match="no e-mail address"):
        accounts.open_account(standing(__name__).desk, standing(__name__).acts, name="new", role="lead", email=email)


def test_an_address_belongs_to_one_open_account() -> None:
    entrance = Entrance()
    desk, acts = entrance.desk, entrance.acts
    accounts.change_email(desk, acts, entrance.officer.id, "o@desk.example")
    accounts.change_email(desk, acts, entrance.officer.id, " O@Desk.example ")
    with pytest.raises(DeskError, match="another account"):
        accounts.open_account(desk, acts, name="new", role="lead", email="O@DESK.example")
    with pytest.raises(DeskError, match="another account"):
        accounts.change_email(desk, acts, entrance.admin.id, "o@desk.example")
    accounts.change_email(desk, acts, entrance.admin.id, "")
    accounts.close_account(desk, acts, entrance.officer.id)
    accounts.open_account(desk, acts, name="new", role="lead", email="o@desk.example")


def test_an_account_has_a_way_in_a_role_and_a_password_that_holds() -> None:
    for given_, error in (
        ({"role": "lead"}, DeskError),
        ({"role": "emperor", "password": PASSWORD}, DeskError),
        ({"role": "lead", "password": "password1234"}, PasswordError),
        ({"role": "lead", "password": "new account"}, PasswordError),
    ):
        with pytest.raises(error):
            accounts.open_account(standing(__name__).desk, standing(__name__).acts, name="new account", **given_)
    with pytest.raises(DeskError, match="no such role"):
        accounts.change_role(standing(__name__).desk, standing(__name__).acts, standing(__name__).officer.id, "emperor")


def test_a_reset_password_ends_visits_and_tokens() -> None:
    entrance = Entrance()
    opened = entrance.come_in()
    accounts.reset_password(entrance.desk, entrance.acts, entrance.officer.id, NEW_PASSWORD)
    with entrance.desk.store.reading() as reading:
        assert reading.get(type(opened.visit), opened.visit.id) is None
    assert denied(sign_in(entrance.desk, "officer", PASSWORD, address=HERE)).reason is Reason.WRONG
    assert passwords.holds(entrance.held(entrance.officer).secret, NEW_PASSWORD)
    assert entrance.come_in(password=NEW_PASSWORD)


def test_a_lost_second_factor_is_taken_away_by_an_admin() -> None:
    entrance = Entrance()
    entrance.enrolled()
    entrance.halfway()
    accounts.reset_second_factor(entrance.desk, entrance.acts, entrance.officer.id)
    held = entrance.held(entrance.officer)
    assert (held.totp, held.recovery) == ("", ())
    assert entrance.come_in()


def test_an_account_that_is_bound_gets_a_free_name_and_only_a_free_address() -> None:
    entrance = Entrance()
    accounts.change_email(entrance.desk, entrance.acts, entrance.officer.id, "o@desk.example")
    made: list[Account] = []
    for name, email in (
        ("Officer", "o@desk.example"),
        ("officer", "fresh@desk.example"),
        ("\u200b", "not an address"),
        ("x" * 500, ""),
    ):
        with entrance.desk.store.writing() as writing:
            made.append(
                accounts.add_bound(
                    entrance.desk, writing, name=name, email=email, role="reporter", subject=f"https://id|{len(made)}"
                )
            )
    assert [(each.name, each.email) for each in made] == [
        ("officer-2", ""),
        ("officer-3", "fresh@desk.example"),
        ("account", ""),
        ("x" * 56, ""),
    ]
    assert entrance.actions()[-4:] == ["account.opened"] * 4


@pytest.mark.parametrize("leave", ["close", "reporter"])
def test_what_somebody_worked_on_is_free_once_they_no_longer_do(entrance: Entrance, leave: str) -> None:
    desk, held = entrance.desk, entrance.officer.id
    of_case = {"case": "c1", "who": held, "owner": held}
    rows = (
        row(Case, id="c1", number=1, owner=held), row(Case, id="c2", number=2, owner=held, closed_at=desk.now()),
        row(Case, id="c3", number=3, owner="other"), row(Task, id="t1", **of_case),
        row(Task, id="t2", done_at=desk.now(), **of_case),
    )  # fmt: skip
    with desk.acting(PROGRAM, "report.add") as work:
        work.add(*rows)
    if leave == "close":
        accounts.close_account(desk, entrance.acts, held)
    else:
        accounts.change_role(desk, entrance.acts, held, "reporter")
    with desk.store.reading() as reading:
        assert {each.id: each.owner for each in reading.find(Case)} == {"c1": "", "c2": held, "c3": "other"}
        assert {each.id: each.owner for each in reading.find(Task)} == {"t1": "", "t2": held}
        assert '"cases":1' in reading.find(Entry, order="-seq", limit=1)[0].plain.replace(" ", "")
        assert verify(reading).faults == ()


def test_an_officer_who_becomes_the_lead_keeps_their_cases(entrance: Entrance) -> None:
    with entrance.desk.acting(PROGRAM, "report.add") as work:
        work.add(row(Case, id="c1", owner=entrance.officer.id))
    accounts.change_role(entrance.desk, entrance.acts, entrance.officer.id, "lead")
    with entrance.desk.store.reading() as reading:
        assert reading.find(Case)[0].owner == entrance.officer.id
