"""Adds up contributions of many people, and shows nothing that fewer than ten of them stand behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.errors import ExposureError
from bonafides.exposure.counts import parsed
from bonafides.model import Problem
from bonafides.model.exposure import ExposureKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bonafides.exposure.counts import Counts

LEAST = 10
"""The fewest contributions behind a sum and behind each of its cells; it can be raised, never lowered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A sum that may be shown."""

    contributions: int
    least: int
    cells: Mapping[ExposureKind, int | None]
    """How many contributions have at least one place of the kind; None where that is fewer than `least`."""
    problems: tuple[Problem, ...]
    """Files that were left out, and why."""


def summed(files: Iterable[tuple[str, bytes]], least: int = LEAST) -> Total:
    """The sum of the files (name, content); broken ones and repeats are left out and said.

    Raises ExposureError where `least` is below 10, or where fewer contributions than that are left.
    """
    if least < LEAST:
        raise ExposureError("it cannot be lower than 10", where="--least", next_step="Leave it out, or say more.")
    known: dict[str, Counts] = {}
    problems: list[Problem] = []
    for name, raw in files:
        try:
            counts = parsed(raw, name)
        except ExposureError as error:
            problems.append(Problem(what=error.what, where=name, next_step=error.next_step))
            continue
        if counts.contribution in known:
            problems.append(Problem(what="Left out: this contribution was counted already.", where=name))
            continue
        known[counts.contribution] = counts
    if len(known) < least:
        raise ExposureError(
            f"fewer than {least} contributions can be counted, so that nothing is shown",
            next_step="Wait until more people have sent theirs.",
        )
    return Total(contributions=len(known), least=least, cells=_cells(known.values(), least), problems=tuple(problems))


def _cells(counts: Iterable[Counts], least: int) -> dict[ExposureKind, int | None]:
    listed = tuple(counts)
    totals = {kind: sum(each.counts[kind] > 0 for each in listed) for kind in ExposureKind}
    return {kind: total if total >= least else None for kind, total in totals.items()}
