"""The learner's place, kept on this machine: one private file, written whole or not at all, and gone when asked."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from bonafides.errors import LearnError
from bonafides.learn.drill import Choice
from bonafides.learn.exercise import LARGEST_SEED, LONGEST

if TYPE_CHECKING:
    from bonafides.learn.exercise import Exercise

FOLDER, FILE = "learn", "progress.json"
SCHEMA = "bonafides.learn/1"
LARGEST = 1024 * 1024
"""Bytes of the file."""
_NUMBERED = re.compile(r"bonafides\.learn/(\d{1,6})\Z")
_FORGET = "Begin anew with --forget."


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the file holds."""

    seed: int = 0
    lang: str = ""
    drills: tuple[str, ...] = ()
    """Ids, in the order of the exercise; empty where there is none under way."""
    choices: tuple[tuple[Choice, ...], ...] = ()
    totals_given: bool = False
    own: tuple[str, ...] = ()
    seen: frozenset[str] = frozenset()
    """Ids of the drills that were finished in any exercise, so that new ones come first."""


@dataclass(frozen=True, slots=True)
class Place:
    """The file in the program's folder on this machine."""

    home: Path

    @property
    def path(self) -> Path:
        """Where it is."""
        return self.home / FOLDER / FILE

    def load(self) -> Kept:
        """What was kept; nothing where there is no file. LearnError for a damaged file, or a newer program's."""
        try:
            with self.path.open("rb") as stream:
                raw = stream.read(LARGEST + 1)
        except (FileNotFoundError, NotADirectoryError):
            return Kept()
        except OSError as error:
            raise LearnError(f"it cannot be read ({error.strerror})", where=str(self.path)) from error
        try:
            return _kept(json.loads(raw[: LARGEST + 1]))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise LearnError("the place that was kept is damaged", where=str(self.path), next_step=_FORGET) from error
        except LearnError as error:
            error.where = str(self.path)
            raise

    def save(self, exercise: Exercise, seen: frozenset[str]) -> frozenset[str]:
        """Write it, whole or not at all; only this user can read it. What is `seen` now. LearnError where it fails."""
        seen |= {each.drill.id for each in exercise.finished}
        held = {
            "schema": SCHEMA, "seed": exercise.seed, "lang": exercise.lang,
            "drills": [each.id for each in exercise.drills], "choices": exercise.choices,
            "totals_given": exercise.totals_given, "own": exercise.own, "seen": sorted(seen),
        }  # fmt: skip
        write_private(self.path, json.dumps(held, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        return seen

    def forget(self) -> bool:
        """Delete it; whether there was anything. LearnError where it cannot be deleted."""
        try:
            self.path.unlink()
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError as error:
            raise LearnError(f"it cannot be deleted ({error.strerror})", where=str(self.path)) from error
        return True


def write_private(path: Path, raw: bytes) -> None:
    """Write a file beside its place and move it over, readable for this user alone. LearnError where that fails."""
    partial = path.with_name(f".{path.name}.{token_hex(8)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            made = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(made, "wb") as out:
                out.write(raw)
                out.flush()
                os.fsync(out.fileno())
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise LearnError(f"it cannot be written ({error.strerror})", where=str(path)) from error


def _kept(held: dict[str, Any]) -> Kept:
    stated = held["schema"]
    if stated != SCHEMA:
        newer = isinstance(stated, str) and (match := _NUMBERED.match(stated)) and int(match[1]) > 1
        if not newer:
            raise ValueError("schema")
        raise LearnError(
            "your place was kept by a newer version of the program",
            next_step=f"Use that version. Or: {_FORGET.lower()}",
        )
    seed, drills = held["seed"], held["drills"]
    if not isinstance(seed, int) or not 0 <= seed <= LARGEST_SEED or len(drills) > LONGEST:
        raise ValueError("seed")
    return Kept(
        seed=seed,
        lang=str(held["lang"]),
        drills=tuple(map(str, drills)),
        choices=tuple(tuple(Choice(each) for each in row) for row in held["choices"]),
        totals_given=held["totals_given"] is True,
        own=tuple(map(str, held["own"])),
        seen=frozenset(map(str, held["seen"])),
    )
