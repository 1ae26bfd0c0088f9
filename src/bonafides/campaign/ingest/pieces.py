"""From files to pieces that an engine reads: alike files together, damaged ones found, halved and salvaged."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bonafides.campaign.engine.scan import Format, Layout, Piece, UnreadableError
from bonafides.campaign.ingest.columns import Column, Field, match
from bonafides.campaign.ingest.heads import Described, EmptyError, UndescribedError, describe
from bonafides.campaign.ingest.salvage import salvage
from bonafides.model.campaign import Dropped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from bonafides.campaign.engine.engine import Engine
    from bonafides.campaign.ingest.files import LogFile

Matched = dict[str, Column]
Tally = dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Files of one layout, and which of their columns are ours."""

    files: tuple[Described, ...]
    layout: Layout
    matched: Matched

    def piece(self, sql: str) -> Piece:
        """The files with a query over them."""
        return Piece(paths=tuple(str(file.file.path) for file in self.files), layout=self.layout, sql=sql)


@dataclass(slots=True)
class Gathered:
    """What is known of the files of one table."""

    groups: list[Group] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    """The names of all columns, theirs."""


def gather(files: Iterable[LogFile], fields: Sequence[Field], renamed: Mapping[str, str], work: Path) -> Gathered:
    """Look at every file, and put those together that one query can read.

    Raises CampaignError where a file that makes sense has no column that is needed.
    """
    gathered = Gathered()
    alike: dict[object, list[tuple[Described, Matched]]] = defaultdict(list)
    for file in files:
        described = _described(file, renamed, work, gathered.dropped)
        if described is None:
            continue
        gathered.seen.update(column.name for column in described.columns)
        matched = match(described.columns, fields, renamed, where=file.shown)
        layout = _asked(described, matched)
        alone = "" if _is_plain(described, matched) else str(file.path)
        alike[layout, tuple(sorted((name, repr(column)) for name, column in matched.items())), alone].append(
            (replace(described, layout=layout), matched)
        )
    for members in alike.values():
        first, matched = members[0]
        described_files = tuple(described for described, _ in members)
        gathered.groups.append(Group(files=described_files, layout=first.layout, matched=matched))
    return gathered


def _described(file: LogFile, renamed: Mapping[str, str], work: Path, dropped: list[Dropped]) -> Described | None:
    try:
        return describe(file, renamed, work)
    except EmptyError:
        dropped.append(Dropped(what="file is empty", count=1, where=file.shown))
    except UndescribedError as error:
        dropped.append(Dropped(what="file cannot be read", count=1, where=file.shown, why=str(error), fatal=True))
    except OSError as error:
        why = (error.strerror or "it cannot be opened").lower()
        dropped.append(Dropped(what="file cannot be opened", count=1, where=file.shown, why=why, fatal=True))
    return None


def _asked(described: Described, matched: Matched) -> Layout:
    """The layout with the keys to be read: of JSONL, those that are ours."""
    if described.layout.format is not Format.JSONL:
        return described.layout
    keys = {column.name for column in matched.values() if column.fixed is None}
    return replace(described.layout, columns=tuple(sorted(keys)))


def _is_plain(described: Described, matched: Matched) -> bool:
    """Whether an engine can be asked at all: it tells no names apart that differ in upper and lower case only."""
    if described.layout.format is Format.CSV:
        return described.encoding in {"utf-8", "utf-8-sig"}
    names = [column.name.casefold() for column in described.columns if column.fixed is None and column.seen]
    return described.encoding == "utf-8" and len(set(names)) == len(names)


def counted(engine: Engine, group: Group, sql: Callable[[Matched], str]) -> Tally:
    """The one row of counts that a query over the files of a group gives. Raises UnreadableError."""
    engine.scan("ingest_counts", [group.piece(sql(group.matched))])
    row = engine.rows("SELECT * FROM ingest_counts").to_pylist()[0]
    engine.drop("ingest_counts")
    return {name: int(count or 0) for name, count in row.items()}


def settle(
    engine: Engine, group: Group, sql: Callable[[Matched], str], work: Path
) -> tuple[list[Group], Tally, list[Dropped]]:
    """Read all files of a group once, by a counting query of one row, and set aside those that cannot be read.

    Returns groups that can be read to their end, the sums of the counts over them, and what was lost.
    """
    first = group.files[0]
    if len(group.files) == 1 and not _is_plain(first, group.matched):
        return _saved(engine, group, sql, work)
    try:
        return [group], counted(engine, group, sql), []
    except UnreadableError:
        if len(group.files) == 1:
            return _saved(engine, group, sql, work)
    half = len(group.files) // 2
    settled: list[Group] = []
    tally: Tally = defaultdict(int)
    dropped: list[Dropped] = []
    for files in (group.files[:half], group.files[half:]):
        groups, counts, losses = settle(engine, replace(group, files=files), sql, work)
        settled += groups
        dropped += losses
        for name, count in counts.items():
            tally[name] += count
    return settled, tally, dropped


def _saved(
    engine: Engine, group: Group, sql: Callable[[Matched], str], work: Path
) -> tuple[list[Group], Tally, list[Dropped]]:
    """Salvage the one file of a group, its columns called s0, s1 ..."""
    described = group.files[0]
    columns = [column for column in group.matched.values() if column.fixed is None]
    path = work / f"salvaged-{len(list(work.iterdir()))}.parquet"
    losses = list(salvage(described, columns, path))
    called = {column: replace(column, reference=f"s{place}") for place, column in enumerate(columns)}
    saved = replace(described, file=replace(described.file, path=path))
    matched = {name: called.get(column, column) for name, column in group.matched.items()}
    whole = Group(files=(saved,), layout=Layout(format=Format.PARQUET), matched=matched)
    return [whole], counted(engine, whole, sql), losses
