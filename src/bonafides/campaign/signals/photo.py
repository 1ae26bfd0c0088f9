"""Profile pictures that look alike: perceptual hashes within a small Hamming distance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from bonafides.campaign.communities import components
from bonafides.campaign.signals.signal import Signal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bonafides.campaign.engine.engine import Engine

DISTANCE = 7
"""Bits of 64 in which two hashes of one picture may differ (recompressed, scaled, lightly cropped)."""
BANDS = 4
"""Two hashes are compared where one of four 16-bit parts is equal: sure up to 3 differing bits, 9 in 10 times at 4."""
NEIGHBOURS = 64
"""Hashes with an equal part that one is compared with: more share it where a picture is flat or a default."""


def _incidences(engine: Engine) -> None:
    rows = engine.rows(
        """SELECT n.n AS a, c.photo_hash, coalesce(c.created_at, 0) AS moment
           FROM accounts c JOIN account_numbers n ON c.account = n.value
           WHERE c.photo_hash IS NOT NULL ORDER BY n.n"""
    )
    hashes = np.array([int(value, 16) for value in rows.column("photo_hash").to_pylist()], dtype=np.uint64)
    engine.put(
        "incidence_photo",
        pa.table({"a": rows.column("a"), "item": pa.array(_pictures(hashes)), "moment": rows.column("moment")}),
    )


def _pictures(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """For each hash the number of the picture that it shows: its chain of hashes within DISTANCE."""
    values, places = np.unique(hashes, return_inverse=True)
    pairs = [pair for band in range(BANDS) for pair in _alike(values, band)]
    picture = np.arange(len(values), dtype=np.int64)
    if pairs:
        left, right = np.array(sorted(set(pairs)), dtype=np.int64).T
        joined, group = components(left, right)
        _, first = np.unique(group, return_index=True)
        picture[joined] = joined[first][group]
    return np.asarray(picture[places] + 1)


def _alike(values: NDArray[np.uint64], band: int) -> list[tuple[int, int]]:
    """Pairs of hashes with one part equal that are within the distance."""
    width = np.uint64(64 // BANDS)
    part = (values >> (width * np.uint64(band))) & np.uint64(2 ** int(width) - 1)
    order = np.argsort(part, kind="stable")
    found: list[tuple[int, int]] = []
    for step in range(1, min(NEIGHBOURS, len(order))):
        left, right = order[:-step], order[step:]
        equal = part[left] == part[right]
        if not equal.any():
            break
        left, right = left[equal], right[equal]
        near = np.bitwise_count(values[left] ^ values[right]) <= DISTANCE
        pairs = np.sort(np.stack([left[near], right[near]], axis=1), axis=1)
        found += [(int(x), int(y)) for x, y in pairs]
    return found


PHOTO = Signal(
    family="photo",
    why="One drawn or stolen picture serves several personas.",
    incidences=_incidences,
    proposes=1,
    popular=60,
    content=True,
    effort=0.2,
)
