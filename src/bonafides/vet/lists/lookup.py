"""Asks a list's index for names like one name; reads only, so that many may ask at once."""

from __future__ import annotations

import json
import math
import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from heapq import nsmallest
from pathlib import Path
from typing import Self

from bonafides.errors import VetError
from bonafides.vet.lists.compare import Alike, Readings, Way_, alike
from bonafides.vet.lists.extra import require
from bonafides.vet.lists.index import VERSION, firm_words, leads, near, places, whole
from bonafides.vet.lists.match import About, Kind, Loaded, Match
from bonafides.vet.lists.spelt import Word, cuts, script

LEAST = 0.78
"""Likeness from which an entry is shown; chosen on the development half of `python -m evals.lists`."""
MOST = 10
"""Entries shown for one name; a name that fits more says nothing of anybody."""
_COMPARED = 30
_LEAST_MET = 2
"""Words that a name has to share with one of several words: with one alone it never reaches `LEAST`."""
_READ = 200_000
"""Places of words looked through for one name, the rarest words first."""
_LEADS = 3000
_NEAR = 0.7


class Lookup:
    """An open index. Not for several threads at once: open one each."""

    def __init__(self, path: Path) -> None:
        """Raises VetError where it cannot be opened or is of another version."""
        require()
        try:
            self._base = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
            self._check(path)
            meta = dict(self._base.execute("SELECT key, value FROM meta"))
            self.loaded = _loaded(path, meta)
        except (sqlite3.Error, KeyError, ValueError) as error:
            raise VetError(
                "the index of this list is missing or damaged", where=path.name, next_step="Load the list again."
            ) from error

    def _check(self, path: Path) -> None:
        (version,) = self._base.execute("PRAGMA user_version").fetchone()
        if version != VERSION:
            newer = version > VERSION
            raise VetError(
                f"the index of this list was made by {'a newer' if newer else 'another'} version of this program",
                where=path.name, next_step="Update the program." if newer else "Load the list again.",
            )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def ask(self, name: str, *, kind: Kind = Kind.PERSON, born: str = "") -> tuple[Match, ...]:
        """Entries whose name is like `name`, the likest first, each once.

        `born` (ISO 8601, may be a year) is only held beside the list's, and changes neither what is found nor the
        order. Raises VetError where the index is damaged.
        """
        person = kind is Kind.PERSON
        ways = cuts(name if person else firm_words(name))
        if not ways or (person and all(len(each.latin) < 2 for way in ways for each in way)):
            return ()
        try:
            return tuple(self._found(name, ways, born, person=person))
        except sqlite3.Error as error:
            raise VetError(
                "the index of this list is damaged", where=self.loaded.name, next_step="Load the list again."
            ) from error

    def _found(self, name: str, ways: tuple[Way_, ...], born: str, *, person: bool) -> Iterator[Match]:
        known = self._readings({each.written for way in ways for each in way})
        best: dict[int, tuple[float, Match]] = {}
        for row in self._rows(self._candidates(ways, known), person=person):
            listed = cuts(row[1] if person else firm_words(row[1]))
            known |= self._readings({each.written for way in listed for each in way} - known.keys())
            found = alike(ways, listed, known, person=person)
            if found and found.likeness >= LEAST and found.likeness > best.get(row[0], (0.0, None))[0]:
                best[row[0]] = (found.likeness, self._match(name, row, found, born))
        ranked = sorted(best.values(), key=lambda each: (-each[0], each[1].name, each[1].about.id))
        yield from (match for _, match in ranked[:MOST])

    # --- which names may be like it

    def _candidates(self, ways: tuple[Way_, ...], known: Readings) -> list[int]:
        weights: defaultdict[int, float] = defaultdict(float)
        met: Counter[int] = Counter()
        read = 0
        for found in sorted((self._places(each, known) for each in _asked(ways)), key=len):
            read += len(found)
            if read > _READ and weights:
                break
            rarity = math.log(1 + self.loaded.names / max(1, len(found)))
            met.update(found.keys())
            for id_, closeness in found.items():
                weights[id_] += rarity * closeness
        least = min(_LEAST_MET, *map(len, ways))
        likely = {id_: weight for id_, weight in weights.items() if met[id_] >= least}
        for way in ways:
            likely |= dict.fromkeys(self._ids((whole(way),)), math.inf)
        return nsmallest(_COMPARED, likely, key=lambda id_: (-likely[id_], id_))

    def _places(self, each: Word, known: Readings) -> dict[int, float]:
        """(name, how close its word is) for the names that have this word or one like it."""
        found = dict.fromkeys(self._ids(self._words_like(each, known)), 0.8)
        return found | dict.fromkeys(self._ids((each.latin,)), 1.0)

    def _words_like(self, each: Word, known: Readings) -> set[str]:
        from rapidfuzz.distance import Levenshtein

        sure = self._led(leads(each, known.get(each.written, ())) - near(each.sound or each.latin))
        close = (
            word
            for word in self._led(near(each.sound) | near(each.latin) if each.sound else near(each.latin))
            if Levenshtein.normalized_similarity(each.latin, word, score_cutoff=_NEAR) >= _NEAR
        )
        return {*sure, *close}

    def _led(self, keys: Iterable[str]) -> set[str]:
        return {
            word
            for key in keys
            for (word,) in self._base.execute("SELECT word FROM lead WHERE key = ? LIMIT ?", (key, _LEADS))
        }

    def _ids(self, words: Iterable[str]) -> Iterator[int]:
        for word in words:
            for (packed,) in self._base.execute("SELECT names FROM place WHERE word = ?", (word,)):
                ids = array("I")
                ids.frombytes(packed)
                yield from ids

    def _readings(self, written: Iterable[str]) -> dict[str, tuple[str, ...]]:
        found = {}
        for each in written:
            row = self._base.execute("SELECT readings FROM reading WHERE written = ?", (each,)).fetchone()
            found[each] = tuple(row[0].split()) if row else ()
        return found

    # --- what is said of them

    def _rows(self, ids: Iterable[int], *, person: bool) -> Iterator[tuple[int, str, int, str, str, str, str]]:
        query = (
            "SELECT entry.id, name.text, name.alias, ref, schema, caption, details FROM name"
            " JOIN entry ON entry.id = name.entry WHERE name.id = ? AND kinds & ?"
        )
        for id_ in ids:
            yield from self._base.execute(query, (id_, 1 if person else 2))

    def _match(self, asked: str, row: tuple[int, str, int, str, str, str, str], found: Alike, born: str) -> Match:
        _, text, alias, ref, schema, caption, details = row
        held = {key: tuple(values) for key, values in json.loads(details).items()}
        changed = max(held.pop("changed", ()), default="")
        about = About(id=ref, schema=schema, caption=caption, changed=changed, **held)
        return Match(
            asked=asked, name=text, alias=bool(alias), likeness=round(found.likeness, 3), parts=found.parts,
            turned=found.turned, script=script(text), about=about, list=self.loaded, born=_born(born, about.born),
        )  # fmt: skip


def _asked(ways: tuple[Way_, ...]) -> tuple[Word, ...]:
    """Every word of every cut, once, and neighbours that a list may write as one."""
    words = {each.latin: each for way in ways for each in way}
    for key in places(ways):
        if key not in words and not key.startswith("="):
            words[key] = Word(key, key, "", "")
    return tuple(words.values())


def _born(told: str, listed: tuple[str, ...]) -> str:
    """`same` or `other`, as far as both are told; a year alone is held against the year."""
    if not told or not listed:
        return ""
    return "same" if any(each.startswith(told) or told.startswith(each) for each in listed if each) else "other"


def _loaded(path: Path, meta: dict[str, str]) -> Loaded:
    return Loaded(
        name=path.stem, entries=int(meta["entries"]), names=int(meta["names"]), unread=int(meta["unread"]),
        added=meta["added"], newest=meta["newest"], sha256=meta["sha256"],
    )  # fmt: skip
