"""What links a report to others: the ways back that the other side gives, who they say they are, what they wrote.

Only the other side's words and identifiers are taken; what is the user's own, or was first said by the user, is not.
Nothing that could stand in for an origin is a mark: no country, language, script, time zone or writing habit; a phone
number counts as a whole, never by its prefix.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.desk.linking import addresses, pictures, texts
from bonafides.desk.linking import personas as people
from bonafides.desk.linking.lists import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bonafides.desk.linking.pictures import Picture
    from bonafides.model import Conversation, Party

MOST = 40
"""Marks of one family in one report: a pasted list of numbers is nobody's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something that other reports may share."""

    family: str
    """phone, mail, handle, profile, domain, firm, photo, persona or text."""
    key: str
    """What equal values (and near-duplicate texts and pictures, in part) have in common."""
    shown: str
    """The value as a person reads it."""


def marks_of(conversation: Conversation, attachments: Sequence[Picture] = ()) -> tuple[Found, ...]:
    """The marks of one report: its conversation as read and the files that came with it, each mark once."""
    return marks_of_all([(conversation, attachments)])[0]


def marks_of_all(reports: Iterable[tuple[Conversation, Sequence[Picture]]]) -> list[tuple[Found, ...]]:
    """The marks of many reports, in their order; texts are sketched together, which is faster for an import."""
    found: list[list[Found]] = []
    bodies: list[tuple[int, str, str]] = []
    for place, (conversation, attachments) in enumerate(reports):
        found.append([*_plain(conversation), *_pictures(attachments)])
        written = _theirs(conversation)
        for key, shown in texts.sentences(written).items():
            found[place].append(Found(family="text", key=key, shown=shown))
        bodies += [(place, *each) for each in texts.bodies(written).items()]
    for number, key in texts.keys([body for _, _, body in bodies]):
        place, shown, _ = bodies[number]
        found[place].append(Found(family="text", key=key, shown=shown))
    return [_each_once(each) for each in found]


def key_of(family: str, value: str) -> str:
    """The key of a folded value. The digest is plain and only makes keys short and alike: it hides nothing, since
    the value itself stands beside it in the same row and is deleted with it.
    """
    return f"{family}:{hashlib.blake2b(f'{family}:{value}'.encode('utf-8', 'replace'), digest_size=10).hexdigest()}"


def _each_once(found: Sequence[Found]) -> tuple[Found, ...]:
    """Each key once, and no more of a family than one writer can mean."""
    once = {each.key: each for each in reversed(found)}
    taken: dict[str, int] = defaultdict(int)
    kept = []
    for each in reversed(once.values()):
        taken[each.family] += 1
        if taken[each.family] <= MOST:
            kept.append(each)
    return tuple(kept)


def _theirs(conversation: Conversation) -> list[str]:
    return [message.words for message in conversation.messages if message.judged and message.words.strip()]


def _plain(conversation: Conversation) -> Iterator[Found]:
    """All but texts and pictures."""
    written = _theirs(conversation)
    others = [party for party in conversation.parties if not party.mine]
    own = _own(conversation)
    given = [*_of_parties(others, conversation), *(each for text in written for each in addresses.in_text(text))]
    for family, value in dict.fromkeys(given):
        if (family, value) not in own:
            yield Found(family=family, key=key_of(family, value), shown=_shown(family, value))
    firms = _firms(others, written, own)
    yield from (Found(family="firm", key=key_of("firm", people.firm_key(firm)), shown=firm) for firm in firms)
    for key, shown in people.personas(_names(conversation), firms):
        yield Found(family="persona", key=key_of("persona", key), shown=shown)


def _of_parties(others: Sequence[Party], conversation: Conversation) -> Iterator[addresses.Address]:
    channel = next(iter(conversation.channels), "")
    for party in others:
        yield from addresses.of_name(party.name, channel)
        for identifier in sorted(party.identifiers):
            yield from addresses.of_identifier(identifier, channel)
    for name in conversation.counterparts if not others else ():
        yield from addresses.of_name(name, channel)


def _own(conversation: Conversation) -> frozenset[tuple[str, str]]:
    """The user's own addresses, firms and employer's domain, and whatever the user said first."""
    mine = [party for party in conversation.parties if party.mine]
    identifiers = [each for party in mine for each in party.identifiers]
    known = {each for identifier in identifiers for each in addresses.of_identifier(identifier, "whatsapp")}
    known |= {each for party in mine for each in addresses.of_name(party.name, "whatsapp")}
    firms = (each.partition(":")[2] for each in identifiers if each.startswith("firm:"))
    known |= {("firm", people.firm_key(firm)) for firm in firms}
    said = [message.words for message in conversation.messages if message.mine]
    known |= {("firm", people.firm_key(firm)) for text in said for firm in people.firms_in(text)}
    return frozenset(known) | _said_first(conversation)


def _said_first(conversation: Conversation) -> frozenset[tuple[str, str]]:
    """What the user wrote before the other side did: repeating it back makes it nobody's mark."""
    mine: set[tuple[str, str]] = set()
    theirs: set[tuple[str, str]] = set()
    if addresses.mentioned(message.words for message in conversation.messages if message.mine):
        for message in conversation.messages:
            if message.mine:
                mine |= addresses.mentioned([message.words]) - theirs
            elif message.judged:
                theirs |= addresses.mentioned([message.words]) - mine
    return frozenset(mine)


def _firms(others: Sequence[Party], written: Sequence[str], own: frozenset[tuple[str, str]]) -> list[str]:
    """The first few firms of the other side, as written, each once."""
    named = [each.partition(":")[2] for party in others for each in sorted(party.identifiers) if each[:5] == "firm:"]
    named += [firm for text in written for firm in people.firms_in(text)]
    once = {people.firm_key(firm): firm for firm in reversed(named)}
    kept = [firm for key, firm in reversed(once.items()) if key and ("firm", key) not in own]
    return kept[: people.MOST]


def _names(conversation: Conversation) -> list[str]:
    mine = {party.name for party in conversation.parties if party.mine}
    return [name for name in conversation.counterparts if name not in mine and name.casefold() not in listed("nobody")]


def _shown(family: str, value: str) -> str:
    """A messenger name without the word that stands for any app."""
    if family != "handle":
        return value
    app, _, name = value.partition("/")
    return {"messenger": name, "any": f"@{name}"}.get(app, value)


def _pictures(attachments: Sequence[Picture]) -> Iterator[Found]:
    for picture in attachments:
        if (number := pictures.hashed(picture)) is not None:
            shown = pictures.shown(picture.name, number)
            yield from (
                Found(family="photo", key=key_of("photo", part), shown=shown) for part in pictures.parts(number)
            )
