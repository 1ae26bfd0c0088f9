"""Shared targets in time: two accounts that turn to the same people, the closer together the more it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.campaign.signals.signal import Signal

if TYPE_CHECKING:
    from bonafides.campaign.engine.engine import Engine


def _incidences(engine: Engine) -> None:
    engine.make("incidence_targets", "SELECT a, t AS item, moment FROM contacts")


TARGETS = Signal(
    family="targets",
    why="A campaign works through a list of people; its accounts meet at them, within hours, days or weeks.",
    incidences=_incidences,
    proposes=2,
)
