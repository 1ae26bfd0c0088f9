"""Asking a second reader: which signs it is asked for, and what the user is told before anything is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.detect import MESSAGE_BORNE
from bonafides.detect.reported import own_words
from bonafides.second_reader import LONGEST, SecondReader, Sign, endpoint, transcript

if TYPE_CHECKING:
    from bonafides.model import Reading


def second_reader(url: str, *, model: str = "", allow_remote: bool = False) -> SecondReader:
    """The second reader at `url`; nothing is sent yet. Raises SettingsError for an address that cannot be used."""
    signs = {
        indicator.id: Sign(
            id=indicator.id,
            name=indicator.name,
            stage=indicator.stage,
            polarity=indicator.polarity,
            kind=indicator.kind,
        )
        for indicator in MESSAGE_BORNE
    }
    return SecondReader(endpoint=endpoint(url, allow_remote=allow_remote), signs=signs, own=own_words, model=model)


def announcement(second: SecondReader, reading: Reading) -> str:
    """What will be sent where, in plain words; empty where there is nothing to send."""
    sent = [said for said in map(transcript, reading.conversations) if said.lines]
    if not sent:
        return ""
    place = second.endpoint
    conversations = _counted(len(sent), "conversation")
    if not place.remote:
        return f"Asking the second reader on this machine ({place.name}) about {conversations}."
    messages = _counted(sum(len(said.lines) for said in sent), "message")
    way = "encrypted" if place.scheme == "https" else "NOT encrypted: whoever sits in between can read it"
    longest = f"; of a longer one its last {LONGEST:,} characters" if any(said.cut for said in sent) else ""
    return (
        f"Leaving this machine now, to {place.name} ({way}): {conversations} with {messages}, word for word{longest}. "
        "Names, telephone numbers and whatever else stands in them go too; --redact changes only the report."
    )


def _counted(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count:,} {what}s"
