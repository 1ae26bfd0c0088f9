"""Whose mailbox it is: from what the servers wrote, who receives, and what the user states."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bonafides.model import Party
from bonafides.read.identity import email_id, name_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bonafides.read.mail.letter import Letter

_ALIAS_SHARE = 0.1
"""A further address to which at least this share was delivered is taken to be the owner's too."""
_BY_SERVER, _BY_RECEIPT, _BY_HEADER = 1_000, 10, 1


def owners(letters: Sequence[Letter], me: Sequence[str]) -> frozenset[str]:
    """The owner's addresses; none where the mails leave it open.

    A mail's own sender never counts as its recipient: a mail to its own sender, with the user in blind copy, is a
    common form of fraud.
    """
    stated = _stated(letters, me)
    if stated:
        return stated
    votes: Counter[str] = Counter()
    delivered: Counter[str] = Counter()
    copies_kept = any(letter.received for letter in letters)
    for letter in letters:
        if not letter.carried:
            votes.update(_votes(letter, copies_kept=copies_kept))
            delivered.update({letter.delivered_to} - {"", letter.sender.address})
    best = votes.most_common(2)
    if not best or (len(best) == 2 and best[0][1] == best[1][1]):
        return frozenset()
    aliases = (address for address, count in delivered.items() if count >= _ALIAS_SHARE * len(letters))
    return frozenset({best[0][0], *aliases})


def party(own: frozenset[str], letters: Sequence[Letter]) -> tuple[Party, ...]:
    """The owner as a party, under the name used most; none for an unknown owner."""
    if not own:
        return ()
    names = Counter(
        person.name
        for letter in letters
        for person in (letter.sender, *letter.recipients)
        if person.address in own and person.name
    )
    name = names.most_common(1)[0][0] if names else min(own)
    return (Party(name=name, mine=True, identifiers=frozenset(email_id(a) or f"email:{a}" for a in own)),)


def _stated(letters: Sequence[Letter], me: Sequence[str]) -> frozenset[str]:
    keys = {name_key(each) for each in me}
    everybody = {person for letter in letters for person in (letter.sender, *letter.recipients)} if keys else set()
    return frozenset(p.address for p in everybody if p.address and ({p.address, name_key(p.name)} & keys))


def _votes(letter: Letter, *, copies_kept: bool) -> Counter[str]:
    votes: Counter[str] = Counter()
    sender = letter.sender.address
    addressed = {person.address for person in letter.recipients} - {sender, ""}
    if letter.delivered_to and letter.delivered_to != sender:
        votes[letter.delivered_to] += _BY_SERVER
    for address in addressed:
        votes[address] += _BY_RECEIPT if letter.received else _BY_HEADER
    if sender and copies_kept and not letter.received:
        votes[sender] += _BY_RECEIPT + _BY_HEADER
    return votes
