"""A report for one service's form as text, page or data: blocks to copy, and what only the person can fill in."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from bonafides.errors import RenderError
from bonafides.model import Filling
from bonafides.render.clean import name, visible
from bonafides.render.html import style
from bonafides.render.machine import dumped
from bonafides.render.phrases import phrases
from bonafides.render.reporting import ROOM
from bonafides.render.templating import template
from bonafides.render.terminal import page

if TYPE_CHECKING:
    from bonafides.model import Block, ReportForm
    from bonafides.render.phrases import Phrases
    from bonafides.render.terminal import Page
    from bonafides.render.view import View

FORM_SCHEMA = "bonafides.report-form/1"
FORMS = ("text", "html", "json", "jsonl")


def report_form(found: ReportForm, form: str, view: View) -> str:
    """The report in the form of that name (`text`, `html`, `json`, `jsonl`); RenderError for any other."""
    if form == "text":
        return _text(found, view)
    if form == "html":
        return _page("report_form.html", found)
    if form in ("json", "jsonl"):
        return dumped({"schema": FORM_SCHEMA, **asdict(found)}, indent=2 if form == "json" else None) + "\n"
    raise RenderError(
        f"a report for a form cannot be written as “{form}”", next_step=f"Use one of: {', '.join(FORMS)}."
    )


def report_form_body(found: ReportForm) -> str:
    """What stands in the body of the page, for one that has a head of its own."""
    return _page("report_form_body.html", found)


def used(block: Block, words: Phrases) -> str:
    """How much of a field's room its text takes; empty where the form knows no limit."""
    if block.limit is None or block.filling is not Filling.READY:
        return ""
    taken = sum(2 if char > "\uffff" else 1 for char in block.text)
    return words("handing.used", n=words.number(taken), limit=words.number(block.limit))


def _text(found: ReportForm, view: View) -> str:
    words = phrases(found.reader, ROOM)
    out = page(view, words)
    out.put(words("handing.title", service=visible(found.service)), style="bold")
    out.put(words("handing.nothing_sent"))
    out.put_labelled(words("handing.place"), visible(found.place))
    out.put_labelled(words("handing.conversation"), name(found.conversation))
    out.head(words("handing.before"))
    for note in found.notes:
        out.put(note, lead="- ")
    for block in found.blocks:
        _put(out, block, words)
    return out.done()


def _put(out: Page, block: Block, words: Phrases) -> None:
    """The label, then the text as it is to be copied: not indented, its own lines kept, and never wrapped."""
    out.head(visible(block.label))
    marks = (words(f"handing.filling.{block.filling}"), words("handing.required") if block.required else "")
    out.put("; ".join(filter(None, (*marks, used(block, words)))), style="dim")
    if block.note:
        out.put(block.note, style="dim")
    if block.text:
        out.gap()
        out.verbatim(visible(block.text, lines=True))
    if block.rest:
        out.gap()
        out.put(words.labelled(words("handing.rest"), ""), style="dim")
        out.verbatim(visible(block.rest, lines=True))


def _page(file: str, found: ReportForm) -> str:
    words = phrases(found.reader, ROOM)
    return template(file, ROOM).render(
        found=found, words=words, style=style(), used=used, lines=_lines, short=name, clean=visible
    )


def _lines(text: str) -> str:
    return visible(text, lines=True)
