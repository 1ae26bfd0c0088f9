"""Planted rings: accounts run by one hand that work through one list of targets, with camouflage."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

import numpy as np

from evals.campaigns.clock import Clock
from evals.campaigns.organic import errands
from evals.campaigns.planted import (
    INMAIL,
    MESSAGE,
    USUAL_KIND,
    Marks,
    Rows,
    answers,
    joined_together,
    near_photos,
    picked,
)
from evals.campaigns.ranges import RingRanges, World, draw, draw_int, draw_log
from evals.campaigns.ring_texts import Wording
from evals.campaigns.ring_times import Style, moments
from evals.campaigns.society import Ints, Society
from evals.campaigns.texts import NONE, Book, chosen, firm, phrases, slots

SMALL = (4, 7)


@dataclass(frozen=True, slots=True)
class Size:
    """How many accounts a ring has, and how many of them are hijacked from real people."""

    accounts: int
    hijacked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """World-wide chances that a ring shares something besides targets."""

    handle: float
    phone: float
    url: float
    photo: float
    bio: float
    created: float
    network: float
    employer: float

    @classmethod
    def drawn(cls, rng: np.random.Generator, ranges: RingRanges) -> Habits:
        """One value of each for the world."""
        return cls(**{name: draw(rng, getattr(ranges, name)) for name in cls.__slots__})


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """How one ring works. `days` is how long; `relays` how many teams follow each other on the same targets."""

    targets: int
    hit_rate: float
    days: float
    style: Style
    relays: int
    lure: bool
    bare: bool
    handle: bool
    phone: float
    url: bool
    carried: float
    unrelated: float

    @classmethod
    def drawn(cls, rng: np.random.Generator, world: World, habits: Habits) -> Traits:
        """One ring's traits, given the world's chances; a bare ring shares nothing but its targets."""
        ranges, bare = world.ring_ranges, rng.random() < world.ring_ranges.bare
        return cls(
            targets=round(draw_log(rng, ranges.targets)),
            hit_rate=draw(rng, ranges.hit_rate),
            days=min(draw_log(rng, world.spread), world.days),
            style=list(Style)[int(rng.integers(len(Style)))],
            relays=int(rng.integers(2, 4)) if rng.random() < ranges.relays else 1,
            lure=bool(rng.random() < ranges.lure),
            bare=bare,
            handle=bool(rng.random() < habits.handle) and not bare,
            phone=habits.phone,
            url=bool(rng.random() < habits.url) and not bare,
            carried=draw(rng, ranges.carried),
            unrelated=1.0 if bare and rng.random() < 0.5 else draw(rng, ranges.unrelated),
        )


@dataclass(frozen=True, slots=True)
class Ring:
    """The accounts that are labelled, everything that the ring adds to the log, and how it was made."""

    accounts: Ints
    rows: Rows
    facts: dict[str, object]


RING_FACTS = ("accounts", "hijacked", *(field.name for field in fields(Traits)))


def sizes(rng: np.random.Generator, world: World, accounts: int) -> list[Size]:
    """The rings of a world with that many organic accounts: enough for the prevalence (at least one), plus small."""
    if not world.rings:
        return []
    wanted, found = world.prevalence * accounts, [draw_int(rng, world.ring_size)]
    while sum(found) < wanted - world.ring_size[0] / 2:
        found.append(draw_int(rng, world.ring_size))
    found += [draw_int(rng, SMALL) for _ in range(world.small_rings)]
    ranges = world.ring_ranges
    return [Size(size, int(size * draw(rng, ranges.hijacked)) if rng.random() < 0.5 else 0) for size in found]


def rings(
    rng: np.random.Generator, world: World, society: Society, clock: Clock, book: Book, marks: Marks, plan: list[Size]
) -> list[Ring]:
    """One ring per size; those made for it are taken from the society's extra accounts in turn."""
    habits, made, found = Habits.drawn(rng, world.ring_ranges), society.accounts, []
    real = rng.permutation(society.accounts)
    for size in plan:
        fresh = np.arange(made, made + size.accounts - size.hijacked, dtype=np.int32)
        made += len(fresh)
        stolen, real = real[: size.hijacked].astype(np.int32), real[size.hijacked :]
        accounts = rng.permutation(np.concatenate([fresh, stolen]))
        traits = Traits.drawn(rng, world, habits)
        if not traits.bare:
            _mark(rng, habits, clock, marks, fresh)
        hits = _hits(rng, world, society, clock, book, traits, accounts)
        share = min(world.camouflage, 0.95)
        cover = rng.choice(accounts, int(len(hits) * share / (1 - share)))
        replies = answers(rng, society, clock, hits, draw(rng, world.ring_ranges.reply))
        rows = Rows.joined([hits, replies, Rows.of(*errands(rng, society, clock, cover))])
        found.append(Ring(accounts, rows, {"accounts": size.accounts, "hijacked": size.hijacked} | asdict(traits)))
    return found


def _hits(
    rng: np.random.Generator, world: World, society: Society, clock: Clock, book: Book, traits: Traits, accounts: Ints
) -> Rows:
    """What the ring sends to its targets."""
    targets = _targets(rng, world.ring_ranges, society, accounts, traits.targets)
    hit = rng.random((len(accounts), len(targets))) < traits.hit_rate
    hit[np.arange(len(accounts))[:, None], rng.integers(0, len(targets), (len(accounts), 2))] = True  # none is idle
    who, whom = np.nonzero(hit)
    contact = book.handle(rng, traits.phone) if traits.handle else NONE
    wording = Wording.drawn(rng, lure=traits.lure, fixed=slots(rng, book.handles[contact] if traits.handle else ""))
    paraphrase = 1.0 if traits.unrelated == 1 else world.paraphrase
    return Rows.of(
        accounts[who],
        targets[whom],
        moments(rng, clock, traits.days, traits.style, (who, whom), hit.shape, traits.relays),
        kind=rng.choice([USUAL_KIND, INMAIL, MESSAGE], len(who), p=[0.7, 0.1, 0.2]),
        text=wording.codes(rng, book, len(who), paraphrase, traits.unrelated),
        url=picked(rng, len(who), [book.url(rng) if traits.url else NONE], [traits.carried]),
        handle=picked(rng, len(who), [contact], [traits.carried]),
        reported=rng.random(len(who)) < draw(rng, world.ring_ranges.reported),
    )


def _targets(rng: np.random.Generator, ranges: RingRanges, society: Society, accounts: Ints, wanted: int) -> Ints:
    """People of one sector, or of one employer where one is big enough."""
    crowd = society.by_sector.of(int(rng.integers(len(society.by_sector.size))))
    big = np.flatnonzero(society.by_employer.size >= wanted)
    if len(big) and rng.random() < ranges.same_employer:
        crowd = society.by_employer.of(int(rng.choice(big)))
    people = society.pool[crowd if len(crowd) >= wanted else np.arange(len(society.pool))]
    others = people[~np.isin(people, accounts)]
    return rng.choice(others, min(wanted, len(others)), replace=False)


def _mark(rng: np.random.Generator, habits: Habits, clock: Clock, marks: Marks, fresh: Ints) -> None:
    """What the made-up accounts of one ring have in common on their profiles."""
    if rng.random() < habits.photo:
        some = fresh[rng.random(len(fresh)) < rng.uniform(0.4, 1)]
        marks.photo.append((some, near_photos(rng, len(some), int(rng.integers(1, 5)))))
    if rng.random() < habits.bio:
        fixed = slots(rng)
        several = [str(part).format(**fixed) for part in phrases()["bio_parts"]]
        marks.bio.append((fresh, [_varied(rng, several) for _ in fresh]))
    if rng.random() < habits.created:
        marks.created.append((fresh, joined_together(rng, clock, fresh, draw_log(rng, (0.1, 10)))))
    if rng.random() < habits.network:
        marks.network.append(fresh[rng.random(len(fresh)) < rng.uniform(0.5, 1)])
    if rng.random() < habits.employer:
        marks.employer.append((fresh, firm(rng)))


def _varied(rng: np.random.Generator, parts: list[str]) -> str:
    return chosen(rng, " ".join(parts[:3]))
