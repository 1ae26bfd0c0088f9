"""`python -m bench.page`: the browser edition in headless Chromium, as it is and with the processor slowed down.

Rows marked "page slowed" use Chromium's own throttle, which reaches the page but not its worker. Rows marked "browser
slowed" give all of Chromium's processes a quarter of the processors' time, where the system lets this be set (Linux,
control groups, as root): that is the honest picture of a slow phone.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.linkedin_export import write as write_export
from bonafides.page.site import build, write
from tests.page.conftest import PATIENCE, READY, Server
from tests.required import CHROMIUM

CORPUS = Path(__file__).parents[1] / "corpus" / "en"
GROUP = Path("/sys/fs/cgroup/cpu/bonafides-bench")
SLOWER = 4
LARGE = 10_000
"""Messages of the large exports."""


def messages(count: int) -> list[str]:
    """Real sentences of the training corpus, none twice before all have come."""
    rows = (
        json.loads(line) for path in sorted(CORPUS.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    )
    texts = [" ".join(message["text"].split()) for row in rows for message in row.get("messages", ())]
    return list(islice(cycle(dict.fromkeys(texts)), count))


def chat(path: Path, count: int) -> None:
    """A WhatsApp export of one chat."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    lines = (
        f"[{start + timedelta(minutes=number):%d/%m/%Y, %H:%M:%S}] {'Ann' if number % 2 else 'Me'}: {text}"
        for number, text in enumerate(messages(count))
    )
    path.write_text("\n".join(lines), "utf-8")


@contextmanager
def chromium(*, slowed: bool) -> Iterator[str | None]:
    """The program to start: Chromium itself, or one that puts it into a group with a part of the processors' time."""
    if not slowed:
        yield CHROMIUM
        return
    try:
        GROUP.mkdir(exist_ok=True)
        (GROUP / "cpu.cfs_period_us").write_text("20000")
        (GROUP / "cpu.cfs_quota_us").write_text(str(20000 * (os.cpu_count() or 1) // SLOWER))
    except OSError:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        starter = Path(folder) / "chromium"
        starter.write_text(f'#!/bin/sh\necho $$ > {GROUP}/cgroup.procs\nexec {CHROMIUM} "$@"\n')
        starter.chmod(starter.stat().st_mode | stat.S_IXUSR)
        yield str(starter)
    for _ in range(50):  # the last process of the browser may take a moment to leave the group
        try:
            GROUP.rmdir()
            return
        except OSError:
            time.sleep(0.1)


def opened(context: BrowserContext, url: str, *, throttled: bool) -> tuple[Page, float]:
    """A fresh page, and the seconds until it is ready."""
    page = context.new_page()
    if throttled:
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    start = time.perf_counter()
    page.goto(url)
    page.locator(READY).wait_for(timeout=2 * PATIENCE)
    return page, time.perf_counter() - start


def judged(page: Page, give: str, value: str | Path) -> float:
    """Seconds from handing over a text or file to the answer on the screen, the taps between them left out."""
    page.locator("[data-do=begin]").click()
    if give == "paste":
        page.locator("#text").fill(str(value))
    else:
        page.locator("#files").set_input_files(value)
    seconds = 0.0
    for press, seen in ((f"[data-do={give}]", "#sides"), ("[data-do=judge]", "#answer")):
        if press == "[data-do=judge]":
            page.locator("[data-do=sides-done]").click()
        start = time.perf_counter()
        page.locator(press).click()
        page.locator(f"{seen}:visible").wait_for(timeout=10 * PATIENCE)
        seconds += time.perf_counter() - start
    return seconds


def renderer_megabytes(browser: Browser) -> float:
    """The most memory that any process of the browser that renders pages has had; NaN where the system does not say."""
    most = float("nan")
    for process in browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]:
        status = Path(f"/proc/{process['id']}/status")
        if process["type"] == "renderer" and status.is_file():
            peak = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM"))
            most = max(int(peak.split()[1]) / 1024, most)
    return most


def figures(url: str, folder: Path, *, throttled: bool, slowed: bool) -> dict[str, str]:
    """Every figure, each on a fresh visitor."""
    found: dict[str, str] = {}
    memory: dict[str, float] = {}
    loads: list[float] = []
    with chromium(slowed=slowed) as program, sync_playwright() as playwright:
        if program is None:
            return found
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        thread = "\n".join(f"{'Ann' if n % 2 else 'Me'}: {text}" for n, text in enumerate(messages(20)))
        cases = (
            ("a pasted thread of 20 messages", "paste", thread),
            (f"LinkedIn export of {LARGE:,} messages in 200 conversations", "files", folder / "export.zip"),
            (f"WhatsApp chat of {LARGE:,} messages", "files", folder / "WhatsApp Chat with Ann.txt"),
        )
        for name, give, value in cases:
            context = browser.new_context(viewport={"width": 390, "height": 844})
            page, ready = opened(context, url, throttled=throttled)
            loads.append(ready)
            found[name] = f"{judged(page, give, value):.1f} s"
            memory[name] = renderer_megabytes(browser)
            context.close()
        context = browser.new_context()
        page, _ = opened(context, url, throttled=throttled)
        _, ready = opened(context, url, throttled=throttled)
        found["second visit to ready"] = f"{ready:.1f} s"
        context.close()
        found |= {f"memory after {name}, at most": f"{most:.0f} MB" for name, most in memory.items()}
        browser.close()
    return {f"first load to ready, median of {len(loads)}": f"{median(loads):.1f} s"} | found


def main() -> None:
    """Print a Markdown table."""
    folder = Path(tempfile.mkdtemp())
    built = build()
    write(built, folder / "site")
    write_export(folder / "export.zip", conversations=200, messages=LARGE, seed=1)
    chat(folder / "WhatsApp Chat with Ann.txt", LARGE)
    server = Server(folder / "site")
    try:
        sets = [
            figures(server.url, folder, throttled=throttled, slowed=slowed)
            for throttled, slowed in ((False, False), (True, False), (False, True))
        ]
        print(f"The whole site: {built.size / 1e6:.1f} MB in {len(built.files)} files.\n")
        print(f"| what | as it is | page slowed {SLOWER}x | browser slowed {SLOWER}x |\n| --- | --- | --- | --- |")
        for what in sets[0]:
            print(f"| {what} | {' | '.join(each.get(what, 'not measured') for each in sets)} |", flush=True)
    finally:
        server.close()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
