"""Measures whether some groups of people are flagged in error more often than everybody else.

The group file is seen here only, after the run: nothing of it ever reaches what decides.

A campaign flags many accounts at once, so accounts are not independent: one false campaign of 20 accounts is one
mistake, not 20. The intervals therefore count campaigns. If F accounts of a group are flagged, x_c of them by campaign
c, then one mistake is worth w = sum x_c^2 / sum x_c of them (the design effect of Kish 1965), and n = F / w is the
effective number of independent mistakes; a campaign of the usual size of the run is added to the sums of w, as few
campaigns would understate it. The flags are taken as n events of a Poisson process. With Jeffreys' prior on both rates,
the share of the group's events in all has a Beta(n + 1/2, n' + 1/2) posterior (n' events outside), from which the
ratio's interval follows. Campaigns that flag inside and outside are counted as independent of themselves, which only
widens it. In simulations (1 to 120 campaigns of 1 to 60 accounts, alike on both sides) 95% limits held in 93% to 97%.

No flag in a group does not prove that there is none to come: then the lower limit is 0, and an event is taken to be as
large as the run's false campaigns usually are. No false flag at all leaves the ratio undefined: then the rule of three
(Hanley and Lippman-Hand 1983) bounds the rate, and the bound is set against what the review budget would permit.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from scipy.stats import beta, gamma

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

ALL_GROUPS = "all groups together"
CONFIDENCE = 0.95
TYPICAL_SIZE = 12.0
"""Accounts of a false campaign, where a run has none to measure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What one run did to each group: all that an audit counts."""

    accounts: int
    """Accounts of the log (without the labelled ones, where labels were given)."""
    present: Mapping[str, int]
    """Accounts of each group that are in the log."""
    flagged: int
    """Accounts in at least one campaign."""
    flagged_in: Mapping[str, int]
    """The same of each group."""
    inside: Mapping[str, tuple[int, ...]]
    """For each group how many of its accounts each campaign flags; an account counts in its highest-ranked campaign."""
    sizes: tuple[int, ...]
    """Accounts that each campaign flags, in the same order."""
    budget: float = 0.5
    """Expected false campaigns that the run permitted itself."""
    unknown: int = 0
    """Listed accounts that are not in the log."""
    labelled: int = 0
    """Flagged accounts that the labels name: not counted as false."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAudit:
    """How one group fared."""

    group: str
    accounts: int
    """Its accounts in the log."""
    flagged: int
    """Those of them flagged (in error, as far as labels can tell)."""
    campaigns: int
    """Campaigns that flagged any of them."""
    rate: float
    """flagged / accounts."""
    rate_high: float
    """Upper limit of the rate: Jeffreys' (97.5%), or by the rule of three (95%) where nobody is flagged."""
    rate_outside: float
    """The same share among all accounts outside of the group."""
    ratio: float | None
    """rate / rate_outside; None where nobody outside is flagged: not defined."""
    low: float | None
    """Lower limit of the ratio; None where it is not defined."""
    high: float | None
    """Upper limit of the ratio; None where it is not defined."""
    high_if_independent: float | None
    """What the upper limit would be, were accounts flagged one by one. They are not: for comparison with audits that
    count accounts."""
    high_of_budget: float | None
    """`rate_high` over the rate that the review budget permits; None with a budget of 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """How each group fared, over one run or several."""

    runs: int
    accounts: int
    flagged: int
    campaigns: int
    labelled: int
    """Flagged accounts that the labels name."""
    unknown: int
    confidence: float
    typical: float
    """Accounts of a false campaign, as used where a group has no flag."""
    groups: tuple[GroupAudit, ...]
    """By name; `all groups together` last, where there are several."""
    method: str = field(
        default="Jeffreys' interval of the ratio of two Poisson rates, counting campaigns, not accounts (Kish's "
        "design effect); the rule of three where nobody is flagged"
    )

    def to_json(self) -> dict[str, object]:
        """Ready for JSON; `schema` first."""
        return {"schema": "bonafides.audit/1", **asdict(self)}

    def text(self) -> str:
        """The same for a reader."""
        return "\n".join([*self._lead(), *(f"  {_worded(group)}" for group in self.groups), *self._close()])

    def _lead(self) -> list[str]:
        lines = [f"{self.flagged:,} of {self.accounts:,} accounts are in {self.campaigns:,} campaigns that were shown."]
        if self.labelled:
            lines.append(f"{self.labelled:,} further accounts are in campaigns by the labels, and count nowhere here.")
        if self.unknown:
            lines.append(f"{self.unknown:,} accounts of the group file are not in the log, and are left out.")
        return lines

    def _close(self) -> list[str]:
        return [
            f"How to read it: 1 means flagged as often as everybody else. The limits hold {self.confidence:.0%}; they "
            "count campaigns, not accounts, as one campaign flags many accounts at once.",
            "Where nothing was flagged, the bound says what this log cannot rule out; more logs lower it.",
        ]


def tally(
    campaigns: Sequence[Collection[str]],
    accounts: int,
    groups: Mapping[str, Collection[str]],
    *,
    true: Collection[str] = (),
    budget: float = 0.5,
    unknown: int = 0,
) -> Tally:
    """Count what a run did to each group.

    `campaigns` are the accounts of each, best first; `accounts` how many there are in the log, `groups` the members of
    each group that are in the log, both without those in `true`. Accounts in `true` are rightly flagged and count
    nowhere; `unknown` is only passed on.
    """
    innocent: list[list[str]] = []
    seen: set[str] = set()
    for members in campaigns:
        innocent.append([one for one in sorted(set(members) - seen) if one not in true])
        seen.update(members)
    inside = {
        name: tuple(sum(one in members for one in campaign) for campaign in innocent)
        for name, members in _with_all(groups).items()
    }
    return Tally(
        accounts=accounts,
        present={name: len(members) for name, members in _with_all(groups).items()},
        flagged=sum(map(len, innocent)),
        flagged_in={name: sum(counts) for name, counts in inside.items()},
        inside=inside,
        sizes=tuple(map(len, innocent)),
        budget=budget,
        unknown=unknown,
        labelled=len(seen & set(true)),
    )


def _with_all(groups: Mapping[str, Collection[str]]) -> dict[str, Collection[str]]:
    known = {name: groups[name] for name in sorted(groups)}
    if len(known) < 2:
        return known
    return {**known, ALL_GROUPS: {account for members in known.values() for account in members}}


def audit(tallies: Sequence[Tally], *, confidence: float = CONFIDENCE) -> Audit:
    """Each group's false-flag ratio over one run or several runs of different logs, which are added up."""
    names = list(dict.fromkeys(name for one in tallies for name in one.present))
    names.sort(key=lambda name: (name == ALL_GROUPS, name))
    sizes = [size for one in tallies for size in one.sizes if size]
    typical = _weight(sizes) if sizes else TYPICAL_SIZE
    return Audit(
        runs=len(tallies),
        accounts=sum(one.accounts for one in tallies),
        flagged=sum(one.flagged for one in tallies),
        campaigns=len(sizes),
        labelled=sum(one.labelled for one in tallies),
        unknown=sum(one.unknown for one in tallies),
        confidence=confidence,
        typical=round(typical, 3),
        groups=tuple(_of_group(name, tallies, typical, confidence) for name in names),
    )


def _of_group(name: str, tallies: Sequence[Tally], typical: float, confidence: float) -> GroupAudit:
    present = sum(one.present.get(name, 0) for one in tallies)
    elsewhere = sum(one.accounts for one in tallies) - present
    counts = [(x, size - x) for one in tallies for x, size in zip(_inside(one, name), one.sizes, strict=True)]
    here, there = [x for x, _ in counts if x], [y for _, y in counts if y]
    rate, outside = _rate(sum(here), present), _rate(sum(there), elsewhere)
    high = _rate_high(here, present, typical, confidence)
    permitted = _rate(sum(one.budget for one in tallies) * typical, present + elsewhere)
    low_ratio, high_ratio = ratio_interval(here, there, (present, elsewhere), typical, confidence)
    singles = ([1] * sum(here), [1] * sum(there))
    return GroupAudit(
        group=name,
        accounts=present,
        flagged=sum(here),
        campaigns=len(here),
        rate=rate,
        rate_high=high,
        rate_outside=outside,
        ratio=rate / outside if outside and present else None,
        low=low_ratio,
        high=high_ratio,
        high_if_independent=ratio_interval(*singles, (present, elsewhere), 1.0, confidence)[1],
        high_of_budget=high / permitted if permitted else None,
    )


def _inside(one: Tally, name: str) -> tuple[int, ...]:
    return one.inside.get(name, (0,) * len(one.sizes))


def _rate(count: float, accounts: int) -> float:
    return count / accounts if accounts else 0.0


def _weight(sizes: Sequence[float]) -> float:
    """Flags of one independent mistake, where they come in clusters of these sizes: sum x^2 / sum x; 0 without any."""
    return sum(size * size for size in sizes) / sum(sizes) if sizes else 0.0


def ratio_interval(
    here: Sequence[int], there: Sequence[int], accounts: tuple[int, int], typical: float, confidence: float
) -> tuple[float | None, float | None]:
    """Limits of the ratio of two rates of flags that come in clusters; (None, None) where nobody outside is flagged.

    `here` and `there` are the flags of each campaign inside and outside of the group (those above 0), `accounts` how
    many accounts there are inside and outside, `typical` the flags of an event where the group has none.
    """
    if not there or not all(accounts):
        return None, None
    each, each_there = (_weight([*sizes, typical]) for sizes in (here, there))
    events, events_there = sum(here) / each, sum(there) / each_there
    scale = (each / accounts[0]) / (each_there / accounts[1])
    tail = (1 - confidence) / 2
    low, high = (float(beta.ppf(p, events + 0.5, events_there + 0.5)) for p in (tail, 1 - tail))
    return scale * low / (1 - low) if here else 0.0, scale * high / (1 - high) if high < 1 else math.inf


def _rate_high(here: Sequence[int], accounts: int, typical: float, confidence: float) -> float:
    if not accounts:
        return 1.0
    if not here:
        return min(1.0, -math.log(1 - confidence) * typical / accounts)
    each = _weight([*here, typical])
    return min(1.0, float(gamma.ppf((1 + confidence) / 2, sum(here) / each + 0.5)) * each / accounts)


def _worded(one: GroupAudit) -> str:
    by = f", by {one.campaigns:,} campaign{'s' * (one.campaigns != 1)}" if one.campaigns else ""
    lead = f"{one.group}: {one.flagged:,} of {one.accounts:,} accounts flagged{by}"
    if not one.accounts:
        return f"{one.group}: no account in this log, nothing can be said"
    if one.ratio is not None and one.high is not None:
        return f"{lead}; {one.ratio:.2f} times as often as others ({one.low:.2f} to {one.high:.2f})"
    budget = f" ({one.high_of_budget:,.1f} times the review budget)" if one.high_of_budget else ""
    return f"{lead}; nobody outside is flagged: no ratio; the group's rate is at most {one.rate_high:.2%}{budget}"
