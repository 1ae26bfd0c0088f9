"""`python -m evals.seconvo --train F --extra F --test F [--first K]`: SEConvo, by the product and by an adapted model.

SEConvo (Ai et al., EMNLP 2024, arXiv 2406.12263) holds conversations written by a language model, in which somebody
courts a professional on a platform. `--train` is labelled by people, `--extra` by the intent that it was written with;
`--test` is measured on and nothing else. With `--first K` only the first K messages of each conversation are read, in
training too. Prints JSON. The texts are no part of this repository: see `evals/cards/seconvo.md`.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from evals.measures import auc, f1, macro_f1
from evals.seconvo_adapted import fit, read
from evals.seconvo_cases import Case, best_threshold, judge, load
from evals.seconvo_crossed import figures, section

__all__ = ["figures", "main", "measure", "section"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.seconvo", description=__doc__)
    parser.add_argument("--train", type=Path, required=True, help="conversations labelled by people")
    parser.add_argument("--extra", type=Path, required=True, help="conversations labelled by intent")
    parser.add_argument("--test", type=Path, required=True, help="conversations to measure on, labelled by people")
    parser.add_argument("--first", type=_count, metavar="K", help="read only the first K messages")
    options = parser.parse_args(arguments)
    training = load(options.train, by_people=True, first=options.first)
    extra = load(options.extra, by_people=False, first=options.first)
    testing = load(options.test, by_people=True, first=options.first)
    measured = measure(training, extra, testing)
    print(json.dumps({"first": options.first, **measured}, indent=2))
    return 0


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least one message must be read")
    return number


def measure(training: Sequence[Case], extra: Sequence[Case], testing: Sequence[Case]) -> dict[str, Any]:
    """The product as it is, with its own level and with a threshold from `training`; and a model of both parts."""
    threshold = best_threshold([judge(case).score for case in training], [case.malicious for case in training])
    judged = [judge(case) for case in testing]
    scores = [j.score for j in judged]
    both = [*training, *extra]
    seen = [read(case.conversation, by_people=case.by_people) for case in [*both, *testing]]
    adapted = fit(seen[: len(both)], [case.malicious for case in both])(seen[len(both) :]).tolist()
    return {
        "conversations": {"train": len(training), "extra": len(extra), "test": len(testing)},
        "product": {
            "warn": told(testing, scores, [j.flagged for j in judged]),
            "threshold": {"score": threshold, **told(testing, scores, [score >= threshold for score in scores])},
        },
        "adapted": told(testing, adapted, [value > 0 for value in adapted]),
    }


def told(cases: Sequence[Case], scores: Sequence[float], answers: Sequence[bool]) -> dict[str, Any]:
    """The figures of one judge; a figure is None where a class is missing."""
    outcomes = [case.malicious for case in cases]
    benign = [answer for outcome, answer in zip(outcomes, answers, strict=True) if not outcome]
    ranking = auc(*([s for s, o in zip(scores, outcomes, strict=True) if o is kind] for kind in (True, False)))
    return {
        "macro_f1": macro_f1(outcomes, answers),
        "f1_malicious": f1(outcomes, answers),
        "false_positive_rate": sum(benign) / len(benign) if benign else None,
        "auc": None if math.isnan(ranking) else ranking,
        "scenarios": dict(_by_scenario(cases, answers)),
    }


def _by_scenario(cases: Sequence[Case], answers: Sequence[bool]) -> Iterator[tuple[str, dict[str, float]]]:
    pairs = sorted(zip(cases, answers, strict=True), key=lambda pair: pair[0].scenario)
    for scenario, members in groupby(pairs, key=lambda pair: pair[0].scenario):
        inside = list(members)
        outcomes, said = [case.malicious for case, _ in inside], [answer for _, answer in inside]
        yield scenario, {"conversations": len(inside), "macro_f1": macro_f1(outcomes, said)}


if __name__ == "__main__":
    raise SystemExit(main())
