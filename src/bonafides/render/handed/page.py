"""The report to hand in as one self-contained page, for a screen and for A4 or Letter paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.render.handed.preparing import sheet
from bonafides.render.templating import template

if TYPE_CHECKING:
    from bonafides.model import Report
    from bonafides.render.view import View


def page(report: Report, view: View) -> str:
    """The whole report to hand in as HTML: no script, nothing fetched. Raises RenderError."""
    return template("handed.html").render(it=sheet(report, view))
