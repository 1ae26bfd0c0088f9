"""The same order of employers or sectors: four in a row, three of them different."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("duckdb")
from bonafides.campaign.engine.duckdb import DuckEngine
from bonafides.campaign.signals.order import LENGTH, ORDER
from bonafides.campaign.signals.targets import TARGETS
from tests.campaign.logs import DAY, START, Event, contact, linked, put_log, small_duck, together


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckEngine]:
    with small_duck() as ready:
        yield ready


def along(account: str, employers: str, *, begins: int = 0, same: int = 0) -> list[Event]:
    """One contact an hour, each with another person of the employer."""
    return [
        contact(account, f"{employer}-of-{account}", START + begins + hour * (0 if same else 3600))
        for hour, employer in enumerate(employers)
    ]


def people(events: list[Event], kind: str = "employer") -> list[Event]:
    return [{"target": target, kind: target[0]} for target in sorted({str(event["target"]) for event in events})]


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("ABCD", "ABCD", True),
        ("ABCD", "XABCDY", True),
        ("ABCD", "ABXCD", False),
        ("ABCD", "DCBA", False),
        ("ABC", "ABC", False),
        ("AABC", "AABC", True),
        ("AABB", "AABB", False),
        ("AAAA", "AAAA", False),
        ("ABAB", "ABAB", False),
        ("ABAC", "ABAC", True),
    ],
)
def test_four_in_a_row_of_which_three_differ(engine: DuckEngine, one: str, other: str, shared: bool) -> None:
    events = [
        contact(account, f"{employer}{place}-of-{account}", START + place * 3600)
        for account, employers in (("a", one), ("b", other))
        for place, employer in enumerate(employers)
    ]
    put_log(engine, events, targets=people(events))
    assert together(engine, ORDER) == ({frozenset("ab")} if shared else set())
    assert LENGTH == 4


def test_the_speed_does_not_matter_and_people_without_employer_are_passed_over(engine: DuckEngine) -> None:
    events = (
        along("a", "ABCD") + along("b", "ABCD", begins=200 * DAY) + [contact("b", "nobody", START + 200 * DAY + 5400)]
    )
    put_log(engine, events, targets=people([each for each in events if each["target"] != "nobody"]))
    assert together(engine, ORDER) == {frozenset("ab")}


@pytest.mark.parametrize(
    ("kinds", "expected"), [(("employer",), True), (("sector",), True), (("employer", "sector"), False), ((), False)]
)
def test_sectors_stand_in_where_no_employer_is_known(
    engine: DuckEngine, kinds: tuple[str, ...], expected: bool
) -> None:
    events = along("a", "ABCD") + along("b", "ABCD")
    known = people(events, "sector")
    targets = [
        {
            "target": each["target"],
            **({"sector": each["sector"]} if "sector" in kinds else {}),
            **({"employer": each["target"]} if "employer" in kinds and len(kinds) > 1 else {}),
            **({"employer": each["sector"]} if kinds == ("employer",) else {}),
        }
        for each in known
    ]
    put_log(engine, events, targets=targets)
    assert together(engine, ORDER) == ({frozenset("ab")} if expected else set())


def test_it_supports_pairs_that_others_propose_and_proposes_none(engine: DuckEngine) -> None:
    """Two accounts along one list of people, two along one list of employers: only the first are a pair."""
    list_ = "ABCDEFGHJK"
    events = [contact(f"r{end}", f"{e}-1", START + k * DAY + end * 60) for end in (0, 1) for k, e in enumerate(list_)]
    events += [each for account in ("s0", "s1") for each in along(account, list_)]
    events += [
        contact(
            f"m{a:02}", f"{'LMNOPQRSTU'[(a * 3 + k * k * 7) % 10]}-{(a + k) // 2}", START + (a * 7 + k * 11) % 60 * DAY
        )
        for a in range(80)
        for k in range(4)
    ]
    put_log(engine, events, targets=people(events))
    _, edges = linked(engine, [TARGETS, ORDER])
    assert {("r0", "r1", "targets"), ("r0", "r1", "order")} <= edges
    assert not any({"s0", "s1"} & {a, b} for a, b, _ in edges)
    assert ORDER.proposes == 0
