from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.desk.people import accounts, visits
from bonafides.desk.people.visits import Visitor
from bonafides.store.records import Visit
from tests.desk.entrance import Entrance, standing

pytestmark = pytest.mark.usefixtures("quick_hashes")


def test_a_cookie_is_random_and_only_its_digest_is_kept() -> None:
    entrance = Entrance()
    one, other = entrance.come_in(), entrance.come_in()
    assert len(one.cookie) == 43
    assert one.cookie != other.cookie
    with entrance.desk.store.reading() as reading:
        kept = reading.find(Visit)
    assert len(kept) == 2
    assert one.cookie not in repr(kept)
    found = visits.signed_in(entrance.desk, one.cookie)
    assert found is not None
    assert found.account == entrance.held(entrance.officer)


@given(st.text(max_size=100))
def test_no_other_cookie_opens_anything(cookie: str) -> None:
    assert visits.visitor(standing(__name__).desk, cookie) is None


def test_the_digest_itself_opens_nothing() -> None:
    entrance = Entrance()
    opened = entrance.come_in()
    assert visits.visitor(entrance.desk, opened.visit.id) is None


@pytest.mark.parametrize(("minutes", "open_still"), [(29, True), (30, False)])
def test_a_visit_left_alone_ends_after_half_an_hour(minutes: int, open_still: bool) -> None:
    entrance = Entrance()
    cookie = entrance.come_in().cookie
    entrance.clock.turn(minutes=minutes)
    assert (visits.signed_in(entrance.desk, cookie) is not None) is open_still


def test_a_visit_in_use_goes_on_for_twelve_hours_and_no_longer() -> None:
    entrance = Entrance()
    cookie = entrance.come_in().cookie
    for _ in range(35):
        entrance.clock.turn(minutes=20)
        assert visits.signed_in(entrance.desk, cookie)
    entrance.clock.turn(minutes=20)
    assert visits.signed_in(entrance.desk, cookie) is None


def test_twelve_hours_go_on_from_the_first_sign_in_whatever_the_cookie() -> None:
    entrance = Entrance()
    opened = entrance.come_in()
    for _ in range(35):
        entrance.clock.turn(minutes=20)
        held = visits.signed_in(entrance.desk, opened.cookie)
        assert held
        with entrance.desk.store.writing() as writing:
            opened = visits.renewed(entrance.desk, writing, held, strong=False)
        assert visits.visitor(entrance.desk, opened.cookie)
    entrance.clock.turn(minutes=20)
    assert visits.signed_in(entrance.desk, opened.cookie) is None


def test_the_cookie_before_is_worth_nothing_once_renewed() -> None:
    entrance = Entrance()
    opened = entrance.come_in()
    held = visits.signed_in(entrance.desk, opened.cookie)
    assert held
    with entrance.desk.store.writing() as writing:
        again = visits.renewed(entrance.desk, writing, held, strong=True)
    assert visits.visitor(entrance.desk, opened.cookie) is None
    assert visits.signed_in(entrance.desk, again.cookie) == Visitor(account=held.account, visit=again.visit)


def test_signing_out_ends_one_visit_and_signing_out_everywhere_all(entrance: Entrance) -> None:
    one, other, third, foreign = (entrance.come_in(name) for name in ("officer", "officer", "officer", "root"))
    assert visits.sign_out(entrance.desk, one.cookie)
    assert not visits.sign_out(entrance.desk, one.cookie)
    assert visits.signed_in(entrance.desk, one.cookie) is None
    assert visits.signed_in(entrance.desk, other.cookie)
    assert visits.sign_out_everywhere(entrance.desk, entrance.officer.id) == 2
    assert visits.signed_in(entrance.desk, third.cookie) is None
    assert visits.signed_in(entrance.desk, foreign.cookie)


def test_closing_an_account_ends_its_visits_even_where_a_row_was_left(entrance: Entrance) -> None:
    opened = entrance.come_in()
    accounts.close_account(entrance.desk, entrance.acts, entrance.officer.id)
    with entrance.desk.store.writing() as writing:
        assert writing.count(Visit) == {(): 0}
        writing.add(opened.visit)
    assert visits.visitor(entrance.desk, opened.cookie) is None


def test_ended_visits_are_not_kept(entrance: Entrance) -> None:
    entrance.come_in()
    entrance.clock.turn(hours=13)
    entrance.come_in("root")
    with entrance.desk.store.reading() as reading:
        assert reading.count(Visit) == {(): 1}


def test_being_seen_is_written_once_a_minute_and_never_revives_a_visit() -> None:
    entrance = Entrance()
    opened = entrance.come_in()
    entrance.clock.turn(seconds=59)
    visits.visitor(entrance.desk, opened.cookie)
    assert _seen(entrance, opened.visit) == opened.visit.seen_at
    entrance.clock.turn(seconds=1)
    visits.visitor(entrance.desk, opened.cookie)
    assert _seen(entrance, opened.visit) == entrance.clock()
    visits.sign_out(entrance.desk, opened.cookie)
    visits._seen(entrance.desk, opened.visit)
    with entrance.desk.store.reading() as reading:
        assert reading.get(Visit, opened.visit.id) is None


def test_setting_the_clock_back_does_not_lose_when_a_visit_was_used() -> None:
    entrance = Entrance()
    opened = entrance.come_in()
    visits._seen(entrance.desk, replace(opened.visit))
    entrance.clock.turn(minutes=-5)
    visits._seen(entrance.desk, opened.visit)
    assert _seen(entrance, opened.visit) == opened.visit.seen_at


def _seen(entrance: Entrance, visit: Visit) -> object:
    with entrance.desk.store.reading() as reading:
        held = reading.get(Visit, visit.id)
    assert held
    return held.seen_at
