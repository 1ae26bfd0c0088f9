"""The picture of a campaign: what it shows, that it can be read, and that nothing in it is more than text."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from itertools import combinations

import pytest

from bonafides.desk.figures.drawing import CASE, WIDTH, Drawing, drawing
from bonafides.desk.figures.graph import graph_html
from bonafides.desk.figures.network import HUBS, LARGEST, Network, network
from bonafides.render.phrases import phrases
from bonafides.store.records import Case, Mark
from tests.desk.dossiers import case, link, mark
from tests.page.hostile import BODIES

WORDS = phrases("en", "bonafides.desk")
SVG = {"svg", "title", "desc", "g", "line", "rect", "circle", "text"}
HTML = {"figure", "figcaption", "div", "table", "caption", "thead", "tbody", "tr", "th", "td", "ul", "li", "p", "a"}
HTML |= {"bdi", "span"}
VOID = {"line", "rect", "circle"}


class Page(HTMLParser):
    """Tags and attributes of a page, its words, and whether tags are closed as they were opened."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def campaign(count: int) -> tuple[list[Case], list[Mark]]:
    """Cases of which each shares a phone with the next two, and a domain with many."""
    cases = [case(number + 1) for number in range(count)]
    marks = [mark(each, "phone", f"+44 7700 9{at // 3:05}") for at, each in enumerate(cases)]
    marks += [mark(each, "domain", f"site{at % 5}.example") for at, each in enumerate(cases)]
    return cases, marks


def placed(net: Network) -> Drawing:
    made = drawing(net, WORDS)
    assert made is not None
    return made


def test_what_is_shared_stands_once_with_a_line_to_each_case() -> None:
    one, two, three, four = (case(number) for number in (1, 2, 3, 4))
    marks = [mark(each, "phone", "+44 7700 900123") for each in (one, two, three)]
    marks += [
        mark(one, "mail", "only@one.example"),
        mark(two, "phone", "+44 7700 900999", "k"),
        mark(case(9), "phone", "x"),
    ]
    links = [
        link(one, two, ("phone", "+44 7700 900123")),
        link(three, four, ("persona", "Dana"), state="confirmed"),
        link(one, four, ("firm", "Northgate"), state="rejected"),
        link(one, case(9), ("phone", "x")),
    ]
    net = network((four, two, one, three), links, marks)
    assert [each.number for each in net.cases] == [1, 2, 3, 4]
    assert [(thing.family, thing.shown, set(thing.cases)) for thing in net.things] == [
        ("phone", "+44 7700 900123", {0, 1, 2})
    ]
    assert [(tie.one, tie.other, tie.state) for tie in net.ties] == [(2, 3, "confirmed")]
    made = placed(net)
    assert [stroke.state for stroke in made.strokes] == ["shared"] * 3 + ["confirmed"]
    assert [spot.what for spot in made.spots] == ["case"] * 4 + ["thing"]


def test_several_values_of_the_same_cases_are_one_thing_and_alike_texts_are_one_too() -> None:
    one, two, three = case(1), case(2), case(3)
    marks = [mark(each, "mail", f"{name}@a.example") for each in (one, two) for name in ("x", "y", "z")]
    marks += [mark(each, "text", "A paid report", "k1") for each in (one, two)]
    marks += [mark(each, "text", "A paid paper", "k2") for each in (two, three)]
    things = network((one, two, three), (), marks).things
    assert [(each.family, each.shown, each.more, sorted(each.cases)) for each in things] == [
        ("text", "A paid paper", 0, [0, 1, 2]),
        ("mail", "x@a.example", 2, [0, 1]),
    ]


@pytest.mark.parametrize("count", [1, 2, 7, 20, 40, 41, 150, 1200])
def test_no_picture_holds_more_than_can_be_read_and_nothing_stands_on_anything(count: int) -> None:
    cases, marks = campaign(count)
    net = network(cases, (), marks)
    made = placed(net)
    assert len(made.spots) <= LARGEST
    assert sum(len(group.cases) for group in net.groups) == count
    assert net.folded == (count + len(net.things) > LARGEST)
    assert len(net.drawn) <= max(HUBS, LARGEST - count)
    for one, other in combinations(made.spots, 2):
        apart = abs(_x(one.x) - _x(other.x)), abs(float(one.y) - float(other.y))
        assert apart[0] >= 8 or apart[1] >= 8
        both_cases = one.what != "thing" and other.what != "thing"
        assert not both_cases or apart[0] ** 2 + apart[1] ** 2 >= (2 * CASE) ** 2
    for spot in made.spots:
        assert 0 < _x(spot.x) < WIDTH
        assert all(0 < float(label.y) < made.height for label in spot.labels)


def _x(percent: str) -> float:
    return float(percent.rstrip("%")) / 100 * WIDTH


def test_cases_that_share_different_things_still_fit_one_picture() -> None:
    cases = [case(number) for number in range(1, 400)]
    marks = [mark(each, "handle", f"@h{hub}") for at, each in enumerate(cases) for hub in range(12) if at >> hub & 1]
    net = network(cases, (), marks)
    assert len(placed(net).spots) <= LARGEST
    assert sum(len(group.cases) for group in net.groups) == len(cases)


def test_nothing_to_draw() -> None:
    assert drawing(network((), (), ()), WORDS) is None
    assert "<svg" not in graph_html((), (), (), lang="en")


@pytest.mark.parametrize("lang", ["en", "fr", "de", "da", "es"])
def test_the_table_says_what_the_picture_shows(lang: str) -> None:
    cases, marks = campaign(5)
    lone = case(99, "", level="")
    page = graph_html([*cases, lone], [], marks, lang=lang, href=lambda each: f"/cases/{each.number}")
    words = "".join(Page(page).words)
    assert "+44 7700 900000" in words
    assert all(f'href="/cases/{each.number}"' in page for each in [*cases, lone])
    assert phrases(lang, "bonafides.desk")("graph.unnamed") in words
    assert page.count('aria-labelledby="graph-title graph-desc"') == 1


def test_more_than_a_table_holds_is_said() -> None:
    cases = [case(number) for number in range(1, 700)]
    marks = [mark(each, "handle", f"@h{at // 2}") for at, each in enumerate(cases)]
    page = graph_html(cases, [], marks, lang="en")
    assert "The table leaves out 149 rows." in page
    assert "share the same things stand together" in page


@pytest.mark.parametrize("body", BODIES)
def test_whatever_an_account_calls_itself_it_stays_text(body: str) -> None:
    one, two, three = case(1, body, level=body), case(2, body), case(3, body)
    marks = [mark(each, family, body) for each in (one, two) for family in ("persona", body)]
    page = graph_html([one, two, three], [link(two, three, (body, body), state=body)], marks, lang="en")
    parsed = Page(page)
    assert parsed.open == []
    assert parsed.tags <= SVG | HTML
    assert not {name for name in parsed.attributes if name.startswith("on")} | (parsed.attributes & {"style", "href"})
    assert not set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\x00\x1b\u200b") & set(page)
    labels = re.findall(r"<text[^>]*>([^<]*)</text>", page)
    assert (
        max(
            len(
                label.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&#34;", '"')
                .replace("&#39;", "'")
                .replace("&amp;", "&")
            )
            for label in labels
        )
        <= 30
    )


_TWICE = """
from tests.desk.figures.test_graph import campaign
from bonafides.desk.figures.graph import graph_html
cases, marks = campaign(45)
print(graph_html(cases, [], marks, lang="en"))
"""


def test_the_same_campaign_is_drawn_the_same_in_every_process_and_order() -> None:
    cases, marks = campaign(45)
    here = graph_html(cases, [], marks, lang="en")
    assert graph_html(reversed(cases), [], reversed(marks), lang="en") == here
    for seed in ("1", "2"):
        command = [sys.executable, "-c", _TWICE]
        env = {"PYTHONHASHSEED": seed, "PYTHONPATH": ".", "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", env=env)
        assert done.stdout.strip() == here.strip()
