"""By what the planted campaigns of the grid are tabled: size, hit rate, length, wording, camouflage, log length."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from evals.hunt.outcome import Outcome, Planted
from evals.hunt.tables import Slice

SIZES = ((4, 7), (8, 15), (16, 40))
HIT_RATES = ((0.3, 0.5), (0.5, 0.7), (0.7, 0.9))
LENGTHS = (("1-6 h", 0.0, 0.25), ("6-24 h", 0.25, 1.0), ("1-4 d", 1.0, 4.0), ("4-14 d", 4.0, 14.01))


def slices(generator: str) -> Iterator[Slice]:
    """The rows of the grid's table for the logs of one generator; what it does not say of its rings is left out."""
    mine = _logs(lambda outcome: outcome.setting.generator == generator)
    yield Slice(name="all", logs=mine)
    for fewest, most in SIZES:
        yield Slice(name=f"{fewest}-{most} accounts", logs=mine, campaigns=_size(fewest, most))
    if generator != "dev":
        return
    for low, high in HIT_RATES:
        yield Slice(name=f"hit rate {low}-{high}", logs=mine, campaigns=_fact("hit_rate", low, high))
    for name, low, high in LENGTHS:
        yield Slice(name=f"lasts {name}", logs=mine, campaigns=_fact("days", low, high))
    for option in ("paraphrase", "camouflage", "days"):
        for value in sorted({0.0, 0.3, 0.5, 0.6, 1.0, 30, 60, 90}):
            yield Slice(name=f"{'log of days' if option == 'days' else option} {value:g}", logs=_option(option, value))
    yield Slice(name="shares only targets", logs=mine, campaigns=lambda one: one.facts.get("bare") == "True")
    yield Slice(name="relays", logs=mine, campaigns=_fact("relays", 2, 99))


def _logs(keep: Callable[[Outcome], bool]) -> Callable[[Outcome], bool]:
    return keep


def _option(name: str, value: float) -> Callable[[Outcome], bool]:
    return lambda outcome: outcome.setting.generator == "dev" and outcome.setting.options.get(name) == value


def _size(low: int, high: int) -> Callable[[Planted], bool]:
    return lambda one: low <= one.accounts <= high


def _fact(name: str, low: float, high: float) -> Callable[[Planted], bool]:
    return lambda one: low <= float(one.facts.get(name, "-1")) < high
