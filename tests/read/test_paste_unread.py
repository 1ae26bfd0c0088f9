"""Text that looks like a chat in which nobody can be told apart is read as one message, and that is said."""

from __future__ import annotations

import pytest

from bonafides.read import read_text
from bonafides.read.paste.unread import looks_like_chat

CHATS = (
    "2026-03-01 10:32 hello\n2026-03-01 10:33 good day\n2026-03-02 09:00 are you there\n",
    "10:32\nhello\n10:33\ngood day\n10:34\nare you there\n",
    "[01.03.2026] hello\n[02.03.2026] hi\n[03.03.2026] so\n",
    "Amy Lin | hello\nJane Roe | good day\nAmy Lin | a question\n",
    "— Amy Lin: hello\n— Jane Roe: good day\n— Amy Lin: a question\n",
)
NO_CHATS = (
    "Hello,\nwe meet on 2026-03-01.\n10:30 arrival\n11:00 talk\nKind regards\n",
    "1. First\n2. Second\n3. Third\n4. Fourth\n",
    "- one\n- two: three\n- four\n",
    "| a | b |\n| - | - |\n| 1 | 2 |\n| 3 | 4 |\n",
    "10.50 for one\n11.50 for two\n12.50 for three\n",
)


@pytest.mark.parametrize("text", CHATS)
def test_chats(text: str) -> None:
    assert looks_like_chat(text)


@pytest.mark.parametrize("text", NO_CHATS)
def test_no_chats(text: str) -> None:
    assert not looks_like_chat(text)


def test_it_is_said_with_a_next_step_and_is_not_fatal() -> None:
    reading = read_text(CHATS[1])
    assert len(reading.conversations[0].messages) == 1
    (problem,) = reading.problems
    assert "one message" in problem.what
    assert problem.next_step
    assert not problem.fatal
