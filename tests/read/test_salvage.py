"""An archive without its table of contents still gives its entries."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.read import salvage
from bonafides.read.unzip import Unpacked

FILES = {"messages.csv": b"FROM,CONTENT\n" * 200, "b/Profile.csv": b"First Name\nJane\n", "grüße.txt": b"hello" * 9}


class _Pipe(io.RawIOBase):
    """Cannot seek, so that sizes and checksums are written behind the entries."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, chunk: object) -> int:
        self.data += chunk  # type: ignore[arg-type]
        return len(chunk)  # type: ignore[arg-type]


def _zip(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED, *, streamed: bool = False) -> bytes:
    out = _Pipe() if streamed else io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return bytes(out.data) if isinstance(out, _Pipe) else out.getvalue()


def _found(data: bytes, *, most: int = 100, unpack: int = 10**7) -> dict[str, bytes]:
    stream = io.BytesIO(data)
    entries = salvage.entries(stream, most=most, unpack=unpack)
    found = {}
    for info in entries:
        inner = io.BufferedReader(Unpacked(stream, info))
        found[info.filename] = inner.read()
    return found


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_whole_entries_before_a_cut(method: int, streamed: bool) -> None:
    data = _zip(FILES, method, streamed=streamed)
    assert _found(data[: data.index(b"PK\x01\x02")]) == FILES


@pytest.mark.parametrize("streamed", [False, True])
def test_a_cut_at_every_place(streamed: bool) -> None:
    data = _zip(FILES, streamed=streamed)
    for cut in range(len(data)):
        names = [info.filename for info in salvage.entries(io.BytesIO(data[:cut]), most=9, unpack=10**6)]
        assert names == list(FILES)[: len(names)]


def test_entries_behind_a_damaged_one_are_found() -> None:
    data = bytearray(_zip(FILES, streamed=True))
    data[45:60] = b"\xff" * 15
    names = [info.filename for info in salvage.entries(io.BytesIO(bytes(data)), most=9, unpack=10**6)]
    assert names == list(FILES)


def test_sizes_of_long_entries() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, archive.open("a.txt", "w", force_zip64=True) as entry:
        entry.write(b"hello")
    data = buffer.getvalue()
    assert _found(data[: data.index(b"PK\x01\x02")]) == {"a.txt": b"hello"}


def test_limits() -> None:
    data = _zip({f"{n}.txt": b"x" * 1_000 for n in range(20)}, streamed=True)
    assert len(salvage.entries(io.BytesIO(data), most=7, unpack=10**6)) == 7
    assert len(salvage.entries(io.BytesIO(data), most=99, unpack=3_500)) == 5


def test_a_file_full_of_broken_headers_takes_no_time() -> None:
    start = time.perf_counter()
    salvage.entries(io.BytesIO(b"PK\x03\x04" * 500_000), most=2_000, unpack=10**6)
    assert time.perf_counter() - start < 5


@given(st.binary(max_size=500))
def test_any_bytes(raw: bytes) -> None:
    salvage.entries(io.BytesIO(b"PK\x03\x04" + raw), most=50, unpack=10**6)


@pytest.mark.parametrize(
    ("raw", "utf8", "name"),
    [("grüße".encode(), True, "grüße"), ("grüße".encode(), False, "grüße"), (b"gr\x81\xe1e", False, "grüße")],
)
def test_names(raw: bytes, utf8: bool, name: str) -> None:
    assert salvage.decoded(raw, utf8=utf8) == name
    assert "\ufffd" in salvage.decoded(b"\xff.txt", utf8=True)
