"""The peers of `bench.hunt`: each in an environment of its own and run by its own Python, never imported by us."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

TOOLKIT = "coordination-network-toolkit==1.5.2"
FRAUDAR = "rgmining-fraudar==0.7.6"

_PREPROCESS = """
import sys
from coordination_network_toolkit.preprocess import preprocess_csv_files
preprocess_csv_files(sys.argv[2], [sys.argv[1]])
"""
_COMPUTE = """
import json, sqlite3, sys
from coordination_network_toolkit import compute_networks
database, out, network, window = sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5])
compute = getattr(compute_networks, f"compute_{network}_network")
compute(database, window, min_edge_weight=2, n_threads=2)
rows = sqlite3.connect(database).execute(
    f"select user_1, max(weight) from {network}_network where user_1 != user_2 group by user_1")
json.dump(dict(rows), open(out, "w"))
"""
_FRAUDAR = """
import json, sys
import fraudar
source, out, hourly = sys.argv[1], sys.argv[3], sys.argv[4] == "hour"
graph = fraudar.ReviewGraph()
reviewers, products = {}, {}
for line in open(source):
    account, target, hour = line.rstrip().split("\\t")
    item = (target, hour) if hourly else target
    if account not in reviewers:
        reviewers[account] = graph.new_reviewer(account)
    if item not in products:
        products[item] = graph.new_product(str(item))
    graph.add_review(reviewers[account], products[item], 1.0)
graph.update()
json.dump({each.name: each.anomalous_score for each in graph.reviewers if each.anomalous_score}, open(out, "w"))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """One program of another author: it gets a log, a working file and the file for its scores, then `settings`."""

    name: str
    package: str
    program: str
    source: str
    """Which form of the log it reads: `toolkit` or `fraudar`."""
    against: str
    """The family of ours that does the same: `targets` or `text`; empty for what only prepares."""
    settings: tuple[str, ...] = ()


PEERS = (
    Peer(name="toolkit, preprocess", package=TOOLKIT, program=_PREPROCESS, source="toolkit", against=""),
    Peer(
        name="toolkit, co_reply 1 h",
        package=TOOLKIT,
        program=_COMPUTE,
        source="toolkit",
        against="targets",
        settings=("co_reply", "3600"),
    ),
    Peer(
        name="toolkit, co_tweet 1 h",
        package=TOOLKIT,
        program=_COMPUTE,
        source="toolkit",
        against="text",
        settings=("co_tweet", "3600"),
    ),
    Peer(
        name="FRAUDAR, account x target",
        package=FRAUDAR,
        program=_FRAUDAR,
        source="fraudar",
        against="targets",
        settings=("raw",),
    ),
    Peer(
        name="FRAUDAR, account x (target, hour)",
        package=FRAUDAR,
        program=_FRAUDAR,
        source="fraudar",
        against="targets",
        settings=("hour",),
    ),
)


def installed(package: str, cache: Path) -> Path | None:
    """The Python of an environment with that package, made where it is missing; None where it cannot be installed."""
    place = cache / package.partition("==")[0]
    python = place / "bin" / "python"
    if (place / "ready").exists():
        return python
    made = subprocess.run([sys.executable, "-m", "venv", str(place)], capture_output=True, check=False)
    if made.returncode:
        return None
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package]
    if subprocess.run(pip, capture_output=True, check=False).returncode:
        return None
    (place / "ready").write_text(package + "\n", "utf-8")
    return python
