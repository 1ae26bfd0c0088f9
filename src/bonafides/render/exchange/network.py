"""A hunted campaign as a value to share: its accounts and the evidence; who was written to is a count alone."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from bonafides.render.exchange.ids import uuid_of
from bonafides.render.exchange.text import plain, utc
from bonafides.render.exchange.value import (
    About,
    Grounds,
    Innocent,
    Input,
    Measured,
    Network,
    Pair,
    Persona,
    Shared,
)
from bonafides.render.phrases import ENGLISH, phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bonafides.model import Campaign
    from bonafides.render.exchange.tlp import Tlp

ROOM = "bonafides.render.exchange"


def of_campaign(campaign: Campaign, run: Mapping[str, Any], tlp: Tlp | None = None, *, publisher: str = "") -> Shared:
    """A campaign of the run that `run.json` describes; numbers that are no numbers become the largest there are."""
    name = plain(campaign.campaign)
    return Shared(
        key=uuid_of(About.CAMPAIGN.value, name, str(run.get("parameters_hash", "")), tlp.value if tlp else ""),
        about=About.CAMPAIGN,
        title=phrases(ENGLISH, ROOM)("title.campaign", name=name),
        summary=plain(campaign.summary),
        begun_at=utc(campaign.first_seen),
        made_at=utc(campaign.last_seen),
        publisher=publisher,
        tlp=tlp,
        personas=tuple(
            Persona(name=plain(member.account), account=plain(member.account), strength=_number(member.strength))
            for member in campaign.accounts
        ),
        network=_network(campaign),
        grounds=Grounds(version=str(run.get("version", "")), inputs=tuple(_inputs(run.get("inputs")))),
    )


def _network(campaign: Campaign) -> Network:
    return Network(
        campaign=plain(campaign.campaign),
        rank=campaign.rank,
        score=_number(campaign.score),
        purpose=campaign.purpose.value,
        targets=campaign.targets,
        first_seen=utc(campaign.first_seen),
        last_seen=utc(campaign.last_seen),
        signals=tuple(
            Measured(family=plain(each.family), surplus=_number(each.surplus), chance=_number(each.q))
            for each in campaign.signals
        ),
        evidence=tuple(
            Pair(
                one=plain(each.a), other=plain(each.b), family=plain(each.family), window=plain(each.window),
                shared=each.shared,
                observed=each.observed, expected=_number(each.expected), surplus=_number(each.surplus),
                chance=_number(each.q),
            )
            for each in campaign.evidence
        ),
        innocent=tuple(
            Innocent(
                name=plain(each.name), holds=each.holds, measured=_number(each.measured), limit=_number(each.limit),
                words=plain(each.words),
            )
            for each in campaign.innocent
        ),
        within_budget=campaign.within_budget,
        expected_false=_number(campaign.expected_false),
        status=plain(campaign.status),
        origin=tuple(map(plain, campaign.origin)),
    )  # fmt: skip


def _number(value: float) -> float:
    """A number that JSON can hold."""
    if math.isfinite(value):
        return float(value)
    return math.copysign(1.7e308, value) if math.isinf(value) else 0.0


def _inputs(files: object) -> Iterator[Input]:
    """Files by their names alone: where they lay is the platform's business."""
    listed: Iterable[Any] = files if isinstance(files, list) else ()
    for each in listed:
        if isinstance(each, dict):
            name = str(each.get("file", "")).replace("\\", "/").rpartition("/")[2]
            size, digest = each.get("bytes"), each.get("sha256")
            yield Input(
                name=plain(name), size=size if isinstance(size, int) else None,
                sha256=plain(digest) if isinstance(digest, str) else "",
            )  # fmt: skip
