"""`python -m train`: fit the learned layer on the whole corpus and write it; `--check` measures transfer instead.

Transfer is measured by leaving one author out: what the model says of conversations by somebody it has never read.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from bonafides.detect.learned import SCHEMA, Line, Model
from evals.measures import auc
from train.examples import Example, load
from train.fit import fit, log_odds

MODEL = Path(__file__).parents[1] / "src" / "bonafides" / "detect" / "learned.json"
SCALE = 1_000
"""Weights are kept as whole thousandths."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and write, or measure."""
    parser = argparse.ArgumentParser(prog="python -m train", description=__doc__)
    parser.add_argument("--check", action="store_true", help="leave each author out in turn and print the AUC")
    examples = load()
    if parser.parse_args(arguments).check:
        _check(examples)
        return
    MODEL.write_text(to_json(fit(examples)), encoding="utf-8")
    print(f"{len(examples)} conversations by {len({e.author for e in examples})} authors -> {MODEL.name}")


def to_json(model: Model) -> str:
    """The file's text: whole numbers, features in order, one key a line."""
    table = {
        "schema": SCHEMA,
        "scale": SCALE,
        "intercept": round(model.intercept, 4),
        "words": sorted(model.words),
        "features": list(model.numbers),
        "rarity": _whole(model.rarity),
        "weights": _whole(model.weights),
        "kinds": [_line(line) for line in model.kinds],
        "stages": {str(stage): _line(line) for stage, line in model.stages.items()},
    }
    lines = (f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in table.items())
    return "{" + ",\n".join(lines) + "}\n"


def _line(line: Line) -> dict[str, object]:
    return {"intercept": round(line.intercept, 4), "weights": _whole(line.weights)}


def _whole(values: Sequence[float]) -> list[int]:
    return [round(value * SCALE) for value in values]


def held_out(examples: Sequence[Example]) -> Iterator[tuple[Example, Model]]:
    """Every example with a model that has read nothing by its author."""
    for author in sorted({example.author for example in examples}):
        model = fit([example for example in examples if example.author != author])
        yield from ((example, model) for example in examples if example.author == author)


def _check(examples: Sequence[Example]) -> None:
    pairs = [(example, log_odds(model, example)) for example, model in held_out(examples)]
    print("| author left out | conversations | AUC |\n| --- | --- | --- |")
    for author in [*sorted({example.author for example in examples}), "all"]:
        own = [(e.deceptive, value) for e, value in pairs if author in (e.author, "all")]
        ranking = auc([value for deceptive, value in own if deceptive], [v for deceptive, v in own if not deceptive])
        print(f"| {author} | {len(own)} | {ranking:.3f} |")


if __name__ == "__main__":
    main()
