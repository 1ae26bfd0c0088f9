"""A campaign as one line of `campaigns.jsonl` (and as `campaign.json` of a pack), in its one canonical form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bonafides.campaign.pack.canonical import rounded, text

if TYPE_CHECKING:
    from datetime import datetime

    from bonafides.model import Campaign, Edge

SCHEMA = "bonafides.campaign/1"


def line(campaign: Campaign) -> str:
    """The line, without its end."""
    return text(to_json(campaign))


def to_json(campaign: Campaign) -> dict[str, Any]:
    """The campaign as plain values: real numbers to six significant digits, times in UTC to the second."""
    return {
        "schema": SCHEMA,
        "campaign": campaign.campaign,
        "rank": campaign.rank,
        "score": rounded(campaign.score),
        "purpose": str(campaign.purpose),
        "within_budget": campaign.within_budget,
        "expected_false": rounded(campaign.expected_false),
        "status": campaign.status,
        "accounts": [{"account": member.account, "strength": rounded(member.strength)} for member in campaign.accounts],
        "targets": campaign.targets,
        "first_seen": instant(campaign.first_seen),
        "last_seen": instant(campaign.last_seen),
        "signals": [
            {"family": found.family, "surplus": rounded(found.surplus), "q": rounded(found.q)}
            for found in campaign.signals
        ],
        "evidence": [edge_json(edge) for edge in campaign.evidence],
        "innocent": [
            {
                "name": tried.name,
                "holds": tried.holds,
                "measured": rounded(tried.measured),
                "limit": rounded(tried.limit),
                "words": tried.words,
            }
            for tried in campaign.innocent
        ],
        "origin": list(campaign.origin),
        "summary": campaign.summary,
    }


def edge_json(edge: Edge) -> dict[str, Any]:
    """An edge as plain values."""
    return {
        "a": edge.a,
        "b": edge.b,
        "family": edge.family,
        "window": edge.window,
        "shared": edge.shared,
        "observed": edge.observed,
        "expected": rounded(edge.expected),
        "surplus": rounded(edge.surplus),
        "q": rounded(edge.q),
    }


def instant(moment: datetime) -> str:
    """ISO 8601 in UTC, such as 2026-03-01T09:00:00Z."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
