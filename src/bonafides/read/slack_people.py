"""Reads Slack's `users.json`, and puts its names in the place of the numbers by which the day files call people."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bonafides.model import Party, Problem
from bonafides.read.identity import email_id
from bonafides.read.json_stream import values
from bonafides.read.reader import Extract, Head, Options, Reader, Source, Thread

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bonafides.read.harvest import FileRead

CHANNEL = "slack"
FORMAT = "slack-people"
_OPENS = re.compile(r"[\ufeff\s]{0,20}\[\s{0,20}\{")
_HANDLE = "handle:slack/"
_MARKS = ('"id"', '"profile"', '"real_name"')


def recognises(head: Head) -> bool:
    """Whether it is a JSON list of people with Slack's profiles, and no messages."""
    return all(mark in head.text for mark in _MARKS) and '"ts"' not in head.text and bool(_OPENS.match(head.text))


def read(source: Source, options: Options) -> Extract:
    """The people as parties of a thread without messages. Raises ReadError where the file cannot be opened or read."""
    torn: list[Problem] = []
    people = tuple(party for _, value in values(source, "item", torn=torn) if (party := _party(value)))
    return Extract(threads=(Thread(key="", channel=CHANNEL, parties=people, messages=()),), problems=tuple(torn))


def _party(value: Any) -> Party | None:
    if not isinstance(value, dict) or not isinstance(value.get("id"), str):
        return None
    found = value.get("profile")
    profile: dict[str, Any] = found if isinstance(found, dict) else {}
    given = (profile.get("real_name"), value.get("real_name"), profile.get("display_name"), value.get("name"))
    name = next((each.strip() for each in given if isinstance(each, str) and each.strip()), value["id"])
    email = profile.get("email")
    known = {f"{_HANDLE}{value['id'].lower()}", email_id(email) if isinstance(email, str) else ""}
    return Party(name=name, identifiers=frozenset(known - {""}))


def with_names(files: Sequence[FileRead]) -> list[FileRead]:
    """The files, Slack's people under their names; a name that two people have says less than their numbers."""
    people = [p for file in files if file.format == FORMAT for thread in file.extract.threads for p in thread.parties]
    names = [party.name for party in people]
    known = {
        handle: party
        for party in people
        if names.count(party.name) == 1
        for handle in party.identifiers
        if handle.startswith(_HANDLE)
    }
    return [_named(file, known) if known and file.format == CHANNEL else file for file in files]


def _named(file: FileRead, known: Mapping[str, Party]) -> FileRead:
    return replace(
        file, extract=replace(file.extract, threads=tuple(_thread(each, known) for each in file.extract.threads))
    )


def _thread(thread: Thread, known: Mapping[str, Party]) -> Thread:
    """A number is replaced by its name; names that the day files give stay, with the address added."""
    found = {party.name: known[h] for party in thread.parties for h in party.identifiers if h in known}
    shown = {name: person.name for name, person in found.items() if f"{_HANDLE}{name.lower()}" in person.identifiers}
    return replace(
        thread,
        parties=tuple(
            replace(
                party,
                name=shown.get(party.name, party.name),
                identifiers=party.identifiers | (found[party.name].identifiers if party.name in found else frozenset()),
            )
            for party in thread.parties
        ),
        messages=tuple(
            replace(message, speaker=shown[message.speaker]) if message.speaker in shown else message
            for message in thread.messages
        ),
    )


SLACK_PEOPLE = Reader(name=FORMAT, recognises=recognises, read=read)
