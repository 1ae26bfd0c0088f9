"""The decision record of one account, as JSON: facts, doubts and options, for those who decide and those who appeal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from bonafides.campaign.judge import CORE_FAMILY
from bonafides.campaign.pack.campaign_line import instant
from bonafides.campaign.pack.canonical import rounded
from bonafides.campaign.pack.finding import BEHAVIOUR, score_without
from bonafides.campaign.pack.history import history
from bonafides.campaign.pack.membership import fall, grounds, pair_families
from bonafides.campaign.pack.options import options
from bonafides.campaign.phrases import load_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bonafides.campaign.facts import Presence
    from bonafides.campaign.pack.finding import Finding
    from bonafides.campaign.pack.history import History
    from bonafides.campaign.pack.membership import Fall, Grounds
    from bonafides.campaign.pack.options import Option
    from bonafides.model import Member

SCHEMA = "bonafides.decision-record/1"
NAMED = 25
"""Partners that are listed, those that share most first; the others are counted."""
NOT_CONSIDERED = ("origin", "language", "names", "looks", "place", "beliefs", "words")


def records(finding: Finding) -> Iterator[dict[str, Any]]:
    """A record for each account of the campaign, in the campaign's order."""
    known, families = grounds(finding), pair_families(finding.edges)
    for number, member in enumerate(finding.campaign.accounts, start=1):
        yield _record(known, families, number, member)


def _record(
    known: Grounds, families: Mapping[tuple[str, str], tuple[str, ...]], number: int, member: Member
) -> dict[str, Any]:
    finding = known.finding
    place = finding.facts.names.index(member.account)
    falls, past = fall(known, place), history(finding.facts.group, place, known.shared)
    own = sorted({family for pair, found in families.items() if member.account in pair for family in found})
    open_to = options(finding, member.strength, falls, past, len(own))
    return {
        "schema": SCHEMA,
        "campaign": finding.campaign.campaign,
        "number": number,
        "account": member.account,
        "strength": rounded(member.strength),
        "facts": _facts(known, families, place),
        "drop_out": _drop_out(finding, falls, place),
        "innocent": _innocent(finding, place, known.shared),
        "hijack": _hijack(past),
        "options": [_option(option) for option in open_to],
        "caution": load_words().say("record.caution"),
        "member_text": load_words().say("record.member"),
        "not_considered": [load_words().say(f"not_considered.{key}") for key in NOT_CONSIDERED],
    }


def _facts(known: Grounds, families: Mapping[tuple[str, str], tuple[str, ...]], place: int) -> dict[str, Any]:
    finding = known.finding
    rows = finding.facts.group.presence[CORE_FAMILY]
    own = rows.account == place
    moments = rows.moment[own & known.shared]
    partners = _partners(finding, families, place)
    return {
        "contacts": int(own.sum()),
        "contacts_at_shared_targets": len(moments),
        "first": _instant(moments.min()) if len(moments) else None,
        "last": _instant(moments.max()) if len(moments) else None,
        "days": len(np.unique(moments // 86_400)),
        "families": [
            _family(signal.family, finding.facts.group.presence[signal.family], place) for signal in finding.signals
        ],
        "partners": len(partners),
        "with": partners[:NAMED],
    }


def _instant(seconds: int) -> str:
    return instant(datetime.fromtimestamp(int(seconds), UTC))


def _family(family: str, presence: Presence, place: int) -> dict[str, Any]:
    """What the account shares in one family, and with how many others; origin is said to be no ground."""
    mine = np.isin(presence.item, presence.item[presence.account == place])
    others = mine & (presence.account != place)
    return {
        "family": family,
        "counts": family in BEHAVIOUR,
        "items_shared": len(np.unique(presence.item[others])),
        "with_accounts": len(np.unique(presence.account[others])),
    }


def _partners(
    finding: Finding, families: Mapping[tuple[str, str], tuple[str, ...]], place: int
) -> list[dict[str, Any]]:
    """The others with whom it shares targets or is linked: the most shared targets first."""
    rows, names = finding.facts.group.presence[CORE_FAMILY], finding.facts.names
    mine = np.isin(rows.item, rows.item[rows.account == place])
    met = np.bincount(rows.account[mine], minlength=len(names))
    found = []
    for other in sorted(range(len(names)), key=lambda one: (-int(met[one]), names[one])):
        low, high = sorted((names[place], names[other]))
        linked = families.get((low, high), ())
        if other != place and (met[other] or linked):
            found.append({"account": names[other], "shared_targets": int(met[other]), "linked_by": list(linked)})
    return found


def _drop_out(finding: Finding, falls: Fall, place: int) -> dict[str, Any]:
    return {
        "links": falls.links,
        "fewest_links": falls.fewest_links,
        "links_to": sorted(finding.facts.names[other] for other in falls.partners),
        "rule": falls.rule,
        "contacts": falls.contacts,
        "fewest_contacts": falls.fewest_contacts,
        "score": rounded(finding.judged.score),
        "score_without": rounded(score_without(finding, place)),
    }


def _innocent(finding: Finding, place: int, shared: np.ndarray[Any, np.dtype[np.bool_]]) -> dict[str, Any]:
    """What was tried for the whole group, and the same figures of this account's own contacts."""
    rows = finding.facts.group.presence[CORE_FAMILY]
    own = rows.account == place
    at = own & shared
    return {
        "tried": [
            {"name": tried.name, "holds": tried.holds, "words": tried.words} for tried in finding.campaign.innocent
        ],
        "own_share_at_shared_targets": rounded(float(at.sum()) / max(1, int(own.sum()))),
        "own_share_answered": rounded(float(rows.answered[at].mean())) if at.any() else 0.0,
        "own_share_to_writers": rounded(float(rows.active[at].mean())) if at.any() else 0.0,
    }


def _hijack(past: History) -> dict[str, Any]:
    return {
        "verdict": past.verdict,
        "created": None if past.created is None else _instant(past.created),
        "first_ordinary_contact": None if past.first_ordinary is None else _instant(past.first_ordinary),
        "ordinary_contacts_before": past.ordinary_before,
        "days_before": past.days_before,
        "burst_days": past.burst_days,
        "late_share": past.late_share,
        "words": load_words().say(f"hijack.{past.verdict}"),
    }


def _option(option: Option) -> dict[str, Any]:
    words = load_words()
    return {
        "option": option.option,
        "supported": option.supported,
        "words": words.say(f"option.{option.option}"),
        "lacking": [words.say(f"lacking.{need}") for need in option.lacking],
    }
