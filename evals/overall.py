"""What was found and what was flagged wrongly: the whole set, and by language, kind, author and stage."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bonafides.model import Kind, Level
from evals.judged import Judged
from evals.measures import auc, bootstrap, macro_f1
from evals.tables import Figure, cell, rows, share, table

FEWEST = 5
"""Conversations of a group from which its ranking is given."""


def section(judged: Sequence[Judged], measured: Sequence[Figure]) -> list[str]:
    """The tables, as lines of Markdown; `measured` are the figures of the whole set."""
    return [
        "## All conversations\n",
        *rows(measured),
        *_grouped("language", judged, lambda j: j.case.language),
        *_grouped("author", judged, lambda j: f"{j.case.author} ({j.case.language})"),
        "## By kind\n",
        *table(["kind", "flagged", "kind right among flagged"], _by(judged, lambda j: j.case.kind)),
        "## By the furthest stage that the other side reaches\n",
        *table(
            ["stage", "flagged", "kind right among flagged"], _by(deceptive(judged), lambda j: j.case.stage or "none")
        ),
    ]


def overall(judged: Sequence[Judged]) -> list[Figure]:
    """The figures of the whole set."""
    bad, ordinary = deceptive(judged), [j for j in judged if not j.case.deceptive]
    several = [j for j in bad if j.case.several]
    lone = [j.assessment.level.rank >= Level.WATCH.rank for j in bad if not j.case.several]
    flags = [float(j.flagged) for j in bad], [float(j.flagged) for j in ordinary]
    return [
        recall("recall", "approaches, scams, device lures of several messages flagged", judged),
        share("recall.approach", "of these, approaches", [j.flagged for j in several if j.case.kind is Kind.APPROACH]),
        false_flags("ordinary_flagged", "ordinary conversations flagged", judged),
        share("academic_flagged", "academic look-alikes flagged", [j.flagged for j in ordinary if j.case.academic]),
        share("", "lone first messages of a deceptive thread at `watch` or above", lone),
        kind_right("kind_right", "kind right among flagged", judged),
        ranking("auc", "ranking by risk (AUC)", judged),
        ranking("auc.blanked", "ranking with the user's own words blanked (AUC)", judged, lambda j: j.blanked),
        Figure(
            key="macro_f1",
            name="macro-F1 of flagged against not, lone messages among them",
            value=_macro_f1(*flags),
            interval=bootstrap(_macro_f1, *flags),
            of=str(len(judged)),
        ),
    ]


def by_language(judged: Sequence[Judged]) -> list[Figure]:
    """What is held against the baseline in each language."""
    return [
        figure
        for language, inside in grouped(judged, lambda j: j.case.language)
        for figure in (
            recall(f"recall.{language}", "", inside),
            false_flags(f"ordinary_flagged.{language}", "", inside),
            Figure(key=f"auc.{language}", name="", value=_auc(inside)),
        )
    ]


def recall(key: str, name: str, judged: Sequence[Judged]) -> Figure:
    """Flagged of the deceptive threads of several messages."""
    return share(key, name, [j.flagged for j in judged if j.case.deceptive and j.case.several])


def false_flags(key: str, name: str, judged: Sequence[Judged]) -> Figure:
    """Flagged of the ordinary threads."""
    return share(key, name, [j.flagged for j in judged if not j.case.deceptive])


def kind_right(key: str, name: str, judged: Sequence[Judged]) -> Figure:
    """The kind right among the deceptive threads of several messages that were flagged."""
    flagged = [j for j in judged if j.flagged and j.case.deceptive and j.case.several]
    return share(key, name, [j.assessment.kind is j.case.kind for j in flagged])


def ranking(
    key: str, name: str, judged: Sequence[Judged], risk: Callable[[Judged], float] = lambda j: j.assessment.risk
) -> Figure:
    """AUC with its interval by bootstrap."""
    positive = [risk(j) for j in judged if j.case.deceptive]
    negative = [risk(j) for j in judged if not j.case.deceptive]
    limits = bootstrap(auc, positive, negative)
    return Figure(key=key, name=name, value=auc(positive, negative), interval=limits, of=str(len(judged)))


def deceptive(judged: Sequence[Judged]) -> list[Judged]:
    """Those that should be flagged."""
    return [j for j in judged if j.case.deceptive]


def grouped(judged: Sequence[Judged], key: Callable[[Judged], str]) -> list[tuple[str, list[Judged]]]:
    """The conversations by a property, its values in order."""
    return [(value, [j for j in judged if key(j) == value]) for value in sorted({key(j) for j in judged})]


def _grouped(name: str, judged: Sequence[Judged], key: Callable[[Judged], str]) -> list[str]:
    heads = [
        name,
        "deceptive flagged",
        "ordinary flagged",
        "kind right among flagged",
        "AUC",
        "AUC, user's words blanked",
    ]
    body = [
        [value, cell(recall("", "", inside)), cell(false_flags("", "", inside)), cell(kind_right("", "", inside))]
        + (
            [cell(ranking("", "", inside)), cell(ranking("", "", inside, lambda j: j.blanked))]
            if _both(inside)
            else ["", ""]
        )
        for value, inside in grouped(judged, key)
    ]
    return [f"## By {name}\n", *table(heads, body)]


def _both(judged: Sequence[Judged]) -> bool:
    """Whether there are enough of either sort for a ranking."""
    bad = len(deceptive(judged))
    return min(bad, len(judged) - bad) >= FEWEST


def _macro_f1(positive: Sequence[float], negative: Sequence[float]) -> float:
    outcomes = [True] * len(positive) + [False] * len(negative)
    return macro_f1(outcomes, [bool(flagged) for flagged in (*positive, *negative)])


def _auc(judged: Sequence[Judged]) -> float:
    risks = [(j.assessment.risk, j.case.deceptive) for j in judged]
    return auc([risk for risk, bad in risks if bad], [risk for risk, bad in risks if not bad])


def _by(judged: Sequence[Judged], key: Callable[[Judged], str]) -> list[list[str]]:
    """Flagged, and kind right, by a property; lone first messages of deceptive threads are left out."""
    kept = [j for j in judged if j.case.several or not j.case.deceptive]
    return [
        [value, cell(share("", "", [j.flagged for j in inside])), cell(kind_right("", "", inside))]
        for value, inside in grouped(kept, key)
    ]
