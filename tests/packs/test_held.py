"""The reader's shelf: only what a trusted key signed, never an older one, and whole whatever happens in between."""

from __future__ import annotations

import json
import os
import shutil
import stat
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bonafides.errors import PacksError
from bonafides.packs import Shelf, form, held, state
from bonafides.packs.form import opened
from bonafides.packs.held import signed_comment
from bonafides.packs.state import STATE
from tests.packs.shop import CONFIRMED, NOW, Reader, later, made, reader, signed, signer


@pytest.fixture
def there(tmp_path: Path) -> Reader:
    return reader(tmp_path)


def _state(there: Reader) -> str:
    return (there.shelf.folder / STATE).read_text("utf-8")


def _files(there: Reader) -> set[str]:
    return {path.name for path in there.shelf.folder.iterdir()}


def _refused(there: Reader, path: Path, why: str, **more: object) -> None:
    """The pack is refused, and everything is as it was."""
    before = (_state(there), _files(there))
    with pytest.raises(PacksError, match=why) as error:
        there.shelf.add(path, now=more.get("now", NOW))  # type: ignore[arg-type]
    assert error.value.next_step
    assert (_state(there), _files(there)) == before


def test_a_pack_is_added_replaced_listed_and_removed(there: Reader) -> None:
    there.add(made())
    first = there.shelf.held()[0]
    there.add(made(now=later(1)), now=later(1))
    (second,) = there.shelf.held()
    assert second.sequence > first.sequence
    assert _files(there) == {STATE, second.file}
    there.shelf.remove("Service X")
    assert there.shelf.held() == ()
    assert _files(there) == {STATE}


def test_an_older_pack_is_refused_even_after_the_newer_one_was_removed(there: Reader, tmp_path: Path) -> None:
    old = signed(tmp_path, made())
    there.add(made(now=later(1)), now=later(1))
    _refused(there, old, "older than one")
    there.shelf.remove("Service X/main")
    _refused(there, old, "older than one")


def test_the_same_pack_may_be_added_again_and_series_are_apart(there: Reader) -> None:
    there.add(made())
    there.add(made())
    there.add(made(series="phones"))
    assert {each.series for each in there.shelf.held()} == {"main", "phones"}
    with pytest.raises(PacksError, match="several"):
        there.shelf.remove("Service X")
    there.shelf.remove("Service X/phones")


def test_what_no_trusted_key_signed_is_refused(there: Reader, tmp_path: Path) -> None:
    _refused(there, signed(tmp_path, made(number=1), number=1), "do not trust")
    path = signed(tmp_path, made())
    whole, signature = path.read_bytes(), path.with_name(path.name + ".minisig")
    kept = signature.read_bytes()
    for broken in (whole[:-1], whole[: len(whole) // 2], whole + b"x", whole[:60] + b"X" + whole[61:], b""):
        path.write_bytes(broken)
        _refused(there, path, "signature does not hold")
    path.write_bytes(whole)
    for broken in (b"", kept[:40], kept * 3, b"\x00" * 300):
        signature.write_bytes(broken)
        _refused(there, path, "signature")
    signature.write_bytes(b"x" * 100_000)
    _refused(there, path, "no signature")
    signature.unlink()
    _refused(there, path, "no signature beside")
    _refused(there, tmp_path / "none.bfpack", "no signature beside")


def test_a_signature_of_another_pack_of_the_same_publisher_is_refused(there: Reader, tmp_path: Path) -> None:
    one = signed(tmp_path, made(), name="one.bfpack")
    two = signed(tmp_path, made(series="two"), name="two.bfpack")
    one.with_name("one.bfpack.minisig").write_bytes(two.with_name("two.bfpack.minisig").read_bytes())
    _refused(there, one, "does not hold")
    one.with_name("one.bfpack.minisig").write_bytes(signer().sign(one, "bonafides pack main 1 until 2030-01-01"))
    _refused(there, one, "belongs to another")


def test_expired_packs_and_those_of_the_future_are_refused(there: Reader, tmp_path: Path) -> None:
    path = signed(tmp_path, made())
    _refused(there, path, "expired on 2026-05-31", now=later(91))
    _refused(there, path, "in the future", now=later(-3))
    there.shelf.add(path, now=later(-1))


def test_a_pack_that_is_too_large_is_refused_before_it_is_read(
    there: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = signed(tmp_path, made())
    monkeypatch.setattr(form, "MOST_BYTES", 100)
    _refused(there, path, "no pack")


@pytest.mark.parametrize("where", ["copyfile", "_settle", "write"])
def test_whoever_is_interrupted_has_the_old_pack_whole(
    there: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    there.add(made())
    (kept,) = there.shelf.held()
    data = (there.shelf.folder / kept.file).read_bytes()

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    owner: object = {"copyfile": shutil, "_settle": held, "write": held}[where]
    with monkeypatch.context() as broken:
        broken.setattr(owner, where, stop)
        with pytest.raises(KeyboardInterrupt):
            there.shelf.add(signed(tmp_path, made(now=later(1))), now=later(1))
    assert there.shelf.held() == (kept,)
    assert (there.shelf.folder / kept.file).read_bytes() == data
    with there.shelf.open() as (found, damaged):
        assert len(found) == 1
        assert not damaged
    there.add(made(now=later(2)), now=later(2))
    assert _files(there) == {STATE, there.shelf.held()[0].file}


def test_a_full_disk_is_said_and_changes_nothing(
    there: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(held, "_settle", full)
    _refused(there, signed(tmp_path, made()), "No space left")


def test_two_programs_at_once_lose_nothing(there: Reader, tmp_path: Path) -> None:
    paths = [signed(tmp_path, made(series=f"s-{n}"), name=f"{n}.bfpack") for n in range(6)]
    threads = [threading.Thread(target=there.shelf.add, args=(path,), kwargs={"now": NOW}) for path in paths]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert {each.series for each in there.shelf.held()} == {f"s-{n}" for n in range(6)}
    with there.shelf.open() as (found, damaged):
        assert len(found) == 6
        assert not damaged


def test_a_lock_left_behind_is_taken_over(there: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    (there.shelf.folder / ".changing").touch()
    monkeypatch.setattr(state, "_PATIENCE", 0.0)
    with pytest.raises(PacksError, match="another program"):
        there.add(made())
    monkeypatch.setattr(state, "_STALE", -1.0)
    there.add(made())


def test_keys_are_pinned_once_and_taken_back_with_their_packs(there: Reader) -> None:
    with pytest.raises(PacksError, match="already"):
        there.shelf.trust(signer().verifier, "Other", now=NOW)
    with pytest.raises(PacksError, match="already"):
        there.shelf.trust(signer(1).verifier, "service x", now=NOW)
    for name in ("", " ", "x" * 201, "a\x1bb"):
        with pytest.raises(PacksError, match="name"):
            there.shelf.trust(signer(1).verifier, name, now=NOW)
    there.add(made())
    there.shelf.distrust(signer().verifier.id)
    assert there.shelf.trusted() == ()
    assert there.shelf.held() == ()
    with pytest.raises(PacksError, match="no such trusted key"):
        there.shelf.distrust("Service X")


def test_a_damaged_pack_hides_no_other(there: Reader) -> None:
    there.add(made())
    there.add(made(series="two"))
    first = there.shelf.folder / there.shelf.held()[0].file
    first.write_bytes(first.read_bytes()[:50])
    with there.shelf.open() as (found, damaged):
        assert [lookup.pack.header.series for _, lookup in found] == ["two"]
        assert len(damaged) == 1
    first.unlink()
    with there.shelf.open() as (found, damaged):
        assert (len(found), len(damaged)) == (1, 1)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", "null", '{"schema": "bonafides.packs/2"}', '{"schema": "bonafides.packs/1"}', "[" * 50_000,
     '{"schema":"bonafides.packs/1","trusted":[{"key":"x","name":"n","added_at":""}],"held":[],"highest":{}}',
     '{"schema":"bonafides.packs/1","trusted":[],"held":[{"key":"x","series":"m","sequence":1,"file":"f","added_at":""}],'
     '"highest":{}}'],
)  # fmt: skip
def test_a_broken_or_newer_state_is_said_and_left_alone(there: Reader, text: str) -> None:
    (there.shelf.folder / STATE).write_text(text)
    with pytest.raises(PacksError) as error:
        there.shelf.held()
    assert error.value.next_step
    assert ("newer" in error.value.what) == ("packs/2" in text)
    with pytest.raises(PacksError):
        there.shelf.trust(signer(2).verifier, "n", now=NOW)
    assert (there.shelf.folder / STATE).read_text() == text


def test_a_state_cannot_lead_out_of_its_folder(there: Reader) -> None:
    there.add(made())
    table = json.loads(_state(there))
    table["held"][0]["file"] = "../../etc/passwd"
    (there.shelf.folder / STATE).write_text(json.dumps(table))
    with pytest.raises(PacksError):
        there.shelf.held()


def test_the_signed_comment_names_series_number_and_end() -> None:
    header = made().header
    changed = (replace(header, series="x"), replace(header, sequence=1),
               replace(header, expires_at=header.expires_at + timedelta(days=1)))  # fmt: skip
    assert len({signed_comment(header), *map(signed_comment, changed)}) == 4
    assert signed_comment(header).isascii()


def test_a_shelf_that_is_not_there_is_empty(tmp_path: Path) -> None:
    empty = Shelf(folder=tmp_path / "none")
    assert (empty.trusted(), empty.held()) == ((), ())
    with empty.open() as (found, damaged):
        assert (found, damaged) == ([], [])
    assert not (tmp_path / "none").exists()


def test_what_is_packed_once_is_not_readable_in_the_file(there: Reader) -> None:
    there.add(made())
    data = (there.shelf.folder / there.shelf.held()[0].file).read_bytes()
    for secret in ("447700900123", "amy_lin", "adrian", "northgate", "vale", "maritime", "logistics"):
        assert secret.encode() not in data.lower()
    with opened(there.shelf.folder / there.shelf.held()[0].file) as pack:
        assert pack.header.notes == (CONFIRMED.note,)


def test_what_is_refused_is_called_as_the_user_calls_it(there: Reader, tmp_path: Path) -> None:
    """Whatever is wrong with it: the copy that is checked is nobody's business."""
    path = signed(tmp_path, made())
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    forged = tmp_path / "forged.bfpack"
    forged.write_bytes(b"BFPACK9\n" + bytes(40))
    comment = signer().sign(forged, "bonafides pack main 1 until 2026-05-31")
    forged.with_name("forged.bfpack.minisig").write_bytes(comment)
    for file in (path, forged):
        for way in (there.shelf.add, there.shelf.verify):
            with pytest.raises(PacksError) as error:
                way(file, now=NOW)
            assert error.value.where == file.name


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX's")
def test_nobody_else_may_see_which_packs_are_here(there: Reader, tmp_path: Path) -> None:
    there.shelf.folder.chmod(0o755)
    there.shelf.add(signed(tmp_path, made()), now=NOW)
    assert stat.S_IMODE(there.shelf.folder.stat().st_mode) == 0o700
    rights = {each.name: stat.S_IMODE(each.stat().st_mode) for each in there.shelf.folder.iterdir()}
    assert len(rights) == 2
    assert set(rights.values()) == {0o600}
