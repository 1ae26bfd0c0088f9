"""The page to hand in: nothing runs, nothing is fetched, everything is text."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from bonafides.render import HandIn, View, render
from bonafides.render.phrases import languages
from tests.render import fiction
from tests.render.handed.hostile import TEXTS
from tests.render.handed.test_pdf import thread

VIEW = View(titles=fiction.TITLES, hand_in=HandIn())
EMPTY = {"meta"}
MINE = {
    "html", "head", "meta", "title", "style", "body", "main", "header", "h1", "h2", "h3", "h4", "p", "section", "div",
    "dl", "dt", "dd", "blockquote", "footer", "mark", "sup", "span", "em", "strong", "ul", "ol", "li", "table", "thead",
    "tbody", "tr", "th", "td",
}  # fmt: skip


class Page(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.ids += [str(value) for name, value in attrs if name == "id"]
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("lang", languages())
def test_it_is_a_whole_page_with_headings_in_order(lang: str) -> None:
    for report in (fiction.demo(), fiction.archive(), fiction.report()):
        page = Page(render(report, "html", View(lang=lang, titles=fiction.TITLES, hand_in=HandIn())))
        assert page.open == []
        assert page.tags <= MINE
        assert page.headings[0] == 1
        assert page.headings.count(1) == 1
        assert all(after <= before + 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
        assert len(page.ids) == len(set(page.ids))


def test_nothing_that_was_written_becomes_markup() -> None:
    page = Page(render(thread(*TEXTS, who="<img src=x onerror=alert(1)>"), "html", VIEW))
    assert page.open == []
    assert page.tags <= MINE
    assert page.attributes <= {"lang", "charset", "name", "content", "http-equiv", "class", "dir", "id", "scope"}


def test_the_answer_is_another_page() -> None:
    assert render(fiction.demo(), "html", View()) != render(fiction.demo(), "html", VIEW)
