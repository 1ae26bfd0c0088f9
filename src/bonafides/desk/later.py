"""Work that takes a while and that nobody has to wait for: done soon, one after the other."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)


class Later:
    """Does work in a thread of its own; what is asked for while the same waits already is done once."""

    def __init__(self) -> None:
        self._waiting: dict[Callable[[], object], None] = {}
        self._change = threading.Condition()
        self._busy = False
        threading.Thread(target=self._run, name="bonafides-later", daemon=True).start()

    def __call__(self, work: Callable[[], object]) -> None:
        """Have it done soon."""
        with self._change:
            self._waiting[work] = None
            self._change.notify_all()

    def wait(self, seconds: float = 60.0) -> bool:
        """Wait until all is done; says whether it is."""
        with self._change:
            return self._change.wait_for(lambda: not self._waiting and not self._busy, timeout=seconds)

    def _run(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: bool(self._waiting))
                work = next(iter(self._waiting))
                del self._waiting[work]
                self._busy = True
            try:
                work()
            except Exception as error:  # one fault ends nothing; the next round of forgetting tries again
                _log.warning("work that was put off was not done (%s)", type(error).__name__)
            finally:
                with self._change:
                    self._busy = False
                    self._change.notify_all()
