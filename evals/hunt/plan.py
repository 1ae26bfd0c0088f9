"""Which logs are searched: the grid of planted campaigns, the issue's own setting, and logs without any."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evals.hunt.logs import REAL
from evals.hunt.outcome import Setting

PARAPHRASE, CAMOUFLAGE, DAYS = (0.5, 0.0, 1.0), (0.3, 0.0, 0.6), (60, 30, 90)
SIZES = ((8, 40), (4, 7), (8, 15), (16, 40))
REAL_LOGS = ("CollegeMsg.txt", "dnc-temporalGraph.tsv")


def organic(worlds: int, first_seed: int = 5_000) -> Iterator[Setting]:
    """Logs with every look-alike and no campaign, of both generators in turn and of all lengths."""
    for number in range(worlds):
        seed = first_seed + number
        options = {"days": DAYS[number % 3]}
        yield Setting(part="organic", generator="dev", seed=seed, events=500_000, rings=False, options=options)
        yield Setting(part="organic", generator="blind", seed=seed, events=300_000, rings=False)


def grid(worlds: int, first_seed: int = 7_000) -> Iterator[Setting]:
    """Logs with 1% planted accounts; text, camouflage, ring size and length vary from log to log, the rest from ring
    to ring, so that each can be tabled by itself."""
    for number in range(worlds):
        options = {
            "prevalence": 0.01,
            "ring_size": SIZES[number % 4],
            "paraphrase": PARAPHRASE[number % 3],
            "camouflage": CAMOUFLAGE[number // 3 % 3],
            "days": DAYS[number // 9 % 3],
        }
        yield Setting(part="grid", generator="dev", seed=first_seed + number, events=400_000, options=options)
        yield Setting(part="grid", generator="blind", seed=first_seed + number, events=200_000, small_rings=6)


def issue(worlds: int, first_seed: int = 8_000) -> Iterator[Setting]:
    """The setting of the issue: 0.1% of accounts, 8-40 a ring, 1 h to 14 d, half paraphrased, 30% camouflage."""
    for number in range(worlds):
        days = {"days": DAYS[number % 3]}
        yield Setting(part="issue", generator="dev", seed=first_seed + number, events=1_000_000, options=days)
        yield Setting(part="issue", generator="blind", seed=first_seed + number, events=700_000)


def rare(worlds: int, first_seed: int = 9_000) -> Iterator[Setting]:
    """One ring of 8-12 accounts in a log of about 90,000: 0.01%."""
    for number in range(worlds):
        options = {"prevalence": 0.0001, "ring_size": (8, 12)}
        yield Setting(part="rare", generator="dev", seed=first_seed + number, events=2_000_000, options=options)


def shuffled(part: str, worlds: int, first_seed: int = 7_000) -> Iterator[Setting]:
    """Logs of the grid of which a column is dealt anew: `permuted` (the moments) or `rewired` (the targets)."""
    for setting in grid(worlds, first_seed):
        yield replace(setting, part=part)


def real() -> Iterator[Setting]:
    """Contact logs of real people, where they are at hand."""
    for name in REAL_LOGS:
        if (REAL / name).exists():
            yield Setting(part="real", generator=name, rings=False)


def without_content(settings: Iterator[Setting]) -> Iterator[Setting]:
    """The same logs in the no-content mode."""
    for setting in settings:
        yield replace(setting, content=False)
