"""What was left out or assumed, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.campaign.ingest.events import NOTES, REASONS
from bonafides.model.campaign import Dropped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WHY = {
    "no_id": "left out; empty, longer than 1,000 characters, or a number that was rounded (1.23457E+11)",
    "no_time": "left out; wanted is ISO 8601 (2026-03-01T09:00:00Z), a timestamp, or epoch seconds",
    "before_2000": "left out; a clock that was not set",
    "after_2100": "left out; a clock that was not set",
    "self": "left out",
    "naive": "it was read as UTC",
    "finer": "told by its size, and brought to seconds",
    "is_long": "the first 20,000 characters were kept",
    "odd_basis": "its text, text_hash and url were not used",
    "not_allowed": "text, text_hash and url were not used",
}
PROFILES = {
    "no_id": ("row without an id", "left out; empty, longer than 1,000 characters, or a number that was rounded"),
    "odd_photo": ("photo_hash is not 16 hexadecimal digits", "taken as missing"),
    "odd_time": ("created_at cannot be read as a time between 2000 and 2100", "taken as missing"),
    "naive": ("created_at names no time zone", "it was read as UTC"),
    "finer": (
        "created_at counts milliseconds, microseconds or nanoseconds",
        "told by its size, and brought to seconds",
    ),
    "duplicates": ("further row for the same id", "the newest by created_at was kept, else the last in order"),
}


def of_events(tally: Mapping[str, int]) -> Iterator[Dropped]:
    """From the counts of `events.Reading.counted`, `duplicates`, `ahead`, `ahead_dropped` and `texts_without_basis`."""
    for name, words in {**REASONS, **NOTES}.items():
        if tally.get(name):
            yield Dropped(what=words, count=tally[name], where="events", why=WHY[name])
    if tally.get("duplicates"):
        why = "same account, target, second, kind and text; one of them was kept"
        yield Dropped(what="duplicate event", count=tally["duplicates"], where="events", why=why)
    if tally.get("ahead"):
        kept = "kept: they are so many that the clock of this machine must be behind"
        why = "left out; a clock that is ahead" if tally.get("ahead_dropped") else kept
        yield Dropped(what="sent_at lies in the future", count=tally["ahead"], where="events", why=why)
    if tally.get("texts_without_basis"):
        why = "no log has the column content_basis: that texts may be used rests on the operator's word"
        yield Dropped(
            what="text without content_basis, used", count=tally["texts_without_basis"], where="events", why=why
        )


def of_profiles(table: str, tally: Mapping[str, int]) -> Iterator[Dropped]:
    """From the counts of `profiles.Profiles.counted` and `duplicates`."""
    for name, (words, why) in PROFILES.items():
        if tally.get(name):
            yield Dropped(what=words, count=tally[name], where=table, why=why)
