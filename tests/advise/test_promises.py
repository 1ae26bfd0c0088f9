"""What the advice must never say and must always say, over the whole matrix of its inputs."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from bonafides.advise.need import LATE
from bonafides.model import Advice, Kind, Level, Situation
from tests.advise.matrix import Asked, lines, matrix, sentences, text

if TYPE_CHECKING:
    from collections.abc import Callable

SAFE = re.compile(r"\bsafe", re.IGNORECASE)
ORIGIN = re.compile(
    r"\b(?:chin|russi|irani|korea|cuba|isra|india|pakist|turk|arab|africa|asia|america|europea|french|german|british"
    r"|english|dutch|swed|norweg|danish|finn|eston|japan|austral|canad|swiss|belgi|foreign(?!-policy)|nationalit"
    r"|ethnic|accent|immigra|hostile state)",
    re.IGNORECASE,
)
BLAME = re.compile(
    r"\b(?:fault|blame|fool|stupid|naive|gullib|careless|negligen|should have|shouldn't have|your mistake|asham"
    r"|embarrass|guilt|greed|you fell|warned you|ought to have)",
    re.IGNORECASE,
)
REPLY = re.compile(
    r"\?|[\"“”]|\b(?:reply with|write back|answer them|tell them|ask them|say to them|let them know|respond)\b",
    re.IGNORECASE,
)


@cache
def found(pattern: re.Pattern[str], said: str) -> bool:
    return pattern.search(said) is not None


def never_says_safe(asked: Asked, advice: Advice) -> bool:
    return not found(SAFE, text(advice)) and not any(found(SAFE, route.note) for route in advice.routes)


def never_names_an_origin(asked: Asked, advice: Advice) -> bool:
    return not found(ORIGIN, text(advice))


def never_blames(asked: Asked, advice: Advice) -> bool:
    return not found(BLAME, text(advice))


def gives_no_reply_to_send_once_to_stop(asked: Asked, advice: Advice) -> bool:
    if not asked.stopped:
        return True
    return not lines(advice, "questions") and not found(REPLY, text(advice))


def says_stop_and_check_alone(asked: Asked, advice: Advice) -> bool:
    if not asked.stopped:
        return True
    stop, check = " ".join(lines(advice, "now")), " ".join(lines(advice, "verify"))
    return "Do not answer, do not confront" in stop and "found yourself" in check


def asks_back_only_while_calm(asked: Asked, advice: Advice) -> bool:
    return asked.stopped or len(lines(advice, "questions")) == (0 if asked.stage in LATE else 6)


def keeps_then_tells_then_reports_then_blocks(asked: Asked, advice: Advice) -> bool:
    if not asked.stopped:
        return True
    steps = [s.key for s in advice.sections if s.key in {"keep", "tell", "platform", "block"}]
    return steps == ["keep", "tell", "platform", "block"]


def fits_one_screen(asked: Asked, advice: Advice) -> bool:
    return asked.level not in (Level.WARN, Level.ALARM) or 6 <= sentences(advice) <= 14


def sends_to_a_lawyer_before_writing(asked: Asked, advice: Advice) -> bool:
    grave = asked.situation in (Situation.TOOK_MONEY, Situation.HANDED_OVER, Situation.THREATENED)
    law, keys = " ".join(lines(advice, "law")), [s.key for s in advice.sections]
    if not grave:
        return not law
    warned = "lawyer before you write" in law and "this report" in law and "speak about you" in law
    return warned and keys.index("law") < keys.index("keep")


def puts_danger_first(asked: Asked, advice: Advice) -> bool:
    if asked.situation is not Situation.THREATENED:
        return True
    number = {"": "the emergency number where you are", "us": "911", "JP": "110"}[asked.country]
    return number in advice.sections[0].lines[0]


def tells_the_own_office_first(asked: Asked, advice: Advice) -> bool:
    told = lines(advice, "tell")
    if not asked.stopped:
        return asked.level is Level.QUIET or "security" in told[0]
    if asked.country:
        return "security" in told[0]
    outside = all(word in told[0] for word in ("lawyer", "employer", "union", "press-freedom", "ombudsperson"))
    desks = [route.name for route in advice.routes if route.name not in PLATFORMS]
    return (
        outside and "security" in told[1] and "police" not in told[0] and "police" in desks[-1] and "lawyer" in desks[0]
    )


PLATFORMS = {"LinkedIn", "WhatsApp", "Telegram", "your e-mail provider"}


def handles_a_device(asked: Asked, advice: Advice) -> bool:
    if asked.kind is not Kind.DEVICE_LURE or not asked.stopped:
        return True
    said = " ".join(lines(advice, "device", "keep", "tell"))
    return all(
        words in said
        for words in (
            "not open or run",
            "disconnect that device",
            "passwords from another",
            "IT desk",
            "Delete neither",
        )
    )


def stops_the_money(asked: Asked, advice: Advice) -> bool:
    if asked.kind is not Kind.SCAM or not asked.stopped:
        return True
    said = " ".join(lines(advice, "money", "tell"))
    return all(
        words in said
        for words in ("Stop paying", "bank on the number on your card", "police", "copies of your identity papers")
    )


def says_what_was_not_seen(asked: Asked, advice: Advice) -> bool:
    if asked.level is not Level.QUIET:
        return True
    said = " ".join(lines(advice, "what"))
    return "No signs" in said and "in what was read" in said and "cannot show" in said


def counts_cases_for_recruitment_only(asked: Asked, advice: Advice) -> bool:
    if asked.kind not in (Kind.APPROACH, Kind.UNCLEAR) or asked.stage is None:
        return not advice.came_next
    return len(advice.came_next) <= 3 and bool(advice.came_next) == bool(lines(advice, "came_next"))


PROMISES: tuple[Callable[[Asked, Advice], bool], ...] = (
    never_says_safe,
    never_names_an_origin,
    never_blames,
    gives_no_reply_to_send_once_to_stop,
    says_stop_and_check_alone,
    asks_back_only_while_calm,
    keeps_then_tells_then_reports_then_blocks,
    fits_one_screen,
    sends_to_a_lawyer_before_writing,
    puts_danger_first,
    tells_the_own_office_first,
    handles_a_device,
    stops_the_money,
    says_what_was_not_seen,
    counts_cases_for_recruitment_only,
)


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("kind", Kind)
def test_every_promise_holds(kind: Kind, level: Level) -> None:
    for asked in matrix(kind, level):
        advice = asked.advice()
        broken = [promise.__name__ for promise in PROMISES if not promise(asked, advice)]
        assert not broken, (broken, asked, text(advice))


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        (SAFE, "You are safe."),
        (ORIGIN, "They are probably Russian."),
        (BLAME, "You should have known."),
        (REPLY, "You can reply with: thank you, no."),
        (REPLY, "Who is the client?"),
    ],
)
def test_the_patterns_can_catch(pattern: re.Pattern[str], said: str) -> None:
    assert pattern.search(said)
