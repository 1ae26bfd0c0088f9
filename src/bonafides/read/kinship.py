"""Decides which threads are with the same counterpart, by identifiers; by a mere name it only suggests it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bonafides.model import Form
from bonafides.read.announced import announced
from bonafides.read.identity import email_id, is_full_name, name_key, phone_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from bonafides.model import Party
    from bonafides.read.owner import Filed

_NOBODY = frozenset({"linkedin member", "linkedin user", "facebook user", "instagram user", "deleted account"})
"""What platforms call people whose account is gone: many people, one name."""
_KINDS = {
    "email": "the e-mail address",
    "phone": "the phone number",
    "url": "the profile address",
    "handle": "the account",
}
"""The identifiers that are one person's; a firm or a domain is many people's."""
_TELLING = 20
"""Characters from which a message is not said twice by chance."""
_SUFFIX = 9
"""Digits at the end of a phone number that tell it apart when the country code is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One thread with one counterpart, as far as joining is concerned."""

    place: int
    """Its place among all threads."""
    file: str
    name: str
    """Name key of the counterpart."""
    identifiers: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunch:
    """Two threads that may be with the same person, on evidence too weak to join them."""

    first: int
    second: int
    because: str


@dataclass(slots=True)
class Families:
    """Threads that belong together (union-find), with the reasons."""

    parent: dict[int, int] = field(default_factory=dict)
    reasons: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Per thread the reasons for which it was joined to another."""
    hunches: list[Hunch] = field(default_factory=list)

    def root(self, place: int) -> int:
        """The thread that stands for the whole family."""
        while (above := self.parent.get(place, place)) != place:
            self.parent[place] = self.parent.get(above, above)
            place = above
        return place

    def unite(self, first: int, second: int, because: str) -> None:
        """Makes two threads one family; nothing happens where they are already."""
        one, two = sorted((self.root(first), self.root(second)))
        if one != two:
            self.parent[two] = one
            self.reasons[second].append(because)


def nodes(filed: Sequence[Filed]) -> list[Node]:
    """Every thread that may be joined: not kept apart, with messages, and with exactly one counterpart."""
    book = _address_book(filed)
    found = []
    for place, each in enumerate(filed):
        others = {party.name: party for party in each.thread.parties if not party.mine}
        if each.thread.messages and not each.thread.keep_apart and len(others) == 1:
            party = next(iter(others.values()))
            found.append(
                Node(place=place, file=each.file, name=_bare_name(party.name), identifiers=_identifiers(party, book))
            )
    return found


def _bare_name(name: str) -> str:
    """The name key without what follows a comma (`Amy Lin, PhD`), where the rest still is a whole name."""
    bare = name_key(name.partition(",")[0])
    return bare if is_full_name(bare) else name_key(name)


def families(filed: Sequence[Filed], listed: Sequence[Node]) -> Families:
    """Which threads belong together, and which may: by a name that no two profiles have a claim to."""
    kin = Families()
    _by_identifier(listed, kin)
    _by_messages(filed, listed, kin)
    _by_announcement(filed, listed, kin)
    _by_name(listed, kin, filed)
    return kin


def _address_book(filed: Sequence[Filed]) -> dict[str, frozenset[str]]:
    """Profile address -> identifiers of its owner, from threads that hold people and no messages."""
    book: dict[str, frozenset[str]] = {}
    for party in (party for each in filed if not each.thread.messages for party in each.thread.parties):
        for url in (each for each in party.identifiers if each.startswith("url:")):
            book[url] = book.get(url, frozenset()) | party.identifiers
    return book


def _identifiers(party: Party, book: dict[str, frozenset[str]]) -> frozenset[str]:
    own = party.identifiers | ({phone_id(party.name), email_id(party.name)} - {""})
    urls = [each for each in own if each.startswith("url:")]
    return own.union(*(book.get(url, frozenset()) for url in urls))


def _by_identifier(listed: Sequence[Node], kin: Families) -> None:
    first: dict[str, Node] = {}
    for node in listed:
        for each in sorted(_personal(node.identifiers)):
            known = first.setdefault(each, node)
            if known is not node:
                kin.unite(known.place, node.place, described(each))


def _by_messages(filed: Sequence[Filed], listed: Sequence[Node], kin: Families) -> None:
    """Joins two exports of one chat: one name on one channel said the same (a short word: at the same time)."""
    alike: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for node in listed:
        if node.name:
            alike[(filed[node.place].thread.channel, node.name)].append(node)
    for nodes_ in alike.values():
        first: dict[tuple[str, datetime | None], Node] = {}
        for node in nodes_ if len(nodes_) > 1 else ():
            for key in _telling(filed[node.place]):
                known = first.setdefault(key, node)
                if known is not node and kin.root(known.place) != kin.root(node.place):
                    kin.unite(known.place, node.place, "the same messages in both")


def _telling(each: Filed) -> Iterator[tuple[str, datetime | None]]:
    """What the counterpart said; a short word counts with its time only."""
    for message in each.thread.messages:
        if message.judged and (message.sent_at or len(message.text) >= _TELLING):
            yield message.text.strip(), None if len(message.text) >= _TELLING else message.sent_at


def _personal(identifiers: Iterable[str]) -> Iterator[str]:
    return (each for each in identifiers if each.partition(":")[0] in _KINDS)


def described(identifier: str) -> str:
    """An identifier in words: `the e-mail address amy@example.com`."""
    kind, _, value = identifier.partition(":")
    return f"{_KINDS[kind]} {value}"


def _by_announcement(filed: Sequence[Filed], listed: Sequence[Node], kin: Families) -> None:
    """Joins a thread to the one whose counterpart has, or gives too, the address, number or handle given in it."""
    known: dict[str, list[Node]] = defaultdict(list)
    for node in listed:
        for each in (*node.identifiers, *_named_by_handle(filed[node.place], node)):
            if not each.startswith("url:"):
                known[_short(each)].append(node)
    for node in listed:
        for given in _given(filed[node.place]) if len(listed) > 1 else ():
            for other in known.get(_short(given), ()):
                if other is not node and not _strangers(node, other):
                    kin.unite(other.place, node.place, f"{described(given)}, which was given in the conversation")
            if given.startswith("handle:"):
                known[given].append(node)


def _named_by_handle(each: Filed, node: Node) -> Iterator[str]:
    """The handle that a counterpart without another name is shown by: `@amy_lin` in a Telegram chat."""
    if node.name and " " not in node.name:
        yield f"handle:{each.thread.channel}/{node.name.removeprefix('@')}"


def _given(each: Filed) -> Iterator[str]:
    """What the counterpart gives as their own in the thread."""
    for message in each.thread.messages:
        if message.form is Form.SENT and not message.mine:
            yield from announced(message.words)


def _short(identifier: str) -> str:
    """An identifier as it is compared with announced ones: phones by their last digits."""
    if not identifier.startswith("phone:"):
        return identifier
    digits = "".join(char for char in identifier if char.isdigit())
    return digits[-_SUFFIX:] if len(digits) >= _SUFFIX else ""


def _strangers(one: Node, two: Node) -> bool:
    """Whether two full names have no word in common: then one person merely passed on the other's address."""
    return is_full_name(one.name) and is_full_name(two.name) and set(one.name.split()).isdisjoint(two.name.split())


def _by_name(listed: Sequence[Node], kin: Families, filed: Sequence[Filed]) -> None:
    """Notes the threads of one full name to which no two profiles have a claim; a name alone joins nothing."""
    named: dict[str, list[Node]] = defaultdict(list)
    for node in listed:
        if is_full_name(node.name) and node.name not in _NOBODY:
            named[node.name].append(node)
    for alike in named.values():
        if _contradict(alike, kin):
            continue
        first = alike[0]
        for root in dict.fromkeys(kin.root(node.place) for node in alike):
            if root != kin.root(first.place):
                second = next(node for node in alike if kin.root(node.place) == root)
                because = f"the name {_written(filed[second.place])}"
                kin.hunches.append(Hunch(first=first.place, second=second.place, because=because))


def _written(each: Filed) -> str:
    return next(party.name for party in each.thread.parties if not party.mine)


def _contradict(alike: Iterable[Node], kin: Families) -> bool:
    """Whether families of one name have different profile addresses, or other different identifiers in one file."""
    claims: dict[tuple[str, str], dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for node in alike:
        for each in node.identifiers:
            kind = each.partition(":")[0]
            claims[(kind, "" if kind == "url" else node.file)][kin.root(node.place)].add(each)
    return any(len(families) > 1 for families in claims.values())
