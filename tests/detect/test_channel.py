"""Lines of the platform count where the other side caused them: vanishing messages that the user turned on do not."""

from __future__ import annotations

import pytest

from bonafides.detect import look
from bonafides.model import Conversation, Form, Message


@pytest.mark.parametrize(("mine", "seen"), [(False, True), (True, False)])
def test_who_turned_on_vanishing_messages_matters(mine: bool, seen: bool) -> None:
    event = Message(speaker="Amy", text="turned on disappearing messages (1 day)", form=Form.EVENT, mine=mine)
    talk = Conversation(id="x", messages=(Message(speaker="Amy Lin", text="Hello, how are you?"), event))
    assert ("hidden-channel" in {finding.indicator for finding in look(talk).findings}) is seen
