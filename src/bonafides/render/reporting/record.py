"""What the person wrote down of the reports they sent, as text or data."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from bonafides.errors import RenderError
from bonafides.render.clean import visible
from bonafides.render.machine import dumped
from bonafides.render.phrases import phrases
from bonafides.render.reporting import ROOM
from bonafides.render.terminal import page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bonafides.model import Sent
    from bonafides.render.view import View

RECORD_SCHEMA = "bonafides.reports-sent/1"
FORMS = ("text", "json", "jsonl")


def record_list(found: Sequence[Sent], form: str, view: View) -> str:
    """The record in the form of that name (`text`, `json`, `jsonl`); RenderError for any other."""
    if form == "text":
        return _text(found, view)
    if form == "json":
        return dumped({"schema": RECORD_SCHEMA, "reports": [asdict(each) for each in found]}, indent=2) + "\n"
    if form == "jsonl":
        return "".join(dumped({"schema": RECORD_SCHEMA, **asdict(each)}) + "\n" for each in found)
    raise RenderError(f"the record cannot be written as “{form}”", next_step=f"Use one of: {', '.join(FORMS)}.")


def _text(found: Sequence[Sent], view: View) -> str:
    words = phrases(view.lang, ROOM)
    out = page(view, words)
    if not found:
        out.put(words("handing.record.none"))
    for each in found:
        out.gap()
        said = words("handing.record.sent", number=each.number, date=each.on, service=visible(each.service))
        out.put(f"{said} ({each.country})" if each.country else said, style="bold")
        if each.reference:
            out.put_labelled(words("handing.record.reference"), visible(each.reference), indent=2)
        if each.note:
            out.put_labelled(words("handing.record.note"), visible(each.note), indent=2)
        for answer in each.answers:
            out.put_labelled(words("handing.record.answer", date=answer.on), visible(answer.text), indent=2)
    return out.done()
