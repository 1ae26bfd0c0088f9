"""The report as one page: no scripts, nothing fetched, made to be read on a phone and to be printed."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from bonafides.model import Level
from bonafides.render.clean import name, visible
from bonafides.render.phrases import phrases
from bonafides.render.redact import as_viewed
from bonafides.render.sections import asked, sections, strongest
from bonafides.render.story import verified
from bonafides.render.summary import summary
from bonafides.render.thread import thread

if TYPE_CHECKING:
    from jinja2 import Template

    from bonafides.model import Report
    from bonafides.render.phrases import Phrases
    from bonafides.render.story import Story
    from bonafides.render.summary import Summary
    from bonafides.render.thread import Thread
    from bonafides.render.view import View


def html(report: Report, view: View) -> str:
    """The whole report as one self-contained HTML file."""
    words = phrases(view.lang)
    whole = summary(as_viewed(report, view), view, words)
    return _template().render(
        whole=whole,
        view=view,
        words=words,
        levels=tuple(Level),
        clean=visible,
        short=name,
        verified=partial(verified, words=words),
        thread=partial(_thread, whole, words),
        sections=sections,
        asked=asked,
        strongest=strongest,
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("bonafides.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("report.html")


def _thread(whole: Summary, words: Phrases, story: Story) -> Thread:
    return thread(story.entry.conversation, story.entry.assessment, words, whole.clock)
