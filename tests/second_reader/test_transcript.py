"""What is sent: only what was really sent, the last of it, without names, each part where the message has it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bonafides.model import Conversation, Form, Message
from bonafides.second_reader import LONGEST, transcript
from tests.second_reader.threads import TALK, THEM, draft, thread


def test_messages_keep_their_number_and_lose_their_names() -> None:
    said = transcript(TALK)
    assert [line.index for line in said.lines] == [0, 1, 2, 3]
    assert [line.speaker for line in said.lines] == ["them", "me", "them", "them"]
    assert not said.cut


def test_drafts_and_lines_of_the_platform_stay_here() -> None:
    event = Message(speaker="system", text="Dana changed her number.", form=Form.EVENT)
    said = transcript(thread(("them", "Hello."), draft("Never sent."), event, ("me", "Yes?")))
    assert [line.index for line in said.lines] == [0, 3]


def test_where_the_other_side_said_nothing_there_is_nothing_to_send() -> None:
    assert transcript(thread(("me", "Anybody there?"), ("them", "   "), draft("No."))).lines == ()


def test_several_strangers_are_told_apart_by_number() -> None:
    said = transcript(
        Conversation(id="g", messages=tuple(Message(speaker=who, text="Hi.", mine=who == "me") for who in "AB")),
    )
    assert [line.speaker for line in said.lines] == ["them-1", "them-2"]


def test_a_long_one_is_cut_to_its_end() -> None:
    talk = thread(("them", "first"), ("them", "a" * LONGEST), ("me", "b" * 100))
    said = transcript(talk)
    assert said.cut
    assert [(line.index, line.start) for line in said.lines] == [(1, 100), (2, 0)]
    assert sum(len(line.text) for line in said.lines) == LONGEST


@given(st.lists(st.tuples(st.sampled_from(["them", "me"]), st.text(max_size=30)), max_size=12), st.integers(0, 12))
def test_every_line_is_the_end_of_its_message(said: list[tuple[str, str]], long: int) -> None:
    talk = thread(*[(who, text * (800 if at == long else 1)) for at, (who, text) in enumerate(said)])
    sent = transcript(talk)
    assert sum(len(line.text) for line in sent.lines) <= LONGEST
    for line in sent.lines:
        assert talk.messages[line.index].text[line.start :] == line.text
        assert THEM not in line.speaker
    assert [line.index for line in sent.lines] == sorted({line.index for line in sent.lines})
