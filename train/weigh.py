"""`python -m train.weigh --write`: fit the scorecard's weights on the corpus, close to those by judgement.

Regularised logistic regression: each weight is pulled towards its value in the table (a Gaussian prior), keeps its
sign, and is rounded to a tenth, so that the table stays readable and a rare sign keeps the weight its source gives it.
The learned layer's opinion of each conversation comes from a model that has read nothing by its author. Left out is
what lexicons were written on, the development set and the corpus of every language but English: figures on it would be
too good. Rows whose origin is `prior` stay as they are; a crossed line counts FLOOR at least.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from bonafides.assess import scorecard
from bonafides.assess.scorecard import BASE, SCORECARD
from bonafides.detect import detect
from bonafides.detect.learned import Model
from evals.labelled import conversation
from train.__main__ import held_out
from train.examples import Example, load

ROUNDS, RATE = 6_000, 0.5


SCORES = Path(scorecard.__file__)
FLOOR = 0.8
"""The least that a crossed line counts."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit and print the table's new weights, with `--write` into `assess/scorecard.py`."""
    parser = argparse.ArgumentParser(prog="python -m train.weigh", description=__doc__)
    parser.add_argument("--pull", type=float, default=3.0, help="how strongly weights are held to the table's")
    parser.add_argument("--write", action="store_true", help="write the weights into the scorecard")
    options = parser.parse_args(arguments)
    pairs = [
        (e, model) for e, model in held_out(load()) if e.language == "en" and not e.author.startswith("development")
    ]
    names = list(SCORECARD)
    rows = np.array([strengths(example, model, names) for example, model in pairs])
    outcomes = np.array([example.deceptive for example, _ in pairs])
    weights, base = fit(rows, outcomes, np.array([SCORECARD[name].weight for name in names]), options.pull)
    print(f"BASE {BASE:+.1f} -> {base:+.2f}")
    for name, weight, column in zip(names, weights, rows.T, strict=True):
        told = f"in {(column[outcomes] > 0).sum()} deceptive, {(column[~outcomes] > 0).sum()} ordinary"
        print(f"{name:40} {SCORECARD[name].weight:+.1f} -> {weight:+.1f}   {told}")
    if options.write:
        text = SCORES.read_text("utf-8")
        SCORES.write_text(written(text, dict(zip(names, weights, strict=True)), base), encoding="utf-8")


def written(text: str, weights: Mapping[str, float], base: float) -> str:
    """The scorecard's source with new weights, a tenth exact, where the origin is the corpus; and the new base."""
    for name, weight in weights.items():
        row = SCORECARD[name]
        if row.origin == scorecard.PRIOR:
            continue
        value = round(max(weight, FLOOR) if row.crosses else weight, 1)
        origin = "FLOOR" if row.crosses and weight < FLOOR else "CORPUS"
        text = re.sub(rf'("{name}": Row\()-?[\d.]+, \w+', rf"\g<1>{value}, {origin}", text)
    return re.sub(r"^BASE = -?[\d.]+", f"BASE = {base:.1f}", text, flags=re.MULTILINE)


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
