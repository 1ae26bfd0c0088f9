"""Exercises under way at the pages: in this process's memory only, found by cookie, bounded in number and age."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field
from threading import RLock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import Request

    from bonafides.learn import Exercise

MOST = 2_000
"""Exercises at once; the one that was left longest makes room."""
IDLE = 2 * 3600
"""Seconds after which one is forgotten."""
OWN = ""
"""The place of the person's own exercise; that of drills handed out is the hand-out's id."""


@dataclass(slots=True)
class Lessons:
    """By the SHA-256 of the cookie and the place: who it is, is known nowhere."""

    clock: Callable[[], float] = time.monotonic
    _held: dict[tuple[str, str], tuple[float, Exercise]] = field(default_factory=dict)
    _turn: RLock = field(default_factory=RLock, repr=False)

    def find(self, cookie: str, place: str = OWN) -> Exercise | None:
        """The exercise of that browser at that place, if there is one."""
        with self._turn:
            self._tidy()
            key = _key(cookie, place)
            held = self._held.pop(key, None)
            if held is None:
                return None
            self._held[key] = (self.clock(), held[1])  # the one looked at last stands last
            return held[1]

    def keep(self, cookie: str, exercise: Exercise, place: str = OWN) -> None:
        """Hold it in place of the one before."""
        with self._turn:
            self._tidy()
            self._held.pop(_key(cookie, place), None)
            while len(self._held) >= MOST:
                self._held.pop(next(iter(self._held)))
            self._held[_key(cookie, place)] = (self.clock(), exercise)

    def end(self, cookie: str, place: str = OWN) -> None:
        """Forget it."""
        with self._turn:
            self._held.pop(_key(cookie, place), None)

    def _tidy(self) -> None:
        now = self.clock()
        while self._held and now - next(iter(self._held.values()))[0] > IDLE:
            self._held.pop(next(iter(self._held)))


def lessons(request: Request) -> Lessons:
    """All exercises of this server."""
    state = request.app.state
    if not hasattr(state, "lessons"):
        state.lessons = Lessons()
    found = state.lessons
    assert isinstance(found, Lessons)  # noqa: S101 - tells the type checker
    return found


def _key(cookie: str, place: str) -> tuple[str, str]:
    return hashlib.sha256(cookie.encode()).hexdigest(), place
