"""Corridor of the drills: what the learn room asks of the rooms that judge and advise, which it does not know."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bonafides.advise.came_next import documented_cases
from bonafides.assess import DEFAULT_PRIOR
from bonafides.assess import assess as judge
from bonafides.detect import INDICATORS, look
from bonafides.learn.cast import sample
from bonafides.learn.drill import filled
from bonafides.learn.lint import Known
from bonafides.model import Conversation, Message, Mode, Polarity, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bonafides.learn.drill import Drill
    from bonafides.model import Assessment

_WORD = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 4
"""Words of the longest name of a place that is looked for."""
_NO_PLACES = {
    "en": {"english"},
    "fr": {"français", "française", "anglais"},
    "de": {"deutsch", "englisch"},
    "da": {"dansk", "engelsk"},
    "es": {"español", "castellano", "inglés"},
}
"""Names of languages that any contact may mention: the drill's own, and English."""
_OWN_JUDGEMENT = "practice"
"""The source that stands for this project's own judgement: nobody else describes what rests on it."""
_SHORT = 4
"""Letters up to which the name of a people counts only with a capital: short ones are often ordinary words."""
_ALSO_WORDS = frozenset({"polish", "latin", "persan"})
"""Longer ones that are ordinary words too."""
_ENDINGS = ("", "s", "e", "es", "ne", "nes", "a", "as", "en", "er")
"""What a people's name may end in besides, in the languages that bend it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedent:
    """A documented case that a drill is based on."""

    id: str
    years: str
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class _Places:
    """The names of one language: of places and peoples, beginnings of words, and names of several words."""

    words: frozenset[str]
    peoples: frozenset[str]
    stems: tuple[str, ...]
    phrases: frozenset[str]


def known() -> Known:
    """The indicators, cases, sources and places that drills are checked against."""
    return Known(
        indicators={each.id: each.polarity is Polarity.FOR for each in INDICATORS},
        bases=frozenset(each.id for each in documented_cases()) | _source_ids(),
        places=named_places,
    )


def precedents(drill: Drill) -> tuple[Precedent, ...]:
    """The documented cases that a drill names."""
    by_id = {each.id: each for each in documented_cases()}
    found = (by_id[id_] for id_ in drill.based_on if id_ in by_id)
    return tuple(Precedent(id=each.id, years=each.years, stages=tuple(dict.fromkeys(each.stages))) for each in found)


def source_ids(drill: Drill) -> tuple[str, ...]:
    """Ids of the public sources behind a drill: those that it names, and those of its signs; not our own judgement."""
    by_id = {each.id: each for each in INDICATORS}
    signs = [by_id[sign.indicator] for line in drill.lines for sign in line.signs if sign.indicator in by_id]
    named = [id_ for id_ in drill.based_on if id_ in _source_ids()]
    found = dict.fromkeys((*named, *(source for each in signs for source in each.sources)))
    return tuple(id_ for id_ in found if id_ != _OWN_JUDGEMENT)


def opinion(drill: Drill) -> Assessment:
    """What the program's own check says of the whole thread, with invented identities."""
    cast = sample()
    messages = tuple(
        Message(
            speaker="me" if line.mine else "them", text=filled(line.text, cast), mine=line.mine, channel=line.channel
        )
        for line in drill.lines
    )
    conversation = Conversation(id=drill.id, messages=messages)
    return judge(look(conversation).findings, conversation, mode=Mode.SINGLE, prior=DEFAULT_PRIOR)


def named_places(text: str, lang: str) -> tuple[str, ...]:
    """The words of a text that name a country, a people, a city or a region, in the order in which they stand."""
    found = [match[0] for match in _WORD.finditer(text)]
    low = [each.casefold() for each in found]
    table, spared = _places(lang), _NO_PLACES.get(lang, set())
    phrases = [
        " ".join(found[at : at + length])
        for length in range(2, _MOST_WORDS + 1)
        for at in range(len(found) - length + 1)
        if " ".join(low[at : at + length]) in table.phrases and found[at][:1].isupper()
    ]
    words = [word for word, plain in zip(found, low, strict=True) if plain not in spared and _is_place(word, table)]
    return (*phrases, *words)


def _is_place(word: str, table: _Places) -> bool:
    """Names of places begin with a capital; names of peoples are written small in some languages."""
    plain = word.casefold()
    if word[:1].isupper() and len(word) > 2 and plain in table.words | table.peoples:
        return True
    if len(plain) <= _SHORT or plain in _ALSO_WORDS:
        return False
    bent = {plain.removesuffix(each) for each in _ENDINGS}
    return plain.startswith(table.stems) or not bent.isdisjoint(table.peoples)


@cache
def _places(lang: str) -> _Places:
    row = tomllib.loads(files("bonafides.detect").joinpath("places.toml").read_text("utf-8")).get(lang, {})
    named = {key: str(row.get(key, "")).split() for key in ("countries", "peoples", "cities")}
    return _Places(
        words=frozenset(each for each in (*named["countries"], *named["cities"]) if not each.endswith("*")),
        peoples=frozenset(each for each in named["peoples"] if len(each) > 2 and not each.endswith("*")),
        stems=tuple(_stems((*named["countries"], *named["peoples"]))),
        phrases=frozenset(row.get("phrases", ())),
    )


def _stems(names: Iterable[str]) -> list[str]:
    return [each.removesuffix("*") for each in names if each.endswith("*")]


@cache
def _source_ids() -> frozenset[str]:
    return frozenset(tomllib.loads(files("bonafides.detect").joinpath("sources.toml").read_text("utf-8")))
