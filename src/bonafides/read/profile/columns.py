"""Knows the tables of LinkedIn's export by the names of their files and columns, in several languages."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING, Any

from bonafides.model.exposure import Table
from bonafides.read.table import HEADER_WITHIN, Header, find_header

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NO_LETTERS = re.compile(r"[\W_]+")
_COPY = re.compile(r"(?:\(\d{1,3}\)|[ _-](?:copy|kopie|copie|kopi|copia)|\d{1,3})\Z", re.I)
_DANISH = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """How one table is recognised."""

    table: Table
    files: frozenset[str]
    needs: frozenset[str]
    """Columns that only this table has together; empty where it has none of its own."""


def key(name: str) -> str:
    """`name` as it is compared: lower case, without accents, blanks and signs."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_DANISH))
    return _NO_LETTERS.sub("", "".join(char for char in plain if not unicodedata.combining(char)))


def stem(file: str) -> str:
    """The name of a file as it is compared: no folder, ending or mark of a second copy."""
    last = file.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    return key(_COPY.sub("", last.strip())) or key(last)


def column(label: str) -> str:
    """What a column is called in English; its own name in lower case where it is not known."""
    return _columns().get(key(label), " ".join(label.lower().split()))


def table_of(file: str, header: Header | None) -> Table | None:
    """Which table a file is: by its name where its columns do not deny it, else by its columns; None for neither."""
    named = _by_file().get(stem(file))
    columns = frozenset(map(column, header.columns)) if header else frozenset[str]()
    if named is not None and _fits(named, columns):
        return named
    fitting = [known for known in tables() if known.needs and known.needs <= columns]
    return max(fitting, key=lambda known: len(known.needs)).table if fitting else None


def _fits(named: Table, columns: frozenset[str]) -> bool:
    """Whether any column of the table is there; `Skills.csv` and its like have too few to ask for more."""
    known = next(each for each in tables() if each.table == named)
    return bool(known.needs & columns) if known.needs else bool(columns & _columns_known())


def header_of(lines: Iterable[str], file: str) -> Header | None:
    """The header among the first lines: the one with most columns that are known; None where no line has any."""
    named = _by_file().get(stem(file))
    best: Header | None = None
    for number, line in enumerate(islice(lines, HEADER_WITHIN), start=1):
        found = find_header((line,), frozenset())
        if found is None or not line.strip() or ("" in found.columns and found.width == 1):
            continue
        header = Header(columns=found.columns, width=found.width, delimiter=found.delimiter, line=number)
        if _score(header, named) > (0 if best is None else _score(best, named)):
            best = header
    return best


def _score(header: Header, named: Table | None) -> int:
    known = sum(column(label) in _columns_known() for label in header.columns)
    lone = header.width == 1 and named is None
    return 0 if lone and column(next(iter(header.columns))) != "profile summary" else known


@cache
def tables() -> tuple[Known, ...]:
    """Every table that is known."""
    return tuple(
        Known(table=Table(name), files=frozenset(entry["files"].split()), needs=frozenset(entry["needs"]))
        for name, entry in _data()["tables"].items()
    )


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("columns.toml").read_text("utf-8"))


@cache
def _by_file() -> Mapping[str, Table]:
    return {name: known.table for known in tables() for name in known.files}


@cache
def _columns() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, others in _data()["columns"].items():
        for label in (name, *others):
            found.setdefault(key(label), name)
    return found


@cache
def _columns_known() -> frozenset[str]:
    return frozenset(_columns().values())
