"""What a report holds, ready to be shown: the thread with its marks, what the program found, what could not be read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bonafides.desk.recorded import recorded
from bonafides.explain import explanations
from bonafides.model import Level
from bonafides.render import View
from bonafides.render.clean import name, visible
from bonafides.render.phrases import phrases
from bonafides.render.sections import strongest
from bonafides.render.story import tell
from bonafides.render.templating import template
from bonafides.render.thread import thread

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bonafides.render.clock import Clock
    from bonafides.render.story import Story
    from bonafides.render.thread import Thread
    from bonafides.store.records import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One report as the page of its case shows it."""

    report: Report
    anchor: str
    story: Story | None
    """None where nothing in it could be read as messages."""
    thread: Thread | None
    problems: tuple[tuple[str, str, str], ...]
    """What could not be read, where, and what to do."""
    facts: tuple[tuple[str, str, str], ...]
    """What the way in states: name, value, and of which file."""
    files: tuple[Mapping[str, Any], ...]


def told(reports: Iterable[Report], files: Iterable[Mapping[str, Any]], *, lang: str, clock: Clock) -> tuple[Told, ...]:
    """The reports of a case in the order in which they came."""
    listed = tuple(files)
    return tuple(
        _told(report, f"c{place}", tuple(each for each in listed if each["report"] == report.id), lang, clock)
        for place, report in enumerate(reports, start=1)
    )


def signs(found: Iterable[Told]) -> tuple[str, ...]:
    """Ids of the signs that were found, the weightiest first, each once."""
    parts = [part for each in found if each.story for part in each.story.entry.assessment.because]
    return tuple(dict.fromkeys(part.finding.indicator for part in sorted(parts, key=lambda part: -part.value)))


def macros(lang: str) -> object:
    """The macros by which reports of the command line show reasons, stages and messages, for a page of the desk."""
    values = {"words": phrases(lang), "view": View(lang=lang), "clean": visible, "short": name, "strongest": strongest}
    return template("story.html").make_module({**values, "levels": tuple(Level)})


def _told(report: Report, anchor: str, files: tuple[Mapping[str, Any], ...], lang: str, clock: Clock) -> Told:
    entry, words = recorded(report), phrases(lang)
    view = View(lang=lang, titles=explanations(lang, told=True))
    return Told(
        report=report,
        anchor=anchor,
        story=tell(entry, view, words, clock, anchor) if entry else None,
        thread=thread(entry.conversation, entry.assessment, words, clock) if entry else None,
        problems=_threes(report.problems),
        facts=_threes(report.facts),
        files=files,
    )


def _threes(lines: Iterable[str]) -> tuple[tuple[str, str, str], ...]:
    found = (json.loads(line) for line in lines)
    return tuple((one, two, three) for one, two, three in found)
