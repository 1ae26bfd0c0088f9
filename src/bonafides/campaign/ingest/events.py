"""SQL for the table `events`: what a row of a log becomes, which rows are kept, and what is counted of the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.campaign.ingest import timestamps, values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bonafides.campaign.ingest.columns import Column

COLUMNS = ("account", "target", "moment", "kind", "text", "text_hash", "url", "handle", "content_basis")
CONTENT = ("text", "text_hash", "url")
"""Columns that are content of a message; a handle is used whatever the basis."""
REASONS = {
    "no_id": "event without an account or a target",
    "no_time": "sent_at cannot be read as a time",
    "before_2000": "sent_at lies before 2000",
    "after_2100": "sent_at lies after 2100",
    "self": "account that contacts itself",
}
NOTES = {
    "naive": "sent_at names no time zone",
    "finer": "sent_at counts milliseconds, microseconds or nanoseconds",
    "is_long": "text longer than 20,000 characters",
    "odd_basis": "content_basis is neither reported, lawful nor empty",
    "not_allowed": "text of a message whose content_basis does not allow its use",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the rows of all pieces are read."""

    dialect: Mapping[str, str]
    content: bool
    has_basis: bool
    """Whether any log has the column `content_basis`: where one has, an empty one allows nothing."""
    since: float | None = None
    until: float | None = None

    def kept(self, matched: Mapping[str, Column]) -> str:
        """The rows that are kept, as in the contract."""
        listed = ", ".join(f"f.{name}" for name in COLUMNS)
        return f"SELECT {listed} FROM ({self._judged(matched)}) f WHERE f.fate = 'kept'"

    def counted(self, matched: Mapping[str, Column]) -> str:
        """One row of counts; to make it, every value that is used is read."""
        lengths = (f"coalesce(length(f.{name}), 0)" for name in ("kind", "url", "text_hash", "handle"))
        columns = [
            "count(*) AS rows_read",
            *(f"count(CASE WHEN f.{note} THEN 1 END) AS {note}" for note in NOTES),
            "count(CASE WHEN f.has_text THEN 1 END) AS texts_there",
            "count(CASE WHEN f.has_text AND f.allowed THEN 1 END) AS texts_allowed",
            "count(CASE WHEN f.basis <> '' THEN 1 END) AS with_basis",
            f"sum(f.id_length + {' + '.join(lengths)}) AS characters",
        ]
        return f"SELECT {', '.join(columns)} FROM ({self._judged(matched)}) f"

    def fates(self, matched: Mapping[str, Column]) -> str:
        """One row: how many rows are left out, by reason."""
        columns = (f"count(CASE WHEN f.fate = '{fate}' THEN 1 END) AS {fate}" for fate in ("outside", *REASONS))
        return f"SELECT {', '.join(columns)} FROM ({self._judged(matched)}) f"

    def _judged(self, matched: Mapping[str, Column]) -> str:
        """All rows in our form, with what becomes of each and what was odd about it."""
        content = ", ".join(f"CASE WHEN w.allowed THEN {values.worded('w.' + name)} END AS {name}" for name in CONTENT)
        return (
            f"SELECT w.account, w.target, w.moment, lower({values.worded('w.kind')}) AS kind, {content}, "
            f"{values.worded('w.handle')} AS handle, CASE WHEN {self._basis()} THEN w.basis END AS content_basis, "
            f"w.allowed, w.basis, w.naive, w.finer, w.id_length, {self._fate()} AS fate, "
            f"length(w.text) > {values.LONGEST_TEXT} AS is_long, w.basis <> '' AND NOT ({self._basis()}) AS odd_basis, "
            f"{self._any_content()} AND NOT w.allowed AS not_allowed, w.text <> '' AS has_text "
            f"FROM ({self._worded(matched)}) w"
        )

    def _worded(self, matched: Mapping[str, Column]) -> str:
        ids = ", ".join(f"{values.identified('s.' + name)} AS {name}" for name in ("account", "target"))
        allowed = f"coalesce({self._basis('s')}, FALSE)" if self.has_basis else "TRUE"
        kind = matched["sent_at"].kind
        return (
            f"SELECT {ids}, s.kind, s.text, s.text_hash, s.url, s.handle, s.basis, s.id_length, {allowed} AS allowed, "
            f"{timestamps.seconds('s.sent', kind)} AS moment, {timestamps.without_zone('s.sent', kind)} AS naive, "
            f"{timestamps.finer('s.sent', kind)} AS finer FROM ({self._spelled(matched)}) s"
        )

    def _spelled(self, matched: Mapping[str, Column]) -> str:
        time = values.timely(values.reference(matched["sent_at"], self.dialect), matched["sent_at"].kind)
        ids = (values.reference(matched[name], self.dialect) for name in ("account", "target"))
        columns = [
            f"{self._cell(matched, name)} AS {name}" for name in ("account", "target", "kind", "handle", *CONTENT)
        ]
        columns += [
            f"lower({self._cell(matched, 'content_basis')}) AS basis",
            f"{time} AS sent",
            f"{' + '.join(f'coalesce(length(CAST({x} AS STRING)), 0)' for x in ids)} AS id_length",
        ]
        return f"SELECT {', '.join(columns)} FROM {{files}}"

    def _cell(self, matched: Mapping[str, Column], name: str) -> str:
        column = matched.get(name)
        if column is None or (name in CONTENT and not self.content):
            return values.MISSING
        x = values.reference(column, self.dialect)
        return values.verbatim(x, column.kind) if name == "text" else values.spelled(x, column.kind)

    def _fate(self) -> str:
        bounds = [f"w.moment < {self.since}" if self.since is not None else ""]
        bounds += [f"w.moment >= {self.until}" if self.until is not None else ""]
        outside = " OR ".join(filter(None, bounds)) or "FALSE"
        return (
            "CASE WHEN w.account IS NULL OR w.target IS NULL THEN 'no_id' WHEN w.moment IS NULL THEN 'no_time' "
            f"WHEN w.moment < {timestamps.EARLIEST} THEN 'before_2000' "
            f"WHEN w.moment >= {timestamps.LATEST} THEN 'after_2100' "
            f"WHEN w.account = w.target THEN 'self' WHEN {outside} THEN 'outside' ELSE 'kept' END"
        )

    def _basis(self, alias: str = "w") -> str:
        return f"{alias}.basis IN ('reported', 'lawful')"

    def _any_content(self) -> str:
        return "(" + " OR ".join(f"w.{name} <> ''" for name in CONTENT) + ")"
