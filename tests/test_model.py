"""What a message carries is its text and what stands beside it; quotes are cut from all of it together."""

from __future__ import annotations

import pytest

from bonafides.model import Attachment, Conversation, Form, Message, Party

OFFER = Attachment(name="offer.pdf", media_type="application/pdf", size=81_920, sha256="ab")


@pytest.mark.parametrize(
    ("attachment", "line"),
    [
        (OFFER, "[attachment: offer.pdf, application/pdf, 81920 bytes]"),
        (Attachment(name="a.exe"), "[attachment: a.exe]"),
        (Attachment(name="b", size=0), "[attachment: b, 0 bytes]"),
    ],
)
def test_an_attachment_is_one_line(attachment: Attachment, line: str) -> None:
    assert str(attachment) == line


@pytest.mark.parametrize(
    ("subject", "text", "attachments", "content"),
    [
        ("", "hi", (), "hi"),
        ("An offer", "hi", (), "An offer\n\nhi"),
        ("An offer", "hi", (OFFER,), f"An offer\n\nhi\n\n{OFFER}"),
        ("", "", (OFFER, OFFER), f"{OFFER}\n{OFFER}"),
    ],
)
def test_the_content_joins_all(subject: str, text: str, attachments: tuple[Attachment, ...], content: str) -> None:
    message = Message(speaker="Amy", text=text, subject=subject, attachments=attachments)
    assert message.content == content
    assert message.content.startswith(message.words)


def test_doubtful_words_move_with_the_subject() -> None:
    message = Message(speaker="Amy", text="opem to it", subject="Hi", doubtful=((0, 4),))
    ((start, end),) = message.unsure
    assert message.content[start:end] == "opem"


def test_counterparts_and_channels_come_in_order_and_once() -> None:
    talk = Conversation(
        id="x",
        messages=(
            Message(speaker="", text="joined", form=Form.EVENT, channel="whatsapp"),
            Message(speaker="Bo", text="hi", channel="linkedin"),
            Message(speaker="Jane", text="hi", mine=True, channel="whatsapp"),
        ),
        parties=(Party(name="Amy"), Party(name="Jane", mine=True)),
    )
    assert talk.counterparts == ("Amy", "Bo")
    assert talk.channels == ("whatsapp", "linkedin")
