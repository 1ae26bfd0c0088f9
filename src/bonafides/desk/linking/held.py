"""Where marks are looked up: in a snapshot of the store for one report, or read once into memory for an import."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from sys import intern
from typing import TYPE_CHECKING, NamedTuple, Protocol

from bonafides.store import more, one_of
from bonafides.store.records import Case, Mark

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from bonafides.store import Reading

CROWDED = 500
"""Marks of one key beyond which its cases are not looked at one by one; the value is named as too common instead."""
CROWDED_TEXTS = 150
"""The same for the keys of texts: they are many, and a text that so many write links nobody."""
MOST = 1_500
"""Marks that are fetched for one report, rarest values first."""
_PAGE = 50_000
_FLAGGED = ("warn", "alarm")


class Borne(NamedTuple):
    """A mark of a case, as far as linking is concerned."""

    case: str
    family: str
    key: str
    shown: str


class Standing(NamedTuple):
    """What the desk knows of a case that bears on linking."""

    there: bool
    """False where it is part of another case now."""
    flagged: bool
    """Whether its behaviour is judged to be an approach or fraud: by a person, else by the program."""
    ordinary: bool
    """Whether a person found it ordinary."""


class Held(Protocol):
    """The marks of all cases."""

    def cases(self) -> int:
        """How many cases there are."""

    def counts(self, keys: Collection[str]) -> Mapping[str, int]:
        """How many marks have each key; keys that none has may be missing."""

    def bearers(self, keys: Collection[str]) -> list[Borne]:
        """The marks with one of these keys."""

    def of_cases(self, cases: Collection[str], families: Collection[str]) -> list[Borne]:
        """The marks of some cases that are of one of these families."""

    def standings(self, cases: Collection[str]) -> Mapping[str, Standing]:
        """The standing of each case that exists."""


_FIELDS = ("case", "family", "key", "shown")


class InStore:
    """The marks in a snapshot of the store."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._known: dict[str, list[Borne]] = {}

    def cases(self) -> int:
        """How many cases there are."""
        return self._reading.count(Case)[()]

    def counts(self, keys: Collection[str]) -> Mapping[str, int]:
        """How many marks have each key."""
        if not keys:
            return {}
        return {str(key): n for (key,), n in self._reading.count(Mark, one_of("key", keys), by=("key",)).items()}

    def bearers(self, keys: Collection[str]) -> list[Borne]:
        """The marks with one of these keys."""
        if not keys:
            return []
        return [Borne(*row) for row in self._reading.pick(Mark, _FIELDS, one_of("key", keys))]

    def of_cases(self, cases: Collection[str], families: Collection[str]) -> list[Borne]:
        """The marks of some cases that are of one of these families."""
        if missing := [case for case in cases if case not in self._known]:
            found = by_case(Borne(*row) for row in self._reading.pick(Mark, _FIELDS, one_of("case", missing)))
            self._known |= {case: found.get(case, []) for case in missing}
        return [mark for case in cases for mark in self._known[case] if mark.family in families]

    def standings(self, cases: Collection[str]) -> Mapping[str, Standing]:
        """The standing of each case that exists."""
        if not cases:
            return {}
        rows = self._reading.pick(Case, _STANDING, one_of("id", cases))
        return {str(id): _standing(*rest) for id, *rest in rows}


_STANDING = ("id", "level", "verdict", "merged_into")


def _standing(level: str, verdict: str, merged_into: str) -> Standing:
    judged = verdict in ("approach", "scam", "device-lure")
    ordinary = verdict in ("ordinary", "not-about-behaviour")
    flagged = judged or (level in _FLAGGED and not ordinary)
    return Standing(there=not merged_into, flagged=flagged, ordinary=ordinary)


class InMemory:
    """All marks that several cases share, and all mailboxes, which tell how many people a firm has. They are read in
    two passes: first which are shared, then the marks themselves.

    Needs about 40 bytes for each mark while they are counted, and some 200 for each that is shared.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        shared = _shared(reading)
        self._by_key: dict[str, list[Borne]] = defaultdict(list)
        self._by_case: dict[str, list[Borne]] = defaultdict(list)
        for case, family, key, shown in _pages(reading, _FIELDS):
            if family == "mail" or _number(key) in shared:
                self._keep(Borne(intern(case), intern(family), intern(key), shown))

    def _keep(self, mark: Borne) -> None:
        self._by_key[mark.key].append(mark)
        self._by_case[mark.case].append(mark)

    def bearing_cases(self) -> Collection[str]:
        """The cases that share anything."""
        return self._by_case.keys()

    def marks(self, case: str) -> list[Borne]:
        """The marks of a case that others share."""
        return self._by_case.get(case, [])

    def cases(self) -> int:
        """How many cases there are."""
        return len(self._standing)

    def counts(self, keys: Collection[str]) -> Mapping[str, int]:
        """How many marks have each key."""
        return {key: len(self._by_key[key]) for key in keys if key in self._by_key}

    def bearers(self, keys: Collection[str]) -> list[Borne]:
        """The marks with one of these keys."""
        return [mark for key in keys if key in self._by_key for mark in self._by_key[key]]

    def of_cases(self, cases: Collection[str], families: Collection[str]) -> list[Borne]:
        """The marks of some cases that are of one of these families."""
        return [mark for case in cases for mark in self._by_case.get(case, ()) if mark.family in families]

    def standings(self, cases: Collection[str]) -> Mapping[str, Standing]:
        """The standing of each case that exists."""
        return {case: self._standing[case] for case in cases if case in self._standing}

    @cached_property
    def _standing(self) -> dict[str, Standing]:
        return {str(id): _standing(*rest) for id, *rest in self._reading.pick(Case, _STANDING)}


def _number(key: str) -> int:
    """64 bits of a key, which tell keys apart: of a million, two agree once in 40 million times."""
    return int(key.rpartition(":")[2][:16], 16)


def _shared(reading: Reading) -> frozenset[int]:
    """The numbers of keys that more than one mark has."""
    import numpy as np

    numbers = np.fromiter((_number(key) for (key,) in _pages(reading, ("key",))), dtype=np.uint64)
    values, counts = np.unique(numbers, return_counts=True)
    return frozenset(values[counts > 1].tolist())


def _pages(reading: Reading, fields: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """These fields of all marks, without holding all at once."""
    last = ""
    while rows := reading.pick(Mark, ("id", *fields), more("id", last), order="id", limit=_PAGE):
        yield from (row[1:] for row in rows)
        last = rows[-1][0]


def crowded(key: str) -> int:
    """Marks of a key beyond which its cases are not looked at."""
    return CROWDED_TEXTS if key.startswith("text:") else CROWDED


def within(counts: Mapping[str, int], most: int = MOST) -> list[str]:
    """The keys that can be looked up together, rarest first, without those that too many share."""
    kept, spent = [], 0
    for key, count in sorted(counts.items(), key=lambda item: (item[1], item[0])):
        spent += count
        if spent > most:
            break
        if count <= crowded(key):
            kept.append(key)
    return kept


def by_case(marks: Iterable[Borne]) -> dict[str, list[Borne]]:
    """The marks, case by case."""
    found: dict[str, list[Borne]] = defaultdict(list)
    for mark in marks:
        found[mark.case].append(mark)
    return found
