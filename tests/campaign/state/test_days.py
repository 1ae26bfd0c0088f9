"""Day by day finds what one run over everything finds, under ids that stay, with a status that says what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bonafides.campaign.bcubed import bcubed
from bonafides.campaign.engine.duckdb import DuckEngine
from bonafides.campaign.ingest import Sources, ingest
from bonafides.campaign.parameters import Parameters
from bonafides.campaign.sweep import sweep

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SHOWN = 10.0
"""Score from which a group is looked at here."""


@pytest.fixture(scope="module")
def story(
    tmp_path_factory: pytest.TempPathFactory, days: list[Path], runner: Callable[[Path], Any]
) -> list[dict[str, Any]]:
    """What each day found, and the last day once more."""
    run = runner(tmp_path_factory.mktemp("story") / "state")
    return [run(day) for day in [*days, days[-1]]]


def _ring(found: dict[str, Any], name: str) -> tuple[str, str, tuple[str, ...]] | None:
    for identity, status, names, score in found["campaigns"]:
        if score >= SHOWN and sum(one.startswith(name) for one in names) > len(names) / 2:
            return identity, status, names
    return None


def test_day_by_day_finds_what_one_run_finds(
    story: list[dict[str, Any]], days: list[Path], profiles: dict[str, Path]
) -> None:
    with DuckEngine(threads=1, memory="1GB") as engine:
        places: dict[str, Any] = dict(profiles)
        ingest(engine, Sources(events=tuple(map(str, days)), **places))
        whole = sweep(engine, Parameters())
    daily = [names for _, _, names, _ in story[-2]["campaigns"]]
    assert set(bcubed(daily, [one.names for one in whole.candidates]).values()) == {1.0}
    assert story[-2]["log"].accounts == whole.log.accounts
    assert story[-2]["log"].span == whole.log.span
    for family in ("targets", "handles"):
        daily_totals, totals = story[-2]["log"].families[family], whole.log.families[family]
        assert (daily_totals.accounts, daily_totals.contacts, daily_totals.items) == (
            totals.accounts,
            totals.contacts,
            totals.items,
        )
        assert daily_totals.close == pytest.approx(totals.close, rel=0.02)
    scores = [score for _, _, _, score in story[-2]["campaigns"]]
    assert scores == pytest.approx([one.judged.score for one in whole.candidates], rel=0.05)


@pytest.mark.parametrize("name", ["early", "growing", "late"])
def test_a_campaign_keeps_its_id(story: list[dict[str, Any]], name: str) -> None:
    found = [one for one in (_ring(day, name) for day in story) if one]
    assert len(found) >= 3
    assert len({identity for identity, _, _ in found}) == 1


@pytest.mark.parametrize(
    ("day", "name", "status"),
    [
        (2, "growing", "new"),
        (3, "growing", "steady"),
        (5, "growing", "grown"),
        (7, "growing", "quiet"),
        (3, "early", "quiet"),
        (6, "early", "quiet"),
        (6, "late", "new"),
        (7, "late", "steady"),
    ],
)
def test_a_campaign_says_how_it_stands(story: list[dict[str, Any]], day: int, name: str, status: str) -> None:
    ring = _ring(story[day], name)
    assert ring is not None
    assert ring[1] == status


def test_the_same_day_again_counts_nothing_and_says_the_same(story: list[dict[str, Any]]) -> None:
    assert story[-1] == story[-2]


def test_texts_of_candidates_are_there_for_the_purpose_step(story: list[dict[str, Any]]) -> None:
    members = {name for _, _, names, _ in story[-2]["campaigns"] for name in names}
    assert {row["account"] for row in story[-2]["texts"]} == members
    assert (
        min(row["moment"] for row in story[-2]["texts"]) < max(row["moment"] for row in story[-2]["texts"]) - 5 * 86_400
    )


def test_a_folder_that_grows_is_read_from_where_it_stopped(
    run: Any, days: list[Path], story: list[dict[str, Any]]
) -> None:
    run(*days[:2])
    found = run(*days[:3])
    assert [loss.count for loss in found["ingested"].dropped if "knows" in loss.what] == [2]
    assert found["counts"]["contacts"] == story[2]["counts"]["contacts"]
    assert {names for _, _, names, _ in found["campaigns"]} == {names for _, _, names, _ in story[2]["campaigns"]}
