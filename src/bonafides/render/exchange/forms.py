"""A checked report in the forms of other organisations' programs: a bundle of STIX 2.1, an event of MISP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.render.exchange.thread import ROOM, of_report, to_share
from bonafides.render.exchange.tlp import tlp
from bonafides.render.own import own
from bonafides.render.phrases import phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def notices(report: Report, view: View) -> Iterator[str]:
    """What whoever shares a report should know of the file: what was left out, and that their name is not known."""
    words, names = phrases(view.lang, ROOM), view.hand_in.names if view.hand_in else ()
    if left := len(report.entries) - len(to_share(report, view)):
        yield words.count("notice.left_out", left)
    if report.entries and not own(report, names).names:
        yield words("notice.name_unknown")


def _shared(report: Report, view: View) -> Shared:
    return of_report(report, view, tlp(view.tlp) if view.tlp else None)
