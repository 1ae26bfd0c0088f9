"""`python -m bench.desk`: a desk of 100,000 cases and a million messages, with 20 people at work at once.

Builds the desk once (kept under build/; `--store postgresql://...` for another place), starts the real server, signs 20
officers in, and lets each ask for page after page without pausing, for a bounded number of pages. Says the median and
the 95th percentile for each kind of page, the server's memory, and how long one new report takes to be linked. Only
this machine is asked.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

import httpx

from bench.desk_store import OFFICERS, PASSWORD, build
from bonafides.desk.desk import Desk
from bonafides.desk.linking import suggesting as linking
from bonafides.desk.linking.marks import Found
from bonafides.store import equals
from bonafides.store.opening import open_store
from bonafides.store.records import Campaign, Case, Mark, Report

BUILD = Path(__file__).parents[1] / "build"
PORT = 8763
USERS = 20
PAGES = 40
"""Pages that each user asks for."""
_TOKEN = re.compile(r'name="csrf"\s+value="([^"]+)"')
WORDS = ("interview", "whatsapp client", "reference4711", "paid report", "laboratory", "thorne", "zebra crossing")


def main() -> None:
    """Build, serve, ask, and say what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--store", default="", help="an empty store to build in, or one that was built before")
    given = parser.parse_args()
    address = given.store or str(BUILD / f"desk-{given.cases}.sqlite")
    BUILD.mkdir(exist_ok=True)
    desk = _built(address, given.cases)
    with desk.store.reading() as reading:
        counts = reading.count(Case)[()], reading.count(Report)[()]
        campaigns = [each.id for each in reading.find(Campaign, limit=50)]
    print(f"{counts[0]:,} cases, {counts[1] * 10:,} messages, {address.rpartition('/')[2]}")
    _link(desk)
    desk.store.close()
    with _serving(address) as process:
        times = _asked(given.cases, campaigns)
        memory = _memory(process.pid)
    for name, found in sorted(times.items()):
        _say(name, found)
    _say("all pages", [each for found in times.values() for each in found])
    print(f"{'server memory':>14}: {memory:.0f} MB at most")


def _built(address: str, cases: int) -> Desk:
    store = open_store(address)
    with store.reading() as reading:
        there = reading.count(Case)[()]
    if there == 0:
        started = time.perf_counter()
        store.close()
        desk = build(address, cases)
        print(f"built in {time.perf_counter() - started:.0f} s")
        return desk
    return Desk(store=store)


def _link(desk: Desk) -> None:
    """How long it takes to find the cases that one report may belong with."""
    found: list[float] = []
    with desk.store.reading() as reading:
        ids = [id for (id,) in reading.pick(Case, ("id",), order="-number", limit=2_000)]
        for case in random.Random(1).sample(ids, 50):
            marks = tuple(
                Found(family=each.family, key=each.key, shown=each.shown)
                for each in reading.find(Mark, equals("case", case))
            )
            started = time.perf_counter()
            linking.suggest(reading, case, marks)
            found.append(time.perf_counter() - started)
    _say("linking one", found)


@contextmanager
def _serving(address: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "bonafides", "serve", "--desk", "--store", address, "--port", str(PORT)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                httpx.get(f"http://127.0.0.1:{PORT}/sign-in", timeout=1)
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        else:
            raise SystemExit("the server does not answer")
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


def _asked(cases: int, campaigns: list[str]) -> dict[str, list[float]]:
    with ThreadPoolExecutor(USERS) as users:
        jobs = [users.submit(_user, number, cases, campaigns) for number in range(USERS)]
        times: dict[str, list[float]] = defaultdict(list)
        for job in jobs:
            for name, seconds in job.result():
                times[name].append(seconds)
    return times


def _user(number: int, cases: int, campaigns: list[str]) -> list[tuple[str, float]]:
    chance = random.Random(number)
    with httpx.Client(base_url=f"http://127.0.0.1:{PORT}", timeout=60, follow_redirects=True) as client:
        page = client.get("/sign-in")
        token = _TOKEN.search(page.text)
        assert token, "no form to sign in"
        form = {"csrf": token[1], "name": f"officer{number % OFFICERS}", "password": PASSWORD}
        client.post("/sign-in", data=form, headers={"Origin": f"http://127.0.0.1:{PORT}"})
        found = []
        for _ in range(PAGES):
            kinds = ("inbox", "case", "search", "campaign" if campaigns else "inbox")
            kind = chance.choices(kinds, (3, 4, 2, 1))[0]
            place = {
                "inbox": chance.choice(("/desk", "/desk?status=closed", "/desk?status=closed&verdict=approach")),
                "case": f"/desk/case/{chance.randint(1, cases)}",
                "search": f"/desk/search?words={chance.choice(WORDS)}",
                "campaign": f"/desk/campaign/{chance.choice(campaigns or [''])}",
            }[kind]
            started = time.perf_counter()
            answer = client.get(place)
            found.append((kind, time.perf_counter() - started))
            assert answer.status_code == 200, (place, answer.status_code)
        return found


def _memory(pid: int) -> float:
    """The most memory that the process and those that it started ever had, each for itself, in MB together."""
    found = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            told = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:  # it has ended meanwhile
            continue
        if str(pid) in (told["Pid"].strip(), told["PPid"].strip()) and "VmHWM" in told:
            found += int(told["VmHWM"].split()[0])
    return found / 1024


def _say(name: str, seconds: list[float]) -> None:
    worst = quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
    print(f"{name:>14}: median {median(seconds) * 1000:.0f} ms, p95 {worst * 1000:.0f} ms, {len(seconds)} times")


if __name__ == "__main__":
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    main()
