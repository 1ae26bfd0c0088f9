"""Fitting weights: directions are kept, and only rows that come from the corpus are rewritten."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="scikit-learn is a developers' tool")

from bonafides.assess.scorecard import SCORECARD
from train.weigh import FLOOR, SCORES, fit, written


def test_a_telling_sign_gains_and_keeps_its_direction() -> None:
    rows = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]] * 20)
    outcomes = np.array([True, True, False, False] * 20)
    weights, _ = fit(rows, outcomes, np.array([0.5, -0.5]), pull=0.1)
    assert weights[0] > 0.5
    assert weights[1] < -0.5


def test_the_table_is_rewritten_where_its_origin_is_the_corpus() -> None:
    text = SCORES.read_text("utf-8")
    weights = {name: 0.33 if row.weight > 0 else -0.33 for name, row in SCORECARD.items()}
    new = written(text, weights, -0.41)
    assert "\nBASE = -0.4\n" in new
    assert '"flatters-standing": Row(0.3, CORPUS)' in new
    assert f'"asks-for-secrecy": Row({FLOOR}, FLOOR, crosses=True)' in new
    prior = [line for line in text.splitlines() if "PRIOR" in line]
    assert [line for line in new.splitlines() if "PRIOR" in line] == prior
