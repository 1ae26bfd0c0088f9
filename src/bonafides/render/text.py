"""The report for a terminal or a pipe: most pressing first, in words, readable without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.render.phrases import phrases
from bonafides.render.redact import as_viewed
from bonafides.render.summary import summary
from bonafides.render.terminal import page
from bonafides.render.text_problems import put_problems
from bonafides.render.text_story import put_line, put_story

if TYPE_CHECKING:
    from bonafides.model import Report
    from bonafides.render.phrases import Phrases
    from bonafides.render.summary import Summary
    from bonafides.render.terminal import Page
    from bonafides.render.view import View

PROBLEMS = 20
"""Problems listed one by one unless the view is verbose."""


def text(report: Report, view: View) -> str:
    """The whole report as lines of at most `view.width` columns."""
    words = phrases(view.lang)
    out = page(view, words)
    whole = summary(as_viewed(report, view, words), view, words)
    _opening(out, whole, words)
    for story in whole.full:
        out.gap()
        put_story(out, story, words, verbose=view.verbose)
    _brief(out, whole, words)
    out.gap()
    if whole.full or whole.brief:
        out.rule()
    for sentence in whole.closing:
        out.put(sentence)
    shown = len(whole.report.problems) if view.verbose else PROBLEMS
    put_problems(out, whole.report.problems, words, shown=shown, more="problems.more")
    _provenance(out, whole, words)
    return out.done()


def _opening(out: Page, whole: Summary, words: Phrases) -> None:
    out.put(words.labelled(words("report.name"), whole.title), style="bold")
    out.put(whole.counts, style="dim")
    if whole.lead:
        out.gap()
        out.put(whole.lead[0], style="bold")
        for sentence in whole.lead[1:]:
            out.put(sentence)


def _brief(out: Page, whole: Summary, words: Phrases) -> None:
    if whole.brief:
        out.gap()
        out.rule()
        out.put(whole.brief_heading, style="bold")
        for story in whole.brief:
            put_line(out, story, words)


def _provenance(out: Page, whole: Summary, words: Phrases) -> None:
    out.head(words("heading.provenance"))
    for label, value in whole.facts:
        out.put_labelled(label, value, indent=2, style="dim")
