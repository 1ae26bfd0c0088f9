"""A report as text, page, file or data: each form is one frozen value in RENDERERS that holds a pure function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, overload

from bonafides.errors import RenderError
from bonafides.render.view import Explanation, HandIn, SourceRef, View

if TYPE_CHECKING:
    from collections.abc import Callable

    from bonafides.model import Report

__all__ = ["RENDERERS", "Explanation", "HandIn", "Renderer", "SourceRef", "View", "render", "renderer"]

Text = Literal["text", "html", "json", "jsonl", "stix", "misp"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Renderer:
    """One output form."""

    name: str
    """What `--format` calls it."""
    suffix: str
    """Of a file that holds it, with the dot."""
    render: Callable[[Report, View], str | bytes]
    """The whole output: bytes, or a text that ends in a line break where it has any line and that UTF-8 can encode."""


# Each form is imported when it is first used: a JSON line needs neither the terminal nor the template library.


def _text(report: Report, view: View) -> str:
    from bonafides.render.text import text

    return text(report, view)


def _html(report: Report, view: View) -> str:
    from bonafides.render.html import html

    return html(report, view)


def _json(report: Report, view: View) -> str:
    from bonafides.render.machine import json_report

    return json_report(report, view)


def _jsonl(report: Report, view: View) -> str:
    from bonafides.render.machine import json_lines

    return json_lines(report, view)


def _pdf(report: Report, view: View) -> bytes:
    from bonafides.render.handed.pdf import pdf

    return pdf(report, view)


def _stix(report: Report, view: View) -> str:
    from bonafides.render.exchange.forms import stix

    return stix(report, view)


def _misp(report: Report, view: View) -> str:
    from bonafides.render.exchange.forms import misp

    return misp(report, view)


RENDERERS = (
    Renderer(name="text", suffix=".txt", render=_text),
    Renderer(name="html", suffix=".html", render=_html),
    Renderer(name="json", suffix=".json", render=_json),
    Renderer(name="jsonl", suffix=".jsonl", render=_jsonl),
    Renderer(name="pdf", suffix=".pdf", render=_pdf),
    Renderer(name="stix", suffix=".stix", render=_stix),
    Renderer(name="misp", suffix=".misp", render=_misp),
)


def renderer(name: str) -> Renderer:
    """The form of that name; raises RenderError where there is none."""
    for each in RENDERERS:
        if each.name == name:
            return each
    names = ", ".join(each.name for each in RENDERERS)
    raise RenderError(f"there is no output form “{name}”", next_step=f"Use one of: {names}.")


@overload
def render(report: Report, form: Text, view: View | None = None) -> str: ...
@overload
def render(report: Report, form: Literal["pdf"], view: View | None = None) -> bytes: ...
@overload
def render(report: Report, form: str, view: View | None = None) -> str | bytes: ...
def render(report: Report, form: str, view: View | None = None) -> str | bytes:
    """A report in the form of that name, with names and addresses replaced where the view asks for it.

    A text, or bytes for `pdf`. Raises RenderError for a form or a language that there is none of, and for one that
    needs a library which is not installed.
    """
    return renderer(form).render(report, view or View())
