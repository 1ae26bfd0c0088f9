"""Every entry of every lexicon proves itself: what it must catch, what it must spare (`tests/cases/lexicon`)."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bonafides.detect.fold import fold
from bonafides.detect.lexicon import USER, languages, load
from bonafides.detect.localise import localise
from bonafides.detect.tokens import sentences

CASES = Path(__file__).parents[1] / "cases" / "lexicon"
ENTRIES = [
    (path.stem, entry, proof)
    for path in sorted(CASES.glob("*.toml"))
    for entry, proof in tomllib.loads(path.read_text("utf-8")).items()
]


def found(language: str, entry: str, text: str) -> bool:
    read = [localise(sentence, language) for sentence in sentences(fold(text))]
    return entry in load(language).find(read, mine=entry.startswith(USER))


@pytest.mark.parametrize(("language", "entry", "proof"), ENTRIES, ids=[f"{one}-{two}" for one, two, _ in ENTRIES])
def test_an_entry_catches_and_spares(language: str, entry: str, proof: dict[str, list[str]]) -> None:
    assert [text for text in proof["catches"] if not found(language, entry, text)] == []
    assert [text for text in proof.get("spares", ()) if found(language, entry, text)] == []


@pytest.mark.parametrize("language", [name for name in languages() if name != "en"])
def test_every_entry_has_a_proof_and_stands_for_an_english_one(language: str) -> None:
    assert load(language).entries <= load("en").entries
    proved = {entry for name, entry, _ in ENTRIES if name == language}
    assert load(language).entries <= proved
