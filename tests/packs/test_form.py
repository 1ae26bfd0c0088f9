"""The file of a pack: what is written is read back; what is broken, cut, newer or out of bounds is refused in words."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafides.errors import PacksError
from bonafides.packs import digest
from bonafides.packs.form import MAGIC, SECTIONS, Group, Pack, header_from, is_series, opened
from tests.packs.shop import CONFIRMED, NOW, made

DONE = made()


def _at(folder: Path, data: bytes) -> Path:
    path = folder / "x.bfpack"
    path.write_bytes(data)
    return path


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    with opened(_at(tmp_path, DONE.data)) as pack:
        pack.checked()
        assert pack.header == DONE.header
        assert pack.header.counts["slow"] == 4
        assert pack.header.counts["fast"] == 1
        for section in ("slow", "fast", "text"):
            for key, number in pack.records(section):
                assert number in pack.groups_of(section, key)
                group = pack.group(number)
                assert (group.kind, group.reports, group.since) == ("approach", 3, "2025-11")
                assert pack.header.notes[group.note - 1] == CONFIRMED.note
        assert pack.groups_of("slow", bytes(10)) == []
        assert pack.groups_of("text", b"\xff" * 10) == []


@settings(max_examples=60)
@given(
    st.builds(
        Group, kind=st.sampled_from(("approach", "scam", "device-lure")), reports=st.integers(3, 255),
        since=st.builds(lambda y, m: f"{y}-{m:02}", st.integers(2000, 2999), st.integers(1, 12)),
        keys=st.integers(0, 64), note=st.integers(0, 1000),
    )
)  # fmt: skip
def test_groups_keep_their_eight_bytes(group: Group) -> None:
    header = DONE.header
    pack = Pack(header, group.written(), dict.fromkeys(SECTIONS, 0))  # type: ignore[arg-type]
    assert len(group.written()) == 8
    assert pack.group(0) == group


def test_every_cut_and_every_addition_is_refused(tmp_path: Path) -> None:
    for at in [*range(0, 400, 7), len(DONE.data) - 1]:
        with pytest.raises(PacksError):
            opened(_at(tmp_path, DONE.data[:at]))
    with pytest.raises(PacksError, match="shorter or longer"):
        opened(_at(tmp_path, DONE.data + b"x"))
    with pytest.raises(PacksError, match="no pack"):
        opened(_at(tmp_path, b"PK\x03\x04" + bytes(100)))
    with pytest.raises(PacksError, match="another version"):
        opened(_at(tmp_path, b"BFPACK9\n" + DONE.data[8:]))
    with pytest.raises(PacksError, match="too long"):
        opened(_at(tmp_path, MAGIC + struct.pack(">I", 2**32 - 1) + b"{}"))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(DONE.data) - 1), st.integers(1, 255))
def test_a_flipped_byte_is_refused_or_read_within_bounds(place: int, flip: int) -> None:
    import tempfile

    data = bytearray(DONE.data)
    data[place] ^= flip
    with tempfile.TemporaryDirectory() as folder:
        try:
            with opened(_at(Path(folder), bytes(data))) as pack:
                pack.checked()
                for section in SECTIONS[1:]:
                    for key, number in pack.records(section):
                        pack.groups_of(section, key)
                        pack.group(number)
        except PacksError:
            return


def _header(change: Callable[[dict[str, Any]], object]) -> bytes:
    table = json.loads(DONE.header.written())
    change(table)
    return json.dumps(table).encode()


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.update(schema="bonafides.pack/2"),
        lambda t: t.update(schema="other"),
        lambda t: t.pop("contact"),
        lambda t: t.update(publisher=""),
        lambda t: t.update(publisher="x" * 201),
        lambda t: t.update(publisher="a\x1b[31m"),
        lambda t: t.update(publisher="a\u202eb"),
        lambda t: t.update(publisher=["x"]),
        lambda t: t.update(series="../x"),
        lambda t: t.update(sequence=-1),
        lambda t: t.update(sequence=True),
        lambda t: t.update(sequence=10**40),
        lambda t: t.update(published_at="2026-03-02"),
        lambda t: t.update(published_at="never"),
        lambda t: t.update(expires_at="2199-01-01T00:00:00+00:00"),
        lambda t: t.update(expires_at=t["published_at"]),
        lambda t: t.update(salt="00"),
        lambda t: t.update(digest=2),
        lambda t: t["slow"].update(kdf="md5"),
        lambda t: t["slow"].update(memory=2**30),
        lambda t: t["slow"].update(passes=1, memory=8),
        lambda t: t.update(notes=["x"] * 2000),
        lambda t: t.update(notes=["a\nb"]),
        lambda t: t["counts"].update(text=-1),
        lambda t: t["counts"].update(text=1.5),
        lambda t: t.update(counts=[]),
    ],
)
def test_a_header_that_says_what_cannot_be_is_refused(change: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(PacksError):
        header_from(_header(change))


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b"{", b"\xff\xfe", b"[" * 100_000, b'{"schema": 1}'])
def test_what_is_no_header(data: bytes) -> None:
    with pytest.raises(PacksError):
        header_from(data)


def test_records_out_of_order_or_of_no_group_are_refused(tmp_path: Path) -> None:
    counts, width = DONE.header.counts, digest.SIZE + 4
    text = len(DONE.data) - counts["text"] * width
    turned = DONE.data[:text] + DONE.data[text + width :] + DONE.data[text : text + width]
    homeless = DONE.data[:-4] + struct.pack(">I", 9_999)
    for data, why in ((turned, "not in order"), (homeless, "no group")):
        with opened(_at(tmp_path, data)) as pack, pytest.raises(PacksError, match=why):
            pack.checked()


def test_a_pack_ends_within_400_days() -> None:
    assert DONE.header.expires_at - NOW == timedelta(days=90)
    with pytest.raises(PacksError):
        made(keeps=timedelta(days=401))
    with pytest.raises(PacksError):
        made(keeps=timedelta(0))


@pytest.mark.parametrize(("name", "good"), [("main", True), ("a-1", True), ("", False), ("-a", False), ("A", False)])
def test_names_of_series(name: str, good: bool) -> None:
    assert is_series(name) == good
