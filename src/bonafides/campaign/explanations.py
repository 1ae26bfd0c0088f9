"""Innocent readings of a group that acts together: each is measured, and discounts the score as far as it explains it.

One row of the table for each; the discount falls smoothly from 1 to 0 as the measured figure moves from the
deceptive to the innocent side of its limit, so that no group hangs on a hair. Limits and widths were chosen on
generated logs and checked on logs of another author (`docs/hunt.md`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bonafides.model import Explanation

if TYPE_CHECKING:
    from collections.abc import Callable

    from bonafides.campaign.measures import Measures


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One innocent reading, and when it holds."""

    name: str
    covers: str
    """Which honest groups look like this."""
    figure: Callable[[Measures, float], float]
    """What is looked at, from the measures of shared targets and the hurry (nats)."""
    limit: float
    """Where the reading begins to hold."""
    width: float
    """How far to either side of the limit the discount is neither full nor absent."""
    above: bool
    """Whether it holds above the limit (else below)."""
    words: str

    def tried(self, found: Measures, hurry: float) -> tuple[Explanation, float]:
        """The reading tried on a group: the result for a reviewer, and the discount in [0, 1]."""
        measured = self.figure(found, hurry)
        side = (self.limit - measured if self.above else measured - self.limit) / self.width
        discount = 1 / (1 + float(np.exp(-np.clip(side, -30, 30))))
        explanation = Explanation(
            name=self.name,
            holds=side < 0,
            measured=round(measured, 4),
            limit=self.limit,
            words=self.words.format(measured=measured, limit=self.limit),
        )
        return explanation, discount


READINGS = (
    Reading(
        name="divided-work",
        covers="a union drive, an admissions office, a help desk, executive search: colleagues share a list, each "
        "person on it hears from one to three of them",
        figure=lambda found, hurry: found.density,
        limit=0.31,
        width=0.03,
        above=False,
        words="at a shared target, {measured:.0%} of the other accounts turn up too (an honest division of work: below "
        "{limit:.0%})",
    ),
    Reading(
        name="open-market",
        covers="a layoff or migration wave, activists, journalists, recruiters of one trade: everybody turns to these "
        "people",
        figure=lambda found, hurry: found.ownership,
        limit=0.15,
        width=0.02,
        above=False,
        words="{measured:.0%} of all who turned to the shared targets belong to the group (an open market: below "
        "{limit:.0%})",
    ),
    Reading(
        name="side-activity",
        covers="an alumni group, a diaspora association, very active people of one trade: the overlap is a small part "
        "of what they do",
        figure=lambda found, hurry: found.commitment,
        limit=0.4,
        width=0.03,
        above=False,
        words="{measured:.0%} of what the accounts do goes to shared targets (a side activity: below {limit:.0%})",
    ),
    Reading(
        name="answered-back",
        covers="a conference, an alumni group, a refugee help group, colleagues: the people know them and write back",
        figure=lambda found, hurry: found.answered,
        limit=0.33,
        width=0.03,
        above=True,
        words="{measured:.0%} of the contacts at shared targets were answered (people who know each other: above "
        "{limit:.0%})",
    ),
    Reading(
        name="closed-circle",
        covers="an alumni group, a diaspora association, a conference: those who are contacted contact the same people",
        figure=lambda found, hurry: found.circle,
        limit=0.55,
        width=0.05,
        above=True,
        words="{measured:.0%} of the contacts at shared targets go to people who turn to other shared targets "
        "themselves (a circle, not a list: above {limit:.0%})",
    ),
    Reading(
        name="no-hurry",
        covers="executive search, an admissions office's season: the same people, whenever it suited each",
        figure=lambda found, hurry: hurry,
        limit=0.1,
        width=0.02,
        above=False,
        words="the shared contacts are {measured:.2f} nats closer in time than chance (each in their own time: below "
        "{limit:.2f})",
    ),
)
