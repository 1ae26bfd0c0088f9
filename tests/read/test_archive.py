"""ZIP archives: read as streams within limits, and every kind of damage said in words."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.errors import ReadError
from bonafides.model import Reading
from bonafides.read import Limits, archive, gather, read, source
from bonafides.read.harvest import Harvest

CASES = sorted((Path(__file__).parent.parent / "cases" / "read" / "archive").glob("*.json"))
MESSAGES = "CONVERSATION ID,FROM,TO,DATE,CONTENT\nc1,Daniel Reyes,Jane Roe,2026-03-01 09:00:00 UTC,Good day\n"


def _zip(entries: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return buffer.getvalue()


def _read(tmp_path: Path, data: bytes, **options: Any) -> Reading:
    path = tmp_path / "export.zip"
    path.write_bytes(data)
    return read([path], **options)


def _said(reading: Reading) -> str:
    return "\n".join(f"{problem.where}: {problem.what} {problem.next_step}" for problem in reading.problems)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_case(case: Path, tmp_path: Path) -> None:
    expected = json.loads(case.read_text(encoding="utf-8"))
    entries = {
        name: text.encode("latin-1" if "\u00ff" in text else "utf-8") for name, text in expected["entries"].items()
    }
    reading = _read(tmp_path, _zip(entries))
    said = [f"{problem.where}: {problem.what}" for problem in reading.problems]
    assert [conversation.id for conversation in reading.conversations] == expected["conversations"]
    assert len(said) == len(expected["problems"]), said
    assert all(fragment in problem for fragment, problem in zip(expected["problems"], said, strict=True))
    assert any(problem.fatal for problem in reading.problems) is expected["fatal"]
    inputs = reading.provenance.inputs
    assert sorted(i.format for i in inputs) == expected.get("inputs", sorted(i.format for i in inputs))
    assert [i.name for i in inputs] == expected.get("names", [i.name for i in inputs])
    assert expected.get("me", "") in reading.provenance.me
    assert sum(len(j.threads) for c in reading.conversations for j in c.joins) == expected.get("joined", 0)


def test_hash_and_size_of_archive_and_entries(tmp_path: Path) -> None:
    import hashlib

    data = _zip({"messages.csv": MESSAGES})
    inputs = {i.name: i for i in _read(tmp_path, data).provenance.inputs}
    assert inputs["export.zip"].sha256 == hashlib.sha256(data).hexdigest()
    assert inputs["export.zip"].size == len(data)
    assert inputs["export.zip/messages.csv"].sha256 == hashlib.sha256(MESSAGES.encode()).hexdigest()
    assert inputs["export.zip/messages.csv"].size == len(MESSAGES)


def test_truncated_at_every_place(tmp_path: Path) -> None:
    data = _zip({"messages.csv": MESSAGES * 3, "Profile.csv": "First Name,Last Name,Headline\nJane,Roe,x\n"})
    for cut in range(1, len(data)):
        reading = _read(tmp_path, data[:cut])
        assert not [c for c in reading.conversations if c.messages[0].channel == "linkedin"]
        if cut >= 4:
            assert any(problem.fatal for problem in reading.problems)
            assert "cut off" in _said(reading)


@given(st.data())
def test_damaged_bytes_never_raise(data: st.DataObject) -> None:
    packed = bytearray(_zip({"messages.csv": MESSAGES, "notes.txt": "Daniel: hello"}))
    for place in data.draw(st.lists(st.integers(0, len(packed) - 1), min_size=1, max_size=6)):
        packed[place] = data.draw(st.integers(0, 255))
    harvest = _gathered(bytes(packed))
    assert harvest.files or harvest.problems


def _gathered(data: bytes) -> Harvest:
    from datetime import UTC

    from bonafides.read import READERS
    from bonafides.read.reader import Options

    gatherer = gather.Gatherer(readers=READERS, options=Options(timezone=UTC))
    return gatherer.read([source.from_bytes("export.zip", data)], "export.zip")


def test_encrypted_entries_are_counted_and_the_rest_is_read(tmp_path: Path) -> None:
    data = bytearray(_zip({"messages.csv": MESSAGES, "secret.txt": "hidden", "secret2.txt": "hidden"}))
    for name in (b"secret.txt", b"secret2.txt"):
        directory = data.rindex(name) - 46
        assert data[directory : directory + 4] == b"PK\x01\x02"
        data[directory + 8] |= 1
    reading = _read(tmp_path, bytes(data))
    assert len(reading.conversations) == 1
    assert "2 file(s) in the archive are protected by a password" in _said(reading)
    assert not any(problem.fatal for problem in reading.problems)


def test_wholly_encrypted_archive_is_fatal(tmp_path: Path) -> None:
    data = bytearray(_zip({"messages.csv": MESSAGES}))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    reading = _read(tmp_path, bytes(data))
    assert "password" in _said(reading)
    assert [problem.fatal for problem in reading.problems] == [True]


def test_links_are_not_followed(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        link = zipfile.ZipInfo("messages-link.csv")
        link.external_attr = 0o120777 << 16
        packed.writestr(link, "/etc/passwd")
        packed.writestr("messages.csv", MESSAGES)
    reading = _read(tmp_path, buffer.getvalue())
    assert "1 link(s) in the archive were not followed" in _said(reading)
    assert len(reading.conversations) == 1


def test_bomb_is_stopped_by_its_ratio_and_the_rest_is_read(tmp_path: Path) -> None:
    reading = _read(tmp_path, _zip({"messages.csv": b"FROM,CONTENT,DATE\n" + b"a" * 40_000_000, "m.csv": MESSAGES}))
    assert "unpacks to more than 500 times its size" in _said(reading)
    assert [c.id for c in reading.conversations] == ["daniel-reyes"]


def test_total_is_bounded_by_what_really_comes_out() -> None:
    limits = Limits(archive_bytes=1_000)
    data = _zip({"a.txt": b"x" * 900, "b.txt": b"y" * 900})
    with archive.opened(source.from_bytes("a.zip", data), limits) as opened:
        first, second = (item for item in opened.sources() if not hasattr(item, "what"))
        with first.open() as stream:
            assert len(stream.read()) == 900
        with first.open() as stream:  # reading one entry twice counts once
            stream.read()
        with second.open() as stream, pytest.raises(ReadError, match="unpacks to more"):
            stream.read()
        assert len(list(opened.sources())) == 0


def test_entry_count_is_bounded() -> None:
    data = _zip({f"{n}.txt": "x" for n in range(5)})
    with archive.opened(source.from_bytes("a.zip", data), Limits(archive_entries=3)) as opened:
        items = list(opened.sources())
    assert len(items) == 4
    assert "more than 3 entries" in getattr(items[-1], "what", "")


def test_lying_directory_size_is_refused() -> None:
    data = bytearray(_zip({"a.txt": "x"}))
    struct.pack_into("<L", data, data.rindex(b"PK\x05\x06") + 12, 0x7FFFFFFF)
    with pytest.raises(ReadError, match="table of contents"), archive.opened(source.from_bytes("a.zip", bytes(data))):
        pass


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_packing_methods_are_said(method: int, tmp_path: Path) -> None:
    reading = _read(tmp_path, _zip({"messages.csv": MESSAGES}, method))
    assert "packed with a method that is not read" in _said(reading)
    assert reading.problems[0].fatal


def test_archives_in_archives_are_read_to_the_stated_depth(tmp_path: Path) -> None:
    data = _zip({"messages.csv": MESSAGES})
    for depth in range(2):
        data = _zip({f"inner{depth}.zip": data})
    assert [c.id for c in _read(tmp_path, data).conversations] == ["daniel-reyes"]
    deeper = _read(tmp_path, _zip({"outer.zip": data}))
    assert not deeper.conversations
    assert "opened 3 deep" in _said(deeper)


def test_nothing_is_written_to_disk(tmp_path: Path) -> None:
    _read(tmp_path, _zip({"../messages.csv": MESSAGES, "b/Profile.csv": "First Name,Last Name,Headline\nJ,R,x\n"}))
    assert [path.name for path in tmp_path.rglob("*")] == ["export.zip"]


def test_entries_that_share_their_content_are_read_once(tmp_path: Path) -> None:
    data = _zip({"messages.csv": MESSAGES})
    at = data.rindex(b"PK\x05\x06")
    size, offset = struct.unpack_from("<LL", data, at + 12)
    end = bytearray(data[at:])
    struct.pack_into("<HHLL", end, 8, 40, 40, size * 40, offset)
    reading = _read(tmp_path, data[:offset] + data[offset:at] * 40 + bytes(end))
    assert "39 entries of the archive share their content" in _said(reading)
    assert len(reading.conversations) == 1


def test_many_small_bombs_are_stopped_together(tmp_path: Path) -> None:
    reading = _read(tmp_path, _zip({f"{n}.txt": b"\n" * 6_000_000 for n in range(9)}))
    assert "more than 500 times its size" in _said(reading)
    assert len(reading.provenance.inputs) < 9
