"""`python -m evals.transfer`: how well the learned layer judges sources and scenarios it has not read.

The conversations of the corpus and the development set are put into groups, by author and then by brief; each group is
judged by a model trained on the others. Writes `transfer.json`. With `--curve` it also trains on growing shares of the
other groups and writes `learning_curve.json`. Both take many trainings, so that the report only shows them.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from evals.measures import auc, mean, recall_at
from evals.unseen import CURVE, EVERYTHING, FALSE, TRANSFER
from train.examples import Example, load
from train.fit import fit, log_odds

GROUPS = 6
SHARES = (0.1, 0.2, 0.35, 0.5, 0.7, 1.0)
SEED = 20261121


class Opinion(NamedTuple):
    """What a model that has not read an example's group says of it."""

    example: Example
    log_odds: float


Train = Callable[[Sequence[Example]], Callable[[Example], float]]
"""From examples to a function that gives the log-odds of another one."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(prog="python -m evals.transfer", description=__doc__)
    parser.add_argument("--curve", action="store_true", help="also measure the learning curve (six times as long)")
    curve = parser.parse_args(arguments).curve
    examples = [unsigned(example) for example in load()]
    written = transfer(examples, learned)
    _write(TRANSFER, {"date": datetime.now(UTC).date().isoformat(), **written})
    if curve:
        _write(CURVE, learning_curve(examples, learned))


def transfer(examples: Sequence[Example], train: Train) -> dict[str, Any]:
    """What `transfer.json` holds, but for the date."""
    rows: list[dict[str, Any]] = []
    for left_out, groups in (("author", by_author(examples)), ("scenario", by_scenario(examples))):
        told = list(opinions(examples, groups, train))
        rows += [{"left_out": left_out, **row} for row in _rows(told)]
        if left_out == "author":
            named = [(f"{o.example.author} ({o.example.language})", o) for o in told]
            rows += [{"left_out": left_out, **row} for row in _by(named)]
    return {"conversations": len(examples), "groups": GROUPS, "rows": rows}


def learning_curve(examples: Sequence[Example], train: Train) -> list[dict[str, Any]]:
    """AUC and recall on groups of authors left out, by how many conversations of the others were read.

    Larger shares hold the smaller ones. Means over the groups, for all languages and each.
    """
    groups = by_author(examples)
    points = []
    for share in SHARES:
        told: dict[str, list[dict[str, Any]]] = {}
        sizes = []
        for group in sorted(set(groups)):
            inside = [e for e, own in zip(examples, groups, strict=True) if own != group]
            inside = random.Random(SEED).sample(inside, len(inside))[: max(1, round(share * len(inside)))]
            judge = train(inside)
            sizes.append(len(inside))
            left = [Opinion(e, judge(e)) for e, own in zip(examples, groups, strict=True) if own == group]
            for row in _rows(left):
                told.setdefault(row["name"], []).append(row)
            _say(f"learning curve: share {share:g}, group {group + 1} of {GROUPS}")
        size = round(mean([float(n) for n in sizes]))
        points += [{"conversations": size, "language": name, **_means(rows)} for name, rows in sorted(told.items())]
    return points


def by_author(examples: Sequence[Example]) -> list[int]:
    """The group of each example: all of one author in the same, those of one language spread over the groups."""
    authors = sorted({(example.language, example.author) for example in examples})
    number: dict[str, int] = {}
    for _, author in authors:
        number.setdefault(author, len(number) % GROUPS)
    return [number[example.author] for example in examples]


def by_scenario(examples: Sequence[Example]) -> list[int]:
    """The group of each example: all of one brief in the same."""
    return [crc32(example.row["brief"].encode()) % GROUPS for example in examples]


def opinions(examples: Sequence[Example], groups: Sequence[int], train: Train) -> Iterator[Opinion]:
    """Every example judged by a model that has read nothing of its group."""
    pairs = list(zip(examples, groups, strict=True))
    for group in sorted(set(groups)):
        judge = train([example for example, own in pairs if own != group])
        yield from (Opinion(example, judge(example)) for example, own in pairs if own == group)
        _say(f"left out: group {group + 1} of {GROUPS}")


def learned(examples: Sequence[Example]) -> Callable[[Example], float]:
    """The product's learned layer, trained on these."""
    model = fit(examples)
    return lambda example: log_odds(model, example)


def unsigned(example: Example) -> Example:
    """The same without the signs of its messages: they take most of the training and no part in this figure."""
    messages = [{k: v for k, v in message.items() if k != "signs"} for message in example.row["messages"]]
    return replace(example, row={**example.row, "messages": messages})


def _rows(told: Sequence[Opinion]) -> list[dict[str, Any]]:
    """All together, then by language."""
    return [_row(EVERYTHING, told), *_by([(o.example.language, o) for o in told])]


def _by(named: Sequence[tuple[str, Opinion]]) -> list[dict[str, Any]]:
    return [_row(name, [o for own, o in named if own == name]) for name in sorted({name for name, _ in named})]


def _row(name: str, told: Sequence[Opinion]) -> dict[str, Any]:
    positive = [o.log_odds for o in told if o.example.deceptive]
    negative = [o.log_odds for o in told if not o.example.deceptive]
    both = bool(positive and negative)
    return {
        "name": name,
        "conversations": len(told),
        "auc": _rounded(auc(positive, negative)),
        "recall": _rounded(recall_at(positive, negative, FALSE)) if both else None,
    }


def _means(rows: Sequence[dict[str, Any]]) -> dict[str, float | None]:
    known = {key: [row[key] for row in rows if row[key] is not None] for key in ("auc", "recall")}
    return {key: _rounded(mean(values)) for key, values in known.items()}


def _rounded(value: float) -> float | None:
    """Four digits; None, which JSON can hold, for NaN."""
    return None if math.isnan(value) else round(value, 4)


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _say(what: str) -> None:
    print(what, file=sys.stderr)


if __name__ == "__main__":
    main()
