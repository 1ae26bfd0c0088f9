"""Progression as evidence: how many stages of the documented way a thread has walked, in whatever order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.detect.indicator import Indicator
from bonafides.model import Kind, Polarity, Span, Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from bonafides.detect.thread import Thread


def stages_reached(fewest: int) -> Callable[[Thread], tuple[Span, ...]]:
    """The first sign of each stage, where at least `fewest` stages were seen over at least two messages."""

    def find(thread: Thread) -> tuple[Span, ...]:
        first: dict[Stage, Span] = {}
        for finding in thread.findings:
            if finding.polarity is Polarity.FOR and finding.kind is Kind.APPROACH and finding.stage is not None:
                span = min(finding.spans, key=lambda span: (span.message, span.start))
                known = first.get(finding.stage)
                if known is None or (span.message, span.start) < (known.message, known.start):
                    first[finding.stage] = span
        spans = tuple(sorted(first.values(), key=lambda span: (span.message, span.start)))
        return spans if len(first) >= fewest and len({span.message for span in spans}) > 1 else ()

    return find


_WHY = (
    "Each sign alone can be ordinary. Together, over several messages, they follow the way that public warnings and "
    "court cases describe."
)

PROGRESS: tuple[Indicator, ...] = (
    Indicator(
        id="several-stages",
        name="Signs of three or more stages, one after another",
        stage=None,
        why=_WHY,
        sources=("csis-2023", "dgsi-2018", "vsd-2020"),
        find=stages_reached(3),
        catches=(),
        spares=(),
    ),
    Indicator(
        id="most-of-the-way",
        name="Signs of five or more stages, one after another",
        stage=None,
        why=_WHY,
        sources=("csis-2023", "dgsi-2018", "vsd-2020"),
        find=stages_reached(5),
        catches=(),
        spares=(),
    ),
)
