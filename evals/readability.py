"""How easily the English words for people read: grade and reading age of every text, and of each section of short ones.

`python -m evals.readability` prints the hardest of each room; with `--fail` it ends with 1 where any is too hard.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parents[1] / "src" / "bonafides"
GRADE = 9.0
"""Flesch-Kincaid grade that no text may exceed: reading age 14, as a grade is an age less five."""
SHORT = 30
"""Words below which a text is judged with the others of its section: the formula is made for passages."""
_OFFICERS = ("desk.", "hunt.")
"""Sections of shared files that are read by trained people only."""
_NAMES = ("country.",)
"""Sections that hold names and no sentences."""
_ROOMS = ("advise", "interview", "web", "page", "render/reporting", "vet", "exposure", "learn", "packs")
"""Whose words are for people; those of the desk, of hunts and of signs' technical names are not."""
_PHRASES = "office"
"""A section of the advice that holds no sentences but what is filled into them: judged there, the longest of them."""
_SLOT = re.compile(r"\{[^{}]{0,40}\}")
_ADDRESS = re.compile(r"https?://\S+|\S+@\S+|`[^`]{0,80}`|--[a-z-]+")
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
_SENTENCE = re.compile(r"[.!?]+(?=\s|$)|\n")
_VOWELS = re.compile(r"[aeiouy]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One text, or one section of short texts."""

    room: str
    key: str
    text: str
    grade: float

    @property
    def age(self) -> float:
        """Reading age in years."""
        return self.grade + 5


def grade(text: str) -> float:
    """The Flesch-Kincaid grade: 0.39 words per sentence + 11.8 syllables per word - 15.59 (Kincaid et al., 1975).

    Addresses and options count as nothing; a value that is filled in counts as a short name, an office as the longest.
    """
    plain = _ADDRESS.sub(" ", _SLOT.sub("Kim", text.replace(f"{{{_PHRASES}}}", _longest_office())))
    words = _WORD.findall(plain)
    sentences = [part for part in _SENTENCE.split(plain) if _WORD.search(part)]
    if not words:
        return 0.0
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@cache
def _longest_office() -> str:
    said = tomllib.loads((SOURCE / "advise" / "words" / "en.toml").read_text("utf-8"))
    return str(max(said[_PHRASES].values(), key=len))


def syllables(word: str) -> int:
    """Groups of vowels, without the silent e at the end and in -ed and -es; at least one, and rather one too many."""
    low = word.lower().replace("'", "").replace("’", "")
    count = len(_VOWELS.findall(low))
    if re.search(r"[^aeioucgshxz]es$|[^aeioutd]ed$|[^aeioul]e$|[aeiou]le$", low):
        count -= 1
    return max(count, 1)


def judged() -> Iterator[Judged]:
    """Every text that is long enough, and every section of those that are not, in the order of the rooms."""
    for room, key, texts in _sections():
        if key == _PHRASES:
            continue
        short = [text for text in texts if len(_WORD.findall(text)) < SHORT]
        for text in texts:
            if text not in short:
                yield Judged(room=room, key=key, text=text, grade=grade(text))
        whole = "\n".join(short)
        if len(_WORD.findall(whole)) >= SHORT:
            yield Judged(room=room, key=key, text=whole, grade=grade(whole))


def too_hard() -> tuple[Judged, ...]:
    """What is above the limit, the hardest first."""
    return tuple(sorted((each for each in judged() if each.grade > GRADE), key=lambda each: -each.grade))


def _sections() -> Iterator[tuple[str, str, list[str]]]:
    for room in _ROOMS:
        path = SOURCE / room / "words" / "en.toml"
        if path.is_file():
            yield from _of_file(room, path)
    for kind in ("routes", "platforms", "forms"):
        for path in sorted((SOURCE / "advise" / kind).glob("*.toml")):
            texts = list(_english(tomllib.loads(path.read_text("utf-8"))))
            yield f"advise/{kind}", path.stem, texts


def _of_file(room: str, path: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Texts by the section that they stand in."""
    found: dict[str, list[str]] = {}
    for key, text in _flat(tomllib.loads(path.read_text("utf-8"))):
        if not key.startswith((*_OFFICERS, *_NAMES)):
            found.setdefault(key.rpartition(".")[0], []).append(text)
    yield from ((room, key, texts) for key, texts in found.items())


def _flat(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield from ((f"{prefix}{key}", str(text)) for text in (value if isinstance(value, list) else [value]))


def _english(entry: Any) -> Iterator[str]:
    """Sentences of a table that is given by language; names of offices and addresses are none."""
    if isinstance(entry, list):
        for each in entry:
            yield from _english(each)
    elif isinstance(entry, dict):
        for key, value in entry.items():
            if key in ("note", "text", "label") and isinstance(value, dict):
                said = value.get("en", {})
                yield from said.values() if isinstance(said, dict) else (said,)
            elif isinstance(value, list):
                yield from _english(value)


def main(arguments: list[str]) -> int:
    """Print what is hard, and how hard the rooms are on the whole; 1 with `--fail` where something is too hard."""
    everything = list(judged())
    for room in dict.fromkeys(each.room for each in everything):
        own = [each for each in everything if each.room == room]
        hardest = max(own, key=lambda each: each.grade)
        mean = sum(each.grade for each in own) / len(own)
        print(f"{room:20} {len(own):4} texts, mean grade {mean:4.1f}, hardest {hardest.grade:4.1f} ({hardest.key})")
    found = too_hard()
    for each in found:
        print(f"too hard: grade {each.grade:.1f}, age {each.age:.0f}: {each.room} {each.key}: {each.text[:400]!r}")
    print(f"{len(everything)} texts and sections, {len(found)} above grade {GRADE:.0f} (reading age {GRADE + 5:.0f}).")
    return 1 if found and "--fail" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
