"""`python -m evals.run`: measure the judgement, write `report.md` with its pictures, and print the same page.

`--gate` fails on a regression against `baseline.json`, which `--write-baseline` renews. `--set dev` measures the
development set alone and writes nothing (for work on the rules; never quote it), `--bands` writes the strength bands of
the set to `src/bonafides/assess/measured.toml`, `--misses` lists what went wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from evals import gate, misses, report
from evals.judged import judge_all
from evals.labelled import load

MEASURED = Path(__file__).parents[1] / "src" / "bonafides" / "assess" / "measured.toml"
HELD_OUT = "heldout"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, write and print; returns 1 where `--gate` found a regression, else 0."""
    options = _options(arguments)
    judged = judge_all(load(options.set))
    if options.bands:
        MEASURED.write_text(misses.bands(judged, options.set), encoding="utf-8")
    if options.set == HELD_OUT:
        measured = _held_out(report.complete(judged, HELD_OUT), write_baseline=options.write_baseline)
    else:
        measured = report.of_set(judged, options.set)
    print(report.text(measured))
    if options.misses:
        print("\n".join(misses.section(judged)))
    return _gate(measured) if options.gate else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.run", description=__doc__)
    parser.add_argument("--set", default=HELD_OUT, choices=(HELD_OUT, "dev"), help="which labelled set")
    parser.add_argument("--misses", action="store_true", help="list what was missed or wrongly flagged")
    parser.add_argument("--bands", action="store_true", help="write the strength bands of this set for the product")
    parser.add_argument("--write-baseline", action="store_true", help="make the figures of today the baseline")
    parser.add_argument("--gate", action="store_true", help="exit with 1 where a figure is worse than the baseline")
    options = parser.parse_args(arguments)
    if options.set != HELD_OUT and (options.gate or options.write_baseline):
        parser.error("the baseline is of the held-out set: leave --set out")
    return options


def _held_out(measured: report.Report, *, write_baseline: bool) -> report.Report:
    """The report beside the baseline, written."""
    if write_baseline:
        gate.write(measured.figures)
    whole = report.against(measured, gate.read())
    report.write(whole)
    return whole


def _gate(measured: report.Report) -> int:
    """Name every regression."""
    baseline = gate.read()
    worse = gate.regressions(measured.figures, baseline) if baseline else ["there is no baseline to compare with"]
    for line in worse:
        print(f"regression: {line}", file=sys.stderr)
    return 1 if worse else 0


if __name__ == "__main__":
    raise SystemExit(main())
