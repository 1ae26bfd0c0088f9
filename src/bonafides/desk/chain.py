"""The audit chain: append-only, each entry holding the digest of the one before; what it commits to can be forgotten.

An entry shows what was done, when, and to which case (a random id). Who did it and what exactly stands in a detail, of
which the entry holds a salted digest only: when a case is purged its details go, and the chain still verifies.
A detail also holds the digest of every row that was written, so that rows which were changed behind the program's back
are found.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bonafides.store import equals, more, one_of
from bonafides.store.records import (
    OF_A_CASE,
    Account,
    Campaign,
    Case,
    Detail,
    Entry,
    Link,
    Mark,
    Merge,
    Record,
    Setting,
    name_of,
    new_id,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bonafides.store import Reading, Writing

START = "0" * 64
"""What the first entry has in place of the digest before it."""
PURGE = "case.purge"
FORGET = "audit.forget"
"""Entries of cases and of details that were forgotten by rule."""
_AT_ONCE = 1_000
_INSTANT = timedelta(microseconds=1)
_UNTRACKED = (Detail, Mark)
TRACKED: tuple[type[Record], ...] = (
    Setting,
    Account,
    Case,
    Campaign,
    Link,
    Merge,
    *(kind for kind in OF_A_CASE if kind not in _UNTRACKED),
)
"""Tables whose rows the chain vouches for; marks follow from reports."""
SCRUB_OWED, BACKUP_FOLDERS = "scrub-owed", "backup-folders"
_NOTED = frozenset({f"{name_of(Setting)}:{each}" for each in (SCRUB_OWED, BACKUP_FOLDERS)})
"""Notes of the program to itself (see `upkeep`), which are no settings that somebody has made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a check of the chain found."""

    entries: int
    head: str
    """Digest of the last entry: kept elsewhere, it shows later that none was cut off."""
    purged: int
    """Cases that were purged by rule."""
    faults: tuple[str, ...]
    """What does not fit, a sentence key with its values: `kind:place`."""


def record(
    writing: Writing,
    action: str,
    *,
    at: datetime | None = None,
    who: str = "",
    case: str = "",
    plain: Mapping[str, object] | None = None,
    detail: Mapping[str, object] | None = None,
    rows: Mapping[str, str] | None = None,
) -> Entry:
    """Append an entry, in the transaction of what it tells of.

    `plain` stays for ever and must hold no name and no text; `detail` and `rows` (digests of rows by their names, ""
    for those removed) go when the case is purged.
    """
    last = next(iter(writing.find(Entry, order="-seq", limit=1)), None)
    seq = last.seq + 1 if last else 1
    salt = secrets.token_hex(16)
    text = _canonical({"who": who, **(detail or {}), **({"rows": rows} if rows else {})})
    moment = (at or datetime.now(UTC)).astimezone(UTC)
    entry = _sealed(
        Entry(
            id=new_id(),
            seq=seq,
            at=moment,
            action=action,
            case=case,
            plain=_canonical(plain) if plain else "",
            commitment=_commitment(salt, text),
            previous=last.hash if last else START,
            hash="",
        )
    )
    writing.add(entry, Detail(id=new_id(), seq=seq, case=case, who=who, salt=salt, text=text))
    return entry


def recorded_today(reading: Reading, action: str, now: datetime, *, who: str, case: str) -> bool:
    """Whether an account's doing this to a case has been entered since midnight, UTC, and its detail is still held."""
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    today = (equals("case", case), equals("action", action), more("at", midnight - _INSTANT))
    places = [seq for (seq,) in reading.pick(Entry, ("seq",), *today)]
    return bool(places) and bool(reading.find(Detail, one_of("seq", places), equals("who", who), limit=1))


def verify(reading: Reading, *, head: str = "") -> Verified:
    """Check every entry, every detail, and every row that the chain vouches for.

    `head`: a digest that was noted earlier; it must be in the chain.
    """
    walk = _Walk()
    for entry in _in_order(reading):
        walk.take(entry)
    for detail in reading.stream(Detail):
        walk.open(detail)
    walk.close()
    faults = [*walk.faults, *_wrong_rows(reading, walk)]
    if head and head not in walk.hashes:
        faults.append("head-missing:")
    return Verified(entries=walk.seq, head=walk.previous, purged=len(walk.purged), faults=tuple(dict.fromkeys(faults)))


def digest(row: Record) -> str:
    """SHA-256 of everything in a row."""
    values = {each.name: _plain(getattr(row, each.name)) for each in fields(row)}
    return hashlib.sha256(_canonical(values).encode()).hexdigest()


def row_name(row: Record) -> str:
    """What the chain calls a row."""
    return f"{name_of(type(row))}:{row.id}"


class _Walk:
    """What is known of the chain so far."""

    def __init__(self) -> None:
        self.seq = 0
        self.previous = START
        self.hashes: set[str] = set()
        self.faults: list[str] = []
        self.purged: set[str] = set()
        self.forgotten = 0
        """Details up to this entry that belong to no case were forgotten by rule."""
        self.entries: dict[int, tuple[str, str]] = {}
        """Commitment and case of the entries whose detail has not been seen."""
        self.rows: dict[str, tuple[int, str]] = {}
        """The last digest of each row, and the entry that says so."""

    def take(self, entry: Entry) -> None:
        if entry.seq != self.seq + 1:
            self.faults.append(f"gap:{self.seq + 1}")
        if entry.previous != self.previous or not hmac.compare_digest(_sealed(entry).hash, entry.hash):
            self.faults.append(f"changed:{entry.seq}")
        self.seq, self.previous = entry.seq, entry.hash
        self.hashes.add(entry.hash)
        self.entries[entry.seq] = (entry.commitment, entry.case)
        if entry.action == PURGE:
            self.purged.add(entry.case)
        elif entry.action == FORGET:
            self.forgotten = max(self.forgotten, _until(entry.plain))

    def open(self, detail: Detail) -> None:
        commitment, case = self.entries.pop(detail.seq, ("", ""))
        if not hmac.compare_digest(_commitment(detail.salt, detail.text), commitment) or case != detail.case:
            self.faults.append(f"detail-changed:{detail.seq}")
            return
        told = json.loads(detail.text)
        if told["who"] != detail.who:
            self.faults.append(f"detail-changed:{detail.seq}")
        for name, value in told.get("rows", {}).items():
            if detail.seq >= self.rows.get(name, (0, ""))[0]:
                self.rows[name] = (detail.seq, value)

    def close(self) -> None:
        """Details that are missing though nobody forgot them by rule."""
        for seq, (_, case) in self.entries.items():
            by_rule = case in self.purged or (not case and seq <= self.forgotten)
            if not by_rule:
                self.faults.append(f"detail-missing:{seq}")


def _in_order(reading: Reading) -> Iterator[Entry]:
    """The entries by their place, some hundreds at a time."""
    part = reading.find(Entry, order="seq", limit=_AT_ONCE)
    while part:
        yield from part
        part = reading.find(Entry, more("seq", part[-1].seq), order="seq", limit=_AT_ONCE)


def _wrong_rows(reading: Reading, walk: _Walk) -> Iterator[str]:
    """Rows that are not as the chain says, that it does not know, or that are gone."""
    expected = {name: value for name, (_, value) in walk.rows.items() if value}
    for kind in TRACKED:
        for row in reading.stream(kind):
            name = row_name(row)
            if expected.pop(name, "") != digest(row) and name not in _NOTED:
                yield f"row-changed:{name}"
    for name in expected:
        yield f"row-missing:{name}"


def _sealed(entry: Entry) -> Entry:
    """The entry with the digest that it should have."""
    told = (entry.seq, _plain(entry.at), entry.action, entry.case, entry.plain, entry.commitment, entry.previous)
    return replace(entry, hash=hashlib.sha256(_canonical(told).encode()).hexdigest())


def _commitment(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt}:{text}".encode()).hexdigest()


def _until(plain: str) -> int:
    """Up to which entry details were forgotten; whoever broke the entry forgot none."""
    try:
        return int(json.loads(plain)["until"])
    except (ValueError, TypeError, KeyError, OverflowError):
        return 0


def _canonical(value: Mapping[str, object] | Sequence[object]) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case bytes():
            return hashlib.sha256(value).hexdigest()
        case tuple():
            return list(value)
    return value
