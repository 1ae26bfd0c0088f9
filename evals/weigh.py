"""`python -m evals.weigh`: fit the scorecard's weights on the development set, close to the weights by judgement.

Regularised logistic regression: each weight is pulled towards its value by judgement (a Gaussian prior), keeps its
sign, and is rounded to a tenth, so that the table stays readable and a rare sign keeps the weight its source gives it.
Prints the table's new rows; a person copies them into `assess/scorecard.py`.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence

from bonafides.assess.scorecard import BASE, SCORECARD
from bonafides.detect import detect
from evals.labelled import load

ROUNDS, RATE = 4_000, 0.05


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.weigh", description=__doc__)
    parser.add_argument("--pull", type=float, default=0.6, help="how strongly weights are held to the judgement's")
    pull = parser.parse_args(arguments).pull
    cases = load("dev")
    seen = [frozenset(finding.indicator for finding in detect(case.conversation)) for case in cases]
    weights, base = fit(seen, [case.deceptive for case in cases], pull)
    print(f"BASE {BASE:+.1f} -> {base:+.2f}")
    for name, row in SCORECARD.items():
        counts = [sum(name in s for s, c in zip(seen, cases, strict=True) if c.deceptive is d) for d in (True, False)]
        print(f"{name:40} {row.weight:+.1f} -> {weights[name]:+.1f}   in {counts[0]} deceptive, {counts[1]} ordinary")


def fit(seen: Sequence[frozenset[str]], outcomes: Sequence[bool], pull: float) -> tuple[dict[str, float], float]:
    """Weights and base by gradient descent; classes count equally, so that the base holds at even odds."""
    start = {name: row.weight for name, row in SCORECARD.items()}
    weights, base = dict(start), BASE
    share = {outcome: 0.5 / max(1, list(outcomes).count(outcome)) for outcome in (True, False)}
    for _ in range(ROUNDS):
        slope, base_slope = dict.fromkeys(weights, 0.0), 0.0
        for names, outcome in zip(seen, outcomes, strict=True):
            score = base + sum(weights[name] for name in names)
            error = (1 / (1 + math.exp(-score)) - outcome) * share[outcome] * len(outcomes)
            base_slope += error
            for name in names:
                slope[name] += error
        base -= RATE * base_slope / len(outcomes)
        for name, value in weights.items():
            moved = value - RATE * (slope[name] + pull * (value - start[name])) / 10
            weights[name] = max(0.1, moved) if start[name] > 0 else min(-0.1, moved)
    return weights, base


if __name__ == "__main__":
    main()
