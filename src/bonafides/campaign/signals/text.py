"""Near-duplicate text: accounts that write the same, with other names in it, a word changed, or sentences moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from bonafides.campaign.communities import components
from bonafides.campaign.signals import sketch
from bonafides.campaign.signals.signal import Signal

if TYPE_CHECKING:
    from bonafides.campaign.engine.engine import Engine

CROWDED = 40
"""Different texts under one key beyond which the key is a common phrase and joins nothing."""
CHAIN = 2_000
"""Texts of a chain of near-duplicates from which it is taken apart again: it joins what has drifted too far."""
_CLUSTER = pa.schema([("fingerprint", pa.int64()), ("item", pa.int64())])


def cluster(engine: Engine, family: str, sql: str) -> None:
    """Make `incidence_<family>` of a query with a, moment, text: the item is the group of near-duplicates.

    A group's number is the smallest fingerprint of its texts.
    """
    engine.transform("sketches", sql, sketch.sketch, sketch.SCHEMA)
    keys = ", ".join(f"min(key_{band}) AS key_{band}" for band in range(sketch.BANDS))
    engine.make("texts", f"SELECT fingerprint, {keys} FROM sketches GROUP BY fingerprint")
    for band in range(sketch.BANDS):
        engine.make(f"band_{band}", _alike(band))
    bands = " UNION ALL ".join(f"SELECT * FROM band_{band}" for band in range(sketch.BANDS))
    alike = f"SELECT x, y FROM ({bands}) b GROUP BY x, y HAVING count(*) >= {sketch.AGREEING} ORDER BY x, y"
    engine.put("clusters", _clusters(engine.rows(alike)))
    engine.make(
        f"incidence_{family}",
        """SELECT s.a, coalesce(c.item, s.fingerprint) AS item, min(s.moment) AS moment
           FROM sketches s LEFT JOIN clusters c ON s.fingerprint = c.fingerprint
           GROUP BY s.a, coalesce(c.item, s.fingerprint)""",
    )
    engine.drop("sketches", "texts", "clusters", *(f"band_{band}" for band in range(sketch.BANDS)))


def _alike(band: int) -> str:
    key = f"key_{band}"
    return f"""
        WITH few AS (SELECT {key} AS k FROM texts GROUP BY {key} HAVING count(*) BETWEEN 2 AND {CROWDED}),
             mine AS (SELECT f.k, t.fingerprint FROM texts t JOIN few f ON t.{key} = f.k)
        SELECT x.fingerprint AS x, y.fingerprint AS y
        FROM mine x JOIN mine y ON x.k = y.k AND x.fingerprint < y.fingerprint"""


def _clusters(alike: pa.Table) -> pa.Table:
    """Each text that has near-duplicates, with its group's number."""
    if not alike.num_rows:
        return _CLUSTER.empty_table()
    texts, group = components(alike.column("x").to_numpy(), alike.column("y").to_numpy())
    frame = pa.table({"fingerprint": texts, "group": group})
    sizes = frame.group_by("group").aggregate([("fingerprint", "min"), ("fingerprint", "count")])
    joined = frame.join(sizes, "group").to_pydict()
    rows = sorted(zip(joined["fingerprint"], joined["fingerprint_min"], joined["fingerprint_count"], strict=True))
    kept = [(text, item) for text, item, size in rows if size <= CHAIN]
    return pa.table({"fingerprint": [text for text, _ in kept], "item": [item for _, item in kept]}, schema=_CLUSTER)


WRITTEN = """
    SELECT n.n AS a, e.moment, e.text FROM events e JOIN account_numbers n ON e.account = n.value
    WHERE e.text IS NOT NULL"""
"""What accounts wrote."""


def _incidences(engine: Engine) -> None:
    cluster(engine, "text", WRITTEN)


TEXT = Signal(
    family="text",
    why="A campaign writes from a template; who copies one changes names and words, not sentences.",
    incidences=_incidences,
    popular=40,
    effort=0.5,
    proposes=3,  # with all pairs of a platform tested, two shared texts are never beyond chance by themselves
    content=True,
)
