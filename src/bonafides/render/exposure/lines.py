"""What one's own profile tells strangers, for a terminal or a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.render.exposure.worded import worded
from bonafides.render.phrases import phrases
from bonafides.render.terminal import page
from bonafides.render.text_problems import put_problems

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bonafides.model.exposure import Exposure
    from bonafides.render.exposure.worded import Item, Worded
    from bonafides.render.terminal import Page
    from bonafides.render.view import SourceRef, View

_PROBLEMS = 20


def exposure_text(found: Exposure, view: View, sources: Mapping[str, SourceRef]) -> str:
    """The whole list as lines of at most `view.width` columns."""
    said = worded(found, view.lang, sources)
    words = said.words
    out = page(view, words)
    out.put(words("look.title"), style="bold")
    out.gap()
    out.put(said.lead, style="bold")
    out.put(words("look.blameless") if said.items else words("look.nothing_note"))
    if said.items:
        out.head(words("look.todo"))
    for number, item in enumerate(said.items, start=1):
        _item(out, number, item, said)
    _rest(out, said)
    put_problems(out, found.problems, phrases(view.lang), shown=_PROBLEMS, more="problems.more")
    out.gap()
    for key in ("before", "no_score", "private"):
        out.put(words(f"look.{key}"))
    return out.done()


def _item(out: Page, number: int, item: Item, said: Worded) -> None:
    words = said.words
    out.gap()
    out.put(item.todo, lead=f"{number}. ", style="bold")
    for place, quote in item.places:
        out.put(quote, indent=3, lead="- ")
        out.put(place, indent=5, style="dim")
    if item.more:
        out.put(item.more, indent=5)
    out.put_labelled(words("look.why"), item.why, indent=3)
    out.put_labelled(words("look.instead"), item.instead, indent=3)
    named = "; ".join(source.short for source in item.sources)
    if named:
        out.put_labelled(words("look.sources"), named, indent=3, style="dim")


def _rest(out: Page, said: Worded) -> None:
    words = said.words
    if said.kept:
        out.head(words("look.keep"))
        out.put(words("look.keep_note"))
        for label, texts in said.kept:
            out.put_labelled(label, ", ".join(texts), indent=2)
    if said.checks:
        out.head(words("look.checks"))
        for check in said.checks:
            out.put(check, lead="- ", indent=2)
