"""A decision record tells the facts, what must fall, the doubts, and no more than the evidence carries."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bonafides.campaign.describe import at_shared
from bonafides.campaign.facts import Group, Presence
from bonafides.campaign.pack import archive
from bonafides.campaign.pack.export import finding_of
from bonafides.campaign.pack.finding import Finding, score_without, without
from bonafides.campaign.pack.history import DAY, History, history
from bonafides.campaign.pack.membership import Fall, fails, fall, grounds
from bonafides.campaign.pack.options import options
from bonafides.campaign.pack.record import records
from bonafides.campaign.pack.record_page import page, plain
from bonafides.campaign.pack.run_folder import open_run

from .conftest import CAMPAIGN, REPORTED, Ran

START = 1_770_000_000


@pytest.fixture(scope="module", params=[CAMPAIGN, REPORTED])
def finding(ran: Ran, request: pytest.FixtureRequest) -> Finding:
    return finding_of(open_run(ran.folder), request.param)


def test_the_contacts_are_those_of_the_log(finding: Finding) -> None:
    rows = finding.facts.group.presence["targets"]
    for record in records(finding):
        place = finding.facts.names.index(record["account"])
        own = rows.account == place
        assert record["facts"]["contacts"] == own.sum()
        assert record["facts"]["contacts_at_shared_targets"] == (own & at_shared(rows)).sum()
        mine = set(rows.item[own].tolist())
        for partner in record["facts"]["with"]:
            other = rows.account == finding.facts.names.index(partner["account"])
            assert partner["shared_targets"] == len(mine & set(rows.item[other].tolist()))


def test_the_links_named_are_those_that_must_fall(finding: Finding) -> None:
    """Without them the rule, run anew, puts the account out; with one of them back it does not."""
    known, names = grounds(finding), finding.facts.names
    for place, name in enumerate(names):
        falls = fall(known, place)
        gone = set(falls.partners)
        ends = list(zip(known.ties.a.tolist(), known.ties.b.tolist(), strict=True))
        removed = np.array([(a == place and b in gone) or (b == place and a in gone) for a, b in ends])
        assert fails(place, len(names), known.ties.but(removed), finding.parameters) == falls.rule, name
        if falls.partners:
            weakest = falls.partners[-1]
            back = removed & ~np.array([{a, b} == {place, weakest} for a, b in ends])
            assert fails(place, len(names), known.ties.but(back), finding.parameters) == ""


def test_fewer_links_never_put_an_account_in_again(finding: Finding) -> None:
    """What the bisection rests on."""
    known, names = grounds(finding), finding.facts.names
    for place in range(len(names)):
        own = np.flatnonzero((known.ties.a == place) | (known.ties.b == place))
        order = own[np.argsort(-known.ties.weight[own], kind="stable")]
        outside = []
        for removed in range(len(order) + 1):
            gone = np.isin(np.arange(len(known.ties.a)), order[:removed])
            outside.append(bool(fails(place, len(names), known.ties.but(gone), finding.parameters)))
        assert outside == sorted(outside)
        assert outside[-1], "without any link nobody belongs"


def test_an_account_left_out_is_left_out_everywhere(finding: Finding) -> None:
    group = without(finding.facts.group, 1)
    assert len(group.accounts) == len(finding.facts.names) - 1
    for family, rows in finding.facts.group.presence.items():
        left = group.presence[family]
        assert len(left.item) == (rows.account != 1).sum()
        assert left.account.max(initial=0) < len(group.accounts)
    names = [name for place, name in enumerate(finding.facts.names) if place != 1]
    kept = {(names[a], names[b]) for a, b in zip(group.a.tolist(), group.b.tolist(), strict=True)}
    assert kept == {
        (finding.facts.names[a], finding.facts.names[b])
        for a, b in zip(finding.facts.group.a.tolist(), finding.facts.group.b.tolist(), strict=True)
        if 1 not in {a, b}
    }
    assert score_without(finding, 1) != finding.judged.score


def test_a_record_is_complete_kind_and_the_same_for_people_and_programs(packed: Path) -> None:
    files = archive.unpack(packed)
    record: dict[str, Any] = json.loads(files["records/1.json"])
    assert [option["option"] for option in record["options"]] == [
        "warn-contacted",
        "friction",
        "verification",
        "restriction",
    ]
    words = files["records/1.md"].decode()
    assert words == page(record)
    for wanted in (record["member_text"], record["caution"], record["hijack"]["words"], *record["not_considered"]):
        assert wanted in words
    for never in ("guilty of the", "spy", "criminal", "fake", "safe"):
        assert never not in record["member_text"].casefold()


def test_an_id_cannot_write_on_the_page() -> None:
    assert plain("a](http://x.example)<b>\n# B") == r"a\]\(http://x.example\)\<b\>?# B"
    assert [plain(start) for start in ("# B", "- B", "1. B", "c-1.2#3")] == [r"\# B", r"\- B", r"1\. B", "c-1.2#3"]


# --- a real person's account


def _rows(ordinary: list[int], campaign: list[int]) -> Group:
    """Account 0 with ordinary contacts (days) and contacts of the campaign (days), which account 1 has too."""
    moments = [START + day * DAY for day in ordinary]
    shared = [START + day * DAY for day in campaign]
    account = [0] * len(moments) + [place for _ in shared for place in (0, 1)]
    item = [*range(len(moments)), *(1_000 + place for place in range(len(shared)) for _ in range(2))]
    moment = moments + [when for when in shared for _ in range(2)]
    size = len(account)
    rows = Presence(
        account=np.array(account, dtype=np.int64),
        item=np.array(item, dtype=np.int64),
        moment=np.array(moment, dtype=np.int64),
        popularity=np.full(size, 2, dtype=np.int64),
        answered=np.zeros(size, dtype=bool),
        active=np.zeros(size, dtype=bool),
    )
    nothing = np.zeros(0, dtype=np.int64)
    return Group(accounts=np.arange(2), presence={"targets": rows}, a=nothing, b=nothing, weight=np.zeros(0))


def _created(group: Group, moment: int) -> Group:
    one = Presence(
        account=np.zeros(1, dtype=np.int64),
        item=np.ones(1, dtype=np.int64),
        moment=np.array([moment], dtype=np.int64),
        popularity=np.ones(1, dtype=np.int64),
        answered=np.zeros(1, dtype=bool),
        active=np.zeros(1, dtype=bool),
    )
    return replace(group, presence=dict(group.presence) | {"photo": one})


@pytest.mark.parametrize(
    ("ordinary", "campaign", "created", "verdict"),
    [
        (list(range(0, 200, 10)), list(range(200, 205)), None, "possible"),
        (list(range(150, 200, 5)), list(range(200, 205)), START - 900 * DAY, "possible"),
        (list(range(0, 200, 10)), list(range(5, 205, 10)), None, "unlikely"),
        ([], list(range(5)), START - 10 * DAY, "unlikely"),
        ([0, 1], list(range(3, 9)), None, "unlikely"),
        ([], list(range(5)), None, "not-known"),
        ([], list(range(5)), 0, "not-known"),
        ([1, 2], list(range(3, 9)), START - 900 * DAY, "not-known"),
    ],
)
def test_a_late_burst_after_an_ordinary_history_may_be_somebody_elses(
    ordinary: list[int], campaign: list[int], created: int | None, verdict: str
) -> None:
    group = _rows(ordinary, campaign)
    group = group if created is None else _created(group, created)
    past = history(group, 0, at_shared(group.presence["targets"]))
    assert past.verdict == verdict
    assert past.created == (created or None)


# --- how far the evidence carries

FIRM = Fall(links=9, fewest_links=7, partners=(), rule="core", contacts=20, fewest_contacts=9)
YOUNG = History(
    verdict="unlikely",
    created=None,
    first_ordinary=None,
    ordinary_before=0,
    days_before=None,
    burst_days=3.0,
    late_share=None,
)


@pytest.mark.parametrize(
    ("strength", "fallen", "past", "families", "supported"),
    [
        (0.9, FIRM, YOUNG, 3, 4),
        (0.9, FIRM, YOUNG, 1, 3),
        (0.9, FIRM, replace(YOUNG, verdict="possible"), 3, 3),
        (0.9, FIRM, replace(YOUNG, verdict="not-known"), 3, 3),
        (0.4, FIRM, YOUNG, 3, 3),
        (0.9, replace(FIRM, fewest_contacts=4), YOUNG, 3, 3),
        (0.9, replace(FIRM, fewest_contacts=None), YOUNG, 3, 4),
        (0.1, FIRM, YOUNG, 3, 2),
        (0.9, replace(FIRM, fewest_links=2), YOUNG, 3, 2),
        (0.9, replace(FIRM, fewest_links=1), YOUNG, 3, 1),
        (0.9, replace(FIRM, fewest_links=0), YOUNG, 3, 1),
    ],
)
def test_the_options_end_where_the_evidence_does(
    finding: Finding, strength: float, fallen: Fall, past: History, families: int, supported: int
) -> None:
    open_to = options(_cleared(finding, holds=False), strength, fallen, past, families)
    assert [option.supported for option in open_to] == [place < supported for place in range(4)]
    assert all(bool(option.lacking) != option.supported for option in open_to)


def test_where_an_innocent_explanation_holds_nobody_is_slowed_down(finding: Finding) -> None:
    open_to = options(_cleared(finding, holds=True), 0.9, FIRM, YOUNG, 3)
    assert [option.supported for option in open_to] == [True, False, False, False]


def _cleared(finding: Finding, *, holds: bool) -> Finding:
    tried = tuple(replace(one, holds=holds) for one in finding.campaign.innocent)
    return replace(finding, campaign=replace(finding.campaign, innocent=tried))
