from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafides.desk.desk import Desk
from bonafides.desk.people import throttle
from bonafides.desk.people.throttle import (
    LONGEST,
    REMEMBERED,
    WINDOW,
    Kind,
    Tried,
    admit,
    browser_mark,
    marked,
    succeeded,
)
from bonafides.store.memory import Memory
from bonafides.store.records import Attempt
from tests.desk.entrance import Clock, Entrance, standing

pytestmark = pytest.mark.usefixtures("quick_hashes")

LIMITS = [
    (Kind.ACCOUNT, 5), (Kind.SECOND_FACTOR, 5), (Kind.BROWSER, 5), (Kind.ADDRESS, 20), (Kind.RECEIPT, 20),
    (Kind.TOKEN, 20), (Kind.REPORT, 40),
]  # fmt: skip


def opened() -> tuple[Desk, Clock]:
    clock = Clock()
    return Desk(store=Memory(), now=clock), clock


def of(kind: Kind, value: str = "192.0.2.1") -> Tried:
    return Tried(kind=kind, value=value)


@pytest.mark.parametrize(("kind", "failures"), LIMITS)
def test_so_many_may_fail_and_then_one_waits(kind: Kind, failures: int) -> None:
    desk, clock = opened()
    assert all(admit(desk, of(kind)) for _ in range(failures))
    refused = admit(desk, of(kind))
    assert not refused
    assert refused.wait == WINDOW
    clock.turn(minutes=15)
    assert admit(desk, of(kind))


def test_every_kind_has_a_limit() -> None:
    assert {kind for kind, _ in LIMITS} == set(Kind)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(LIMITS), st.lists(st.floats(0, 3 * 3600), min_size=1, max_size=120))
def test_no_quarter_of_an_hour_has_more_failures_and_nobody_waits_longer_than_an_hour(
    limit: tuple[Kind, int], pauses: list[float]
) -> None:
    kind, failures = limit
    desk, clock = opened()
    let: list[float] = []
    for pause in pauses:
        clock.turn(seconds=pause)
        admission = admit(desk, of(kind))
        assert admission.wait <= LONGEST
        if admission:
            let.append(clock().timestamp())
        else:
            clock.turn(seconds=admission.wait.total_seconds())
            assert admit(desk, of(kind)), "after the wait that was told, the next try may go ahead"
            let.append(clock().timestamp())
    for at in let:
        assert sum(at <= other < at + WINDOW.total_seconds() for other in let) <= failures


def test_whoever_keeps_failing_waits_longer_and_longer_until_a_day_has_passed() -> None:
    desk, clock = opened()
    waits: list[timedelta] = []
    for _ in range(60):
        admission = admit(desk, of(Kind.ACCOUNT, "somebody"))
        if not admission:
            waits.append(admission.wait)
            clock.turn(seconds=admission.wait.total_seconds())
    assert max(waits) == LONGEST
    assert waits.index(LONGEST) > 10
    clock.turn(seconds=REMEMBERED.total_seconds() + 1)
    assert all(admit(desk, of(Kind.ACCOUNT, "somebody")) for _ in range(5))


def test_a_day_of_guessing_is_a_few_dozen_tries() -> None:
    desk, clock = opened()
    start, tries = clock(), 0
    while clock() - start < timedelta(days=1):
        admission = admit(desk, of(Kind.SECOND_FACTOR))
        tries += bool(admission)
        clock.turn(seconds=admission.wait.total_seconds())
    assert tries < 60


def test_a_refused_try_does_not_make_the_wait_longer() -> None:
    desk, clock = opened()
    for _ in range(5):
        admit(desk, of(Kind.ACCOUNT))
    clock.turn(minutes=10)
    assert [admit(desk, of(Kind.ACCOUNT)).wait for _ in range(50)] == [timedelta(minutes=5)] * 50


def test_success_forgets_the_failures_of_the_account_but_not_of_the_address() -> None:
    desk, _ = opened()
    both = (of(Kind.ACCOUNT, "somebody"), of(Kind.ADDRESS))
    for _ in range(4):
        admit(desk, *both)
    with desk.store.writing() as writing:
        succeeded(writing, throttle.admitted(desk, writing, *both))
    assert all(admit(desk, of(Kind.ACCOUNT, "somebody")) for _ in range(5))
    assert sum(bool(admit(desk, of(Kind.ADDRESS))) for _ in range(30)) == 16


def test_many_at_once_count_as_many() -> None:
    desk, _ = opened()
    with ThreadPoolExecutor(16) as pool:
        let = list(pool.map(lambda _: bool(admit(desk, of(Kind.ACCOUNT))), range(64)))
    assert sum(let) == 5


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("fe80::1%eth0", "fe80::2", True),
        ("no address", "no address", True),
        ("no address", "", False),
    ],
)
def test_addresses_count_by_the_place_that_they_belong_to(one: str, other: str, same: bool) -> None:
    desk, _ = opened()
    for _ in range(20):
        admit(desk, of(Kind.ADDRESS, one))
    assert bool(admit(desk, of(Kind.ADDRESS, other))) is not same


def test_kinds_and_values_do_not_run_into_each_other() -> None:
    desk, _ = opened()
    for _ in range(5):
        admit(desk, of(Kind.ACCOUNT, "a"))
    assert admit(desk, of(Kind.SECOND_FACTOR, "a"))
    assert admit(desk, of(Kind.ACCOUNT, "b"))


def test_no_name_and_no_address_is_kept_and_nothing_for_longer_than_a_day() -> None:
    desk, clock = opened()
    admit(desk, of(Kind.ACCOUNT, "somebody"), of(Kind.ADDRESS, "192.0.2.1"))
    with desk.store.reading() as reading:
        kept = reading.find(Attempt)
    assert len(kept) == 2
    assert not [each for each in kept if "somebody" in repr(each) or "192.0.2" in repr(each)]
    clock.turn(days=1, seconds=1)
    admit(desk, of(Kind.ACCOUNT, "another"))
    with desk.store.reading() as reading:
        assert reading.count(Attempt) == {(): 1}


def test_a_mark_holds_for_its_account_until_the_password_changes() -> None:
    entrance = Entrance()
    mark = browser_mark(entrance.officer)
    assert marked(entrance.officer, mark)
    assert mark != browser_mark(entrance.officer)
    assert not marked(entrance.admin, mark)
    assert not marked(replace(entrance.officer, secret="$argon2id$another"), mark)
    unsecured = replace(entrance.officer, secret="")
    assert not marked(unsecured, browser_mark(unsecured))


@given(st.text(max_size=100))
def test_nobody_makes_a_mark_up(mark: str) -> None:
    assert not marked(standing(__name__).officer, mark)
