"""Ways out: one spelling for each handle, number and link, found in columns and in texts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("duckdb")
import pyarrow as pa

from bonafides.campaign.engine.duckdb import DuckEngine
from bonafides.campaign.signals.handles import HANDLES, ways_out
from bonafides.campaign.signals.targets import TARGETS
from tests.campaign.logs import START, clique, contact, linked, put_log, small_duck, together


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckEngine]:
    with small_duck() as ready:
        yield ready


def found(*, handle: str | None = None, url: str | None = None, text: str | None = None) -> set[str]:
    rows = pa.table(
        {
            "a": pa.array([7], pa.int64()),
            "moment": pa.array([START], pa.int64()),
            **{
                name: pa.array([value], pa.string())
                for name, value in (("handle", handle), ("url", url), ("text", text))
            },
        }
    )
    return set(ways_out(rows).column("value").to_pylist())


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("@Anna_Vale", "anna_vale"),
        ("anna_vale", "anna_vale"),
        ("  ANNA_VALE ", "anna_vale"),
        ("+44 7700 900123", "+447700900123"),
        ("+44 (0)7700-900123", "+4407700900123"),
        ("+447700900123", "+447700900123"),
        ("0044 7700 900123", "+447700900123"),
        ("+44.7700.900.123", "+447700900123"),
        ("+1 (202) 555-0143", "+12025550143"),
        ("https://t.me/Anna_Vale", "t.me/anna_vale"),
        ("https://t.me/anna_vale?start=abc", "t.me/anna_vale"),
        ("https://wa.me/447700900123?text=Hi", "wa.me/447700900123"),
        ("www.vale.example.com/apply/", "vale.example.com/apply"),
        ("anna@vale.example.com", "anna@vale.example.com"),
        ("+12", None),
        ("", None),
        (None, None),
        ("@", None),
        ("https://example.com", None),
    ],
)
def test_a_handle_is_one_however_it_is_written(written: str | None, value: str | None) -> None:
    assert found(handle=written) == ({value} if value else set())


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("https://Forms.Example.com/Apply", "forms.example.com/apply"),
        ("http://www.forms.example.com/apply/?utm_source=a#top", "forms.example.com/apply"),
        ("forms.example.com/apply", "forms.example.com/apply"),
        ("https://example.com", None),
        ("https://www.example.com/", None),
        ("https://example.com/?q=1", None),
    ],
)
def test_a_link_is_where_it_leads(written: str, value: str | None) -> None:
    assert found(url=written) == ({value} if value else set())


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Write to me on Telegram: @Anna_Vale.", {"anna_vale"}),
        ("Call +44 7700 900123, or mail Anna@Vale.example.com!", {"+447700900123", "anna@vale.example.com"}),
        ("My WhatsApp is https://wa.me/447700900123, thanks", {"wa.me/447700900123"}),
        ("see (https://forms.example.com/apply).", {"forms.example.com/apply"}),
        ("t.me: see www.vale.example.com/team?x=1 and @ab", {"vale.example.com/team"}),
        ("Напишите мне @anna_vale или +44 7700 900123", {"anna_vale", "+447700900123"}),
        ("请加我 @anna_vale", {"anna_vale"}),
        ("In 2019-2024 I earned + 5 points, 100% @ home", set()),
        ("no way out at all", set()),
        ("a@b", set()),
    ],
)
def test_what_a_text_hands_out(text: str, values: set[str]) -> None:
    assert found(text=text) == values


def test_column_and_text_are_one_value() -> None:
    assert found(handle="@Anna_Vale", text="I am @anna_vale", url="https://t.me/anna_vale") == {
        "anna_vale",
        "t.me/anna_vale",
    }


@pytest.mark.parametrize(
    "text",
    ["@" * 200_000, "+" + "1 " * 100_000, "a." * 100_000 + "@", "www." * 50_000, "https://" * 25_000, "\x00@ab\x00cd"],
)
def test_odd_texts_take_no_time_and_raise_nothing(text: str) -> None:
    found(text=text)


def test_the_mini_table(engine: DuckEngine) -> None:
    put_log(
        engine,
        [
            contact("a", "1", handle="+44 7700 900123"),
            contact("b", "2", text="ring me: +44 (7700) 900-123"),
            contact("c", "3", url="https://forms.example.com/apply?from=c"),
            contact("d", "4", text="https://forms.example.com/apply"),
            contact("e", "5", text="https://forms.example.com/other"),
            contact("f", "6", text="nothing"),
            contact("a", "7", handle="@solo"),
        ],
    )
    assert together(engine, HANDLES) == {frozenset("ab"), frozenset("cd")}


def test_the_edges_expected_of_it(engine: DuckEngine) -> None:
    """Three accounts hand out the same ways; three hundred pairs share a page of their firm."""
    events = [contact(f"m{a}", f"u{a}", handle=f"@firm_{a // 2}") for a in range(600)]
    ways = ("+44 7700 900123", "https://forms.example.com/apply", "@the_desk", "@the_desk_2", "@desk_3", "@desk_4")
    events += [
        contact(f"r{a}", f"v{a}-{k}", text=f"Write to {way} today") for a in range(3) for k, way in enumerate(ways)
    ]
    put_log(engine, events)
    links, edges = linked(engine, [TARGETS, HANDLES])
    assert links.candidates == 303
    assert edges == clique(("r0", "r1", "r2"), "handles")
