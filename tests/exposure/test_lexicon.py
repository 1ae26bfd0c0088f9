"""The word lists can all be read, and none of them catches everything."""

from __future__ import annotations

from importlib.resources import files

import pytest

from bonafides.errors import ExposureError
from bonafides.exposure.grammar.tokens import words_of
from bonafides.exposure.lexicon import _table, lexicon, listed, ordinary

LISTS = ["clearance", "site", "unit", "programme", "intelligence", "controlled", "scale", "job_search", "open_door",
         "side_work", "travel", "setting"]  # fmt: skip
EVERYDAY = (
    "I am a careful person who likes people, trains, and long walks. My work is in a small office. "
    "Ich arbeite gern mit Menschen und lese viel. J'aime mon travail et mes collègues. "
    "Jeg holder af mit arbejde. Me gusta mi trabajo y leer en casa."
)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_loads_and_spares_everyday_words(name: str) -> None:
    assert not list(lexicon(name).find(words_of(EVERYDAY), guarded=True))


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("part", ["always", "within", "never"])
def test_no_entry_is_satisfied_by_nothing(name: str, part: str) -> None:
    """A phrase whose words may all be missing would find or block whatever stands at its place."""
    for entry in _table(name)[part]:
        kept = [token for token in entry.split() if not (len(token) > 1 and token.endswith("?")) and token[0] != "~"]
        assert kept or len(entry.split()) == 1, entry
        assert not (len(kept) == 1 and kept[0] in ("^", "^^", "@", "#")), entry


def test_every_file_of_the_folder_is_known() -> None:
    there = {each.name.removesuffix(".toml") for each in files("bonafides.exposure.lexicon").iterdir()
             if each.name.endswith(".toml")}  # fmt: skip
    assert there == {*LISTS, "colleagues", "ordinary"}


def test_a_missing_list_is_a_clear_error() -> None:
    with pytest.raises(ExposureError, match="word list"):
        listed("clearance", "nowhere")


def test_endings_make_ordinary_words() -> None:
    assert "entwicklung" in ordinary()
    assert "kestrel" not in ordinary()
