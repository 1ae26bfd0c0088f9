"""Sorts letters into threads: one per counterpart, or one per conversation where several others take part."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from bonafides.model import Form, Message, Party
from bonafides.read.identity import email_id, name_key
from bonafides.read.reader import Thread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bonafides.read.mail_headers import Address
    from bonafides.read.mail_letter import Letter

CHANNEL = "email"
_UNKNOWN = "unknown sender"
_MOST_PARTIES = 50
"""Recipients of one mail that are taken for a conversation's parties; above that it is a mailing."""


def threads(letters: Sequence[Letter], own: frozenset[str]) -> tuple[Thread, ...]:
    """Every letter in one thread, in file order. `own` are the owner's addresses."""
    roots: dict[str, str] = {}
    sorted_in: defaultdict[str, list[Letter]] = defaultdict(list)
    for letter in letters:
        sorted_in[_key(letter, own, roots)].append(letter)
    return tuple(_thread(key, group, own) for key, group in sorted_in.items())


def _others(letter: Letter, own: frozenset[str]) -> list[Address]:
    people = {person.key: person for person in (letter.sender, *letter.recipients[:_MOST_PARTIES])}
    return [person for person in people.values() if person.address not in own and person.key]


def _key(letter: Letter, own: frozenset[str], roots: dict[str, str]) -> str:
    others = _others(letter, own)
    if not own:
        return letter.sender.key or _UNKNOWN
    if len(others) <= 1:
        return others[0].key if others else letter.sender.key or _UNKNOWN
    known = (roots[ref] for ref in letter.references if ref in roots)
    root = next(known, "") or next(iter(letter.references), "") or letter.message_id or _root_subject(letter.subject)
    for reference in (*letter.references, letter.message_id):
        roots.setdefault(reference, root)
    return f"thread {root}"


def _root_subject(subject: str) -> str:
    """The subject without `Re:`, `AW:`, `Fwd:` and the like."""
    rest = subject
    for _ in range(10):
        lead, colon, tail = rest.partition(":")
        if not colon or len(lead.strip()) > 4:
            break
        rest = tail.strip()
    return rest.casefold()


def _thread(key: str, group: Sequence[Letter], own: frozenset[str]) -> Thread:
    names = _names(group, own)
    messages: list[Message] = []
    subject = ""
    for letter in group:
        root = _root_subject(letter.subject)
        if root and root != subject:
            messages.append(_event(letter, f"[subject: {letter.subject}]", own, names))
        subject = root or subject
        messages += _messages(letter, own, names)
    return Thread(key=key, channel=CHANNEL, parties=_parties(group, own, names), messages=tuple(messages))


def _names(group: Sequence[Letter], own: frozenset[str]) -> dict[str, str]:
    """Address to the name shown for it; two addresses never share one, so that nobody passes for another."""
    shown: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for letter in group:
        for person in (letter.sender, *letter.recipients[:_MOST_PARTIES]):
            shown[person.key][person.name] += 1
    names: dict[str, str] = {}
    taken: set[str] = set()
    for key in sorted(shown, key=lambda key: key not in own):
        used = [name for name, _ in shown[key].most_common() if name]
        name = used[0] if used else key or _UNKNOWN
        misleads = used and ("@" in name or (key not in own and name_key(name) in taken))
        names[key] = f"{name} <{key}>" if misleads and key else name
        taken.add(name_key(name))
    return names


def _messages(letter: Letter, own: frozenset[str], names: dict[str, str]) -> list[Message]:
    mine = letter.sender.address in own
    said = [
        Message(
            speaker=names[letter.sender.key],
            text=words,
            mine=mine,
            sent_at=letter.sent_at,
            channel=CHANNEL,
            form=Form.DRAFT if letter.draft and mine else Form.SENT,
        )
        for words in letter.words
    ]
    return [*said, *(_event(letter, attachment, own, names) for attachment in letter.attachments)]


def _event(letter: Letter, text: str, own: frozenset[str], names: dict[str, str]) -> Message:
    return Message(
        speaker=names[letter.sender.key],
        text=text,
        mine=letter.sender.address in own,
        sent_at=letter.sent_at,
        channel=CHANNEL,
        form=Form.EVENT,
    )


def _parties(group: Sequence[Letter], own: frozenset[str], names: dict[str, str]) -> tuple[Party, ...]:
    phones: defaultdict[str, set[str]] = defaultdict(set)
    addresses: dict[str, str] = {}
    for letter in group:
        phones[letter.sender.key] |= letter.phones
        for person in (letter.sender, *letter.recipients[:_MOST_PARTIES]):
            addresses[person.key] = person.address
    return tuple(
        Party(name=names[key], mine=address in own, identifiers=frozenset(_identifiers(address) | phones[key]))
        for key, address in addresses.items()
    )


def _identifiers(address: str) -> set[str]:
    return {email_id(address) or f"email:{address}"} if address else set()
