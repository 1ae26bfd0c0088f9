"""What the second reader may look for: an indicator by name, without the way in which the program finds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bonafides.model import Kind, Polarity, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One indicator that rests on the words of single messages."""

    id: str
    name: str
    """What it says to a person, such as `Wants to leave the network early`."""
    stage: Stage | None
    polarity: Polarity
    kind: Kind
