"""The words of the advice by language, in its sentences and its tables; English stands in for what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from bonafides.advise.tables import ROOM, broken, names, table
from bonafides.errors import AdviseError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language's sentences. A key names one sentence or a list of them."""

    lang: str
    sentences: Mapping[str, tuple[str, ...]]

    def lines(self, key: str, **slots: object) -> tuple[str, ...]:
        """The sentences of `key` with its slots filled; AdviseError where no language has the key."""
        try:
            return tuple(line.format(**slots) for line in self.sentences[key])
        except (KeyError, IndexError, ValueError) as error:
            raise broken(f"words/{self.lang}.toml", f"{key} is missing or has an unknown slot") from error

    def say(self, key: str, **slots: object) -> str:
        """The one sentence of `key`."""
        return " ".join(self.lines(key, **slots))


@cache
def load_words(lang: str, *, folder: Path = ROOM) -> Words:
    """The words of `lang` (`en`, `de`, `en-GB`), its gaps filled from English; AdviseError for an unknown language."""
    known = names("words", folder=folder)
    code = lang.strip().lower().replace("_", "-").split("-", 1)[0]
    if code not in known:
        raise AdviseError(f"there is no advice in {lang!r} yet.", next_step=f"Choose one of: {', '.join(known)}.")
    own = table(f"words/{code}.toml", folder=folder) or {}
    english = table(f"words/{ENGLISH}.toml", folder=folder) or {}
    return Words(lang=code, sentences=dict(_flat(english)) | dict(_flat(own)))


def by_language(value: str | Mapping[str, str]) -> Mapping[str, str]:
    """A text of the tables, by language: a plain string is the same in all of them. KeyError where English lacks."""
    if isinstance(value, str):
        return {ENGLISH: value}
    return {ENGLISH: value[ENGLISH], **value}


def spoken(texts: Mapping[str, str], words: Words) -> str:
    """A text of the tables in the language of these words; in English where it has none in that."""
    return texts.get(words.lang) or texts[ENGLISH]


def _flat(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", (value,) if isinstance(value, str) else tuple(value)
