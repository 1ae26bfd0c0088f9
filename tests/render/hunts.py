"""Invented hunts: accounts, campaigns and runs that exist nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bonafides.model.campaign import (
    Campaign,
    Dropped,
    Edge,
    Explanation,
    FamilySurplus,
    Hunt,
    Member,
    Purpose,
    Selective,
)

START = datetime(2026, 3, 2, 8, 15, tzinfo=UTC)
HASH = "9f2c4be07d51a83366e0c1f4b27d95a8e3106fbc52d7489a0b1e6c93f8d47a25"
RUN: dict[str, object] = {
    "schema": "bonafides.run/1",
    "version": "0.5.0",
    "engine": "duckdb",
    "inputs": [
        {"file": "contacts-2026-03-01.parquet", "bytes": 48_211_903, "sha256": HASH},
        {"file": "contacts-2026-03-02.parquet", "bytes": 47_902_116, "sha256": HASH[::-1]},
    ],
    "parameters": {
        "windows": ["1h", "1d", "7d", "all"],
        "cap": 100,
        "fdr": 0.01,
        "minhash": {"permutations": 128, "threshold": 0.8},
        "core": 4,
    },
    "parameters_hash": HASH[:32],
    "counts": {
        "events": 1_204_311,
        "accounts": 88_120,
        "targets": 640_502,
        "pairs": 3_881_604,
        "edges": 7_214,
        "components": 63,
        "campaigns": 19,
    },
    "seconds": {"ingest": 2.1, "targets": 6.4},
    "since": "2026-03-01T00:00:00+00:00",
    "until": None,
    "purpose": "lure-evidence, member-reports",
    "budget": 0.5,
    "content": {"texts": 1_100_245, "allowed": 23_981, "used": 23_981},
    "families": ["targets", "text", "handle", "photo"],
}


def members(count: int, stem: str = "persona") -> tuple[Member, ...]:
    return tuple(Member(account=f"{stem}-{n:05d}", strength=round(1 / (1 + n / 12), 4)) for n in range(count))


def edges(count: int, stem: str = "persona") -> tuple[Edge, ...]:
    families = (("targets", "1h"), ("text", "all"), ("targets", "7d"), ("handle", "all"))
    return tuple(
        Edge(
            a=f"{stem}-{n:05d}",
            b=f"{stem}-{n + 1:05d}",
            family=families[n % 4][0],
            window=families[n % 4][1],
            shared=31 - n % 9,
            observed=24 - n % 7,
            expected=0.021 * (n % 5 + 1),
            surplus=142.0 / (n + 1),
            q=10.0 ** -(18 - n % 12),
        )
        for n in range(count)
    )


ANSWERED = Explanation(
    name="answered-back",
    holds=False,
    measured=0.03,
    limit=0.35,
    words="3 in 100 of those who were contacted wrote back; with executive search it is usually a third.",
)
CIRCLE = Explanation(
    name="closed-circle",
    holds=False,
    measured=0.0,
    limit=0.2,
    words="None of the contacts went to another account of the campaign.",
)
TEMPLATE = Explanation(
    name="sales-template",
    holds=False,
    measured=2.0,
    limit=1.0,
    words="Its texts stem from two templates, sent by accounts that name four different employers.",
)


def campaign(rank: int = 1, size: int = 24, **changes: object) -> Campaign:
    begin = START + timedelta(hours=31 * (rank % 17))
    made = Campaign(
        campaign=f"c-{rank * 7_919_317 % 16**8:08x}",
        rank=rank,
        score=round(2_412.6 / rank, 1),
        purpose=Purpose.LURE_EVIDENCE,
        accounts=members(size),
        targets=size * 79 + rank,
        first_seen=begin,
        last_seen=begin + timedelta(hours=9 + 37 * (rank * 5 % 11)),
        signals=(
            FamilySurplus(family="targets", surplus=1_310.4 / rank, q=3.2e-16),
            FamilySurplus(family="text", surplus=402.8 / rank, q=1.1e-9),
            FamilySurplus(family="handle", surplus=96.0 / rank, q=0.0004),
            FamilySurplus(family="photo", surplus=3.1 / rank, q=0.21),
        ),
        evidence=edges(12),
        innocent=(ANSWERED, CIRCLE, TEMPLATE),
        summary=f"{size} accounts wrote to the same people within hours of each other, with two texts between them.",
        expected_false=round(0.0002 * rank**2, 6),
        status=("new", "grown", "steady", "quiet")[rank % 4],
    )
    return replace(made, **changes)  # type: ignore[arg-type]


SELECTIVE = (
    Selective(account="orchard-lane-77", kind="sector", contacts=512, share=0.984, expected=0.013, surplus=2_160.0),
    Selective(account="m.calloway.search", kind="employer", contacts=88, share=0.932, expected=0.004, surplus=431.7),
)
DROPPED = (
    Dropped(
        what="target contacted by more accounts than the cap",
        count=41,
        where="events",
        why="A target that everybody writes to links everybody; its contacts were sampled.",
    ),
    Dropped(
        what="line is not JSON",
        count=3,
        where="contacts-extra.jsonl",
        why="The lines were skipped.",
        examples=("line 18", "line 20344", "line 20345"),
    ),
)
HELD = {"over-budget": 9, "purpose-unknown": 5, "innocent": 4}


def hunt(*campaigns: Campaign, **changes: object) -> Hunt:
    made = Hunt(campaigns=campaigns, held_back=HELD, selective=SELECTIVE, dropped=DROPPED, run=RUN)
    return replace(made, **changes)  # type: ignore[arg-type]


def some() -> Hunt:
    """Four campaigns: large and small, each purpose, one with an explanation that holds, one beyond the budget."""
    return hunt(
        campaign(1, 64),
        campaign(
            2,
            19,
            origin=("Without the network signal the score is 1 188.2 instead of 1 206.3; the rank stays the same.",),
        ),
        campaign(
            3,
            8,
            purpose=Purpose.MEMBER_REPORTS,
            evidence=edges(4),
            innocent=(replace(ANSWERED, holds=True, measured=0.41), CIRCLE),
        ),
        campaign(4, 5, purpose=Purpose.UNKNOWN, within_budget=False, expected_false=1.7, innocent=(), evidence=()),
    )


def nothing() -> Hunt:
    """A quiet log."""
    return hunt(held_back={}, selective=(), dropped=())


def bare() -> Hunt:
    """A hunt whose run recorded nothing."""
    return hunt(campaign(1, 4, signals=(), status=""), held_back={}, selective=(), dropped=(), run={})


def many() -> Hunt:
    """Five hundred campaigns, one of them enormous."""
    large = campaign(1, 12_000, evidence=edges(260))
    lone = tuple(replace(SELECTIVE[0], account=f"lone-{n:04d}") for n in range(1_200))
    losses = tuple(replace(DROPPED[1], where=f"contacts-{n:03d}.jsonl") for n in range(130))
    return hunt(large, *(campaign(rank, 4 + rank * 13 % 47) for rank in range(2, 501)), selective=lone, dropped=losses)


NASTY = "<script>alert(1)</script>\u202egnp.exe\u202c\x1b[31m\x00\ud800{{ 7*7 }}\"'&amp;\u200b"
ENDLESS = "x" * 10_000


def hostile() -> Hunt:
    """Everything that came from outside is out to break the page."""
    edge = replace(edges(1)[0], a=NASTY, b=ENDLESS, family=NASTY, window=NASTY, expected=float("nan"), q=float("inf"))
    nasty = campaign(
        1,
        accounts=(Member(account=NASTY, strength=1.0), Member(account=ENDLESS, strength=0.5)),
        campaign=NASTY,
        summary=NASTY + ENDLESS,
        status=NASTY,
        origin=(NASTY,),
        evidence=(edge,),
        signals=(FamilySurplus(family=NASTY, surplus=float("inf"), q=0.0), FamilySurplus(family="", surplus=-3.0, q=1)),
        innocent=(Explanation(name=NASTY, holds=True, measured=float("nan"), limit=1e300, words=ENDLESS),),
    )
    loss = Dropped(what=NASTY, count=1, where=ENDLESS, why=NASTY, examples=(NASTY, ENDLESS), fatal=True)
    run: dict[str, object] = {
        **RUN,
        "inputs": [{"file": NASTY, "bytes": NASTY, "sha256": None}, "not a table"],
        "since": NASTY,
        "until": 1e40,
        "budget": NASTY,
        "content": NASTY,
        "families": NASTY,
        "parameters": {NASTY: [NASTY, {NASTY: ENDLESS}], "empty": {}},
        "counts": {NASTY: True},
    }
    lone = (replace(SELECTIVE[0], account=NASTY, kind=ENDLESS, share=float("nan")),)
    return hunt(nasty, held_back={NASTY: 3}, selective=lone, dropped=(loss,), run=run)
