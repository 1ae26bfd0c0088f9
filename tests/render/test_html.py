"""The page: self-contained, without scripts, well formed, every link inside it leading somewhere."""

from __future__ import annotations

import itertools
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from bonafides.model import Conversation, Entry, Message, Span, Stage
from bonafides.render import View, render
from tests.render import fiction

VIEW = View(titles=fiction.TITLES)
_VOID = {"meta", "br", "link", "img", "hr", "input"}


class Page(HTMLParser):
    """Collects what a page consists of and checks that its tags are balanced."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.marked = ""
        self.feed(source)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "mark" in self.open and "sup" not in self.open:
            self.marked += data

    def values(self, name: str) -> list[str]:
        return [attrs[name] or "" for _, attrs in self.tags if name in attrs]


def long_thread() -> Any:
    """A thousand messages, a long one among them, with signs far apart and repeated."""
    messages = [Message(speaker="Dana", text=f"Message {n}") for n in range(1_000)]
    messages[500] = Message(speaker="Dana", text="word " * 2_000 + "secret" + " word" * 2_000)
    conversation = Conversation(id="long", messages=tuple(messages))
    spans = (Span(message=500, start=10_000, end=10_006), *(Span(message=n, start=0, end=7) for n in range(0, 900, 9)))
    because = (fiction.part("moves-off-platform", 1.0, *spans, stage=Stage.HOOK),)
    from dataclasses import replace

    assessment = replace(fiction.watched(conversation), because=because)
    return fiction.report(Entry(conversation=conversation, assessment=assessment, advice=None))


PAGES = {"demo": fiction.demo, "archive": fiction.archive, "hostile": fiction.hostile, "long": long_thread}


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest) -> Page:
    return Page(render(PAGES[request.param](), "html", VIEW))


def test_nothing_runs_and_nothing_is_fetched(page: Page) -> None:
    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "img", "link", "iframe", "object", "embed", "form", "svg", "base", "audio", "video"}
    attributes = {name for _, attrs in page.tags for name in attrs}
    assert not {name for name in attributes if name.startswith("on") or name in {"src", "srcset", "style", "action"}}
    assert all(href.startswith(("#", "https://")) for href in page.values("href"))
    assert any("default-src 'none'" in content for content in page.values("content"))


def test_the_style_fetches_nothing() -> None:
    style = re.findall(r"<style>(.*?)</style>", render(fiction.demo(), "html", VIEW), re.DOTALL)
    assert len(style) == 1
    assert not re.search(r"url\(|@import|@font-face|expression", style[0])


def test_every_link_inside_leads_somewhere(page: Page) -> None:
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.values("href") if href.startswith("#")} <= set(ids)


def test_headings_are_in_order(page: Page) -> None:
    ranks = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert ranks[0] == 1
    assert ranks.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(ranks))


def test_language_and_width_are_stated(page: Page) -> None:
    assert ("html", {"lang": "en"}) in page.tags
    assert "width=device-width, initial-scale=1" in page.values("content")


def test_hostile_text_is_only_text() -> None:
    written = render(fiction.hostile(), "html", VIEW)
    body = written.split("</style>")[1]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body
    assert "{{ 7*7 }}" in body
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", body)


def test_words_are_marked_exactly() -> None:
    page = Page(render(fiction.report(fiction.alarming()), "html", VIEW))
    assert page.marked.count("not mention this to your employer") == 2  # in the reason and in the thread


def test_the_numbers_add_up_on_the_page() -> None:
    written = render(fiction.report(fiction.alarming()), "html", VIEW)
    table = written[written.index("<table>") : written.index("</table>")]
    *parts, score = [float(value) for value in re.findall(r"<td>([+-][\d.]+)</td>", table)]
    assert sum(parts) == pytest.approx(score)
    assert score == 2.9


def test_a_long_thread_is_cut_and_says_so() -> None:
    written = render(long_thread(), "html", VIEW)
    assert written.count('class="bubble ') == 40
    assert "messages left out here" in written
    assert "characters left out here" in written
    assert len(written) < 120_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(scheme: str) -> None:
    """WCAG AA: 4.5 to 1 for every colour that text has."""
    style = render(fiction.demo(), "html", VIEW).split("</style>")[0]
    blocks = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    colors = dict(re.findall(r"--(\w[\w-]*): (#[0-9a-f]{6})", blocks[0 if scheme == "light" else 1]))
    for ink in ("ink", "soft", "link", "quiet", "watch", "warn", "alarm"):
        for ground in ("paper", "card", "mine", "theirs"):
            assert _contrast(colors[ink], colors[ground]) >= 4.5, (ink, ground)
    assert _contrast(colors["mark-ink"], colors["mark"]) >= 4.5


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
