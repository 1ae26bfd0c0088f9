"""The small parts: sounds, words, readings, entries, rates, and the word for what is not installed."""

from __future__ import annotations

from importlib import util

import pytest

from bonafides.errors import VetError
from bonafides.vet.lists import extra
from bonafides.vet.lists.compare import alike
from bonafides.vet.lists.entry import MOST_NAMES, Entry, _from_json
from bonafides.vet.lists.match import Way
from bonafides.vet.lists.measured import rates
from bonafides.vet.lists.reading import common, readings
from bonafides.vet.lists.sound import shortened, sound
from bonafides.vet.lists.source import fingerprint
from bonafides.vet.lists.spelt import LONGEST, cuts, script, shown
from tests.required import needs_lists
from tests.vet.lists.world import NAMES, entity

needs_lists()


@pytest.mark.parametrize(
    ("one", "other"),
    [("mohammed", "mhmd"), ("john", "jon"), ("catherine", "katharina"), ("gaddafi", "qadhafi"), ("levi", "levy")],
)
def test_words_that_sound_alike(one: str, other: str) -> None:
    assert sound(one)[:2] == sound(other)[:2]


def test_a_sound_needs_two_consonants_and_is_shortened_letter_by_letter() -> None:
    assert sound("eau") == sound("lee") == ""
    assert shortened("kst") == ("st", "kt", "ks")
    assert shortened("kt") == ()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("O’Brien-Smith", ["obrien", "smith"]), ("الرشيد محمد", ["rshyd", "mhmd"]),
        ("Müller,  Jürgen", ["muller", "jurgen"]),
        ("राजेश", ["rajesa"]), ("\u202eAb\u200dc", ["abc"]), ("Ægir", ["aegir"]),
    ],
)  # fmt: skip
def test_a_name_is_its_words_in_latin_letters(name: str, words: list[str]) -> None:
    assert [word.latin for word in cuts(name)[0]] == words


def test_names_of_the_east_are_cut_in_each_way() -> None:
    assert ["".join(word.latin for word in way) for way in cuts("王小明")] == ["wangxiaoming"] * 3
    assert [len(way) for way in cuts("王小明")] == [1, 2, 2]


def test_a_name_is_bounded_and_harmless() -> None:
    assert len(shown("x" * 10_000)) == LONGEST
    assert shown("a\x00b\u2066\nc") == "ab c"
    assert cuts("!!! ---") == ()


@pytest.mark.parametrize(("id_", "expected"), [("kana", "Kana"), ("han", "Han"), ("thai", "Thai"), ("greek", "Greek")])
def test_a_name_has_a_script(id_: str, expected: str) -> None:
    assert script(NAMES[id_]) == expected


def test_forms_of_one_name_share_a_reading() -> None:
    assert set(readings("محمد")) & set(readings("muhammad"))
    assert not set(readings("grigory")) & set(readings("mohammed"))
    assert {"tanaka", "mohammed"} <= common()


def test_one_word_of_a_longer_name_is_little() -> None:
    found = alike(cuts("John"), cuts("John Smith"), {}, person=True)
    assert found is not None
    assert found.likeness < 0.7
    assert {part.way for part in found.parts} == {Way.SAME, Way.ONLY_LISTED}


def test_an_entry_has_no_more_names_than_are_kept() -> None:
    found = _from_json(1, entity("x", *(f"Name {at}" for at in range(1000))))
    assert isinstance(found, Entry)
    assert len(found.names) <= MOST_NAMES
    assert ("Name 0", False) in found.names


def test_every_script_that_is_told_apart_was_measured() -> None:
    for one in ("Latin", "Cyrillic", "Greek", "Arabic", "Hebrew", "Han", "Hangul", "Kana", "Thai", "Devanagari"):
        found = rates(one)
        assert found is not None
        assert found.missed_of >= 100
        assert 0 <= found.false <= found.false_of
    assert rates("Other") is None


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extra, "find_spec", lambda name: None if name == "rigour" else util.find_spec(name))
    with pytest.raises(VetError, match=r"rigour missing.*bonafides\[lists\]"):
        extra.require()


def test_the_fingerprint_needs_the_file(tmp_path: object) -> None:
    from pathlib import Path

    with pytest.raises(VetError, match="cannot be read"):
        fingerprint(Path(str(tmp_path), "nowhere"))
