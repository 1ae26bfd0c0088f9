"""What was read is written as the interchange format, and reading that gives the same conversations."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from bonafides.model import Attachment, Conversation, Form, Message, Party
from bonafides.read import read_text
from bonafides.render.interchange import interchange

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "conversation.schema.json").read_text("utf-8"))
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
OFFER = Attachment(name="offer.pdf", media_type="application/pdf", size=81_920, sha256="ab" * 32)
TALK = Conversation(
    id="amy-lin",
    messages=(
        Message(speaker="", text="Amy joined.", form=Form.EVENT, sent_at=AT, channel="whatsapp"),
        Message(speaker="Amy Lin", text="A paid\nreport?", sent_at=AT, subject="An offer", attachments=(OFFER,)),
        Message(speaker="Jane Roe", text="No.", mine=True, doubtful=((0, 2),)),
        Message(
            speaker="Jane Roe", text="Or yes", mine=True, form=Form.DRAFT, attachments=(Attachment(name="cv.docx"),)
        ),
    ),
    parties=(
        Party(name="Amy Lin", identifiers=frozenset({"email:amy@x.example", "handle:telegram/amy"})),
        Party(name="Jane Roe", mine=True),
    ),
)


def test_a_line_says_everything_and_nothing_empty() -> None:
    (line,) = interchange([TALK])
    assert line.endswith("}\n")
    said = json.loads(line)
    Draft202012Validator(SCHEMA).validate(said)
    assert said["messages"][0] == {
        "speaker": "", "text": "Amy joined.", "event": True, "sent_at": "2026-03-01T09:00:00Z", "channel": "whatsapp",
    }  # fmt: skip
    assert said["messages"][3]["attachments"] == [{"name": "cv.docx"}]


def test_what_was_written_reads_back_as_it_was() -> None:
    (back,) = read_text("".join(interchange([TALK]))).conversations
    assert back.messages == TALK.messages
    assert back.parties == TALK.parties


MESSAGES = st.builds(
    Message,
    speaker=st.sampled_from(["Amy Lin", "Jane Roe"]),
    text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40),
    sent_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    form=st.sampled_from(Form),
    channel=st.sampled_from(["", "linkedin"]),
)


@given(st.lists(MESSAGES, min_size=1, max_size=6))
def test_any_words_read_back(messages: list[Message]) -> None:
    said = [m if m.speaker != "Jane Roe" else Message(speaker=m.speaker, text=m.text, mine=True) for m in messages]
    (back,) = read_text("".join(interchange([Conversation(id="x", messages=tuple(said))]))).conversations
    assert [m.text for m in back.messages] == [m.text for m in said]
    assert [m.sent_at for m in back.messages] == [m.sent_at for m in said]
    assert [m.form for m in back.messages] == [m.form for m in said]
