"""Doubts are said of each conversation while they are few, and once for the file where they are many."""

from __future__ import annotations

from bonafides.read import read_text
from bonafides.read.doubt import Doubt, Doubted

DOUBT = Doubt(one="It is odd.", many="{count} are odd.", next_step="Look.")


def _problems(ids: dict[int, str]) -> list[tuple[str, str, str]]:
    doubted = Doubted(doubt=DOUBT, file="f", places=tuple(ids))
    return [(problem.what, problem.where, problem.conversation) for problem in doubted.problems(ids)]


def test_threads_of_one_conversation_are_said_once() -> None:
    assert _problems({3: "a", 5: "a"}) == [("It is odd.", "f", "a")]


def test_few_are_said_one_by_one_and_many_together() -> None:
    few = {place: f"c{place}" for place in range(20)}
    assert _problems(few)[7] == ("It is odd.", "f, conversation c7", "c7")
    assert len(_problems(few)) == 20
    assert _problems({**few, 20: "c20"}) == [("21 are odd.", "f", "")]


def test_a_pasted_group_takes_nobody_for_the_user() -> None:
    reading = read_text("Amy: hello\nBo: hi\nCleo: welcome\nAmy: so\n")
    assert not any(message.mine for message in reading.conversations[0].messages)
    (problem,) = reading.problems
    assert problem.conversation == reading.conversations[0].id
    assert "--me NAME" in problem.next_step
