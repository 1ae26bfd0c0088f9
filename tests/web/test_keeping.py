"""What is kept is a private file each, and goes when it is told to go."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path

import pytest

from bonafides.errors import WebError
from bonafides.settings import home
from bonafides.web.keeping import SCHEMA, Keeper
from tests.web.walk import Person


def kept(keeper: Keeper, body: str = "<p>x</p>") -> str:
    return keeper.keep(report="{}", body=body, lang="en", level="warn").id


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
def test_only_this_user_reads_it(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path / "home")
    kept(keeper)
    [file] = keeper.folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(keeper.folder.stat().st_mode) == 0o700


def test_it_is_listed_opened_and_deleted(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path)
    one, two = kept(keeper), kept(keeper, "<p>y</p>")
    assert {each.id for each in keeper.listed()} == {one, two}
    assert keeper.open(two).body == "<p>y</p>"
    assert keeper.delete(one)
    assert [each.id for each in keeper.listed()] == [two]
    assert keeper.delete_all() == ()
    assert not keeper.folder.exists()


@pytest.mark.parametrize("id_", ["", "..", "../../x", "0" * 31, "0" * 33, "0" * 31 + "G", "0" * 32, "0" * 32 + "\n"])
def test_nothing_else_is_opened(tmp_path: Path, id_: str) -> None:
    (tmp_path / "x.json").write_text("{}")
    with pytest.raises(WebError):
        Keeper(tmp_path).open(id_)


@pytest.mark.parametrize(
    "raw", ["", "{", "[]", "{}", '{"schema": "bonafides.kept/2"}', json.dumps({"schema": SCHEMA, "kept_at": "x"})]
)
def test_a_damaged_or_newer_file_is_left_out_of_the_list_and_wiped_all_the_same(tmp_path: Path, raw: str) -> None:
    keeper = Keeper(tmp_path)
    keeper.folder.mkdir()
    (keeper.folder / f"{'0' * 32}.json").write_text(raw)
    assert keeper.listed() == []
    assert keeper.delete_all() == ()


def test_what_is_not_ours_stays(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path)
    kept(keeper)
    (keeper.folder / "mine.txt").write_text("x")
    assert keeper.delete_all() == ()
    assert [path.name for path in keeper.folder.iterdir()] == ["mine.txt"]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(WebError):
        kept(Keeper(tmp_path / "file"))


def test_the_home_can_be_stated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BONAFIDES_HOME", str(tmp_path))
    assert home() == tmp_path
    monkeypatch.delenv("BONAFIDES_HOME")
    assert home().name == "bonafides"


# --- on the pages


def test_nothing_is_stored_unless_it_is_asked_for(person: Person) -> None:
    person.answered()
    person.open("/kept")
    assert "Nothing is kept." in person.text
    assert not person.config.home.exists()


def test_the_json_report_is_in_the_file(person: Person) -> None:
    person.answered()
    person.send("/answer/keep")
    person.send("/answer/keep")
    [file] = Keeper(person.config.home).folder.iterdir()
    held = json.loads(file.read_text("utf-8"))
    assert held["report"]["schema"] == "bonafides.report/1"
    assert held["level"] == "alarm"


def test_one_is_deleted_on_its_page(person: Person) -> None:
    person.answered()
    person.send("/answer/keep")
    found = re.search(r"/kept/[0-9a-f]{32}/delete", person.open("/kept").text)
    assert found
    person.send(found[0])
    assert "Nothing is kept." in person.text
    assert Keeper(person.config.home).listed() == []
    assert person.client.get(found[0].removesuffix("/delete")).status_code == 404


def test_where_it_cannot_be_kept_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    person = Person(tmp_path / "home")
    person.answered()
    person.send("/answer/keep")
    assert person.place == "/answer"
    assert "could not be kept" in person.text


def test_wiping_removes_all_and_says_what_it_could_not(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    person.answered()
    person.send("/answer/keep")
    person.open("/wipe")
    assert "Answers that are kept now: 1." in person.text
    real, stuck = Path.unlink, True

    def unlink(path: Path, missing_ok: bool = False) -> None:
        if stuck and path.suffix == ".json":
            raise PermissionError
        real(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    person.send("/wipe")
    assert person.heading == "Not everything could be wiped"
    assert str(person.config.home) in person.text
    stuck = False
    person.open("/")
    person.send("/wipe")
    assert person.heading == "Wiped"
    assert not Keeper(person.config.home).folder.exists()


def test_after_a_wipe_the_browser_is_nobody(person: Person) -> None:
    person.answered()
    person.open("/?lang=de")
    person.send("/wipe")
    assert [each.name for each in person.client.cookies.jar] == ["bonafides-lang"], "for a minute, to say so in it"
    assert '<html lang="de"' in person.page.text
    person.open("/answer")
    assert person.place == "/bring"
