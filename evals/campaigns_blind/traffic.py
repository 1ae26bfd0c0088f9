"""Contact events as columns of numbers, and the ordinary traffic of the network."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, fields

import numpy as np

from evals.campaigns_blind.profiles import Profiles
from evals.campaigns_blind.wording import LANGUAGES, Interned, sentences, words
from evals.campaigns_blind.world import DAY, Floats, Ints, World, circle, domain, drawn

CONNECT, MESSAGE = 0, 1
KINDS = ("connect", "message")
NO_BASIS, LAWFUL, REPORTED = 0, 1, 2
BASES = ("", "lawful", "reported")

AGAIN = 0.15
"""The share of ordinary contacts that go to someone whom the same member wrote to before."""

DRAFTS = 2
"""How many texts of their own each member uses."""

POOL = 150_000
HOURS = np.array([1, 1, 1, 1, 1, 2, 4, 8, 14, 18, 18, 16, 12, 14, 16, 16, 14, 11, 9, 8, 8, 7, 4, 2], dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Events as equal-long columns; `text`, `url` and `handle` number the interned strings, -1 for none."""

    account: Ints
    target: Ints
    sent: Ints
    kind: Ints
    text: Ints
    url: Ints
    handle: Ints
    basis: Ints

    def __len__(self) -> int:
        return len(self.account)


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """What all parts of a log in the making share."""

    world: World
    profiles: Profiles
    rng: np.random.Generator
    dice: random.Random
    lawful: float
    """The share of texts that the platform may look at by law."""
    texts: Interned = field(default_factory=Interned)
    urls: Interned = field(default_factory=Interned)
    handles: Interned = field(default_factory=Interned)
    covers: Interned = field(default_factory=Interned)
    """The firms that campaigns name, so that no two name the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """Where ordinary texts are among the interned ones: `own` is the first of DRAFTS per member, `notes` a few."""

    own: int
    notes: tuple[Ints, ...]


def together(batches: Sequence[Batch]) -> Batch:
    """All of them, by time."""
    columns = {f.name: np.concatenate([getattr(batch, f.name) for batch in batches]) for f in fields(Batch)}
    order = np.lexsort((columns["target"], columns["account"], columns["sent"]))
    return Batch(**{name: column[order] for name, column in columns.items()})


def bases(making: Making, text: Ints, reported: float) -> Ints:
    """On what ground each text may be read: reported by a member, by law, or not at all."""
    roll = making.rng.random(len(text))
    basis = np.where(roll < reported, REPORTED, np.where(roll < reported + making.lawful, LAWFUL, NO_BASIS))
    return np.where(text >= 0, basis, NO_BASIS).astype(np.int64)


def write_drafts(making: Making) -> Drafts:
    """Every member's own texts, and the short notes that half the network uses."""
    world, rng, dice = making.world, making.rng, making.dice
    total = world.accounts * DRAFTS
    count = 1 + rng.binomial(3, 0.45, total)
    picks = rng.random((total, 4))
    greet = rng.random(total)
    pools = []
    for language in LANGUAGES:
        ordinary, job = sentences(language, min(POOL, 40 + 2 * world.accounts), world.firms[:500], dice)
        pools.append((words(language).greeting, ordinary, job))
    texts = []
    for row in range(total):
        member = row // DRAFTS
        greeting, ordinary, job = pools[world.language[member]]
        parts = [ordinary[int(pick * len(ordinary))] for pick in picks[row, : count[row]]]
        if world.hiring[member]:
            parts = [job[int(pick * len(job))] for pick in picks[row, :2]]
        texts.append(" ".join([greeting[int(greet[row] * len(greeting))], *parts]))
    notes = tuple(np.array([making.texts.add(note) for note in words(it).plain["note"]]) for it in LANGUAGES)
    return Drafts(own=making.texts.extend(texts), notes=notes)


def ordinary(making: Making, drafts: Drafts, senders: Floats, count: int) -> Batch:
    """`count` ordinary events by members drawn with the weights `senders`, in each one's own sessions."""
    world, rng = making.world, making.rng
    account = np.sort(drawn(rng, senders, count))
    target, sent = circle(world, account, rng), session_times(world, account, rng)
    again = np.flatnonzero((rng.random(count) < AGAIN) & (np.arange(count) > 0))
    again = again[account[again - 1] == account[again]]
    target[again] = target[again - 1]
    later = sent[again - 1] + (rng.exponential(2.0 * DAY, len(again))).astype(np.int64) + 60
    sent[again] = np.where(later < world.end, later, sent[again])
    kind = (rng.random(count) < 0.5).astype(np.int64)
    kind[again] = MESSAGE
    text = ordinary_texts(making, drafts, account, kind)
    return Batch(
        account=account,
        target=target,
        sent=sent,
        kind=kind,
        text=text,
        url=ordinary_links(making, account, text),
        handle=ordinary_handles(making, account, text),
        basis=bases(making, text, 0.004),
    )


def session_times(world: World, account: Ints, rng: np.random.Generator) -> Ints:
    """When each event is sent: members come online now and then, in waking hours, and write several at once."""
    held = np.bincount(account, minlength=world.accounts)
    sittings = 1 + rng.poisson(held / 4.0)
    first = np.concatenate([[0], np.cumsum(sittings)])
    owner = np.repeat(np.arange(world.accounts), sittings)
    begins = waking(world, rng.integers(0, world.days, len(owner)), world.zone[owner], rng)
    chosen = first[account] + (rng.random(len(account)) * sittings[account]).astype(np.int64)
    sent = begins[chosen] + rng.exponential(900.0, len(account)).astype(np.int64)
    return within(world, sent)


def waking(world: World, day: Ints, zone: Ints, rng: np.random.Generator) -> Ints:
    """A second of each day (counted from the log's first), by the clock of `zone`; few at weekends."""
    weekday = (world.start // DAY + 3 + day) % 7
    moved = np.where((weekday >= 5) & (rng.random(len(day)) < 0.6), np.maximum(day - 2, 0), day)
    hour = drawn(rng, HOURS, len(day)) - zone
    sent = world.start + moved * DAY + hour * 3_600 + rng.integers(0, 3_600, len(day))
    return within(world, sent)


def within(world: World, sent: Ints) -> Ints:
    """What falls off one end of the log comes in at the other, so that no pile of events forms at its edge."""
    return world.start + (sent - world.start) % (world.end - world.start)


def ordinary_texts(making: Making, drafts: Drafts, account: Ints, kind: Ints) -> Ints:
    """Which text goes with each event: most messages and few invitations have one, a quarter of them a common note."""
    rng, size = making.rng, len(account)
    own = drafts.own + account * DRAFTS + (rng.random(size) < 0.3)
    note = np.zeros(size, np.int64)
    for number, options in enumerate(drafts.notes):
        mine = making.world.language[account] == number
        note[mine] = rng.choice(options, int(mine.sum()))
    text = np.where(rng.random(size) < 0.25, note, own)
    written = rng.random(size) < np.where(kind == MESSAGE, 0.9, 0.15)
    return np.where(written, text, -1)


def ordinary_links(making: Making, account: Ints, text: Ints) -> Ints:
    """A link with one text in thirty: the own firm's page, or something that many pass on."""
    rng, world = making.rng, making.world
    url = np.full(len(account), -1)
    chosen = np.flatnonzero((text >= 0) & (rng.random(len(account)) < 1 / 30))
    passed_on = rng.random(len(chosen)) < 0.5
    news = np.minimum(rng.zipf(1.5, len(chosen)), 5_000)
    for place, shared, number in zip(chosen, passed_on, news, strict=True):
        firm = world.firms[world.employer[account[place]]]
        url[place] = making.urls.add(f"https://daily.example/{number}" if shared else f"https://{domain(firm)}/about")
    return url


def ordinary_handles(making: Making, account: Ints, text: Ints) -> Ints:
    """The member's own address outside the platform, with one text in a hundred."""
    handle = np.full(len(account), -1)
    for place in np.flatnonzero((text >= 0) & (making.rng.random(len(account)) < 0.01)):
        handle[place] = making.handles.add(f"member{account[place]}@mail.example.com")
    return handle
