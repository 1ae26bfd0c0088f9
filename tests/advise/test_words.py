"""Every key that the code uses has words, no key is left over, other languages fall back, and it reads easily."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pytest

from bonafides.advise.came_next import TIMES, came_next_lines
from bonafides.advise.tables import ROOM
from bonafides.advise.words import Words, load_words
from bonafides.errors import AdviseError
from bonafides.model import CameNext, Kind, Level, Stage
from tests.advise.matrix import matrix

if TYPE_CHECKING:
    from pathlib import Path


def test_code_and_words_use_the_same_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    used: set[str] = set()
    original = Words.lines

    def recorded(self: Words, key: str, **slots: object) -> tuple[str, ...]:
        used.add(key)
        return original(self, key, **slots)

    monkeypatch.setattr(Words, "lines", recorded)
    for kind in Kind:
        for level in Level:
            for asked in itertools.islice(matrix(kind, level), 0, None, 7):
                asked.advice()
    english = load_words("en")
    for stage in [s for s in Stage if s not in (Stage.EXPOSURE, Stage.CONTACT)]:
        came_next_lines([CameNext(stage=stage, count=3, of=4, within="usually within a year", cases=())], english)
    used |= {f"came_next.within.{time}" for time in TIMES[:-1]}
    used |= {"route.seen", "route.old", "route.unseen"}  # which of them are said depends on today's date
    forms = {key for key in english.sentences if key.startswith("form.")}  # tests/advise/test_prepare.py
    assert used == set(english.sentences) - forms


def test_a_missing_key_falls_back_to_english(tmp_path: Path) -> None:
    folder = tmp_path / "words"
    folder.mkdir()
    (folder / "en.toml").write_text('[heading]\nkeep = "Keep"\ntell = "Tell"\n', "utf-8")
    (folder / "xx.toml").write_text('[heading]\nkeep = "Behalten"\n', "utf-8")
    words = load_words("XX-yy", folder=tmp_path)
    assert (words.lang, words.say("heading.keep"), words.say("heading.tell")) == ("xx", "Behalten", "Tell")


@pytest.mark.parametrize("lang", [path.stem for path in (ROOM / "words").glob("*.toml")])
def test_no_language_has_keys_that_english_lacks(lang: str) -> None:
    assert set(load_words(lang).sentences) == set(load_words("en").sentences)


@pytest.mark.parametrize("lang", ["", "qq", "../en", "en/../en", "words"])
def test_an_unknown_language_is_refused_with_a_next_step(lang: str) -> None:
    with pytest.raises(AdviseError) as caught:
        load_words(lang)
    assert "en" in caught.value.next_step


def test_an_unknown_key_is_an_error_and_not_silence() -> None:
    with pytest.raises(AdviseError, match=r"no\.such\.key"):
        load_words("en").say("no.such.key")


def test_it_reads_easily() -> None:
    said = [line for lines in load_words("en").sentences.values() for line in lines if line.endswith((".", "?"))]
    words = re.findall(r"[a-z]+", " ".join(said).lower())
    syllables = sum(max(1, len(re.findall(r"[aeiouy]{1,4}", re.sub(r"e$", "", word)))) for word in words)
    grade = 0.39 * len(words) / len(said) + 11.8 * syllables / len(words) - 15.59
    assert grade < 8, "Flesch-Kincaid grade 8 is about the age of 13 to 14"
    assert max(len(line.split()) for line in said) <= 32
