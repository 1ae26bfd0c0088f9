"""Anonymous totals: what each learner adds is blurred on their side first, and nothing is shown for fewer than ten.

Randomised response (S. L. Warner, 1965, Journal of the American Statistical Association 60, 63-69): with the chance
BLUR an answer is replaced by the toss of a coin before it is counted, so that no line says what anybody decided, and
the share over many people can still be estimated. For one answer that is local differential privacy with epsilon ln 7.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from secrets import randbelow, token_hex
from typing import TYPE_CHECKING, Any

from bonafides.errors import LearnError
from bonafides.learn.score import Outcome, result

if TYPE_CHECKING:
    from collections.abc import Callable

    from bonafides.learn.exercise import Exercise

SCHEMA = "bonafides.drill-totals/1"
FEWEST = 10
"""People for whom anything is shown; below, a total is close to being somebody's."""
BLUR = (1, 4)
"""The chance that an answer is replaced by the toss of a coin."""
LARGEST = 16 * 1024 * 1024
"""Bytes of one file of totals; it may hold many people's, one in a line."""
MOST_ANSWERS = 60
_ID = re.compile(r"[a-z0-9-]{1,60}\Z")
_NONCE = re.compile(r"[0-9a-f]{32}\Z")
_NUMBERED = re.compile(r"bonafides\.drill-totals/(\d{1,6})\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a finished exercise adds to a total: which drills are ordinary and, blurred, which of them were raised."""

    nonce: str
    """Drawn at random when it is made, kept nowhere else: so that the same file is never counted twice."""
    answers: Mapping[str, tuple[bool, bool]]
    """Drill id to (ordinary, raised)."""

    def line(self) -> str:
        """As one line to write to a file or to paste."""
        rows = {id_: {"ordinary": ordinary, "raised": raised} for id_, (ordinary, raised) in self.answers.items()}
        return json.dumps({"schema": SCHEMA, "nonce": self.nonce, "answers": rows}, separators=(",", ":")) + "\n"


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counters over many people; no row of it is anybody's."""

    people: int = 0
    drills: dict[str, list[int]] = field(default_factory=dict)
    """By drill id: ordinary (0 or 1), how many took it, how many raised it as blurred."""

    def add(self, part: Part) -> None:
        """Count one more."""
        self.people += 1
        for id_, (ordinary, raised) in part.answers.items():
            row = self.drills.setdefault(id_, [int(ordinary), 0, 0])
            row[1] += 1
            row[2] += raised


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """An estimated share, and how far it may be off."""

    taken: int
    share: float
    margin: float
    """Half the width of the interval that holds the true share in 95 of 100 such exercises (normal approximation)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What an officer sees."""

    people: int
    recall: Share | None
    """Of deceptive threads, the share that was raised."""
    false_alarms: Share | None
    """The same of ordinary ones."""
    drills: tuple[tuple[str, bool, Share], ...]
    """Id, whether ordinary, and the share that raised it; only drills that FEWEST took, the least raised first."""

    @property
    def precision(self) -> float | None:
        """Of all that was raised, the estimated share that was deceptive; None where nothing was."""
        right = self.recall.share * self.recall.taken if self.recall else 0.0
        wrong = self.false_alarms.share * self.false_alarms.taken if self.false_alarms else 0.0
        return right / (right + wrong) if right + wrong else None


def part(exercise: Exercise, draw: Callable[[int], int] = randbelow) -> Part:
    """What a finished exercise adds. LearnError where it is not over, or was added: twice would undo the blur."""
    if not exercise.over:
        raise LearnError("the exercise is not over yet", next_step="Finish it first.")
    if exercise.totals_given:
        raise LearnError("these totals were handed on already", next_step="They are made once, to keep you anonymous.")
    answers = {}
    for thread in exercise.threads:
        outcome = result(thread).outcome
        raised = outcome in (Outcome.CAUGHT, Outcome.FALSE_ALARM)
        answers[thread.drill.id] = (thread.drill.ordinary, _blurred(raised, draw))
    return Part(nonce=token_hex(16), answers=answers)


def _blurred(answer: bool, draw: Callable[[int], int]) -> bool:
    chance, of = BLUR
    return bool(draw(2)) if draw(of) < chance else answer


def totals(tally: Tally) -> Totals | None:
    """What may be shown of the counters: nothing below FEWEST people."""
    if tally.people < FEWEST:
        return None
    rows = [(id_, bool(row[0]), _share(row[1], row[2])) for id_, row in tally.drills.items() if row[1] >= FEWEST]
    return Totals(
        people=tally.people,
        recall=_over(tally, ordinary=False),
        false_alarms=_over(tally, ordinary=True),
        drills=tuple(sorted(rows, key=lambda row: (row[1], row[2].share, row[0]))),
    )


def _over(tally: Tally, *, ordinary: bool) -> Share | None:
    rows = [row for row in tally.drills.values() if bool(row[0]) is ordinary]
    taken = sum(row[1] for row in rows)
    return _share(taken, sum(row[2] for row in rows)) if taken >= FEWEST else None


def _share(taken: int, raised: int) -> Share:
    """The share before the blur, from the counted one: (counted - b / 2) / (1 - b), b being the chance of a coin."""
    blur = BLUR[0] / BLUR[1]
    counted = raised / taken
    off = 1.96 * math.sqrt(max(counted * (1 - counted), 0.25 / taken) / taken) / (1 - blur)
    return Share(taken=taken, share=min(1.0, max(0.0, (counted - blur / 2) / (1 - blur))), margin=min(1.0, off))


def parts(raw: bytes, where: str) -> tuple[tuple[Part, ...], int]:
    """The parts in a file, one in a line, and the number of lines that are none. LearnError for a newer version's."""
    if len(raw) > LARGEST:
        raise LearnError(f"it is larger than {LARGEST // 1024**2} MiB", where=where, next_step="Split it.")
    found, bad = [], 0
    for line in raw.decode("utf-8", "replace").splitlines():
        if not line.strip():
            continue
        try:
            found.append(_part(json.loads(line), where))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            bad += 1
    return tuple(found), bad


def summed(found: Iterable[Part]) -> Tally:
    """The counters over parts, each nonce once."""
    tally, known = Tally(), set()
    for each in found:
        if each.nonce not in known:
            known.add(each.nonce)
            tally.add(each)
    return tally


def _part(held: dict[str, Any], where: str) -> Part:
    if (stated := held["schema"]) != SCHEMA:
        if isinstance(stated, str) and (match := _NUMBERED.match(stated)) and int(match[1]) > 1:
            raise LearnError("it is by a newer version of the program", where=where, next_step="Use that version.")
        raise ValueError("schema")
    answers = held["answers"]
    if not _NONCE.match(held["nonce"]) or not 0 < len(answers) <= MOST_ANSWERS or not all(map(_ID.match, answers)):
        raise ValueError("answers")
    rows = {id_: (row["ordinary"], row["raised"]) for id_, row in answers.items()}
    if not all(isinstance(each, bool) for row in rows.values() for each in row):
        raise ValueError("answers")
    return Part(nonce=held["nonce"], answers=rows)
