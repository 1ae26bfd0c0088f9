"""The advise room: from a judgement to what the reader does next, in words for somebody who may be frightened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.advise.came_next import came_next, came_next_lines
from bonafides.advise.need import Need, spoken_kind
from bonafides.advise.platforms import platform_routes, platforms_of
from bonafides.advise.routes import AvailableRoute, country_named, routes, routes_available
from bonafides.advise.steps import STAGED, headline, sections
from bonafides.advise.words import load_words
from bonafides.model import Advice, Section

if TYPE_CHECKING:
    from bonafides.model import Assessment, CameNext, Conversation, Situation, Status

__all__ = ["AvailableRoute", "advise", "routes_available"]


def advise(
    assessment: Assessment,
    conversation: Conversation,
    *,
    situation: Situation,
    status: Status,
    country: str = "",
    lang: str = "en",
) -> Advice:
    """What to do now, whom to tell, and what came next in documented cases.

    `country` is an ISO 3166-1 alpha-2 code in any case (`UK` and `EU` too); empty for the general way. Of the
    conversation only its channels are looked at. Raises AdviseError for an unknown country or language.
    """
    words = load_words(lang)
    need = Need(
        kind=spoken_kind(assessment.kind),
        level=assessment.level,
        stage=assessment.stage,
        situation=situation,
        status=status,
        country=country_named(country),
        platforms=platforms_of(conversation.channels),
        words=words,
    )
    rows = _came_next(assessment, need)
    told = came_next_lines(rows, words)
    known = (Section(key="came_next", heading=words.say("heading.came_next"), lines=told),) if told else ()
    desks = routes(need.country, need.kind, status, words) + platform_routes(need.platforms, words)
    return Advice(
        lang=words.lang,
        headline=headline(need),
        sections=sections(need) + known,
        routes=desks if need.shown else (),
        came_next=rows,
    )


def _came_next(assessment: Assessment, need: Need) -> tuple[CameNext, ...]:
    if assessment.kind not in STAGED or not need.shown:
        return ()
    return came_next(assessment.stage, (step.stage for step in assessment.progression), need.words)
