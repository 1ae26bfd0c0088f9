"""Facts go to disk and into a pack and come back the same; what is judged does not hang on how people are numbered."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bonafides.campaign.describe import edges_of
from bonafides.campaign.facts import FamilyTotals, Group, Log, Presence
from bonafides.campaign.judge import Judged, judge
from bonafides.campaign.pack.fact_lines import edge_lines, links_of, read, read_edges, rows_of
from bonafides.campaign.pack.facts_file import Facts, links_beside, pseudonym, read_facts, write_facts
from bonafides.campaign.pack.log_json import log_from_json, log_to_json
from bonafides.campaign.parameters import WINDOWS
from bonafides.campaign.signals.signal import Signal
from bonafides.campaign.signals.targets import TARGETS
from bonafides.campaign.signals.text import TEXT
from bonafides.campaign.sweep import Candidate
from bonafides.errors import CampaignError

from .conftest import SALT, Ran

SIGNALS: tuple[Signal, ...] = (TARGETS, TEXT)
CLOSE = dict(zip(WINDOWS, (0.01, 0.1, 0.3, 1.0), strict=True))
TOTALS = FamilyTotals(accounts=500, contacts=9_000, items=4_000, close=CLOSE)
LOG = Log(accounts=500, span=1e6, families={"targets": TOTALS, "text": TOTALS})

Row = tuple[int, int, int]
ROWS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(1, 8), st.integers(1_770_000_000, 1_771_000_000)), min_size=6, max_size=40
)


def presence_of(rows: list[Row], seed: int) -> Presence:
    """One row for each account and item, in the order of a run."""
    kept = {(account, item): moment for account, item, moment in rows}
    ordered = sorted((item, moment, account) for (account, item), moment in kept.items())
    item, moment, account = np.array(ordered, dtype=np.int64).reshape(-1, 3).T
    popularity = 2 + (item * 7919 + seed) % 40
    active = item % 2 == 0
    return Presence(
        account=account, item=item, moment=moment, popularity=popularity, answered=moment % 3 == 0, active=active
    )


def group_of(targets: list[Row], text: list[Row]) -> Group:
    whole = [*targets, *((account, 100 + account, 1_770_000_000) for account in range(6))]
    return Group(
        accounts=np.arange(6, dtype=np.int64),
        presence={"targets": presence_of(whole, 1), "text": presence_of(text, 2)},
        a=np.array([0, 0, 1], dtype=np.int64),
        b=np.array([1, 2, 5], dtype=np.int64),
        weight=np.array([0.1 + 0.2, 1e-17, 12345.678901234567]),
    )


def candidate_of(group: Group) -> Candidate:
    names = tuple(f"account {place}" for place in range(len(group.accounts)))
    return Candidate(names=names, group=group, judged=judge(group, LOG, SIGNALS))


def plain(judged: Judged) -> dict[str, Any]:
    return {**dataclasses.asdict(judged), "strength": judged.strength.tolist()}


def people(facts: Facts) -> list[tuple[object, ...]]:
    """What the core family says, whatever the numbers."""
    rows = facts.group.presence["targets"]
    columns = (rows.account, rows.moment, rows.popularity, rows.answered, rows.active)
    items = [facts.items["targets"][item] for item in rows.item]
    return sorted(zip(items, *(column.tolist() for column in columns), strict=True))


@given(targets=ROWS, text=ROWS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_facts_come_back_from_disk_and_pack_the_same(tmp_path: Path, targets: list[Row], text: list[Row]) -> None:
    candidate = candidate_of(group_of(targets, text))
    path = tmp_path / "facts.parquet"
    write_facts(path, [("other", candidate), ("one", candidate)], SALT, {"targets": {1: "t-1"}})
    facts = read_facts(path, "one", ["targets", "text"])
    assert facts.names == candidate.names
    assert facts.group.weight.tolist() == candidate.group.weight.tolist()
    assert plain(judge(facts.group, LOG, SIGNALS)) == plain(candidate.judged)
    packed = read(rows_of(facts), links_of(facts), ["targets", "text"])
    assert rows_of(packed) == rows_of(facts)
    assert links_of(packed) == links_of(facts)
    assert plain(judge(packed.group, LOG, SIGNALS)) == plain(candidate.judged)


@given(targets=ROWS, text=ROWS, numbers=st.permutations(range(1, 106)))
@settings(max_examples=100, deadline=None)
def test_a_judgement_does_not_hang_on_how_people_are_numbered(
    targets: list[Row], text: list[Row], numbers: list[int]
) -> None:
    group = group_of(targets, text)
    rows = group.presence["targets"]
    item = np.array(numbers, dtype=np.int64)[rows.item - 1]
    order = np.lexsort((rows.account, rows.moment, item))
    columns = {field.name: getattr(rows, field.name)[order] for field in dataclasses.fields(Presence)}
    renumbered = Presence(**(columns | {"item": item[order]}))
    again = dataclasses.replace(group, presence=dict(group.presence) | {"targets": renumbered})
    assert plain(judge(again, LOG, SIGNALS)) == plain(judge(group, LOG, SIGNALS))


def test_every_campaign_of_a_run_comes_back_with_its_judgement(ran: Ran) -> None:
    for place, candidate in enumerate(ran.swept.candidates[1:], start=1):
        facts = read_facts(ran.folder / "facts.parquet", f"c-{place}", list(ran.swept.log.families))
        assert facts.names == candidate.names
        assert plain(judge(facts.group, ran.swept.log, ran.swept.signals)) == plain(candidate.judged)


def test_people_stand_under_pseudonyms_that_the_key_resolves(tmp_path: Path) -> None:
    candidate = candidate_of(group_of([(0, 1, 1_770_000_000), (1, 1, 1_770_000_009)], []))
    path = tmp_path / "facts.parquet"
    write_facts(path, [("one", candidate)], SALT, {"targets": {1: "t-1"}})
    facts = read_facts(path, "one", ["targets", "text"])
    assert pseudonym(SALT, "targets", "t-1") in facts.items["targets"]
    assert list(facts.items["targets"]) == sorted(facts.items["targets"]), "their order tells nothing"
    assert b"t-1" not in path.read_bytes()
    assert pseudonym(SALT, "targets", "t-1") != pseudonym(b"another key", "targets", "t-1")
    assert pseudonym(SALT, "targets", "t-1") != pseudonym(SALT, "text", "t-1")


def test_two_keys_give_the_same_people_other_names_only(tmp_path: Path) -> None:
    candidate = candidate_of(group_of([(0, 1, 1_770_000_000), (1, 1, 1_770_000_009)], []))
    found = []
    for place, salt in enumerate((SALT, b"another key")):
        path = tmp_path / str(place) / "facts.parquet"
        path.parent.mkdir()
        write_facts(path, [("one", candidate)], salt)
        found.append(read_facts(path, "one", ["targets", "text"]))
    one, other = (sorted(row[1:] for row in people(facts)) for facts in found)
    assert one == other
    assert set(found[0].items["targets"]) & set(found[1].items["targets"]) == set()


def test_no_campaign_at_all_is_written_and_none_is_found(tmp_path: Path) -> None:
    path = tmp_path / "facts.parquet"
    write_facts(path, [], SALT)
    assert links_beside(path).exists()
    with pytest.raises(CampaignError, match="holds no facts"):
        read_facts(path, "one", ["targets"])


def test_edges_and_log_come_back_exactly(ran: Ran) -> None:
    candidate = ran.swept.candidates[0]
    edges = edges_of(ran.swept.edges, candidate.names)
    facts = read_facts(ran.folder / "facts.parquet", "c-0", list(ran.swept.log.families))
    assert read_edges(edge_lines(edges), facts) == edges
    assert log_from_json(log_to_json(ran.swept.log)) == ran.swept.log
