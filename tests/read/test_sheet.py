"""A sheet left as it is changes nothing; names, words, new and deleted messages come back as they were corrected."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.errors import ReadError
from bonafides.model import Conversation, Form, Message, Party
from bonafides.read.sheet import corrected, sheet

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
TALK = Conversation(
    id="amy-lin",
    messages=(
        Message(speaker="", text="1 March 2026", form=Form.EVENT, channel="screenshot"),
        Message(
            speaker="Amy Lin", text="Are you opem to a paid\n[2] Amy Lin:\nreport?", doubtful=((8, 12),), sent_at=AT
        ),
        Message(speaker="unknown", text="Who is the client?", channel="screenshot"),
    ),
    parties=(Party(name="Amy Lin", identifiers=frozenset({"phone:+447700900123"})), Party(name="unknown")),
)


def test_an_unchanged_sheet_changes_nothing() -> None:
    assert corrected(sheet([TALK]), [TALK]) == (TALK,)


def test_words_and_names_are_corrected_and_the_rest_stays() -> None:
    text = sheet([TALK]).replace("⟦opem⟧", "open").replace("[3] unknown:", "[3] Me:")
    (talk,) = corrected(text, [TALK])
    assert talk.messages[1].text.startswith("Are you open to")
    assert talk.messages[1].doubtful == ()
    assert talk.messages[1].sent_at == AT
    assert [(message.speaker, message.mine) for message in talk.messages] == [
        ("", False),
        ("Amy Lin", False),
        ("Me", True),
    ]
    assert talk.parties[0].identifiers == TALK.parties[0].identifiers


def test_messages_can_be_left_out_and_added() -> None:
    text = sheet([TALK]).replace("[3] unknown:\nWho is the client?\n", "[+] Amy Lin:\nIt pays well.\n")
    (talk,) = corrected(text, [TALK])
    assert [message.text for message in talk.messages][-1] == "It pays well."
    assert len(talk.messages) == 3


def test_a_sheet_without_messages_is_refused() -> None:
    with pytest.raises(ReadError, match="no messages"):
        corrected("", [TALK])


TEXTS = (
    st.text(max_size=60)
    .map(lambda text: text.replace("\r", "").rstrip("\n"))
    .filter(lambda text: "⟦" not in text and "⟧" not in text)
)


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_any_words_survive_the_sheet(texts: list[str]) -> None:
    talk = Conversation(id="x", messages=tuple(Message(speaker="Amy", text=text) for text in texts))
    (back,) = corrected(sheet([talk]), [talk])
    assert [message.text for message in back.messages] == texts
