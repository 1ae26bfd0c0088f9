"""Heavy work beside the pages: in a thread of its own, watched by a page that asks again, and dropped when unwanted."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Lock, Thread

from bonafides.errors import BonafidesError

AT_ONCE = 2
"""Works that run at the same time; the others wait."""
_turns = BoundedSemaphore(AT_ONCE)
_log = logging.getLogger(__name__)


class Dropped(BaseException):
    """Nobody wants the result any more. Not an Exception: readers forgive those, to go on with the next file."""


@dataclass(slots=True, kw_only=True)
class Work:
    """One piece of work: reading what was given, or judging it."""

    step: str
    """`reading` or `judging`."""
    origin: str
    """The page to go back to where it is cancelled or fails."""
    onward: str
    """The page to go on to."""
    done: int = 0
    of: int = 0
    ended: bool = False
    dropped: bool = False
    fault: str = ""
    """Key of a sentence in the words of this room, where it failed."""
    error: BonafidesError | None = None
    _thread: Thread | None = field(default=None, repr=False)
    _turn: Lock = field(default_factory=Lock, repr=False)

    def start(self, do: Callable[[], Callable[[], None]]) -> None:
        """Run `do` in a thread; what it gives back is called at the end unless the work was dropped meanwhile."""
        self._thread = Thread(target=self._run, args=(do,), name=f"bonafides-{self.step}", daemon=True)
        self._thread.start()

    def drop(self) -> None:
        """Have it come to nothing: once this returns, nothing of it will be kept."""
        with self._turn:
            self.dropped = True

    def tell(self, step: str, done: int, of: int) -> None:
        """Note how far it is; raises Dropped where nobody wants it any more."""
        if self.dropped:
            raise Dropped
        self.step, self.done, self.of = step, done, of

    def wait(self, seconds: float) -> bool:
        """Wait a little for its end; whether it has ended."""
        if self._thread is not None:
            self._thread.join(seconds)
        return self.ended

    def _run(self, do: Callable[[], Callable[[], None]]) -> None:
        try:
            with _turns:
                self.tell(self.step, 0, 0)
                keep = do()
            with self._turn:
                if not self.dropped:
                    keep()
        except Dropped:
            pass
        except BonafidesError as error:
            self.error, self.fault = error, "known"
        except MemoryError:
            self.fault = "memory"
        except Exception as error:  # a fault of the program's own: its kind alone is logged, for texts may be in it
            _log.error("%s while %s", type(error).__name__, self.step)
            self.fault = "own"
        finally:
            self.ended = True
