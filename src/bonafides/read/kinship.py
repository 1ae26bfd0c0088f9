"""Decides which threads are with the same counterpart: by identifiers, announced ones, or an unambiguous name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bonafides.model import Form
from bonafides.read.identity import EMAIL, PHONE, email_id, is_full_name, name_key, phone_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bonafides.model import Party
    from bonafides.read.owner import Filed

_NOBODY = frozenset({"linkedin member", "linkedin user", "facebook user", "instagram user", "deleted account"})
"""What platforms call people whose account is gone: many people, one name."""
_KINDS = {"email": "the e-mail address", "phone": "the phone number", "url": "the profile address"}
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


@dataclass(slots=True)
class Families:
    """Threads that belong together (union-find), with the reasons."""

    parent: dict[int, int] = field(default_factory=dict)
    reasons: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Per thread the reasons for which it was joined to another."""

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


def families(filed: Sequence[Filed], listed: Sequence[Node]) -> tuple[Families, list[str]]:
    """Which threads belong together, and the names that were too ambiguous to join by."""
    kin = Families()
    _by_identifier(listed, kin)
    _by_announcement(filed, listed, kin)
    return kin, _by_name(listed, kin, filed)


def _address_book(filed: Sequence[Filed]) -> dict[str, frozenset[str]]:
    """Name key and profile address -> identifiers, from threads that hold people and no messages."""
    book: dict[str, frozenset[str]] = {}
    twice: set[str] = set()
    for party in (party for each in filed if not each.thread.messages for party in each.thread.parties):
        if not party.identifiers:
            continue
        key = name_key(party.name)
        known = book.get(key)
        if known is not None and known.isdisjoint(party.identifiers):
            twice.add(key)
        book[key] = party.identifiers | (known or frozenset())
        for url in (each for each in party.identifiers if each.startswith("url:")):
            book[url] = book.get(url, frozenset()) | party.identifiers
    return {key: found for key, found in book.items() if key not in twice}


def _identifiers(party: Party, book: dict[str, frozenset[str]]) -> frozenset[str]:
    own = party.identifiers | ({phone_id(party.name), email_id(party.name)} - {""})
    urls = [each for each in own if each.startswith("url:")]
    looked_up = [book.get(url, frozenset()) for url in urls] or [book.get(name_key(party.name), frozenset())]
    return own.union(*looked_up)


def _by_identifier(listed: Sequence[Node], kin: Families) -> None:
    first: dict[str, Node] = {}
    for node in listed:
        for each in sorted(node.identifiers):
            known = first.setdefault(each, node)
            if known is not node:
                kin.unite(known.place, node.place, described(each))


def described(identifier: str) -> str:
    """An identifier in words: `the e-mail address amy@example.com`."""
    kind, _, value = identifier.partition(":")
    return f"{_KINDS[kind]} {value}"


def _by_announcement(filed: Sequence[Filed], listed: Sequence[Node], kin: Families) -> None:
    """Joins a thread to the one whose counterpart has the e-mail address or phone number that was given in it."""
    known: dict[str, list[Node]] = defaultdict(list)
    for node in listed:
        for each in node.identifiers:
            if not each.startswith("url:"):
                known[_short(each)].append(node)
    if not known:
        return
    phones = any(not key.startswith("email:") for key in known)
    for node in listed:
        for given in _announced(filed[node.place], phones=phones):
            for other in known.get(_short(given), ()):
                if other is not node and not _strangers(node, other):
                    kin.unite(other.place, node.place, f"{described(given)}, which was given in the conversation")


def _announced(each: Filed, *, phones: bool) -> Iterator[str]:
    """`email:...` and `phone:...` in the counterpart's own words, the phone with or without its country."""
    for message in each.thread.messages:
        if message.mine or message.form is not Form.SENT:
            continue
        if "@" in message.text:
            yield from filter(None, (email_id(match[0]) for match in EMAIL.finditer(message.text)))
        if phones:
            for match in PHONE.finditer(message.text):
                yield phone_id(match[0]) or f"phone:{match[0]}"


def _short(identifier: str) -> str:
    """An identifier as it is compared with announced ones: phones by their last digits."""
    if identifier.startswith("email:"):
        return identifier
    digits = "".join(char for char in identifier if char.isdigit())
    return digits[-_SUFFIX:] if len(digits) >= _SUFFIX else ""


def _strangers(one: Node, two: Node) -> bool:
    """Whether two full names have no word in common: then one person merely passed on the other's address."""
    return is_full_name(one.name) and is_full_name(two.name) and set(one.name.split()).isdisjoint(two.name.split())


def _by_name(listed: Sequence[Node], kin: Families, filed: Sequence[Filed]) -> list[str]:
    """Joins by full name where no two families have a claim to it. Returns the names that are ambiguous."""
    named: dict[str, list[Node]] = defaultdict(list)
    for node in listed:
        if is_full_name(node.name) and node.name not in _NOBODY:
            named[node.name].append(node)
    ambiguous = []
    for alike in named.values():
        if len({kin.root(node.place) for node in alike}) == 1:
            continue
        if _contradict(alike, kin):
            if len({node.file for node in alike}) > 1:
                ambiguous.append(_written(filed[alike[0].place]))
            continue
        for node in alike[1:]:
            kin.unite(alike[0].place, node.place, f"the name {_written(filed[node.place])}")
    return ambiguous


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
