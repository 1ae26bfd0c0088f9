"""Loading: every kind of file, every kind of bad line; nothing half done takes the place of what was there."""

from __future__ import annotations

import gzip
import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from bonafides.errors import VetError
from bonafides.vet.lists import index, source
from bonafides.vet.lists.index import make
from bonafides.vet.lists.lookup import Lookup
from bonafides.vet.lists.shelf import Shelf, ask, named
from tests.required import needs_lists
from tests.vet.lists.world import entity, lines

needs_lists()

GOOD = entity("good", "Brunhild Achterberg")
TABLE = (
    b"id,schema,name,aliases,birth_date,countries,dataset,last_change\n"
    b'a,Person,"Achterberg, Brunhild",Hilde Achterberg;Bruni A.,1970,xx,One,2026-02-02\n'
    b"b,Person,too,few\n"
)


def load(folder: Path, content: bytes, name: str = "list.json") -> list[tuple[int, str]]:
    path = folder / name
    path.write_bytes(content)
    return [(each.line, each.why) for each in make(path, folder / "out.names")]


def found(folder: Path, name: str = "Brunhild Achterberg") -> list[str]:
    return [match.about.id for match in ask((folder / "out.names",), (name,))[0]]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"{", "json"), (b"\xff\xfe\x00", "json"), (b"[" * 100_000, "json"), (b"null", "not-ftm"), (b"[1]", "not-ftm"),
        (b'{"id": "x"}', "not-ftm"), (b'{"id": "x", "schema": "Person", "properties": 3}', "not-ftm"),
        (b'{"id": "x", "schema": "Zebra", "properties": {}}', "schema"),
        (b'{"id": "x", "schema": ["Person"], "properties": {}}', "schema"),
        (b'{"id": 7, "schema": "Person", "properties": {"name": ["A B"]}}', "id"),
        (b'{"id": "x", "schema": "Person", "properties": {"name": [1, null, {}]}}', "nameless"),
    ],
)  # fmt: skip
def test_a_bad_line_hides_no_other(tmp_path: Path, line: bytes, why: str) -> None:
    assert load(tmp_path, lines(GOOD) + line + b"\n" + lines(entity("two", "Gerlinde Osterkamp"))) == [(2, why)]
    assert found(tmp_path) == ["good"]
    assert found(tmp_path, "Gerlinde Osterkamp") == ["two"]


def test_a_line_of_ten_megabytes_is_read_and_one_that_is_too_long_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = entity("long", "Gerlinde Osterkamp")
    long["properties"]["notes"] = ["x" * 10_000_000]  # type: ignore[index]
    assert load(tmp_path, lines(long, GOOD)) == []
    assert found(tmp_path, "Gerlinde Osterkamp") == ["long"]
    monkeypatch.setattr(source, "LONGEST", 1_000_000)
    assert load(tmp_path, lines(long, GOOD)) == [(1, "long")]
    assert found(tmp_path) == ["good"]


def test_pieces_of_one_entity_are_put_together(tmp_path: Path) -> None:
    assert load(tmp_path, lines(GOOD, entity("good", "Bruni Achterberg-Lohse"), GOOD)) == []
    assert found(tmp_path) == found(tmp_path, "Bruni Achterberg-Lohse") == ["good"]


def test_nested_targets_and_missing_captions_are_read(tmp_path: Path) -> None:
    nested = entity("n", "Gerlinde Osterkamp")
    nested["properties"]["addressEntity"] = [{"id": "z", "schema": "Address", "properties": {}}]  # type: ignore[index]
    assert load(tmp_path, lines(nested)) == []
    (match,) = ask((tmp_path / "out.names",), ("Gerlinde Osterkamp",))[0]
    assert match.about.caption == "Gerlinde Osterkamp"


def test_names_are_shown_without_control_and_direction_characters(tmp_path: Path) -> None:
    load(tmp_path, lines(entity("x", "Brunhild\u202e Achter\x1bberg\u2066\n")))
    (match,) = ask((tmp_path / "out.names",), ("Brunhild Achterberg",))[0]
    assert match.name == "Brunhild Achterberg"


def test_the_simple_table_is_read(tmp_path: Path) -> None:
    assert load(tmp_path, b"\xef\xbb\xbf" + TABLE, "targets.simple.csv") == [(3, "columns")]
    (match,) = ask((tmp_path / "out.names",), ("Hilde Achterberg",), born="1970-05-05")[0]
    assert (match.alias, match.born, match.about.born, match.about.changed) == (True, "same", ("1970",), "2026-02-02")


@pytest.mark.parametrize("ending", ["gz", "zip"])
def test_packed_files_are_read_and_cut_ones_refused(tmp_path: Path, ending: str) -> None:
    many = lines(GOOD, *(entity(f"e{at}", f"Name{at} Number{at * 7919}") for at in range(300)))
    path = tmp_path / f"list.json.{ending}"
    if ending == "gz":
        path.write_bytes(gzip.compress(many))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("list.json", many)
    target = tmp_path / "out.names"
    assert make(path, target) == ()
    before = target.read_bytes()
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(VetError, match="cut off"):
        make(path, target)
    assert target.read_bytes() == before
    assert found(tmp_path) == ["good"]
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("content", [b"", b"\n\n", b"hello\n", b'{"id": "x", "schema": "Address", "properties": {}}'])
def test_a_file_without_anybody_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(VetError, match="no person or firm"):
        load(tmp_path, content)
    assert not (tmp_path / "out.names").exists()


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(VetError, match=r"nowhere\.json"):
        make(tmp_path / "nowhere.json", tmp_path / "out.names")


def test_a_full_disk_leaves_the_old_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(tmp_path, lines(GOOD))
    before = (tmp_path / "out.names").read_bytes()
    fresh = index._fresh

    def full(path: Path) -> sqlite3.Connection:
        base = fresh(path)
        base.execute("PRAGMA max_page_count=20")
        return base

    monkeypatch.setattr(index, "_fresh", full)
    with pytest.raises(VetError, match="Make room"):
        load(tmp_path, lines(*(entity(f"e{at}", f"Name{at} Number{at * 7919}") for at in range(2000))))
    assert (tmp_path / "out.names").read_bytes() == before
    assert not list(tmp_path.glob(".*"))


def test_killed_half_way_the_old_index_stays_good_and_what_is_left_is_swept(tmp_path: Path) -> None:
    load(tmp_path, lines(GOOD))
    code = (
        "import sys, time, pathlib; from bonafides.vet.lists import index; index.readings = lambda word: ();"
        "take = index._Making.take\n"
        "def slow(self, found):\n"
        "    take(self, found); self._write(); print('half', flush=True); time.sleep(60)\n"
        "index._Making.take = slow; index.make(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))"
    )
    (tmp_path / "new.json").write_bytes(lines(entity("new", "Gerlinde Osterkamp")))
    arguments = [sys.executable, "-c", code, str(tmp_path / "new.json"), str(tmp_path / "out.names")]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"half\n"
        os.kill(running.pid, signal.SIGKILL)
    assert found(tmp_path) == ["good"]
    (left,) = tmp_path.glob(".*.partial")
    os.utime(left, (time.time() - 7200,) * 2)
    load(tmp_path, lines(entity("new", "Gerlinde Osterkamp")))
    assert not left.exists()
    assert found(tmp_path, "Gerlinde Osterkamp") == ["new"]


def test_a_segment_at_a_time_gives_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [entity(f"e{at}", f"Brunhild Achterberg{chr(97 + at)}") for at in range(20)]
    load(tmp_path, lines(*people))
    whole = found(tmp_path, "Brunhild Achterbergc")
    monkeypatch.setattr(index, "_AT_ONCE", 5)
    load(tmp_path, lines(*people))
    assert found(tmp_path, "Brunhild Achterbergc") == whole
    with Lookup(tmp_path / "out.names") as lookup:
        assert lookup.loaded.entries == 20


# --- the shelf


def test_lists_are_loaded_named_and_removed(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    (tmp_path / "us.targets.json").write_bytes(lines(GOOD))
    shelf.add(tmp_path / "us.targets.json")
    (shelf.folder / "broken.names").write_bytes(b"?")
    fine, errors = shelf.held()
    assert [each.name for each in fine] == ["us.targets"]
    assert [error.where for error in errors] == ["broken.names"]
    matches, errors = ask(shelf.paths(), ("Brunhild Achterberg",))
    assert [match.about.id for match in matches] == ["good"]
    assert len(errors) == 1
    shelf.remove("us.targets")
    with pytest.raises(VetError, match="no list of that name"):
        shelf.remove("us.targets")


@pytest.mark.parametrize("name", ["../etc", "a/b", "", ".hidden", "x" * 80, "a\0b"])
def test_a_list_cannot_have_a_name_that_leads_elsewhere(tmp_path: Path, name: str) -> None:
    with pytest.raises(VetError, match="cannot have that name"):
        Shelf(tmp_path).path(name)


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("us.targets.nested.json.gz", "us.targets.nested"),
        ("entities.ftm.json", "entities"),
        (".json", "json"),
        ("a.zip", "a"),
    ],
)
def test_a_list_is_called_as_its_file(file: str, name: str) -> None:
    assert named(Path(file)) == name
