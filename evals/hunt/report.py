"""The whole report: a Markdown page and the same figures as a value for JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import product

from evals.hunt.outcome import Outcome
from evals.hunt.slices import slices
from evals.hunt.tables import (
    BUDGET,
    REFERENCE,
    SCORES,
    Slice,
    Table,
    by_default,
    false_curve,
    false_kinds,
    fit,
    fixed,
    flagged_groups,
    missed,
    quality,
    within_budget,
)

PLANTED = ("issue", "grid", "rare")
WITHIN = f"Shown is what `--purpose any` shows within a budget of {BUDGET}; intervals are 95%, bootstrap by campaign."


def tables(outcomes: Sequence[Outcome]) -> list[Table]:
    """All tables, in the order of the page; those with nothing in them are left out."""
    found = [*_planted(outcomes), *_false(outcomes), *_chance(outcomes)]
    every = [outcome for outcome in outcomes if outcome.setting.part in ("organic", *PLANTED)]
    found += [flagged_groups(every, within_budget), missed(_of(outcomes, *PLANTED, content=True), within_budget)]
    return [table for table in found if table.rows]


def _of(outcomes: Sequence[Outcome], *parts: str, content: bool | None = None) -> list[Outcome]:
    modes = (True, False) if content is None else (content,)
    return [outcome for outcome in outcomes if outcome.setting.part in parts and outcome.setting.content in modes]


def _planted(outcomes: Sequence[Outcome]) -> Iterator[Table]:
    planted = _of(outcomes, *PLANTED)
    yield quality(planted, within_budget, _modes(), f"Planted campaigns, within a budget of {BUDGET}", WITHIN)
    words = "The same, of campaigns with lures in their texts or reports only: what is shown unless asked otherwise."
    yield quality(planted, by_default, _modes(), "Planted campaigns, by default", words)
    for score in SCORES:
        title = f"Planted campaigns, shown from score {score:g}"
        yield quality(planted, fixed(score), _modes(), title, "The same score in all logs.")
    for generator, content in product(("dev", "blind"), (True, False)):
        title = f"Planted campaigns of the {generator} generator, {_mode(content)}"
        yield quality(_of(outcomes, "grid", content=content), within_budget, slices(generator), title, WITHIN)


def _false(outcomes: Sequence[Outcome]) -> Iterator[Table]:
    organic = _of(outcomes, "organic", "real")
    yield false_curve(organic)
    yield false_kinds(organic, fixed(REFERENCE), f"False groups from score {REFERENCE:g} in logs without campaigns")
    yield false_kinds(_of(outcomes, *PLANTED), within_budget, "False groups shown beside planted campaigns")


def _chance(outcomes: Sequence[Outcome]) -> Iterator[Table]:
    for part, words in (("permuted", "moments dealt anew"), ("rewired", "targets dealt anew")):
        yield quality(_of(outcomes, part), fixed(0.0), [Slice(name=part)], f"Chance: {words}", "All candidates.")
        yield quality(_of(outcomes, part), within_budget, [Slice(name=part)], f"Chance: {words}, shown", WITHIN)


def _modes() -> list[Slice]:
    """One row for each part, generator and mode."""
    return [
        Slice(
            name=f"{part}, {generator}, {_mode(content)}",
            logs=lambda o, key=(part, generator, content): (
                key  # type: ignore[misc]
                == (o.setting.part, o.setting.generator, o.setting.content)
            ),
        )
        for part, content, generator in product(PLANTED, (True, False), ("dev", "blind"))
    ]


def _mode(content: bool) -> str:
    return "with content" if content else "no content"


def markdown(outcomes: Sequence[Outcome], found: Sequence[Table]) -> str:
    """The page."""
    codes = ", ".join(sorted({outcome.code for outcome in outcomes}))
    accounts = sum(outcome.accounts for outcome in outcomes)
    head = (
        f"# What `bonafides hunt` finds and misses\n\n`python -m evals.hunt` wrote this: {len(outcomes)} logs of "
        f"{accounts:,} accounts together, all invented but the two named as real. Detector {codes}. Recall, precision "
        "and purity are of accounts.\n\n"
    )
    return head + _law(outcomes) + "\n\n" + "\n\n".join(table.markdown() for table in found) + "\n"


def _law(outcomes: Sequence[Outcome]) -> str:
    law = fit([outcome for outcome in outcomes if outcome.setting.part == "organic"])
    if law is None:
        return f"Too few false groups from score {REFERENCE:g} on to fit a law."
    return (
        f"False campaigns per 100,000 accounts with score s or better, from {law.false} in {law.accounts:,} organic "
        f"accounts: {law.estimate.rate:.3f} (s / {REFERENCE:g})^-{law.estimate.exponent:.2f}; upper bound "
        f"({law.confidence:.0%}) {law.upper.rate:.3f} (s / {REFERENCE:g})^-{law.upper.exponent:.2f}."
    )


def value(outcomes: Sequence[Outcome], found: Sequence[Table]) -> dict[str, object]:
    """The same for JSON."""
    law = fit([outcome for outcome in outcomes if outcome.setting.part == "organic"])
    return {"law": asdict(law) if law else None, "tables": [asdict(table) for table in found]}
