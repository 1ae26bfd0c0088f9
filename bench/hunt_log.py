"""`python -m bench.hunt_log FOLDER EVENTS [--peers]`: a log for `bench.hunt`, in our form and in that of its peers."""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from evals.campaigns.ranges import World
from evals.campaigns.world import write_world

TOOLKIT_HEADER = ("message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls")
SECOND, BATCH, SEED = 1_000_000, 100_000, 4


def log(place: Path, events: int) -> None:
    """Write a log with campaigns and all look-alikes into `place`, unless it is there already."""
    if not (place / "labels.csv").exists():
        write_world(place, World(events=events, seed=SEED))


def for_toolkit(place: Path) -> Path:
    """The log as coordination-network-toolkit reads it: contacts with one target are replies to one message."""
    out = place / "toolkit.csv"
    if not out.exists():
        with out.with_suffix(".part").open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(TOOLKIT_HEADER)
            table.writerows(toolkit_rows(place / "events.parquet"))
        out.with_suffix(".part").rename(out)
    return out


def toolkit_rows(events: Path) -> Iterator[tuple[Any, ...]]:
    """One row for each event. An event without text gets one of its own, so that no two of them are alike."""
    number = 0
    for batch in pq.ParquetFile(events).iter_batches(BATCH, columns=["account", "target", "sent_at", "text"]):
        columns = [batch.column(name) for name in ("account", "target", "sent_at", "text")]
        moments = columns[2].cast("int64").to_pylist()
        texts = columns[3].to_pylist()
        for account, target, moment, text in zip(
            columns[0].to_pylist(), columns[1].to_pylist(), moments, texts, strict=True
        ):
            number += 1
            yield number, account, account, "", target, text or f"without text {number}", moment // SECOND, ""


def for_fraudar(place: Path) -> Path:
    """The log as lines of account, target and hour, tabs between, for FRAUDAR."""
    out = place / "fraudar.tsv"
    if not out.exists():
        with out.with_suffix(".part").open("w", encoding="utf-8") as file:
            for _, account, _, _, target, _, moment, _ in toolkit_rows(place / "events.parquet"):
                file.write(f"{account}\t{target}\t{moment // 3_600}\n")
        out.with_suffix(".part").rename(out)
    return out


def main(arguments: Sequence[str] | None = None) -> None:
    """Write what is missing."""
    parser = argparse.ArgumentParser(prog="python -m bench.hunt_log", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("events", type=int)
    parser.add_argument("--peers", action="store_true", help="in the forms of the peers too")
    options = parser.parse_args(arguments)
    log(options.folder, options.events)
    if options.peers:
        for_toolkit(options.folder)
        for_fraudar(options.folder)


if __name__ == "__main__":
    main()
