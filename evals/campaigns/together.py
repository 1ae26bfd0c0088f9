"""Makes the innocent groups out of organic accounts, who keep their own contacts beside the group's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evals.campaigns.clock import DAY_US, Clock, Floats, Times
from evals.campaigns.groups import GROUPS
from evals.campaigns.kinds import Kind, Whom
from evals.campaigns.lookalikes import LOOKALIKES
from evals.campaigns.planted import Marks, Rows, answers, joined_together, shared_links
from evals.campaigns.ranges import World, draw, draw_log
from evals.campaigns.society import Ints, Society
from evals.campaigns.texts import UNIQUE, USUAL, Book, chosen, firm, phrases, slots

VARIANTS = 40
LARGEST = 8_000  # messages of one instance: a dense conference of 300 would otherwise outweigh the world
HELPED = {"refugee_help", "union_drive"}  # those written to belong to the group as well
SHARE = 0.35  # of a world's events, at most, in all groups together


@dataclass(frozen=True, slots=True)
class Group:
    """One instance: its kind, the accounts that belong to it (also those only written to), and its events."""

    kind: Kind
    members: Ints
    rows: Rows


def groups(
    rng: np.random.Generator, world: World, society: Society, clock: Clock, book: Book, marks: Marks
) -> list[Group]:
    """At least one instance of every kind, more in larger worlds; stops where the groups' share is used up."""
    if not world.lookalikes:
        return []
    kinds = (*LOOKALIKES, *GROUPS)
    many = world.density * society.accounts / 100_000
    more = [kind for kind in kinds for _ in range(int(rng.poisson(max(0.0, many - 1))))]
    plan = [*(kinds[at] for at in rng.permutation(len(kinds))), *(more[at] for at in rng.permutation(len(more)))]
    room, found = int(world.events * SHARE), []
    most = min(LARGEST, max(20, room // len(kinds)))
    for kind in plan:
        made = _group(rng, kind, society, clock, book, marks, most)
        room -= len(made.rows)
        if room < 0:
            break
        found.append(made)
    return found


def _group(
    rng: np.random.Generator, kind: Kind, society: Society, clock: Clock, book: Book, marks: Marks, most: int
) -> Group:
    members = _members(rng, society, round(draw_log(rng, kind.members)))
    outside = _outside(rng, kind, society, members)
    _mark(rng, kind, clock, marks, members)
    who, whom = _pairs(rng, kind, society, members, outside, most)
    url, handle = shared_links(rng, book, len(who), _carried(rng, kind.url), _carried(rng, kind.handle))
    spoken = next((book.handles[code] for code in handle if code >= 0), "")
    rows = Rows.of(
        who,
        whom,
        _times(rng, kind, society, clock, who),
        text=_texts(rng, kind, book, spoken, len(who)),
        url=url,
        handle=handle,
        reported=rng.random(len(who)) < rng.uniform(0, 0.01),
    )
    replies = answers(rng, society, clock, rows, draw(rng, kind.reply), hours=12)
    helped = outside[outside < society.accounts] if kind.name in HELPED else outside[:0]
    return Group(kind, np.unique(np.concatenate([members, helped])), Rows.joined([rows, replies]))


def _members(rng: np.random.Generator, society: Society, wanted: int) -> Ints:
    """Organic accounts, of one sector or employer or town where that has enough of them, so that they are alike."""
    wanted = min(wanted, max(4, society.accounts // 12))
    kin, sort = society.kin, int(rng.integers(len(society.kin) + 1))
    if sort < len(kin):
        alike = kin[sort].like(int(rng.integers(society.accounts)))
        if len(alike) >= wanted:
            return rng.choice(alike, wanted, replace=False)
    return rng.choice(society.accounts, wanted, replace=False).astype(np.int32)


def _outside(rng: np.random.Generator, kind: Kind, society: Society, members: Ints) -> Ints:
    """The people outside the group that it writes to, of one sector, popular or not."""
    wanted = round(float(np.expm1(rng.uniform(*np.log1p(kind.targets)))))
    wanted = min(wanted, max(3, society.accounts // 8))
    crowd = society.pool[society.by_sector.of(int(rng.integers(len(society.by_sector.size))))]
    crowd = crowd if len(crowd) >= 2 * wanted else society.pool
    if rng.random() < kind.inside and np.count_nonzero(crowd < society.accounts) >= wanted:
        crowd = crowd[crowd < society.accounts]
    others = crowd[~np.isin(crowd, members)]
    return rng.choice(others, min(wanted, len(others)), replace=False)


def _pairs(
    rng: np.random.Generator, kind: Kind, society: Society, members: Ints, outside: Ints, most: int
) -> tuple[Ints, Ints]:
    """Who writes to whom; no pair twice, except where each writes to contacts of their own."""
    if kind.whom is Whom.OWN:
        number = min(most, int(len(members) * draw(rng, kind.own)))
        who = members[np.arange(number) % len(members)]
        return who, society.contacts(rng, who)
    targets = np.concatenate([members, outside]) if kind.whom is Whom.EACH_OTHER else outside
    each = _touches(rng, kind, len(members), len(targets))
    each *= min(1.0, most / max(1.0, float(each.sum())))
    counts = (each + rng.random(len(targets))).astype(np.int64)
    diligence = rng.uniform(1, 2)  # some members do more than others
    who = members[(rng.random(int(counts.sum())) ** diligence * len(members)).astype(np.int64)]
    pairs = np.unique(who.astype(np.int64) * society.people + np.repeat(targets, counts))
    who, whom = (pairs // society.people).astype(np.int32), (pairs % society.people).astype(np.int32)
    return who[who != whom], whom[who != whom]


def _touches(rng: np.random.Generator, kind: Kind, members: int, targets: int) -> Floats:
    """How many members write to each target, on average."""
    if kind.touches is not None:
        return rng.uniform(1, max(1.0, draw(rng, kind.touches)), targets)
    most = max(1.5, draw_log(rng, kind.density or (0.05, 0.05)) * members)
    return most * rng.uniform(0.3, 1, targets)


def _times(rng: np.random.Generator, kind: Kind, society: Society, clock: Clock, who: Ints) -> Times:
    days, habit, zone = draw_log(rng, kind.days), society.habit[who], society.zone[who]
    if days * DAY_US >= clock.length:
        return clock.moments(rng, habit, zone, rng.random(len(who)) * 0.999999)
    part = rng.random(len(who)) ** rng.uniform(1, 3)  # the first day is the busiest, or not
    return clock.during(rng, clock.at(rng, days), days, habit, zone, part)


def _carried(rng: np.random.Generator, chance: float) -> float:
    return rng.uniform(0.05, 0.8) if rng.random() < chance else 0.0


def _texts(rng: np.random.Generator, kind: Kind, book: Book, contact: str, number: int) -> Ints:
    """The group's text, variants of it, and unlike ones; members with contacts of their own write as usual."""
    sentences = phrases()["group"][kind.name]
    sentence, fixed = sentences[int(rng.integers(len(sentences)))], slots(rng, contact)
    exact = book.text(chosen(rng, sentence).format(**fixed))
    variants = [book.text(chosen(rng, sentence).format(**fixed)) for _ in range(VARIANTS)]
    near = rng.choice(np.array(variants, np.int32), number)
    rest = np.int32(USUAL if kind.whom is Whom.OWN else UNIQUE)
    other = np.where(rng.random(number) < draw(rng, kind.varied), near, rest)
    return np.where(rng.random(number) < draw(rng, kind.exact), np.int32(exact), other).astype(np.int32)


def _mark(rng: np.random.Generator, kind: Kind, clock: Clock, marks: Marks, members: Ints) -> None:
    if rng.random() < kind.employer:
        marks.employer.append((members, firm(rng)))
    if rng.random() < kind.network:
        marks.network.append(members[rng.random(len(members)) < rng.uniform(0.7, 1)])
    if rng.random() < kind.joined:
        marks.created.append((members, joined_together(rng, clock, members, draw_log(rng, (1, 60)))))
    if rng.random() < kind.bio:
        fixed, parts = slots(rng), phrases()["bio_parts"]
        some = members[rng.random(len(members)) < rng.uniform(0.2, 0.9)]
        marks.bio.append((some, [chosen(rng, " ".join(parts[:2])).format(**fixed) for _ in some]))
