"""SEConvo in the report: the parts for development, judged by repeated cross-validation, wherever they are at hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

import numpy as np
from sklearn.model_selection import StratifiedKFold

from evals.measures import SEED, auc, macro_f1
from evals.seconvo_adapted import fit, read
from evals.seconvo_cases import Case, best_threshold, judge, load
from evals.tables import table

DATA = Path(__file__).parents[2] / "shared" / "data" / "seconvo"
"""Beside the checkout, where it is present."""
BY_PEOPLE, BY_INTENT = "annotated_train.json", "unannotated_train.json"
BEGINNING = 5
"""Messages after which is measured too."""
FOLDS, REPEATS = 8, 4
RESAMPLES = 200
ABSENT = "SEConvo is not at hand: its licence is not stated, so that it is no part of this repository."


class Answers(NamedTuple):
    """What one judge says of every conversation, each time without having learned from it."""

    name: str
    key: str
    called: np.ndarray
    """Whether it is called malicious, by repeat and conversation."""
    scores: np.ndarray
    """What that rests on, in the same order."""
    ranks: bool = True
    """Whether its ranking is shown; the product's is the same by either of its answers."""


Statistic = Callable[[Answers, np.ndarray, np.ndarray], float]
"""From answers, outcomes and the numbers of the conversations that count to a figure."""


def section() -> list[str]:
    """The chapter, as lines of Markdown."""
    lines = ["## SEConvo\n"]
    if not (DATA / BY_PEOPLE).exists():
        return [*lines, f"{ABSENT}\n"]
    return [
        *lines,
        "Conversations by a language model in which somebody courts a professional ([card](cards/seconvo.md)): 40 "
        "labelled by people, 100 by the intent with which they were written. No answer is by a model or a threshold "
        f"that had seen the conversation ({FOLDS} folds, {REPEATS} times over); thresholds are taken from those "
        "labelled by people. Behind each figure its standard error, by bootstrap over conversations. The official "
        "test is left alone. The adapted model's table of asks was written after reading about half of these "
        "conversations, which no folding undoes.\n",
        *_rows("Whole conversations", None),
        *_rows(f"After {BEGINNING} messages", BEGINNING),
    ]


def figures() -> dict[str, float]:
    """What is held against the baseline; nothing where the data is not at hand."""
    if not (DATA / BY_PEOPLE).exists():
        return {}
    measured = {}
    for first, view in ((None, ""), (BEGINNING, f".first_{BEGINNING}")):
        outcomes, _, answers = crossed(first)
        everything = np.arange(len(outcomes))
        for judged in answers:
            measured[f"seconvo.{judged.key}{view}.macro_f1"] = _macro_f1(judged, outcomes, everything)
            if judged.ranks:
                measured[f"seconvo.{judged.key}{view}.auc"] = _auc(judged, outcomes, everything)
    return measured


@cache
def crossed(first: int | None) -> tuple[np.ndarray, np.ndarray, list[Answers]]:
    """Which conversations are malicious, which are labelled by people, and every judge's answers on them."""
    cases = [
        *load(DATA / BY_PEOPLE, by_people=True, first=first),
        *load(DATA / BY_INTENT, by_people=False, first=first),
    ]
    judged = [judge(case) for case in cases]
    scores, flagged = np.array([[j.score for j in judged]]), np.array([[j.flagged for j in judged]])
    outcomes = np.array([case.malicious for case in cases])
    people = np.array([case.by_people for case in cases])
    over, adapted = _folded(cases, scores[0], outcomes, people)
    answers = [
        Answers("product, `warn` and above", "warn", flagged, scores, ranks=False),
        Answers("product, best threshold", "threshold", over, scores),
        Answers("adapted model", "adapted", adapted > 0, adapted),
    ]
    return outcomes, people, answers


def _folded(
    cases: Sequence[Case], scores: np.ndarray, outcomes: np.ndarray, people: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Answers of the threshold and log-odds of the adapted model, by repeat and conversation."""
    seen = [read(case.conversation, by_people=case.by_people) for case in cases]
    over, adapted = np.zeros((REPEATS, len(cases)), bool), np.zeros((REPEATS, len(cases)))
    for repeat in range(REPEATS):
        folds = StratifiedKFold(FOLDS, shuffle=True, random_state=repeat)
        for inside, outside in folds.split(scores, outcomes + 2 * people):
            model = fit([seen[i] for i in inside], outcomes[inside].tolist())
            adapted[repeat, outside] = model([seen[i] for i in outside])
            own = inside[people[inside]]
            over[repeat, outside] = scores[outside] >= best_threshold(scores[own].tolist(), outcomes[own].tolist())
    return over, adapted


def _rows(head: str, first: int | None) -> list[str]:
    """The table of one view."""
    outcomes, people, answers = crossed(first)
    parts = {"all": np.arange(len(people)), "by people": np.flatnonzero(people), "by intent": np.flatnonzero(~people)}
    columns: list[tuple[str, Statistic, np.ndarray]] = [
        (f"{name}, {part}", statistic, members)
        for name, statistic in (("macro-F1", _macro_f1), ("AUC", _auc))
        for part, members in parts.items()
    ]
    body = [
        [
            judged.name,
            *(
                _with_error(statistic, judged, outcomes, members) if judged.ranks or statistic is _macro_f1 else ""
                for _, statistic, members in columns
            ),
        ]
        for judged in answers
    ]
    return table([head, *(name for name, _, _ in columns)], body)


def _macro_f1(judged: Answers, outcomes: np.ndarray, members: np.ndarray) -> float:
    truth = outcomes[members].tolist()
    return fmean(macro_f1(truth, called[members].tolist()) for called in judged.called)


def _auc(judged: Answers, outcomes: np.ndarray, members: np.ndarray) -> float:
    bad, good = members[outcomes[members]], members[~outcomes[members]]
    return fmean(auc(scores[bad].tolist(), scores[good].tolist()) for scores in judged.scores)


def _with_error(statistic: Statistic, judged: Answers, outcomes: np.ndarray, members: np.ndarray) -> str:
    """A figure and its standard error."""
    rng = np.random.default_rng(SEED)
    drawn = [statistic(judged, outcomes, rng.choice(members, len(members))) for _ in range(RESAMPLES)]
    return f"{statistic(judged, outcomes, members):.3f} ± {np.nanstd(drawn):.3f}"


if __name__ == "__main__":
    print("\n".join(section()))
