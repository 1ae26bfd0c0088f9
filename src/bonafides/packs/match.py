"""Asks packs about identifiers and texts: all on this machine, and nobody learns what was asked."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bonafides.packs import digest
from bonafides.packs.sketch import AGREE, APART, MOST_ASKED, SHARE, VERSION, WINDOW, apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bonafides.packs.form import Group, Pack
    from bonafides.packs.identifier import Identifier
    from bonafides.packs.sketch import Shingle

MOST_SLOW = 16
"""Addresses of people that are asked for in one thread: at 16 ms each a quarter of a second."""
_COMMON = 200
"""Texts that share a shingle from which it tells none of them."""


class Hit(NamedTuple):
    """Something that a pack lists."""

    group: Group
    note: str
    agreed: int
    of: int
    shingles: tuple[Shingle, ...]
    """Of a text, where the parts stand that agree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """A pack to ask, without what its publisher has withdrawn in this pack or in another one."""

    pack: Pack
    others: tuple[Pack, ...] = ()
    """Further packs of the same publisher and salt: what these withdraw counts as withdrawn here."""

    def address(self, found: Identifier) -> Hit | None:
        """What the pack says of an identifier."""
        header = self.pack.header
        if found.slow:
            if not header.counts["slow"] or not digest.can_slow():
                return None
            key, section = digest.slow(found, header.salt, header.slow), "slow"
        else:
            key, section = digest.fast(found, header.salt), "fast"
        groups = self.pack.groups_of(section, key, 1)
        if not groups or self._is_withdrawn(key):
            return None
        return self._hit(groups[0], 1, 1, ())

    def texts(self, asked: Sequence[Shingle]) -> list[Hit]:
        """The texts of the pack of which enough stands close together, the surest first; linear in what is asked."""
        header = self.pack.header
        if header.sketch != VERSION or not header.counts["text"]:
            return []
        near = _Near(self.pack)
        for place, shingle in enumerate(asked[:MOST_ASKED]):
            near.take(place, shingle, digest.shingle(shingle.words, header.salt))
        hits = [self._hit(number, len(found), of, found) for number, of, found in near.enough()]
        return sorted(hits, key=lambda hit: -hit.agreed / hit.of)

    def _is_withdrawn(self, key: bytes) -> bool:
        return any(pack.groups_of("withdrawn", key, 1) for pack in (self.pack, *self.others))

    def _hit(self, number: int, agreed: int, of: int, found: Iterable[Shingle]) -> Hit:
        group = self.pack.group(number)
        note = self.pack.header.notes[group.note - 1] if group.note else ""
        return Hit(group=group, note=note, agreed=agreed, of=of, shingles=tuple(found))


class _Near:
    """Where parts of which text stand, and how many of one text stand close together."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._met: dict[int, list[tuple[int, bytes, Shingle]]] = defaultdict(list)

    def take(self, place: int, shingle: Shingle, key: bytes) -> None:
        groups = self._pack.groups_of("text", key, _COMMON)
        if len(groups) < _COMMON:
            for number in groups:
                self._met[number].append((place, key, shingle))

    def enough(self) -> Iterable[tuple[int, int, tuple[Shingle, ...]]]:
        """Number of a text, its keys in the pack, and the parts that agree, where they are enough."""
        for number, met in self._met.items():
            if len(met) < AGREE:
                continue
            of = self._pack.group(number).keys
            together = _densest(met)
            if of and len(together) >= max(AGREE, SHARE * of) and apart(at for at, _ in together.values()) >= APART:
                yield number, of, tuple(where for _, where in together.values())


def _densest(met: Sequence[tuple[int, bytes, Shingle]]) -> dict[bytes, tuple[int, Shingle]]:
    """The stretch of WINDOW shingles with the most different keys, by key; in one pass."""
    inside: Counter[bytes] = Counter()
    first, best, found = 0, 0, (0, 0)
    for last, (place, key, _) in enumerate(met):
        inside[key] += 1
        while met[first][0] <= place - WINDOW:
            gone = met[first][1]
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
            first += 1
        if len(inside) > best:
            best, found = len(inside), (first, last + 1)
    return {key: (place, shingle) for place, key, shingle in met[slice(*found)]}
