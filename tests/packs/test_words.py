"""The words of packs: every language has every key with the same gaps, in plain sentences that promise nothing."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from bonafides.render.phrases import languages, phrases

ROOM = "bonafides.packs"
FOLDER = Path(__file__).parents[2] / "src" / "bonafides" / "packs" / "words"
_GAP = re.compile(r"\{\w+\}")
LEVEL = 8.0
"""Flesch-Kincaid grade."""


def _flat(lang: str) -> dict[str, str]:
    table = tomllib.loads((FOLDER / f"{lang}.toml").read_text("utf-8"))
    return {f"{room}.{key}": text for room, keys in table.items() for key, text in keys.items()}


def test_the_languages() -> None:
    assert languages(ROOM) == ("da", "de", "en", "es", "fr")


@pytest.mark.parametrize("lang", languages(ROOM))
def test_every_key_with_its_gaps(lang: str) -> None:
    english, own = _flat("en"), _flat(lang)
    assert own.keys() == english.keys()
    for key, text in own.items():
        assert sorted(set(_GAP.findall(text))) == sorted(set(_GAP.findall(english[key]))), key
        assert text.strip() == text != ""


@pytest.mark.parametrize("lang", [each for each in languages(ROOM) if each != "en"])
def test_no_sentence_was_left_in_english(lang: str) -> None:
    english, own = _flat("en"), _flat(lang)
    same = {key for key, text in own.items() if text == english[key]}
    assert same <= {"seen.place", "family.profile", "family.mail", "family.phone"}


def test_english_is_easy_to_read() -> None:
    """Flesch-Kincaid grade (Kincaid 1975), syllables by Pyphen's hyphenation."""
    from pyphen import Pyphen  # type: ignore[import-untyped]

    told = [text for key, text in _flat("en").items() if key.startswith(("seen.", "pack.", "make."))]
    text = " ".join(_GAP.sub("it", each) for each in told if each.endswith("."))
    words, sentences = re.findall(r"[A-Za-z']+", text), len(re.findall(r"[.:?](?=\s|$)", text))
    syllables = sum(len(Pyphen(lang="en_GB").positions(word)) + 1 for word in words)
    assert 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59 <= LEVEL


def test_nothing_is_promised() -> None:
    for key, text in _flat("en").items():
        assert not re.search(r"\bsafe\b|harmless|guarantee", text, re.IGNORECASE), key
    assert "does not change" in phrases("en", ROOM)("seen.means")


def test_every_sentence_is_said_somewhere() -> None:
    """By its key, or by the kind that stands behind the last dot of it."""
    source = FOLDER.parents[1]
    code = [*source.glob("render/sightings.py"), source / "web" / "templates" / "desk" / "packs.html"]
    text = "".join(path.read_text("utf-8") for path in code)
    built = {"phone", "mail", "handle", "profile", "domain", "text", "approach", "scam", "device-lure"}
    unsaid = {key for key in _flat("en") if f'"{key}"' not in text and key.partition(".")[2] not in built}
    assert unsaid == set()
