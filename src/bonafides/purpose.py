"""What a group of accounts is for, as far as its own words tell: acting together alone is never called deception.

A corridor module like `examine`: it joins the detect and assess rooms for the platform's way, which hands it texts.

Near-identical threads are one template, judged once; who sent it is counted apart. A template is a lure where the
strength of its evidence (the sum of contributions, in log-odds, as `docs/judgement.md` has it, with impressions of the
whole bounded) reaches a threshold.
At each threshold of `ORDINARY` the chance that ordinary writers show as many lures is the upper tail of a binomial
distribution with the measured rate, once among all templates and once among those that several accounts sent, so that
ordinary words by single accounts cannot hide what they share. The smallest counts, times the number of tests
(Bonferroni).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from bonafides.assess import assess
from bonafides.assess.scorecard import SCORECARD
from bonafides.detect import look
from bonafides.model import Conversation, Message, Purpose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bonafides.model import Assessment

LIMIT = 100
"""Distinct texts of one campaign that are judged, at most."""
EXAMINED = 40 * LIMIT
"""Threads of one campaign that are compared with the texts judged, at most; the others are not looked at."""
MESSAGES = 12
"""Messages of one thread that are read, at most, and ..."""
CHARACTERS = 8_000
"""... characters of one thread."""
ALIKE = 0.4
"""Share of its word pairs that the shorter of two threads has in common with the longer where they are one template."""

IMPRESSION = 1.0
"""The most that impressions of a whole thread add or take away for each of its messages, in log-odds. They follow a
house style, which all members of an innocent group share: of one author's polite, ordinary first messages a quarter
reach the strength of `warn` by the impression alone. A lure in one message must show signs."""


class Limit(NamedTuple):
    """Strength from which a thread is a lure, and how often ordinary threads are that strong."""

    rate: float
    alone: float
    """Strength of a thread of one message ..."""
    several: float
    """... and of a longer one."""


ORDINARY = (Limit(0.06, 1.4, 3.0), Limit(0.03, 2.4, 4.0), Limit(0.006, 4.6, 5.2))
"""The first two rates are about those of the author, of those the limits were set on, whose ordinary threads reach them
most often; the last is the upper 95% bound of all authors. `python -m evals.purpose` measures them on other authors."""
LEVEL = 0.05
"""Chance below which the lures are beyond what such a writer shows; over all kinds of group it is far smaller."""
SPREAD = 0.25
"""Share of the accounts that must have sent lures: what a few of them write is not the purpose of all."""
REPORTED = 1
"""Row of ORDINARY whose threshold holds where members reported the accounts, and ..."""
REPORTED_LEVEL = 0.05
"""... the chance below which reports name the purpose. Reports lower the bar, they never replace the texts: whoever
wants to harm a group can report all that it writes, or only what looks worst. Therefore every text counts, reported or
not."""
REPORTED_ACCOUNTS = 0.2
"""Share of the accounts that members must have reported."""
FEWEST = 2
"""Accounts that must have sent what counts as evidence: what one account writes is not the group's purpose."""

_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """What one account wrote to one target."""

    account: str
    texts: tuple[str, ...]
    """Its messages in order of time, as sent."""
    reported: bool = False
    """Whether the one who was written to reported any of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeFinding:
    """What a campaign's texts say of its purpose, and on how much that rests."""

    purpose: Purpose
    judged: int
    """Distinct texts that were judged; near-identical ones count once."""
    lures: int
    """How many of these are lures, at the threshold that speaks most clearly."""
    reported: int
    """Threads that members reported, whatever is in them."""
    chance: float
    """Upper bound of the chance of that many lures among ordinary texts; for `member-reports` of those reported."""
    indicators: tuple[tuple[str, int], ...] = ()
    """Ids of the indicators seen in the lures, the commonest first, and in how many lures."""
    accounts: int = 0
    """Accounts that sent a lure."""
    unread: tuple[tuple[str, int], ...] = ()
    """Codes of languages that the detector does not cover, and how many of the texts are partly written in them."""
    left_out: int = 0
    """Threads that were not looked at, for cost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the message-level detector says of one thread."""

    strength: float
    """Sum of the contributions, in log-odds, with impressions of the whole bounded."""
    messages: int = 1
    """How many messages it is."""
    indicators: tuple[str, ...] = ()
    """What speaks for deception."""
    unread: tuple[str, ...] = ()
    """Codes of languages not covered in which a good part of it is written."""

    def reaches(self, limit: Limit) -> bool:
        """Whether it is a lure at that limit."""
        return self.strength >= (limit.alone if self.messages == 1 else limit.several)


Judge = Callable[[tuple[str, ...]], Judged]


def judge(texts: tuple[str, ...]) -> Judged:
    """One thread judged by the detector as it is, every text by the same stranger."""
    conversation = Conversation(id="thread", messages=tuple(Message(speaker="account", text=text) for text in texts))
    seen = look(conversation)
    return weigh(assess(seen.findings, conversation), messages=len(texts), unread=seen.unread)


def weigh(told: Assessment, *, messages: int, unread: tuple[str, ...] = ()) -> Judged:
    """A judgement as it counts here: impressions of the whole add or take away IMPRESSION at most for each message."""
    parts: dict[bool, list[float]] = {True: [], False: []}
    for contribution in told.contributions():
        parts[SCORECARD[contribution.finding.indicator].overall].append(contribution.value)
    most = IMPRESSION * messages
    impression = max(-most, min(most, math.fsum(parts[True])))
    return Judged(
        strength=math.fsum(parts[False]) + impression,
        messages=messages,
        indicators=tuple(contribution.finding.indicator for contribution in told.because),
        unread=unread,
    )


def purpose_of(threads: Sequence[Thread], *, by: Judge = judge) -> PurposeFinding:
    """The purpose of the campaign that wrote these threads; the same for every order of them.

    `by` judges one thread, by default the package's detector; evaluations hand in others. Threads without text say
    nothing but whether they were reported.
    """
    accounts = {thread.account for thread in threads}
    written = _ordered([_cut(thread) for thread in threads])
    templates = _judged(_templates(written[:EXAMINED]), by)
    evidence = _strongest(templates, len(accounts))
    purpose = Purpose.LURE_EVIDENCE if evidence.chance < LEVEL else Purpose.UNKNOWN
    if purpose is Purpose.UNKNOWN:
        with_reports = _reported(templates, threads, len(accounts))
        if with_reports.chance < REPORTED_LEVEL:
            purpose, evidence = Purpose.MEMBER_REPORTS, with_reports
    return PurposeFinding(
        purpose=purpose,
        judged=len(templates),
        lures=len(evidence.lures),
        reported=sum(thread.reported for thread in threads),
        chance=evidence.chance,
        indicators=_ranked(name for lure in evidence.lures for name in set(lure.judged.indicators)),
        accounts=len(set().union(*(lure.accounts for lure in evidence.lures))),
        unread=_ranked(code for template in templates for code in template.judged.unread),
        left_out=max(0, len(written) - EXAMINED),
    )


def _ranked(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(names).items(), key=lambda item: (-item[1], item[0])))


# --- how unlikely among ordinary writers


@dataclass(frozen=True, slots=True, kw_only=True)
class _Evidence:
    chance: float
    lures: tuple[_Template, ...]


def _strongest(templates: Sequence[_Template], accounts: int) -> _Evidence:
    """The lures where ordinary writers would least likely show as many; chance 1 where none counts."""
    shared = [template for template in templates if len(template.accounts) >= FEWEST]
    found = [_at(group, accounts, limit) for group in (templates, shared) for limit in ORDINARY]
    best = min(found, key=lambda evidence: evidence.chance)
    return _Evidence(chance=min(1.0, len(found) * best.chance), lures=best.lures)


def _at(templates: Sequence[_Template], accounts: int, limit: Limit) -> _Evidence:
    lures = tuple(template for template in templates if template.judged.reaches(limit))
    senders: set[str] = set().union(*(lure.accounts for lure in lures))
    enough = len(senders) >= max(FEWEST, SPREAD * accounts)
    return _Evidence(chance=tail(len(lures), len(templates), limit.rate) if enough else 1.0, lures=lures)


def _reported(templates: Sequence[_Template], threads: Sequence[Thread], accounts: int) -> _Evidence:
    """One test, fixed beforehand, where members reported enough of the accounts, and lures of several of them."""
    shared = [template for template in templates if len(template.accounts) >= FEWEST]
    evidence = _at(shared or templates, accounts, ORDINARY[REPORTED])
    reported = {thread.account for thread in threads if thread.reported}
    for_lures: set[str] = set().union(*(lure.reported for lure in evidence.lures))
    enough = len(reported) >= REPORTED_ACCOUNTS * accounts and len(for_lures) >= FEWEST
    return evidence if enough else _Evidence(chance=1.0, lures=())


def tail(successes: int, trials: int, rate: float) -> float:
    """Chance of at least that many successes in independent trials (upper tail of the binomial distribution)."""
    if not successes:
        return 1.0
    terms = (math.comb(trials, k) * rate**k * (1 - rate) ** (trials - k) for k in range(successes, trials + 1))
    return min(1.0, math.fsum(terms))


# --- templates


@dataclass(slots=True, kw_only=True)
class _Draft:
    """A template in the making."""

    texts: tuple[str, ...]
    accounts: set[str] = field(default_factory=set)
    reported: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Template:
    accounts: frozenset[str]
    reported: frozenset[str]
    """Accounts that were reported for it."""
    judged: Judged


def _judged(drafts: Iterable[_Draft], by: Judge) -> list[_Template]:
    return [
        _Template(accounts=frozenset(draft.accounts), reported=frozenset(draft.reported), judged=by(draft.texts))
        for draft in drafts
    ]


def _cut(thread: Thread) -> Thread:
    """As much of a thread as is read."""
    texts, left = [], CHARACTERS
    for text in thread.texts[:MESSAGES]:
        if text.strip() and left > 0:
            texts.append(text[:left])
            left -= len(text)
    return Thread(account=thread.account, texts=tuple(texts), reported=thread.reported)


def _ordered(threads: Iterable[Thread]) -> list[Thread]:
    """Those with text, by turns of the accounts; of each, what was reported first and then the longest.

    The same text by the same account comes once: reported, where it ever was.
    """
    own: dict[str, dict[tuple[str, ...], bool]] = defaultdict(dict)
    for thread in threads:
        if thread.texts:
            known = own[thread.account]
            known[thread.texts] = known.get(thread.texts, False) or thread.reported
    queues = [
        [
            Thread(account=account, texts=texts, reported=texts_reported)
            for texts, texts_reported in sorted(
                known.items(), key=lambda item: (not item[1], -sum(map(len, item[0])), item[0])
            )
        ]
        for account, known in sorted(own.items())
    ]
    return [thread for turn in zip_longest(*queues) for thread in turn if thread is not None]


def _templates(threads: Iterable[Thread]) -> list[_Draft]:
    """The first LIMIT texts that are unlike each other, each with everybody who sent it or one nearly the same."""
    drafts: list[_Draft] = []
    sizes: list[int] = []
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    places: dict[tuple[str, ...], int | None] = {}
    for thread in threads:
        if thread.texts not in places:
            pairs = _pairs(thread.texts)
            at = _nearest(pairs, holders, sizes)
            if at is None and len(drafts) < LIMIT:
                at = len(drafts)
                for pair in pairs:
                    holders[pair].append(at)
                sizes.append(len(pairs))
                drafts.append(_Draft(texts=thread.texts))
            places[thread.texts] = at
        place = places[thread.texts]
        if place is not None:
            drafts[place].accounts.add(thread.account)
            drafts[place].reported |= {thread.account} if thread.reported else set()
    return drafts


def _nearest(
    pairs: set[tuple[str, str]], holders: dict[tuple[str, str], list[int]], sizes: Sequence[int]
) -> int | None:
    """The template that these word pairs are most alike to, if they are alike enough."""
    shared = Counter(at for pair in pairs if pair in holders for at in holders[pair])
    alike = {at: count / min(len(pairs), sizes[at]) for at, count in shared.items()}
    best = min(alike, key=lambda at: (-alike[at], at), default=None)
    return best if best is not None and alike[best] >= ALIKE else None


def _pairs(texts: Iterable[str]) -> set[tuple[str, str]]:
    """Neighbouring words of each text, in lower case; all numbers count as one word."""
    return {pair for text in texts for pair in _neighbours([_plain(word) for word in _TOKEN.findall(text.lower())])}


def _neighbours(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield from zip(("", *words), (*words, ""), strict=True)


def _plain(word: str) -> str:
    return "0" if word.isdecimal() else word
