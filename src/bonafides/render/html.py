"""The report as one page: no scripts, nothing fetched, made to be read on a phone and to be printed."""

from __future__ import annotations

from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING

from bonafides.model import Level
from bonafides.render.clean import name, visible
from bonafides.render.phrases import phrases
from bonafides.render.redact import as_viewed
from bonafides.render.sections import asked, sections, strongest
from bonafides.render.sightings import others_saw
from bonafides.render.stated import place
from bonafides.render.story import verified
from bonafides.render.summary import summary
from bonafides.render.templating import template
from bonafides.render.thread import thread

if TYPE_CHECKING:
    from bonafides.model import Report
    from bonafides.render.phrases import Phrases
    from bonafides.render.story import Story
    from bonafides.render.summary import Summary
    from bonafides.render.thread import Thread
    from bonafides.render.view import View


def html(report: Report, view: View) -> str:
    """The whole report as one self-contained HTML file, or the report to hand in where the view asks for that."""
    if view.hand_in is not None:
        from bonafides.render.handed.page import page

        return page(report, view)
    return _rendered("report.html", report, view)


def html_body(report: Report, view: View) -> str:
    """What stands in the body of that file, for a page that has a head and the style sheet of its own."""
    return _rendered("report_body.html", report, view)


def style() -> str:
    """The style sheet of the report."""
    return files(__package__).joinpath("templates", "style.css").read_text(encoding="utf-8")


def _rendered(page: str, report: Report, view: View) -> str:
    words = phrases(view.lang)
    whole = summary(as_viewed(report, view, words), view, words)
    return template(page).render(
        whole=whole,
        view=view,
        words=words,
        levels=tuple(Level),
        clean=visible,
        short=name,
        verified=partial(verified, words=words),
        place=partial(place, words=words),
        thread=partial(_thread, whole, words),
        sections=sections,
        asked=asked,
        strongest=strongest,
        others_saw=others_saw,
    )


def _thread(whole: Summary, words: Phrases, story: Story) -> Thread:
    return thread(story.entry.conversation, story.entry.assessment, words, whole.clock)
