"""Drafts: nobody is told to go on from `warn` up, nothing is promised, nothing was sent, foreign text stays text."""

from __future__ import annotations

import itertools
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.desk.answers import KINDS, MOST, Facts, draft, places, subject
from bonafides.detect import INDICATORS
from bonafides.errors import DeskError, RenderError
from bonafides.explain import explanations
from bonafides.model import Kind, Level, Polarity
from bonafides.render.phrases import languages, phrases

ROOM = "bonafides.desk"
LANGUAGES = languages(ROOM)
SPEAKING = tuple(sign.id for sign in INDICATORS if sign.polarity is Polarity.FOR)
AGAINST = tuple(sign.id for sign in INDICATORS if sign.polarity is Polarity.AGAINST)
VERDICTS = ("approach", "scam", "device-lure", "ordinary", "unclear", "not-about-behaviour", "")
QUESTIONS = ("draft.ordinary.free", "draft.ordinary.questions", "draft.be-careful.questions", "draft.be-careful.wait")
"""What helps to go on talking."""
FULL = Facts(
    persona="Lena Hoff, consultant", level=Level.WARN, kind=Kind.APPROACH, signs=SPEAKING[:3], verdict="approach",
    reporter="Professor Ode", officer="A. Lind", contact="room 12, 555 0100", desk="Research security",
    deleted_on=datetime(2027, 3, 1, tzinfo=UTC),
)  # fmt: skip


def _said(lang: str, key: str) -> tuple[str, ...]:
    return phrases(lang, ROOM).items(key)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("level", [Level.WARN, Level.ALARM])
def test_from_warn_up_no_draft_helps_to_go_on_talking(lang: str, level: Level) -> None:
    encouraging = [line for key in QUESTIONS for line in _said(lang, key)]
    for kind, what, verdict in itertools.product(KINDS, Kind, VERDICTS):
        text = draft(kind, lang=lang, facts=Facts(level=level, kind=what, verdict=verdict))
        assert [line for line in encouraging if line in text] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("level", [Level.QUIET, Level.WATCH])
def test_below_warn_the_questions_to_ask_are_there(lang: str, level: Level) -> None:
    assert _said(lang, "draft.ordinary.questions")[0] in draft("ordinary", lang=lang, facts=Facts(level=level))
    assert _said(lang, "draft.be-careful.questions")[0] in draft("be-careful", lang=lang, facts=Facts(level=level))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_one_who_must_not_answer_is_told_so_first_thanked_and_given_a_way_out(lang: str) -> None:
    text = draft("do-not-answer", lang=lang, facts=FULL)
    wanted = [*_said(lang, "draft.do-not-answer.please"), *_said(lang, "draft.do-not-answer.come")]
    wanted += [*_said(lang, "draft.do-not-answer.late"), *_said(lang, "draft.do-not-answer.lawyer")]
    assert [line for line in wanted if line not in text] == []
    thanks = _said(lang, "draft.do-not-answer.thanks")[0].partition("{")[0]
    assert text.index(thanks) < text.index(wanted[0])


@pytest.mark.parametrize(("what", "key"), [(Kind.SCAM, "money"), (Kind.DEVICE_LURE, "device")])
def test_what_is_most_pressing_is_named(what: Kind, key: str) -> None:
    line = _said("en", f"draft.do-not-answer.{key}")[0]
    assert line in draft("do-not-answer", lang="en", facts=Facts(kind=what))
    assert line not in draft("do-not-answer", lang="en", facts=Facts(kind=Kind.APPROACH))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_notice_to_staff_names_nobody_but_the_account(lang: str) -> None:
    text = draft("staff-notice", lang=lang, facts=FULL)
    assert "Lena Hoff" in text
    assert "Ode" not in text
    assert _said(lang, "draft.staff-notice.real")[0] in text
    assert all(explanations(lang)[sign].title in text for sign in FULL.signs)


def test_signs_that_speak_against_an_approach_are_not_named_as_noticed() -> None:
    text = draft("be-careful", lang="en", facts=Facts(signs=(*AGAINST, "no-such-sign", SPEAKING[0])))
    assert explanations("en")[SPEAKING[0]].title in text
    assert [sign for sign in AGAINST if explanations("en")[sign].title in text] == []


def test_many_signs_are_counted() -> None:
    titles = dict.fromkeys(explanations("en")[sign].title for sign in SPEAKING)
    text = draft("be-careful", lang="en", facts=Facts(signs=SPEAKING * 2))
    assert f"- and {len(titles) - MOST} more things" in text
    assert sum(f"- {title}\n" in text for title in titles) == MOST


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_report_that_was_not_about_behaviour_is_closed_without_repeating_the_name(lang: str) -> None:
    text = draft("closing", lang=lang, facts=Facts(persona="Lena Hoff", verdict="not-about-behaviour"))
    assert "Hoff" not in text
    assert _said(lang, "behaviour.reporter")[0] in text


@pytest.mark.parametrize(("lang", "day"), [("en", "1 March 2027"), ("fr", "1er mars 2027"), ("de", "1. März 2027")])
def test_it_says_when_the_report_is_deleted(lang: str, day: str) -> None:
    assert day in draft("closing", lang=lang, facts=FULL)
    assert "1,095" in draft("closing", lang="en", facts=Facts(kept_days=1095))


def test_whoever_stays_anonymous_is_sent_back_with_the_receipt_code() -> None:
    text = draft("ordinary", lang="en", facts=Facts(receipt=True))
    assert text.startswith("Hello,\n")
    assert "receipt code" in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_unknown_is_a_place_and_what_is_known_is_none(lang: str) -> None:
    for kind in KINDS:
        unknown, known = draft(kind, lang=lang, facts=Facts()), draft(kind, lang=lang, facts=FULL)
        assert len(places(unknown)) > len(places(known))
        assert _said(lang, "draft.your_contact")[0] not in known


@given(foreign=st.text(max_size=300))
def test_foreign_text_stays_on_its_line_and_makes_no_place(foreign: str) -> None:
    text = draft("staff-notice", lang="en", facts=Facts(persona=foreign, officer="x", desk="x", contact="x"))
    plain = draft("staff-notice", lang="en", facts=Facts(persona="A", officer="x", desk="x", contact="x"))
    without = draft("staff-notice", lang="en", facts=Facts(officer="x", desk="x", contact="x"))
    assert len(places(text)) == len(places(plain))
    assert text.count("\n") in (plain.count("\n"), without.count("\n"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_draft_says_that_anything_was_sent_or_that_anybody_is_out_of_danger(lang: str) -> None:
    forbidden = {
        "en": r"\bsafe|\bsent by|\bautomatic",
        "fr": r"\bsûr\b|\bsans danger|\bautomatique",
        "de": r"\bungefährlich|\bautomatisch|\bin Sicherheit",
        "da": r"\bsikker på\b|\bautomatisk|\bufarlig",
        "es": r"\ba salvo|\bautomátic|\bseguro que",
    }[lang]
    for kind, verdict in itertools.product(KINDS, VERDICTS):
        assert re.search(forbidden, draft(kind, lang=lang, facts=Facts(verdict=verdict)), re.IGNORECASE) is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_draft_has_a_subject_of_its_own(lang: str) -> None:
    assert len({subject(kind, lang=lang) for kind in KINDS}) == len(KINDS)


def test_an_unknown_draft_or_language_is_refused_with_what_there_is() -> None:
    with pytest.raises(DeskError, match="be-careful"):
        draft("threat", lang="en", facts=FULL)
    with pytest.raises(DeskError, match="closing"):
        subject("threat", lang="en")
    with pytest.raises(RenderError):
        draft("ordinary", lang="qq", facts=FULL)


def test_what_a_reporter_told_is_named_in_words() -> None:
    text = draft("be-careful", lang="en", facts=Facts(signs=("told-not-known-there", "told-client-checks-out")))
    titles = explanations("en", told=True)
    assert titles["told-not-known-there"].title in text
    assert titles["told-client-checks-out"].title not in text
