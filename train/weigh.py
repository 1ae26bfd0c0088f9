"""`python -m train.weigh`: fit the scorecard's weights on the corpus, close to the weights by judgement.

Regularised logistic regression: each weight is pulled towards its value in the table (a Gaussian prior), keeps its
sign, and is rounded to a tenth, so that the table stays readable and a rare sign keeps the weight its source gives it.
The learned layer's opinion of each conversation comes from a model that has read nothing by its author, and the
development set, on which the lexicons were written, is left out: its figures would be too good.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import numpy as np

from bonafides.assess.scorecard import BASE, SCORECARD
from bonafides.detect import detect
from bonafides.detect.learned import Model
from evals.labelled import conversation
from train.__main__ import held_out
from train.examples import Example, load

ROUNDS, RATE = 6_000, 0.5


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit and print the table's new weights; a person copies them into `assess/scorecard.py`."""
    parser = argparse.ArgumentParser(prog="python -m train.weigh", description=__doc__)
    parser.add_argument("--pull", type=float, default=1.0, help="how strongly weights are held to the table's")
    pull = parser.parse_args(arguments).pull
    pairs = [(e, model) for e, model in held_out(load()) if not e.author.startswith("development")]
    names = list(SCORECARD)
    rows = np.array([strengths(example, model, names) for example, model in pairs])
    outcomes = np.array([example.deceptive for example, _ in pairs])
    weights, base = fit(rows, outcomes, np.array([SCORECARD[name].weight for name in names]), pull)
    print(f"BASE {BASE:+.1f} -> {base:+.2f}")
    for name, weight, column in zip(names, weights, rows.T, strict=True):
        told = f"in {(column[outcomes] > 0).sum()} deceptive, {(column[~outcomes] > 0).sum()} ordinary"
        print(f"{name:40} {SCORECARD[name].weight:+.1f} -> {weight:+.1f}   {told}")


def strengths(example: Example, model: Model, names: Sequence[str]) -> list[float]:
    """How strongly each indicator is found, the learned ones by `model`."""
    found = {finding.indicator: finding.strength for finding in detect(conversation(example.row), model)}
    return [found.get(name, 0.0) for name in names]


def fit(rows: np.ndarray, outcomes: np.ndarray, start: np.ndarray, pull: float) -> tuple[np.ndarray, float]:
    """Weights and base by gradient descent; the classes count equally, so that the base holds at even odds."""
    weights, base = start.copy(), BASE
    share = np.where(outcomes, 0.5 / outcomes.sum(), 0.5 / (~outcomes).sum())
    floor, ceiling = np.where(start > 0, 0.1, -np.inf), np.where(start > 0, np.inf, -0.1)
    for _ in range(ROUNDS):
        error = (1 / (1 + np.exp(-(rows @ weights + base))) - outcomes) * share
        base -= RATE * error.sum()
        weights = np.clip(weights - RATE * (rows.T @ error + pull / len(rows) * (weights - start)), floor, ceiling)
    return weights, float(base)


if __name__ == "__main__":
    main()
