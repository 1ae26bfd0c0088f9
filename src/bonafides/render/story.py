"""One conversation as a story to tell: every word and order decided here, so that terminal and page say the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.model import Form, Level, Polarity, Stage
from bonafides.render import stated
from bonafides.render.clean import name, visible
from bonafides.render.quote import Mark, excerpt
from bonafides.render.verdict import headline, kind, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bonafides.model import Advice, Assessment, Contribution, Conversation, Entry, Message, Route, Span
    from bonafides.render.clock import Clock
    from bonafides.render.phrases import Phrases
    from bonafides.render.quote import Excerpt
    from bonafides.render.view import SourceRef, View

QUOTES = 3
"""Places quoted for one reason; the others are named by their number."""
STRONG, MEDIUM = 1.4, 0.7
"""Log-odds from which a contribution is called strong or medium: about four and two times as likely."""
BRANCHES = (Stage.EXPOSURE, Stage.DEVICE_LURE)
"""Stages off the main way: left out of the timeline unless they were seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """One place in the conversation, in its context."""

    excerpt: Excerpt
    number: int
    """Message number as people count, from 1."""
    who: str
    when: str
    channel: str
    """Empty for what was told, of which `who` says it all."""
    place: str
    """Which message by whom it is, or that the person told it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One finding in words."""

    number: int
    title: str
    why: str
    sources: tuple[SourceRef, ...]
    against: bool
    bars: int
    """1 weak, 2 medium, 3 strong; 0 where it is shown but not counted."""
    strength: str
    value: float
    """Log-odds, as the machine formats have it."""
    quotes: tuple[Quoted, ...]
    elsewhere: tuple[int, ...]
    """Numbers of further messages with the same sign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One stage of the timeline."""

    name: str
    meaning: str
    reached: bool
    deepest: bool
    when: str
    number: int | None
    place: str
    """`message 3`, or that the person told it; empty where the stage was not seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Everything to be shown about one conversation, in words but not yet in any layout."""

    entry: Entry
    anchor: str
    """Unique in the report, made of letters and digits."""
    level: Level
    level_name: str
    level_sentence: str
    kind: str
    """Empty where the advice says it with more care."""
    headline: str
    """The advice's first sentence; empty where the level or the kind says it already."""
    who: str
    dates: str
    about: tuple[str, ...]
    """Channels, dates, number of messages."""
    notes: tuple[str, ...]
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...]
    no_reasons: str
    """What to say where there is no reason, ..."""
    no_against: str
    """... and where nothing speaks against it."""
    thread_note: str
    """What the marks in the thread are."""
    timeline: tuple[Point, ...]
    """Up to the furthest stage seen; empty where none was."""
    beyond: tuple[str, ...]
    """Names of the stages after that."""
    unknown: tuple[str, ...]
    would_change: tuple[str, ...]
    peers: str
    came_next: tuple[str, ...]


def tell(entry: Entry, view: View, words: Phrases, clock: Clock, anchor: str) -> Story:
    """Put one entry into words."""
    conversation, assessment = entry.conversation, entry.assessment
    because = tuple(_reasons(assessment.because, entry, view, words, clock, first=1))
    against = tuple(_reasons(assessment.against, entry, view, words, clock, first=len(because) + 1))
    points = _timeline(entry, words, clock)
    told = "_told" if conversation.only_told else ""
    last = max((number for number, point in enumerate(points, 1) if point.reached), default=0)
    level = assessment.level.value
    return Story(
        entry=entry,
        anchor=anchor,
        level=assessment.level,
        level_name=words(f"level.{level}.name"),
        level_sentence=sentence(entry, words),
        kind=kind(entry, words),
        headline=headline(entry, words),
        who=counterparts(conversation, words),
        dates=clock.span(message.sent_at for message in conversation.messages),
        about=_about(conversation, words, clock),
        notes=_notes(entry, words),
        reasons=because,
        against=against,
        no_reasons=words(f"reason.none{told}"),
        no_against=words(f"reason.none_against{told}"),
        thread_note=words(f"thread.note{told}"),
        timeline=points[:last],
        beyond=tuple(point.name for point in points[last:]),
        unknown=tuple(_keyed("unknown", assessment.unknown, words)),
        would_change=tuple(_keyed("would_change", assessment.would_change, words)),
        peers=_peers(assessment, words),
        came_next=tuple(_came_next(entry.advice, words)) if entry.advice else (),
    )


def counterparts(conversation: Conversation, words: Phrases) -> str:
    """Who the conversation is with, at most three names; what is only told names nobody."""
    if conversation.only_told:
        return words("report.them")
    names = [called(each, words) for each in conversation.counterparts if each.strip()]
    if not names:
        return words("report.nobody")
    listed = names[:3] if len(names) <= 3 else [*names[:2], words("report.more_names", n=len(names) - 2)]
    return listing(listed, words)


def listing(names: Sequence[str], words: Phrases) -> str:
    """`A, B and C`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {words('report.and')} {names[-1]}"


def channel(key: str, words: Phrases) -> str:
    """A channel as people write it."""
    return words.get(f"channel.{key}", name(key, 30))


def speaker(message: Message, words: Phrases) -> str:
    """Who sent a message."""
    if message.form is Form.TOLD:
        return words("thread.told")
    if message.form is Form.EVENT:
        return words("thread.event")
    return words("report.you") if message.mine else called(message.speaker, words)


def called(speaker: str, words: Phrases) -> str:
    """A speaker's name as people read it; `them` is how interchange files and pastes say the other side."""
    if speaker.casefold() == "them":
        return words("report.them")
    return name(speaker) or words("report.nobody")


def verified(route: Route, words: Phrases) -> str:
    """When somebody last read the official page of a route, or that nobody has, unless its note says so already."""
    if route.verified_on and route.verified_on in route.note:
        return ""
    if route.verified_on:
        return words("routes.verified", date=route.verified_on)
    return words("routes.unverified") if route.source and not route.note else ""


def _about(conversation: Conversation, words: Phrases, clock: Clock) -> tuple[str, ...]:
    channels = words("report.then").join(channel(key, words) for key in conversation.channels)
    dates = clock.span(message.sent_at for message in conversation.messages)
    return tuple(part for part in (channels, dates, *counted(conversation, words)) if part)


def counted(conversation: Conversation, words: Phrases) -> Iterable[str]:
    """How many messages there are, and how many things the person told besides."""
    if not conversation.only_told:
        yield words.count("report.messages", len(conversation.messages) - conversation.told)
    if conversation.told:
        yield words.count("report.told", conversation.told)


def _notes(entry: Entry, words: Phrases) -> tuple[str, ...]:
    joins = (
        words.count(
            "thread.joined", len(join.threads), because=name(stated.because(join.because, words), 120).rstrip(".")
        )
        for join in entry.conversation.joins
    )
    return (*joins, *_turned(entry, words))


def _turned(entry: Entry, words: Phrases) -> Iterable[str]:
    """With which message each level above `quiet` was first reached, where the timeline was asked for."""
    reached = Level.QUIET
    for moment in entry.timeline:
        if moment.level.rank > reached.rank:
            reached = moment.level
            yield words("thread.turned", number=moment.message + 1, level=words(f"level.{reached.value}.name"))


def _reasons(
    parts: Iterable[Contribution], entry: Entry, view: View, words: Phrases, clock: Clock, *, first: int
) -> Iterable[Reason]:
    for number, part in enumerate(parts, first):
        explanation = view.explain(part.finding.indicator)
        against = part.finding.polarity is Polarity.AGAINST
        bars = (part.value != 0) + (abs(part.value) >= MEDIUM) + (abs(part.value) >= STRONG)
        label = ("none", "weak", "medium", "strong")[bars]
        quotes = tuple(_quotes(part.finding.spans, entry.conversation, words, clock))
        quoted = {quote.number for quote in quotes}
        others = {span.message + 1 for span in part.finding.spans} - quoted
        yield Reason(
            number=number,
            title=words("reason.by_reader", title=explanation.title) if part.finding.by else explanation.title,
            why=explanation.why,
            sources=explanation.sources,
            against=against,
            bars=bars,
            strength=words(f"reason.strength_against.{label}" if against else f"reason.strength.{label}"),
            value=part.value,
            quotes=quotes,
            elsewhere=tuple(sorted(others)),
        )


def _quotes(spans: Sequence[Span], conversation: Conversation, words: Phrases, clock: Clock) -> Iterable[Quoted]:
    """The first few messages that a finding points at, each once, with all of its marks there."""
    by_message: dict[int, list[Mark]] = {}
    for span in spans:
        by_message.setdefault(span.message, []).append(Mark(start=span.start, end=span.end))
    for index in list(by_message)[:QUOTES]:
        message, who = conversation.messages[index], speaker(conversation.messages[index], words)
        told = message.form is Form.TOLD
        yield Quoted(
            excerpt=excerpt(message.content, by_message[index], doubtful=message.unsure),
            number=index + 1,
            who=who,
            when=clock.moment(message.sent_at),
            channel="" if told else channel(message.channel, words),
            place=words("channel.told") if told else words("reason.where", number=index + 1, who=who),
        )


def _timeline(entry: Entry, words: Phrases, clock: Clock) -> tuple[Point, ...]:
    """Every stage of the main way, the ones seen with their date; empty where no stage was seen."""
    assessment = entry.assessment
    seen = {step.stage: step for step in assessment.progression}
    stages = [stage for stage in Stage if stage in seen or (seen and stage not in BRANCHES)]
    points = []
    for stage in stages:
        step = seen.get(stage)
        points.append(
            Point(
                name=words(f"stage.{stage.value}.name"),
                meaning=words(f"stage.{stage.value}.meaning"),
                reached=step is not None,
                deepest=step is not None and stage is assessment.stage,
                when=clock.day(step.at) if step and step.at else "",
                number=step.message + 1 if step else None,
                place=_seen_in(entry.conversation.messages[step.message], step.message + 1, words) if step else "",
            )
        )
    return tuple(points)


def _seen_in(message: Message, number: int, words: Phrases) -> str:
    return words("thread.told") if message.form is Form.TOLD else words("stages.in_message", number=number)


def _keyed(table: str, keys: Iterable[str], words: Phrases) -> Iterable[str]:
    """Words for keys of the assess room; a key without words is still said, as well as it can be."""
    for key in keys:
        yield words.get(f"{table}.{key}", visible(key).replace("-", " ").replace("_", " ").capitalize() + ".")


def _came_next(advice: Advice, words: Phrases) -> Iterable[str]:
    """What followed in documented cases, with the counts, unless a section of the advice says it already."""
    if any(section.key == "came_next" for section in advice.sections):
        return
    for item in advice.came_next:
        within = words("came_next.within", within=item.within) if item.within else ""
        what = words(f"stage.{item.stage.value}.next")
        yield words("came_next.sentence", count=item.count, of=item.of, what=what, within=within)


def _peers(assessment: Assessment, words: Phrases) -> str:
    if assessment.peers is None:
        return ""
    hits, everyone = assessment.peers
    return words("peers.sentence", hits=hits, all=everyone)
