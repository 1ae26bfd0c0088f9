"""The organic background: who writes to whom and when, without any plan behind it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.campaigns.clock import DAY_US, HOUR_US, Clock, Floats, Times
from evals.campaigns.ranges import Ranges, World, draw, draw_log
from evals.campaigns.society import SECTORS, Bytes, Crowd, Ints, Society

BLOCK = 1_000_000  # first contacts drawn at a time: bounds memory


@dataclass(frozen=True, slots=True)
class Background:
    """Organic events: parallel columns; `sent_at` in microseconds."""

    account: Ints
    target: Ints
    sent_at: Times


@dataclass(frozen=True, slots=True, kw_only=True)
class Bursts:
    """Job ads, talks, news: for a while, people of one sector write to the same few."""

    share: float  # of first contacts
    again: float
    by_sector: Crowd
    start: Times
    length: Times
    targets: Ints  # bursts x most targets; the first `width` of a row count
    width: NDArray[np.int64]


def mean_sent(ranges: Ranges) -> float:
    """Contacts per account at the middle of the ranges, to size a world before it is drawn."""
    sigma = sum(ranges.sigma_sent) / 2
    return float(sum(ranges.median_sent) / 2 * np.exp(sigma**2 / 2))


def background(rng: np.random.Generator, world: World, society: Society, clock: Clock, events: int) -> Background:
    """Exactly that many organic events (at least two per account), in no order."""
    ranges = world.ranges
    first = max(society.accounts, round(events / (1 + draw(rng, ranges.replies))))
    sent = _activity(rng, ranges, society.accounts, first)
    bursts = bursts_of(rng, ranges, society, clock, first)
    low, width = _lifetimes(rng, sent)
    sitting, back = draw(rng, ranges.session), draw(rng, ranges.answers)
    account, target = np.empty(events, np.int32), np.empty(events, np.int32)
    sent_at = np.empty(events, np.int64)
    edges, done, made = np.concatenate([[0], np.cumsum(sent)]), 0, 0
    begin = 0
    while begin < society.accounts:
        end = max(begin + 1, int(np.searchsorted(edges, edges[begin] + BLOCK, side="right")) - 1)
        who, times = _sittings(rng, society, clock, (begin, end), sent, low, width, sitting)
        whom = society.contacts(rng, who)
        _follow_bursts(rng, bursts, society, who, whom, times)
        made += len(who)
        want = made + (events - first) * made // first  # follow-ups and answers keep pace with first contacts
        again = _follow_ups(rng, society, clock, (who, whom, times), want - done - len(who), back)
        account[done:want] = np.concatenate([who, again[0]])
        target[done:want] = np.concatenate([whom, again[1]])
        sent_at[done:want] = np.concatenate([times, again[2]])
        begin, done = end, want
    return Background(account[:done], target[:done], sent_at[:done])


def _activity(rng: np.random.Generator, ranges: Ranges, accounts: int, total: int) -> NDArray[np.int64]:
    """First contacts per account: lognormal with a few very busy ones, summing to `total` (or to `accounts`)."""
    sent = draw(rng, ranges.median_sent) * rng.lognormal(0, draw(rng, ranges.sigma_sent), accounts)
    busy = rng.random(accounts) < 2e-4
    sent[busy] *= rng.pareto(1.2, int(busy.sum())) * 10 + 5
    limit = min(draw(rng, ranges.most_sent), max(10, total / 50))
    counts = np.maximum(1, np.round(np.minimum(sent, limit) * total / np.minimum(sent, limit).sum())).astype(np.int64)
    while (gap := total - int(counts.sum())) != 0 and (gap > 0 or counts.max() > 1):
        rows = rng.permutation(np.flatnonzero(counts > (0 if gap > 0 else 1)))[: abs(gap)]
        counts[rows] += np.sign(gap)
    return np.asarray(counts)


def _lifetimes(rng: np.random.Generator, sent: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """When an account starts and how long it is active, as shares of the log's traffic: half are active throughout.

    The busy ones are active for longer: nobody writes to thousands in a day.
    """
    ends = np.sort(rng.random((len(sent), 2)), axis=1)
    width = np.clip(ends[:, 1] - ends[:, 0], np.clip(sent / 400, 0.02, 1), 1)
    width[rng.random(len(sent)) < 0.5] = 1
    return np.minimum(ends[:, 0], 1 - width), width


def _sittings(
    rng: np.random.Generator,
    society: Society,
    clock: Clock,
    block: tuple[int, int],
    sent: NDArray[np.int64],
    low: Floats,
    width: Floats,
    sitting: float,
) -> tuple[Ints, Times]:
    """Senders and times for accounts begin..end-1: contacts come in sittings, minutes apart within one."""
    ids = np.arange(*block, dtype=np.int32)
    counts = sent[ids]
    number = np.maximum(1, (counts / sitting).astype(np.int64))
    owner = np.repeat(ids, number)
    starts = clock.moments(
        rng, society.habit[owner], society.zone[owner], low[owner] + width[owner] * rng.random(len(owner)) * 0.999999
    )
    first = np.repeat(np.cumsum(number) - number, counts)
    who = np.repeat(ids, counts)
    pick = first + (rng.random(len(who)) * np.repeat(number, counts)).astype(np.int64)
    return who, clock.within(starts[pick] + (rng.exponential(0.2, len(who)) * HOUR_US).astype(np.int64))


def bursts_of(rng: np.random.Generator, ranges: Ranges, society: Society, clock: Clock, contacts: int) -> Bursts:
    """The bursts of one world, enough of them that each draws a crowd of the size drawn."""
    share = draw(rng, ranges.in_bursts)
    number = max(1, round(contacts * share / draw_log(rng, ranges.burst_crowd)))
    sector = rng.integers(0, SECTORS, number).astype(np.int32)
    length = np.exp(rng.uniform(np.log(2 * HOUR_US), np.log(3 * DAY_US), number)).astype(np.int64)
    most = int(ranges.burst_targets[1])
    size = society.by_sector.size[sector]
    rank = (rng.random((number, most)) * np.maximum(1, size)[:, None]).astype(np.int64)
    position = np.minimum(society.by_sector.start[sector][:, None] + rank, len(society.pool) - 1)
    return Bursts(
        share=share,
        again=draw(rng, ranges.burst_again),
        by_sector=Crowd.by(sector, SECTORS),
        start=clock.start + (rng.random(number) * np.maximum(1, clock.length - length)).astype(np.int64),
        length=length,
        targets=society.pool[society.by_sector.order[position]],
        width=rng.integers(int(ranges.burst_targets[0]), most + 1, number),
    )


def _follow_bursts(
    rng: np.random.Generator, bursts: Bursts, society: Society, who: Ints, whom: Ints, times: Times
) -> None:
    """Redirect a share of the contacts, in place, to a burst of the sender's sector."""
    rows = np.flatnonzero(rng.random(len(who)) < bursts.share)
    sector = society.sector[who[rows]]
    size = bursts.by_sector.size[sector]
    rows, sector, size = rows[size > 0], sector[size > 0], size[size > 0]
    burst = bursts.by_sector.order[bursts.by_sector.start[sector] + (rng.random(len(rows)) * size).astype(np.int64)]
    more = np.flatnonzero((rows + 1 < len(who)) & (rng.random(len(rows)) < bursts.again))
    more = more[who[rows[more] + 1] == who[rows[more]]]
    rows, burst = np.concatenate([rows, rows[more] + 1]), np.concatenate([burst, burst[more]])
    target = bursts.targets[burst, (rng.random(len(rows)) * bursts.width[burst]).astype(np.int64)]
    late = np.minimum(rng.exponential(0.3, len(rows)), 1) * bursts.length[burst]
    fine = target != who[rows]
    whom[rows[fine]] = target[fine]
    times[rows[fine]] = (bursts.start[burst] + late.astype(np.int64))[fine]


def _follow_ups(
    rng: np.random.Generator, society: Society, clock: Clock, sent: tuple[Ints, Ints, Times], number: int, back: float
) -> tuple[Ints, Ints, Times]:
    """Later messages of pairs that already met: from members who answer, else from the same sender again."""
    who, whom, times = sent
    rows = rng.integers(0, len(who), number)
    answer = (whom[rows] < society.senders) & (rng.random(number) < back)
    lag = np.where(answer, rng.lognormal(np.log(4), 1.5, number), rng.lognormal(np.log(40), 1.3, number))
    late = clock.within(times[rows] + (np.minimum(lag, 30 * 24) * HOUR_US).astype(np.int64))
    return np.where(answer, whom[rows], who[rows]), np.where(answer, who[rows], whom[rows]), late


def errands(rng: np.random.Generator, society: Society, clock: Clock, accounts: Ints) -> tuple[Ints, Ints, Times]:
    """One ordinary contact at an ordinary time per row's account: the camouflage of rings."""
    spread: Bytes = society.habit[accounts]
    times = clock.moments(rng, spread, society.zone[accounts], rng.random(len(accounts)) * 0.999999)
    return accounts, society.contacts(rng, accounts), times
