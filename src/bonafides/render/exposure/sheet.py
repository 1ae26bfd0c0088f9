"""What one's own profile tells strangers, as one page without scripts that fetches nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.render.clean import visible
from bonafides.render.exposure.worded import worded
from bonafides.render.templating import template

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bonafides.model.exposure import Exposure
    from bonafides.render.view import SourceRef


def exposure_html(found: Exposure, lang: str, sources: Mapping[str, SourceRef]) -> str:
    """The whole page, self-contained."""
    return _rendered("exposure.html", found, lang, sources)


def exposure_body(found: Exposure, lang: str, sources: Mapping[str, SourceRef]) -> str:
    """What stands in its body, for a page that has a head and a style sheet of its own."""
    return _rendered("exposure_body.html", found, lang, sources)


def _rendered(page: str, found: Exposure, lang: str, sources: Mapping[str, SourceRef]) -> str:
    said = worded(found, lang, sources)
    return template(page).render(said=said, words=said.words, problems=found.problems, clean=visible)
