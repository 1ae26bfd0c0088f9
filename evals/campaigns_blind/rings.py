"""Planted campaigns: accounts that work through the same people with the same lure, behind ordinary-looking traffic."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from evals.campaigns_blind.profiles import SHARED_NETWORKS
from evals.campaigns_blind.traffic import CONNECT, MESSAGE, Batch, Drafts, Making, bases, ordinary
from evals.campaigns_blind.wording import LANGUAGES, Lure, data, lure
from evals.campaigns_blind.world import DAY, Floats, Ints, domain, firm_name

PREVALENCE, FEWEST = 0.001, 3
"""The share of accounts in campaigns, and how many campaigns there are at least."""

SIZES, SMALL_SIZES = (8, 40), (4, 7)
POOL = (12, 50)
"""How many people one campaign is after."""

HOUR, SHORTEST, LONGEST = 3_600.0, 1.0, 14 * 24.0
DENSITY = (0.4, 1.0)
"""The share of the campaign's people to whom each account writes: one draw per log, a little noise per account."""

DENSITY_NOISE = 0.05
PARAPHRASED, CAMOUFLAGE, WRITTEN, REPORTED = 0.5, 0.3, 0.75, 0.08


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """One campaign before it acts; `begins` and `lasts` in seconds."""

    name: str
    members: Ints
    pool: Ints
    density: float
    begins: float
    lasts: float
    worklist: bool
    """Whether all members work through one list in its order."""
    lure: Lure
    firm: str
    handles: tuple[str, ...]
    own_handles: bool
    link: bool


def sizes(accounts: int, dice: random.Random) -> list[int]:
    """Campaigns' sizes, until PREVALENCE of the accounts and at least FEWEST campaigns are reached."""
    found: list[int] = []
    while len(found) < FEWEST or sum(found) < PREVALENCE * accounts:
        found.append(dice.randint(*SIZES))
    return found


def spans(count: int, rng: np.random.Generator) -> Floats:
    """How long each campaign lasts, in seconds: evenly over the logarithm from SHORTEST to LONGEST hours."""
    steps = (rng.permutation(count) + rng.random(count)) / max(count, 1)
    return HOUR * SHORTEST * (LONGEST / SHORTEST) ** steps


def planned(making: Making, free: Ints, all_sizes: list[int], prefix: str, density: float) -> Iterator[Ring]:
    """Rings of these sizes with members taken from the front of `free`."""
    rng, dice, world = making.rng, making.dice, making.world
    taken = np.split(free, np.cumsum(all_sizes))
    for number, (members, lasts) in enumerate(zip(taken, spans(len(all_sizes), rng), strict=False), start=1):
        firm = cover(making)
        language = LANGUAGES[rng.choice(len(LANGUAGES), p=[0.7, 0.1, 0.1, 0.1])]
        own = dice.random() < 0.3
        yield Ring(
            name=f"{prefix}{number:03d}",
            members=members,
            pool=wanted(making, dice.randint(*POOL)),
            density=density,
            begins=world.start + float(rng.random()) * (world.days * DAY - lasts),
            lasts=float(lasts),
            worklist=dice.random() < 0.35,
            lure=lure(language, firm, dice),
            firm=firm,
            handles=tuple(contact(making) for _ in range(len(members) if own else dice.randint(1, 3))),
            own_handles=own,
            link=dice.random() < 0.3,
        )


def cover(making: Making) -> str:
    """A firm that nobody else's campaign names."""
    while (firm := firm_name(making.dice, "cover_end")) in making.covers.places:
        pass
    making.covers.add(firm)
    return firm


def contact(making: Making) -> str:
    """A messenger name, or a telephone number from a range kept for fiction, that nobody else has."""
    dice, name = making.dice, ""
    while not name or name in making.handles.places:
        first, post = dice.choice(data("names")["first"]).lower(), dice.choice(("hr", "talent", "advisor", "office"))
        name = f"@{first}_{post}{dice.randint(10, 99_999)}"
        if dice.random() < 0.3:
            name = f"+44 7700 900{dice.randint(0, 999):03d}"
    making.handles.add(name)
    return name


def wanted(making: Making, size: int) -> Ints:
    """The people a campaign is after: one or two sectors that campaigns like, often a few employers in them."""
    world, rng = making.world, making.rng
    liking = np.array([row[1] for row in data("names")["sectors"].values()], dtype=np.float64)
    order = rng.choice(len(liking), int((liking > 0).sum()), replace=False, p=liking / liking.sum())
    people = np.zeros(0, np.int64)
    for count, sector in enumerate(order, start=1):
        people = np.concatenate([people, np.arange(world.sector_edges[sector], world.sector_edges[sector + 1])])
        if len(people) >= 2 * size and count >= 1 + (rng.random() < 0.5):
            break
    if rng.random() < 0.5:
        people = few_employers(making, people, 2 * size)
    weight = np.sqrt(world.popularity[people])
    return rng.choice(people, min(size, len(people)), replace=False, p=weight / weight.sum())


def few_employers(making: Making, people: Ints, enough: int) -> Ints:
    """Those of `people` who work for as few firms, drawn at random, as hold `enough` of them."""
    employer = making.world.target_employer[people]
    firms, held = np.unique(employer, return_counts=True)
    order = making.rng.permutation(len(firms))
    last = int(np.searchsorted(np.cumsum(held[order]), min(enough, len(people))))
    return people[np.isin(employer, firms[order[: last + 1]])]


def plant(making: Making, ring: Ring) -> Batch:
    """The campaign's contacts: each member writes to its share of the pool within the campaign's span."""
    rng = making.rng
    rows = []
    for place in range(len(ring.members)):
        share = float(np.clip(ring.density + rng.normal(0.0, DENSITY_NOISE), *DENSITY))
        rows.append((place, rng.permutation(len(ring.pool))[: max(1, round(share * len(ring.pool)))]))
    member = np.concatenate([np.full(len(picked), place) for place, picked in rows])
    rank = np.concatenate([picked for _, picked in rows])
    step = (rank + 3 * rng.random(len(rank))) / (len(ring.pool) + 2) if ring.worklist else rng.random(len(rank))
    kind = np.where(rng.random(len(rank)) < WRITTEN, MESSAGE, CONNECT)
    text, handle, url = lures(making, ring, member, kind)
    disguise(making, ring)
    return Batch(
        account=ring.members[member],
        target=ring.pool[rank],
        sent=(ring.begins + ring.lasts * step).astype(np.int64),
        kind=kind,
        text=text,
        url=url,
        handle=handle,
        basis=bases(making, text, REPORTED),
    )


def camouflage(making: Making, drafts: Drafts, rings: list[Ring], planted: list[Batch]) -> Batch:
    """Ordinary traffic of the members, CAMOUFLAGE of all their events, spread over the whole log."""
    senders = np.zeros(making.world.accounts)
    for ring, batch in zip(rings, planted, strict=True):
        senders[ring.members] = len(batch) / len(ring.members)
    total = sum(map(len, planted))
    return ordinary(making, drafts, senders, round(total * CAMOUFLAGE / (1 - CAMOUFLAGE)))


def lures(making: Making, ring: Ring, member: Ints, kind: Ints) -> tuple[Ints, Ints, Ints]:
    """Text, handle and link of each contact; contacts that only connect have none."""
    text, handle, url = (np.full(len(member), -1) for _ in range(3))
    dice = making.dice
    for place in np.flatnonzero(kind == MESSAGE):
        name = ring.handles[int(member[place])] if ring.own_handles else dice.choice(ring.handles)
        paraphrased = dice.random() < PARAPHRASED
        written, named = ring.lure.paraphrase(name, dice) if paraphrased else ring.lure.verbatim(name)
        if ring.link and dice.random() < 0.5:
            link = f"https://{domain(ring.firm)}/experts"
            written, url[place] = f"{written} {link}", making.urls.add(link)
        text[place] = making.texts.add(written)
        handle[place] = making.handles.add(name) if named else -1
    return text, handle, url


def disguise(making: Making, ring: Ring) -> None:
    """Give the members their invented profiles; a fifth are older accounts that keep what they had."""
    profiles, rng, dice, world = making.profiles, making.rng, making.dice, making.world
    fresh = ring.members[rng.random(len(ring.members)) >= 0.2]
    one_firm, one_week, one_exit, pictures = rng.random(4) < (0.6, 0.6, 0.5, 0.4)
    week = world.start - int(rng.integers(20, 200)) * DAY
    base = rng.integers(0, 2**64, 1 + len(fresh) // 4, dtype=np.uint64)
    for member in fresh:
        firm = ring.firm if one_firm else firm_name(dice, "cover_end")
        profiles.employer[member] = firm
        profiles.headline[member] = (
            f"{dice.choice(('Consultant', 'Recruiter', 'Research Director', 'Adviser'))} at {firm}"
        )
        spread = (10 if one_week else 700) * DAY
        profiles.created[member] = week - int(rng.integers(0, spread))
        if one_exit:
            profiles.network[member] = dice.choice(SHARED_NETWORKS)
        if pictures:
            flips = np.bitwise_xor.reduce(np.left_shift(np.uint64(1), rng.integers(0, 64, 3).astype(np.uint64)))
            profiles.photo[member] = base[rng.integers(0, len(base))] ^ flips
            profiles.pictured[member] = True
