"""Makes a thread of what Messenger's and Instagram's files hold, whichever of their shapes it was read from."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from bonafides.model import Form, Party
from bonafides.read.reader import Thread

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bonafides.model import Message

MESSENGER, INSTAGRAM = "messenger", "instagram"
_FOLDERS = frozenset(
    ("inbox", "archived_threads", "filtered_threads", "message_requests", "e2ee_cutover", "messages", "secret_groups")
)
"""What Meta calls the folders that hold a folder for each thread."""
_NUMBERED = re.compile(r"_\d{1,6}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What a file says about its thread besides the messages."""

    title: str
    """In a conversation of two, the other side's name."""
    path: str = ""
    """`inbox/amylin_1234`: the same in every file of one thread."""
    participants: tuple[str, ...] = ()


def thread(talk: Talk, messages: Iterable[Message], *, channel: str, file: str) -> Thread:
    """The thread, oldest message first. Where it is with one person, that person carries the thread's own number."""
    listed = oldest_first(list(messages))
    folder = _folder(talk.path) or _folder(posixpath.dirname(file.replace("\\", "/")))
    names = _names(talk, listed)
    pair = len(names) == 2 and talk.title in names
    handle = frozenset({f"handle:{channel}/{folder}".lower()}) if folder and pair else frozenset()
    return Thread(
        key=folder or talk.title or file,
        channel=channel,
        parties=tuple(Party(name=name, identifiers=handle if name == talk.title else frozenset()) for name in names),
        messages=tuple(listed),
        counterpart_hint=talk.title if pair else "",
        series=folder and posixpath.dirname(file.replace("\\", "/")),
    )


def oldest_first(messages: list[Message]) -> list[Message]:
    """The messages turned round, as Meta writes the newest on top; as they stand where their times say otherwise."""
    times = [message.sent_at for message in messages if message.sent_at is not None]
    up = sum(earlier < later for earlier, later in pairwise(times))
    down = sum(earlier > later for earlier, later in pairwise(times))
    return messages if up > down else messages[::-1]


def title_of(thread_name: str) -> str:
    """The name in `Amy Lin_40`, as the export of encrypted chats calls its threads."""
    return _NUMBERED.sub("", thread_name)


def channel_of(file: str, signs: Iterable[str]) -> str:
    """Instagram where the file's own addresses, or else the folders that it lies in, name it; Messenger otherwise."""
    for sign in signs:
        if "instagram" in sign:
            return INSTAGRAM
        if "facebook" in sign:
            return MESSENGER
    where = file.lower()
    return INSTAGRAM if "instagram" in where and "facebook" not in where else MESSENGER


def _folder(path: str) -> str:
    """The last part of a thread's path, which tells it from all others; empty where the path is none of a thread."""
    above, _, last = path.strip("/").rpartition("/")
    return last if above.rpartition("/")[2] in _FOLDERS and last not in _FOLDERS else ""


def _names(talk: Talk, messages: Sequence[Message]) -> list[str]:
    spoke = (message.speaker for message in messages if message.form is not Form.EVENT)
    names = list(dict.fromkeys(name for name in (*talk.participants, *spoke) if name))
    if len(names) == 1 and talk.title and talk.title not in names:
        names.append(talk.title)  # somebody who has written nothing yet
    return names
