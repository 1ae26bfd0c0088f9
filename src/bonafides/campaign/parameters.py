"""The frozen numbers of a hunt, in one value: what `docs/hunt.md` explains and `run.json` records."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from bonafides.errors import CampaignError

if TYPE_CHECKING:
    from pathlib import Path

WINDOWS = {"1h": 3_600, "1d": 86_400, "7d": 604_800, "all": 2**62}
"""How close in time two contacts with one item must be to count together, in seconds, narrowest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """Every number that decides what is found. A candidate set is compared with the frozen one by `--shadow`."""

    popular: int = 100
    """Accounts at one item beyond which its pairs are not counted over the whole log but in ever shorter buckets."""
    pairs_per_event: float = 1.5
    """Pairs that may be formed for each event: what keeps time and memory linear in the log. Above, `popular` falls."""
    offset: int = 0
    """Seconds by which the bucket grids are moved; a secret value keeps their edges from being known."""
    strata: tuple[int, ...] = (4, 12, 35)
    """Upper bounds of item popularity (accounts per item) of the null's strata; the last one has none."""
    rate: float = 0.01
    """False discovery rate of edges, over all pairs of accounts, windows and strata."""
    core: int = 3
    """Partners that each account of a core has within it: a 3-core is at least four accounts."""
    giant: int = 12
    """Accounts of a component from which communities are sought within it."""
    resolution: float = 1.0
    """Of the Leiden communities (modularity)."""
    apart: float = 0.3
    """Density of edges between two communities, to that within them, from which they are one."""
    loose: float = 0.2
    """Strength, to the median of the group, below which an account does not belong."""
    shared_member: float = 0.5
    """Share of a group's accounts that an outsider must be linked to, to serve this campaign too."""
    seed: int = 20_26
    """Of everything that draws by chance."""

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        whole = (self.popular, self.offset, self.core, self.giant, self.seed, *self.strata)
        real = (self.pairs_per_event, self.rate, self.resolution, self.apart, self.loose, self.shared_member)
        typed = all(type(one) is int for one in whole) and all(type(one) in (int, float) for one in real)
        if not typed or not all(0 <= one < 2**53 for one in (*whole, *real)):
            raise CampaignError(
                "a parameter is no number of the right kind", where="parameters", next_step="See docs/hunt.md."
            )
        if not 0 < self.rate < 1 or self.popular < 2 or self.core < 1 or list(self.strata) != sorted(self.strata):
            raise CampaignError(
                "a parameter is out of its range",
                where="parameters",
                next_step="0 < rate < 1; popular at least 2; core at least 1.",
            )

    @property
    def hash(self) -> str:
        """SHA-256 of all values: same hash, same finding on the same log."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


def from_file(path: Path) -> Parameters:
    """The frozen parameters with those changed that a TOML file names. Raises CampaignError."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        known = {field.name for field in fields(Parameters)}
        if unknown := sorted(set(table) - known):
            raise CampaignError(
                f"unknown parameter {unknown[0]!r}", where=str(path), next_step=f"Known: {', '.join(sorted(known))}."
            )
        given: dict[str, Any] = {k: tuple(value) if isinstance(value, list) else value for k, value in table.items()}
        return Parameters(**given)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, TypeError) as error:
        raise CampaignError("the parameter file cannot be read", where=str(path), next_step=str(error)) from error
