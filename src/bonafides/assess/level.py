"""From a score to a word: level and kind, by one small table of thresholds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.assess.scorecard import row_of
from bonafides.model import Kind, Level, Mode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bonafides.model import Contribution


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Strength (the sum of all contributions, in log-odds) from which each level holds."""

    watch: float
    warn: float
    alarm: float


THRESHOLDS = {
    Mode.SINGLE: Thresholds(watch=-0.2, warn=1.6, alarm=3.6),
    Mode.ARCHIVE: Thresholds(watch=1.6, warn=3.2, alarm=4.6),
}
"""An archive is judged more strictly: most of its threads are ordinary, and nobody was worried about them."""


FEW = 3
"""Signs that are worth a word whatever speaks against them."""


def level_of(because: Sequence[Contribution], strength: float, *, mode: Mode, messages: int) -> Level:
    """The level for this evidence; `messages` is how many the other side sent, or signs that the person told."""
    crossed = any(row_of(c.finding.indicator).crosses for c in because)
    level = _by_strength(strength, THRESHOLDS[mode]) if because else Level.QUIET
    if level is Level.ALARM and not crossed:
        level = Level.WARN
    if level is Level.WARN and messages <= 1 and not crossed and strength < THRESHOLDS[mode].alarm:
        level = Level.WATCH  # one message alone carries little evidence, whatever it says
    if level is Level.QUIET and mode is Mode.SINGLE and (crossed or _signs(because) >= FEW):
        level = Level.WATCH  # somebody worries about this thread, and `no signs` would not be true
    return level


def _by_strength(strength: float, limits: Thresholds) -> Level:
    if strength >= limits.alarm:
        return Level.ALARM
    if strength >= limits.warn:
        return Level.WARN
    return Level.WATCH if strength >= limits.watch else Level.QUIET


def _signs(because: Sequence[Contribution]) -> int:
    """How many signs of their own there are, impressions of the whole aside."""
    return sum(not row_of(c.finding.indicator).overall for c in because)


def kind_of(because: Sequence[Contribution], level: Level) -> Kind:
    """What it is: the kind most of the evidence points to; below `warn` that is not yet said.

    Signs of deception of whatever kind, such as a false name, decide nothing here.
    """
    if level is Level.QUIET:
        return Kind.ORDINARY
    if level is Level.WATCH:
        return Kind.UNCLEAR
    weight = dict.fromkeys((Kind.APPROACH, Kind.DEVICE_LURE, Kind.SCAM), 0.0)
    for contribution in because:
        if contribution.finding.kind in weight:
            weight[contribution.finding.kind] += contribution.value
    return max(weight, key=lambda kind: weight[kind]) if any(weight.values()) else Kind.UNCLEAR
