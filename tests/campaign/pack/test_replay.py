"""A replay reproduces the finding from the pack alone, names every difference, and fears no pack."""

from __future__ import annotations

import io
import json
import shutil
import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bonafides.campaign.pack import archive, replay
from bonafides.errors import CampaignError

from .conftest import CAMPAIGN

Forge = Callable[..., Path]


def test_a_pack_alone_gives_the_same_finding(packed: Path, tmp_path: Path) -> None:
    alone = shutil.copy(packed, tmp_path / "alone.zip")
    found = replay(Path(alone))
    assert (found.campaign, found.same, found.differences, found.notes) == (CAMPAIGN, True, (), ())
    assert not found.sealed
    assert replay(packed).sealed
    assert "purpose" in found.not_recomputed


def _line(raw: bytes, number: int, change: Callable[[Any], Any]) -> bytes:
    lines = raw.splitlines()
    lines[number] = json.dumps(change(json.loads(lines[number])), separators=(",", ":")).encode()
    return b"\n".join(lines) + b"\n"


def _edit(name: str, change: Callable[[Any], Any]) -> Callable[[dict[str, bytes]], None]:
    def edit(files: dict[str, bytes]) -> None:
        value = json.loads(files[name])
        change(value)
        files[name] = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    return edit


def _put(name: str, raw: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda files: files.__setitem__(name, raw)


def _changed_line(name: str, number: int, change: Callable[[Any], Any]) -> Callable[[dict[str, bytes]], None]:
    return lambda files: files.__setitem__(name, _line(files[name], number, change))


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (_edit("campaign.json", lambda value: value.update(score=999.0)), "campaign.json.score"),
        (_edit("campaign.json", lambda value: value["accounts"][0].update(strength=0.1)), "campaign.json.accounts[0]"),
        (_edit("campaign.json", lambda value: value.update(summary="They did it.")), "campaign.json.summary"),
        (_edit("campaign.json", lambda value: value.update(extra=1)), "campaign.json.extra"),
        (_edit("log.json", lambda value: value["families"]["targets"].update(contacts=9)), "campaign.json.signals"),
        (_edit("records/1.json", lambda value: value["drop_out"].update(fewest_links=40)), "records/1.json.drop_out"),
        (_put("records/1.md", b"# Guilty\n"), "records/1.md line 1"),
        (_put("records/999.md", b"one more"), "records/999.md"),
        (lambda files: files.pop("records/2.md"), "records/2.md"),
        (_changed_line("edges.jsonl", 0, lambda edge: edge | {"shared": 4_000}), "edges.jsonl"),
        (_changed_line("links.jsonl", 1, lambda link: [*link[:2], link[2] + 1.0]), "links.jsonl"),
        (_changed_line("facts.jsonl", -1, lambda row: [*row[:4], row[4] + 1, *row[5:]]), ""),
    ],
)  # fmt: skip
def test_what_does_not_follow_from_the_facts_is_named(forged: Forge, change: Any, where: str) -> None:
    found = replay(forged(change))
    if where:
        assert not found.same
        assert any(place.where.startswith(where) for place in found.differences), found.differences


def test_a_blank_more_is_another_pack(forged: Forge) -> None:
    found = replay(forged(lambda files: files.__setitem__("campaign.json", files["campaign.json"] + b" ")))
    assert [place.where for place in found.differences] == ["campaign.json"]


def test_another_version_is_said_and_compared_anyway(forged: Forge) -> None:
    def older(manifest: dict[str, Any]) -> None:
        manifest["program"] |= {"version": "0.0.1", "rules": "0" * 64}

    found = replay(forged(lambda files: None, manifest=older))
    assert found.same
    assert len(found.notes) == 2
    assert "0.0.1" in found.notes[0]


def test_other_parameters_are_said_and_compared_anyway(forged: Forge) -> None:
    def stricter(manifest: dict[str, Any]) -> None:
        manifest["parameters"] |= {"core": 9, "loose": 0.9, "unheard_of": 1}

    found = replay(forged(lambda files: None, manifest=stricter))
    assert any("parameters" in note for note in found.notes)
    assert any(".drop_out" in place.where for place in found.differences)


@pytest.mark.parametrize("name", ["campaign.json", "facts.jsonl", "records/1.md", "README.txt"])
def test_a_file_that_was_changed_after_sealing_is_named(packed: Path, tmp_path: Path, name: str) -> None:
    files = archive.unpack(packed)
    files[name] += b"\n"
    (tmp_path / "changed.zip").write_bytes(archive.pack(files))
    with pytest.raises(CampaignError, match="not the one that was sealed") as caught:
        replay(tmp_path / "changed.zip")
    assert caught.value.where == name


def test_a_seal_of_another_pack_is_refused(forged: Forge, packed: Path) -> None:
    forgery = forged(_edit("campaign.json", lambda value: value.update(rank=7)))
    assert replay(forgery).same, "the rank comes from the run: only the seal guards it"
    shutil.copy(packed.with_name("one.zip.sha256"), forgery.with_name(f"{forgery.name}.sha256"))
    with pytest.raises(CampaignError, match="manifest is not the one that was sealed"):
        replay(forgery)


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.7, 0.99, 0.9999])
def test_a_truncated_pack_gives_a_clear_error(packed: Path, tmp_path: Path, share: float) -> None:
    raw = packed.read_bytes()
    (tmp_path / "cut.zip").write_bytes(raw[: int(share * len(raw))])
    with pytest.raises(CampaignError, match="whole pack"):
        replay(tmp_path / "cut.zip")


def test_no_pack_at_all_gives_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(CampaignError, match="there is no such pack"):
        replay(tmp_path / "no.zip")
    with pytest.raises(CampaignError, match="whole pack"):
        replay(tmp_path)


def _again(raw: bytes, number: int, before: int) -> bytes:
    """A line once more at another place."""
    lines = raw.splitlines(keepends=True)
    return b"".join([*lines[:before], lines[number], *lines[before:]])


def _zip(**files: bytes) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, raw in files.items():
            pack.writestr(name, raw)
    return memory.getvalue()


def _twice() -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as pack:
        pack.writestr("campaign.json", b"{}")
        with pytest.warns(UserWarning, match="Duplicate name"):
            pack.writestr("campaign.json", b"[]")
    return memory.getvalue()


def _lying(size: int) -> bytes:
    """A pack whose directory claims another size of its one file."""
    raw = _zip(**{"campaign.json": b"0" * 50_000})
    at = raw.rindex(b"PK\x01\x02")
    return raw[: at + 24] + struct.pack("<I", size) + raw[at + 28 :]


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (lambda: _zip(**{"../../out.json": b"{}"}), "no pack has"),
        (lambda: _zip(**{"/etc/passwd": b""}), "no pack has"),
        (lambda: _zip(**{"records/../../x.json": b"{}"}), "no pack has"),
        (lambda: _zip(**{"records/1.exe": b""}), "no pack has"),
        (_twice, "twice"),
        (lambda: _lying(archive.LARGEST + 1), "unpack to more"),
        (lambda: _lying(2**32 - 1), "unpack to more|whole pack"),
        (lambda: _lying(10), "whole pack"),
        (lambda: _zip(**{"campaign.json": b"{}"}), "no manifest"),
        (lambda: _zip(**{"manifest.json": b"{}"}), "no manifest"),
        (lambda: _zip(**{"manifest.json": b"[" * 100_000}), "not the JSON"),
        (lambda: _zip(**{"manifest.json": b'{"files":{},"files":{}}'}), "not the JSON"),
        (lambda: _zip(**{"manifest.json": b'{"files":{},"schema":"bonafides.evidence-pack/9"}'}), "does not know"),
        (lambda: _zip(**{"manifest.json": b'{"files":{},"schema":"bonafides.evidence-pack/1"}'}), "is missing"),
        (lambda: _zip(**{"manifest.json": b"\xff\xfe"}), "not the JSON"),
        (lambda: _zip(**{"manifest.json": b'{"a":' + b"9" * 5_000 + b"}"}), "not the JSON"),
        (lambda: b"PK\x05\x06" + b"\x00" * 8 + b"\xff\xff\xff\x7f" + b"\x00" * 6, "larger than any"),
    ],
)
def test_a_hostile_archive_gives_a_clear_error(tmp_path: Path, raw: Callable[[], bytes], what: str) -> None:
    (tmp_path / "hostile.zip").write_bytes(raw())
    with pytest.raises(CampaignError, match=what):
        replay(tmp_path / "hostile.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["hostile.zip"]


@pytest.mark.parametrize(
    "change",
    [
        _put("facts.jsonl", b""),
        _put("facts.jsonl", b'["family"]\n'),
        _put("facts.jsonl", b"[" * 100_000),
        _put("log.json", b"{}"),
        _put("log.json", b"null"),
        _edit("log.json", lambda value: value["families"].pop("targets")),
        _edit("log.json", lambda value: value["families"].update(magic=value["families"]["targets"])),
        _edit("log.json", lambda value: value.update(accounts=-1)),
        _edit("log.json", lambda value: value.update(accounts=1e400)),
        _put("campaign.json", b"{}"),
        _put("campaign.json", b"[]"),
        _edit("campaign.json", lambda value: value.update(purpose="because")),
        _changed_line("facts.jsonl", 1, lambda row: [*row[:3], 2**70, *row[4:]]),
        _changed_line("facts.jsonl", 1, lambda row: [*row[:3], "soon", *row[4:]]),
        _changed_line("facts.jsonl", 1, lambda row: [*row[:3], True, *row[4:]]),
        _changed_line("facts.jsonl", 1, lambda row: row[:-1]),
        _changed_line("facts.jsonl", 1, lambda row: ["magic", *row[1:]]),
        lambda files: files.__setitem__("facts.jsonl", _again(files["facts.jsonl"], 1, 60)),
        lambda files: files.__setitem__("facts.jsonl", _again(files["facts.jsonl"], 1, 1)),
        lambda files: files.__setitem__("facts.jsonl", files["facts.jsonl"] + files["facts.jsonl"].splitlines()[-1]),
        _changed_line("links.jsonl", 1, lambda link: ["nobody", *link[1:]]),
        _changed_line("links.jsonl", 1, lambda link: [*link[:2], float("inf")]),
        _changed_line("edges.jsonl", 0, lambda edge: edge | {"window": "2y"}),
        _changed_line("edges.jsonl", 0, lambda edge: edge | {"expected": 0.0}),
        _changed_line("edges.jsonl", 0, lambda edge: edge | {"a": "zz", "b": "zzz"}),
        _changed_line("edges.jsonl", 0, lambda edge: {"a": 1}),
    ],
)
def test_files_that_cannot_be_are_refused_whatever_the_seal(forged: Forge, change: Any) -> None:
    with pytest.raises(CampaignError):
        replay(forged(change))


@given(at=st.integers(0, 2**31), byte=st.integers(0, 255), cut=st.integers(0, 3))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_byte_is_wrong_the_outcome_is_clear(
    packed: Path, tmp_path: Path, at: int, byte: int, cut: int
) -> None:
    raw = bytearray(packed.read_bytes())
    raw[at % len(raw)] = byte
    path = tmp_path / "odd.zip"
    path.write_bytes(raw[: len(raw) - cut])
    with suppress(CampaignError):
        assert replay(path).same


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=4,
)


@given(data=st.data(), name=st.sampled_from(["campaign.json", "log.json", "facts.jsonl", "links.jsonl", "edges.jsonl"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_value_is_wrong_the_outcome_is_clear(forged: Forge, data: st.DataObject, name: str) -> None:
    def change(files: dict[str, bytes]) -> None:
        lines = files[name].splitlines()
        number = data.draw(st.integers(0, len(lines) - 1))
        lines[number] = json.dumps(_replaced(json.loads(lines[number]), data)).encode()
        files[name] = b"\n".join(lines)

    with suppress(CampaignError):
        replay(forged(change))


def _replaced(value: Any, data: st.DataObject) -> Any:
    """One place somewhere within a value, replaced by anything."""
    if not isinstance(value, dict | list) or not value or data.draw(st.integers(0, 5)) == 0:
        return data.draw(ODD)
    key = data.draw(st.sampled_from(sorted(value) if isinstance(value, dict) else range(len(value))))
    value[key] = _replaced(value[key], data)
    return value


@pytest.mark.parametrize("wrong", [None, "x", -1, [], {}])
@pytest.mark.parametrize("key", ["parameters", "accepted_from", "program", "files"])
def test_a_manifest_of_any_kind_is_survived(forged: Forge, key: str, wrong: Any) -> None:
    try:
        found = replay(forged(lambda files: None, manifest=lambda manifest: manifest.update({key: wrong})))
    except CampaignError:
        return
    assert key in {"program", "parameters", "accepted_from"}
    assert found.notes or key == "accepted_from"
