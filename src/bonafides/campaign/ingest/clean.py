"""What can be said of events only when all are there: which come twice, and which come from the future."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.campaign.ingest.events import COLUMNS

if TYPE_CHECKING:
    from bonafides.campaign.engine.engine import Engine

SAME = "e.account, e.target, e.moment, e.kind, coalesce(e.text, e.text_hash)"
"""What makes two rows the same event."""
NEAR = "e.account, e.target, e.moment"
"""What is hashed to find rows that may be the same: the texts need not be read for it."""
LISTED = ", ".join(f"f.{name}" for name in COLUMNS)
TOLERANCE = 86_400
"""Seconds that a platform's clock may be ahead of ours."""
MISTAKEN = 0.1
"""The share of events in the future from which on it is this machine's clock that is wrong, not the log's."""


def drop_duplicates(engine: Engine) -> int:
    """Leave one row of each event in `events`; gives the number of rows that went.

    Only rows whose hash comes twice are compared in full. Of rows that differ in other columns, the one stays whose
    values come last in their order, whatever the order of files.
    """
    hashed = f"SELECT {{hash}}({NEAR}) AS h FROM events e"
    engine.make("ingest_twice", f"SELECT q.h FROM ({hashed}) q GROUP BY q.h HAVING count(*) > 1")
    before = _one(engine, "SELECT count(*) AS n FROM events")
    if _one(engine, "SELECT count(*) AS n FROM ingest_twice"):
        order = ", ".join(
            f"e.{name} DESC NULLS LAST" for name in ("content_basis", "handle", "url", "text_hash", "text")
        )
        both = f"SELECT e.*, {{hash}}({NEAR}) AS h FROM events e"
        engine.make(
            "events",
            f"""SELECT {LISTED} FROM ({both}) f WHERE NOT EXISTS (SELECT 1 FROM ingest_twice t WHERE t.h = f.h)
                UNION ALL
                SELECT {LISTED} FROM (
                    SELECT e.*, row_number() OVER (PARTITION BY {SAME} ORDER BY {order}) AS place
                    FROM ({both}) e WHERE EXISTS (SELECT 1 FROM ingest_twice t WHERE t.h = e.h)
                ) f WHERE f.place = 1""",
        )
    engine.drop("ingest_twice")
    return before - _one(engine, "SELECT count(*) AS n FROM events")


def drop_future(engine: Engine, now: float) -> tuple[int, int]:
    """Take events out of `events` that lie more than a day ahead of `now` (epoch seconds).

    Gives how many there were, and how many went: none, where they are so many that this machine's clock must be wrong.
    """
    limit = int(now) + TOLERANCE
    ahead = _one(engine, f"SELECT count(*) AS n FROM events e WHERE e.moment > {limit}")
    if not ahead or ahead > MISTAKEN * _one(engine, "SELECT count(*) AS n FROM events"):
        return ahead, 0
    engine.make("events", f"SELECT {LISTED} FROM events f WHERE f.moment <= {limit}")
    return ahead, ahead


def _one(engine: Engine, sql: str) -> int:
    return int(engine.rows(sql).column("n")[0].as_py())
