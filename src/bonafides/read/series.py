"""Puts together the threads that an export cuts into several files: a day, a page, ten thousand messages each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bonafides.model import Party

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bonafides.read.harvest import FileRead
    from bonafides.read.reader import Thread

_Key = tuple[str, str, str, str]


def whole(files: Sequence[FileRead]) -> list[FileRead]:
    """The files, the first of each series with the whole thread and the others without it.

    Messages follow one another in the order of the files, which are read by name; their times decide later.
    """
    parts: dict[_Key, list[Thread]] = {}
    names: dict[_Key, list[str]] = {}
    for file in files:
        for thread in file.extract.threads:
            if thread.series:
                parts.setdefault(_key(file, thread), []).append(thread)
                names.setdefault(_key(file, thread), []).append(file.name)
    if all(len(threads) == 1 for threads in parts.values()):
        return list(files)
    return [_with_whole(file, parts, names) for file in files]


def _with_whole(file: FileRead, parts: dict[_Key, list[Thread]], names: dict[_Key, list[str]]) -> FileRead:
    threads = []
    for thread in file.extract.threads:
        if not thread.series:
            threads.append(thread)
        elif together := parts.pop(_key(file, thread), None):
            others = tuple(name for name in names[_key(file, thread)] if name != file.name)
            threads.append(replace(united(together), also=others))
    return replace(file, extract=replace(file.extract, threads=tuple(threads)))


def _key(file: FileRead, thread: Thread) -> _Key:
    return file.format, thread.channel, thread.series, thread.key


def united(threads: Sequence[Thread]) -> Thread:
    """One thread of several parts: everybody once, the messages of one part behind those of another."""
    return replace(
        threads[0],
        parties=tuple(_parties(party for thread in threads for party in thread.parties)),
        messages=tuple(message for thread in threads for message in thread.messages),
        counterpart_hint=next((thread.counterpart_hint for thread in threads if thread.counterpart_hint), ""),
    )


def _parties(parties: Iterable[Party]) -> Iterable[Party]:
    """Everybody once, in order of appearance, with all that any file knows of them."""
    known: dict[str, Party] = {}
    for party in parties:
        before = known.get(party.name, party)
        identifiers = before.identifiers | party.identifiers
        known[party.name] = Party(name=party.name, mine=before.mine or party.mine, identifiers=identifiers)
    return known.values()
