"""`python -m evals.pictures [--count N] [--seed S] [--keep DIR]`: how much of drawn screenshots is read right."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path

from bonafides.read import read
from evals.pictures.draw import browser_path, drawn
from evals.pictures.score import Score, score


def main() -> int:
    """Draw, read, compare, print a table by language; 2 where something that is needed is missing."""
    parser = argparse.ArgumentParser(prog="python -m evals.pictures", description=__doc__)
    parser.add_argument("--count", type=int, default=40, help="pictures; half of them English")
    parser.add_argument("--seed", type=int, default=2026, help="another seed gives other looks and other talks")
    parser.add_argument("--keep", type=Path, help="leave the pictures in this folder")
    options = parser.parse_args()
    missing = [name for name in ("playwright", "rapidocr") if find_spec(name) is None]
    if missing or not browser_path():
        print(f"Missing: {', '.join(missing) or 'Chromium'}. See evals/cards/pictures.md.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        out = options.keep or Path(folder)
        out.mkdir(parents=True, exist_ok=True)
        _measure(out, options.count, options.seed)
    return 0


def _measure(out: Path, count: int, seed: int) -> None:
    scores: defaultdict[str, Score] = defaultdict(Score)
    seconds = 0.0
    for picture in list(drawn(out, count, seed)):
        start = time.perf_counter()
        conversations = read([picture.path]).conversations
        seconds += time.perf_counter() - start
        scores[picture.lang] += score(picture, [each for talk in conversations for each in talk.messages])
    print("| language | letters right | turns right | messages that are not there |\n| --- | --- | --- | --- |")
    for name, each in (*sorted(scores.items()), ("all", sum(scores.values(), Score()))):
        letters, turns = 1 - each.wrong / max(1, each.letters), each.right / max(1, each.turns)
        print(f"| {name} | {letters:.2%} of {each.letters:,} | {turns:.1%} of {each.turns} | {each.extra} |")
    print(f"\n{count / seconds:.2f} pictures a second")


if __name__ == "__main__":
    sys.exit(main())
