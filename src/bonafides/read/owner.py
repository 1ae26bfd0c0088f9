"""Finds out which of the people in the threads is the user, and says from what."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bonafides.model import Form, Message, Party
from bonafides.read.doubt import Doubt, Doubted
from bonafides.read.identity import identifier, name_key
from bonafides.read.self_labels import own_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bonafides.read.harvest import FileRead
    from bonafides.read.reader import Thread

_COMMON_FROM = 3
"""People with whom the same name must talk to be taken for the user's; of two threads in all, both will do."""
_STATED = "--me"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A thread and the file it is from."""

    file: str
    format: str
    thread: Thread


@dataclass(slots=True)
class Owner:
    """Who the user is, as far as known."""

    names: dict[str, str] = field(default_factory=dict)
    """Name key -> where it is from, in words."""
    identifiers: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    """Name key -> the name as written."""

    def learn(self, party: Party, source: str) -> None:
        """Takes `party` for the user."""
        if key := name_key(party.name):
            self.names.setdefault(key, source)
            self.shown.setdefault(key, party.name)
        for each in party.identifiers:
            self.identifiers.setdefault(each, source)

    def is_me(self, party: Party) -> bool:
        """Whether a party is the user: by an identifier where both have one of that kind, else by the name."""
        if not self.identifiers.keys().isdisjoint(party.identifiers):
            return True
        if _urls(party.identifiers) and _urls(self.identifiers):
            return False  # the same name at another profile address is somebody else
        return name_key(party.name) in self.names

    def __str__(self) -> str:
        """`Jane Roe (from Profile.csv)`, several joined by `; `."""
        named = [f"{self.shown[key]} (from {source})" for key, source in self.names.items()]
        named = named or [f"{key.partition(':')[2]} (from {source})" for key, source in self.identifiers.items()]
        return "; ".join(named[:4]) + (f" and {len(named) - 4} more" if len(named) > 4 else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Threads with `mine` decided as far as it can be, who the user was taken to be, and what was assumed."""

    threads: tuple[Filed, ...]
    me: str
    doubts: tuple[Doubted, ...]


def settle(files: Sequence[FileRead], stated: Sequence[str]) -> Settled:
    """Decides for every thread which party is the user."""
    owner = _told(files, stated)
    listed = [Filed(file=f.name, format=f.format, thread=thread) for f in files for thread in f.extract.threads]
    free = [each for each in listed if each.thread.messages and not each.thread.keep_apart]
    _learn_from_marks(free, owner)
    _learn_addresses(free, owner)
    while _learn_common([each for each in free if not _own(each.thread, owner)], owner):
        _learn_addresses(free, owner)
    return _Settling(owner=owner, known=_counterparts(free, owner)).settle(listed)


def _told(files: Sequence[FileRead], stated: Sequence[str]) -> Owner:
    """What the user states, then what the files say of their owner."""
    owner = Owner()
    for value in stated:
        found = identifier(value)
        name = "" if found else value
        owner.learn(Party(name=name, mine=True, identifiers=frozenset({found} - {""})), _STATED)
    for file in files:
        for party in file.extract.me:
            owner.learn(party, file.name.rpartition("/")[2])
    return owner


def _learn_from_marks(filed: Iterable[Filed], owner: Owner) -> None:
    for each in filed:
        labels = own_labels(party.name for party in each.thread.parties)
        for party in each.thread.parties:
            if party.mine and party.name not in labels:
                owner.learn(party, each.file.rpartition("/")[2])


def _learn_addresses(filed: Iterable[Filed], owner: Owner) -> None:
    """The profile address that the user's name mostly has, so that a namesake is not taken for the user."""
    if _urls(owner.identifiers):
        return
    counts: Counter[str] = Counter()
    for each in filed:
        for party in each.thread.parties:
            if name_key(party.name) in owner.names:
                counts.update(_urls(party.identifiers))
    if counts:
        owner.identifiers[counts.most_common(1)[0][0]] = "its name"


def _learn_common(filed: Sequence[Filed], owner: Owner) -> bool:
    """Takes the name that is in most of these threads, with different people, for the user's."""
    partners: dict[str, set[str]] = {}
    example: dict[str, Party] = {}
    pairs = [each.thread.parties for each in filed if len(each.thread.parties) > 1]
    for parties in pairs:
        keys = [name_key(party.name) for party in parties]
        for key, party in zip(keys, parties, strict=True):
            if not key or key in owner.names:
                continue  # nothing to learn from: asked again and again, it would be found again and again
            example.setdefault(key, party)
            partners.setdefault(key, set()).add(" + ".join(sorted(other for other in keys if other != key)))
    ranked = sorted(partners, key=lambda key: -len(partners[key]))
    counts = [len(partners[key]) for key in ranked[:2]]
    least = max(_COMMON_FROM, len(pairs) / 2) if len(pairs) != 2 else 2
    if not counts or counts[0] < least or (len(counts) > 1 and counts[1] == counts[0]):
        return False
    owner.learn(replace(example[ranked[0]], identifiers=frozenset()), "being in most conversations")
    return True


def _own(thread: Thread, owner: Owner) -> frozenset[str]:
    """Names in a thread that are the user's, from what is known for certain."""
    own = {party.name for party in thread.parties if party.mine or owner.is_me(party)}
    own |= {m.speaker for m in thread.messages if m.mine}
    return frozenset(own) or own_labels(party.name for party in thread.parties)


def _counterparts(filed: Iterable[Filed], owner: Owner) -> frozenset[str]:
    """Name keys of people who are the other side in some thread where the user is known."""
    found = set()
    for each in filed:
        own = _own(each.thread, owner)
        found |= {name_key(party.name) for party in each.thread.parties if own and party.name not in own}
    return frozenset(found)


@dataclass(slots=True, kw_only=True)
class _Settling:
    """The decision thread by thread, with what is known from all of them."""

    owner: Owner
    known: frozenset[str]
    found: dict[tuple[Doubt, str], list[int]] = field(default_factory=dict)
    """Doubt and file -> places of the threads."""

    def settle(self, listed: Sequence[Filed]) -> Settled:
        """All threads decided, in the order given."""
        return Settled(
            threads=tuple(
                each if each.thread.keep_apart else self._one(each, place) for place, each in enumerate(listed)
            ),
            me=str(self.owner),
            doubts=tuple(
                Doubted(doubt=doubt, file=file, places=tuple(places))
                for (doubt, file), places in sorted(self.found.items(), key=lambda item: _DOUBTS.index(item[0][0]))
            ),
        )

    def _doubt(self, doubt: Doubt, each: Filed, place: int) -> None:
        self.found.setdefault((doubt, each.file), []).append(place)

    def _one(self, each: Filed, place: int) -> Filed:
        thread = each.thread
        own = _own(thread, self.owner)
        if thread.messages and not own and len(thread.parties) > 1:
            own = self._infer(each, place)
        if thread.messages and thread.parties and all(party.name in own for party in thread.parties):
            self._doubt(_ALONE, each, place)
        return replace(each, thread=_marked(thread, own)) if own else each

    def _infer(self, each: Filed, place: int) -> frozenset[str]:
        """The user's name in a thread where nothing says it outright; the two sides are told apart by hints."""
        parties = each.thread.parties
        others = [
            {party.name for party in parties if _is_named(party.name, each.thread.counterpart_hint)},
            {party.name for party in parties if name_key(party.name) in self.known},
        ]
        names = {party.name for party in parties}
        for other in others:
            if len(parties) == 2 and len(other) == 1:
                return frozenset(names - other)
        short = [party.name for party in parties if self._is_like_me(party.name)]
        if len(short) == 1:
            return frozenset(short)
        if len(parties) > 2:
            self._doubt(_GROUP, each, place)
            return frozenset()
        self._doubt(_WROTE_FIRST, each, place)
        first = next((m.speaker for m in each.thread.messages if m.form is Form.SENT and m.speaker in names), "")
        return frozenset(names - {first}) if first else frozenset()

    def _is_like_me(self, name: str) -> bool:
        """Whether `name` is the user's first name, or the user's name with more or less between or after it.

        A single word is the user's only where the user stated it: the other side may have the same first name.
        """
        words = name_key(name).replace(",", " ").split()
        return any(
            words == mine[:1]
            or (len(mine) > 1 and (set(mine) <= set(words) or words == [mine[0], mine[-1]]))
            or (source == _STATED and mine == words[:1])
            for mine, source in ((key.split(), source) for key, source in self.owner.names.items())
        )


_WROTE_FIRST = Doubt(
    one="Nothing says which side is you; whoever wrote first was taken for the other side.",
    many="Nothing says which side is you in {count} conversation(s); whoever wrote first was taken for the other side.",
    next_step="If that is wrong, say who you are with --me NAME.",
)
_GROUP = Doubt(
    one="Nothing says which of the people in this group conversation is you; all of them were judged.",
    many="Nothing says which of the people is you in {count} group conversation(s); all of them were judged.",
    next_step="Say who you are with --me NAME, so that your own words are not judged.",
)
_ALONE = Doubt(
    one="It holds only your own words; there is nobody to judge in it.",
    many="{count} conversation(s) hold only your own words; there is nobody to judge in them.",
)
_DOUBTS = (_WROTE_FIRST, _GROUP, _ALONE)


def _is_named(name: str, hint: str) -> bool:
    """Whether a hint such as a file name's `Amy Lin` means `name`."""
    wanted = set(name_key(hint).split())
    return bool(wanted) and wanted <= set(name_key(name).split())


def _marked(thread: Thread, own: frozenset[str]) -> Thread:
    """The thread with the user's parties and messages marked."""
    return replace(
        thread,
        parties=tuple(replace(party, mine=True) if party.name in own else party for party in thread.parties),
        messages=tuple(_mine(m) if m.speaker in own and not m.mine else m for m in thread.messages),
    )


def _mine(message: Message) -> Message:
    return replace(message, mine=True)


def _urls(identifiers: Iterable[str]) -> set[str]:
    return {each for each in identifiers if each.startswith("url:")}
