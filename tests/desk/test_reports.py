from __future__ import annotations

import json

import pytest

from bonafides.desk import cases, chain, links
from bonafides.desk.desk import Desk
from bonafides.desk.intake.received import Earlier, Received
from bonafides.desk.reports import ALPHABET, add, digest_of, new_code, take
from bonafides.errors import DeskError, RefusedError
from bonafides.store import equals
from bonafides.store.records import Alert, Attachment, Case, Detail, Entry, Judgement, Link, Mark, Note, Report
from tests.desk.desks import ANYBODY, APPROACH, AUDITOR, LEAD, OFFICER, ORDINARY, REPORTER, START, report


def sound(desk: Desk) -> None:
    """The chain vouches for everything."""
    with desk.store.reading() as reading:
        assert chain.verify(reading).faults == ()


def test_a_report_becomes_a_case_about_the_persona(desk: Desk) -> None:
    taken = take(desk, ANYBODY, report(said="It felt odd."))
    opened = cases.opened(desk, OFFICER, taken.case)
    assert (opened.case.number, opened.case.status, opened.case.persona) == (1, "new", "Adrian Vale")
    assert json.loads(opened.reports[0].assessment)["level"] == opened.case.level
    assert "800 a page" in opened.reports[0].words
    assert opened.attachments[0]["name"] == "chat.txt"
    sound(desk)


def test_an_anonymous_report_leaves_no_trace_of_who_brought_it(desk: Desk) -> None:
    """Neither in its row, nor in the log, even where somebody was signed in."""
    taken = take(desk, REPORTER, report())
    with desk.store.reading() as reading:
        assert {row.reporter for row in reading.find(Report)} == {""}
        assert {row.who for row in reading.find(Detail)} == {""}
        assert REPORTER.account not in "".join(row.text for row in reading.find(Detail))
        stored = reading.find(Report)[0].receipt
    assert stored == digest_of(taken.receipt) != taken.receipt


def test_a_report_with_an_account_needs_no_code(desk: Desk) -> None:
    taken = take(desk, REPORTER, report(), reporter=REPORTER.account)
    assert taken.receipt == ""
    with desk.store.reading() as reading:
        assert reading.find(Report)[0].reporter == REPORTER.account


def test_the_same_report_is_taken_once(desk: Desk) -> None:
    first = take(desk, LEAD, report(via="folder"))
    second = take(desk, LEAD, report(via="mail"))
    assert (second.again, second.case, second.number) == (True, first.case, first.number)
    with desk.store.reading() as reading:
        assert reading.count(Case)[()] == reading.count(Attachment)[()] == 1
    sound(desk)


def test_the_same_lure_at_two_people_is_linked_and_raises_an_alert(desk: Desk) -> None:
    take(desk, ANYBODY, report(said="one"))
    other = take(desk, ANYBODY, report(APPROACH.replace("Adrian Vale", "Marcus Thorne"), said="two"))
    with desk.store.reading() as reading:
        (link,) = reading.find(Link)
        assert link.state == "suggested"
        assert {"phone", "text"} <= {reason.family for reason in links.reasons(link)}
        assert [alert.case for alert in reading.find(Alert)] == [other.case]
    sound(desk)


def test_two_ordinary_contacts_are_not_linked(desk: Desk) -> None:
    take(desk, ANYBODY, report(ORDINARY))
    take(desk, ANYBODY, report(APPROACH))
    with desk.store.reading() as reading:
        assert reading.find(Link) == []
        assert {mark.shown for mark in reading.find(Mark, equals("family", "phone"))} == {"+447700900123"}


def test_only_words_are_a_report_too(desk: Desk) -> None:
    taken = take(desk, ANYBODY, report("", said="Somebody rang me and offered money for a report."))
    opened = cases.opened(desk, OFFICER, taken.case)
    assert opened.reports[0].said.startswith("Somebody rang")
    assert opened.case.persona == ""


def test_an_earlier_case_keeps_its_verdict_and_date(desk: Desk) -> None:
    earlier = Earlier(persona="“Eva Lind”, scholar", verdict="approach", first_seen=START.replace(year=2025))
    taken = take(desk, LEAD, report(via="import", earlier=earlier))
    case = cases.opened(desk, OFFICER, taken.case).case
    assert (case.persona, case.verdict, case.status, case.opened_at.year) == (
        "“Eva Lind”, scholar",
        "approach",
        "closed",
        2025,
    )
    sound(desk)


def test_of_a_whole_export_only_what_shows_signs_is_kept(desk: Desk) -> None:
    lines = [
        json.dumps({"id": f"c{n}", "messages": [{"speaker": f"Nora {n}", "text": ORDINARY}]}) for n in range(30)
    ] + [json.dumps({"id": "odd", "messages": [{"speaker": "Adrian", "text": APPROACH}]})]
    taken = take(desk, ANYBODY, report("\n".join(lines)))
    kept = cases.opened(desk, OFFICER, taken.case).reports
    assert ["Adrian" in each.conversation for each in kept] == [True]


@pytest.mark.parametrize("empty", [report(""), report("", said="  \n")])
def test_nothing_is_no_report(desk: Desk, empty: Received) -> None:
    with pytest.raises(DeskError, match="nothing"):
        take(desk, ANYBODY, empty)
    with desk.store.reading() as reading:
        assert reading.count(Case)[()] == reading.count(Entry)[()] == 0


def test_who_may_not_report_is_refused_before_anything_is_read(desk: Desk) -> None:
    with pytest.raises(RefusedError):
        take(desk, AUDITOR, report())


def test_two_people_who_add_the_same_file_both_reach_their_case(desk: Desk) -> None:
    texts = (APPROACH, ORDINARY)
    first, second = (take(desk, ANYBODY, report(text, said=text[:5])) for text in texts)
    brought = report("Adrian Vale: Install this program, please.\n")
    with desk.store.reading() as reading:
        to = [reading.get(Report, taken.reports[0]) for taken in (first, second)]
    for own in to:
        assert own
        assert not add(desk, own, brought).again
        assert add(desk, own, brought).again, "one person's file is taken once"
    for taken in (first, second):
        opened = cases.opened(desk, OFFICER, taken.case)
        assert len(opened.attachments) == len(opened.reports) == 2
    sound(desk)


def test_what_is_added_to_a_closed_case_is_told(desk: Desk) -> None:
    taken = take(desk, ANYBODY, report())
    cases.judge(desk, OFFICER, taken.case, "ordinary", "no signs")
    with desk.store.reading() as reading:
        own = reading.get(Report, taken.reports[0])
    assert own
    add(desk, own, report("Adrian Vale: We know where you live.\n"))
    opened = cases.opened(desk, OFFICER, taken.case)
    assert [each.kind for each in opened.alerts] == [cases.REPORTER_ADDED]
    assert opened.case.verdict == "ordinary", "a person decides whether it is opened again"
    sound(desk)


@pytest.mark.parametrize("verdict", ["approach", ""])
def test_what_the_office_had_written_down_is_no_reporters_word(desk: Desk, verdict: str) -> None:
    earlier = Earlier(persona="“Eva Lind”, scholar", verdict=verdict)
    received = report(via="import", said="She rang twice.", earlier=earlier)
    taken = take(desk, LEAD, received)
    opened = cases.opened(desk, OFFICER, taken.case)
    assert [each.said for each in opened.reports] == [""]
    with desk.store.reading() as reading:
        notes = [(each.who, each.text) for each in reading.find(Note)]
        reasons = [each.reason for each in reading.find(Judgement)]
    assert notes == ([] if verdict else [(LEAD.account, "She rang twice.")])
    assert reasons == (["She rang twice."] if verdict else [])
    assert take(desk, LEAD, received).again
    sound(desk)


def test_codes_can_be_read_out() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert set(code) <= set(ALPHABET) | {"-"}
        assert digest_of(code) == digest_of(f"  {code.upper().replace('-', ' ')}\n") != ""
    assert digest_of("abc") == digest_of("") == ""
