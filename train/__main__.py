"""`python -m train`: fit the learned layer on the whole corpus and write it; `--check` measures transfer instead.

Transfer is measured by leaving authors out: what the model says of conversations by somebody it has never read.
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
GROUPS = 5
"""Groups of authors that are left out in turn."""
SCALE = 1_000
"""Weights are kept as whole thousandths."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and write, or measure."""
    parser = argparse.ArgumentParser(prog="python -m train", description=__doc__)
    parser.add_argument("--check", action="store_true", help="leave authors out in turn and print the AUC")
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
        "words": {language: " ".join(sorted(words)) for language, words in model.words.items()},
        "features": list(model.numbers),
        "rarity": _whole(model.rarity),
        "weights": _whole(model.weights),
        "kinds": [_line(line) for line in model.kinds],
        "signs": [_sign(model, number) for number in range(len(model.signs))],
    }
    lines = (f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in table.items())
    return "{" + ",\n".join(lines) + "}\n"


def _line(line: Line) -> dict[str, object]:
    return {"intercept": round(line.intercept, 4), "weights": _whole(line.weights)}


def _sign(model: Model, number: int) -> dict[str, object]:
    own = {f: weight for f, pairs in sorted(model.sign_weights.items()) for sign, weight in pairs if sign == number}
    return {
        "sign": model.signs[number],
        "intercept": round(model.sign_intercepts[number], 4),
        "features": list(own),
        "weights": _whole(list(own.values())),
    }


def _whole(values: Sequence[float]) -> list[int]:
    return [round(value * SCALE) for value in values]


def held_out(examples: Sequence[Example], *, signs: bool = True) -> Iterator[tuple[Example, Model]]:
    """Every example with a model that has read nothing by its author: a fifth of the authors is left out at a time.

    Without `signs` the models propose nothing for single messages, which takes a tenth of the time.
    """
    group = {author: at % GROUPS for at, author in enumerate(sorted({example.author for example in examples}))}
    for left_out in range(GROUPS):
        model = fit([example for example in examples if group[example.author] != left_out], signs=signs)
        yield from ((example, model) for example in examples if group[example.author] == left_out)


def _check(examples: Sequence[Example]) -> None:
    pairs = [(example, log_odds(model, example)) for example, model in held_out(examples, signs=False)]
    print("| left out | language | conversations | AUC |\n| --- | --- | --- | --- |")
    for author, language in sorted({(example.author, example.language) for example in examples}):
        print(_row(author, language, [(e.deceptive, value) for e, value in pairs if e.author == author]))
    for language in sorted({example.language for example in examples}):
        print(_row("all", language, [(e.deceptive, value) for e, value in pairs if e.language == language]))
    print(_row("all", "all", [(e.deceptive, value) for e, value in pairs]))


def _row(author: str, language: str, own: Sequence[tuple[bool, float]]) -> str:
    ranking = auc(
        [value for deceptive, value in own if deceptive], [value for deceptive, value in own if not deceptive]
    )
    return f"| {author} | {language} | {len(own)} | {ranking:.3f} |"


if __name__ == "__main__":
    main()
