"""SQL for the tables `accounts` and `targets`: one row for each, whatever the files hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.campaign.ingest import timestamps, values
from bonafides.campaign.ingest.columns import ACCOUNTS, TARGETS, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bonafides.campaign.ingest.columns import Column, Field

PHOTO = "'^[0-9a-f]{{16}}$'"
CONTENT = ("headline", "bio")
"""What a member wrote of themselves: not read in no-content mode."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profiles:
    """How one of the two tables is read."""

    table: str
    fields: tuple[Field, ...]
    dialect: Mapping[str, str]
    content: bool = True

    @property
    def key(self) -> str:
        """The column that has one row for each value."""
        return self.fields[0].name

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table."""
        return tuple(field.name for field in self.fields)

    def kept(self, matched: Mapping[str, Column]) -> str:
        """The rows with an id; still several for one id."""
        listed = ", ".join(f"f.{name}" for name in self.columns)
        return f"SELECT {listed} FROM ({self._judged(matched)}) f WHERE f.{self.key} IS NOT NULL"

    def counted(self, matched: Mapping[str, Column]) -> str:
        """One row of counts; to make it, every value that is used is read."""
        read = " + ".join(f"coalesce(length(CAST(f.{name} AS STRING)), 0)" for name in self.columns)
        odd = ("odd_photo", "odd_time", "naive", "finer") if self.table == "accounts" else ()
        notes = "".join(f", count(CASE WHEN f.{note} THEN 1 END) AS {note}" for note in odd)
        return (
            f"SELECT count(*) AS rows_read, count(CASE WHEN f.{self.key} IS NULL THEN 1 END) AS no_id, "
            f"sum({read}) AS characters{notes} FROM ({self._judged(matched)}) f"
        )

    def _judged(self, matched: Mapping[str, Column]) -> str:
        columns = [f"{values.identified('s.' + self.key)} AS {self.key}"]
        for name in self.columns[1:]:
            match name:
                case "created_at":
                    right = f"s.seconds BETWEEN {timestamps.EARLIEST} AND {timestamps.LATEST}"
                    columns += [f"CASE WHEN {right} THEN s.seconds END AS created_at"]
                    columns += [f"s.has_time AND NOT coalesce({right}, FALSE) AS odd_time", "s.naive", "s.finer"]
                case "photo_hash":
                    right = f"regexp_extract(s.photo_hash, {PHOTO}, 0) <> ''"
                    columns += [f"CASE WHEN {right} THEN s.photo_hash END AS photo_hash"]
                    columns += [f"s.photo_hash <> '' AND NOT ({right}) AS odd_photo"]
                case _:
                    columns.append(f"{values.worded('s.' + name)} AS {name}")
        return f"SELECT {', '.join(columns)} FROM ({self._timed(matched)}) s"

    def _timed(self, matched: Mapping[str, Column]) -> str:
        if "created_at" not in self.columns:
            return self._spelled(matched)
        kind = matched["created_at"].kind if "created_at" in matched else Kind.INTEGER
        time = "r.created_at"
        return (
            f"SELECT r.*, {timestamps.seconds(time, kind)} AS seconds, {timestamps.finer(time, kind)} AS finer, "
            f"{timestamps.without_zone(time, kind)} AND {time} IS NOT NULL AS naive, "
            f"coalesce(CAST({time} AS STRING) <> '', FALSE) AS has_time FROM ({self._spelled(matched)}) r"
        )

    def _spelled(self, matched: Mapping[str, Column]) -> str:
        return f"SELECT {', '.join(self._cell(name, matched.get(name)) for name in self.columns)} FROM {{files}}"

    def _cell(self, name: str, column: Column | None) -> str:
        if column is None or (name in CONTENT and not self.content):
            return f"CAST(NULL AS {'BIGINT' if name == 'created_at' else 'STRING'}) AS {name}"
        x = values.reference(column, self.dialect)
        match name:
            case "created_at":
                return f"{values.timely(x, column.kind)} AS {name}"
            case "photo_hash":
                return f"lower({values.spelled(x, column.kind)}) AS {name}"
            case "headline" | "bio":
                return f"{values.verbatim(x, column.kind)} AS {name}"
            case _:
                return f"{values.spelled(x, column.kind)} AS {name}"

    def single(self) -> str:
        """One row for each id, out of the table itself: the newest, and of several newest the last in order."""
        listed = ", ".join(f"f.{name}" for name in self.columns)
        order = ", ".join(f"p.{name} DESC NULLS LAST" for name in self._preferred())
        return (
            f"SELECT {listed} FROM (SELECT p.*, row_number() OVER (PARTITION BY p.{self.key} ORDER BY {order}) "
            f"AS place FROM {self.table} p) f WHERE f.place = 1"
        )

    def _preferred(self) -> list[str]:
        rest = [name for name in self.columns[1:] if name != "created_at"]
        return ["created_at", *rest] if "created_at" in self.columns else rest

    def empty(self) -> str:
        """The table without a row."""
        cells = (f"CAST(NULL AS {'BIGINT' if name == 'created_at' else 'STRING'}) AS {name}" for name in self.columns)
        return f"SELECT {', '.join(cells)} WHERE 1 = 0"


def of_accounts(dialect: Mapping[str, str], *, content: bool) -> Profiles:
    """The table `accounts`."""
    return Profiles(table="accounts", fields=ACCOUNTS, dialect=dialect, content=content)


def of_targets(dialect: Mapping[str, str]) -> Profiles:
    """The table `targets`."""
    return Profiles(table="targets", fields=TARGETS, dialect=dialect)
