"""What went wrong, thread by thread, for work on the rules; and the strength bands that the product quotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bonafides.assess.level import THRESHOLDS
from bonafides.model import Mode
from evals.judged import Judged


def section(judged: Sequence[Judged]) -> list[str]:
    """Every wrong flag and every miss of a thread of several messages, with what was found."""
    return ["## What went wrong\n", *_wrong(judged), ""]


def _wrong(judged: Sequence[Judged]) -> Iterator[str]:
    for j in judged:
        if j.flagged != j.case.deceptive and (j.case.several or j.flagged):
            found = " ".join(f"{c.finding.indicator}{c.value:+.1f}" for c in j.assessment.contributions())
            name = f"`{j.case.conversation.id}` ({j.case.language}) {j.case.brief}"
            yield f"- {'flagged' if j.flagged else 'missed'} {j.case.kind} {name}: {j.assessment.level} {found}"


def bands(judged: Sequence[Judged], name: str) -> str:
    """Strength bands cut at the levels' thresholds and between, with what was deceptive in each; a TOML document."""
    limits = THRESHOLDS[Mode.SINGLE]
    cuts = [-99.0, limits.watch, (limits.watch + limits.warn) / 2, limits.warn, limits.alarm, limits.alarm + 3, 99.0]
    rows = []
    for low, high in pairwise(cuts):
        inside = [j for j in judged if low <= j.assessment.score - j.assessment.base < high]
        rows.append(f"  [{low:.2f}, {high:.2f}, {sum(j.case.deceptive for j in inside)}, {len(inside)}],")
    head = f"# Written by `python -m evals.run --set {name} --bands`: [strength from, to, deceptive, all].\n"
    return head + "bands = [\n" + "\n".join(rows) + "\n]\n"
