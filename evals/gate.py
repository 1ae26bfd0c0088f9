"""The gate: figures of today against `baseline.json`; worse by more than a stated tolerance is a regression."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from evals.tables import number, table

BASELINE = Path(__file__).with_name("baseline.json")
DIGITS = 6
Better = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How much worse a sort of figure may become."""

    what: str
    names: re.Pattern[str]
    tolerance: float
    better: Better


RULES = (
    Rule(what="a swapped name, firm or place", names=re.compile("swap|change"), tolerance=0.0, better="lower"),
    Rule(what="academic look-alikes", names=re.compile("academic"), tolerance=0.0, better="lower"),
    Rule(what="a plain archive", names=re.compile("archive"), tolerance=0.0005, better="lower"),
    Rule(what="calibration error", names=re.compile(r"\bece\b"), tolerance=0.02, better="lower"),
    Rule(what="false flags of one language", names=re.compile(r"flagged\.[a-z]{2}$"), tolerance=0.05, better="lower"),
    Rule(what="ranking of one language", names=re.compile(r"auc\.[a-z]{2}$"), tolerance=0.02, better="higher"),
    Rule(what="recall of one language", names=re.compile(r"recall\.[a-z]{2}$"), tolerance=0.05, better="higher"),
    Rule(what="ranking", names=re.compile("auc"), tolerance=0.01, better="higher"),
    Rule(
        what="false flags",
        names=re.compile("flagged|alarm|warned|false|fpr|difference|gap"),
        tolerance=0.015,
        better="lower",
    ),
    Rule(what="everything else: recall, right answers, in time", names=re.compile(""), tolerance=0.03, better="higher"),
)
"""The first that fits a figure's name holds. One language is some 50 threads, where a single one weighs two to four
hundredths."""
ELSEWHERE = ("seconvo.",)
"""Figures that rest on data outside the repository: where it is not there, they are not asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a figure was, and how it is compared."""

    value: float
    tolerance: float
    better: Better

    def allows(self, value: float) -> bool:
        """Whether a value is no worse than the tolerance permits."""
        loss = self.value - value if self.better == "higher" else value - self.value
        return loss <= self.tolerance + 0.1**DIGITS


def kept(name: str, value: float) -> Kept:
    """A figure as the baseline keeps it, by the first rule that fits its name."""
    rule = next(rule for rule in RULES if rule.names.search(name))
    return Kept(value=round(value, DIGITS), tolerance=rule.tolerance, better=rule.better)


def read(path: Path = BASELINE) -> dict[str, Kept]:
    """The baseline; empty where there is none yet."""
    if not path.exists():
        return {}
    return {name: Kept(**row) for name, row in json.loads(path.read_text("utf-8"))["figures"].items()}


def write(figures: Mapping[str, float], path: Path = BASELINE) -> None:
    """Make these figures the baseline."""
    rows = {name: asdict(kept(name, figures[name])) for name in sorted(figures)}
    path.write_text(json.dumps({"figures": rows}, indent=2) + "\n", encoding="utf-8")


def regressions(figures: Mapping[str, float], baseline: Mapping[str, Kept]) -> list[str]:
    """A sentence for each figure that is worse than the baseline by more than its tolerance, or was not measured."""
    found = []
    for name, was in baseline.items():
        if name not in figures:
            if not name.startswith(ELSEWHERE):
                found.append(f"{name} was {was.value:g} and is not measured any more")
        elif not was.allows(figures[name]):
            worse = "below" if was.better == "higher" else "above"
            found.append(f"{name} is {figures[name]:.4g}, more than {was.tolerance:g} {worse} {was.value:.4g}")
    return found


def section(figures: Mapping[str, float], baseline: Mapping[str, Kept]) -> list[str]:
    """Every figure beside the baseline, as lines of Markdown."""
    worse = regressions(figures, baseline)
    heads = ["figure", "now", "baseline", "tolerance", "better", ""]
    names = sorted({*figures, *baseline})
    return [
        "## Against the baseline\n",
        *([f"- {line}" for line in worse] or ["Nothing is worse than the baseline by more than its tolerance."]),
        "",
        *table(heads, [_row(name, figures, baseline.get(name)) for name in names]),
        "Tolerances: " + "; ".join(f"{rule.what} {rule.tolerance:g}" for rule in RULES) + ".\n",
    ]


def _row(name: str, figures: Mapping[str, float], was: Kept | None) -> list[str]:
    now = figures.get(name)
    shown = "" if now is None else number(now, 4)
    if was is None:
        return [name, shown, "", "", "", "new"]
    verdict = "not measured" if now is None else "" if was.allows(now) else "worse"
    return [name, shown, number(was.value, 4), f"{was.tolerance:g}", was.better, verdict]
