"""The vetting as lines for a terminal or a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.render.phrases import phrases
from bonafides.render.terminal import page
from bonafides.render.view import View
from bonafides.vetted.sheet import ROOM, sheet

if TYPE_CHECKING:
    from bonafides.render.phrases import Phrases
    from bonafides.render.terminal import Page
    from bonafides.vet import Vetting
    from bonafides.vetted.sheet import Sheet, Shown


def text(vetting: Vetting, *, lang: str, country: str = "", width: int = 80, color: bool = False) -> str:
    """The whole vetting as lines of at most `width` columns."""
    words, shown = phrases(lang, ROOM), sheet(vetting, lang=lang, country=country)
    out = page(View(lang=lang, width=width, color=color), words)
    out.put(words("page.title"), style="bold")
    out.put(words("page.limits"))
    for heading in ("contradicts", "agrees"):
        out.head(words(f"page.{heading}"))
        _put(out, getattr(shown, heading), words(f"page.{heading}_none"))
    if shown.unchecked:
        out.head(words("page.unchecked"))
        _put(out, shown.unchecked, "")
    _put_asked(out, shown, words)
    _put_open(out, shown, words)
    _put_limits(out, shown, words)
    return out.done()


def _put(out: Page, rows: tuple[Shown, ...], none: str) -> None:
    for row in rows:
        out.put(row.says, lead="- ")
    if not rows:
        out.put(none)


def _put_asked(out: Page, shown: Sheet, words: Phrases) -> None:
    if shown.asked:
        out.head(words("page.asked_about"))
        out.put(words("page.asked_about_note"))
        for heading, *lines in shown.asked:
            out.put(heading, lead="- ")
            for line in lines:
                out.put(line, indent=2)


def _put_open(out: Page, shown: Sheet, words: Phrases) -> None:
    out.head(words("page.open"))
    for question in shown.open:
        out.put(question, lead="- ")
    out.head(words("page.ways"))
    out.put(words("page.ways_note"))
    for way in shown.ways:
        out.put(way.does, lead="- ")
        if way.place:
            out.put(way.place.address, indent=2)
    if shown.no_register:
        out.put(words("page.no_register"), lead="- ")
    out.put(shown.as_of, style="dim")


def _put_limits(out: Page, shown: Sheet, words: Phrases) -> None:
    rows = (*shown.contradicts, *shown.agrees, *shown.unchecked)
    if rows:
        out.head(words("page.can_say"))
        for limits in dict.fromkeys(row.limits for row in rows):
            out.put(limits, lead="- ", style="dim")
    if shown.unread:
        out.head(words("page.problems"))
        for line in shown.unread:
            out.put(line, lead="- ")
