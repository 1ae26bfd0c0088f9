"""The words of a world: whole texts with a slot for a name, and pools from which unlike texts are composed."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

CHOICE = re.compile(r"\[([^\[\]]*)\]")
NONE, UNIQUE, USUAL = -1, -2, -3  # no text; one composed for this event; whatever this account would write


@cache
def phrases() -> dict[str, Any]:
    """The data file."""
    return tomllib.loads(Path(__file__).with_name("phrases.toml").read_text(encoding="utf-8"))


def chosen(rng: np.random.Generator, sentence: str) -> str:
    """The sentence with one of the words taken in every [a|b|c]."""
    return CHOICE.sub(lambda found: _one(rng, found[1].split("|")), sentence)


def _one(rng: np.random.Generator, words: list[str]) -> str:
    return words[int(rng.random() * len(words))]


def one_of(rng: np.random.Generator, key: str) -> str:
    """One word or name of a list in the data file."""
    found = phrases()[key]
    return _one(rng, found if isinstance(found, list) else found.split())


def firm(rng: np.random.Generator) -> str:
    """An invented firm."""
    return " ".join(part for part in (one_of(rng, key) for key in FIRM) if part)


FIRM = ("firm_first", "firm_second", "firm_third")


def topic(rng: np.random.Generator, language: str = "en") -> str:
    """Two things that somebody may work on, in that language."""
    words = phrases()["organic"][language]
    nouns = words["nouns"].split()
    return str(words["topic"].format(a=_one(rng, nouns), b=_one(rng, nouns))).replace("-", " ")


def slots(rng: np.random.Generator, contact: str = "") -> dict[str, str]:
    """What one group or ring says for firm, topic, place, event and school; the name stays open."""
    group = phrases()["group"]
    return {
        "firm": firm(rng),
        "topic": topic(rng),
        "place": one_of(rng, "places").replace("-", " "),
        "event": _one(rng, group["events"]),
        "school": _one(rng, group["schools"]),
        "contact": contact,
        "name": "{name}",
    }


@dataclass(slots=True)
class Book:
    """Every text, link and handle that is written more than once, by number; texts may hold one {name}."""

    texts: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    handles: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)  # not given out yet

    @classmethod
    def opened(cls, rng: np.random.Generator) -> Book:
        """A book with the numbers reserved for fiction, shuffled."""
        numbers = [f"+44 7700 900{n:03d}" for n in range(1000)] + [f"+1 202 555 01{n:02d}" for n in range(100)]
        return cls(phones=[numbers[i] for i in rng.permutation(len(numbers))])

    def text(self, text: str) -> int:
        """Its number."""
        self.texts.append(" ".join(text.split()))
        return len(self.texts) - 1

    def url(self, rng: np.random.Generator, name: str = "") -> int:
        """The number of a new link."""
        stem = re.sub(r"[^a-z]+", "-", (name or firm(rng)).lower()).strip("-")
        self.urls.append(f"https://{stem}-{rng.integers(0, 36**3):x}.example/{_one(rng, PATHS)}")
        return len(self.urls) - 1

    def handle(self, rng: np.random.Generator, phone: float = 0.3) -> int:
        """The number of a new off-platform handle: a phone number (while they last) or a messenger name."""
        if self.phones and rng.random() < phone:
            self.handles.append(self.phones.pop())
        else:
            self.handles.append(f"{_one(rng, MESSENGERS)}{one_of(rng, 'names').lower()}{rng.integers(0, 10**6)}")
        return len(self.handles) - 1


PATHS = ["", "jobs", "meet", "go", "apply", "p", "contact", "form", "r/1", "join"]
MESSENGERS = ["@", "telegram:", "whatsapp:", "wechat:", "signal:"]


def pool(rng: np.random.Generator, language: str, part: str, size: int) -> list[str]:
    """`size` openers, bodies or closers of that language to compose unlike texts from."""
    words = phrases()["organic"][language]
    if part == "close":
        return [str(close) for close in words["close"]]
    if part == "greet":
        return [f"{greet} {name}," for greet in words["greet"] for name in phrases()["names"].split()]
    months, places = words["months"].split(), phrases()["places"].replace("-", " ").split()
    firms = [firm(rng) for _ in range(200)]
    picks = rng.random((size, 4))
    return [
        chosen(rng, words["body"][int(pick[0] * len(words["body"]))]).format(
            topic=topic(rng, language),
            place=places[int(pick[1] * len(places))],
            firm=firms[int(pick[2] * len(firms))],
            month=months[int(pick[3] * len(months))],
        )
        for pick in picks
    ]
