"""Sorts letters into threads: one per counterpart, or one per conversation where several others take part."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from bonafides.model import Form, Message, Party
from bonafides.read.identity import email_id, name_key
from bonafides.read.reader import Thread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bonafides.read.mail.headers import Address
    from bonafides.read.mail.letter import Letter

CHANNEL = "email"
_UNKNOWN = "unknown sender"
_MOST_PARTIES = 50
"""Recipients of one mail that are taken for a conversation's parties; above that it is a mailing."""


def threads(letters: list[Letter], own: frozenset[str]) -> tuple[Thread, ...]:
    """Every letter in one thread, in file order. `own` are the owner's addresses.

    Empties `letters`, and lets go of each one when its message is made: there may be half a million.
    """
    roots: dict[bytes, str] = {}
    sorted_in: defaultdict[str, list[Letter]] = defaultdict(list)
    for letter in letters:
        sorted_in[_key(letter, own, roots)].append(letter)
    letters.clear()
    taken = _taken((letter for group in sorted_in.values() for letter in group), own)
    return tuple(_thread(key, sorted_in.pop(key), own, taken) for key in list(sorted_in))


def _taken(letters: Iterable[Letter], own: frozenset[str]) -> frozenset[str]:
    """The user's addresses and what the user's own signatures say: whoever repeats them is not the user."""
    signed = {letter.signature for letter in letters if letter.sender.address in own}
    return frozenset(f"email:{address}" for address in own).union(*signed)


def _others(letter: Letter, own: frozenset[str]) -> list[Address]:
    people = {person.key: person for person in (letter.sender, *letter.recipients[:_MOST_PARTIES])}
    return [person for person in people.values() if person.address not in own and person.key]


def _key(letter: Letter, own: frozenset[str], roots: dict[bytes, str]) -> str:
    others = _others(letter, own)
    if not own:
        return letter.sender.key or _UNKNOWN
    if len(others) <= 1:
        return others[0].key if others else letter.sender.key or _UNKNOWN
    known = next((roots[ref] for ref in letter.references if ref in roots), "")
    first = next(iter(letter.references), letter.message_id)
    root = known or first.hex() or _root_subject(letter.subject)
    for reference in filter(None, (*letter.references, letter.message_id)):
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


def _thread(key: str, group: list[Letter], own: frozenset[str], taken: frozenset[str]) -> Thread:
    names = _names(group, own)
    parties = _parties(group, own, names, taken)
    messages: list[Message] = []
    subject = ""
    for letter in _let_go(group):
        root = _root_subject(letter.subject)
        messages.append(_message(letter, own, names, opens=bool(root) and root != subject))
        subject = root or subject
    return Thread(key=key, channel=CHANNEL, parties=parties, messages=tuple(messages))


def _let_go(group: list[Letter]) -> Iterator[Letter]:
    """The letters in order, each forgotten as it is given."""
    group.reverse()
    while group:
        yield group.pop()


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


def _message(letter: Letter, own: frozenset[str], names: dict[str, str], *, opens: bool) -> Message:
    mine = letter.sender.address in own
    return Message(
        speaker=names[letter.sender.key],
        text=letter.words,
        mine=mine,
        sent_at=letter.sent_at,
        channel=CHANNEL,
        form=Form.DRAFT if letter.draft and mine else Form.SENT,
        subject=letter.subject if opens else "",
        attachments=letter.attachments,
    )


def _parties(
    group: Sequence[Letter], own: frozenset[str], names: dict[str, str], taken: frozenset[str]
) -> tuple[Party, ...]:
    signed: defaultdict[str, set[str]] = defaultdict(set)
    addresses: dict[str, str] = {}
    for letter in group:
        for person in (letter.sender, *letter.recipients[:_MOST_PARTIES]):
            addresses[person.key] = person.address
        signed[letter.sender.key] |= _signed(letter, own, taken)
    return tuple(
        Party(name=names[key], mine=address in own, identifiers=frozenset(_identifiers(address) | signed[key]))
        for key, address in addresses.items()
    )


def _signed(letter: Letter, own: frozenset[str], taken: frozenset[str]) -> frozenset[str]:
    """What the signature says of its sender alone: not what it repeats of the user or of those written to."""
    if not letter.signature:
        return frozenset()
    if letter.sender.address in own:
        return frozenset(each for each in letter.signature if each.startswith("phone:"))
    others = {f"email:{person.address}" for person in letter.recipients}
    return frozenset(letter.signature) - others - taken


def _identifiers(address: str) -> set[str]:
    return {email_id(address) or f"email:{address}"} if address else set()
