"""What is found has its exact place; what can stay is said; nothing is a number about a person."""

from __future__ import annotations

import sys
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafides.exposure import judge
from bonafides.exposure.clues import is_guarded
from bonafides.exposure.finders.contact import contact
from bonafides.exposure.finders.searching import searching
from bonafides.exposure.grammar.tokens import plain, words_of
from bonafides.exposure.keep import MOST
from bonafides.exposure.setting import Setting, month, serves_state
from bonafides.exposure.sign import Cell
from bonafides.model.exposure import CheckKind, Exposure, ExposureKind, KeepKind
from tests.exposure.profiles import guarded, profile, row

if TYPE_CHECKING:
    from types import FrameType

    from _typeshed import TraceFunction


def kinds(*rows: object) -> list[ExposureKind]:
    return [each.kind for each in judge(profile(*rows)).found]  # type: ignore[arg-type]


def test_the_place_is_exact() -> None:
    text = "Ärzte 👩‍🔬 and DV cleared people"
    [found] = judge(profile(row("profile", summary=text))).found
    assert (found.place.file, found.place.row, found.place.line, found.place.label) == ("profile.csv", 1, 2, "Summary")
    assert text[found.place.start : found.place.end] == found.quote == "DV cleared"


def test_there_is_no_score() -> None:
    assert not {"score", "risk", "level", "rank"} & {each.name for each in fields(Exposure)}


def test_the_least_costly_comes_first() -> None:
    made = guarded(row("profile", summary="Project HERONWING, DV cleared, mail a@gmail.com, open to work"))
    shown = list(judge(made).kinds)
    assert shown == [kind for kind in ExposureKind if kind in shown]
    assert shown[0] is ExposureKind.CONTACT
    assert shown[-1] is ExposureKind.PROGRAMME


def test_two_addresses_are_two_findings() -> None:
    made = guarded(row("profile", summary="a@gmail.com or +44 7700 900123"))
    assert [each.quote for each in judge(made).of(ExposureKind.CONTACT)] == ["a@gmail.com", "+44 7700 900123"]


@pytest.mark.parametrize(
    ("text", "number"),
    [("+45 20 12 34 56", True), ("(0151) 2345 6789", True), ("2019-2023", False), ("1 250 000 pounds", False)],
)
def test_phones(text: str, number: bool) -> None:
    made = guarded(row("profile", summary=f"Ring me on {text}" if number else f"Between {text}"))
    cell = Cell(row=made.rows[1], field=made.rows[1].fields[0], setting=Setting(made))
    assert bool(list(contact(cell))) is number


def test_a_shop_may_be_reached() -> None:
    assert kinds(row("profile", headline="Shop. sales@bikes.example, +44 20 7946 0018")) == []


def test_a_mailbox_with_the_owners_name_is_their_own() -> None:
    own = row("profile", first_name="Tom", last_name="Avery", summary="tom.avery@example.com")
    at_work = row("profile", first_name="Tom", last_name="Avery", summary="tom.avery@averybikes.example")
    assert kinds(own) == [ExposureKind.CONTACT]
    assert kinds(at_work, row("positions", company_name="Avery Bikes", title="Director")) == []


@pytest.mark.parametrize(
    ("ended", "expected"), [("", True), ("Mar 2026", True), ("März 2025", True), ("Dec 2012", False)]
)
def test_looking_for_work_counts_just_after_service(ended: str, expected: bool) -> None:
    service = row("positions", 1, company_name="Royal Navy", title="Engineer", started_on="2005", finished_on=ended)
    later = row("positions", 2, company_name="Bakery", title="Baker", started_on="Jan 2013", finished_on="Apr 2026")
    rows = [row("profile", headline="Open to work"), service, *([] if expected else [later])]
    assert (ExposureKind.JOB_SEARCH in kinds(*rows)) is expected


def test_recruiters_setting_counts_only_where_it_is_on() -> None:
    for value, expected in (("Yes", True), ("No", False), ("", False)):
        made = guarded(row("preferences", open_to_recruiters=value))
        cells = [Cell(row=made.rows[1], field=made.rows[1].fields[0], setting=Setting(made))]
        assert bool([each for cell in cells for each in searching(cell)]) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Mar 2024", 24291), ("05 mars 2024", 24291), ("2024-03-01", 24291), ("März 2024", 24291), ("2024", 24288),
     ("juin 2024", 24294), ("ene. 2024", 24289), ("", 0), ("soon", 0)],
)  # fmt: skip
def test_months(text: str, expected: int) -> None:
    assert month(text) == expected


def test_service_of_a_state_is_known_in_several_languages() -> None:
    for text in (
        "Ministère des Armées",
        "Bundeswehr",
        "Forsvaret",
        "Guardia Civil",
        "State Department agency of state",
    ):
        assert serves_state(words_of(text)), text
    assert not serves_state(words_of("Salvation Army shop"))


def test_what_can_stay_is_said() -> None:
    rows = [
        row("education", degree_name="BSc Physics", school_name="Eastport University"),
        row("positions", company_name="Ministry of Defence", title="Engineer", started_on="2012", finished_on="2020"),
        row("skills", name="Python"),
        row("languages", name="Danish"),
    ]
    kept = judge(profile(*rows)).kept
    assert {each.kind for each in kept} == set(KeepKind)
    assert "2012–2020" in [each.text for each in kept]


def test_what_was_found_is_not_called_fine() -> None:
    made = guarded(row("skills", 1, name="SIGINT"), *(row("skills", n, name=f"Skill {n}") for n in range(2, 40)))
    kept = [each.text for each in judge(made).kept if each.kind is KeepKind.SKILL]
    assert "SIGINT" not in kept
    assert len(kept) == MOST


def test_account_data_is_something_to_check_and_no_finding() -> None:
    made = profile(row("emails", email_address="a@gmail.com"), row("phones", number="20 5550 0100", extension="+44"))
    found = judge(made)
    assert found.found == ()
    assert found.checks == ((CheckKind.MAILS, 1), (CheckKind.PHONES, 1))


def test_too_much_is_said_and_the_rest_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bonafides.exposure.judging.CHARACTERS", 2_000)
    rows = [row("shares", n, share_commentary="x " * 300) for n in range(1, 6)]
    found = judge(profile(row("profile", headline="DV cleared"), *rows))
    assert found.of(ExposureKind.CLEARANCE)
    assert [each.fatal for each in found.problems] == [True]


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=400),
    st.sampled_from(["profile", "positions", "shares", "connections", "recommendations-received"]),
)
def test_no_text_breaks_it_and_every_quote_is_cut_from_it(text: str, table: str) -> None:
    made = guarded(row(table, summary=text, text=text, position=text, description=text))
    for each in judge(made).found:
        if each.place.row == 1:
            assert text[each.place.start : each.place.end] == each.quote != ""


def test_nothing_of_a_profile_stays_in_memory_behind_it() -> None:
    judge(guarded(row("profile", 1, summary="Ask Thrandolf about the seeker.")))
    assert is_guarded.cache_info().currsize == plain.cache_info().currsize == 0


@pytest.mark.parametrize(
    "nation", ["Russian", "Chinese", "Nigerian", "French", "German", "Danish", "American", "British"]
)
@pytest.mark.parametrize(
    "said", ["Analyst, {} section.", "Based at the {} desk, third floor.", "Worked on the {} missile."]
)
def test_a_finding_is_the_same_whatever_nation_is_named(nation: str, said: str) -> None:
    def kinds(word: str) -> list[str]:
        one = row("positions", 1, company_name="Ministry of Defence", description=said.format(word))
        return [each.kind.value for each in judge(guarded(one)).found]

    assert kinds(nation) == kinds("Uyghur")


@pytest.mark.parametrize(
    "name",
    ["Jane Forrester", "Muhammad al-Rashid", "Omar ibn Said", "El Amrani", "Da Silva", "Ana de la Cruz", "Siân ap Rhys",
     "Jean DUPONT", "Maria José da Silva e Souza", "Jan van der Berg", "Nguyễn Thị Minh Khai", "Xu Le"],
)  # fmt: skip
def test_a_colleague_is_one_whatever_their_name_is(name: str) -> None:
    said = f"{name} is still in my section and has the keys to the vault."
    found = judge(guarded(row("positions", 1, company_name="Ministry of Defence", description=said))).found
    assert ExposureKind.COLLEAGUES in {each.kind for each in found}


@pytest.mark.parametrize("said", ["leaving 20²", "leaving 20②", "\ud800 leaving", "ab\u202e 2²"])
def test_odd_figures_break_nothing(said: str) -> None:
    judge(guarded(row("profile", 1, headline=said)))


@pytest.mark.parametrize("piece", ["FALKE ", "ABC ", "IVXIVX ", "Gruppe De ", "Grupo De ", "not ", "“", "A-", "12 "])
def test_the_work_grows_as_the_text_does(piece: str) -> None:
    """No time is measured: what is asked of a word is counted, for a text and for one four times as long."""
    short, long = (_asked((piece * 20_000)[:size]) for size in (2_000, 8_000))
    assert long < 6 * short + 20_000


def _asked(text: str) -> int:
    """How many lines of the room run for a text."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> TraceFunction | None:
        nonlocal count
        count += event == "line"
        return trace if "exposure" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        judge(guarded(row("profile", 1, summary=text)))
    finally:
        sys.settrace(before)
    return count
