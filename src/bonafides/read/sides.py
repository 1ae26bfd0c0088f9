"""Who wrote what, as the user says it is: the same conversation with its messages on the right side."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bonafides.model import Form
from bonafides.read.identity import name_key

if TYPE_CHECKING:
    from collections.abc import Collection

    from bonafides.model import Conversation


def with_sides(conversation: Conversation, mine: Collection[int]) -> Conversation:
    """The conversation in which exactly the messages at the indexes `mine` are the user's.

    Lines of the platform stay as they are. A party is the user where all that was sent in its name is the user's.
    """
    own = frozenset(mine)
    messages = tuple(
        replace(message, mine=index in own) if message.form is not Form.EVENT else message
        for index, message in enumerate(conversation.messages)
    )
    if messages == conversation.messages:
        return conversation
    wrote: dict[str, bool] = {}
    for message in messages:
        if message.form is not Form.EVENT:
            key = name_key(message.speaker)
            wrote[key] = message.mine and wrote.get(key, True)
    parties = tuple(replace(party, mine=wrote.get(name_key(party.name), party.mine)) for party in conversation.parties)
    return replace(conversation, messages=messages, parties=parties)
