"""What a report to hand in says: bounded, in the right voice, and with nothing of the user's but what they chose."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafides.errors import RenderError
from bonafides.examine import Case, examine_told
from bonafides.explain import explanations
from bonafides.interview import questions
from bonafides.model import (
    Contribution,
    Conversation,
    Entry,
    Join,
    Kind,
    Level,
    Message,
    Polarity,
    Report,
    Situation,
    Span,
    Status,
)
from bonafides.model.sighting import PackUsed, Sighting
from bonafides.render import HandIn, View
from bonafides.render.handed import Sheet, sheet
from bonafides.render.handed.preparing import voice
from bonafides.render.phrases import languages, phrases
from tests.render import fiction

VIEW = View(titles=fiction.TITLES)
OWN = ("Alex", "Morgan", "Who is the client?", "public sources", "not comfortable")
"""Words that only the user's name and messages have."""


def said(found: Sheet) -> str:
    return json.dumps(asdict(found), ensure_ascii=False)


def mentioned(found: Sheet) -> set[str]:
    return {word for word in OWN if word in said(found)}


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("redact", [True, False])
def test_by_default_nothing_of_the_users_own_is_in_it(lang: str, redact: bool) -> None:
    assert mentioned(sheet(fiction.demo(), replace(VIEW, lang=lang, redact=redact))) == set()


def test_each_choice_puts_in_what_it_says_and_no_more() -> None:
    words = sheet(fiction.demo(), replace(VIEW, hand_in=HandIn(own_words=True)))
    assert mentioned(words) == set(OWN) - {"Alex", "Morgan"}
    name = sheet(fiction.demo(), replace(VIEW, hand_in=HandIn(own_name=True)))
    assert mentioned(name) == {"Alex", "Morgan"}
    told = HandIn(situation=Situation.TOOK_MONEY, status=Status.CLEARED)
    assert sheet(fiction.demo(), replace(VIEW, hand_in=told)).person == ()
    shown = sheet(fiction.demo(), replace(VIEW, hand_in=replace(told, own_situation=True)))
    assert [row.lines for row in shown.person] == [("took money or a gift",), ("holds a clearance",)]


def test_a_redacted_copy_names_nobody_but_the_user_where_they_chose_it() -> None:
    found = sheet(fiction.demo(), replace(VIEW, redact=True, hand_in=HandIn(own_name=True)))
    text = said(found)
    assert "Alex Morgan" in text
    for other in ("Dana", "Whitfield", "+44 7700 900123", "northgate.example", "dana-whitfield"):
        assert other not in text


def test_only_flagged_talks_are_handed_in_with_their_files_and_problems() -> None:
    report = fiction.demo()
    alarming = next(each for each in report.entries if each.assessment.level is Level.ALARM)
    from_file = replace(alarming.conversation, read_from=("export.zip/messages.csv",))
    entries = tuple(replace(each, conversation=from_file) if each is alarming else each for each in report.entries)
    doubt = replace(report.problems[0], what="Lunch could not be read.", conversation="q1")
    found = sheet(replace(report, entries=entries, problems=(*report.problems, doubt)), VIEW)
    assert len(found.cases) == 1
    assert "Lunch" not in said(found)
    assert [each.name for each in found.files] == ["export.zip/messages.csv"]
    assert found.others.startswith("4 ")
    assert len(sheet(report, replace(VIEW, min_level=Level.WATCH)).cases) == 2


def test_folders_above_a_file_stay_out() -> None:
    report = fiction.demo()
    inputs = tuple(
        replace(report.provenance.inputs[0], name=name)
        for name in ("/home/alexm/x.csv", "C:\\Users\\alexm\\y.csv", "~/alexm/z.csv", "a.zip/alexm/b.csv")
    )
    found = sheet(replace(report, provenance=replace(report.provenance, inputs=inputs)), VIEW)
    assert [each.name for each in found.files] == ["x.csv", "y.csv", "z.csv", "a.zip/alexm/b.csv"]
    assert all(len(each.sha256) == 64 for each in found.files)


@pytest.mark.parametrize(
    ("kind", "level", "title"),
    [
        (Kind.APPROACH, Level.ALARM, "Report of a suspected approach"),
        (Kind.UNCLEAR, Level.WARN, "Report of a suspected approach"),
        (Kind.SCAM, Level.WARN, "Report of a suspected fraud"),
        (Kind.DEVICE_LURE, Level.ALARM, "Report of a suspected attack on a device"),
        (Kind.APPROACH, Level.WATCH, "Report of an unverified contact"),
    ],
)
def test_the_title_claims_no_more_than_was_found(kind: Kind, level: Level, title: str) -> None:
    entry = fiction.alarming()
    judged = replace(entry, assessment=replace(entry.assessment, kind=kind, level=level))
    assert sheet(fiction.report(judged), VIEW).title == title


def test_what_happened_is_told_in_order_and_names_its_messages() -> None:
    (case,) = sheet(fiction.report(fiction.alarming()), VIEW).cases
    numbers = [int(event.number) for event in case.timeline]
    assert numbers == sorted(numbers)
    told = {event.what for event in case.timeline}
    assert {"First message", "Last message", "The talk moves to WhatsApp"} <= told
    assert "The person reporting answers for the first time" in told
    for sign in (*case.strongest, *case.signs):
        for quote in sign.quotes:
            number = int(re.findall(r"\d+", quote.where)[0])
            (line,) = (each for each in case.lines if each.number == number)
            whole = "".join(piece.text for piece in line.pieces)
            for piece in quote.pieces:
                assert " ".join(piece.text.strip(" …").split()) in " ".join(whole.split())


def test_a_summary_quotes_no_more_than_fits() -> None:
    text = "word " * 2_000
    thread = Conversation(id="x", messages=(Message(speaker="Dana", text=text),))
    entry = Entry(
        conversation=thread,
        assessment=replace(
            fiction.watched(thread),
            because=(fiction.part("paid-report-offer", 1.0, Span(message=0, start=3_000, end=6_000)),),
        ),
        advice=None,
    )
    (case,) = sheet(fiction.report(entry), VIEW).cases
    assert sum(len(piece.text) for piece in case.strongest[0].quotes[0].pieces) <= 420


def test_a_long_thread_is_bounded_and_says_so() -> None:
    report = grown(5_000)
    (case,) = sheet(report, VIEW).cases
    assert len(case.lines) <= 250
    assert "5,000" in case.lines_note
    left = sum(int(re.sub(r"\D", "", line.skipped) or 0) for line in case.lines)
    assert left + len(case.lines) + int(re.sub(r"\D", "", case.skipped) or 0) == 5_000


def grown(count: int) -> Report:
    entry = fiction.alarming()
    more = tuple(
        Message(speaker=fiction.DANA, text=f"Filler {n}", sent_at=fiction.START + timedelta(days=40, minutes=n))
        for n in range(count - len(entry.conversation.messages))
    )
    whole = replace(entry.conversation, messages=(*entry.conversation.messages, *more))
    return fiction.report(replace(entry, conversation=whole))


@pytest.mark.parametrize("report", [fiction.report(), fiction.report(fiction.plain(1)), fiction.archive()])
@pytest.mark.parametrize("lang", languages())
def test_any_report_has_a_sheet(report: Report, lang: str) -> None:
    found = sheet(report, replace(VIEW, lang=lang))
    assert found.title
    assert bool(found.nothing) == (not found.cases)
    assert len(found.cases) <= 5
    assert not re.search(r"\{\w+\}", said(replace(found, words={})))


foreign = st.text(max_size=60)


@settings(max_examples=40, deadline=None)
@given(foreign, foreign, foreign)
def test_whatever_is_written_comes_out_harmless_and_whole(them: str, text: str, file: str) -> None:
    thread = Conversation(
        id="x", messages=(Message(speaker=them, text=text), Message(speaker="me", text="a", mine=True))
    )
    report = fiction.report(Entry(conversation=thread, assessment=fiction.quiet(), advice=None))
    inputs = (replace(report.provenance.inputs[0], name=file),)
    found = sheet(replace(report, provenance=replace(report.provenance, inputs=inputs)), VIEW)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", _texts(asdict(found)))


def _texts(value: object) -> str:
    if isinstance(value, dict):
        return "".join(map(_texts, value.values()))
    if isinstance(value, list | tuple):
        return "".join(map(_texts, value))
    return str(value)


def test_what_others_reported_is_handed_in_with_its_place() -> None:
    pack = PackUsed(
        publisher="Example Security Service",
        contact="packs@service.example",
        key="0011223344556677",
        series="lures",
        sequence=3,
        published_at=fiction.START,
        expires_at=fiction.START + timedelta(days=90),
        entries=1_000,
    )
    entry = fiction.alarming()
    where = fiction.span(entry.conversation, 3, "+44 7700 900123")
    seen = Sighting(what="phone", pack=pack, since="2026-01", kind="approach", reports=4, spans=(where,))
    (case,) = sheet(fiction.report(replace(entry, seen=(seen,))), VIEW).cases
    assert "+44 7700 900123" in case.seen[0].label
    assert "Example Security Service" in case.seen[0].label
    assert case.rows[-1].lines == (case.seen[0].label,)
    assert case.seen_means
    (case,) = sheet(fiction.report(replace(entry, seen=(seen,))), replace(VIEW, redact=True)).cases
    assert "900123" not in case.seen[0].label


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("redact", [True, False])
def test_nothing_is_replaced_twice(lang: str, redact: bool) -> None:
    words = voice(phrases(lang))
    entry = fiction.alarming()
    joined = Join(threads=("a", "b"), because="your word that they are one person")
    said_so = replace(entry, conversation=replace(entry.conversation, joins=(joined,)))
    found = sheet(fiction.report(said_so), replace(VIEW, lang=lang, redact=redact))
    (case,) = found.cases
    left_out = [line for line in case.lines if line.mine]
    assert {piece.text for line in left_out for piece in line.pieces} == {words("handed.left_out")}
    assert words("join.stated") in case.lines_note
    you = words("redacted.you")
    assert any(you in piece.text for line in case.lines for piece in line.pieces)
    assert f"[{you}" not in said(found)


def test_a_sign_that_rests_on_what_is_left_out_quotes_nothing() -> None:
    report = examine_told(Case(answers={each.id: "yes" for each in questions()}))
    (case,) = sheet(report, View(titles=explanations(told=True))).cases
    assert case.strongest
    assert not any(sign.quotes for sign in (*case.strongest, *case.signs))
    assert {sign.elsewhere for sign in case.signs} == {"What the person reporting told"}
    (case,) = sheet(report, View(titles=explanations(told=True), hand_in=HandIn(own_words=True))).cases
    assert all(sign.quotes for sign in (*case.strongest, *case.signs))


def test_the_marking_that_was_given_stands_on_it() -> None:
    assert sheet(fiction.demo(), replace(VIEW, tlp="amber")).marks[0] == "TLP:AMBER"
    assert len(sheet(fiction.demo(), VIEW).marks) == 2
    with pytest.raises(RenderError, match="no marking"):
        sheet(fiction.demo(), replace(VIEW, tlp="purple"))


@pytest.mark.parametrize(
    ("start", "end", "quoted"), [(0, 6, True), (2, 12, False), (12, 20, False), (20, 25, False), (25, 30, True)]
)
def test_what_speaks_against_it_quotes_no_words_of_a_sign(start: int, end: int, quoted: bool) -> None:
    entry = fiction.alarming()
    judged = entry.assessment
    place = next(at for at, each in enumerate(entry.conversation.messages) if each.judged and len(each.content) > 30)

    def resting(part: Contribution, first: int, last: int) -> Contribution:
        return replace(part, finding=replace(part.finding, spans=(Span(message=place, start=first, end=last),)))

    because = (*judged.because[:-1], resting(judged.because[-1], 10, 20))
    because = tuple(each for each in because if all(s.message != place for s in each.finding.spans)) + because[-1:]
    part = resting(judged.because[0], start, end)
    part = replace(part, value=-1.0, finding=replace(part.finding, polarity=Polarity.AGAINST))
    changed = replace(entry, assessment=replace(judged, because=because, against=(part,)))
    (case,) = sheet(fiction.report(changed), VIEW).cases
    (against,) = case.against
    assert against.title
    assert bool(against.quotes) is quoted
    assert case.signs_against[0].quotes, "the evidence has it all"
