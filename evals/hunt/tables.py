"""The tables of the report: each takes outcomes and gives a heading, a sentence and rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bonafides.campaign.budget import expected_false
from evals.hunt.false_rate import UNIT, Fit, fitted, most_expected
from evals.hunt.measures import Choice, Scored, chosen, scored
from evals.hunt.outcome import Found, Outcome, Planted

SCORES = (5.0, 10.0, 20.0, 30.0, 50.0, 100.0)
REFERENCE = 5.0
BUDGET = 0.5
QUALITY = ("logs", "shown", "false", "recall", "precision", "purity", "campaigns found", "of")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of the report; cells are text already."""

    title: str
    words: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def markdown(self) -> str:
        """As Markdown, with its heading."""
        lines = [self.header, tuple("---" for _ in self.header), *self.rows]
        return f"## {self.title}\n{self.words}\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Planted campaigns and logs that one row of a table is about."""

    name: str
    logs: Callable[[Outcome], bool] = lambda outcome: True
    campaigns: Callable[[Planted], bool] | None = None


def within_budget(outcome: Outcome, found: Found) -> bool:
    """What `--purpose any` shows: every candidate within the default review budget."""
    return expected_false(found.score, outcome.accounts) <= BUDGET


def by_default(outcome: Outcome, found: Found) -> bool:
    """What is shown without `--purpose any`: only what has a purpose."""
    return found.purpose != "unknown" and within_budget(outcome, found)


def fixed(score: float) -> Choice:
    """The same score in every log."""
    return lambda outcome, found: found.score >= score


def quality(outcomes: Sequence[Outcome], choice: Choice, slices: Iterable[Slice], title: str, words: str) -> Table:
    """Recall, precision, purity and campaigns found, one row for each slice that has anything in it."""
    rows = []
    for one in slices:
        logs = [outcome for outcome in outcomes if one.logs(outcome)]
        if logs:
            cells = _cells(len(logs), scored(logs, choice, one.campaigns), whole=one.campaigns is None)
            rows.append((one.name, *cells))
    return Table(title=title, words=words, header=("", *QUALITY), rows=tuple(rows))


def _cells(logs: int, found: Scored, *, whole: bool) -> tuple[str, ...]:
    """A row without its name; what is shown cannot be told apart by the campaigns it should have been."""
    of_all = (str(found.shown), str(found.false), str(found.recall), str(found.precision), str(found.purity))
    cells = of_all if whole else ("", "", str(found.recall), "", "")
    return (str(logs), *cells, str(found.campaigns), str(found.campaigns.of))


def false_scores(outcomes: Iterable[Outcome]) -> tuple[list[float], int]:
    """The scores of all groups found in organic logs, and the accounts of these logs together."""
    logs = list(outcomes)
    return [found.score for outcome in logs for found in outcome.found], sum(outcome.accounts for outcome in logs)


def fit(outcomes: Iterable[Outcome]) -> Fit | None:
    """The false-campaign law of these organic logs; None where too few were found."""
    scores, accounts = false_scores(outcomes)
    try:
        return fitted(scores, accounts, reference=REFERENCE)
    except ValueError:
        return None


def false_curve(outcomes: Sequence[Outcome]) -> Table:
    """False campaigns per 100,000 accounts at each score, by source of the logs."""
    sources: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        sources[outcome.setting.generator].append(outcome)
    rows = []
    for name, logs in sources.items():
        scores, accounts = false_scores(logs)
        counts = [sum(score >= limit for score in scores) for limit in SCORES]
        cells = [f"{n} = {n / accounts * UNIT:.2f} (≤ {most_expected(n, accounts):.2f})" for n in counts]
        rows.append((name, str(len(logs)), f"{accounts:,}", *cells))
    return Table(
        title="Logs without any campaign",
        words="Groups found at a score or better: how many, per 100,000 accounts, and the 95% upper bound of that.",
        header=("source", "logs", "accounts", *(f"≥ {score:g}" for score in SCORES)),
        rows=tuple(rows),
    )


def false_kinds(outcomes: Sequence[Outcome], choice: Choice, title: str) -> Table:
    """What the false groups are, with the surplus of each family and the figures of the innocent readings."""
    rows = []
    for outcome in outcomes:
        for found in chosen(outcome, choice):
            if not found.planted:
                signals = ", ".join(f"{name} {nats:.0f}" for name, nats in found.signals.items())
                readings = ", ".join(f"{name} {value:.2f}" for name, value in found.readings.items())
                place = f"{outcome.setting.generator} {outcome.setting.seed}"
                what = (place, found.label, found.purpose, str(len(found.accounts)), found.window)
                rows.append((found.score, (*what, signals, readings)))
    rows.sort(key=lambda row: -row[0])
    return Table(
        title=title,
        words="Groups shown that hold no planted account, the highest score first.",
        header=("score", "log", "kind", "purpose", "accounts", "window", "signals (nats)", "readings"),
        rows=tuple((f"{score:.1f}", *cells) for score, cells in rows[:40]),
    )


def flagged_groups(outcomes: Sequence[Outcome], choice: Choice) -> Table:
    """How often accounts of each look-alike and group are in a shown group, over all logs."""
    all_, hit, logs, protected = Counter[str](), Counter[str](), Counter[str](), set[str]()
    for outcome in outcomes:
        protected |= set(outcome.protected)
        all_.update(outcome.kinds)
        shown = chosen(outcome, choice)
        here = Counter({kind: sum(found.kinds.get(kind, 0) for found in shown) for kind in outcome.kinds})
        hit += here
        logs.update(kind for kind, count in here.items() if count >= 3)
    rows = [
        (kind, "yes" if kind in protected else "", f"{n:,}", str(hit[kind]), f"{hit[kind] / n:.4%}", str(logs[kind]))
        for kind, n in sorted(all_.items(), key=lambda item: (-hit[item[0]] / item[1], item[0]))
    ]
    return Table(
        title="Look-alikes and protected groups",
        words="Accounts of each kind, and how many of them are in a group that is shown, over all logs.",
        header=("kind", "protected", "accounts", "flagged", "share", "logs with three or more"),
        rows=tuple(rows),
    )


def missed(outcomes: Sequence[Outcome], choice: Choice) -> Table:
    """Where planted campaigns are lost, by size: no edges, no group, or a score below what is shown."""
    stages: dict[str, Counter[str]] = defaultdict(Counter)
    for outcome in outcomes:
        shown = chosen(outcome, choice)
        for one in outcome.planted:
            size = "4-7" if one.accounts < 8 else "8-15" if one.accounts < 16 else "16 and more"
            stages[size][stage(one, shown)] += 1
    names = sorted({name for counts in stages.values() for name in counts})
    rows = [(size, str(sum(c.values())), *(str(c[name]) for name in names)) for size, c in sorted(stages.items())]
    return Table(
        title="Where campaigns are lost",
        words="The first step that a planted campaign does not pass; for a low score, the innocent reading that held.",
        header=("accounts", "campaigns", *names),
        rows=tuple(rows),
    )


def stage(one: Planted, shown: Sequence[Found]) -> str:
    """The first step that a planted campaign does not pass."""
    if one.linked < max(2, one.accounts / 2):
        return "few linked"
    if 2 * one.grouped < one.accounts:
        return "not grouped"
    if not any(found.kinds.get(f"c:{one.campaign}", 0) >= one.grouped for found in shown):
        return "low score: " + (one.readings[0] if one.readings else "none held")
    return "shown"
