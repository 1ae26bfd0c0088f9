"""What a person's own profile tells strangers, as text, page or data: one file each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bonafides.model.exposure import Exposure
    from bonafides.render.view import SourceRef, View

FORMS = ("text", "html", "json")


def exposure(found: Exposure, form: str, view: View, sources: Mapping[str, SourceRef]) -> str:
    """The whole output in one of FORMS; `sources` are the public ones by their id."""
    match form:
        case "json":
            from bonafides.render.exposure.machine import exposure_json

            return exposure_json(found, view.lang, sources)
        case "html":
            from bonafides.render.exposure.sheet import exposure_html

            return exposure_html(found, view.lang, sources)
    from bonafides.render.exposure.lines import exposure_text

    return exposure_text(found, view, sources)
