"""People who act together and mean no harm: look-alikes, and groups that must never be hurt (gatherings.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from evals.campaigns_blind.rings import contact
from evals.campaigns_blind.traffic import MESSAGE, Batch, Drafts, Making, bases, waking
from evals.campaigns_blind.wording import data, fill, words
from evals.campaigns_blind.world import DAY, Ints, circle, domain, firm_name

ACCOUNTS_PER_ROUND = 50_000
"""A network has each kind of gathering once, and once more for every so many members."""

FULL_SIZE = 5_000
"""Below this many members all gatherings but those of a fixed size shrink in proportion."""

WRITTEN, REPORTED = 0.8, 0.01
ADDITIONS = (
    "Thank you!",
    "Best, and speak soon.",
    "Sorry to write out of the blue.",
    "Have a good week.",
    "PS: no hurry.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """One row of gatherings.toml; its comments say what each field means."""

    kind: str
    name: str
    members: tuple[int, int]
    pool: tuple[int, int]
    days: tuple[int, int]
    whence: str
    words: tuple[float, float]
    each: tuple[int, int] = (0, 0)
    split: float = -1.0
    hot: float = 0.0
    firm: bool = False
    network: bool = False
    joined: bool = False
    link: float = 0.0
    handle: float = 0.0
    headline: str = ""
    bio: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One gathering as it takes place: who, and what they have in common."""

    row: Gathering
    members: Ints
    firm: str
    handle: str
    topic: str


def table() -> tuple[Gathering, ...]:
    """All rows, look-alikes first."""
    kinds: Mapping[str, Mapping[str, Mapping[str, Any]]] = data("gatherings")
    return tuple(
        Gathering(kind=kind, name=name, whence=row["from"], **{key: fitted(row[key]) for key in row if key != "from"})
        for kind, rows in kinds.items()
        for name, row in rows.items()
    )


def fitted(value: Any) -> Any:
    """TOML's lists as tuples."""
    return tuple(value) if isinstance(value, list) else value


def meetings(making: Making, free: Ints) -> list[Meeting]:
    """Every gathering that this network has, with members taken from the front of `free`."""
    dice, found, used = making.dice, [], 0
    shrunk = min(1.0, making.world.accounts / FULL_SIZE)
    for row in table() * max(1, making.world.accounts // ACCOUNTS_PER_ROUND):
        fixed = row.members[0] == row.members[1]
        size = dice.randint(*row.members) if fixed else max(6, round(dice.randint(*row.members) * shrunk))
        members, used = free[used : used + size], used + size
        topic = dice.choice(words("en").lure["topic"])
        found.append(Meeting(row=row, members=members, firm=firm_name(dice), handle=contact(making), topic=topic))
    return found


def hold(making: Making, drafts: Drafts, meeting: Meeting) -> Batch:
    """The gathering's contacts; its members' profiles are changed to fit."""
    rng, dice, world = making.rng, making.dice, making.world
    dress(making, meeting)
    account, target = pairs(making, meeting)
    days = min(dice.randint(*meeting.row.days), world.days)
    first = int(rng.integers(0, world.days - days + 1))
    sent = waking(world, first + rng.integers(0, days, len(account)), world.zone[account], rng)
    text, named = texts(making, drafts, meeting, account)
    link = making.urls.add(f"https://{domain(meeting.firm)}/{meeting.row.name}")
    linked = (text >= 0) & (rng.random(len(text)) < meeting.row.link)
    handled = named | ((text >= 0) & (rng.random(len(text)) < meeting.row.handle))
    return Batch(
        account=account,
        target=target,
        sent=sent,
        kind=np.where(text >= 0, MESSAGE, rng.integers(0, 2, len(text))),
        text=text,
        url=np.where(linked, link, -1),
        handle=np.where(handled, making.handles.add(meeting.handle), -1),
        basis=bases(making, text, REPORTED),
    )


def pairs(making: Making, meeting: Meeting) -> tuple[Ints, Ints]:
    """Who writes to whom."""
    rng, dice, row = making.rng, making.dice, meeting.row
    each = rng.integers(row.each[0], row.each[1] + 1, len(meeting.members))
    if row.pool[1] == 0:
        account = np.repeat(meeting.members, each)
        return account, circle(making.world, account, rng)
    pool = people(making, meeting, dice.randint(*row.pool))
    if row.split >= 0:
        pool = pool[: max(1, len(pool) * len(meeting.members) // row.members[0])]
        second = pool[rng.random(len(pool)) < row.split]
        target = np.concatenate([pool, second])
        return rng.choice(meeting.members, len(target)), target
    # The largest of weight plus Gumbel noise: a weighted draw without replacement, for all members at once.
    keys = row.hot * np.log(making.world.popularity[pool]) + rng.gumbel(size=(len(meeting.members), len(pool)))
    ranked = np.argsort(-keys, axis=1)
    each = np.minimum(each, len(pool))
    target = np.concatenate([pool[line[:count]] for line, count in zip(ranked, each, strict=True)])
    return np.repeat(meeting.members, each), target


def people(making: Making, meeting: Meeting, size: int) -> Ints:
    """The pool: from anywhere, one sector, or one large employer."""
    world, rng = making.world, making.rng
    low, high = 0, world.targets
    if meeting.row.whence == "sector":
        sector = world.sector[meeting.members[0]]
        low, high = int(world.sector_edges[sector]), int(world.sector_edges[sector + 1])
    elif meeting.row.whence == "employer":
        staff = np.diff(world.employer_edges)
        firm = rng.choice(np.argsort(-staff)[:20])
        low, high = int(world.employer_edges[firm]), int(world.employer_edges[firm + 1])
    if high - low < size // 2:
        low, high = 0, world.targets
    weight = np.sqrt(world.popularity[low:high])
    return low + rng.choice(high - low, min(size, high - low), replace=False, p=weight / weight.sum())


def texts(making: Making, drafts: Drafts, meeting: Meeting, account: Ints) -> tuple[Ints, np.ndarray[Any, Any]]:
    """What is written: the shared text, the shared text with own changes, or the member's own words."""
    dice, bank = making.dice, words("en")
    options = bank.gathering.get(meeting.row.name, ())
    slots = {"firm": meeting.firm, "topic": meeting.topic, "handle": meeting.handle}
    greeting = dice.choice(bank.greeting)
    text, named = np.full(len(account), -1), np.zeros(len(account), bool)
    for place in np.flatnonzero(making.rng.random(len(account)) < WRITTEN):
        roll = dice.random() - meeting.row.words[0]
        if roll >= meeting.row.words[1]:
            text[place] = drafts.own + account[place] * 2 + dice.randint(0, 1)
            continue
        template = dice.choice(options) if roll >= 0 else options[0]
        body = fill(template, slots, dice)
        said = f"{greeting} {body}" if roll < 0 else own_changes(body, dice.choice(bank.greeting), making)
        text[place], named[place] = making.texts.add(said), "{handle}" in template
    return text, named


def own_changes(body: str, greeting: str, making: Making) -> str:
    """The shared text as somebody sends it who adds a line of their own, before or after, and may leave one out."""
    dice = making.dice
    lines = body.split(". ")
    if len(lines) > 2 and dice.random() < 0.5:
        lines.pop(dice.randrange(len(lines)))
    added = fill(dice.choice(words("en").plain["sentence"]), words("en").plain, dice)
    middle = ". ".join(lines)
    return f"{greeting} {added} {middle}" if dice.random() < 0.5 else f"{greeting} {middle} {dice.choice(ADDITIONS)}"


def dress(making: Making, meeting: Meeting) -> None:
    """What the members' profiles have in common."""
    row, members, profiles = meeting.row, meeting.members, making.profiles
    if row.firm:
        profiles.employer[members] = meeting.firm
    if row.network:
        profiles.network[members] = f"AS{making.rng.integers(64_503, 64_512)}"
    if row.joined:
        week = making.world.start - int(making.rng.integers(0, 60)) * DAY
        half = members[: len(members) // 2]
        profiles.created[half] = week - making.rng.integers(0, 7 * DAY, len(half))
    if row.headline:
        profiles.headline[members] = row.headline.replace("{firm}", meeting.firm)
    if row.bio:
        profiles.bio[members] = [f"{row.bio} {profiles.bio[member]}".strip() for member in members]
