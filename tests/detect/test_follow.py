"""A conversation followed as it grows: each beginning is judged as if nothing came after it."""

from __future__ import annotations

from bonafides.detect import STEPS, detect, follow
from bonafides.detect.proof import example
from bonafides.model import Conversation, Message

TALK = example(
    "them: Our partner would like a short overview of the port, nothing but public material.\n"
    "me: Who is the client?\n"
    "them: He prefers to stay in the background. Shall we go on over Signal?\n"
    "me: ok\n"
    "them: Wonderful paper. Next he hopes for what is being discussed inside the ministry before it is published."
)


def test_each_moment_is_what_the_beginning_alone_gives() -> None:
    for index, seen in follow(TALK):
        beginning = Conversation(id=TALK.id, messages=TALK.messages[: index + 1])
        assert seen.findings == detect(beginning)


def test_every_message_has_its_moment() -> None:
    assert [index for index, _ in follow(TALK)] == list(range(len(TALK.messages)))
    assert list(follow(Conversation(id="x", messages=()))) == []


def test_a_long_conversation_is_looked_at_in_steps_with_its_end() -> None:
    long = Conversation(id="x", messages=tuple(Message(speaker="A", text="See you at ten") for _ in range(1_001)))
    moments = [index for index, _ in follow(long)]
    assert len(moments) <= STEPS
    assert moments[-1] == 1_000
    assert moments == sorted(set(moments))


def test_what_is_written_in_a_language_that_is_not_covered_is_said() -> None:
    talk = example("Bom dia, o nosso cliente gostaria de um relatório. Você não precisa dizer nada ao seu chefe.")
    (_, seen) = list(follow(talk))[-1]
    assert seen.unread == ("pt",)
    assert seen.findings == ()
