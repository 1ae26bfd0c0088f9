"""Photographs the served pages for docs/pictures/: the person's answer, and a fictional desk behind a real server.

    .venv/bin/python docs/pictures/make_pages.py [FOLDER]

Needs the extras `desk` and `test`, and Chromium. The clock of the desk is set, so the same pages give the same picture
on a machine with the same fonts.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

import uvicorn
from PIL import Image
from playwright.sync_api import sync_playwright

from bonafides.desk import campaigns, cases, links, settings
from bonafides.desk.closing import Draft, close
from bonafides.desk.desk import Desk
from bonafides.desk.intake.received import File, Received
from bonafides.desk.people.accounts import first_admin, open_account
from bonafides.desk.permissions import PROGRAM, Actor
from bonafides.desk.reports import take
from bonafides.store.opening import open_store
from bonafides.store.records import Link
from bonafides.web.app import app
from bonafides.web.config import Config
from bonafides.web.gate import Gate
from bonafides.web.server import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDE, PHONE = (1100, 860), (390, 844)
COLOURS = 96
"""Of the palette: the pages have few, and the letters' edges some more."""
PASSWORD = "granite walnut ferry lantern 41"  # noqa: S105 - of a desk that lives for a minute
VALE = """{name}: Hello, I am a consultant at {firm}. Your profile impressed us, and your talk on port logistics.
Me: Thank you. What is it about?
{name}: We pay {fee} USD for a short report on your office. Could we continue on WhatsApp? +44 7700 900123
Me: Could you tell me what it is for?
{name}: The client prefers not to be named. Please keep this between us, and delete our chat. {last}
"""
ANSWERED = VALE.format(
    name="Adrian Vale", firm="Northgate Insight", fee="800", last="Two pages on how your office decides would do."
)
REPORTS = (
    (0, "researcher", "It felt odd that he wanted to leave the network at once.", ANSWERED),
    (2, "administrator", "Is this all right?", (
        "Nora Blythe: We have an opening for a laboratory manager; the advert with the salary is on our site.\n"
        "Me: Thank you, I shall have a look.\nNora Blythe: Please apply through the portal whenever it suits you.\n")),
    (5, "engineer", "A colleague told me of something similar.", VALE.format(
        name="Marcus Thorne", firm="Northgate Insight", fee="950", last="The client pays at once, in any way.")),
    (6, "doctoral student", "", (
        "Kestrel Jobs: Congratulations! Earn 300 a day by rating hotels on your phone, no experience needed.\n"
        "Kestrel Jobs: To unlock the next set of tasks, deposit 150 in USDT to your working account today.\n")),
    (9, "researcher", "He wrote again after I had not answered for a week.", VALE.format(
        name="Adrian Vale", firm="Northgate Insight", fee="800", last="We would invite you to our city, all paid.")),
    (10, "lecturer", "", (
        "Editor, Harbour Studies: Would you review a manuscript of 20 pages on tidal sediments by the end of May?\n"
        "Me: What is the deadline for the second round?\nEditor, Harbour Studies: Six weeks after the first.\n")),
)  # fmt: skip
"""(days since the beginning, what the person approached does, what they say, the messages). All of it is invented."""


@dataclass(slots=True)
class Clock:
    """Stands where it is put; every look at it takes a second."""

    at: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    step: timedelta = field(default=timedelta(seconds=1))

    def __call__(self) -> datetime:
        """The time, UTC."""
        self.at += self.step
        return self.at


def fictional() -> Desk:
    """A desk of two people with half a dozen reports, of which three belong together."""
    clock = Clock()
    desk = Desk(store=open_store("memory:"), now=clock)
    admin = first_admin(desk, name="root", password=PASSWORD)
    officer = open_account(desk, PROGRAM, name="maren", role="officer", password=PASSWORD)
    lead = open_account(desk, PROGRAM, name="lena", role="lead", password=PASSWORD)
    told = {"name": "Research security", "contact": "room 12, 555 0100"}
    settings.change_settings(desk, Actor(account=admin.id, role="admin", name="root"), told)
    start, taken = clock.at, []
    for days, role, said, text in REPORTS:
        clock.at = start + timedelta(days=days)
        brought = File(name="messages.txt", data=text.encode(), media_type="text/plain")
        received = Received(via="form", received_at=clock.at, said=said, role=role, files=(brought,))
        taken.append(take(desk, Actor(account="", role="reporter"), received).case)
    clock.at += timedelta(hours=2)
    _worked_on(desk, Actor(account=officer.id, role="officer", name="maren"), taken)
    _joined(desk, Actor(account=lead.id, role="lead", name="lena"), taken[0])
    return desk


def _worked_on(desk: Desk, maren: Actor, taken: list[str]) -> None:
    cases.assign(desk, maren, taken[0], maren.account)
    cases.note(
        desk, maren, taken[0], "The firm's switchboard knows nobody of that name; I rang the number on its site."
    )
    cases.task(desk, maren, taken[0], "Ask whether the second page was sent", owner=maren.account, due_at=None)
    answer = Draft(
        kind="ordinary", lang="en", text="This looks like an ordinary advert. You need do nothing.", report=""
    )
    close(desk, maren, taken[1], verdict="ordinary", reason="The advert is on the employer's own site.", answer=answer)


def _joined(desk: Desk, lena: Actor, case: str) -> None:
    with desk.store.reading() as reading:
        found = reading.find(Link)
    for link in found:
        links.decide(desk, lena, link.id, "confirmed")
        cases.acknowledge(desk, lena, link.one)
    campaigns.start(desk, lena, case, "Paid reports for a client without a name")


@contextmanager
def served(config: Config) -> Iterator[str]:
    """The address of a server with this configuration."""
    ready, ports = Event(), list[int]()

    def listens(port: int) -> None:
        ports.append(port)
        ready.set()

    how = uvicorn.Config(app(config), host="127.0.0.1", port=0, access_log=False, log_config=None, log_level="critical")
    server = Server(how, listens)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    ready.wait(30)
    yield f"http://127.0.0.1:{ports[0]}"
    server.should_exit = True
    thread.join(10)


def photograph(page: Page, out: Path, *, height: int = 0) -> None:
    """What the window shows, or the first `height` pixels of the page, in few colours."""
    page.wait_for_load_state("networkidle")
    shape = page.viewport_size or {"width": WIDE[0], "height": WIDE[1]}
    clip = {"x": 0, "y": 0, "width": shape["width"], "height": height or shape["height"]}
    raw = page.screenshot(full_page=True, clip=clip, animations="disabled", caret="hide")  # type: ignore[arg-type]
    with Image.open(io.BytesIO(raw)) as shot:
        few = shot.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(out, optimize=True)


def window(browser: Browser, size: tuple[int, int], *, scale: float = 1) -> Page:
    """A fresh window, in daylight and without motion."""
    shape = {"width": size[0], "height": size[1]}
    return browser.new_context(
        viewport=shape, device_scale_factor=scale, color_scheme="light", reduced_motion="reduce",  # type: ignore[arg-type]
    ).new_page()  # fmt: skip


def desk_pictures(browser: Browser, out: Path) -> None:
    """The inbox, a case, a campaign, and the staff form on a phone."""
    with served(Config(desk=fictional(), person=False)) as url:
        page = window(browser, WIDE)
        page.goto(f"{url}/sign-in?next=%2Fdesk")
        page.fill("#name", "maren")
        page.fill("#password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk")
        page.goto(f"{url}/desk?status=all")
        photograph(page, out / "desk-inbox.png")
        page.goto(f"{url}/desk/case/1?draft=do-not-answer")
        page.evaluate("document.activeElement.blur()")
        photograph(page, out / "desk-case.png", height=1150)
        page.goto(f"{url}/desk/campaigns")
        page.click("tr[data-row] a")
        page.wait_for_url("**/desk/campaign/*")
        photograph(page, out / "desk-campaign.png", height=1000)
        phone = window(browser, PHONE, scale=2)
        phone.goto(f"{url}/report")
        photograph(phone, out / "staff-form.png")


def person_picture(browser: Browser, out: Path) -> None:
    """The answer to somebody who brought a text."""
    gate = Gate()
    with tempfile.TemporaryDirectory() as home, served(Config(home=Path(home), gate=gate)) as url:
        page = window(browser, WIDE)
        page.goto(f"{url}/start/{gate.token}")
        page.goto(f"{url}/bring")
        page.fill("#text", ANSWERED)
        page.click("main .main")
        page.wait_for_url("**/correct")
        page.click('form[action="/correct/0"] .main')
        page.wait_for_url("**/about")
        page.click("#about .main")
        page.wait_for_url("**/answer")
        photograph(page, out / "answer.png", height=1000)


def main(out: Path) -> None:
    """Take all of them."""
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        desk_pictures(browser, out)
        person_picture(browser, out)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
