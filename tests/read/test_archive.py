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
    rows = MESSAGES + MESSAGES.splitlines(keepends=True)[1] * 2
    data = _zip({"messages.csv": rows, "Profile.csv": "First Name,Last Name,Headline\nJane,Roe,x\n"})
    for cut in range(1, len(data)):
        reading = _read(tmp_path, data[:cut])
        texts = [message.text for c in reading.conversations for message in c.messages]
        assert all("Good day".startswith(text) for text in texts if cut >= 4), (cut, texts)
        if cut >= data.index(b"Profile.csv"):
            assert texts == ["Good day"] * 3
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
    assert "unpacks to more than 200 times its size" in _said(reading)
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
    assert "more than 200 times its size" in _said(reading)
    assert len(reading.provenance.inputs) < 9


def _directory(data: bytes) -> int:
    return data.index(b"PK\x01\x02")


def test_an_archive_without_its_table_of_contents_gives_its_files(tmp_path: Path) -> None:
    data = _zip({"messages.csv": MESSAGES, "photo.jpg": b"\xff\xd8\xff" * 9})
    reading = _read(tmp_path, data[: _directory(data)])
    assert [c.messages[0].text for c in reading.conversations] == ["Good day"]
    (fatal,) = (problem for problem in reading.problems if problem.fatal)
    assert fatal.where == "export.zip"
    assert "2 file(s) were found in it, others may be missing" in fatal.what


def test_a_damaged_table_of_contents(tmp_path: Path) -> None:
    data = bytearray(_zip({"messages.csv": MESSAGES}))
    data[_directory(bytes(data))] = 0
    reading = _read(tmp_path, bytes(data))
    assert len(reading.conversations) == 1
    assert any(problem.fatal and "is damaged; 1 file(s)" in problem.what for problem in reading.problems)


def test_a_damaged_entry_gives_what_stands_before_the_damage(tmp_path: Path) -> None:
    import random

    chance = random.Random(1)
    rows = "".join(MESSAGES.splitlines(keepends=True)[1].replace("day", str(chance.random())) for _ in range(2_000))
    data = bytearray(_zip({"messages.csv": MESSAGES + rows, "other.txt": "Amy: hello"}))
    middle = data.index(b"messages.csv") + 12 + data.index(b"other.txt") // 2
    data[middle : middle + 50] = b"\xff" * 50
    reading = _read(tmp_path, bytes(data), me=("Jane Roe",))
    assert sum(len(c.messages) for c in reading.conversations) > 600
    (fatal,) = (problem for problem in reading.problems if problem.fatal)
    assert fatal.where == "export.zip/messages.csv"
    assert "what stands before that place was read" in fatal.what
    assert any("other.txt" in i.name for i in reading.provenance.inputs)


def test_names_that_lead_out_of_the_archive_are_only_names(tmp_path: Path) -> None:
    names = [
        "/etc/cron.d/a.txt",
        "../../b.txt",
        "C:\\Windows\\c.txt",
        "d\x1b[2J\n.txt",
        "e\u202egpj.txt",
        "con/..;/f.txt",
    ]
    before = sorted(path for path in tmp_path.rglob("*"))
    reading = _read(tmp_path, _zip({name: f"Amy: hello {n}" for n, name in enumerate(names)}))
    assert [i.name for i in reading.provenance.inputs] == [
        "export.zip",
        "export.zip/etc/cron.d/a.txt",
        "export.zip/b.txt",
        "export.zip/Windows/c.txt",
        "export.zip/d?[2J?.txt",
        "export.zip/e?gpj.txt",
        "export.zip/con/..;/f.txt",
    ]
    assert sorted(path for path in tmp_path.rglob("*")) == [*before, tmp_path / "export.zip"]


def test_a_name_ends_at_its_zero(tmp_path: Path) -> None:
    data = _zip({"chat.txt?x.exe": "Amy: hello"}).replace(b"chat.txt?x.exe", b"chat.txt\0x.exe")
    assert [i.name for i in _read(tmp_path, data).provenance.inputs] == ["export.zip", "export.zip/chat.txt"]


@pytest.mark.parametrize(
    ("raw", "flag"), [("Zoë 你好.txt".encode(), 0), ("Zoë 你好.txt".encode(), 0x800), (b"Zo\x89.txt", 0)]
)
def test_names_of_every_alphabet(raw: bytes, flag: int, tmp_path: Path) -> None:
    stand_in = b"x" * len(raw)
    data = bytearray(_zip({stand_in.decode(): "Amy: hello"}).replace(stand_in, raw))
    for place in (6, _directory(bytes(data)) + 8):
        struct.pack_into("<H", data, place, flag)
    names = [i.name for i in _read(tmp_path, bytes(data)).provenance.inputs]
    assert names[1] in ("export.zip/Zoë 你好.txt", "export.zip/Zoë.txt")


def test_a_name_that_is_not_the_utf8_it_claims_hides_nothing(tmp_path: Path) -> None:
    data = bytearray(_zip({"xx.txt": MESSAGES}).replace(b"xx.txt", b"\xff\xfe.txt"))
    for place in (6, _directory(bytes(data)) + 8):
        struct.pack_into("<H", data, place, 0x800)
    assert len(_read(tmp_path, bytes(data)).conversations) == 1


def test_archives_above_4_gib_in_form(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed, packed.open("messages.csv", "w", force_zip64=True) as entry:
        entry.write(MESSAGES.encode())
    data = buffer.getvalue()
    at = data.rindex(b"PK\x05\x06")
    size, offset = struct.unpack_from("<LL", data, at + 12)
    end64 = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, size, offset)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
    full = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    reading = _read(tmp_path, data[:at] + end64 + locator + full)
    assert len(reading.conversations) == 1
    assert not reading.problems or "table of contents" not in _said(reading)
    huge = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 2**34, offset)
    assert "table of contents is larger" in _said(_read(tmp_path, data[:at] + huge + locator + full))


def _overlapping(count: int, kernel: bytes) -> bytes:
    """Entries that each hold the headers of all later ones and the same kernel, as in the bomb of 2019."""
    import zlib

    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packer.compress(kernel) + packer.flush()
    crc, out, places = zlib.crc32(kernel), bytearray(), []
    for number in range(count):
        name = f"{number:04}.txt".encode()
        size = len(body) + (count - 1 - number) * (30 + len(name))
        places.append((len(out), name, size))
        out += struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 33, crc, size, len(kernel), len(name), 0) + name
    out += body
    start = len(out)
    for place, name, size in places:
        head = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 33, crc, size, len(kernel), len(name),
                           0, 0, 0, 0, 0, place)  # fmt: skip
        out += head + name
    out += struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(out) - start, start, 0)
    return bytes(out)


def test_overlapping_entries_are_not_unpacked_again_and_again(tmp_path: Path) -> None:
    reading = _read(tmp_path, _overlapping(200, b"Amy: hello\n" * 100_000))
    assert "199 entries of the archive share their content" in _said(reading)
    assert len(reading.provenance.inputs) <= 2


def test_an_archive_of_archives_of_bombs(tmp_path: Path) -> None:
    from bonafides.read import reader

    data = _zip({f"{n}.txt": b"\n" * 900_000 + b"%d" % n for n in range(4)})
    for level in range(3):
        data = _zip({f"{level}-{n}.zip": data + b"" for n in range(4)}, zipfile.ZIP_STORED)
    reading = _read(tmp_path, data)
    assert "opened 3 deep" in _said(reading)
    assert any(problem.fatal for problem in reading.problems)
    assert reader.LIMITS.archive_depth == 3


def test_all_archives_inside_one_share_its_limits() -> None:
    inner = _zip({f"{n}.txt": b"x" * 900 for n in range(5)})
    limits, spent = Limits(archive_bytes=4_000, archive_entries=12), archive.Spent()
    said = []
    for _ in range(3):
        with archive.opened(source.from_bytes("a.zip", inner), limits, spent) as opened:
            for item in opened.sources():
                if not hasattr(item, "open"):
                    said.append(item.what)
                    continue
                try:
                    with item.open() as stream:
                        stream.read()
                except ReadError as error:
                    said.append(error.what)
    assert len(said) == 1
    assert "unpacks to more than" in said[0]
    assert spent.unpacked < 5_000


def test_an_archive_that_holds_itself_ends(tmp_path: Path) -> None:
    """As in the known quine: whatever depth it has, no more than three are opened."""
    data = _zip({"chat.txt": "Amy: hello"})
    for _ in range(20):
        data = _zip({"r.zip": data})
    reading = _read(tmp_path, data)
    assert "opened 3 deep" in _said(reading)
    assert not reading.conversations


@pytest.mark.parametrize("name", ["word/document.xml", "image.svg", "page.xml", "sheet.xlsx"])
def test_markup_bombs_are_never_expanded(name: str, tmp_path: Path) -> None:
    inner = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "lol">{inner}]><l>&l11;</l>'
    entries: dict[str, bytes | str] = {name: bomb, "messages.csv": MESSAGES}
    reading = _read(tmp_path, _zip(entries))
    assert [c.messages[0].text for c in reading.conversations] == ["Good day"]
    word = _read(tmp_path, _zip({"[Content_Types].xml": bomb, **entries}))
    assert "document" in _said(word)
    assert not word.conversations


def test_media_beside_a_chat_cost_a_glance_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = 0
    count = archive.Archive.count

    def counting(self: archive.Archive, *given: Any) -> None:
        nonlocal taken
        count(self, *given)
        taken = self.total

    monkeypatch.setattr(archive.Archive, "count", counting)
    films = {f"film-{n}.mp4": b"\0\0\0\x18ftypmp42" + bytes(10_000_000) for n in range(3)}
    _read(tmp_path, _zip({**films, "messages.csv": MESSAGES}, zipfile.ZIP_STORED))
    assert taken < 4 * 65_536


def test_an_entry_without_a_name_is_read(tmp_path: Path) -> None:
    nameless = _zip({"xx.txt": MESSAGES}).replace(b"xx.txt", b"\0x.txt")
    reading = _read(tmp_path, nameless)
    assert [i.name for i in reading.provenance.inputs] == ["export.zip", "export.zip/entry"]
    assert len(reading.conversations) == 1
