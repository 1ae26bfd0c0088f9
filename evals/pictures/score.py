"""Compares what was read from a picture with what it shows: letters right, and turns with the right speaker."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bonafides.model import Form, Message
from evals.pictures.draw import Picture

_ALIKE = 0.4
"""Share of equal letters from which a read message is taken for one that is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Counts over one picture or several."""

    letters: int = 0
    wrong: int = 0
    """Letters to insert, delete or replace; all letters of a message that was not found."""
    turns: int = 0
    right: int = 0
    """Messages found, with the right speaker."""
    extra: int = 0
    """Messages read that are not there."""

    def __add__(self, other: Score) -> Score:
        return Score(
            letters=self.letters + other.letters,
            wrong=self.wrong + other.wrong,
            turns=self.turns + other.turns,
            right=self.right + other.right,
            extra=self.extra + other.extra,
        )


def score(picture: Picture, read: Sequence[Message]) -> Score:
    """How far `read` is what `picture` shows. Messages cut by its edge count neither way; emoji are left out."""
    got = [message for message in read if message.form is not Form.EVENT]
    wanted = [(mine, plain(text)) for mine, text in picture.said]
    found = [plain(message.text) for message in got]
    pairs = _aligned([text for _, text in wanted], found)
    wrong = sum(
        _distance(text, found[pairs[place]]) if place in pairs else len(text) for place, (_, text) in enumerate(wanted)
    )
    spare = [text for place, text in enumerate(found) if place not in pairs.values()]
    return Score(
        letters=sum(len(text) for _, text in wanted),
        wrong=wrong,
        turns=len(wanted),
        right=sum(place in pairs and got[pairs[place]].mine is mine for place, (mine, _) in enumerate(wanted)),
        extra=sum(not any(text in plain(cut) for cut in picture.cut) for text in spare),
    )


def plain(text: str) -> str:
    """The text without emoji and marks, its blanks as one."""
    kept = "".join(char for char in text if unicodedata.category(char) not in ("So", "Sk", "Cf") and char != "\ufe0f")
    return " ".join(unicodedata.normalize("NFC", kept).split())


def _aligned(wanted: Sequence[str], found: Sequence[str]) -> dict[int, int]:
    """Place of each wanted text -> place of the one read for it, in order, by the most letters in common."""
    alike = [[SequenceMatcher(None, a, b, autojunk=False).ratio() for b in found] for a in wanted]
    best = [[0.0] * (len(found) + 1) for _ in range(len(wanted) + 1)]
    for i in reversed(range(len(wanted))):
        for k in reversed(range(len(found))):
            together = best[i + 1][k + 1] + alike[i][k] if alike[i][k] > _ALIKE else -1.0
            best[i][k] = max(best[i + 1][k], best[i][k + 1], together)
    pairs, i, k = {}, 0, 0
    while i < len(wanted) and k < len(found):
        if alike[i][k] > _ALIKE and best[i][k] == best[i + 1][k + 1] + alike[i][k]:
            pairs[i] = k
            i, k = i + 1, k + 1
        elif best[i][k] == best[i + 1][k]:
            i += 1
        else:
            k += 1
    return pairs


def _distance(one: str, two: str) -> int:
    """Letters to insert, delete or replace (Levenshtein)."""
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, start=1):
        above, row = row, [i]
        for k, b in enumerate(two, start=1):
            row.append(min(above[k] + 1, row[-1] + 1, above[k - 1] + (a != b)))
    return row[-1]
