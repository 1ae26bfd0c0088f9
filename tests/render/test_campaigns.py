"""The report of a hunt: whole, the same bytes each time, and unbroken by whatever comes from outside."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bonafides.model import Hunt
from bonafides.render.campaigns import html, text
from tests.render import hunts

GOLDEN = Path(__file__).parents[1] / "golden"
HUNTS: dict[str, Callable[[], Hunt]] = {
    "some": hunts.some,
    "nothing": hunts.nothing,
    "bare": hunts.bare,
    "many": hunts.many,
    "hostile": hunts.hostile,
}
VOID = {"meta", "link", "br", "hr", "img", "input", "col", "rect", "line", "path", "circle"}


class Tags(HTMLParser):
    """The tags of a page, and which of them are left open or closed twice."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


@pytest.fixture(params=HUNTS, scope="module")
def page(request: pytest.FixtureRequest) -> str:
    return html(HUNTS[request.param]())


def test_a_page_is_whole_runs_nothing_and_fetches_nothing(page: str) -> None:
    tags = Tags()
    tags.feed(page)
    assert (tags.open, tags.wrong) == ([], [])
    assert tags.seen & {"script", "iframe", "object", "embed", "form", "img", "link"} == set()
    assert not re.search(r"https?://(?!www\.w3\.org/)|@import|url\((?!#)|\son\w+=", page)
    assert '<html lang="en"' in page


@pytest.mark.parametrize("name", HUNTS)
def test_the_same_hunt_gives_the_same_bytes(name: str) -> None:
    assert html(HUNTS[name]()) == html(HUNTS[name]())
    assert text(HUNTS[name]()) == text(HUNTS[name]())


@pytest.mark.parametrize("name", ["some", "nothing"])
@pytest.mark.parametrize("form", ["html", "txt"])
def test_golden(name: str, form: str) -> None:
    made = html(HUNTS[name]()) if form == "html" else text(HUNTS[name]())
    kept = GOLDEN / f"hunt-{name}.{form}"
    if "BONAFIDES_UPDATE_GOLDEN" in os.environ:
        kept.write_text(made, encoding="utf-8", newline="\n")
    assert made == kept.read_text("utf-8"), "look at the difference; BONAFIDES_UPDATE_GOLDEN=1 keeps it"


def test_nothing_that_comes_from_outside_is_markup_or_moves_the_cursor() -> None:
    page, said = html(hunts.hostile()), text(hunts.hostile())
    assert "<script>alert" not in page
    for written in (page, said):
        assert not set(written) & set("\x00\x1b\u202e\u202c\u200b")
        assert "x" * 5_000 not in written
        assert "{{ 7*7 }}" in written, "it is shown as it is, and no template runs it"
        written.encode("utf-8")


def test_five_hundred_campaigns_fit_and_those_beyond_fifty_take_one_line() -> None:
    page = html(hunts.many())
    assert len(re.findall(r'<section [^>]*id="campaign-\d+"', page)) == 50
    assert len(page) < 4_000_000
    assert len(text(hunts.many()).splitlines()) < 120


def test_every_campaign_says_what_was_tried_and_none_lists_a_target() -> None:
    page = html(hunts.some())
    for campaign in hunts.some().campaigns:
        assert campaign.campaign in page
        assert all(member.account in page for member in campaign.accounts[:20])
        assert all(tried.words in page for tried in campaign.innocent)


@pytest.mark.parametrize("name", HUNTS)
def test_words_are_kind_and_lines_fit(name: str) -> None:
    said = text(HUNTS[name](), width=80)
    assert all(len(line) <= 80 for line in said.splitlines())
    assert not re.search(
        r"\b(safe|guilty|criminals?|spy|spies|nationals?)\b", said + html(HUNTS[name]()), re.IGNORECASE
    )
