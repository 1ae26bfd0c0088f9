"""`python -m bench.hunt_runner LOG OUT [--families targets]`: one hunt in a process of its own, for `bench.hunt`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from bonafides.campaign import communities, linking, sweep
from bonafides.campaign.contacts import number_contacts
from bonafides.campaign.engine.duckdb import DuckEngine
from bonafides.campaign.ingest import Sources, ingest
from bonafides.campaign.parameters import Parameters
from bonafides.campaign.signals import SIGNALS


def hunt(engine: DuckEngine, families: frozenset[str] | None, clock: sweep.Clock) -> dict[str, float]:
    """For each account of a candidate the best score of its candidates."""
    swept = sweep.sweep(engine, Parameters(), families=families, clock=clock)
    best: dict[str, float] = {}
    for candidate in reversed(swept.candidates):
        best |= dict.fromkeys(candidate.names, candidate.judged.score)
    return best


def linked(engine: DuckEngine, families: frozenset[str], clock: sweep.Clock) -> dict[str, float]:
    """For each account its strongest edge within a core: what there is without shared targets, which judge a group."""
    with clock.step("contacts"):
        number_contacts(engine)
    with clock.step("signals"):
        signals = linking.incidences(engine, [signal for signal in SIGNALS if signal.family in families])
    with clock.step("edges"):
        links, _ = linking.link(engine, signals, Parameters())
        kept = communities.core(links.a, links.b, Parameters().core)
    table = engine.rows("SELECT n, value FROM account_numbers")
    names = dict(zip(table.column("n").to_pylist(), table.column("value").to_pylist(), strict=True))
    best: dict[str, float] = {}
    for ends in (links.a, links.b):
        for account, weight in zip(ends[kept].tolist(), links.weight[kept].tolist(), strict=True):
            best[names[account]] = max(weight, best.get(names[account], 0.0))
    return best


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the accounts' scores and the seconds of each step."""
    parser = argparse.ArgumentParser(prog="python -m bench.hunt_runner", description=__doc__)
    parser.add_argument("log", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--families", default="", help="such as targets, or targets,text; all by default")
    parser.add_argument("--memory", default="4GB")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(arguments)
    families = frozenset(options.families.split(",")) if options.families else None
    clock = sweep.Clock()
    with DuckEngine(memory=options.memory, threads=options.threads) as engine:
        with clock.step("ingest"):
            events = (str(options.log / "events.parquet"),)
            beside = {name: options.log / f"{name}.parquet" for name in ("accounts", "targets")} if not families else {}
            ingest(engine, Sources(events=events, content=families is None or "text" in families, **beside))
        search = hunt if families is None or "targets" in families else linked
        scores = search(engine, families, clock)  # type: ignore[arg-type]
    options.out.write_text(json.dumps({"scores": scores, "seconds": clock.seconds}), "utf-8")


if __name__ == "__main__":
    main()
