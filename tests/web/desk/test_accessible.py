"""What axe cannot tell of the desk: a narrow screen with wide letters, keys alone, focus, errors, time limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.desk.seats import PASSWORD
from tests.web.desk.test_browser import PATIENCE, House

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NARROW = {"width": 320, "height": 640}
SPACED = """*, *::before, *::after {
  line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important;
} p { margin-block-end: 2em !important; }"""
"""What WCAG 1.4.12 lets a person set."""
CUT = """() => {
  const wide = document.documentElement.clientWidth;
  const found = document.documentElement.scrollWidth > wide ? ['the page is wider than the window'] : [];
  for (const each of document.querySelectorAll('body *')) {
    if (!each.checkVisibility() || each.closest('.heard, .skip, .wide, pre, svg, option')) continue;
    const [box, style] = [each.getBoundingClientRect(), getComputedStyle(each)];
    const out = box.width > 0 && (box.right > wide + 1 || box.left < -1);
    const cut = [style.overflowX, style.overflowY].some((how) => how === 'hidden' || how === 'clip')
      && (each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1);
    if (out || cut) found.push(`${each.tagName} ${each.className}: ${each.textContent.trim().slice(0, 40)}`);
  }
  return found.slice(0, 5);
}"""
FOCUSED = """() => {
  const [each, all] = [document.activeElement, [...document.querySelectorAll('*')]];
  if (!each || each === document.body) return null;
  const [box, style] = [each.getBoundingClientRect(), getComputedStyle(each)];
  return { place: all.indexOf(each), ring: parseFloat(style.outlineWidth) * (style.outlineStyle === 'none' ? 0 : 1),
    seen: box.bottom > 0 && box.top < innerHeight && box.width > 0, what: each.outerHTML.slice(0, 80) };
}"""
MOST_TABS = 120


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    found = House()
    yield found
    found.served.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A narrow window without motion, into which a test may put a style."""
    context = chromium.new_context(viewport=NARROW, bypass_csp=True, reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def _spaced(page: Page) -> None:
    page.add_style_tag(content=SPACED)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert page.evaluate(CUT) == [], page.url


def _sign_in(page: Page, house: House) -> int:
    """By keyboard; how many things one does."""
    page.goto(house.served.url + "/sign-in?next=%2Fdesk")
    _spaced(page)
    page.keyboard.type("robin")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk")
    return 3


def _to(page: Page, wanted: str) -> None:
    for _ in range(MOST_TABS):
        if page.evaluate("(wanted) => document.activeElement?.matches(wanted) ?? false", wanted):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {wanted}")


def test_the_whole_way_on_a_narrow_screen_with_wide_letters_and_keys_alone(page: Page, house: House) -> None:
    """From signing in to the closed case, without a single key of our own: Tab, arrows, Space and Enter."""
    steps = _sign_in(page, house)
    _spaced(page)
    _to(page, "tr[data-row] a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/case/*")
    number = int(page.url.rpartition("/")[2])
    _spaced(page)
    _to(page, "button[name=draft][value=ordinary]")
    page.keyboard.press("Enter")
    page.wait_for_url("**draft=ordinary*")
    assert page.evaluate("document.activeElement.id") == "text"
    _spaced(page)
    page.keyboard.press("Control+End")
    page.keyboard.type("My door is open.")
    _to(page, "#reason")
    page.keyboard.type("Checked by telephone.")
    _to(page, "#answer button.main")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk?closed=*")
    _spaced(page)
    steps += 5
    assert house.status(number) == ("closed", "ordinary")
    assert steps <= 12


@pytest.mark.parametrize("place", ["/report", "/desk/case/1", "/desk/settings"])
def test_the_focus_is_seen_goes_in_order_and_comes_out(page: Page, house: House, place: str) -> None:
    _sign_in(page, house)
    page.goto(house.served.url + place)
    _spaced(page)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = false; })")
    page.locator(".skip").focus()
    found: list[dict[str, Any]] = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if (each := page.evaluate(FOCUSED)) is None or (found and each["place"] == found[0]["place"]):
            break
        found.append(each)
    assert len(found) > 5
    assert len(found) < MOST_TABS, "no trap"
    places = [each["place"] for each in found]
    assert places == sorted(places)
    assert [each["what"] for each in found if each["ring"] < 3 or not each["seen"]] == []


def test_an_error_has_the_focus_and_its_field_says_so(page: Page, house: House) -> None:
    page.goto(house.served.url + "/report")
    page.click("#tell button.main")
    page.wait_for_function("document.activeElement.getAttribute('role') === 'alert'")
    field = page.locator("#said")
    assert field.get_attribute("aria-invalid") == "true"
    told = field.evaluate("(each) => each.getAttribute('aria-describedby').split(' ').map("
                          "(id) => document.getElementById(id).textContent).join(' ')")  # fmt: skip
    assert page.evaluate("document.activeElement.textContent").strip() in told
    _sign_in(page, house)
    page.goto(house.served.url + "/desk/case/2")
    page.check("input[name=verdict][value=scam]")
    page.click("text=Answer and close")
    page.wait_for_function("document.activeElement.id === 'problem'")
    reason = page.locator("#reason")
    assert (reason.get_attribute("aria-invalid"), "problem" in (reason.get_attribute("aria-describedby") or "")) == (
        "true", True,
    )  # fmt: skip


def _away(page: Page, minutes: int) -> None:
    page.clock.fast_forward(minutes * 60_000)


def test_before_a_visit_ends_it_says_so_and_can_be_prolonged(page: Page, house: House) -> None:
    page.clock.install()
    _sign_in(page, house)
    page.goto(house.served.url + "/desk/case/2")
    told: Any = page.get_by_role("alert").filter(has_text="signed")
    _away(page, 20)
    assert told.count() == 0
    _away(page, 6)
    assert "In 4 minutes you will be signed out" in told.inner_text()
    page.fill("#note", "Half a thought")
    page.keyboard.press("Tab")
    page.click("text=Stay signed in")
    page.get_by_text("You stay signed in.").wait_for()
    _away(page, 26)
    assert page.locator("text=Stay signed in").count() == 1
    _away(page, 10)
    assert "You have been signed out" in told.inner_text()
    assert page.input_value("#note") == "Half a thought"
