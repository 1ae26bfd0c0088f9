"""Screenshots of one chat become one thread: by what they show twice, else by the name at the top."""

from __future__ import annotations

from collections.abc import Sequence

from bonafides.model import Message, Party
from bonafides.read.harvest import FileRead
from bonafides.read.picture.stitch import stitched
from bonafides.read.reader import Extract, Thread

LINES = [
    "Hello, may I ask you something?",
    "Of course, go ahead please",
    "We look for a writer on ports",
    "I write about ports now and then",
    "The fee is 900 for two pages",
    "Who is the client, if I may ask?",
    "They prefer not to be named",
]


def _shot(name: str, texts: Sequence[str], title: str = "Amy Lin") -> FileRead:
    messages = tuple(
        Message(speaker="Me" if LINES.index(text[:200]) % 2 else title, text=text, mine=bool(LINES.index(text) % 2))
        if text in LINES
        else Message(speaker=title, text=text)
        for text in texts
    )
    thread = Thread(
        key=title or name,
        channel="screenshot",
        parties=(Party(name=title),) if title else (),
        messages=messages,
        counterpart_hint=title,
    )
    return FileRead(name=name, format="picture", extract=Extract(threads=(thread,)))


def _texts(files: Sequence[FileRead]) -> list[list[str]]:
    return [[message.text for message in thread.messages] for file in files for thread in file.extract.threads]


def test_overlap_gives_the_order_and_is_shown_once() -> None:
    files = [_shot("b.png", LINES[4:]), _shot("a.png", LINES[:3]), _shot("c.png", LINES[2:5])]
    made = stitched(files)
    assert _texts(made) == [LINES]
    assert made[0].extract.threads[0].also == ("a.png", "c.png")
    assert made[0].extract.problems == ()


def test_a_cut_or_misread_message_is_the_same_one() -> None:
    cut = "we look for a writer on p0rts"
    made = stitched([_shot("a.png", [*LINES[:2], LINES[2][:22]]), _shot("b.png", [LINES[2], LINES[3]])])
    assert _texts(made) == [LINES[:4]]
    made = stitched([_shot("a.png", [LINES[0], cut]), _shot("b.png", ["We look for a writer on p0rts", LINES[3]])])
    assert len(_texts(made)[0]) == 3


def test_without_overlap_the_name_at_the_top_joins_and_the_gap_is_said() -> None:
    made = stitched([_shot("Screenshot_10.png", LINES[5:]), _shot("Screenshot_9.png", LINES[:2])])
    assert _texts(made) == [[*LINES[:2], *LINES[5:]]]
    (problem,) = made[0].extract.problems
    assert "do not all overlap" in problem.what


def test_other_chats_stay_apart() -> None:
    files = [_shot("a.png", LINES[:3]), _shot("b.png", LINES[4:], title="Bo Park"), _shot("c.png", ["ok"], title="")]
    assert stitched(files) == files


def test_figures_tell_messages_apart() -> None:
    one = [f"Part {number} of the long report" for number in range(4)]
    two = [f"Part {number} of the long report" for number in range(3, 7)]
    made = stitched([_shot("a.png", one), _shot("b.png", two)])
    assert _texts(made) == [[f"Part {number} of the long report" for number in range(7)]]
