"""The whole way without a pointer or without eyes: keys alone, visible focus, and what a screen reader is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.page.conftest import PATIENCE
from tests.page.tour import LEVELS, SEVERAL, without_engine
from tests.page.walk import at, bring, choose, do, ended, paste, say, step, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOCUSED = """() => {
  const [each, style] = [document.activeElement, getComputedStyle(document.activeElement)];
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const box = each.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const bar = each.closest('.actions') ? null : top;
  return { tag: each.tagName, id: each.id, text: each.textContent.trim().slice(0, 40), ring,
    seen: box.bottom > 0 && box.top < innerHeight && !bar?.closest('.actions') };
}"""
MOST = 400
"""Presses of Tab after which a test gives up."""


@pytest.fixture(scope="module")
def ready(browser: Browser, site: Path) -> Iterator[Page]:
    """One ready page for what a screen reader is told."""
    with visitor(browser, site, reduced_motion="reduce") as (page, _):
        yield page


def tab_to(page: Page, selector: str, key: str = "Tab") -> int:
    """Press Tab until the focus is there, and see it at each of its stops; gives how many there were."""
    wanted = page.locator(selector)
    for stops in range(1, MOST):
        page.keyboard.press(key)
        focus = page.evaluate(FOCUSED)
        assert focus["tag"] == "BODY" or (focus["ring"] and focus["seen"]), focus
        if wanted.evaluate("(each) => each === document.activeElement"):
            return stops
    raise AssertionError(selector)


def press(page: Page, action: str, key: str = "Enter") -> None:
    """Go to the button that does this, and press it."""
    tab_to(page, f'[data-do="{action}"]:visible')
    page.keyboard.press(key)


def on_heading_of(page: Page, name: str) -> None:
    """The step is shown, and its heading has the focus."""
    ended(page)
    at(page, name)
    assert (
        page.evaluate("() => document.activeElement.matches('h1') && document.activeElement.closest('.step').id")
        == name
    )


def test_the_whole_way_by_keys_alone(browser: Browser, site: Path) -> None:
    with visitor(browser, site, reduced_motion="reduce") as (page, _):
        before(page)
        form(page)
        text(page)
        answer(page)
        wipe(page)


def before(page: Page) -> None:
    assert tab_to(page, ".skip") == 1
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "content"
    tab_to(page, '[name="work"][value="no"]')
    for key, answer in (("ArrowRight", "yes"), ("ArrowLeft", "no")):
        page.keyboard.press(key)
        assert page.locator(f'[name="work"][value="{answer}"]').is_checked()
    tab_to(page, '[name="protected"][value="no"]')
    page.keyboard.press("Space")
    press(page, "begin")
    on_heading_of(page, "bring")


def form(page: Page) -> None:
    press(page, "form", "Space")
    on_heading_of(page, "form")
    assert tab_to(page, ".ways [data-do=back]") > 40
    tab_to(page, "[data-do=form-done]", "Shift+Tab")
    press(page, "back")
    at(page, "bring")


def text(page: Page) -> None:
    tab_to(page, "#text")
    page.keyboard.insert_text(LEVELS["alarm"])
    press(page, "paste")
    on_heading_of(page, "sides")
    tab_to(page, '[data-message="0"]')
    for key, mine in (("Space", "true"), ("Enter", "false")):
        page.keyboard.press(key)
        assert page.locator('[data-message="0"]').get_attribute("aria-pressed") == mine
    press(page, "sides-done")
    on_heading_of(page, "about")
    tab_to(page, "#situation")
    page.keyboard.press("ArrowDown")
    assert page.locator("#situation").input_value() == "not-answered"
    press(page, "judge")


def answer(page: Page) -> None:
    on_heading_of(page, "answer")
    tab_to(page, "#report .reason .jump >> nth=0")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.querySelector(':target').matches('.bubble')")
    tab_to(page, "#more > summary")
    page.keyboard.press("Enter")
    assert page.locator("#more").get_attribute("open") is not None
    press(page, "ask-wipe")


def wipe(page: Page) -> None:
    on_heading_of(page, "wiping")
    tab_to(page, "#wipe-copy")
    page.keyboard.press("Space")
    assert page.locator("#wipe-copy").is_checked()
    press(page, "wipe")
    on_heading_of(page, "wiped")
    assert page.locator("#report").inner_text() == ""


def test_the_keys_come_out_at_both_ends(ready: Page) -> None:
    """No trap: through the answer, which has the most stops, and back."""
    paste(ready, LEVELS["alarm"])
    do(ready, "sides-done")
    say(ready, country="GB")
    assert tab_to(ready, "footer.site a") > 30
    assert tab_to(ready, ".skip", "Shift+Tab") > 30


# --- what a screen reader is told


def test_the_first_screen_by_roles_and_names(ready: Page) -> None:
    while step(ready) != "before":
        do(ready, "restart")
        at(ready, "before")
    for role, name in (
        ("link", "Skip to the content"), ("navigation", "Language"), ("list", "Steps"), ("main", None),
        ("region", "Somebody wrote to you, and something feels odd?"), ("group", "Is this a work device?"),
        ("group", "Is the text itself protected?"), ("button", "Begin"), ("contentinfo", None), ("banner", None),
    ):  # fmt: skip
        assert ready.get_by_role(role, name=name).count() == 1, role  # type: ignore[arg-type]
    asked = ready.get_by_role("group", name="Is the text itself protected?")
    assert asked.get_by_role("radio").evaluate_all("(all) => all.map((each) => each.labels[0].innerText.trim())") == [
        "No", "Yes, or I am not sure",
    ]  # fmt: skip
    assert ready.get_by_role("heading", level=1).all_inner_texts() == [
        "Somebody wrote to you, and something feels odd?"
    ]
    current = ready.locator(".progress [aria-current=step]")
    assert current.all_inner_texts() == ["Before"]
    status = ready.get_by_role("status").filter(has_text="Ready.")
    assert status.count() == 1
    ready.get_by_role("radio", name="Yes", exact=True).check()
    assert ready.get_by_role("status").filter(has_text="Then your employer may be able to see").count() == 1
    ready.get_by_role("radio", name="No, it is my own").check()


def test_what_is_asked_for_is_named_and_described(ready: Page) -> None:
    bring(ready)
    field = ready.get_by_role("textbox", name="Paste the message or the whole chat here")
    described = "(each) => document.getElementById(each.getAttribute('aria-describedby')).textContent"
    assert "Any form will do" in field.evaluate(described)
    assert "WhatsApp" in ready.get_by_label("Choose files from this device").evaluate(described)
    field.fill("")
    do(ready, "paste")
    assert ready.get_by_role("alert").inner_text().startswith("There is no text yet.")
    do(ready, "form")
    assert ready.get_by_role("group", name=re.compile("Were you offered money for a report")).count() == 1
    do(ready, "form-done")
    assert ready.get_by_role("alert").inner_text().startswith("Nothing has been answered yet.")


def test_a_tapped_message_says_whose_it_is(ready: Page) -> None:
    paste(ready, LEVELS["watch"])
    heard = ready.locator("#sides").get_by_role("status")
    assert heard.inner_text() == ""
    ready.get_by_role("button", name=re.compile("Victor · the other side Could we continue")).click()
    assert heard.inner_text() == "Message 1: you. Tap to change."
    ready.get_by_role("button", name=re.compile("Victor · you Could we continue"), pressed=True).click()
    assert heard.inner_text() == "Message 1: the other side. Tap to change."
    assert ready.get_by_role("checkbox", name=re.compile(r"Victor \(1 message\): This is me")).count() == 1
    do(ready, "sides-done")
    assert [each.evaluate("(each) => each.labels[0].innerText") for each in ready.get_by_role("combobox").all()] == [
        "How far has it gone?", "Which fits best?", "Which country's reporting points do you want to see?",
    ]  # fmt: skip
    say(ready)
    assert ready.get_by_role("region", name="The answer").count() == 1
    assert ready.locator("#report .scale [aria-current]").inner_text() == "Watch"
    do(ready, "keep")
    ready.get_by_role("status").filter(has_text="Kept on this device.").wait_for()


def test_several_conversations_are_announced_as_such(ready: Page) -> None:
    choose(ready, SEVERAL)
    assert ready.get_by_role("heading", level=1).all_inner_texts() == ["This is what was read"]


def test_waiting_is_told_in_words_and_shown_as_a_bar(browser: Browser, site: Path) -> None:
    with without_engine(browser, site, "core.zip") as page:
        page.set_default_timeout(PATIENCE)
        loading = page.get_by_role("status").filter(has_text="Getting the program ready")
        loading.wait_for()
        bar = page.get_by_role("progressbar", name="Getting the program ready")
        assert bar.evaluate("(each) => each.max") == 1
        do(page, "begin")
        page.locator("#text").fill("Ann: Hello")
        do(page, "paste")
        assert page.get_by_role("heading", level=1).all_inner_texts() == ["Reading …"]
        assert page.get_by_role("status").filter(has_text="This goes on by itself").count() == 1
        assert page.get_by_role("progressbar", name="Reading …").count() == 1
        page.get_by_role("button", name="Cancel").click()
        assert page.get_by_role("alert").inner_text().startswith("Cancelled.")
        assert page.get_by_role("textbox").input_value() == "Ann: Hello"
