"""Who wrote what, as the user says it is."""

from __future__ import annotations

from bonafides.model import Conversation, Form, Message, Party
from bonafides.read.sides import with_sides

THREAD = Conversation(
    id="c",
    messages=(
        Message(speaker="Ann", text="Hello"),
        Message(speaker="", text="Ann joined", form=Form.EVENT),
        Message(speaker="Ben", text="Hi"),
        Message(speaker="Ann", text="Shall we talk?"),
    ),
    parties=(Party(name="Ann"), Party(name="Ben")),
)


def test_exactly_the_named_messages_are_the_users() -> None:
    turned = with_sides(THREAD, [2])
    assert [message.mine for message in turned.messages] == [False, False, True, False]
    assert [(party.name, party.mine) for party in turned.parties] == [("Ann", False), ("Ben", True)]


def test_somebody_of_whom_only_a_part_is_the_users_stays_the_other_side() -> None:
    turned = with_sides(THREAD, [0, 2])
    assert [message.mine for message in turned.messages] == [True, False, True, False]
    assert [party.mine for party in turned.parties] == [False, True]


def test_lines_of_the_platform_belong_to_nobody() -> None:
    assert with_sides(THREAD, [1]) is THREAD


def test_turning_back_gives_the_same_again() -> None:
    assert with_sides(with_sides(THREAD, [0, 2, 3]), []) == THREAD


def test_texts_stay_as_they_are() -> None:
    assert [m.text for m in with_sides(THREAD, [0, 3]).messages] == [m.text for m in THREAD.messages]
