"""Techniques of ATT&CK and DISARM for signs, stages and networks, as `taxonomy.toml` says."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bonafides.render.exchange.value import Shared, Sign

FOR = "for"
ATTACK, DISARM = "mitre-attack", "DISARM"


@dataclass(frozen=True, slots=True, kw_only=True)
class Technique:
    """One technique of one of the two frameworks."""

    id: str
    name: str
    source: str
    """`mitre-attack` or `DISARM`, as external references of STIX call it."""

    @property
    def url(self) -> str:
        """Where the framework describes it."""
        if self.source == ATTACK:
            return f"https://attack.mitre.org/techniques/{self.id.replace('.', '/')}"
        pages = "https://github.com/DISARMFoundation/DISARMframeworks/blob/main/generated_pages/techniques"
        return f"{pages}/{self.id}.md"

    @property
    def tag(self) -> str:
        """As MISP's galaxies tag it."""
        if self.source == ATTACK:
            return f'misp-galaxy:mitre-attack-pattern="{self.name} - {self.id}"'
        return f'misp-galaxy:disarm-techniques="{self.name}"'


def of_sign(sign: Sign) -> tuple[Technique, ...]:
    """The techniques that a sign is an instance of: none for evidence against, nor for impressions of the whole."""
    if sign.polarity != FOR:
        return ()
    table = _table()
    named = table["indicators"].get(sign.indicator) or table["stages"].get(sign.stage, [])
    return tuple(_techniques(named))


def of_shared(shared: Shared) -> tuple[Technique, ...]:
    """All techniques that a bundle speaks of, each once, in order of id."""
    found = {each for thread in shared.threads if thread.judged for s in thread.judged.signs for each in of_sign(s)}
    table = _table()
    if shared.network:
        families = {each.family for each in shared.network.signals}
        found |= set(_techniques(table["network"]["all"]))
        found |= set(_techniques(table["network"]["handle"])) if "handle" in families else set()
    if any(each.impersonates for each in shared.personas):
        found |= set(_techniques(table["impersonation"]["all"]))
    return tuple(sorted(found, key=lambda each: (each.source, each.id)))


def known() -> tuple[Technique, ...]:
    """Every technique of the table."""
    return tuple(_techniques([*_table()["attack"], *_table()["disarm"]]))


def _techniques(ids: Iterable[str]) -> Iterator[Technique]:
    table = _table()
    for each in ids:
        source = ATTACK if each in table["attack"] else DISARM
        kind = "attack" if source == ATTACK else "disarm"
        yield Technique(id=each, name=table[kind][each], source=source)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("bonafides.render.exchange").joinpath("taxonomy.toml").read_text("utf-8"))
