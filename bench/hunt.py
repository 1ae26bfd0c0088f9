"""`python -m bench.hunt [--events 1000000]`: time, memory and quality of a hunt beside its peers, on the same log."""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bench.hunt_peers import PEERS, Peer, installed

BUILD = Path(__file__).parents[1] / "build"
FAMILIES = ("targets", "text")
SMALL = 1_000_000
"""Events up to which text is measured alone."""
COMMAND = (sys.executable, "-m", "bonafides", "hunt", "--purpose", "any", "--all")
SOURCES = {"toolkit": "toolkit.csv", "fraudar": "fraudar.tsv"}
HEADER = ("what", "events", "seconds", "CPU s", "peak MB", "precision / recall at its best", "precision at our recall")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one process and its children took."""

    seconds: float
    cpu: float
    megabytes: float
    """Peak resident memory of the largest process."""
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Quality where all accounts from one score on are flagged."""

    score: float
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One program on one log."""

    name: str
    events: int
    cost: Cost | None
    """None where it could not be installed."""
    curve: tuple[Point, ...] = ()
    against: str = ""


def measured(command: Sequence[str], limit: int = 0) -> Cost:
    """Run a command to its end, or `limit` seconds, and read what it and its children took from the kernel."""
    start = perf_counter()
    timed = ["timeout", str(limit), *command] if limit else list(command)
    process = subprocess.Popen(timed, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(
        seconds=perf_counter() - start,
        cpu=usage.ru_utime + usage.ru_stime,
        megabytes=usage.ru_maxrss / 1024,
        status=process.returncode,
    )


def curve(scores: Mapping[str, float], planted: set[str]) -> tuple[Point, ...]:
    """Precision and recall of the accounts with a score or better, for each score there is, the highest first."""
    points, hits, flagged = [], 0, 0
    ordered = sorted(scores.items(), key=lambda item: -item[1])
    for place, (account, score) in enumerate(ordered):
        hits, flagged = hits + (account in planted), flagged + 1
        if place + 1 == len(ordered) or ordered[place + 1][1] != score:
            points.append(Point(score=score, precision=hits / flagged, recall=hits / max(1, len(planted))))
    return tuple(points)


def best(points: Sequence[Point]) -> Point | None:
    """The point with the highest F1: the kindest threshold, chosen knowing the answer."""
    return max(points, key=lambda point: point.f1, default=None)


def at_recall(points: Sequence[Point], recall: float) -> float | None:
    """The best precision at that recall or more; None where it is not reached."""
    return max((point.precision for point in points if point.recall >= recall), default=None)


def exponent(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """Slope of log time over log size (least squares): 1 for time in proportion."""
    x, y = [math.log(size) for size in sizes], [math.log(value) for value in seconds]
    mx, my = sum(x) / len(x), sum(y) / len(y)
    return sum((a - mx) * (b - my) for a, b in zip(x, y, strict=True)) / sum((a - mx) ** 2 for a in x)


def ours(place: Path, events: int, planted: set[str], memory: str) -> Iterator[Result]:
    """The command line with all signals, and a hunt with each of the families that a peer has too."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "found"
        cost = measured(
            [*COMMAND, str(place / "events.parquet"), *_beside(place), "--out", str(out), "--memory", memory]
        )
        scores = shown(out / "campaigns.jsonl") if cost.status == 0 else {}
    yield Result(name="bonafides hunt", events=events, cost=cost, curve=curve(scores, planted))
    for family in FAMILIES if events <= SMALL else FAMILIES[:1]:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "scores.json"
            command = [sys.executable, "-m", "bench.hunt_runner", str(place), str(out), "--memory", memory]
            cost = measured([*command, "--families", family])
            scores = json.loads(out.read_text("utf-8"))["scores"] if cost.status == 0 else {}
        name = f"bonafides, {family} alone"
        yield Result(name=name, events=events, cost=cost, curve=curve(scores, planted), against=family)


def _beside(place: Path) -> list[str]:
    return [part for name in ("accounts", "targets") for part in (f"--{name}", str(place / f"{name}.parquet"))]


def shown(campaigns: Path) -> dict[str, float]:
    """For each account of the campaigns that a hunt wrote, the best score of its campaigns."""
    best_of: dict[str, float] = {}
    with campaigns.open(encoding="utf-8") as file:
        for line in map(json.loads, file):
            for member in line["accounts"]:
                best_of[member["account"]] = max(line["score"], best_of.get(member["account"], 0.0))
    return best_of


def theirs(peer: Peer, source: Path, events: int, planted: set[str], work: Path, limit: int) -> Result:
    """One peer on the log; the first one of a package leaves its database in `work` for the others."""
    python = installed(peer.package, BUILD / "peers")
    if python is None:
        return Result(name=f"{peer.name} ({peer.package})", events=events, cost=None)
    out = work / "scores.json"
    out.unlink(missing_ok=True)
    command = [str(python), "-c", peer.program, str(source), str(work / "peer.db"), str(out), *peer.settings]
    cost = measured(command, limit)
    scores = json.loads(out.read_text("utf-8")) if out.exists() else {}
    return Result(name=peer.name, events=events, cost=cost, curve=curve(scores, planted), against=peer.against)


def row(result: Result, recall: float | None) -> tuple[str, ...]:
    """The cells of one line; `recall` is ours."""
    if result.cost is None:
        return (result.name, f"{result.events:,}", "could not be installed", *("–",) * 4)
    cost, kindest = result.cost, best(result.curve)
    failed = "" if cost.status == 0 else f" (failed: {cost.status})"
    quality = f"{kindest.precision:.3f} / {kindest.recall:.3f} (score {kindest.score:.3g})" if kindest else "–"
    same = at_recall(result.curve, recall) if recall is not None else None
    numbers = (f"{cost.seconds:.1f}{failed}", f"{cost.cpu:.1f}", f"{cost.megabytes:,.0f}")
    return (result.name, f"{result.events:,}", *numbers, quality, "not reached" if same is None else f"{same:.3f}")


def ratios(results: Sequence[Result]) -> Iterator[str]:
    """How many times more each peer took than ours on the same signal, with the preparation that it needs."""
    mine = {result.against: result.cost for result in results if result.name.startswith("bonafides") and result.cost}
    ready = [result.cost for result in results if "preprocess" in result.name and result.cost]
    for result in results:
        own = mine.get(result.against) if result.against and not result.name.startswith("bonafides") else None
        if own and result.cost and result.cost.status == 0:
            costs = [result.cost, *(ready if result.name.startswith("toolkit") else ())]
            wall = sum(cost.seconds for cost in costs) / own.seconds
            cpu = sum(cost.cpu for cost in costs) / max(own.cpu, 1e-9)
            against = f"our {result.against} alone"
            yield f"- {result.name}: {wall:.1f} times {against} by the clock, {cpu:.1f} times by CPU time"


def planted_in(place: Path) -> set[str]:
    """The accounts of the campaigns planted in a log."""
    with (place / "labels.csv").open(encoding="utf-8", newline="") as file:
        return {row["account"] for row in csv.DictReader(file)}


def compared(events: int, options: argparse.Namespace) -> list[Result]:
    """All programs on one log; peers only up to the size asked for."""
    place, peers = options.logs / f"log-{events}", events <= options.peer_events
    # In a process of its own: the kernel counts the memory of this one into that of each that it starts.
    command = [sys.executable, "-m", "bench.hunt_log", str(place), str(events), *(["--peers"] if peers else [])]
    subprocess.run(command, check=True)
    planted = planted_in(place)
    results = list(ours(place, events, planted, options.memory))
    with tempfile.TemporaryDirectory() as work:
        for peer in PEERS if peers else ():
            results.append(theirs(peer, place / SOURCES[peer.source], events, planted, Path(work), options.limit))
    return results


def page(by_size: Mapping[int, Sequence[Result]]) -> Iterator[str]:
    """The lines of the Markdown report."""
    yield f"| {' | '.join(HEADER)} |\n| {' | '.join('---' for _ in HEADER)} |"
    for results in by_size.values():
        kindest = best(results[0].curve)
        for result in results:
            yield f"| {' | '.join(row(result, kindest.recall if kindest else None))} |"
    for results in by_size.values():
        yield from ratios(results)
    whole = {events: found[0].cost for events, found in by_size.items()}
    done = {events: cost for events, cost in whole.items() if cost and cost.status == 0}
    if len(done) > 1:
        wall = exponent(list(done), [cost.seconds for cost in done.values()])
        cpu = exponent(list(done), [cost.cpu for cost in done.values()])
        yield f"- time grows with size to the power {wall:.2f} (wall clock), {cpu:.2f} (CPU)"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m bench.hunt", description=__doc__)
    parser.add_argument("--events", type=int, nargs="+", default=[1_000_000], help="sizes, such as 1000000 10000000")
    parser.add_argument("--large", action="store_true", help="1, 10 and 50 million events")
    parser.add_argument("--peer-events", type=int, default=1_000_000, help="peers run on logs up to this size")
    parser.add_argument("--limit", type=int, default=900, help="seconds a peer is given")
    parser.add_argument("--memory", default="4GB", help="the engine's limit")
    parser.add_argument("--logs", type=Path, default=BUILD / "bench-hunt", help="where logs are kept")
    options = parser.parse_args(arguments)
    sizes = [1_000_000, 10_000_000, 50_000_000] if options.large else options.events
    for line in page({events: compared(events, options) for events in sizes}):
        print(line, flush=True)


if __name__ == "__main__":
    main()
