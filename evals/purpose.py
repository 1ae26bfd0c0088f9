"""`python -m evals.purpose`: how often innocent groups are given a purpose, and how often campaigns are.

Groups are simulated from the conversations of the corpus and the development set, each judged by a learned layer that
has read nothing by its author (five trainings, some minutes; `--shipped` takes the package's own, which has read them
all: quick, and too good). The limits were set on half of
the authors (`--tuning`), the others are what is quoted. Exits with 1 where
ordinary threads reach a threshold more often than `bonafides.purpose.ORDINARY` says.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from bonafides.assess import assess
from bonafides.detect import look
from bonafides.detect.learned import Model
from bonafides.model import Conversation, Message, Purpose
from bonafides.purpose import MESSAGES, ORDINARY, Judged, Limit, Thread, purpose_of, weigh
from evals.labelled import conversation
from evals.tables import Figure, cell, number, share, table
from train.__main__ import held_out
from train.examples import Example, load

SEED = 20261122
HEADS = {1: "first message", 3: "first 3", MESSAGES: "whole"}
"""Beginnings of a thread that are judged, by how many of the other side's messages they hold."""
TUNING = frozenset(
    "academia development-2 everyday havn industry meseta nord outreach policy profiles rivage sued work".split()
)
"""Authors on whom the limits of `bonafides.purpose` were set."""
LEAST = 20
"""Conversations from which a kind of group is drawn, at least."""
GROUPS = 40
"""Groups drawn of each kind and size."""
THREADS = 10
"""Threads of each account."""
CAMOUFLAGE = 0.3
"""Share of a campaign's threads that are ordinary."""
KINDS = {
    "recruiters": r"recruit|headhunt|search-firm|hiring|talent|staffing",
    "sales team": r"sales|vendor|supplier|distribut|procure|agent|dealer|customer",
    "admissions, fellowships": r"admission|student|scholarship|phd|fellow|postdoc|funding|grant",
    "conference follow-up": r"conference|symposium|seminar|workshop|congress|speaker|panel|summit",
    "journalists": r"journalist|reporter|magazine|press|editor|newsroom|podcast|documentary",
    "union, activists, associations, alumni": r"union|activis|associat|ngo|alumni|diaspora|refugee|migra|volunt",
    "consultants, expert networks": r"consult|expert|analyst|survey|advis|think-tank",
}
"""Kinds of innocent group, by the words of a conversation's brief."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The other side's words of one conversation, judged at each of HEADS that it reaches."""

    author: str
    language: str
    deceptive: bool
    brief: str
    texts: tuple[str, ...]
    judged: tuple[tuple[int, Judged], ...]

    def at(self, head: int) -> tuple[str, ...]:
        """Its first messages."""
        return self.texts[:head]

    def told(self, head: int) -> Judged | None:
        """The judgement on these; None where it was over before."""
        return dict(self.judged).get(head if head < MESSAGES else len(self.texts))


Look = Callable[[tuple[str, ...]], Judged]


# --- judging


def openings(pairs: Iterable[tuple[Example, Model | None]]) -> Iterator[Opening]:
    """Each conversation judged by its model (None: the package's), but for those in which the user wrote first."""
    for example, model in pairs:
        whole = conversation(example.row)
        texts = tuple(message.text for message in whole.messages if message.judged)[:MESSAGES]
        if texts and not whole.messages[0].mine:
            counts = sorted({min(head, len(texts)) for head in HEADS})
            yield Opening(
                author=example.author,
                language=example.language,
                deceptive=example.deceptive,
                brief=example.row["brief"],
                texts=texts,
                judged=tuple((count, judged(texts[:count], model)) for count in counts),
            )


def judged(texts: tuple[str, ...], model: Model | None) -> Judged:
    """As `bonafides.purpose.judge`, with another learned layer."""
    thread = Conversation(id="thread", messages=tuple(Message(speaker="account", text=text) for text in texts))
    seen = look(thread, model)
    return weigh(assess(seen.findings, thread), messages=len(texts), unread=seen.unread)


def known(pool: Iterable[Opening]) -> Look:
    """The judgements that were made, by the words they were made on."""
    table = {opening.texts[:count]: told for opening in pool for count, told in opening.judged}
    return table.__getitem__


def halves(pool: Sequence[Opening]) -> tuple[list[Opening], list[Opening]]:
    """Conversations by the authors on whom the limits were set; and those of the others, to be quoted."""
    return [o for o in pool if o.author in TUNING], [o for o in pool if o.author not in TUNING]


# --- groups


def innocent(pool: Sequence[Opening]) -> dict[str, list[Opening]]:
    """Ordinary conversations by kind of group and by author; kinds with fewer than LEAST are left out."""
    ordinary = [opening for opening in pool if not opening.deceptive]
    kinds = {name: [o for o in ordinary if re.search(words, o.brief)] for name, words in KINDS.items()}
    for author in sorted({opening.author for opening in ordinary}):
        kinds[f"all ordinary by `{author}`"] = [o for o in ordinary if o.author == author]
    return {name: own for name, own in kinds.items() if len(own) >= LEAST}


def group(
    texts: Sequence[tuple[str, ...]], accounts: int, rng: random.Random, *, reported: float = 0.0
) -> list[Thread]:
    """Accounts that each write THREADS of these texts, all of them used as evenly as may be."""
    count = accounts * THREADS
    chosen = [texts[at % len(texts)] for at in range(count)]
    rng.shuffle(chosen)
    return [
        Thread(account=f"account-{at % accounts}", texts=text, reported=rng.random() < reported)
        for at, text in enumerate(chosen)
    ]


def innocent_group(
    pool: Sequence[Opening], accounts: int, distinct: int, head: int, rng: random.Random, *, reported: float = 0.0
) -> list[Thread]:
    """A group that uses so many texts between them, all ordinary."""
    drawn = rng.sample(list(pool), min(distinct, len(pool)))
    return group([opening.at(head) for opening in drawn], accounts, rng, reported=reported)


def campaign(
    own: Sequence[Opening],
    others: Sequence[Opening],
    accounts: int,
    distinct: int,
    head: int,
    rng: random.Random,
    *,
    reported: float = 0.0,
) -> list[Thread]:
    """Accounts that use so many lures between them; CAMOUFLAGE of their threads are ordinary and each unlike another.

    Only lures are reported.
    """
    lures = [opening.at(head) for opening in rng.sample(list(own), min(distinct, len(own)))]
    threads = group(lures, accounts, rng, reported=reported)
    cover = round(CAMOUFLAGE * len(threads))
    drawn = rng.sample(list(others), min(cover, len(others)))
    return [
        *threads[cover:],
        *(Thread(account=t.account, texts=o.at(head)) for t, o in zip(threads, drawn, strict=False)),
    ]


# --- tables


def rates(pool: Sequence[Opening], limit: Limit) -> Figure:
    """How often ordinary threads are lures at that limit, at whatever beginning."""
    return share("", "", [reaches(opening, limit) for opening in pool if not opening.deceptive])


def reaches(opening: Opening, limit: Limit) -> bool:
    """Whether any of its beginnings is a lure at that limit."""
    return any(told.reaches(limit) for _, told in opening.judged)


def worst(pool: Sequence[Opening], limit: Limit) -> tuple[str, float]:
    """The kind of ordinary thread, and its beginning, that reaches a limit most often; and how often."""
    found = {
        f"{kind}, {HEADS[head]}": fmean(told.reaches(limit) for told in at_head)
        for kind, own in innocent(pool).items()
        for head in HEADS
        if len(at_head := [at for opening in own if (at := opening.told(head))]) >= LEAST
    }
    kind = max(found, key=lambda name: found[name], default="")
    return kind, found.get(kind, math.nan)


def false_purposes(pool: Sequence[Opening], accounts: int, *, reported: float = 0.0) -> Iterator[list[str]]:
    """A row for each kind of innocent group: how often it was given a purpose, by number of texts in use."""
    by, rng = known(pool), random.Random(SEED)
    for name, own in innocent(pool).items():
        cells = []
        for distinct in (1, 10, 50):
            told = [
                purpose_of(innocent_group(own, accounts, distinct, head, rng, reported=reported), by=by).purpose
                for head in HEADS
                for _ in range(GROUPS // len(HEADS))
            ]
            cells.append(_cell(purpose is not Purpose.UNKNOWN for purpose in told))
        yield [name, *cells]


def recall(pool: Sequence[Opening], accounts: int, *, reported: float = 0.0) -> Iterator[list[str]]:
    """A row for each beginning: how often campaigns were given a purpose, by number of lures in use."""
    by, rng = known(pool), random.Random(SEED)
    others = [opening for opening in pool if not opening.deceptive]
    operators: dict[str, list[Opening]] = defaultdict(list)
    for opening in pool:
        if opening.deceptive:
            operators[opening.author].append(opening)
    own = [texts for texts in operators.values() if len(texts) >= LEAST]
    for head, name in HEADS.items():
        cells = []
        for distinct in (1, 4, 12):
            told = [
                purpose_of(campaign(lures, others, accounts, distinct, head, rng, reported=reported), by=by).purpose
                for lures in own
                for _ in range(max(1, GROUPS // len(own)))
            ]
            cells.append(_cell(purpose is not Purpose.UNKNOWN for purpose in told))
        yield [f"{accounts} accounts, {name}", *cells]


def _cell(answers: Iterable[bool]) -> str:
    return cell(share("", "", answers))


def report(pool: Sequence[Opening]) -> list[str]:
    """Every table, as lines of Markdown."""
    lines = ["## Ordinary threads that reach a threshold\n", *_rates(pool)]
    for accounts, reported in ((30, 0.0), (30, 1.0)):
        told = ", every thread of them reported" if reported else ""
        lines += [f"## Innocent groups of {accounts} accounts given a purpose{told}\n"]
        lines += table(
            ["group", *(f"{n} texts" for n in (1, 10, 50))], false_purposes(pool, accounts, reported=reported)
        )
    for reported in (0.0, 0.1):
        lines += [f"## Campaigns given a purpose, {reported:.0%} of their lures reported\n"]
        rows = (row for accounts in (4, 8, 20) for row in recall(pool, accounts, reported=reported))
        lines += table(["campaign", *(f"{n} lures" for n in (1, 4, 12))], rows)
    return lines


def _rates(pool: Sequence[Opening]) -> list[str]:
    heads = ["strength alone / several", "ordinary", "rate used", "the kind with most"]
    return table([*heads, *(f"deceptive, {name}" for name in HEADS.values())], (_rate(pool, row) for row in ORDINARY))


def _rate(pool: Sequence[Opening], limit: Limit) -> list[str]:
    kind, most = worst(pool, limit)
    caught = [opening for opening in pool if opening.deceptive]
    found = [[told.reaches(limit) for o in caught if (told := o.told(head))] for head in HEADS]
    return [
        f"{limit.alone:g} / {limit.several:g}",
        cell(rates(pool, limit)),
        f"{limit.rate:g}",
        f"{most:.3f} ({kind})",
        *(number(fmean(own) if own else math.nan, 2) for own in found),
    ]


def exceeded(pool: Sequence[Opening]) -> list[str]:
    """Limits that ordinary threads certainly reach more often than is reckoned with, as lines for the operator."""
    found = []
    for limit in ORDINARY:
        low, _ = rates(pool, limit).interval or (0.0, 1.0)
        if low > limit.rate:
            found.append(f"{limit}: more than {low:.3f} of ordinary threads reach it")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge, measure and print; 1 where a rate used is too low."""
    parser = argparse.ArgumentParser(prog="python -m evals.purpose", description=__doc__)
    parser.add_argument("--tuning", action="store_true", help="the half of the authors that is for tuning")
    parser.add_argument("--shipped", action="store_true", help="judge by the package's own learned layer")
    options = parser.parse_args(arguments)
    examples = load()
    pool = list(openings([(example, None) for example in examples] if options.shipped else held_out(examples)))
    part = halves(pool)[0 if options.tuning else 1]
    print("\n".join(report(part)))
    wrong = exceeded(part)
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
