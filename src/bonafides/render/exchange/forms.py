"""A checked report in the forms of other organisations' programs: a bundle of STIX 2.1, an event of MISP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.render.exchange.thread import of_report
from bonafides.render.exchange.tlp import tlp

if TYPE_CHECKING:
    from bonafides.model import Report
    from bonafides.render.exchange.value import Shared
    from bonafides.render.view import View


def stix(report: Report, view: View) -> str:
    """A bundle of STIX 2.1. Raises RenderError without the extra `share`, or for a marking that there is none of."""
    from bonafides.render.exchange.stix import bundle

    return bundle(_shared(report, view))


def misp(report: Report, view: View) -> str:
    """An event of MISP. Raises RenderError without the extra `share`, or for a marking that there is none of."""
    from bonafides.render.exchange.misp import event

    return event(_shared(report, view))


def _shared(report: Report, view: View) -> Shared:
    return of_report(report, view, tlp(view.tlp) if view.tlp else None)
