"""Measures watch lists: `python -m bench.vet_lists [entries]`, 100,000 where none is given; `--theirs` the library too.

Entries are invented, joined from the names of evals/watch_lists in all their scripts with invented middle parts. Each
step runs in a process of its own, so that memory is that of the step.
"""

from __future__ import annotations

import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from evals.lists import Someone, people

_SYLLABLES = "ba be bo da de di do fa fe ga go ha ho ka ke ko la le lo ma me mo na ne no pa pe ra re ro sa se so ta to va ve za zo".split()  # noqa: E501
_ASKED = 400


def invented(dice: random.Random) -> str:
    """A word that no language has, so that names differ."""
    return "".join(dice.choices(_SYLLABLES, k=dice.randint(2, 4)))


def rows(count: int) -> Iterator[dict[str, object]]:
    """Entries with a name, two further ones, and what lists say besides; one in ten is a firm."""
    dice = random.Random(8)
    everybody = [*people("development"), *people("heldout")]
    for at in range(count):
        one: Someone = dice.choice(everybody)
        middle = invented(dice)
        latin = f"{one.given[1]} {middle} {one.family[1]}"
        firm = at % 10 == 0
        names = [f"{middle.title()} {one.family[1]} Holdings Ltd"] if firm else [f"{one.listed} {middle}"]
        yield {
            "id": f"NK-{at}", "schema": "Company" if firm else "Person", "caption": latin, "datasets": ["invented"],
            "properties": {
                "name": names, "alias": [] if firm else [latin, f"{one.family[1]} {invented(dice)}"],
                "topics": ["sanction"], "birthDate": [str(dice.randint(1940, 2000))],
            },
            "last_change": "2026-01-01T00:00:00",
        }  # fmt: skip


def _load(source: Path, index: Path) -> None:
    from bonafides.vet.lists.index import make

    begun, used = time.perf_counter(), time.process_time()
    make(source, index)
    print(f"loaded in {time.perf_counter() - begun:.1f} s ({time.process_time() - used:.1f} s of one core)", end=", ")
    print(f"{index.stat().st_size / 1e6:.0f} MB on disk", end=", ")


def _ask(source: Path, index: Path) -> None:
    from bonafides.vet.lists.lookup import Lookup

    dice = random.Random(9)
    everybody = [*people("development"), *people("heldout")]
    with Lookup(index) as lookup:
        begun = time.perf_counter()
        lookup.ask(everybody[0].listed)
        first = time.perf_counter() - begun
        taken, used = [], time.process_time()
        for _ in range(_ASKED):
            one = dice.choice(everybody)
            name = dice.choice(
                (one.listed, f"{one.given[1]} {one.family[1]}", f"{one.given[1]} {invented(dice)} {one.family[1]}")
            )
            begun = time.perf_counter()
            lookup.ask(name)
            taken.append(time.perf_counter() - begun)
        used = (time.process_time() - used) / _ASKED
    taken.sort()
    at = [taken[int(len(taken) * share)] * 1e3 for share in (0.5, 0.95, 0.99)]
    print(f"first name {first:.1f} s (the library loads), then median {at[0]:.1f} ms, 95% {at[1]:.1f} ms, ", end="")
    print(f"99% {at[2]:.1f} ms, slowest {taken[-1] * 1e3:.1f} ms, {used * 1e3:.1f} ms of one core", end=", ")


def _theirs(source: Path, index: Path) -> None:
    """nomenklatura's own blocking index (DuckDB) and logic-v2 as they come, on the same entries."""
    from followthemoney import Dataset, StatementEntity, model
    from nomenklatura.blocker.index import Index
    from nomenklatura.db import make_session
    from nomenklatura.matching import LogicV2
    from nomenklatura.resolver import Resolver
    from nomenklatura.store import load_entity_file_store

    resolver: Resolver[StatementEntity] = Resolver(make_session(f"sqlite:///{index.parent}/theirs.db"), create=True)
    begun = time.perf_counter()
    store = load_entity_file_store(source, resolver)
    theirs = Index(store.default_view(), index.parent / "theirs")
    theirs.build()
    print(f"loaded in {time.perf_counter() - begun:.1f} s", end=", ")
    dataset, taken = Dataset.make({"name": "asked", "title": "asked"}), []
    for at, one in enumerate(people("development")[:20]):
        data = {"id": f"q{at}", "schema": "Person", "properties": {"name": [f"{one.given[1]} {one.family[1]}"]}}
        asked = StatementEntity.from_data(dataset, data)
        begun = time.perf_counter()
        for _, candidates in theirs.match_entities([asked]):
            for id_, _ in candidates:
                if (held := store.default_view().get_entity(id_.id)) is not None:
                    LogicV2.compare(asked, held, LogicV2.default_config())
        taken.append(time.perf_counter() - begun)
    print(f"{len(model.schemata)} schemata, one name median {statistics.median(taken) * 1e3:.0f} ms", end=", ")


_STEPS = {"load": _load, "ask": _ask, "theirs": _theirs}


def main() -> None:
    """Every step in a process of its own."""
    if len(sys.argv) == 4 and sys.argv[1] in _STEPS:
        _STEPS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
        print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB of memory")
        return
    count = next((int(word) for word in sys.argv[1:] if word.isdecimal()), 100_000)
    with tempfile.TemporaryDirectory() as folder:
        source, index = Path(folder, "entities.ftm.json"), Path(folder, "invented.names")
        with source.open("w", encoding="utf-8") as stream:
            stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows(count))
        print(f"{count:,} entries, {source.stat().st_size / 1e6:.0f} MB")
        for step in ("load", "ask", *(["theirs"] if "--theirs" in sys.argv else [])):
            print(f"  {step}:", end=" ", flush=True)
            subprocess.run([sys.executable, "-m", "bench.vet_lists", step, str(source), str(index)], check=True)


if __name__ == "__main__":
    main()
