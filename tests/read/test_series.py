"""A thread that its export cuts into several files is one again, in the order of the files; others stay as they are."""

from __future__ import annotations

from bonafides.model import Message, Party
from bonafides.read.harvest import FileRead
from bonafides.read.reader import Extract, Thread
from bonafides.read.series import whole


def _file(name: str, *threads: Thread, format_: str = "slack") -> FileRead:
    return FileRead(name=name, format=format_, extract=Extract(threads=threads))


def _thread(key: str, text: str, *names: str, series: str = "export/general", hint: str = "") -> Thread:
    return Thread(
        key=key,
        channel="slack",
        parties=tuple(Party(name=name, identifiers=frozenset({f"handle:slack/{text}"})) for name in names),
        messages=(Message(speaker=names[0], text=text),),
        series=series,
        counterpart_hint=hint,
    )


def test_parts_become_one_and_everybody_is_named_once() -> None:
    files = [
        _file("1.json", _thread("general", "a", "Amy"), _thread("other", "x", "Zoe")),
        _file("2.json", _thread("general", "b", "Bo", "Amy", hint="Bo")),
    ]
    first, second = whole(files)
    together, other = first.extract.threads
    assert [message.text for message in together.messages] == ["a", "b"]
    assert {party.name: party.identifiers for party in together.parties} == {
        "Amy": frozenset({"handle:slack/a", "handle:slack/b"}),
        "Bo": frozenset({"handle:slack/b"}),
    }
    assert together.counterpart_hint == "Bo"
    assert other.messages[0].text == "x"
    assert second.extract.threads == ()


def test_other_folders_formats_and_whole_threads_stay_apart() -> None:
    files = [
        _file("a/1.json", _thread("general", "a", "Amy")),
        _file("b/1.json", _thread("general", "b", "Amy", series="b/general")),
        _file("a/2.json", _thread("general", "c", "Amy"), format_="meta-json"),
        _file("a/3.json", _thread("general", "d", "Amy", series="")),
        _file("a/4.json", _thread("general", "e", "Amy", series="")),
    ]
    assert whole(files) == files
