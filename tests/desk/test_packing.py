"""What a desk may publish: three people on their own, judged by a person, confirmed line by line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bonafides.desk import cases, packing
from bonafides.desk.desk import Desk
from bonafides.desk.reports import take
from bonafides.desk.settings import change_settings
from bonafides.errors import ConflictError, DeskError, RefusedError
from bonafides.packs import confirmed_lines
from bonafides.packs.sketch import cut_words
from bonafides.store.records import Detail, Entry
from tests.desk.desks import ADMIN, ANYBODY, LEAD, PEOPLE, desk_at, report
from tests.packs.shop import LURE, ORDINARY, REWORDED

THREAD = """{who}: Hello {you}, {text}
{you}: Who are you?
{who}: Call +44 7700 900123 or write to {mail}, see https://files.northgate-insight.example/a and
https://www.linkedin.com/in/adrian-vale-1/, my Telegram is @amy_lin. {extra}
"""


@pytest.fixture
def desk() -> Desk:
    return desk_at("memory:")[0]


def _told(
    desk: Desk, reporter: str, *, text: str = LURE, verdict: str = "approach", extra: str = "",
    mail: str = "vale@northgate-insight.example", you: str = "Tom Berg",
) -> int:  # fmt: skip
    """A report that was judged; the number of its case."""
    written = THREAD.format(who="Adrian Vale", you=you, text=text, mail=mail, extra=f"{extra} Ref {reporter}")
    taken = take(desk, ANYBODY, replace(report(written)), reporter=reporter)
    if verdict:
        cases.judge(desk, LEAD, taken.case, verdict, "as the thread shows")
    return taken.number


def _three(desk: Desk, **more: str) -> list[int]:
    return [_told(desk, f"{name}@staff.example", you=f"{name.title()} Berg", **more) for name in ("ann", "bo", "cy")]


def _lines(desk: Desk) -> dict[str, packing.Line]:
    return {each.kind: each for each in packing.preview(desk, LEAD).lines}


def test_what_three_people_reported_is_shown_in_plain(desk: Desk) -> None:
    numbers = _three(desk)
    found = _lines(desk)
    assert {kind: line.value for kind, line in found.items() if kind != "text"} == {
        "phone": "+447700900123", "mail": "vale@northgate-insight.example", "handle": "telegram/amy_lin",
        "profile": "linkedin.com/in/adrian-vale-1", "domain": "northgate-insight.example",
    }  # fmt: skip
    assert {(line.verdict, line.since, line.reporters) for line in found.values()} == {("approach", "2026-03", 3)}
    assert all(line.cases == tuple(numbers) for line in found.values())


def test_no_name_of_anybody_and_no_address_is_in_a_text_that_goes_out(desk: Desk) -> None:
    _three(desk, extra="Greet Professor Xiu Zhang of Leiden for me, 900 euros.")
    words = _lines(desk)["text"].value.split()
    for name in ("ann", "berg", "adrian", "vale", "xiu", "zhang", "leiden", "tom"):
        assert name not in words
    assert not any(char in " ".join(words) for char in "@/0123456789")
    assert len(set(cut_words(" ".join(words)))) > 20


@pytest.mark.parametrize(
    "reporters",
    [
        ("ann@staff.example", "bo@staff.example"),
        ("ann@staff.example", "Ann@staff.example", "ann+x@staff.example", "bo@staff.example"),
        ("ann@staff.example", "", "", ""),
        ("", "", "", "", ""),
    ],
)
def test_fewer_than_three_people_are_never_enough(desk: Desk, reporters: tuple[str, ...]) -> None:
    for number, each in enumerate(reporters):
        _told(desk, each, extra=f"No {number}")
    assert packing.preview(desk, LEAD).lines == ()


def test_all_without_a_name_together_are_one(desk: Desk) -> None:
    for number, each in enumerate(("ann@staff.example", "bo@staff.example", "", "")):
        _told(desk, each, extra=f"No {number}")
    assert {line.reporters for line in packing.preview(desk, LEAD).lines} == {3}


@pytest.mark.parametrize("verdict", ["", "ordinary", "unclear"])
def test_only_what_a_person_judged_counts(desk: Desk, verdict: str) -> None:
    _three(desk, verdict=verdict)
    assert packing.preview(desk, LEAD).lines == ()


def test_a_judgement_taken_back_takes_its_lines_back(desk: Desk) -> None:
    numbers = _three(desk)
    cases.reopen(desk, LEAD, cases.resolved(desk, LEAD, str(numbers[0])))
    assert packing.preview(desk, LEAD).lines == ()


def test_reworded_copies_are_one_lure(desk: Desk) -> None:
    _told(desk, "ann@staff.example")
    _told(desk, "bo@staff.example", text=REWORDED)
    _told(desk, "cy@staff.example", text=REWORDED)
    assert [line.reporters for line in packing.preview(desk, LEAD).lines if line.kind == "text"] == [3]


def test_what_ordinary_contacts_have_too_does_not_go_out(desk: Desk) -> None:
    _three(desk)
    honest = take(desk, ANYBODY, report(f"Nora Blythe: {REWORDED}\nNora Blythe: Call +44 7700 900123\n"))
    cases.judge(desk, LEAD, honest.case, "ordinary", "known to us")
    found = _lines(desk)
    assert "phone" not in found
    assert "text" not in found
    assert "handle" in found


def test_the_organisations_own_and_the_reporters_never_go_out(desk: Desk) -> None:
    change_settings(desk, ADMIN, {"domains": "northgate-insight.example"})
    _three(desk)
    assert not {"mail", "domain"} & _lines(desk).keys()


@pytest.mark.parametrize("mail", ["info@recruiter.example", "ann@staff.example"])
def test_mailboxes_of_offices_and_of_those_who_report_stay_here(desk: Desk, mail: str) -> None:
    _three(desk, mail=mail)
    assert "mail" not in _lines(desk)


def test_of_a_case_with_an_imitated_person_only_texts_go_out(desk: Desk) -> None:
    numbers = _three(desk)
    found = packing.preview(desk, LEAD, frozenset(numbers[:1]))
    assert {line.kind for line in found.lines} == {"text"}
    packing.confirm(desk, LEAD, seen=found.digest, impersonated=found.impersonated)
    assert packing.preview(desk, LEAD).impersonated == frozenset(numbers[:1])
    with pytest.raises(DeskError, match="not among"):
        packing.preview(desk, LEAD, frozenset({999}))


def test_only_a_lead_sees_it_or_confirms_it(desk: Desk) -> None:
    _three(desk)
    found = packing.preview(desk, LEAD)
    for actor in PEOPLE:
        if actor.role != "lead":
            with pytest.raises(RefusedError):
                packing.preview(desk, actor)
            with pytest.raises(RefusedError):
                packing.confirm(desk, actor, seen=found.digest, impersonated=frozenset())


def test_what_is_confirmed_is_what_was_seen(desk: Desk) -> None:
    _three(desk)
    found = packing.preview(desk, LEAD)
    _told(desk, "di@staff.example")
    with pytest.raises(ConflictError, match="changed"):
        packing.confirm(desk, LEAD, seen=found.digest, impersonated=frozenset())
    found = packing.preview(desk, LEAD)
    with pytest.raises(DeskError, match="nothing is left"):
        packing.confirm(desk, LEAD, seen=found.digest, impersonated=frozenset(), left_out=range(99))


def test_it_is_entered_in_the_chain_without_saying_what(desk: Desk) -> None:
    _three(desk)
    found = packing.preview(desk, LEAD)
    phone = next(line.number for line in found.lines if line.kind == "phone")
    made = packing.confirm(desk, LEAD, seen=found.digest, impersonated=frozenset(), left_out={phone})
    with desk.store.reading() as reading:
        entry = next(each for each in reading.find(Entry) if each.action == "pack.make")
        detail = next(each for each in reading.find(Detail) if each.seq == entry.seq)
    assert entry.plain == '{"left_out":1,"lines":5}'
    assert detail.who == LEAD.account
    assert "sha256" in detail.text
    assert "amy_lin" not in entry.plain + detail.text
    assert not any("447700900123" in written for each in made for written in each.identifiers)


def test_the_file_is_what_packs_are_made_from(desk: Desk) -> None:
    _three(desk)
    found = packing.preview(desk, LEAD)
    made = packing.confirm(desk, LEAD, seen=found.digest, impersonated=frozenset(), notes={1: "Asks  for a paper."})
    lines = packing.as_file(made).decode().splitlines()
    assert tuple(confirmed_lines(lines)) == made
    assert made[0].note == "Asks for a paper."
    for note in ("x" * 501, "a\x1bb"):
        with pytest.raises(DeskError, match="one sentence"):
            packing.confirm(desk, LEAD, seen=found.digest, impersonated=frozenset(), notes={1: note})


def test_an_empty_desk_has_nothing_to_publish(desk: Desk) -> None:
    found = packing.preview(desk, LEAD)
    assert (found.lines, found.cases) == ((), ())
    assert ORDINARY
