"""Turns threads into conversations: one per counterpart, whatever files and channels it went through."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from bonafides.model import Conversation, Join, Party, Problem
from bonafides.read.identity import is_full_name, name_key
from bonafides.read.kinship import Families, Node, families, nodes
from bonafides.read.merge import is_untimed, merged
from bonafides.read.source import numbered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bonafides.read.owner import Filed

_ID_CHARACTERS = 60
_NAMED = 3
"""Members by whom a group without a name is called."""
_SUGGESTED = 20
"""Suggestions that are made one by one."""
_NAMELESS = ("", "them")
"""What a pasted text calls a writer whom it does not name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Conversations in the order in which their first threads came, and what must be said about them."""

    conversations: tuple[Conversation, ...]
    problems: tuple[Problem, ...]
    ids: Mapping[int, str]
    """Place of a thread -> id of the conversation that it became part of."""


def join(filed: Sequence[Filed], *, together: bool = True, stated: Sequence[tuple[str, str]] = ()) -> Joined:
    """One conversation per counterpart; with `together` false one per thread. Interchange files stay as they are.

    `stated` are pairs that the user says are one person: ids as given here without them, or names of counterparts.
    """
    listed = nodes(filed)
    filed = _with_all_identifiers(filed, listed)
    kin = families(filed, listed) if together else Families()
    unknown = tuple(_as_stated(filed, kin, stated)) if stated else ()
    groups = _groups(filed, kin)
    members = [[filed[place] for place in places] for places in groups]
    reasons = [[reason for place in places for reason in kin.reasons.get(place, ())] for places in groups]
    ids = _ids(members)
    conversations = [
        _conversation(id_, group, because) for id_, group, because in zip(ids, members, reasons, strict=True)
    ]
    by_place = {place: id_ for id_, places in zip(ids, groups, strict=True) for place in places}
    return Joined(
        conversations=tuple(conversations),
        problems=(*unknown, *_suggested(kin, by_place), *_unordered(ids, members), *_repeated(ids, members)),
        ids=by_place,
    )


def _groups(filed: Sequence[Filed], kin: Families) -> list[list[int]]:
    """The places of the threads of each conversation, in the order of their first threads."""
    groups: dict[int, list[int]] = {}
    for place, each in enumerate(filed):
        if each.thread.messages or each.thread.keep_apart:
            groups.setdefault(kin.root(place), []).append(place)
    return list(groups.values())


def _as_stated(filed: Sequence[Filed], kin: Families, stated: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """Unites what the user says belongs together; a pair that names no two conversations is a fatal problem."""
    groups = _groups(filed, kin)
    members = [[filed[place] for place in places] for places in groups]
    named: dict[str, list[int]] = {}
    for id_, group, places in zip(_ids(members), members, groups, strict=True):
        if not group[0].thread.keep_apart:
            names = {name_key(p.name) for each in group for p in each.thread.parties if not p.mine}
            for name in {name_key(id_), *names}:
                named.setdefault(name, []).append(places[0])
    for one, two in stated:
        first, second = named.get(name_key(one), []), named.get(name_key(two), [])
        places = list(dict.fromkeys([*first[:1], *second])) if name_key(one) != name_key(two) else first
        if len(places) < 2:
            missing = one if not first else two
            yield Problem(
                what=f"There is no conversation {missing!r} to join with another; the rest was read as it is.",
                where="--join",
                next_step="`bonafides read` lists the conversations by name.",
                fatal=True,
            )
        for place in places[1:]:
            kin.unite(places[0], place, "your word that they are one person")


def _is_serial(key: str) -> bool:
    """Whether a thread's key is a program's number for it, not a name that people gave it."""
    return " " not in key and sum(char.isdigit() or char in "=_" for char in key) > 3


def _suggested(kin: Families, ids: Mapping[int, str]) -> Iterator[Problem]:
    """Conversations that may be with one person: left apart, with the way to join them."""
    pairs = {(ids[hunch.first], ids[hunch.second]): hunch for hunch in reversed(kin.hunches)}
    apart = [(pair, hunch) for pair, hunch in reversed(pairs.items()) if pair[0] != pair[1]]
    if len(apart) > _SUGGESTED:
        yield Problem(
            what=f"{len(apart)} conversations have the same name as another one elsewhere. "
            "A name alone proves nothing, so they were left apart; the first ones are listed.",
            where="names",
        )
    for pair, hunch in apart[:_SUGGESTED]:
        yield Problem(
            what=f"The conversations {pair[0]} and {pair[1]} may be with the same person: both have "
            f"{hunch.because}. A name alone proves nothing, so they were left apart.",
            where=pair[1],
            next_step=f"If it is one person, add: --join {pair[0]} {pair[1]}",
            conversation=pair[1],
        )


def _with_all_identifiers(filed: Sequence[Filed], listed: Iterable[Node]) -> list[Filed]:
    """The threads, each counterpart with what the address books know of them too."""
    known = list(filed)
    for node in listed:
        thread = filed[node.place].thread
        parties = tuple(p if p.mine else replace(p, identifiers=node.identifiers) for p in thread.parties)
        known[node.place] = replace(filed[node.place], thread=replace(thread, parties=parties))
    return known


def _conversation(id_: str, group: Sequence[Filed], because: Sequence[str]) -> Conversation:
    threads = [each.thread for each in group]
    files = tuple(dict.fromkeys(file for each in group for file in (each.file, *each.thread.also)))
    if threads[0].keep_apart:
        return Conversation(id=id_, messages=threads[0].messages, parties=threads[0].parties, read_from=files)
    labels = tuple(f"{each.file} ({each.thread.channel})" for each in group)
    return Conversation(
        id=id_,
        messages=merged(threads),
        parties=threads[0].parties if len(group) == 1 else tuple(_parties(group)),
        joins=() if len(group) == 1 else (Join(threads=labels, because="; ".join(dict.fromkeys(because))),),
        read_from=files,
    )


def _parties(group: Iterable[Filed]) -> Iterator[Party]:
    """The user and the counterpart, each once, under the fullest name, with all identifiers."""
    parties = [party for each in group for party in each.thread.parties]
    for mine in (True, False):
        same = [party for party in parties if party.mine is mine]
        if same:
            best = max(same, key=lambda party: is_full_name(name_key(party.name)))
            yield Party(name=best.name, mine=mine, identifiers=frozenset().union(*(p.identifiers for p in same)))


def _ids(members: Sequence[Sequence[Filed]]) -> list[str]:
    """Interchange ids as given; names of counterparts otherwise, numbered where they come again."""
    taken = [group[0].thread.key for group in members if group[0].thread.keep_apart]
    named = iter(numbered((_slug(group) for group in members if not group[0].thread.keep_apart), taken))
    return [group[0].thread.key if group[0].thread.keep_apart else next(named) for group in members]


def _slug(group: Sequence[Filed]) -> str:
    """The counterpart's name in lower case with hyphens; what the file calls a group; the file itself for no name."""
    others = [party for party in _parties(group) if not party.mine] if len(group) > 1 else []
    others = others or [party for party in group[0].thread.parties if not party.mine]
    name = others[0].name if len(others) == 1 else group[0].thread.key
    if len(others) > 1 and _is_serial(name):
        name = " ".join(party.name for party in others[:_NAMED])
    if name in _NAMELESS:
        name = PurePosixPath(group[0].file).stem
    words = "".join(char if char.isalnum() else " " for char in name_key(name)).split()
    return "-".join(words)[:_ID_CHARACTERS].strip("-") or "conversation"


def _unordered(ids: Iterable[str], members: Iterable[Sequence[Filed]]) -> Iterator[Problem]:
    for id_, group in zip(ids, members, strict=True):
        untimed = [each for each in group if is_untimed(each.thread)]
        if len(group) > 1 and untimed and len(untimed) < len(group):
            for file in dict.fromkeys(each.file for each in untimed):
                yield Problem(
                    what="This part of a joined conversation has no times; it was put after the parts that have.",
                    where=file,
                    conversation=id_,
                )


def _repeated(ids: Iterable[str], members: Iterable[Sequence[Filed]]) -> Iterator[Problem]:
    """Ids that an interchange file gives to more than one conversation, so that its output cannot be told apart."""
    seen: set[str] = set()
    again: dict[str, dict[str, None]] = {}
    for id_, group in zip(ids, members, strict=True):
        if id_ in seen:
            again.setdefault(group[0].file, {})[id_] = None
        seen.add(id_)
    for file, found in again.items():
        lone = next(iter(found)) if len(found) == 1 else ""
        yield Problem(
            what="More than one conversation has this id; all were read, and their results have the same id."
            if lone
            else f"{len(found)} ids are those of more than one conversation; all were read, under the ids given.",
            where=f"{file}, conversation {lone}" if lone else file,
            next_step="Give each conversation an id of its own.",
            conversation=lone,
        )
