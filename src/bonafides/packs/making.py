"""Makes a pack from what a publisher has confirmed, and makes the next one without what turned out wrong."""

from __future__ import annotations

import hashlib
import os
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from bonafides.errors import PacksError
from bonafides.packs import digest
from bonafides.packs.form import (
    FEWEST_REPORTS,
    LONGEST,
    MOST_NOTES,
    SECTIONS,
    Group,
    Header,
    is_series,
    write,
)
from bonafides.packs.identifier import identifier
from bonafides.packs.sketch import FEWEST_KEYS, MOST_KEYS, VERSION, cut_words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from bonafides.packs.confirmed import Confirmed
    from bonafides.packs.form import Pack
    from bonafides.packs.identifier import Identifier
    from bonafides.packs.signing import Verifier

    Cut = Callable[[str], Sequence[bytes]]
    """The shingles of a text; how a text is cut is not for this room to know."""
    Rows = list[tuple[bytes, int]]

_AT_ONCE = 256
"""Lures whose slow digests are made together."""
USUAL = timedelta(days=90)
SAME = 0.5
"""Share of keys from which two texts are one lure, packed once."""
_STEPS = (3, 5, 10, 25, 50, 100, 255)
"""Counts of reports that a pack tells: the exact one says more than a reader needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Who publishes, and how."""

    verifier: Verifier
    name: str
    contact: str
    series: str = "main"
    keeps: timedelta = USUAL
    slow: digest.Slow = field(default_factory=digest.Slow)

    def checked(self) -> Publisher:
        """Itself; raises PacksError for what no pack may say."""
        if not self.name.strip() or not self.contact.strip():
            raise PacksError(
                "a pack says who publishes it and where a wrong entry is reported",
                where="publisher",
                next_step="Give --publisher and --contact.",
            )
        if not self.name.isprintable() or not self.contact.isprintable():
            raise PacksError(
                "a name or contact has a line break or a control character in it",
                where="publisher",
                next_step="Write each as one plain line.",
            )
        if len(self.name) > 200 or len(self.contact) > 300:
            raise PacksError("a name or contact is too long", where="publisher", next_step="Say it in fewer words.")
        if not is_series(self.series):
            raise PacksError("this is no name of a series", where="series", next_step="Use small letters and hyphens.")
        if not timedelta() < self.keeps <= LONGEST:
            raise PacksError("a pack must end", where="days", next_step=f"Say at most {LONGEST.days} days.")
        return self


class Made(NamedTuple):
    """A pack that is not signed yet."""

    data: bytes
    header: Header
    left_out: tuple[str, ...]
    """What was not packed, and why: never an address."""


def packed(
    confirmed: Iterable[Confirmed], who: Publisher, cut: Cut, *, now: datetime, previous: Pack | None = None,
    never: Collection[Identifier] = (), each: Callable[[], object] = bool,
) -> Made:  # fmt: skip
    """A pack of confirmed reports.

    `previous`: the publisher's last pack of this series; what was withdrawn there stays out. `never`: identifiers to
    withdraw besides. `each` is called after every report. Raises PacksError where the publisher is not fit.
    """
    salt = digest.salt_of(who.checked().verifier.raw, str(now.astimezone(UTC).year))
    old = _withdrawn_of(previous, salt, who.slow)
    out = old | {_digest(each_, salt, who.slow) for each_ in never}
    making = _Making(salt, who.slow, cut, out)
    rest = iter(confirmed)
    with ThreadPoolExecutor(max_workers=min(16, os.cpu_count() or 1)) as pool:
        while some := list(islice(rest, _AT_ONCE)):
            making.prepare(some, pool)
            for item in some:
                making.take(item)
                each()
    return making.done(who, now, previous.header.sequence if previous else 0)


def withdrawn(
    previous: Pack, who: Publisher, gone: Collection[Identifier], texts: Iterable[Sequence[bytes]], *, now: datetime
) -> Made:
    """The publisher's next pack: the last one without these identifiers and without texts that are like these.

    It says what was withdrawn, so that no other pack of this publisher and year brings it back. It ends when the last
    one would have ended. Raises PacksError where nothing of it was in the pack.
    """
    header = previous.header
    keys = {_digest(each, header.salt, header.slow) for each in gone}
    lures = {number for asked in texts for number in _like(previous, asked)}
    rows: dict[str, Rows] = {
        section: [row for row in previous.records(section) if row[0] not in keys] for section in ("slow", "fast")
    }
    rows["text"] = [row for row in previous.records("text") if row[1] not in lures]
    had = {digest_ for section in ("slow", "fast") for digest_, _ in previous.records(section)}
    if not (keys & had) and not lures:
        raise PacksError("nothing of this is in the pack", where="pack", next_step="Check how it is written.")
    rows["withdrawn"] = [(each, 0) for each in sorted(keys | {row[0] for row in previous.records("withdrawn")})]
    groups = [previous.group(number) for number in range(header.counts["groups"])]
    counts = {"groups": len(groups), **{section: len(rows[section]) for section in SECTIONS[1:]}}
    new = replace(
        header, sequence=_next(now, header.sequence), published_at=_moment(now), counts=counts,
        publisher=who.name or header.publisher, contact=who.contact or header.contact,
    )  # fmt: skip
    return Made(data=write(new, groups, rows), header=new, left_out=())


class _Making:
    """The records of a pack as they come together."""

    def __init__(self, salt: bytes, slow: digest.Slow, cut: Cut, out: Collection[bytes]) -> None:
        self._salt, self._slow, self._cut, self._out = salt, slow, cut, out
        self._groups: dict[Group, int] = {}
        self._lures: list[Group] = []
        self._notes: dict[str, int] = {}
        self._rows: dict[str, dict[bytes, Group]] = {"slow": {}, "fast": {}}
        self._texts: dict[bytes, list[int]] = defaultdict(list)
        self._left: Counter[str] = Counter()
        self._made: dict[Identifier, bytes] = {}

    def prepare(self, items: Sequence[Confirmed], pool: ThreadPoolExecutor) -> None:
        """Make the slow digests of some lures side by side, on all processors."""
        named = {identifier(written) for item in items for written in item.identifiers}
        wanted = [each for each in named if each and each.slow]
        made = pool.map(lambda each: digest.slow(each, self._salt, self._slow), wanted)
        self._made = dict(zip(wanted, made, strict=True))

    def take(self, item: Confirmed) -> None:
        if item.reports < FEWEST_REPORTS:
            self._left[f"fewer than {FEWEST_REPORTS} independent reports"] += 1
            return
        group = Group(
            kind=item.kind, reports=max(step for step in _STEPS if step <= item.reports), since=item.since, keys=0,
            note=self._note(item.note),
        )  # fmt: skip
        for written in item.identifiers:
            self._address(written, group)
        for shingles in (*map(self._cut, item.texts), *map(cut_words, item.words)):
            self._text(shingles, group)

    def _note(self, note: str) -> int:
        if not note:
            return 0
        if note not in self._notes and len(self._notes) == MOST_NOTES:
            self._left["notes beyond the first thousand"] += 1
            return 0
        return self._notes.setdefault(note, len(self._notes) + 1)

    def _address(self, written: str, group: Group) -> None:
        found = identifier(written)
        if found is None:
            self._left["identifiers that are of no kind that packs hold"] += 1
            return
        key = self._made.get(found) or _digest(found, self._salt, self._slow)
        if key in self._out:
            self._left["identifiers that were withdrawn"] += 1
            return
        rows = self._rows["slow" if found.slow else "fast"]
        if key not in rows or group.reports > rows[key].reports:
            rows[key] = group

    def _text(self, shingles: Iterable[bytes], group: Group) -> None:
        keys = sorted({digest.shingle(words, self._salt) for words in shingles})[:MOST_KEYS]
        if len(keys) < FEWEST_KEYS:
            self._left["texts too short to be told from others"] += 1
            return
        shared = Counter(number for key in keys for number in self._texts.get(key, ()))
        if shared and max(shared.values()) >= SAME * len(keys):
            self._left["texts much like another one in the pack"] += 1
            return
        for key in keys:
            self._texts[key].append(len(self._lures))
        self._lures.append(group._replace(keys=len(keys)))

    def done(self, who: Publisher, now: datetime, last: int) -> Made:
        lures = len(self._lures)
        rows: dict[str, Rows] = {
            "slow": self._numbered("slow", lures), "fast": self._numbered("fast", lures),
            "text": sorted((key, number) for key, numbers in self._texts.items() for number in numbers),
            "withdrawn": [(each, 0) for each in sorted(self._out)],
        }  # fmt: skip
        groups = [*self._lures, *self._groups]
        header = Header(
            publisher=who.name.strip(), contact=who.contact.strip(), series=who.series, sequence=_next(now, last),
            published_at=_moment(now), expires_at=_moment(now) + who.keeps, salt=self._salt, slow=self._slow,
            sketch=VERSION, notes=tuple(self._notes),
            counts={"groups": len(groups), **{section: len(rows[section]) for section in SECTIONS[1:]}},
        )  # fmt: skip
        left = tuple(f"{count} {what}" for what, count in self._left.items())
        return Made(data=write(header, groups, rows), header=header, left_out=left)

    def _numbered(self, section: str, first: int) -> Rows:
        rows = self._rows[section]
        return sorted((key, self._groups.setdefault(group, first + len(self._groups))) for key, group in rows.items())


def digest_of(data: bytes) -> str:
    """SHA-256 of a pack's bytes, to be noted beside who confirmed it."""
    return hashlib.sha256(data).hexdigest()


def _digest(found: Identifier, salt: bytes, how: digest.Slow) -> bytes:
    return digest.slow(found, salt, how) if found.slow else digest.fast(found, salt)


def _withdrawn_of(previous: Pack | None, salt: bytes, how: digest.Slow) -> set[bytes]:
    """Digests that the last pack withdrew; under the salt of another year they cannot be carried over."""
    if previous is None:
        return set()
    if previous.header.salt != salt or previous.header.slow != how:
        if previous.header.counts["withdrawn"]:
            raise PacksError(
                "the last pack withdraws entries, and it has the salt of another year or other slow digests",
                where="previous",
                next_step="Give the withdrawn identifiers again with --never FILE, and leave --previous out.",
            )
        return set()
    return {key for key, _ in previous.records("withdrawn")}


def _like(pack: Pack, asked: Sequence[bytes]) -> set[int]:
    """Numbers of the texts in a pack of which half the keys stand in this one."""
    keys = {digest.shingle(words, pack.header.salt) for words in asked}
    shared = Counter(number for key in keys for number in pack.groups_of("text", key, 10_000))
    return {number for number, count in shared.items() if count >= SAME * pack.group(number).keys}


def _next(now: datetime, last: int) -> int:
    """The number of a new pack: the second of its making, so that it rises though nobody keeps count."""
    return max(last + 1, int(now.timestamp()))


def _moment(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(microsecond=0)
