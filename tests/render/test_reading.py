"""`bonafides read` says what was understood: who, where, when, from which files, and what was uncertain."""

from __future__ import annotations

from datetime import UTC, datetime

from bonafides.model import (
    Attachment,
    Conversation,
    Form,
    InputFile,
    Join,
    Message,
    Party,
    Problem,
    Provenance,
    Reading,
)
from bonafides.render.reading import SHOWN, reading_text
from bonafides.render.view import View

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
FILES = (Attachment(name="a.pdf"),)


def _talk(number: int = 1, count: int = 1) -> Conversation:
    return Conversation(
        id=f"amy-{number}",
        messages=(
            *(Message(speaker="Amy Lin", text="hi", sent_at=AT, channel="linkedin", attachments=FILES),) * count,
            Message(speaker="", text="joined", form=Form.EVENT),
            Message(speaker="J", text="", form=Form.DRAFT, mine=True),
        ),
        parties=(Party(name="Amy Lin", identifiers=frozenset({"phone:+447700900123"})), Party(name="Jane", mine=True)),
        joins=(Join(threads=("a", "b"), because="the phone number +447700900123"),),
        read_from=("a.csv", "b.txt"),
    )


PROVENANCE = Provenance(
    inputs=(InputFile(name="a.csv", format="linkedin-messages", sha256="ab" * 32, size=1_000),),
    timezone="Europe/Berlin",
    timezone_assumed=True,
    date_order="dmy (assumed)",
)


def test_it_names_people_channels_dates_files_and_doubts() -> None:
    doubt = Problem(what="Something is odd.", where="a.csv, line 3", next_step="Look at it.")
    text = reading_text(Reading(conversations=(_talk(),), problems=(doubt,), provenance=PROVENANCE), View(width=100))
    for expected in (
        "1 conversation read · 1 other person · 3 messages · 1 March 2026",
        "Amy Lin (+447700900123)",
        "You: Jane",
        "1 line of the platform, 1 draft that was never sent, 1 attachment",
        "a.csv; b.txt",
        "Joined because of: the phone number +447700900123",
        "Something is odd. (a.csv, line 3)",
        "Look at it.",
        "Europe/Berlin (this machine's",
        "dmy (assumed)",
        "SHA-256 abababababab",
    ):
        assert expected in text
    assert "alarm" not in text.lower()


def test_of_many_conversations_the_longest_are_shown_and_the_rest_counted() -> None:
    talks = tuple(_talk(number, count=number) for number in range(1, SHOWN + 6))
    reading = Reading(conversations=talks, provenance=PROVENANCE)
    text = reading_text(reading, View())
    assert "5 shorter conversations more" in text
    assert "amy-6\n" in text
    assert "amy-5\n" not in text
    assert "amy-5\n" in reading_text(reading, View(verbose=True))


def test_names_cannot_drive_the_terminal() -> None:
    talk = Conversation(id="x", messages=(Message(speaker="\x1b[2JAmy\u202e", text="hi"),))
    assert "\x1b" not in reading_text(Reading(conversations=(talk,)), View())
