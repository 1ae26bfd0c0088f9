"""Writes Outlook message files for tests: an OLE compound file, and a message's properties in it."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

Tree = dict[str, "bytes | Tree"]
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR, _MINI, _CUTOFF = 512, 64, 4_096
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def compound(tree: Tree) -> bytes:
    """A compound file with these storages (dicts) and streams (bytes)."""
    entries = [_Entry(name="Root Entry", kind=5)]
    _collect(tree, entries[0], entries)
    return _laid_out(entries)


@dataclass(slots=True, kw_only=True)
class _Entry:
    name: str
    kind: int
    content: bytes = b""
    child: int = _FREE
    left: int = _FREE
    right: int = _FREE
    start: int = _END
    size: int = 0

    def packed(self) -> bytes:
        name = (self.name + "\0").encode("utf-16-le")
        links = struct.pack("<III", self.left, self.right, self.child)
        head = name.ljust(64, b"\0") + struct.pack("<HBB", len(name), self.kind, 1) + links
        return head + bytes(36) + struct.pack("<IQ", self.start, self.size)


def _collect(tree: Tree, parent: _Entry, entries: list[_Entry]) -> None:
    places = []
    for name in sorted(tree, key=lambda name: (len(name), name.upper())):
        value = tree[name]
        entry = _Entry(name=name, kind=2 if isinstance(value, bytes) else 1)
        places.append(len(entries))
        entries.append(entry)
        if isinstance(value, bytes):
            entry.content, entry.size = value, len(value)
        else:
            _collect(value, entry, entries)
    parent.child = _balanced(places, entries)


def _balanced(places: Sequence[int], entries: list[_Entry]) -> int:
    if not places:
        return _FREE
    middle = len(places) // 2
    entries[places[middle]].left = _balanced(places[:middle], entries)
    entries[places[middle]].right = _balanced(places[middle + 1 :], entries)
    return places[middle]


@dataclass(slots=True)
class _Sectors:
    size: int
    content: bytearray = field(default_factory=bytearray)
    table: list[int] = field(default_factory=list)

    def add(self, content: bytes) -> int:
        """Where its chain starts."""
        if not content:
            return _END
        first, many = len(self.table), -(-len(content) // self.size)
        self.content += content.ljust(many * self.size, b"\0")
        self.table += [*range(first + 1, first + many), _END]
        return first


def _laid_out(entries: list[_Entry]) -> bytes:
    big, small = _Sectors(_SECTOR), _Sectors(_MINI)
    for entry in entries:
        if entry.kind == 2:
            entry.start = (big if entry.size >= _CUTOFF else small).add(entry.content)
    entries[0].start, entries[0].size = big.add(bytes(small.content)), len(small.content)
    mini = big.add(struct.pack(f"<{len(small.table)}I", *small.table).ljust(-(-len(small.table) // 128) * 512, b"\xff"))
    directory = b"".join(entry.packed() for entry in entries)
    empty = _Entry(name="", kind=0).packed()[:64] + bytes(64)
    directory += empty * (-len(entries) % 4)
    start = big.add(directory)
    own = next(many for many in count(1) if many * 128 >= len(big.table) + many)
    places = range(len(big.table), len(big.table) + own)
    big.table += [_FAT] * own
    big.content += struct.pack(f"<{len(big.table)}I", *big.table).ljust(own * 512, b"\xff")
    minis = -(-len(small.table) // 128)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIIII", 0, own, start, 0, _CUTOFF, mini, minis, _END, 0, 0)[:36]
    return header + struct.pack(f"<{own}I", *places).ljust(436, b"\xff") + bytes(big.content)


# --- properties


def text(pid: int, value: str, codec: str = "") -> tuple[int, int, bytes]:
    """A Unicode string, or one in a code page."""
    return (pid, 0x1E, value.encode(codec)) if codec else (pid, 0x1F, value.encode("utf-16-le"))


def binary(pid: int, value: bytes) -> tuple[int, int, bytes]:
    """Bytes."""
    return pid, 0x102, value


def number(pid: int, value: int) -> tuple[int, int, bytes]:
    """A whole number."""
    return pid, 0x03, struct.pack("<Q", value)


def moment(pid: int, value: datetime) -> tuple[int, int, bytes]:
    """A time."""
    return pid, 0x40, struct.pack("<Q", int((value - _EPOCH).total_seconds()) * 10_000_000)


def storage(properties: Iterable[tuple[int, int, bytes]], header: int = 8, **inside: Tree) -> Tree:
    """An object with these properties, and the objects inside it."""
    tree: Tree = {}
    lines = [bytes(header)]
    for pid, kind, value in properties:
        fixed = kind in (0x03, 0x40)
        size = len(value) + (2 if kind == 0x1F else 1 if kind == 0x1E else 0)
        lines.append(struct.pack("<HHI", kind, pid, 6) + (value if fixed else struct.pack("<II", size, 0)))
        if not fixed:
            tree[f"__substg1.0_{pid:04X}{kind:04X}"] = value
    tree["__properties_version1.0"] = b"".join(lines)
    return tree | inside


def message(
    *properties: tuple[int, int, bytes],
    to: Sequence[tuple[str, str]] = (),
    attached: Sequence[Tree] = (),
    embedded: bool = False,
) -> Tree:
    """A message to people (name, address), with attachments."""
    tree = storage(properties, 24 if embedded else 32)
    for place, (name, address) in enumerate(to):
        tree[f"__recip_version1.0_#{place:08X}"] = storage(
            [text(0x3001, name), text(0x39FE, address), number(0x0C15, 1)]
        )
    for place, each in enumerate(attached):
        tree[f"__attach_version1.0_#{place:08X}"] = each
    return tree


def attached(name: str, content: bytes, kind: str = "application/pdf") -> Tree:
    """A file that comes with a message."""
    return storage([text(0x3707, name), text(0x370E, kind), number(0x3705, 1), binary(0x3701, content)])


def enclosed(inner: Tree) -> Tree:
    """A message that comes with a message."""
    return storage([text(0x3001, "a message"), number(0x3705, 5)]) | {"__substg1.0_3701000D": inner}


def packed_rtf(rtf: bytes) -> bytes:
    """Compressed RTF of literals only, which is allowed."""
    runs = b"".join(b"\0" + rtf[place : place + 8] for place in range(0, len(rtf), 8))
    return struct.pack("<II4sI", len(runs) + 12, len(rtf), b"LZFu", 0) + runs
