"""Ids that say nothing: every person's id looks alike and is unrelated to what the person is in this world."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]
import pyarrow.compute as pc  # type: ignore[import-untyped, unused-ignore]
from numpy.typing import NDArray

HEX = np.array([f"{n:02x}" for n in range(256)], dtype="S2")


def hexadecimal(values: NDArray[np.uint64]) -> Any:
    """Sixteen hex digits per value, as an Arrow string array."""
    octets = values.astype(">u8").view(np.uint8).reshape(len(values), 8)
    return pa.array(HEX[octets].reshape(len(values), 8).view("S16").ravel(), type=pa.binary()).cast(pa.string())


def ids(rng: np.random.Generator, people: int) -> Any:
    """One id per person, as an Arrow string array: digits, a letter and digits, or hex digits, by world."""
    style = int(rng.integers(3))
    if style == 2:
        spread = np.cumsum(rng.integers(1, 2**63 // (people + 1), people).astype(np.uint64))
        return hexadecimal(rng.permutation(spread))
    numbers = pa.array(rng.permutation(np.cumsum(rng.integers(1, 60, people)) + 10_000_000)).cast(pa.string())
    if style == 0:
        return numbers
    letter = "mu"[int(rng.integers(2))]
    return pc.binary_join_element_wise(pa.scalar(letter), numbers, "")
