"""The yardstick of a run (`facts.Log`) as JSON, exact both ways, whatever numbers it comes to hold."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from bonafides.campaign.facts import FamilyTotals, Log
from bonafides.campaign.parameters import WINDOWS
from bonafides.errors import CampaignError


def log_to_json(log: Log) -> dict[str, Any]:
    """The log's numbers; real numbers in full, as the judgement rests on them."""
    return asdict(log)


def log_from_json(value: Any, where: str = "log.json") -> Log:
    """The log's numbers back. Raises CampaignError where they cannot be what `log_to_json` wrote."""
    try:
        families = {str(family): _totals(totals) for family, totals in value["families"].items()}
        return Log(families=families, **_numbers(Log, value, but="families"))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CampaignError(
            "the numbers of the whole log are not as they should be",
            where=where,
            next_step="Ask for it again, or use the version of bonafides that wrote it.",
        ) from error


def _totals(value: Any) -> FamilyTotals:
    close = {name: _number(value["close"][name]) for name in WINDOWS}
    if set(close) != set(value["close"]) or not all(0 < share <= 1 for share in close.values()):
        raise ValueError("a share is out of its range")
    return FamilyTotals(close=close, **_numbers(FamilyTotals, value, but="close"))


def _numbers(kind: type, value: Mapping[str, Any], *, but: str) -> dict[str, Any]:
    """The fields of a value that are plain numbers."""
    wanted = {field.name for field in fields(kind)}
    if set(value) != wanted:
        raise ValueError("other fields than there should be")
    return {name: _number(value[name]) for name in sorted(wanted - {but})}


def _number(value: Any) -> Any:
    if type(value) not in {int, float} or not math.isfinite(value) or not 0 <= value < 2**53:
        raise ValueError("not a number that can be there")
    return value
