"""The shape of a check: a frozen value that holds a pure function, with its own proof and near miss."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from bonafides.vet.told import Told
    from bonafides.vet.vetting import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check. What it can and cannot say stands in `words/<lang>.toml` under `check.<id>`."""

    id: str
    sources: tuple[str, ...]
    """Standards or papers that it rests on."""
    ways: tuple[str, ...]
    """How a person looks further; worded under `way.<id>`."""
    find: Callable[[Told], Iterator[Statement]]
    by_finding: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What single findings rest on, by their key, where that is less than the whole."""
    catches: tuple[Told, ...]
    """Each gives at least one statement that contradicts."""
    spares: tuple[Told, ...]
    """Each gives none that contradicts."""
