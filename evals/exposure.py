"""How much of what was planted in fictional profiles `bonafides exposure` finds, and how much of what it finds was not.

The sets `dev` were written by whoever wrote the rules, the sets `stranger` and `unseen` by people who knew neither
rules nor lists nor each other. Each was measured once before anybody looked at what went wrong; BLIND keeps what it
gave then. All but `unseen` were tuned on after that: only those say how a stranger's profile fares, and nothing of
them is ever listed. The sentences, many of them near misses, come from whoever wrote the rules that they are about.
`python -m evals.exposure` measures all of them as they are now; `--misses` lists what goes wrong.
"""

from __future__ import annotations

import argparse
import csv
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bonafides.model.exposure import Exposed
from bonafides.own_profile import look
from evals import tables
from evals.tables import Figure, share

FOLDER = Path(__file__).parent / "exposure_profiles"
SETS = ("dev", "dev2", "dev3", "dev4", "dev5", "dev6")
STRANGERS = tuple(f"stranger{number}" for number in range(1, 12))
UNSEEN = ("unseen1", "unseen2", "unseen3")
BLIND = {"dev2": (100, 113, 9, 104), "dev3": (105, 114, 12, 114), "dev4": (81, 92, 7, 85), "dev5": (43, 52, 3, 44),
         "dev6": (56, 61, 4, 61), "sentences": (147, 154, 4, 156),
         "stranger1": (66, 90, 12, 79), "stranger2": (37, 87, 3, 42), "stranger3": (64, 95, 3, 71),
         "stranger4, by lists alone": (77, 100, 8, 89), "stranger5, by lists alone": (65, 98, 9, 75),
         "stranger6, by lists alone": (72, 101, 2, 74),
         "stranger4": (86, 100, 3, 97), "stranger5": (86, 98, 5, 94), "stranger6": (92, 101, 2, 96),
         "stranger7": (90, 103, 8, 104), "stranger8": (90, 98, 8, 106),
         "stranger9": (79, 94, 3, 88), "stranger10": (94, 113, 7, 104), "stranger11": (110, 129, 2, 122),
         "unseen1": (88, 95, 4, 104), "unseen2": (76, 81, 2, 86), "unseen3": (78, 85, 0, 86)}  # fmt: skip
"""Found, of those planted; false, of those found: the last time before anybody looked, with the rules of that day."""
_PLANTED = re.compile(r"\{([a-z-]{4,20}):([^{}]{1,300})\}")
_SEPARATOR = re.compile(r" \| (?=[A-Z#][\w /]{1,40}: )")
_FILES = {"Formation": "Education", "Answers": "Jobs/Job Applicant Saved Answers"}
_POSITION = {"Company Name": "Ministry of Defence", "Title": "Officer", "Started On": "Jan 2015"}
_JOBS = ("Job Seeker Preferences",)


@dataclass(frozen=True, slots=True)
class Planted:
    """One exposure that the author of a profile put into it."""

    kind: str
    file: str
    row: int
    column: str
    start: int
    end: int
    words: str


@dataclass(slots=True)
class Written:
    """One fictional profile: its tables, and what was planted in them."""

    id: str
    language: str
    sector: str
    tables: dict[str, list[dict[str, str]]] = field(default_factory=lambda: defaultdict(list))
    planted: list[Planted] = field(default_factory=list)

    def add(self, line: str) -> None:
        """Take one record: `file | column: text | column: text`."""
        name, *cells = _SEPARATOR.split(line)
        file = f"{_file(name)}.csv"
        row: dict[str, str] = {}
        for cell in cells:
            column, _, text = cell.partition(": ")
            row[column] = self._text(text, file, len(self.tables[file]) + 1, column)
        self.tables[file].append(row)

    def _text(self, marked: str, file: str, row: int, column: str) -> str:
        text, at = "", 0
        for found in _PLANTED.finditer(marked):
            text += marked[at : found.start()]
            self.planted.append(Planted(found[1], file, row, column, len(text), len(text) + len(found[2]), found[2]))
            text += found[2]
            at = found.end()
        return text + marked[at:]

    def write(self, folder: Path) -> None:
        """Write it as LinkedIn's export would hold it."""
        for file, rows in self.tables.items():
            place = folder / file
            place.parent.mkdir(parents=True, exist_ok=True)
            columns = list(dict.fromkeys(column for row in rows for column in row))
            with place.open("w", encoding="utf-8", newline="") as stream:
                out = csv.DictWriter(stream, columns)
                out.writeheader()
                out.writerows(rows)


def _file(name: str) -> str:
    return f"Jobs/{name}" if name in _JOBS else _FILES.get(name, name)


@dataclass(slots=True)
class Score:
    """What was found of what was planted."""

    profiles: int = 0
    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    """Planted ones at whose place something was found."""
    named: Counter[str] = field(default_factory=Counter)
    """Those of them that were found as what they are."""
    told: Counter[str] = field(default_factory=Counter)
    """Everything that was found, by what it was called."""
    wrong: Counter[str] = field(default_factory=Counter)
    """Found where nothing was planted."""
    misses: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The share of what was planted that was found at its place."""
        return self.found.total() / self.planted.total()

    @property
    def false(self) -> float:
        """The share of what was found where nothing was planted."""
        return self.wrong.total() / self.told.total()


def profiles(name: str) -> Iterator[Written]:
    """The profiles of a set."""
    written: Written | None = None
    for line in (FOLDER / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("= "):
            if written:
                yield written
            id_, language, sector = line[2:].split()
            written = Written(id_, language, sector)
        elif written and line and not line.startswith("#"):
            written.add(line)
    if written:
        yield written


def measure(written: Iterable[Written]) -> Score:
    """Look at every profile and count."""
    score = Score()
    for each in written:
        with tempfile.TemporaryDirectory() as folder:
            each.write(Path(folder))
            found = look(folder).found
        score.profiles += 1
        _count(each, found, score)
    return score


def sentences() -> Score:
    """The sentences, each alone in a position at a ministry of defence; what is found of no kind asked for is false."""
    score = Score()
    for line in (FOLDER / "sentences.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            language, kind, text = line.split(" ", 2)
            _sentence(language, kind, text, score)
    return score


def _sentence(language: str, kind: str, text: str, score: Score) -> None:
    one = Written(language, language, "defence")
    one.tables["Positions.csv"].append(_POSITION | {"Description": text})
    if kind != "-":
        one.planted.append(Planted(kind, "Positions.csv", 1, "Description", 0, len(text), text))
    with tempfile.TemporaryDirectory() as folder:
        one.write(Path(folder))
        found = [each for each in look(folder).found if each.place.label == "Description"]
    score.profiles += 1
    score.planted.update([kind] * (kind != "-"))
    score.found[kind] += kind != "-" and bool(found)
    score.named[kind] += any(each.kind == kind for each in found)
    score.told.update(each.kind for each in found)
    score.wrong.update(each.kind for each in found if each.kind != kind)
    if [each for each in found if each.kind != kind] or (kind != "-" and not found):
        score.misses.append(f"{language} {kind} {text} {[(each.kind.value, each.quote) for each in found]}")


def _count(written: Written, found: Iterable[Exposed], score: Score) -> None:
    found = tuple(found)
    for one in written.planted:
        at = [each for each in found if _meets(one, each)]
        score.planted[one.kind] += 1
        score.found[one.kind] += bool(at)
        score.named[one.kind] += any(each.kind == one.kind for each in at)
        if not at:
            score.misses.append(f"missed {written.id} {one.file} {one.row} {one.column} {one.kind}: {one.words}")
    for each in found:
        score.told[each.kind] += 1
        if not any(_meets(one, each) for one in written.planted):
            score.wrong[each.kind] += 1
            place = f"{each.place.file} {each.place.row} {each.place.label}"
            score.misses.append(f"false  {written.id} {place} {each.kind}: {each.quote}")


def _meets(one: Planted, each: Exposed) -> bool:
    place = each.place
    here = (place.file.rpartition("/")[2], place.row, place.label) == (one.file.rpartition("/")[2], one.row, one.column)
    return here and one.start < place.end and place.start < one.end


def report(name: str, score: Score) -> Iterator[str]:
    """The measures of one set, as Markdown."""
    yield f"## {name}: {score.profiles} profiles, {score.planted.total()} planted\n"
    yield from tables.rows(
        [
            _share("found at their place", score.found.total(), score.planted.total()),
            _share("found as what they are", score.named.total(), score.planted.total()),
            _share("false, of all that was found", score.wrong.total(), score.told.total()),
        ]
    )
    kinds = [
        [
            kind,
            tables.cell(_share("", score.found[kind], score.planted[kind])),
            tables.cell(_share("", score.wrong[kind], score.told[kind])),
        ]
        for kind in sorted(score.planted | score.told)
    ]
    yield from tables.table(["kind", "found of those planted", "false of those found"], kinds)


def blind() -> Iterator[str]:
    """What each set gave before anybody had looked at it."""
    yield "## At the first look\n"
    rows = [
        [name, tables.cell(_share("", found, planted)), tables.cell(_share("", wrong, told))]
        for name, (found, planted, wrong, told) in BLIND.items()
    ]
    yield from tables.table(["set", "found of those planted", "false of those found"], rows)


def _share(name: str, hits: int, of: int) -> Figure:
    return share("", name, [True] * hits + [False] * (of - hits))


def main() -> None:
    """Print the measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="list what was missed and what was false")
    asked = parser.parse_args()
    print("\n".join(blind()))
    for name in (*SETS, *STRANGERS, *UNSEEN):
        score = measure(profiles(name))
        print("\n".join(report(name, score)))
        if asked.misses and name not in UNSEEN:
            print("\n".join(score.misses))
    alone = sentences()
    print("\n".join(report("sentences", alone)))
    if asked.misses:
        print("\n".join(alone.misses))


if __name__ == "__main__":
    main()
