"""What is alike, from day to day: new texts, profiles and pictures join groups, or join them up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from bonafides.campaign.communities import components
from bonafides.campaign.signals import sketch
from bonafides.campaign.signals.bio import PROFILES
from bonafides.campaign.signals.photo import BANDS as PARTS
from bonafides.campaign.signals.photo import DISTANCE
from bonafides.campaign.signals.text import CHAIN, CROWDED, WRITTEN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bonafides.campaign.signals.signal import Signal
    from bonafides.campaign.state.engine import StateEngine

    Ints = NDArray[np.int64]

_WORDS = {"text": WRITTEN, "bio": PROFILES}
_NO_KEYS = ", ".join(f"CAST(NULL AS BIGINT) AS key_{band}" for band in range(sketch.BANDS))
_PICTURES = f"""
    SELECT n.n AS a, coalesce(c.created_at, 0) AS moment,
           CAST(CAST(('0x' || c.photo_hash) AS UBIGINT) - 9223372036854775808::HUGEINT AS BIGINT) AS fingerprint,
           {_NO_KEYS}
    FROM accounts c JOIN account_numbers n ON c.account = n.value WHERE c.photo_hash IS NOT NULL"""
"""A picture's hash as a signed number; moving all by one constant changes no distance but the first bit's, in all."""


def incidences(engine: StateEngine, signal: Signal) -> None:
    """Make `fresh_<family>`, `regrouped_<family>`, `fresh_texts_<family>` and `fresh_clusters_<family>`.

    A text (profile, picture) is known by its fingerprint. A new one joins the group of those that it is like; where it
    is like several groups, these become one. A group's number is the smallest of its members at the time; groups of
    more than CHAIN have drifted too far, and take nobody in.
    """
    family = signal.family
    if family == "photo":
        engine.make("sketches", _PICTURES)
    else:
        engine.transform("sketches", _WORDS[family], sketch.sketch, sketch.SCHEMA)
    keys = ", ".join(f"min(key_{band}) AS key_{band}" for band in range(sketch.BANDS))
    engine.make(
        f"fresh_texts_{family}",
        f"""SELECT fingerprint, {keys} FROM sketches k
            ANTI JOIN state.texts_{family} s ON s.fingerprint = k.fingerprint GROUP BY fingerprint""",
    )
    engine.make("alike", _alike_pictures() if family == "photo" else _alike_texts(engine, family))
    _regroup(engine, family)
    engine.make(f"fresh_{family}", _fresh(family))
    engine.drop("sketches", "alike", *(f"band_{band}" for band in range(sketch.BANDS)))


def _alike_texts(engine: StateEngine, family: str) -> str:
    for band in range(sketch.BANDS):
        engine.make(f"band_{band}", _band(family, f"key_{band}"))
    bands = " UNION ALL ".join(f"SELECT x, y FROM band_{band}" for band in range(sketch.BANDS))
    return f"SELECT x, y FROM ({bands}) b GROUP BY x, y HAVING count(*) >= {sketch.AGREEING}"


def _band(family: str, key: str) -> str:
    """Pairs of texts, one at least new, that share a key which is no common phrase."""
    return f"""
        WITH fresh AS (SELECT {key} AS k, fingerprint FROM fresh_texts_{family}),
             mine AS (SELECT k, fingerprint, 1 AS new FROM fresh UNION ALL
                      SELECT s.{key}, s.fingerprint, 0 FROM state.texts_{family} s SEMI JOIN fresh f ON s.{key} = f.k),
             few AS (SELECT k FROM mine GROUP BY k HAVING count(*) BETWEEN 2 AND {CROWDED}),
             kept AS (SELECT m.* FROM mine m JOIN few f ON m.k = f.k)
        SELECT x.fingerprint AS x, y.fingerprint AS y FROM kept x JOIN kept y
        ON x.k = y.k AND (x.new > y.new OR (x.new = 1 AND y.new = 1 AND x.fingerprint < y.fingerprint))"""


def _alike_pictures() -> str:
    fresh = "SELECT fingerprint FROM fresh_texts_photo"
    every = f"SELECT fingerprint, 0 AS new FROM state.texts_photo UNION ALL SELECT fingerprint, 1 AS new FROM ({fresh})"
    bits = 64 // PARTS
    parts = " UNION ALL ".join(
        f"SELECT x.fingerprint AS x, y.fingerprint AS y FROM ({fresh}) x JOIN ({every}) y "
        f"ON ((x.fingerprint >> {bits * part}) & {2**bits - 1}) = ((y.fingerprint >> {bits * part}) & {2**bits - 1}) "
        f"AND (y.new = 0 OR x.fingerprint < y.fingerprint)"
        for part in range(PARTS)
    )
    return f"SELECT DISTINCT x, y FROM ({parts}) p WHERE bit_count(xor(x, y)) <= {DISTANCE}"


def _regroup(engine: StateEngine, family: str) -> None:
    engine.make(
        "ends",
        f"""SELECT e.n, coalesce(c.item, e.n) AS item, c.item IS NOT NULL OR t.fingerprint IS NOT NULL AS old
            FROM (SELECT x AS n FROM alike UNION SELECT y FROM alike) e
            LEFT JOIN state.clusters_{family} c ON c.fingerprint = e.n
            LEFT JOIN state.texts_{family} t ON t.fingerprint = e.n""",
    )
    engine.make(
        "sizes",
        f"""SELECT c.item, count(*) AS size FROM state.clusters_{family} c SEMI JOIN ends e ON c.item = e.item
            GROUP BY c.item""",
    )
    rows = engine.rows(
        """SELECT x.item AS x, y.item AS y FROM alike e JOIN ends x ON e.x = x.n JOIN ends y ON e.y = y.n
           WHERE x.item <> y.item ORDER BY x.item, y.item"""
    )
    sizes = engine.rows("""SELECT e.item, coalesce(max(s.size), 1) AS size, bool_or(e.old) AS old
                           FROM ends e LEFT JOIN sizes s ON e.item = s.item GROUP BY e.item ORDER BY e.item""")
    engine.put("roots", _roots(rows, sizes))
    engine.make(
        f"regrouped_{family}",
        """SELECT r.item, r.root FROM roots r JOIN ends e ON e.item = r.item AND e.old WHERE r.item <> r.root
            GROUP BY r.item, r.root""",
    )
    engine.make(
        f"fresh_clusters_{family}",
        f"""SELECT e.n AS fingerprint, r.root AS item FROM ends e JOIN roots r ON e.item = r.item
            UNION
            SELECT c.fingerprint, r.root FROM state.clusters_{family} c JOIN regrouped_{family} r ON c.item = r.item""",
    )
    engine.drop("ends", "sizes", "roots")


def _roots(links: pa.Table, items: pa.Table) -> pa.Table:
    """For each item the number of the group that it is part of now: the smallest old one, else the smallest."""
    item, size = (items.column(name).to_numpy().astype(np.int64) for name in ("item", "size"))
    old = items.column("old").to_numpy(zero_copy_only=False).astype(bool)
    root = item.copy()
    if links.num_rows:
        joined, label = components(links.column("x").to_numpy(), links.column("y").to_numpy())
        place = np.searchsorted(item, joined)
        order = np.lexsort((joined, ~old[place], label))
        first = order[np.flatnonzero(np.diff(label[order], prepend=-1))]
        fits = np.bincount(label, size[place]) <= CHAIN
        root[place] = np.where(fits[label], joined[first][label], joined)
    return pa.table({"item": item, "root": root})


def _fresh(family: str) -> str:
    """New incidences, and those of regrouped items under their new number, as far as they are not there already."""
    return f"""
        SELECT n.a, n.item, min(n.moment) AS moment FROM (
            SELECT k.a, coalesce(f.item, c.item, k.fingerprint) AS item, k.moment
            FROM sketches k LEFT JOIN fresh_clusters_{family} f ON f.fingerprint = k.fingerprint
            LEFT JOIN state.clusters_{family} c ON c.fingerprint = k.fingerprint
            UNION ALL
            SELECT i.a, r.root, i.moment FROM state.incidence_{family} i JOIN regrouped_{family} r ON i.item = r.item) n
        ANTI JOIN state.incidence_{family} s ON s.a = n.a AND s.item = n.item
        GROUP BY n.a, n.item"""
