"""`python -m train.duplicates`: near-duplicates within the corpus, and between it and the sets that measure.

Two conversations are near-duplicates when they share a good part of their runs of words (Jaccard similarity of word
shingles; Broder 1997). A detector measured on one after reading the other would be measured on its memory.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from bonafides.detect.fold import fold
from bonafides.detect.tokens import sentences

ROOT = Path(__file__).parents[1]
SETS = {"corpus": ROOT / "corpus", "heldout": ROOT / "evals" / "heldout", "dev": ROOT / "evals" / "dev"}
SHINGLE = 5
"""Words (or Chinese characters) in a row."""
COMMON = 40
"""Conversations that share a shingle from which it is a turn of phrase and compares nobody."""
SIMILAR = 0.2
"""Share of shingles in common from which two conversations are near-duplicates."""


class Pair(NamedTuple):
    """Two conversations that are too alike."""

    one: str
    other: str
    similarity: float


def main() -> None:
    """Print every pair, and briefs that stand on both sides."""
    rows = load()
    pairs = list(near_duplicates({name: shingles(row) for name, row in rows.items()}))
    for pair in pairs:
        print(f"{pair.similarity:.2f}  {pair.one}  {pair.other}")
    both = briefs(rows, "corpus") & briefs(rows, "heldout")
    print(f"{len(pairs)} near-duplicates among {len(rows)} conversations; {len(both)} briefs on both sides")


def load() -> dict[str, dict[str, Any]]:
    """Every conversation by `set/file/id`."""
    found = {}
    for name, folder in SETS.items():
        for path in sorted(folder.rglob("*.jsonl")):
            for row in map(json.loads, path.read_text("utf-8").splitlines()):
                if "messages" in row:
                    found[f"{name}/{path.relative_to(folder).with_suffix('')}/{row['id']}"] = row
    return found


def briefs(rows: Mapping[str, Mapping[str, Any]], name: str) -> set[str]:
    """The briefs of one set."""
    return {str(row["brief"]) for key, row in rows.items() if key.startswith(f"{name}/") and row.get("brief")}


def shingles(row: Mapping[str, Any]) -> frozenset[int]:
    """The runs of words of a conversation, both sides."""
    found: set[int] = set()
    for message in row["messages"]:
        words = [token.symbol for sentence in sentences(fold(message["text"])) for token in sentence]
        found.update(hash(tuple(words[at : at + SHINGLE])) for at in range(len(words) - SHINGLE + 1))
    return frozenset(found)


def near_duplicates(texts: Mapping[str, frozenset[int]]) -> Iterator[Pair]:
    """Every pair of texts that shares SIMILAR of its shingles, in the order of their names."""
    owners: dict[int, list[str]] = {}
    for name, found in texts.items():
        for shingle in found:
            owners.setdefault(shingle, []).append(name)
    shared: Counter[tuple[str, str]] = Counter()
    for names in owners.values():
        if 1 < len(names) <= COMMON:
            shared.update(_pairs(names))
    for (one, other), count in sorted(shared.items()):
        similarity = count / len(texts[one] | texts[other])
        if similarity >= SIMILAR:
            yield Pair(one, other, similarity)


def _pairs(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    return combinations(sorted(names), 2)


if __name__ == "__main__":
    main()
