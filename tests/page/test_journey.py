"""From a pasted text to the answer: read, corrected by tapping, said more about, judged, judged again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.page.walk import (
    FLAGGED,
    THREAD,
    at,
    back,
    bring,
    do,
    ended,
    judge,
    level,
    marked,
    paste,
    say,
    step,
    visitor,
)  # fmt: skip

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ONE = "Dear Dr Roe, our client would pay 800 USD for a short report. Could we continue on WhatsApp?"
MAIL = (
    "From: Adrian Vale <a.vale@example.org>\nTo: Jane Roe <jane@example.com>\nDate: Mon, 2 Mar 2026 09:00:00 +0000\n"
    "Subject: A paid report\n\nDear Jane,\n\nour client would pay 800 USD for a short report. Could we continue on "
    "WhatsApp?\n\nAdrian\n"
)
WHATSAPP = (
    "20/09/2026, 21:15 - Messages and calls are end-to-end encrypted.\n"
    "20/09/2026, 21:16 - Adrian Vale: Our client would pay 800 USD for a short report.\n"
    "20/09/2026, 21:17 - Jane Roe: Who is it?\n"
    "20/09/2026, 21:18 - Adrian Vale: Please keep this between us and delete our chat.\n"
)
SHAPES = {
    "one message": (ONE, ["Could we continue on WhatsApp"], 1, 1),
    "a thread with names": (THREAD, ["keep this between us"], 3, 2),
    "a copied mail": (MAIL, ["Could we continue on WhatsApp"], 1, 1),
    "lines of WhatsApp": (WHATSAPP, ["keep this between us", "delete our chat"], 3, 2),
}
"""What is pasted, words that must be highlighted in the answer, and how many messages and people are read."""


@pytest.fixture(scope="module")
def ready(browser: Browser, site: Path) -> Iterator[Page]:
    """One ready page for all journeys here; each begins where something is brought."""
    with visitor(browser, site) as (page, _):
        yield page


@pytest.mark.parametrize(("text", "quoted", "messages", "people"), SHAPES.values(), ids=SHAPES)
def test_every_shape_of_a_pasted_text_comes_to_an_answer(
    ready: Page, text: str, quoted: list[str], messages: int, people: int
) -> None:
    paste(ready, text)
    assert step(ready) == "sides"
    assert ready.locator("button.bubble").count() == messages
    assert ready.locator("[data-messages]").count() == (people if people > 1 else 0)
    judge(ready)
    assert all(any(words in mark for mark in marked(ready)) for words in quoted), marked(ready)


def test_nothing_pasted_is_said_and_nothing_is_lost(ready: Page) -> None:
    bring(ready)
    ready.locator("#text").fill("  \n ")
    do(ready, "paste")
    assert ready.locator('[data-said="bring"]').inner_text().startswith("There is no text yet.")
    do(ready, "files")
    assert ready.locator('[data-said="bring"]').inner_text() == "No file has been chosen yet."
    assert step(ready) == "bring"


def test_the_answer_holds_what_it_must(ready: Page) -> None:
    paste(ready, THREAD)
    assert judge(ready, country="GB") in FLAGGED
    report = ready.locator("#report")
    assert report.locator(".scale [aria-current]").inner_text() == level(ready)
    assert "keep this between us" in " ".join(marked(ready))
    assert report.locator(".stages .seen").count() >= 2
    assert report.locator(".stages .deepest").count() == 1
    headings = report.locator("h3").all_inner_texts()
    for heading in (
        "What to do, in this order", "Why", "What speaks against it", "How far it went", "Where to report it",
        "What came next in known cases",
    ):  # fmt: skip
        assert heading in headings
    assert report.locator(".routes li").count() >= 1
    assert report.locator(".bubbles .bubble").count() == 3
    assert report.locator(".bubbles mark a").count() >= 2
    assert report.locator("script, img, iframe, object, form").count() == 0


def test_one_tapped_message_is_no_longer_judged(ready: Page) -> None:
    paste(ready, THREAD)
    ready.locator('[data-message="2"]').click()
    assert ready.locator('[data-message="2"]').get_attribute("aria-pressed") == "true"
    assert ready.locator('[data-message="2"] .side').inner_text() == "you"
    judge(ready)
    assert "keep this between us" not in " ".join(marked(ready))
    assert "WhatsApp" in " ".join(marked(ready))
    back(ready)
    back(ready)
    ready.locator('[data-message="2"]').click()  # and back: as it was read
    judge(ready)
    assert "keep this between us" in " ".join(marked(ready))


def test_a_whole_person_is_turned_and_all_mine_is_quiet(ready: Page) -> None:
    paste(ready, THREAD)
    before = judge(ready)
    back(ready)
    back(ready)
    people = ready.locator("[data-messages]")
    assert [people.nth(n).is_checked() for n in (0, 1)] == [False, True]
    people.nth(0).check()
    pressed = ready.locator("button.bubble").evaluate_all("(all) => all.map((each) => each.ariaPressed)")
    assert pressed == ["true"] * 3
    assert before in FLAGGED
    assert judge(ready) == "Quiet"
    assert marked(ready) == []
    back(ready)
    back(ready)
    people.nth(1).uncheck()
    assert judge(ready) not in FLAGGED  # only “Why there?” is theirs now
    assert all(words in "Why there?" for words in marked(ready))
    assert ready.locator("#report .bubble.theirs").count() == 1


def test_messages_past_the_shown_ones_are_turned_with_their_person(ready: Page) -> None:
    calm = "".join(f"Ann: Day {n} was fine.\nBob: Good.\n" for n in range(30))
    paste(ready, calm + THREAD)
    assert ready.locator("button.bubble").count() == 40
    assert "23 more messages" in ready.locator("#sheet").inner_text()
    assert judge(ready) in FLAGGED
    back(ready)
    back(ready)
    ready.locator("[data-messages]").first.check()
    assert judge(ready) == "Quiet"


def test_a_long_thread_of_one_person_can_be_turned_as_a_whole(ready: Page) -> None:
    paste(ready, "".join(f"Ann: Could we continue on WhatsApp, {n}?\n" for n in range(50)))
    assert ready.locator("[data-messages]").count() == 1
    judge(ready)
    assert marked(ready)
    back(ready)
    back(ready)
    ready.locator("[data-messages]").check()
    assert judge(ready) == "Quiet"
    assert marked(ready) == []


def test_what_is_said_about_oneself_changes_the_advice_and_never_the_level(ready: Page) -> None:
    paste(ready, THREAD)
    do(ready, "sides-done")
    seen: dict[str, str] = {}
    facts = set()
    told: tuple[dict[str, str], ...] = (
        {}, {"country": "DE"}, {"country": "GB"}, {"standing": "cleared"}, {"situation": "took-money"},
        {"situation": "threatened", "country": "FR", "standing": "journalist"},
    )  # fmt: skip
    for about in told:
        word = say(ready, **about)
        table = "".join(ready.locator("#report tbody, #report tfoot").all_text_contents())
        facts.add((word, tuple(marked(ready)), table))
        seen[str(about)] = ready.locator("#report").inner_text()
        back(ready)
    assert len(facts) == 1
    assert len(set(seen.values())) == len(told)
    assert "MI5" in seen["{'country': 'GB'}"]
    assert "Verfassungsschutz" in seen["{'country': 'DE'}"]


def test_what_no_text_can_show_is_answered_and_judged_again(ready: Page) -> None:
    paste(ready, THREAD)
    judge(ready)
    without = ready.locator("#report").inner_text()
    ready.locator("#more > summary").click()
    questions = ready.locator("#more [data-question]")
    assert questions.count() >= 3
    asked = questions.first.get_attribute("data-question")
    for answer in ("yes", "no"):
        ready.locator(f'[name="more-{asked}"][value="{answer}"]').check()
        do(ready, "judge-again")
        ended(ready)
        at(ready, "answer")
        assert ready.locator(f'[name="more-{asked}"][value="{answer}"]').is_checked()
        if ready.locator("#report").inner_text() != without:
            break
    else:
        pytest.fail("no answer to the first question changes anything")
    ready.locator(f'[name="more-{asked}"][value="unsure"]').check()
    do(ready, "judge-again")
    ended(ready)
    assert ready.locator("#report").inner_text() == without
    paste(ready, THREAD)  # a new text is not judged with the answers about another one
    judge(ready)
    assert ready.locator("#report").inner_text() == without
    assert ready.locator("#more input:checked").count() == 0


def test_the_form_is_answered_without_a_text(ready: Page) -> None:
    paste(ready, THREAD)  # what was read before is not part of what the form is answered about
    bring(ready)
    do(ready, "form")
    do(ready, "form-done")
    assert ready.locator('[data-said="form"]').inner_text().startswith("Nothing has been answered yet.")
    happened = ready.locator('#form [name^="form-"][value="yes"]')
    for n in range(6):
        happened.nth(n).check()
    do(ready, "form-done")
    word = say(ready, country="GB")
    assert word != "Quiet"
    assert "keep this between us" not in ready.locator("#report").inner_text()
    assert ready.locator("#report .reason").count() >= 3
    assert ready.locator("#report .routes li").count() >= 1
    do(ready, "again")
    assert step(ready) == "form"
    for n in range(6):
        ready.locator('#form [name^="form-"][value="unsure"]').nth(n).check()
    do(ready, "form-done")
    assert step(ready) == "form"


def test_a_protected_text_is_never_asked_for(ready: Page) -> None:
    while step(ready) != "before":
        back(ready)
    ready.locator('[name="protected"][value="yes"]').check()
    assert ready.locator('[data-if="protected"]').is_visible()
    ready.locator('[name="work"][value="yes"]').check()
    assert ready.locator('[data-if="work"]').is_visible()
    do(ready, "begin")
    assert not ready.locator("#text").is_visible()
    assert not ready.locator("#files").is_visible()
    do(ready, "form")
    at(ready, "form")
    back(ready)
    back(ready)
    ready.locator('[name="protected"][value="no"]').check()
    ready.locator('[name="work"][value="no"]').check()
    assert not ready.locator('[data-if="protected"]').is_visible()
    assert not ready.locator('[data-if="work"]').is_visible()
    do(ready, "begin")
    assert ready.locator("#text").is_visible()
    assert ready.locator("#files").is_visible()
