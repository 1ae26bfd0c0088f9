from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafides.desk import bundling, cases, merging, retention
from bonafides.desk.desk import Desk
from bonafides.desk.reports import take
from bonafides.errors import ConflictError, DeskError
from bonafides.store.records import Attachment, Case, Mark, Merge, Report
from tests.desk.desks import ANYBODY, APPROACH, LEAD, OFFICER, ORDINARY, desk_at, report
from tests.desk.test_reports import sound


def state(desk: Desk) -> dict[str, tuple[str, ...]]:
    """The reports of each case that is not part of another."""
    with desk.store.reading() as reading:
        whole = [case.id for case in reading.find(Case) if not case.merged_into]
        rows = reading.find(Report, order="said")
        of_report = {row.id: row.case for row in rows}
        assert all(row.case == of_report[row.report] for row in reading.find(Attachment))
        assert all(row.case == of_report[row.report] for row in reading.find(Mark))
    return {case: tuple(row.said for row in rows if row.case == case) for case in whole}


def test_merged_and_taken_apart_again(desk: Desk) -> None:
    one, two = (take(desk, ANYBODY, report(text, said=said)).case for text, said in ((ORDINARY, "a"), (ORDINARY, "b")))
    before = state(desk)
    done = merging.merge(desk, OFFICER, one, two)
    assert state(desk) == {one: ("a", "b")}
    assert cases.opened(desk, OFFICER, one).case.reports == 2
    assert [row["id"] for row in cases.inbox(desk, OFFICER).rows] == [one]
    merging.undo(desk, OFFICER, done.id)
    assert state(desk) == before
    assert cases.opened(desk, OFFICER, one).case.reports == cases.opened(desk, OFFICER, two).case.reports == 1
    sound(desk)
    with pytest.raises(DeskError, match="undone already"):
        merging.undo(desk, OFFICER, done.id)


def test_split_makes_a_case_of_its_own(desk: Desk) -> None:
    one, two = (take(desk, ANYBODY, report(ORDINARY, said=said)).case for said in "ab")
    merging.merge(desk, OFFICER, one, two)
    reports = cases.opened(desk, OFFICER, one).reports
    apart = merging.split(desk, OFFICER, one, [next(each.id for each in reports if each.said == "b")])
    assert state(desk) == {one: ("a",), apart.id: ("b",)}
    assert apart.number == 3
    sound(desk)


def test_what_cannot_be_merged(desk: Desk) -> None:
    one, two, three = (take(desk, ANYBODY, report(ORDINARY, said=said)).case for said in "abc")
    merging.merge(desk, OFFICER, one, two)
    for into, merged in ((one, one), (three, two), (two, three)):
        with pytest.raises(DeskError):
            merging.merge(desk, OFFICER, into, merged)
    for chosen in ([], [each.id for each in cases.opened(desk, OFFICER, one).reports], ["no such"]):
        with pytest.raises(DeskError, match="some of the reports"):
            merging.split(desk, OFFICER, one, chosen)


def test_a_part_follows_its_whole_and_comes_back_with_it(desk: Desk) -> None:
    one, two, three = (take(desk, ANYBODY, report(ORDINARY, said=said)).case for said in "abc")
    first = merging.merge(desk, OFFICER, two, three)
    second = merging.merge(desk, OFFICER, one, two)
    assert state(desk) == {one: ("a", "b", "c")}
    with pytest.raises(ConflictError, match="part of another"):
        merging.undo(desk, OFFICER, first.id)
    merging.undo(desk, OFFICER, second.id)
    assert state(desk) == {one: ("a",), two: ("b", "c")}
    merging.undo(desk, OFFICER, first.id)
    assert [cases.opened(desk, OFFICER, each).case.reports for each in (one, two, three)] == [1, 1, 1]
    sound(desk)


def test_nothing_of_a_part_of_a_part_survives_a_purge(desk: Desk) -> None:
    one, two, three = (take(desk, ANYBODY, report(ORDINARY, said=said)).case for said in "abc")
    cases.note(desk, OFFICER, three, "sesquipedalian")
    merging.merge(desk, OFFICER, two, three)
    merging.merge(desk, OFFICER, one, two)
    retention.purge(desk, LEAD, one)
    with desk.store.reading() as reading:
        assert reading.search("sesquipedalian", limit=1) == []
        assert reading.count(Case)[()] == reading.count(Report)[()] == 0
    sound(desk)


def test_what_is_held_stays_held_however_it_is_taken_apart(desk: Desk) -> None:
    one, two, three = (take(desk, ANYBODY, report(ORDINARY, said=said)).case for said in "abc")
    done = merging.merge(desk, OFFICER, one, two)
    with pytest.raises(ConflictError, match="as a whole"):
        retention.hold(desk, LEAD, two, "Proceedings")
    retention.hold(desk, LEAD, one, "Proceedings")
    reports = cases.opened(desk, OFFICER, one).reports
    apart = merging.split(desk, OFFICER, one, [reports[0].id])
    back = merging.undo(desk, OFFICER, done.id)
    for held in (one, apart.id, back.id):
        with pytest.raises(ConflictError, match="legal"):
            cases.judge(desk, LEAD, held, "not-about-behaviour", "")
        with pytest.raises(ConflictError, match="legal"):
            retention.purge(desk, LEAD, held)
    with pytest.raises(ConflictError, match="legal"):
        merging.merge(desk, OFFICER, three, one)
    sound(desk)


def test_a_case_is_as_serious_as_its_strongest_report(desk: Desk) -> None:
    plain, lure = take(desk, ANYBODY, report(ORDINARY)).case, take(desk, ANYBODY, report(APPROACH)).case
    quiet, watch = (cases.opened(desk, OFFICER, each).case for each in (plain, lure))
    assert quiet.level != watch.level
    done = merging.merge(desk, OFFICER, plain, lure)
    assert cases.opened(desk, OFFICER, plain).case.level == watch.level
    merging.undo(desk, OFFICER, done.id)
    assert cases.opened(desk, OFFICER, plain).case.level == quiet.level


def test_cases_that_were_decided_differently_are_not_put_together(desk: Desk) -> None:
    one, two = (take(desk, ANYBODY, report(ORDINARY, said=said)).case for said in "ab")
    cases.judge(desk, OFFICER, one, "ordinary", "fine")
    cases.judge(desk, OFFICER, two, "approach", "not fine")
    with pytest.raises(ConflictError, match="decided differently"):
        merging.merge(desk, OFFICER, one, two)


STEPS = st.lists(st.tuples(st.sampled_from(("merge", "split", "undo", "purge")), st.integers(0, 9), st.integers(0, 9)))


@settings(max_examples=25, deadline=None)
@given(STEPS)
def test_whatever_is_put_together_taken_apart_and_purged_the_chain_fits(steps: list[tuple[str, int, int]]) -> None:
    desk, _ = desk_at("memory:")
    for said in "abcd":
        take(desk, ANYBODY, report("", said=said))
    for step, first, second in steps:
        with desk.store.reading() as reading:
            ids = [case.id for case in reading.find(Case, order="number")]
            merges = [each.id for each in reading.find(Merge, order="at,id")]
            reports = [each.id for each in reading.find(Report, order="said")]
        with suppress(DeskError):
            match step:
                case "merge" if ids:
                    merging.merge(desk, LEAD, ids[first % len(ids)], ids[second % len(ids)])
                case "split" if ids and reports:
                    merging.split(desk, LEAD, ids[first % len(ids)], [reports[second % len(reports)]])
                case "undo" if merges:
                    merging.undo(desk, LEAD, merges[first % len(merges)])
                case "purge" if ids:
                    retention.purge(desk, LEAD, ids[first % len(ids)])
    sound(desk)
    with desk.store.reading() as reading:
        there = {case.id for case in reading.find(Case)}
        assert {row.case for row in reading.find(Report)} <= there
        assert {case.merged_into for case in reading.find(Case)} - {""} <= there


def test_notes_and_tasks_of_a_part_are_shown_and_handed_over_with_the_whole(desk: Desk) -> None:
    into, part = (take(desk, ANYBODY, report(said=said)).case for said in ("one", "two"))
    cases.note(desk, OFFICER, part, "They called twice.")
    todo = cases.task(desk, OFFICER, part, "Ring the university")
    merging.merge(desk, LEAD, into, part)
    opened = cases.opened(desk, LEAD, into)
    assert [each.text for each in opened.notes] == ["They called twice."]
    assert [each.text for each in bundling.dossier(desk, LEAD, into).tasks] == ["Ring the university"]
    assert cases.finish(desk, LEAD, into, todo.id).done_at
    (merge,) = opened.merges
    merging.undo(desk, LEAD, merge.id)
    assert not cases.opened(desk, LEAD, into).notes
    assert cases.opened(desk, LEAD, part).tasks[0].done_at
    retention.purge(desk, LEAD, part)
    sound(desk)
