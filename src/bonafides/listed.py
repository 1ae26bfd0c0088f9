"""Names held against the watch lists that the user loaded: what is found is said as something to ask about.

It stands beside a vetting and never enters a judgement: nothing that judges imports this.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from bonafides.render.clean import name as short
from bonafides.render.phrases import phrases
from bonafides.vet.lists import Kind, Match, Part, Way
from bonafides.vet.lists.measured import rates
from bonafides.vet.lists.shelf import Shelf, ask

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from bonafides.errors import VetError
    from bonafides.render.phrases import Phrases
    from bonafides.vet import Told

ROOM = "bonafides.vet.lists"
LONGEST = 160
_PLACES = ("http://", "https://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One entry to ask about, worded and made harmless to show; text and pages show the same."""

    title: str
    facts: tuple[str, ...]
    """Sentences on what the list says and how the names meet."""
    links: tuple[str, ...]
    """Places where the list says that it has this from; to be opened on a click alone."""

    def __str__(self) -> str:
        """All of it on one line."""
        return " ".join((self.title, *self.facts, *self.links))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Everything that is said of one look into the lists."""

    heading: str
    same_name: str
    """The same name is not the same person."""
    entries: tuple[Ask, ...]
    errors: tuple[str, ...]
    """How often this goes wrong, by script."""
    problems: tuple[str, ...]
    none: str
    """What to say where nothing was found; empty where something was, or no list is loaded."""


def asked_about(
    names: Iterable[str], home: Path, *, firms: Iterable[str] = (), born: str = ""
) -> tuple[tuple[Match, ...], tuple[VetError, ...]]:
    """Entries with names like these on every list loaded under `home`, and the lists that could not be asked.

    Loads no library and gives nothing where no list is loaded.
    """
    paths = Shelf(home).paths()
    return ask(paths, names, firms=firms, born=born) if paths else ((), ())


@dataclass(frozen=True, slots=True)
class Listed:
    """One match as a vetting carries it (`bonafides.vet.vetting.AskAbout`)."""

    match: Match

    def said(self, lang: str) -> tuple[str, ...]:
        """A heading and lines below it; the last say how often this goes wrong, and that it may be another person."""
        found = said((self.match,), lang)
        entry = found.entries[0]
        return (entry.title, *entry.facts, *entry.links, *found.errors, found.same_name)

    def row(self) -> Mapping[str, object]:
        """The same for machines; how alike two names are is no number about a person, and stays inside."""
        return {key: value for key, value in asdict(self.match).items() if key != "likeness"}


@dataclass(frozen=True, slots=True)
class NotAsked:
    """A list that could not be asked, so that nobody takes silence for an answer."""

    error: VetError

    def said(self, lang: str) -> tuple[str, ...]:
        """What is wrong with it."""
        return (str(self.error),)

    def row(self) -> Mapping[str, object]:
        """The same for machines."""
        return {"list": self.error.where, "error": self.error.what, "next_step": self.error.next_step}


def to_ask_about(told: Told, home: Path) -> tuple[Listed | NotAsked, ...]:
    """What the lists under `home` have for the names and firms that are told. Nothing of it enters a judgement."""
    firms = tuple(filter(None, (*told.firms, told.client)))
    matches, errors = asked_about(told.names, home, firms=firms)
    return (*map(Listed, matches), *map(NotAsked, errors))


def said(matches: Sequence[Match], lang: str, *, problems: Sequence[VetError] = (), looked: bool = True) -> Asked:
    """The matches in words. `looked` says whether there was a list to look into. Raises RenderError."""
    words = phrases(lang, ROOM)
    return Asked(
        heading=words("page.heading"),
        same_name=words("page.same_name"),
        entries=tuple(_ask(match, words) for match in matches),
        errors=tuple(_errors(matches, words)),
        problems=tuple(str(problem) for problem in problems),
        none=words("page.none") if looked and not matches and not problems else "",
    )


def _ask(match: Match, words: Phrases) -> Ask:
    about = match.about
    facts = [words("match.alias" if match.alias else "match.name", name=_clean(match.name), asked=_clean(match.asked))]
    facts += [words(f"way.{part.way}", **_sides(part)) for part in match.parts if part.way is not Way.SAME]
    facts += [words("match.order")] if match.turned else []
    facts += [
        words(f"match.{key}", value=", ".join(map(_clean, values)))
        for key, values in (("topics", about.topics), ("datasets", about.datasets), ("born", about.born))
        if values
    ]
    facts += [words(f"match.born_{match.born}")] if match.born else []
    facts.append(words("match.list", name=_clean(match.list.name), added=match.list.added, id=_clean(about.id)))
    facts += [words("match.newest", date=_clean(match.list.newest))] if match.list.newest else []
    title = words("match.title", caption=_clean(about.caption), schema=_clean(about.schema))
    return Ask(title=title, facts=tuple(facts), links=tuple(url for url in about.urls if url.startswith(_PLACES)))


def _sides(part: Part) -> dict[str, str]:
    return {"asked": _clean(part.asked), "listed": _clean(part.listed)}


def _clean(value: str) -> str:
    return short(value, LONGEST)


def _errors(matches: Sequence[Match], words: Phrases) -> Iterable[str]:
    """How often names of the scripts that are shown lead to the wrong person, and to nobody."""
    for script in dict.fromkeys(match.script for match in matches):
        found = rates(script)
        if found is None:
            yield words("errors.unknown")
        else:
            yield words(
                "errors.rates", script=words.get(f"script.{script}", script), missed=words.number(found.missed),
                missed_of=words.number(found.missed_of), false=words.number(found.false),
                false_of=words.number(found.false_of),
            )  # fmt: skip


__all__ = ["Ask", "Asked", "Kind", "Listed", "Match", "NotAsked", "asked_about", "said", "to_ask_about"]
