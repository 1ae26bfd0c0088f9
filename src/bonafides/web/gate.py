"""The one-time address that the terminal shows: other users of the same machine cannot open the page without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from hmac import compare_digest
from secrets import token_urlsafe
from threading import Lock


def _unheard(token: str) -> None:
    """Nobody wants to know the next token."""


@dataclass(slots=True)
class Gate:
    """Holds the one token that is good now."""

    announce: Callable[[str], object] = _unheard
    """Told the next token when one was used, so that the terminal can show the next address."""
    token: str = field(default_factory=lambda: token_urlsafe(32), repr=False)
    _turn: Lock = field(default_factory=Lock, repr=False)

    def opens(self, token: str) -> bool:
        """Whether this is the good token; it is good once, and the next one is announced."""
        with self._turn:
            if not compare_digest(token.encode("utf-8", "replace"), self.token.encode()):
                return False
            self.token = token_urlsafe(32)
        self.announce(self.token)
        return True
