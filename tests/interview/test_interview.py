"""What is told becomes ordinary findings, and a judgement that can be stood by."""

from __future__ import annotations

import json
import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.assess import assess
from bonafides.assess.scorecard import TOLD
from bonafides.detect import look
from bonafides.errors import InterviewError
from bonafides.examine import Case, examine, examine_told
from bonafides.interview import Answer, Group, questions, told, wording
from bonafides.library import check
from bonafides.model import (
    Assessment,
    Conversation,
    Form,
    Kind,
    Level,
    Message,
    Mode,
    Polarity,
    Problem,
    Reading,
    Situation,
    Stage,
)

CASES = Path(__file__).parents[1] / "cases"
QUESTIONS = {question.id: question for question in questions()}
SIGNS = [question.id for question in questions() if question.polarity is Polarity.FOR]
HONEST = [question.id for question in questions() if question.polarity is Polarity.AGAINST]
CROSSING = [id_ for id_ in SIGNS if TOLD[f"told-{id_}"].crosses]
AMBIGUOUS = [id_ for id_ in SIGNS if not TOLD[f"told-{id_}"].crosses]
ANSWERS = st.dictionaries(st.sampled_from(sorted(QUESTIONS)), st.sampled_from(tuple(Answer)), max_size=20)


def rows(name: str) -> list[dict[str, Any]]:
    table: dict[str, list[dict[str, Any]]] = tomllib.loads((CASES / "interview" / name).read_text("utf-8"))
    return table["case"]


DOCUMENTED, ORDINARY = rows("documented.toml"), rows("honest.toml")


def answers_of(row: dict[str, Any]) -> dict[str, str]:
    return dict.fromkeys(row["yes"], "yes") | dict.fromkeys(row.get("no", ()), "no")


def counting(*ids: str) -> dict[str, str]:
    """Answers that count."""
    return {id_: QUESTIONS[id_].counts.value for id_ in ids}


def judged(answers: dict[str, str], text: Conversation | None = None) -> Assessment:
    seen = look(text).findings if text else ()
    conversation, found = told(answers, conversation=text)
    return assess((*seen, *found), conversation)


def text_of(case: str) -> Conversation:
    """A documented case as the messages in which it was replayed."""
    replay = json.loads((CASES / "documented" / f"{case}.json").read_text("utf-8"))
    messages = (Message(speaker=m["speaker"], text=m["text"], mine=m["speaker"] == "me") for m in replay["messages"])
    return Conversation(id=case, messages=tuple(messages))


# --- what is made of the answers


def test_each_counting_answer_is_one_message_and_one_finding_that_covers_it() -> None:
    answers = counting("not-public", "good-pay", "ties-are-hollow") | {"gifts": "no", "paid-trip": "unsure"}
    conversation, found = told(answers)
    assert (conversation.id, conversation.channels, conversation.counterparts) == ("told", (), ())
    assert [finding.indicator for finding in found] == ["told-good-pay", "told-not-public", "told-ties-are-hollow"]
    for at, (message, finding) in enumerate(zip(conversation.messages, found, strict=True)):
        question = QUESTIONS[finding.indicator.removeprefix("told-")]
        assert (finding.stage, finding.kind, finding.polarity) == (question.stage, question.kind, question.polarity)
        (span,) = finding.spans
        assert (span.message, message.content[span.start : span.end]) == (at, message.text)
        assert message.text == wording("en")[question.id].said
        assert (message.form, message.channel, message.mine, message.judged) == (Form.TOLD, "told", True, False)


def test_what_was_told_comes_after_what_was_read_and_leaves_it_as_it_is() -> None:
    before = text_of("c05")
    conversation, found = told(counting("no-trace-of-firm"), conversation=before)
    assert conversation.messages[:-1] == before.messages
    assert found[0].spans[0].message == len(before.messages)
    assert conversation.channels == before.channels
    assert (before.told, conversation.told, conversation.only_told) == (0, 1, False)


@pytest.mark.parametrize("answers", [{"no-such-question": "yes"}, {"good-pay": "maybe"}, {"good-pay": ""}])
def test_what_is_no_answer_to_a_question_is_refused(answers: dict[str, str]) -> None:
    with pytest.raises(InterviewError) as caught:
        told(answers)
    assert caught.value.what
    assert caught.value.where == "answers"
    assert caught.value.next_step


def test_nothing_judges_what_was_told_by_its_words() -> None:
    """However telling the sentences are: only the findings that came with them count."""
    before = text_of("c05")
    conversation, _ = told(counting(*SIGNS), conversation=before)
    assert look(conversation).findings == look(before).findings
    alone, _ = told(counting(*SIGNS))
    assert look(alone).findings == ()


# --- how it is judged


@given(ANSWERS, st.randoms(use_true_random=False))
def test_the_order_of_the_answers_changes_nothing(answers: dict[str, str], random: Any) -> None:
    items = list(answers.items())
    random.shuffle(items)
    assert told(dict(items)) == told(answers)


@given(ANSWERS)
def test_unsure_is_the_same_as_no_answer(answers: dict[str, str]) -> None:
    open_ones = dict.fromkeys(set(QUESTIONS) - set(answers), "unsure")
    assert told({**answers, **open_ones}) == told(answers)


@given(ANSWERS, st.sampled_from(HONEST))
def test_an_honest_answer_never_raises_anything(answers: dict[str, str], honest: str) -> None:
    without = judged({id_: answer for id_, answer in answers.items() if id_ != honest})
    with_it = judged({**answers, **counting(honest)})
    assert with_it.score < without.score
    assert with_it.level.rank <= without.level.rank


@given(ANSWERS, st.sampled_from(SIGNS))
def test_a_sign_never_lowers_anything(answers: dict[str, str], sign: str) -> None:
    without = judged({id_: answer for id_, answer in answers.items() if id_ != sign})
    with_it = judged({**answers, **counting(sign)})
    assert with_it.score > without.score
    assert with_it.level.rank >= without.level.rank


@given(st.lists(st.sampled_from(HONEST), unique=True))
def test_nothing_ticked_or_only_honest_answers_are_quiet(honest: list[str]) -> None:
    found = judged(counting(*honest))
    assert (found.level, found.kind, found.stage) == (Level.QUIET, Kind.ORDINARY, None)


@pytest.mark.parametrize("sign", [sign for sign in AMBIGUOUS if sign != "not-known-there"])
def test_one_ambiguous_sign_is_watch_at_most(sign: str) -> None:
    assert judged(counting(sign)).level is Level.WATCH


def test_a_name_that_its_own_organisation_disowns_is_a_warning_by_itself() -> None:
    found = judged(counting("not-known-there"))
    assert (found.level, found.kind, found.stage) == (Level.WARN, Kind.UNCLEAR, Stage.CONTACT)


@pytest.mark.parametrize("signs", list(combinations(["friendly-stranger", "good-pay", "paid-report", "paid-trip"], 3)))
def test_several_early_signs_are_worth_a_word_and_no_alarm(signs: tuple[str, ...]) -> None:
    assert judged(counting(*signs)).level in {Level.WATCH, Level.WARN}


@pytest.mark.parametrize("line", CROSSING)
def test_a_crossed_line_warns_alone_and_is_an_alarm_with_any_other_sign(line: str) -> None:
    assert judged(counting(line)).level is (Level.ALARM if line == "held-against-you" else Level.WARN)
    for other in set(SIGNS) - {line}:
        assert judged(counting(line, other)).level is Level.ALARM, other


@pytest.mark.parametrize("line", CROSSING)
def test_no_honest_answer_makes_a_crossed_line_quiet(line: str) -> None:
    assert judged(counting(line, *HONEST)).level is Level.WATCH


def test_an_honest_process_is_quiet_though_it_moved_to_the_phone() -> None:
    assert judged(counting("other-channel", "real-process", "client-checks-out") | {"pay-first": "no"}).level is (
        Level.QUIET
    )


@pytest.mark.parametrize(
    ("signs", "kind"),
    [
        (("pay-first", "no-trace-of-firm", "dead-contacts", "not-known-there"), Kind.SCAM),
        (("open-at-work", "not-known-there"), Kind.DEVICE_LURE),
        (("not-public", "not-known-there"), Kind.APPROACH),
        (("no-trace-of-firm", "dead-contacts"), Kind.UNCLEAR),
    ],
)
def test_a_false_front_takes_the_kind_of_what_it_serves(signs: tuple[str, ...], kind: Kind) -> None:
    assert judged(counting(*signs)).kind is kind


# --- replays


@pytest.mark.parametrize("row", DOCUMENTED, ids=[row["id"] for row in DOCUMENTED])
def test_a_documented_case_is_seen_in_what_its_person_could_have_told(row: dict[str, Any]) -> None:
    assert judged(answers_of(row)).level.rank >= Level(row["level"]).rank


@pytest.mark.parametrize("row", ORDINARY, ids=[row["role"] for row in ORDINARY])
def test_an_honest_contact_is_not_made_more_of(row: dict[str, Any]) -> None:
    assert Level(row["level"]).rank <= Level.WATCH.rank
    assert judged(answers_of(row)).level.rank <= Level(row["level"]).rank


def test_the_replays_are_many_and_use_the_whole_form() -> None:
    flagged = [row for row in DOCUMENTED if row["level"] in {"warn", "alarm"}]
    assert len(flagged) >= 12
    assert len(ORDINARY) >= 12
    assert len({row["id"] for row in DOCUMENTED}) == len(DOCUMENTED)


# --- with a text


@pytest.mark.parametrize("case", ["c39", "c46"])
def test_one_fact_shows_what_the_words_of_these_cases_hide(case: str) -> None:
    """Borrowed names and flawless words: quiet as a text, until somebody asks at the organisation."""
    text = text_of(case)
    assert judged({}, text).level is Level.QUIET
    assert judged(counting("not-known-there"), text).level is Level.WARN


def test_a_fact_adds_to_a_text_and_an_honest_one_lowers_it() -> None:
    text = text_of("c05")
    plain = judged({}, text)
    worse, better = judged(counting("no-trace-of-firm"), text), judged(counting("client-checks-out"), text)
    assert better.score < plain.score < worse.score
    assert better.level.rank <= plain.level.rank <= worse.level.rank


def test_honest_facts_do_not_make_a_text_quiet_that_crosses_a_line() -> None:
    text = text_of("c09")
    assert judged({}, text).level is Level.ALARM
    assert judged(counting(*HONEST), text).level.rank >= Level.WATCH.rank


def test_what_cannot_be_known_is_said_as_it_is() -> None:
    alone = judged(counting("good-pay"))
    assert alone.unknown == ("identity", "told")
    assert alone.peers is None
    beside = judged(counting("no-trace-of-firm"), text_of("c05"))
    assert {"identity", "told", "times"} <= set(beside.unknown)
    assert "told" not in judged({}, text_of("c05")).unknown


def test_what_was_told_already_would_change_nothing_more() -> None:
    assert "raises-will-not-name-the-client" not in judged(counting("client-unnamed")).would_change
    assert "lowers-accepts-a-no" not in judged(counting("took-a-no", "good-pay")).would_change


# --- through the corridor


def test_a_form_without_a_text_is_a_report_without_inputs() -> None:
    report = examine_told(Case(answers=counting("good-pay", "not-public")))
    (entry,) = report.entries
    assert (report.problems, report.provenance.inputs, report.mode) == ((), (), Mode.SINGLE)
    assert entry.assessment.level is Level.ALARM
    assert entry.advice is not None
    assert [finding.finding.indicator for finding in entry.assessment.because] == ["told-not-public", "told-good-pay"]
    assert examine_told(Case()).entries[0].assessment.level is Level.QUIET


def test_answers_go_with_a_lone_conversation_and_with_no_other() -> None:
    case = Case(answers=counting("not-known-there"))
    lone = check(text="Anna: lunch on Tuesday?\nMe: yes", case=case)
    assert lone.entries[0].conversation.told == 1
    several = tuple(Conversation(id=str(n), messages=(Message(speaker="A", text="Hello"),)) for n in range(2))
    report = examine(Reading(conversations=several), case)
    assert [entry.conversation.told for entry in report.entries] == [0, 0]
    assert ["answers" in problem.what for problem in report.problems] == [True]


def test_where_nothing_could_be_read_the_answers_still_count_and_the_problem_is_still_said() -> None:
    unreadable = Problem(what="This file is damaged.", where="export.zip", fatal=True)
    report = examine(Reading(conversations=(), problems=(unreadable,)), Case(answers=counting("not-public")))
    assert report.problems == (unreadable,)
    assert report.entries[0].assessment.level is Level.WARN


def test_the_situation_is_read_off_the_text_and_not_off_what_was_told() -> None:
    """Somebody who only received a message is told so, also where they looked the firm up."""
    first = Reading(conversations=(Conversation(id="a", messages=(Message(speaker="A", text="Hello"),)),))
    answers = counting("not-known-there", "no-trace-of-firm")

    def care(reading: Reading, situation: Situation | None = None) -> tuple[str, ...]:
        (entry,) = examine(reading, Case(answers=answers, situation=situation)).entries
        assert entry.advice
        return next(section.lines for section in entry.advice.sections if section.key == "care")

    assert care(first) == care(first, Situation.NOT_ANSWERED) != care(first, Situation.ANSWERED)
    assert care(Reading(conversations=())) == care(first, Situation.ANSWERED)


def test_the_moments_of_a_timeline_are_those_of_the_text() -> None:
    case = Case(answers=counting("not-known-there"), timeline=True)
    report = check(text="Anna: lunch on Tuesday?\nMe: yes", case=case)
    assert [moment.message for moment in report.entries[0].timeline] == [0, 1]
    assert examine_told(case).entries[0].timeline == ()


@pytest.mark.parametrize("group", list(Group))
def test_both_parts_of_the_form_can_be_told_alone(group: Group) -> None:
    answers = counting(*(id_ for id_ in SIGNS if QUESTIONS[id_].group is group))
    assert judged(answers).level.rank >= Level.WARN.rank
