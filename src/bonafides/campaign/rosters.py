"""Reads an operator's lists of accounts: known-bad ones, labels, and groups whose treatment is to be audited."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from bonafides.campaign.engine.scan import Format
from bonafides.campaign.ingest.files import LogFile, unpacked
from bonafides.campaign.ingest.heads import EmptyError, UndescribedError, describe
from bonafides.campaign.ingest.values import EXACT, LONGEST_ID, NOTHING
from bonafides.errors import CampaignError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bonafides.campaign.ingest.heads import Described

GROUP = ("group",)
"""Column of a group file."""
LABEL = ("campaign", "label", "group")
"""Columns of a label file that may say which campaign an account belongs to; the first that is there counts."""
NO_ID = frozenset(word.strip("'") for word in NOTHING.split(", "))
ROUNDED = re.compile(r"-?[0-9][.]?[0-9]*[eE][+][0-9]+")
WHOLE = re.compile(r"(-?[0-9]+)[.]0")
SHOWN_COLUMNS = 20


@dataclass(frozen=True, kw_only=True)  # no slots: what is derived is kept
class Roster:
    """Accounts, each with the group (or campaign) it is listed under; an account may be listed under several."""

    rows: tuple[tuple[str, str], ...]
    """(account, group), each once, in the order of the file; the group is empty in a plain list of accounts."""
    skipped: int = 0
    """Rows without a usable account id, or without a group where one is needed."""

    @cached_property
    def accounts(self) -> frozenset[str]:
        """Everybody who is listed."""
        return frozenset(account for account, _ in self.rows)

    @cached_property
    def groups(self) -> Mapping[str, frozenset[str]]:
        """The accounts of each group, by its name, in alphabetical order."""
        members = defaultdict(set)
        for account, group in self.rows:
            members[group].add(account)
        return {group: frozenset(members[group]) for group in sorted(members)}


def read_roster(path: Path, *, group: Sequence[str] = ()) -> Roster:
    """Read a list of accounts from CSV, JSONL or Parquet (also gzip, zstd).

    The column `account` holds the ids (text or numbers: 42, "42" and 42.0 are one id); the first of `group` that is
    there names the group, in JSONL and Parquet also as a list of several. Without `group`, a plain file of one id per
    line will do. Raises CampaignError where the file cannot be read, a column is missing, or no row can be used.
    """
    with tempfile.TemporaryDirectory(prefix="bonafides-roster-") as work:
        try:
            described = describe(LogFile(path=path, shown=str(path)), {}, Path(work))
            found, skipped = _listed(_records(described, group, str(path)))
        except EmptyError as error:
            raise CampaignError(
                "the file is empty", where=str(path), next_step="It should list one account in each line."
            ) from error
        except UndescribedError as error:
            raise CampaignError(
                f"the file cannot be read: {error}", where=str(path), next_step="Give it as CSV, JSONL or Parquet."
            ) from error
        except (OSError, EOFError, pa.ArrowException, csv.Error) as error:
            raise CampaignError(
                "the file cannot be opened, or is damaged", where=str(path), next_step="Look whether the path is right."
            ) from error
    if not found:
        raise CampaignError(
            f"none of the {skipped} rows has what is needed", where=str(path), next_step=_needed(group, ())
        )
    return Roster(rows=tuple(dict.fromkeys(found)), skipped=skipped)


def identified(value: object) -> str | None:
    """An id as the log has it (see `ingest/values.py`); None where it is none, or was rounded by a spreadsheet."""
    if isinstance(value, float):
        if not math.isfinite(value) or abs(value) >= EXACT:
            return None
        value = int(value) if value == int(value) else value
    if isinstance(value, bytes):
        value = value.decode("utf-8", errors="replace")
    if value is None or isinstance(value, bool | list | dict):
        return None
    text = str(value).replace("\0", "").strip(" ")
    if text in NO_ID or len(text) > LONGEST_ID or ROUNDED.fullmatch(text):
        return None
    whole = WHOLE.fullmatch(text)
    return whole[1] if whole else text


def _listed(records: Iterable[tuple[object, object]]) -> tuple[list[tuple[str, str]], int]:
    """The usable (account, group) rows, and how many records were none."""
    found: list[tuple[str, str]] = []
    skipped = 0
    for record, groups in records:
        account = identified(record)
        names = [identified(one) for one in groups] if isinstance(groups, list) else [_named(groups)]
        rows = [(account, name) for name in names if account is not None and name is not None]
        found += rows
        skipped += not rows
    return found, skipped


def _named(group: object) -> str | None:
    return "" if group == "" else identified(group)


def _records(described: Described, group: Sequence[str], where: str) -> Iterator[tuple[object, object]]:
    """(account, group) of each row as they stand in the file; the group is "" where none is asked for."""
    names = {column.name.strip().casefold(): column.name for column in described.columns if column.seen}
    account = names.get("account")
    named = next((names[name] for name in group if name in names), None)
    plain = not group and account is None and described.layout.format is Format.CSV and len(names) == 1
    if (account is None and not plain) or (group and named is None):
        raise CampaignError(
            "a column is missing" if account or named else "the columns are missing",
            where=where,
            next_step=_needed(group, [name for name in names if re.fullmatch(r"\w[\w.-]{0,30}", name)]),
        )
    match described.layout.format:
        case Format.PARQUET:
            return _of_parquet(described, str(account), named)
        case Format.JSONL:
            return _of_jsonl(described, str(account), named)
        case Format.CSV:
            return _of_csv(described, account, named)


def _needed(group: Sequence[str], found: Sequence[str]) -> str:
    second = f" and a column {' (or '.join(group)}{')' * (len(group) - 1)}" if group else ", or one id in each line"
    seen = f" Found: {', '.join(found[:SHOWN_COLUMNS])}." if found else ""
    return f"It needs a column account{second}.{seen}"


def _of_parquet(described: Described, account: str, group: str | None) -> Iterator[tuple[object, object]]:
    with pq.ParquetFile(described.file.path) as file:
        for batch in file.iter_batches(columns=[account, *([group] if group else [])]):
            ids = batch.column(account).to_pylist()
            groups = [_filled(one) for one in batch.column(group).to_pylist()] if group else [""] * len(ids)
            yield from zip(ids, groups, strict=True)


def _of_jsonl(described: Described, account: str, group: str | None) -> Iterator[tuple[object, object]]:
    with unpacked(described.file.path) as stream:
        for line in io.TextIOWrapper(stream, encoding=described.encoding, errors="replace"):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                row = None
            row = row if isinstance(row, dict) else {}
            yield row.get(account), _filled(row.get(group)) if group else ""


def _of_csv(described: Described, account: str | None, group: str | None) -> Iterator[tuple[object, object]]:
    """The rows of a table with a header or, where it has no column `account`, the lines of a plain list."""
    names = [column.name for column in described.columns]
    places = [names.index(name) for name in (account, group) if name is not None] or [0]
    with unpacked(described.file.path) as stream:
        lines = io.TextIOWrapper(stream, encoding=described.encoding, errors="replace", newline="")
        rows = csv.reader(lines, delimiter=described.layout.delimiter)
        if account is not None:
            next(rows, None)
        for row in rows:
            if row:
                cells = [row[place] if place < len(row) else None for place in places]
                yield cells[0], _filled(cells[1]) if group else ""


def _filled(group: object) -> object:
    """A group as it stands in a file; an empty name is none."""
    return None if group == "" else group
