"""Entries of archives give every byte before a damaged place, and say that there is one."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.read.measure import StoppedError
from bonafides.read.unzip import Unpacked

TEXT = "".join(f"line {number} {random.Random(number).random()}\n" for number in range(4_000)).encode()
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def _packed(content: bytes, method: int) -> tuple[bytearray, zipfile.ZipInfo]:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("a.txt", content)
    return bytearray(buffer.getvalue()), zipfile.ZipFile(buffer).getinfo("a.txt")


def _given(data: bytes, info: zipfile.ZipInfo, step: int = 1_000) -> tuple[bytes, str]:
    """What comes out, and why it stopped."""
    found = bytearray()
    try:
        stream = Unpacked(io.BytesIO(data), info)
        view = memoryview(bytearray(step))
        while size := stream.readinto(view):
            found += view[:size]
    except StoppedError as error:
        return bytes(found), error.what
    return bytes(found), ""


@given(st.binary(max_size=3_000), st.sampled_from(METHODS), st.integers(1, 700))
def test_what_was_packed_comes_out(content: bytes, method: int, step: int) -> None:
    data, info = _packed(content, method)
    assert _given(bytes(data), info, step) == (content, "")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_cut_leaves_what_stands_before_it(method: int, share: float) -> None:
    data, info = _packed(TEXT, method)
    found, said = _given(bytes(data[: 40 + int(info.compress_size * share)]), info)
    assert said.endswith("cut off")
    assert TEXT.startswith(found)
    assert len(found) > len(TEXT) * (share - 0.09)


def test_a_wrong_byte_leaves_what_stands_before_it() -> None:
    data, info = _packed(TEXT, zipfile.ZIP_DEFLATED)
    middle = 35 + info.compress_size // 2
    data[middle : middle + 40] = b"\xff" * 40
    found, said = _given(bytes(data), info)
    assert said
    same = next((at for at, (a, b) in enumerate(zip(found, TEXT, strict=False)) if a != b), len(found))
    assert same > len(TEXT) // 3


@pytest.mark.parametrize("method", METHODS)
def test_a_wrong_checksum_is_said_after_everything_was_given(method: int) -> None:
    data, info = _packed(TEXT, method)
    info.CRC ^= 1
    found, said = _given(bytes(data), info)
    assert found == TEXT
    assert "checksum" in said


@pytest.mark.parametrize("place", [0, 10_000_000, -5])
def test_an_entry_that_is_not_where_it_should_be(place: int) -> None:
    data, info = _packed(b"hello", zipfile.ZIP_STORED)
    info.header_offset = place
    assert _given(bytes(data)[1:], info) == (b"", "This entry of the archive is damaged")


@given(st.data())
def test_damage_never_raises_anything_else(data: st.DataObject) -> None:
    packed, info = _packed(TEXT[:600], zipfile.ZIP_DEFLATED)
    for place in data.draw(st.lists(st.integers(0, len(packed) - 1), min_size=1, max_size=4)):
        packed[place] = data.draw(st.integers(0, 255))
    _given(bytes(packed), info)
