"""The report as a whole in words: what comes first, what is only counted, and what it all rests on."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bonafides.model import FLAGGED, Level, Mode
from bonafides.render import stated
from bonafides.render.clean import name
from bonafides.render.clock import clock
from bonafides.render.sightings import pack_facts
from bonafides.render.story import counted, tell
from bonafides.render.view import select

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bonafides.model import Provenance, Report
    from bonafides.render.clock import Clock
    from bonafides.render.phrases import Phrases
    from bonafides.render.story import Story
    from bonafides.render.view import Selection, View

INPUTS = 12
"""Inputs named one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A report put into words, in the order to show it."""

    report: Report
    clock: Clock
    title: str
    counts: str
    full: tuple[Story, ...]
    brief: tuple[Story, ...]
    brief_heading: str
    lead: tuple[str, ...]
    """Said before the conversations: `look at these first` and what that means; may be empty."""
    closing: tuple[str, ...]
    """Said after them: what is not shown and why."""
    facts: tuple[tuple[str, str], ...]
    """Provenance as name and value."""


def summary(report: Report, view: View, words: Phrases) -> Summary:
    """Choose, order and put into words everything that a report shows."""
    chosen, times = select(report, view), clock(report.provenance, words)
    full = tuple(tell(entry, view, words, times, f"c{n}") for n, entry in enumerate(chosen.full, 1))
    brief = tuple(tell(entry, view, words, times, f"b{n}") for n, entry in enumerate(chosen.brief, 1))
    early = all(story.level is Level.WATCH for story in brief)
    first = report.mode is Mode.ARCHIVE and any(story.level.rank >= FLAGGED.rank for story in full)
    return Summary(
        report=report,
        clock=times,
        title=words(_title(report)),
        counts=_counts(report, words, times),
        full=full,
        brief=brief,
        brief_heading=words("report.early_brief" if early else "report.more_brief"),
        lead=(words("report.look_first"), words("report.look_first_note")) if first else (),
        closing=tuple(_closing(report, chosen, view, words)),
        facts=tuple(_facts(report, words, times)),
    )


def _title(report: Report) -> str:
    """Key of the title."""
    if len(report.entries) != 1:
        return "report.title"
    return "report.title_told" if report.entries[0].conversation.only_told else "report.title_single"


def _counts(report: Report, words: Phrases, times: Clock) -> str:
    if len(report.entries) == 1 and report.entries[0].conversation.only_told:
        return ", ".join(counted(report.entries[0].conversation, words))
    messages = [message for entry in report.entries for message in entry.conversation.messages]
    told = sum(entry.conversation.told for entry in report.entries)
    parts = (
        words.count("report.read", len(report.entries)),
        words.count("report.messages", len(messages) - told),
        words.count("report.told", told) if told else "",
        times.span(message.sent_at for message in messages),
    )
    return " · ".join(part for part in parts if part)


def _closing(report: Report, chosen: Selection, view: View, words: Phrases) -> Iterator[str]:
    if not report.entries:
        yield words("report.nothing_read")
        return
    shown = len(chosen.full) + len(chosen.brief)
    if chosen.more:
        yield words("report.more_left")
    if chosen.hidden and view.min_level:
        yield words("report.below", level=words(f"level.{view.min_level.value}.name"))
    if chosen.quiet:
        everything = chosen.quiet == len(report.entries)
        yield words.count("report.quiet_all" if everything else "report.quiet_rest", chosen.quiet)
    elif not shown:
        yield words("report.nothing_shown")
    yield words("report.limits")
    if view.redact:
        yield words("report.redacted")


def _facts(report: Report, words: Phrases, times: Clock) -> Iterator[tuple[str, str]]:
    rests = report.provenance
    yield words("provenance.version"), f"{words('report.name')} {rests.version}".strip()
    yield words("provenance.rules"), rests.rules[:12] or words("provenance.unstated")
    yield from input_facts(rests, words)
    if not report.entries or not all(entry.conversation.only_told for entry in report.entries):
        yield words("provenance.me"), name(stated.me(rests.me, words), 120) or words("provenance.me_unknown")
        yield words("provenance.timezone"), _zone(rests, words, times)
        order = name(stated.order(rests.date_order, words), 60)
        yield words("provenance.date_order"), order or words("provenance.unstated")
    yield words("provenance.mode"), words(f"provenance.mode_{report.mode.value}")
    if asked := rests.reader:
        host, model = name(asked.host, 90), name(asked.model, 60)
        counts = {"answered": asked.answered, "asked": asked.asked}
        key = "provenance.reader_away" if asked.remote else "provenance.reader_here"
        yield words("provenance.reader"), words(key, host=host, model=model, **counts)
    yield from pack_facts(report, words.lang)
    base = Fraction(report.prior).limit_denominator(100_000)
    yield words("provenance.prior"), words("provenance.prior_value", n=base.numerator, of=base.denominator)


def input_facts(rests: Provenance, words: Phrases) -> Iterator[tuple[str, str]]:
    """Label and value of each input, the first few of many."""
    label = words("provenance.input")
    for each in rests.inputs[:INPUTS]:
        file, sha, size = name(stated.file(each.name, words), 90), each.sha256[:12], words.number(each.size)
        yield label, words("provenance.input_line", name=file, format=each.format, size=size, sha=sha)
    if len(rests.inputs) > INPUTS:
        yield label, words("provenance.inputs_more", n=len(rests.inputs) - INPUTS)


def _zone(rests: Provenance, words: Phrases, times: Clock) -> str:
    if times.name == rests.timezone.removeprefix("Etc/"):
        return times.name
    return words("provenance.timezone_assumed", zone=times.name, assumed=name(rests.timezone, 60))
