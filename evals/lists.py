"""Measures the look into watch lists by script: `python -m evals.lists`, `--dev` for the names rules were chosen on.

A list of invented entries is loaded. Missed: of people who stand on it, asked for by their name as a passport or a
profile has it (Latin letters, order turned, a letter wrong, a middle name more or less), the share that is not found.
False: of honest people with common names of the same script who do not stand on it, the share that is shown
somebody all the same. Intervals are Wilson's (1927), at 95%. `--write` puts the rates where a match shows them.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import sqrt
from pathlib import Path

from bonafides.vet.lists.index import make
from bonafides.vet.lists.lookup import Lookup
from bonafides.vet.lists.measured import FILE

FOLDER = Path(__file__).parent / "watch_lists"
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """An invented person: as a list of their script has them, and in Latin letters."""

    group: str
    script: str
    given: Pair
    family: Pair
    apart: str

    @property
    def listed(self) -> str:
        """As the list writes it; in the East the family comes first."""
        if self.script in ("Han", "Hangul"):
            return self.family[0] + self.apart + self.given[0]
        return f"{self.given[0]} {self.family[0]}"


def people(name: str) -> tuple[Someone, ...]:
    """Every joining of a given and a family name, group by group."""
    groups = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
    return tuple(
        Someone(
            group=group, script=held["script"], given=tuple(given), family=tuple(family), apart=held.get("apart", " ")
        )
        for group, held in groups.items()
        for given, family in product(held["given"], held["family"])
    )


def ways(one: Someone, dice: random.Random) -> Iterator[tuple[str, str]]:
    """(what was done, the name) as somebody may write or tell the listed name."""
    given, family = one.given[1], one.family[1]
    yield "letters", f"{given} {family}"
    yield "order", f"{family} {given}"
    yield "typo", _typo(given, dice) + " " + family if len(given) > len(family) else f"{given} {_typo(family, dice)}"
    yield "same", one.listed


def _typo(word: str, dice: random.Random) -> str:
    """One letter left out, doubled or taken for its neighbour; not the first."""
    at = dice.randrange(1, len(word))
    turned = word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]
    return dice.choice((word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:], turned))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often something was so."""

    hits: int
    of: int

    @property
    def share(self) -> float:
        """As a share of 1."""
        return self.hits / max(1, self.of)

    def interval(self) -> tuple[float, float]:
        """Wilson's, at 95%."""
        n, z = max(1, self.of), 1.96
        middle, spread = self.share + z * z / (2 * n), z * sqrt(self.share * (1 - self.share) / n + z * z / (4 * n * n))
        return max(0.0, (middle - spread) / (1 + z * z / n)), min(1.0, (middle + spread) / (1 + z * z / n))


def _write_list(path: Path, listed: list[Someone], fill: list[Someone]) -> None:
    rows = [(f"t{at}", one) for at, one in enumerate(listed)] + [(f"f{at}", one) for at, one in enumerate(fill)]
    with path.open("w", encoding="utf-8") as stream:
        for id_, one in rows:
            entry = {"id": id_, "schema": "Person", "properties": {"name": [one.listed]}, "datasets": ["invented"]}
            stream.write(json.dumps(entry, ensure_ascii=False) + "\n")


def measured(name: str, folder: Path) -> tuple[dict[str, Tally], dict[str, Tally], dict[str, Tally]]:
    """(missed by group, missed by group and way, false by group) of one set of names."""
    dice = random.Random(2026)
    everybody = list(people(name))
    dice.shuffle(everybody)
    half = len(everybody) // 2
    listed, honest = everybody[:half], everybody[half:]
    source, index = folder / f"{name}.json", folder / f"{name}.names"
    _write_list(source, listed, [])
    make(source, index)
    missed: defaultdict[str, Counter[bool]] = defaultdict(Counter)
    false: defaultdict[str, Counter[bool]] = defaultdict(Counter)
    with Lookup(index) as lookup:
        for at, one in enumerate(listed):
            for way, asked in ways(one, dice):
                gone = f"t{at}" not in {match.about.id for match in lookup.ask(asked)}
                missed[f"{one.group} {way}"][gone] += 1
                if way != "same":
                    missed[one.group][gone] += 1
                if gone and "-v" in sys.argv:
                    print(f"missed  {one.group:12} {way:8} {one.listed}  <-  {asked}")
        for one in honest:
            found = lookup.ask(f"{one.given[1]} {one.family[1]}")
            false[one.group][bool(found)] += 1
            if found and "-v" in sys.argv:
                shown = [(match.name, match.likeness) for match in found[:3]]
                print(f"false   {one.group:12} {one.given[1]} {one.family[1]}  ->  {shown}")
    tally = {key: Tally(hits=each[True], of=each.total()) for key, each in missed.items()}
    return (
        {key: each for key, each in tally.items() if " " not in key},
        {key: each for key, each in tally.items() if " " in key},
        {key: Tally(hits=each[True], of=each.total()) for key, each in false.items()},
    )


def _by_script(found: dict[str, Tally], name: str) -> dict[str, Tally]:
    scripts = {one.group: one.script for one in people(name)}
    sums: defaultdict[str, list[Tally]] = defaultdict(list)
    for group, each in found.items():
        sums[scripts[group]].append(each)
    return {
        script: Tally(hits=sum(each.hits for each in several), of=sum(each.of for each in several))
        for script, several in sorted(sums.items())
    }


def _written(missed: dict[str, Tally], false: dict[str, Tally]) -> str:
    lines = ["# Made by `python -m evals.lists --write`, on names that no rule was chosen on."]
    for script, gone in missed.items():
        lines += ["", f"[{script}]"]
        for key, each in (("missed", gone), ("false", false[script])):
            lines += [f"{key} = {each.hits}", f"{key}_of = {each.of}"]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the rates, and write them where that is asked for."""
    name = "development" if "--dev" in sys.argv else "heldout"
    with tempfile.TemporaryDirectory() as folder:
        missed, by_way, false = measured(name, Path(folder))
    print(f"{name}: missed of the listed, false of the honest, each with its 95% interval")
    for group, gone in missed.items():
        both = [(each.share, *each.interval()) for each in (gone, false[group])]
        rates = [f"{share:6.1%} [{low:.1%}, {high:.1%}]" for share, low, high in both]
        parted = ((key.split()[1], each) for key, each in by_way.items() if key.startswith(f"{group} "))
        told = "  ".join(f"{way} {each.share:.0%}" for way, each in parted)
        print(f"  {group:12} missed {rates[0]:24} false {rates[1]:24} missed by way: {told}")
    if "--write" in sys.argv:
        FILE.write_text(_written(_by_script(missed, name), _by_script(false, name)), encoding="utf-8")


if __name__ == "__main__":
    main()
