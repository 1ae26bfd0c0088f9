"""All sittings of one server: in this process's memory only, found by cookie, bounded in number, age and size."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field
from secrets import token_urlsafe
from threading import RLock
from typing import TYPE_CHECKING

from bonafides.web.sitting import Sitting
from bonafides.web.uploads import Uploads

if TYPE_CHECKING:
    from collections.abc import Callable

    from bonafides.web.config import Config

MOST = 16
"""Sittings at once; the one that was left longest makes room."""
IDLE = 2 * 3600
"""Seconds after which what a sitting holds is forgotten."""
MOST_BYTES = 1024**3
"""Bytes that all of them together were given."""


@dataclass(slots=True)
class Sittings:
    """Found by the SHA-256 of their cookie, so that the cookies themselves are nowhere in memory for long."""

    config: Config
    clock: Callable[[], float] = time.monotonic
    uploads: Uploads = field(default_factory=Uploads)
    farewells: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What the last wipes could not remove, by a random id."""
    _open: dict[str, Sitting] = field(default_factory=dict)
    _admitted: set[str] = field(default_factory=set)
    _turn: RLock = field(default_factory=RLock, repr=False)

    def admit(self, cookie: str) -> None:
        """Let the browser with this cookie in, as long as the server runs."""
        self._admitted.add(_key(cookie))

    def is_admitted(self, cookie: str) -> bool:
        """Whether that browser may use the person's pages."""
        return self.config.gate is None or (bool(cookie) and _key(cookie) in self._admitted)

    def find(self, cookie: str, *, keep: bool) -> Sitting:
        """The sitting with this cookie; a new one where there is none, which is held only with `keep`."""
        with self._turn:
            self.tidy()
            found = self._open.get(_key(cookie))
            if found is None:
                found = Sitting(uploads=self.uploads, zone=self.config.zone, home=self.config.home)
                if keep:
                    self._open[_key(cookie)] = found
            found.seen = self.clock()
            self._make_room(found)
            return found

    def end(self, cookie: str) -> bool:
        """Forget everything of that sitting and its browser; whether nothing of it is left on the disk."""
        with self._turn:
            self._admitted.discard(_key(cookie))
            found = self._open.pop(_key(cookie), None)
        return found is None or found.clear()

    def bid_farewell(self, left: tuple[str, ...]) -> str:
        """Note what a wipe could not remove, for the page that says so; the id under which it is noted."""
        with self._turn:
            while len(self.farewells) >= MOST:
                self.farewells.pop(next(iter(self.farewells)))
            id_ = token_urlsafe(16)
            self.farewells[id_] = left
        return id_

    def tidy(self) -> None:
        """Forget what nobody has looked at for long."""
        with self._turn:
            for key, each in list(self._open.items()):
                if self.clock() - each.seen > IDLE:
                    self._open.pop(key).clear()

    def close(self) -> None:
        """Forget everything, at the end of the server."""
        with self._turn:
            for each in self._open.values():
                each.clear()
            self._open.clear()
            self._admitted.clear()
            self.uploads.close()

    def _make_room(self, wanted: Sitting) -> None:
        by_age = sorted(self._open.items(), key=lambda item: item[1].seen)
        for key, each in by_age:
            if len(self._open) <= MOST and sum(held.size for held in self._open.values()) <= MOST_BYTES:
                return
            if each is not wanted:
                self._open.pop(key).clear()


def _key(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()
