from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bonafides.desk import campaigns, cases, links, merging, retention, upkeep
from bonafides.desk.chain import verify
from bonafides.desk.desk import Desk
from bonafides.desk.people import accounts
from bonafides.desk.reports import take
from bonafides.desk.settings import change_settings
from bonafides.errors import DeskError, RefusedError
from bonafides.store import equals
from bonafides.store.records import OF_A_CASE, Account, Case, Detail, Entry, Link, Report, Visit
from tests.desk.desks import ADMIN, ANYBODY, APPROACH, LEAD, OFFICER, ORDINARY, START, Clock, desk_at, report
from tests.desk.test_reports import sound

SECRET = "quixotic-marmalade-parapet"


def worked_on(desk: Desk, text: str = APPROACH) -> str:
    """A case with something in every table."""
    case = take(desk, ANYBODY, report(f"{text}Adrian Vale: {SECRET}\n", said=SECRET)).case
    cases.note(desk, OFFICER, case, SECRET)
    cases.task(desk, OFFICER, case, SECRET)
    cases.judge(desk, OFFICER, case, "approach", SECRET)
    return case


def test_a_case_is_forgotten_when_its_time_is_over(desk: Desk, clock: Clock) -> None:
    gone, kept = worked_on(desk), take(desk, ANYBODY, report(ORDINARY)).case
    clock.days(700)
    cases.note(desk, OFFICER, kept, "still of use")
    clock.days(396)
    assert retention.sweep(desk).cases == 1
    with desk.store.reading() as reading:
        assert [case.id for case in reading.find(Case)] == [kept]
        for kind in OF_A_CASE:
            left = reading.count(kind, equals("case", gone))[()]
            assert left == (kind is Detail), kind  # the purge's own detail says who did it: the program
        entry = reading.find(Entry, equals("action", "case.purge"))[0]
        assert '"rule":"approach"' in entry.plain
        assert reading.search(SECRET, limit=9) == []
    sound(desk)


def test_nothing_of_a_purged_case_is_left_in_the_file(tmp_path: Path) -> None:
    desk, _ = desk_at(tmp_path / "desk.sqlite")
    case = worked_on(desk)
    assert any(SECRET.encode() in path.read_bytes() for path in tmp_path.iterdir())
    retention.purge(desk, LEAD, case)
    assert not [path.name for path in tmp_path.iterdir() if SECRET.encode() in path.read_bytes()]
    assert not [path.name for path in tmp_path.iterdir() if b"marmalade" in path.read_bytes()]
    sound(desk)


def test_a_legal_hold_stops_the_clock(desk: Desk, clock: Clock) -> None:
    case = worked_on(desk)
    retention.hold(desk, LEAD, case, "Proceedings 12/26")
    clock.days(4_000)
    assert retention.sweep(desk) == retention.Swept(cases=0, held=1)
    with pytest.raises(DeskError, match="legal"):
        retention.purge(desk, LEAD, case)
    retention.hold(desk, LEAD, case, "")
    clock.days(4_000)
    assert retention.sweep(desk).cases == 1


def test_an_officer_neither_holds_nor_purges(desk: Desk) -> None:
    case = worked_on(desk)
    with pytest.raises(RefusedError):
        retention.hold(desk, OFFICER, case, "mine")
    with pytest.raises(RefusedError):
        retention.purge(desk, OFFICER, case)


def test_links_and_merges_of_a_purged_case_go_and_the_chain_still_fits(desk: Desk) -> None:
    first, second = (take(desk, ANYBODY, report(said=each)).case for each in ("one", "two"))
    with desk.store.reading() as reading:
        (link,) = reading.find(Link)
    links.decide(desk, OFFICER, link.id, "confirmed")
    third = take(desk, ANYBODY, report(ORDINARY, said="three")).case
    merge = merging.merge(desk, OFFICER, first, third)
    merging.undo(desk, OFFICER, merge.id)
    retention.purge(desk, LEAD, first)
    sound(desk)
    with desk.store.reading() as reading:
        assert reading.find(Link) == []
        assert {case.id for case in reading.find(Case)} == {second, third}
    retention.purge(desk, LEAD, second)
    sound(desk)


def test_a_case_that_is_part_of_another_goes_with_it(desk: Desk) -> None:
    first, second = (take(desk, ANYBODY, report(said=each)).case for each in ("one", "two"))
    merging.merge(desk, OFFICER, first, second)
    retention.purge(desk, LEAD, first)
    with desk.store.reading() as reading:
        assert reading.count(Case) == reading.count(Report) == {(): 0}
    sound(desk)


def test_a_campaign_goes_with_its_last_case(desk: Desk) -> None:
    ids = [take(desk, ANYBODY, report(said=each)).case for each in ("one", "two")]
    started = campaigns.start(desk, OFFICER, ids[0], "Paid reports")
    campaigns.place(desk, OFFICER, ids[1], started.id)
    retention.purge(desk, LEAD, ids[0])
    assert [size for _, size in campaigns.listed(desk, OFFICER)] == [1]
    retention.purge(desk, LEAD, ids[1])
    assert campaigns.listed(desk, OFFICER) == ()
    sound(desk)


def test_a_time_that_was_shortened_holds_for_what_is_there(desk: Desk, clock: Clock) -> None:
    worked_on(desk)
    change_settings(desk, ADMIN, {"keep-approach": "10"})
    clock.days(11)
    assert retention.sweep(desk).cases == 1


def test_details_of_the_log_are_forgotten_after_their_time(desk: Desk, clock: Clock) -> None:
    change_settings(desk, ADMIN, {"name": "Research security"})
    clock.days(1_900)
    change_settings(desk, ADMIN, {"contact": "room 12"})
    retention.sweep(desk)
    with desk.store.reading() as reading:
        assert reading.count(Detail)[()] < reading.count(Entry)[()]
        assert ADMIN.account in {row.who for row in reading.find(Detail)}
    sound(desk)
    retention.sweep(desk)
    sound(desk)


def test_what_was_removed_without_a_rule_is_found(desk: Desk) -> None:
    case = worked_on(desk)
    with desk.store.writing() as writing:
        writing.remove(Report, equals("case", case))
    with desk.store.reading() as reading:
        assert any(fault.startswith("row-missing:report:") for fault in verify(reading).faults)


def test_what_was_changed_behind_the_desk_is_found(desk: Desk) -> None:
    case = worked_on(desk)
    with desk.store.writing() as writing:
        writing.change(replace(writing.find(Case)[0], verdict="ordinary"))
    with desk.store.reading() as reading:
        assert verify(reading).faults == (f"row-changed:case:{case}",)


def test_over_visits_are_forgotten(desk: Desk, clock: Clock) -> None:
    with desk.store.writing() as writing:
        writing.add(Visit(id="v", account="a", opened_at=START, seen_at=START, ends_at=START))
    clock.days(1)
    retention.sweep(desk)
    with desk.store.reading() as reading:
        assert reading.find(Visit) == []


def test_a_round_of_forgetting_that_is_told_to_end_goes_on_the_next_time(desk: Desk, clock: Clock) -> None:
    for _ in range(3):
        worked_on(desk)
    clock.days(1_100)
    asked = iter((False, True))
    assert retention.sweep(desk, ending=lambda: next(asked)).cases == 1
    assert upkeep.owes_scrub(desk.store)
    assert retention.sweep(desk).cases == 2
    assert not upkeep.owes_scrub(desk.store)
    with desk.store.reading() as reading:
        assert verify(reading).faults == ()


def test_the_name_of_a_closed_account_goes_with_the_details_of_what_it_did(desk: Desk, clock: Clock) -> None:
    accounts.open_account(desk, ADMIN, name="robin.hart", role="officer", password="seven unrelated teapots")
    with desk.store.reading() as reading:
        (robin,) = reading.find(Account, equals("name", "robin.hart"))
    accounts.close_account(desk, ADMIN, robin.id)
    clock.days(1_824)
    retention.sweep(desk)
    with desk.store.reading() as reading:
        assert reading.find(Account, equals("name", "robin.hart"))
    clock.days(2)
    for _ in range(2):
        retention.sweep(desk)
    with desk.store.reading() as reading:
        assert not reading.find(Account, equals("name", "robin.hart"))
        assert reading.get(Account, robin.id)
        assert verify(reading).faults == ()
        assert len([each for each in reading.find(Entry) if json.loads(each.plain).get("accounts")]) == 1
