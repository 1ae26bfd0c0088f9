"""The whole corridor on small logs: planted rings found alone, honest groups left alone, odd logs survived."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("duckdb")
pytest.importorskip("graspologic_native")
from bonafides.campaign.budget import expected_false
from bonafides.campaign.engine.duckdb import DuckEngine
from bonafides.campaign.ingest import Sources, ingest
from bonafides.campaign.parameters import Parameters
from bonafides.campaign.sweep import Swept, sweep
from evals.campaigns.ranges import World
from evals.campaigns.world import write_world
from tests.campaign.logs import (
    DAY,
    HOUR,
    POOL,
    START,
    Event,
    contact,
    names,
    once,
    organic,
    put_log,
    ring,
    sentence,
    small_duck,
)

PITCH = "Dear Anna, we look for experts on regional energy policy and pay well for short written reports every month"


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckEngine]:
    with small_duck() as ready:
        yield ready


def swept(
    engine: DuckEngine, events: list[Event], *, content: bool = True, accounts: list[Event] | None = None
) -> Swept:
    put_log(engine, events, accounts=accounts or [])
    return sweep(engine, Parameters(), content=content, origin=True)


def within_budget(found: Swept, budget: float = 0.5) -> list[frozenset[str]]:
    return [
        frozenset(one.names)
        for one in found.candidates
        if expected_false(one.judged.score, found.log.accounts) <= budget
    ]


# --- planted rings


@pytest.mark.parametrize(
    "planted",
    [
        ring(spread=HOUR),
        ring(spread=DAY),
        ring(spread=5 * DAY),
        ring(spread=14 * DAY, targets=40),
        ring(spread=DAY, camouflage=8),
        ring(5, spread=DAY),
        ring(14, spread=2 * DAY, targets=70, share=0.4),
    ],
    ids=["an hour", "a day", "five days", "two weeks", "camouflage", "five accounts", "fourteen accounts"],
)
@pytest.mark.parametrize("content", [True, False], ids=["", "no content"])
def test_a_planted_ring_is_found_alone(engine: DuckEngine, planted: list[Event], content: bool) -> None:
    found = swept(engine, organic() + planted, content=content)
    assert within_budget(found) == [frozenset(str(event["account"]) for event in planted)]
    assert found.counts["groups"] == len(found.candidates) == 1
    best = found.candidates[0]
    assert [one.name for one in best.judged.explanations if one.holds] == []
    assert {*found.edges.column("a").to_pylist()} <= set(best.names)
    assert found.edges.column("a").type == found.edges.column("b").type == "string"


def test_two_rings_are_two_and_the_highest_score_is_first(engine: DuckEngine) -> None:
    both = ring(8, spread=HOUR) + ring(6, name="other", seed=7, begins=15 * DAY, spread=2 * DAY)
    found = swept(engine, organic() + both)
    assert set(within_budget(found)) == {names("ring", 8), names("other", 6)}
    scores = [one.judged.score for one in found.candidates]
    assert scores == sorted(scores, reverse=True)


def test_content_adds_a_family_and_no_content_leaves_it_out(engine: DuckEngine) -> None:
    """The ring writes one text; people write their own, of which neighbours share one."""
    people = [{**event, "text": sentence(int(str(event["account"])[-4:]) // 2)} for event in organic()]
    found = {content: swept(engine, people + ring(text=PITCH), content=content) for content in (True, False)}
    families = {content: {signal.family for signal in one.signals} for content, one in found.items()}
    assert families[True] - families[False] == {"text"}
    best = {content: one.candidates[0] for content, one in found.items()}
    assert best[True].names == best[False].names
    told = {content: {signal.family: signal.surplus for signal in one.judged.signals} for content, one in best.items()}
    assert told[True]["text"] > 5
    assert told[False].keys() == {"targets"}


# --- honest groups


def team(
    size: int, pairs: list[tuple[int, str]], *, days: int, begins: int = 0, text: str | None = PITCH
) -> list[Event]:
    rng = np.random.default_rng(4)
    return [
        contact(f"team-{a:02}", person, START + begins + int(rng.integers(0, days * DAY)), text=text)
        for a, person in pairs
        if a < size
    ]


def people(count: int, *, known: bool = False) -> list[str]:
    """Targets of the pool: the best known of it, or others."""
    rng = np.random.default_rng(5)
    chosen = np.arange(count) if known else rng.choice(np.arange(400, POOL), count, replace=False)
    return [f"person-{place:05}" for place in chosen]


def divided(size: int, count: int, most: int, *, days: int) -> list[Event]:
    """Colleagues share a list; each person on it hears from one to `most` of them."""
    rng = np.random.default_rng(6)
    pairs = [
        (int(a), person)
        for person in people(count)
        for a in rng.choice(size, int(rng.integers(1, most + 1)), replace=False)
    ]
    return team(size, pairs, days=days)


def sales_team() -> list[Event]:
    rng = np.random.default_rng(7)
    pairs = [(a, f"person-{t:05}") for a in range(12) for t in rng.choice(POOL, 30, replace=False)]
    return team(12, pairs, days=20)


def viral_message() -> list[Event]:
    return [{**event, "text": PITCH} for event in organic(seed=9)[:900]]


def open_market(size: int) -> list[Event]:
    """Everybody turns to these people in these two days; some are in it together."""
    rng = np.random.default_rng(8)
    crowd = [
        contact(f"member-{a:04}", person, START + 9 * DAY + int(rng.integers(0, 2 * DAY)))
        for person in people(20, known=True)
        for a in rng.choice(300, 60, replace=False)
    ]
    pairs = [(a, person) for a in range(size) for person in people(20, known=True) if rng.random() < 0.7]
    return crowd + team(size, pairs, days=2, begins=9 * DAY)


def circle(size: int, density: float) -> list[Event]:
    """They write to each other."""
    rng = np.random.default_rng(9)
    pairs = [(a, f"team-{b:02}") for a in range(size) for b in range(size) if rng.random() < density]
    return team(size, pairs, days=28)


HONEST: dict[str, Callable[[], list[Event]]] = {
    "a sales team on one template": sales_team,
    "a viral message": viral_message,
    "executive search, thirty recruiters": lambda: divided(30, 200, 3, days=28),
    "a small executive search": lambda: divided(6, 80, 2, days=28),
    "an admissions office": lambda: divided(12, 250, 2, days=20),
    "a union drive": lambda: divided(15, 150, 3, days=10),
    "activists": lambda: open_market(16),
    "journalists": lambda: open_market(6),
    "a diaspora association": lambda: circle(40, 0.6),
    "a small alumni group": lambda: circle(14, 0.9),
}


@pytest.mark.parametrize("content", [True, False], ids=["", "no content"])
@pytest.mark.parametrize("group", HONEST.values(), ids=HONEST.keys())
def test_an_honest_group_is_not_within_the_budget(
    engine: DuckEngine, group: Callable[[], list[Event]], content: bool
) -> None:
    found = swept(engine, once(organic() + group()), content=content)
    assert within_budget(found) == []


@pytest.mark.parametrize("group", HONEST.values(), ids=HONEST.keys())
def test_a_ring_beside_an_honest_group_is_found_alone(engine: DuckEngine, group: Callable[[], list[Event]]) -> None:
    found = swept(engine, once(organic() + group() + ring(spread=HOUR)))
    assert within_budget(found) == [names("ring", 8)]


@pytest.mark.parametrize(("rings", "seed"), [(False, 11), (True, 11)], ids=["look-alikes alone", "with rings"])
def test_a_generated_world(rings: bool, seed: int, tmp_path: Path) -> None:
    """All look-alikes and protected groups of the evaluation, with and without planted rings."""
    write_world(tmp_path, World(events=60_000, seed=seed, rings=rings, prevalence=0.01))
    with small_duck() as engine:
        sources = Sources(
            events=(str(tmp_path / "events.parquet"),),
            accounts=tmp_path / "accounts.parquet",
            targets=tmp_path / "targets.parquet",
            content=True,
        )
        ingest(engine, sources)
        found = sweep(engine, Parameters())
    labelled = [line.split(",") for line in (tmp_path / "labels.csv").read_text().splitlines()[1:]]
    planted = {account for account, _ in labelled}
    shown = [set(group) for group in within_budget(found)]
    assert len(shown) == len({ring for _, ring in labelled})
    assert all(len(group & planted) / len(group) >= 0.9 for group in shown)
    assert len(planted & set().union(*shown)) >= 0.9 * len(planted)


# --- what must not matter

LETTERS = "abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщ張王李趙😀"


def renamed(events: list[Event], seed: int) -> tuple[list[Event], dict[str, str]]:
    """Every account and target under another name, of any script, in another order."""
    rng = np.random.default_rng(seed)
    old = sorted({str(event[end]) for event in events for end in ("account", "target")})
    new = {name: "".join(rng.choice(list(LETTERS), 6)) + str(place) for place, name in enumerate(old)}
    moved = [{**event, **{end: new[str(event[end])] for end in ("account", "target")}} for event in events]
    return [moved[place] for place in rng.permutation(len(moved))], new


@pytest.mark.parametrize("seed", range(3))
def test_names_and_the_order_of_the_log_do_not_matter(engine: DuckEngine, seed: int) -> None:
    events = [*once([*organic(200), *circle(14, 0.9)]), *ring(8), *ring(14, name="other", seed=7, begins=12 * DAY)]
    plain = swept(engine, events)
    other, new = renamed(events, seed)
    again = swept(engine, other)
    assert {frozenset(one.names): pytest.approx(one.judged.score, rel=1e-6) for one in again.candidates} == {
        frozenset(new[name] for name in one.names): one.judged.score for one in plain.candidates
    }
    assert len(plain.candidates) >= 2


def test_the_same_log_gives_the_same(engine: DuckEngine) -> None:
    one, other = (swept(engine, organic(200) + ring(8)) for _ in range(2))
    assert one.edges.equals(other.edges)
    assert [(c.names, c.judged.score) for c in one.candidates] == [(c.names, c.judged.score) for c in other.candidates]


# --- odd logs

ODD: dict[str, list[Event]] = {
    "no event": [],
    "one": [contact("a", "b")],
    "two, apart": [contact("a", "b"), contact("c", "d")],
    "two, of one target": [contact("a", "b"), contact("c", "b", START + 1)],
    "to each other": [contact("a", "b"), contact("b", "a")],
    "everybody to one": [contact(f"a{k}", "b", START + k) for k in range(150)],
    "one to everybody": [contact("a", f"b{k}", START + k) for k in range(150)],
    "everybody to everybody": [contact(f"a{k}", f"b{t}", START) for k in range(12) for t in range(12)],
    "one text, nobody shared": [contact(f"a{k}", f"b{k}-{t}", text=PITCH) for k in range(12) for t in range(4)],
    "one handle, nobody shared": [contact(f"a{k}", f"b{k}", handle="@desk") for k in range(70)],
    "before the epoch, and far ahead": [
        contact(f"a{k}", f"b{t}", when) for k in range(5) for t, when in enumerate((-(2**40), -1, 0, 2**40))
    ],
}
ALIKE = [{"account": f"a{k}", "bio": PITCH, "photo_hash": "0123456789abcdef", "network": "n"} for k in range(12)]


@pytest.mark.parametrize("accounts", [[], ALIKE], ids=["", "profiles"])
@pytest.mark.parametrize("events", ODD.values(), ids=ODD.keys())
def test_an_odd_log_finds_nothing_and_raises_nothing(
    engine: DuckEngine, events: list[Event], accounts: list[Event]
) -> None:
    for content in (True, False):
        found = swept(engine, events, content=content, accounts=accounts)
        assert within_budget(found) == []
        assert found.counts["contacts"] == len(events)


def test_ways_out_alone_never_make_a_campaign(engine: DuckEngine) -> None:
    """Accounts linked by handles and texts that share no person: a firm's staff. No score without shared targets."""
    events = [contact(f"m{a}", f"u{a}", handle=f"@firm_{a // 2}", text=sentence(a // 2)) for a in range(400)]
    events += [
        contact(f"r{a}", f"v{a}-{k}", handle=f"@desk_{k}", text=sentence(9_000 + k)) for a in range(4) for k in range(8)
    ]
    found = swept(engine, events)
    assert found.counts["linked_pairs"] == 6
    assert [one.names for one in found.candidates] == [("r0", "r1", "r2", "r3")]
    assert within_budget(found) == []
    assert all(one.judged.score < 1 for one in found.candidates)


def test_capped_items_are_told(engine: DuckEngine) -> None:
    found = swept(engine, organic() + [contact(f"member-{a:04}", "celebrity", START + a) for a in range(150)])
    capped = {one.family: one for one in found.capped}
    assert capped["targets"].items >= 1
    assert set(found.seconds) >= {"contacts", "signals", "edges", "communities", "judgement"}
