"""Profiles written from one template: headline and bio, near-duplicates as for messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.campaign.signals.signal import Signal
from bonafides.campaign.signals.text import cluster

if TYPE_CHECKING:
    from bonafides.campaign.engine.engine import Engine


PROFILES = """
    SELECT n.n AS a, coalesce(c.created_at, 0) AS moment,
           coalesce(c.headline, '') || '. ' || coalesce(c.bio, '') AS text
    FROM accounts c JOIN account_numbers n ON c.account = n.value
    WHERE c.headline IS NOT NULL OR c.bio IS NOT NULL"""
"""What accounts say of themselves."""


def _incidences(engine: Engine) -> None:
    cluster(engine, "bio", PROFILES)


BIO = Signal(
    family="bio",
    why="Personas made together are described with the same sentences.",
    incidences=_incidences,
    proposes=0,
    popular=60,
    content=True,
)
