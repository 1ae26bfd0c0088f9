"""The sections of the advice as one ordered table: each writer takes the need and gives its sentences, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.advise.routes import emergency, office
from bonafides.model import Kind, Level, Section, Situation, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from bonafides.advise.need import Need

Lines = tuple[str, ...]
DUTY = (Status.SERVING, Status.CLEARED, Status.CONTRACTOR)
"""Whoever may be bound to report such a contact."""
STAGED = (Kind.APPROACH, Kind.UNCLEAR)
"""Kinds that go through stages; the others have one aim and one thing to stop."""


def headline(need: Need) -> str:
    """One line above everything else."""
    if need.level is Level.QUIET:
        return need.words.say("headline.told" if need.firm else "headline.quiet")
    return need.words.say(f"headline.{need.kind}.{need.level}")


def what(need: Need) -> Lines:
    """What this is, or how far it has gone."""
    if need.level is Level.QUIET:
        return need.words.lines("what.quiet")
    if not need.flagged:
        return need.words.lines(f"what.watch.{need.kind}")
    if need.kind in STAGED and need.stage is not None:
        return need.words.lines(f"what.stage.{need.stage}")
    return need.words.lines(f"what.flagged.{need.kind}")


def care(need: Need) -> Lines:
    """A kind word for somebody who may be frightened."""
    return need.words.lines(f"care.{need.situation}") if need.firm else ()


def now(need: Need) -> Lines:
    """What to stop at once; where there are threats, the emergency number first."""
    words = need.words
    if not need.firm:
        return words.lines("now.watch") if need.level is Level.WATCH else ()
    stop = words.lines("now.firm")
    if need.situation is Situation.THREATENED:
        return (*words.lines("now.threatened", emergency=emergency(need.country, words)), *stop)
    if need.situation in (Situation.TRAVELLED, Situation.HANDED_OVER):
        return (*stop, *words.lines(f"now.{need.situation}"))
    staged = need.flagged and need.kind in STAGED and need.stage is not None
    if staged and need.situation is not Situation.TOOK_MONEY:
        return (*stop, *words.lines(f"now.stage.{need.stage}"))
    return stop


def device(need: Need) -> Lines:
    """What to do with a file, link or test, and with a device on which it ran."""
    if need.kind is not Kind.DEVICE_LURE or not need.shown:
        return ()
    return need.words.lines("device.flagged" if need.firm else "device.watch")


def money(need: Need) -> Lines:
    """Stop payments, in whichever direction they go."""
    scam = need.words.lines("money.scam") if need.kind is Kind.SCAM and need.firm else ()
    took = need.words.lines("money.took-money") if need.situation is Situation.TOOK_MONEY else ()
    return (*scam, *took)


def law(need: Need) -> Lines:
    """A lawyer before anything is written down."""
    return need.words.lines("law.first") if need.grave else ()


def keep(need: Need) -> Lines:
    """Keep the evidence: always before telling, reporting and blocking."""
    if not need.firm:
        return need.words.lines("keep.watch") if need.level is Level.WATCH else ()
    if need.kind is Kind.DEVICE_LURE:
        return need.words.lines("keep.device-lure")
    if len(need.platforms) > 1:
        return need.words.lines("keep.many")
    return (need.platforms[0].say("keep", need.words),)


def tell(need: Need) -> Lines:
    """Whom to tell: the own security office first, and help outside the state before that where it may be needed."""
    words, who = need.words, office(need.country, need.status, need.words)
    if not need.firm:
        early = "tell.watch_non_state" if need.country.non_state_first else "tell.watch"
        return words.lines(early, office=who) if need.level is Level.WATCH else ()
    if need.country.non_state_first:
        return (*words.lines("tell.non_state"), *words.lines(f"tell.otherwise.{need.kind}", office=who))
    if need.kind is Kind.SCAM:
        return (*words.lines("tell.scam", office=who), *words.lines("tell.police"))
    duty = "tell.duty" if need.status in DUTY else "tell.first"
    first = words.lines("tell.device-lure" if need.kind is Kind.DEVICE_LURE else duty, office=who)
    then = words.lines("tell.then_lawyer" if need.grave else "tell.then")
    hand_on = need.kind in STAGED and not need.grave and len(need.platforms) == 1
    return (*first, *((need.platforms[0].say("tell", words),) if hand_on else ()), *then)


def platform(need: Need) -> Lines:
    """Report the account where it wrote, after telling: a report may take the account away, and evidence with it."""
    if not need.firm:
        return ()
    if need.grave:
        first, last = need.platforms[0].called(need.words), need.platforms[-1].called(need.words)
        key = "platform.after_lawyer" if first == last else "platform.after_lawyer_both"
        return need.words.lines(key, first=first, last=last)
    return tuple(platform.say("report", need.words) for platform in need.platforms)


def block(need: Need) -> Lines:
    """Block last, since that hides the profile and the messages."""
    return (need.platforms[-1].say("block", need.words),) if need.firm else ()


def verify(need: Need) -> Lines:
    """How to check who is writing without going through them."""
    return need.words.lines("verify.flagged" if need.firm else "verify.calm")


def questions(need: Need) -> Lines:
    """What to ask back, only while nothing speaks for stopping."""
    if need.firm or need.late:
        return ()
    return (*need.words.lines(f"questions.{need.level}"), *need.words.lines("questions.lines"))


ORDER: tuple[tuple[str, Callable[[Need], Lines]], ...] = (
    ("what", what),
    ("care", care),
    ("now", now),
    ("device", device),
    ("money", money),
    ("law", law),
    ("keep", keep),
    ("tell", tell),
    ("platform", platform),
    ("block", block),
    ("verify", verify),
    ("questions", questions),
)
"""Evidence is kept before anybody is told, and told before the account is reported and blocked."""
DO_IN_ORDER = ("now", "tell")


def sections(need: Need) -> tuple[Section, ...]:
    """Every section that has something to say, in the order to follow; `now` leads where there are threats."""
    written = tuple(
        Section(key=key, heading=need.words.say(f"heading.{key}"), lines=lines, ordered=key in DO_IN_ORDER)
        for key, write in ORDER
        if (lines := write(need))
    )
    if need.situation is not Situation.THREATENED:
        return written
    return tuple(sorted(written, key=lambda section: section.key != "now"))
