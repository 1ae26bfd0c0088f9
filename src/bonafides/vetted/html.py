"""The vetting as a page: no scripts, nothing fetched; links lead out only where somebody clicks on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.render.html import style
from bonafides.render.phrases import phrases
from bonafides.render.templating import template
from bonafides.vetted.sheet import ROOM, sheet

if TYPE_CHECKING:
    from bonafides.vet import Vetting

HERE = "bonafides.vetted"


def html(vetting: Vetting, *, lang: str, country: str = "") -> str:
    """The whole vetting as one self-contained file."""
    return _rendered("page.html", vetting, lang, country)


def html_body(vetting: Vetting, *, lang: str, country: str = "") -> str:
    """What stands in the body of that file, for a page with a head of its own."""
    return _rendered("body.html", vetting, lang, country)


def _rendered(name: str, vetting: Vetting, lang: str, country: str) -> str:
    words = phrases(lang, ROOM)
    return template(name, HERE).render(words=words, sheet=sheet(vetting, lang=lang, country=country), style=style())
