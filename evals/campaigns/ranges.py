"""What a world may look like: its settings, and the ranges that everything nobody knows is drawn from, per seed."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

Span = tuple[float, float]
"""Lowest and highest value."""

HOUR, DAY = 1 / 24, 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranges:
    """One value of each is drawn per world (or per ring where it says so), uniformly unless it says `log`."""

    # People. Real activity is heavy-tailed; how much is known for no platform.
    median_sent: Span = (5.5, 9)  # pairs per account over the log
    sigma_sent: Span = (1.0, 1.5)  # of the log of it: the mean is 1.6 to 3.1 times the median
    most_sent: Span = (1500, 6000)  # a few accounts are tools or full-time recruiters
    targets_per_account: Span = (0.6, 2.2)  # size of the pool of people who are written to
    members: Span = (0.2, 0.6)  # share of that pool that are accounts themselves, and can write back
    people_per_employer: Span = (12, 60)
    employer_skew: Span = (0.2, 0.6)  # exponent of the Zipf law of sizes; higher: a few giants
    # Whom one writes to.
    popularity: Span = (0.5, 0.95)  # exponent of the Zipf-Mandelbrot law within every pool
    plateau: Span = (2e-4, 5e-3)  # log; its shift, as a share of the pool: raised where one person drew too many
    best_known: float = 0.015  # share of all accounts that write to the most popular of the pool, at most
    homophily: Span = (0.35, 0.8)  # share of contacts within the own sector, employer or town
    celebrities: Span = (3, 12)
    reach: Span = (0.003, 0.013)  # share of all accounts that contact a celebrity; the top of it is the 1%
    in_bursts: Span = (0.003, 0.03)  # share of contacts that follow a job ad, a talk or a piece of news
    burst_crowd: Span = (15, 150)  # log; contacts per burst: organic synchrony that must not be flagged
    burst_targets: Span = (1, 5)
    burst_again: Span = (0.1, 0.6)  # chance that somebody in a burst writes to one more of its people
    replies: Span = (0.28, 0.5)  # follow-ups and answers per first contact
    answers: Span = (0.4, 0.65)  # of those to a member, the share that are answers: 20-40% of such pairs are mutual
    # Time.
    weekend: Span = (0.15, 0.7)  # traffic of a Saturday against a weekday
    growth: Span = (0.8, 1.3)  # traffic of the last day against the first
    session: Span = (1.5, 6)  # pairs per sitting
    # Words.
    no_note: Span = (0.05, 0.2)  # share of events without text
    boilerplate: Span = (0.25, 0.35)  # the platform's own sentence
    short: Span = (0.08, 0.2)  # "Thanks for connecting"
    pitch: Span = (0.01, 0.06)  # wording that many copied from a guide
    own_template: Span = (0.05, 0.2)  # an account repeats its own words
    links: Span = (0.01, 0.05)
    handles: Span = (0.002, 0.02)
    reported: Span = (0.0005, 0.004)  # share of events that somebody reported, of any account
    # Profiles.
    default_photo: Span = (0.03, 0.15)  # one of a few stock pictures: a shared hash is no proof
    no_photo: Span = (0.05, 0.3)
    stock_bio: Span = (0.1, 0.4)
    joined_in_waves: Span = (0.02, 0.2)  # share that joined on one of a few days: campaigns, campus drives


@dataclass(frozen=True, slots=True, kw_only=True)
class RingRanges:
    """Drawn once per ring, so that rings differ from each other within one world."""

    targets: Span = (10, 80)  # log
    hit_rate: Span = (0.3, 0.9)  # share of the ring's targets that one of its accounts writes to
    same_employer: float = 0.25  # chance that the targets all work for one employer and not only in one sector
    relays: float = 0.2  # chance that accounts are removed and successors take their targets over
    reply: Span = (0.02, 0.3)  # share of contacts that a target who is a member answers
    hijacked: Span = (0.0, 0.15)  # share of the accounts that are real people's, with a past
    lure: float = 0.6  # chance of lure wording; else plain networking
    unrelated: Span = (0.1, 0.5)  # of the paraphrased texts, the share that have nothing in common with the rest
    handle: Span = (0.2, 0.5)  # world: chance that a ring shares off-platform handles
    phone: Span = (0.2, 0.5)  # world: of those, chance that it is a phone number
    url: Span = (0.2, 0.5)  # world
    photo: Span = (0.2, 0.5)  # world: chance that pictures are near-duplicates
    bio: Span = (0.2, 0.5)  # world
    created: Span = (0.2, 0.5)  # world: chance that its accounts were made within some days
    network: Span = (0.1, 0.4)  # world
    employer: Span = (0.2, 0.5)  # world: chance that all claim one (invented) employer
    bare: float = 0.2  # chance that a ring shares nothing but its targets, whatever the rest says
    carried: Span = (0.1, 0.6)  # share of messages that carry the shared handle or link
    reported: Span = (0.0, 0.08)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Settings of one world; the same settings give the same files."""

    events: int
    seed: int = 1
    rings: bool = True
    prevalence: float = 0.001  # planted accounts per account
    ring_size: tuple[int, int] = (8, 40)
    small_rings: int = 0  # further rings of 4-7 accounts
    spread: Span = (HOUR, 14 * DAY)  # days; log-uniform per ring
    paraphrase: float = 0.5
    camouflage: float = 0.3  # share of a ring's events that go to random people
    text: bool = True
    days: float = 60
    lookalikes: bool = True
    density: float = 4.0  # look-alike groups of each kind per 100,000 accounts; at least one
    ranges: Ranges = field(default_factory=Ranges)
    ring_ranges: RingRanges = field(default_factory=RingRanges)


def draw(rng: np.random.Generator, span: Span) -> float:
    """One value, uniform over the span."""
    return float(rng.uniform(*span))


def draw_log(rng: np.random.Generator, span: Span) -> float:
    """One value, log-uniform over the span (which must be positive)."""
    return float(np.exp(rng.uniform(np.log(span[0]), np.log(span[1]))))


def draw_int(rng: np.random.Generator, span: Span) -> int:
    """A whole number, uniform over the span, both ends included."""
    return int(rng.integers(round(span[0]), round(span[1]) + 1))
