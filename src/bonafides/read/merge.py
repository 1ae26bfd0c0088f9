"""Puts the messages of one thread, or of several with the same person, into one order, each message once."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bonafides.model import Message
    from bonafides.read.reader import Thread

INVITATION = "invitation: "
"""How the key of a thread begins whose message may stand among the messages of another one too."""
_NOTE_APART = timedelta(days=2)
"""LinkedIn repeats an invitation's note among the messages, at a time that may differ by zone and rounding."""
_NEVER = datetime.max.replace(tzinfo=UTC)

Timed = tuple[datetime, "Message"]


def merged(threads: Sequence[Thread]) -> tuple[Message, ...]:
    """All messages, oldest first. Those without a time stay behind the one before; threads without any come last."""
    if len(threads) == 1:
        runs = [_timed(threads[0].messages)]
    else:
        runs = [_timed(messages) for messages in _once(_without_repeated_notes(threads))]
    together = [item for run in runs for item in run]
    together.sort(key=lambda item: item[0])
    return tuple(message for _, message in together)


def is_untimed(thread: Thread) -> bool:
    """Whether no message of a thread has a time, so that its place among others is not known."""
    return all(message.sent_at is None for message in thread.messages)


def _timed(messages: Iterable[Message]) -> list[Timed]:
    """Each message with the time to sort it by; files with the newest on top are turned round first."""
    listed = list(messages)
    known = [m.sent_at for m in listed if m.sent_at is not None]
    down = sum(1 for earlier, later in pairwise(known) if later < earlier)
    up = sum(1 for earlier, later in pairwise(known) if later > earlier)
    if down > up:
        listed.reverse()
        known.reverse()
    last = known[0] if known else _NEVER
    timed = []
    for message in listed:
        last = message.sent_at or last
        timed.append((last, message))
    return timed


def _without_repeated_notes(threads: Sequence[Thread]) -> list[tuple[Message, ...]]:
    """Messages per thread, without invitation notes that a message thread has too."""
    elsewhere: dict[tuple[str, str], list[datetime | None]] = {}
    for thread in threads:
        if not thread.key.startswith(INVITATION):
            for message in thread.messages:
                elsewhere.setdefault((message.speaker, message.text.strip()), []).append(message.sent_at)
    return [
        tuple(m for m in thread.messages if not (thread.key.startswith(INVITATION) and _is_repeated(m, elsewhere)))
        for thread in threads
    ]


def _is_repeated(note: Message, elsewhere: dict[tuple[str, str], list[datetime | None]]) -> bool:
    times = elsewhere.get((note.speaker, note.text.strip()), [])
    return any(time is None or note.sent_at is None or abs(time - note.sent_at) <= _NOTE_APART for time in times)


def _once(runs: Iterable[tuple[Message, ...]]) -> list[list[Message]]:
    """Drops what an earlier thread already has: the same words by the same person at the same time.

    A message that one thread itself has twice ("ok", "ok" in one minute) stays twice.
    """
    had: Counter[tuple[str, str, datetime]] = Counter()
    kept = []
    for run in runs:
        here: Counter[tuple[str, str, datetime]] = Counter()
        fresh = []
        for message in run:
            if message.sent_at is not None:
                key = (message.speaker, message.text, message.sent_at)
                here[key] += 1
                if here[key] <= had[key]:
                    continue
            fresh.append(message)
        had |= here
        kept.append(fresh)
    return kept
