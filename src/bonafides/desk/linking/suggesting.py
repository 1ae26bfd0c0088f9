"""Which cases may be of one hand: those that share more than chance, an office or a common template explains.

Only suggestions are made: a person confirms or rejects each. A suggestion names every value that the two cases share,
those too that were found to say nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bonafides.desk.linking.addresses import own_domain
from bonafides.desk.linking.held import CROWDED, Borne, InMemory, InStore, by_case, within
from bonafides.desk.linking.personas import with_firm
from bonafides.desk.linking.values import AGREEING, Value, values
from bonafides.desk.linking.weights import (
    CROWD,
    FAMILIES,
    LEAST,
    REPUTATION,
    REPUTED,
    Between,
    Shared,
    total,
    worth,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from bonafides.desk.linking.held import Held, Standing
    from bonafides.desk.linking.marks import Found
    from bonafides.store import Reading

MOST = 20
"""Suggestions for one case, the strongest ones."""
CANDIDATES = 150
"""Cases that are weighed against one, those that share most first."""
SAMPLE = 30
"""Cases of a common value that are compared to see whether they are strangers."""
OFFICES = 60
"""Cases of a firm that are looked at to see whether it is an ordinary one."""
HONEST = 0.25
"""A firm of whose cases more than this share is not flagged is an honest one, even where one of its letters is."""
PEOPLE = 3
"""Mailboxes at its own domain from which a firm counts as one with real people, however its letters are judged."""
_WEAK = tuple(name for name, family in FAMILIES.items() if not family.links)
_TELLING = ("mail", "handle", "profile", "photo", "persona", "phone", "text")
"""Families by which two cases of a common value are no strangers; the firm is what a hub's cases share anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A value that two cases share."""

    family: str
    shown: str
    """The value, as the case asked about has it."""
    cases: int
    """How many cases of the desk bear it."""
    strength: float
    """Nats that it adds; 0 where it says nothing, being common, or an office's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Another case that may be of the same hand."""

    other: str
    strength: float
    """Nats over chance; at least LEAST."""
    because: tuple[Reason, ...]
    """What the two share, strongest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two cases that may be of one hand; `one` sorts before `other`."""

    one: str
    other: str
    strength: float
    because: tuple[Reason, ...]


def suggest(reading: Reading, case: str, found: Sequence[Found]) -> tuple[Suggestion, ...]:
    """The cases that may be of the same hand as `case`, strongest first.

    `found`: its marks, stored already or not. The work is bounded: common values are not followed, however many cases
    the desk has. Links that were rejected or made before are the caller's to leave out.
    """
    return _Linker(held=InStore(reading)).suggestions(case, [Borne(case, f.family, f.key, f.shown) for f in found])


def suggest_all(
    reading: Reading, cases: Iterable[str] | None = None, tell: Callable[[int], object] = lambda done: None
) -> Iterator[Pair]:
    """The pairs of cases that may be of one hand, for an import: each pair once.

    `cases`: those to link with each other and with all others; all of the desk where it is None. Their marks must be
    stored. `tell` is called with how many cases are done. Finds what asking `suggest` for each case would find.
    """
    held = InMemory(reading)
    linker = _Linker(held=held)
    wanted = sorted(held.bearing_cases() if cases is None else set(cases))
    given: set[tuple[str, str]] = set()
    for done, case in enumerate(wanted, start=1):
        for each in linker.suggestions(case, held.marks(case)):
            one, other = sorted((case, each.other))
            if (one, other) not in given:
                given.add((one, other))
                yield Pair(one=one, other=other, strength=each.strength, because=each.because)
        tell(done)


@dataclass(slots=True, kw_only=True)
class _Linker:
    """Weighs cases against each other; remembers what it found out about common values."""

    held: Held
    _strangers: dict[str, float] = field(default_factory=dict)
    """By key: how many groups of its cases have nothing else in common."""
    _offices: dict[str, bool] = field(default_factory=dict)
    """By key of a firm or domain: whether it is an ordinary one."""
    _cases: int = -1

    def suggestions(self, case: str, mine: Sequence[Borne]) -> tuple[Suggestion, ...]:
        """The strongest candidates that are beyond chance."""
        counts = self.held.counts({mark.key for mark in mine if FAMILIES[mark.family].links})
        followed = [mark for mark in self.held.bearers(within(counts)) if mark.case != case]
        shared: dict[str, list[Value]] = defaultdict(list)
        for value in values(mine, followed, counts) if followed else ():
            for other in value.bearers:
                shared[other].append(value)
        nearest = sorted(shared, key=lambda other: (_commonest(shared[other]), other))[:CANDIDATES]
        found = self._weighed(case, mine, {other: shared[other] for other in nearest}) if nearest else ()
        return tuple(sorted(found, key=lambda each: (-each.strength, each.other))[:MOST])

    def _weighed(self, case: str, mine: Sequence[Borne], shared: Mapping[str, Sequence[Value]]) -> Iterator[Suggestion]:
        standings = self.held.standings({case, *shared})
        weak = by_case(self.held.of_cases(shared.keys(), _WEAK))
        counts = self.held.counts({mark.key for mark in mine if not FAMILIES[mark.family].links})
        for other, alike in shared.items():
            standing = standings.get(other)
            if standing and standing.there:
                between = self._between(mine, weak.get(other, []), standings.get(case), standing)
                strong = [self._looked_at(value, other) for value in alike]
                each = _suggestion(other, [*strong, *_corroborating(mine, weak.get(other, []), counts)], between)
                if each.strength >= LEAST:
                    yield each

    def _between(
        self, mine: Sequence[Borne], weak: Sequence[Borne], ours: Standing | None, theirs: Standing
    ) -> Between:
        if self._cases < 0:
            self._cases = self.held.cases()
        keys = {mark.key for mark in mine}
        common = [mark for mark in weak if mark.key in keys]
        firms = {mark.key for mark in common if mark.family != "persona"}
        ordinary = theirs.ordinary or (ours is not None and ours.ordinary)
        return Between(
            cases=self._cases,
            same_firm=bool(firms),
            same_persona=any(mark.family == "persona" and with_firm(mark.shown) for mark in common),
            office=ordinary or any(self._office(key) for key in firms),
        )

    def _office(self, key: str) -> bool:
        """Whether a firm or domain has enough people who behave in an ordinary way, or more than are looked at."""
        if key not in self._offices:
            many = self.held.counts([key]).get(key, 0) > CROWDED
            cases = [] if many else _sampled({mark.case for mark in self.held.bearers([key])}, OFFICES)
            people = {mark.key for mark in self.held.of_cases(cases, ("mail",)) if _own_mailbox(mark.shown)}
            honest = len(people) >= PEOPLE or _honest(len(cases), self._flagged(cases))
            self._offices[key] = many or honest
        return self._offices[key]

    def _flagged(self, cases: Sequence[str]) -> float:
        """The share of cases that are flagged."""
        standings = self.held.standings(cases).values()
        return sum(standing.flagged for standing in standings) / max(1, len(standings))

    def _looked_at(self, value: Value, other: str) -> Shared:
        """The value as the other case shares it; a common one with how many strangers bear it."""
        strangers = self._strangers_of(value) if value.cases >= CROWD else 0.0
        return Shared(
            family=value.family,
            shown=value.shown,
            cases=value.cases,
            doubt=value.bearers[other],
            strangers=strangers,
        )

    def _strangers_of(self, value: Value) -> float:
        name = f"{value.key} {len(value.bearers)}"
        if name not in self._strangers:
            sample = _sampled(value.bearers, SAMPLE)
            marks = self.held.of_cases(sample, _TELLING)
            alone = _groups(sample, (mark for mark in marks if not _same(mark, value)))
            reputation = REPUTATION[value.family == "text"] if self._flagged(sample) >= REPUTED else 1
            self._strangers[name] = alone * value.cases / max(1, len(sample)) / reputation
        return self._strangers[name]


def _own_mailbox(mail: str) -> bool:
    """Whether a mailbox is at somebody's own domain, as a firm's people have them."""
    return bool(own_domain(mail.rpartition("@")[2]))


def _honest(cases: int, flagged: float) -> bool:
    """Whether a firm seems honest: of two cases one is not flagged, of more at least two and more than HONEST."""
    quiet = round(cases * (1 - flagged))
    return quiet >= min(2, cases - 1) and quiet > HONEST * cases


def _sampled(cases: Iterable[str], number: int) -> list[str]:
    """So many of the cases, in order of their random ids: samples of several values are mostly of the same cases."""
    return sorted(cases)[:number]


def _same(mark: Borne, value: Value) -> bool:
    """Whether a mark is the value itself again: the same number as phone and as messenger account."""
    return mark.family == value.family or mark.shown == value.shown


def _commonest(shared: Sequence[Value]) -> tuple[int, int]:
    """What puts candidates in order: more shared values first, then rarer ones."""
    return -len(shared), min(value.cases for value in shared)


def _groups(cases: Sequence[str], marks: Iterable[Borne]) -> int:
    """How many groups the cases fall into, where those with a mark in common are one (texts: AGREEING marks)."""
    group = {case: case for case in cases}

    def root(case: str) -> str:
        while group[case] != case:
            case = group[case]
        return case

    first: dict[str, str] = {}
    meetings: Counter[tuple[str, str]] = Counter()
    for mark in marks:
        known = first.setdefault(mark.key, mark.case)
        if known != mark.case:
            meetings[(known, mark.case)] += 1 if mark.family in ("text", "photo") else AGREEING
    for (one, other), weight in meetings.items():
        if weight >= AGREEING:
            group[root(other)] = root(one)
    return len({root(case) for case in cases})


def _corroborating(mine: Sequence[Borne], theirs: Sequence[Borne], counts: Mapping[str, int]) -> Iterator[Shared]:
    """The weak values that two cases share."""
    keys = {mark.key for mark in theirs}
    for mark in mine:
        if not FAMILIES[mark.family].links and mark.key in keys:
            yield Shared(family=mark.family, shown=mark.shown, cases=max(2, counts.get(mark.key, 0)))


def _suggestion(other: str, shared: Iterable[Shared], between: Between) -> Suggestion:
    weighed = [(value, worth(value, between)) for value in shared]
    reasons = [
        Reason(family=value.family, shown=value.shown, cases=value.cases, strength=round(nats, 2))
        for value, nats in sorted(weighed, key=lambda item: (-item[1], item[0].family, item[0].shown))
    ]
    return Suggestion(other=other, strength=round(total(weighed, between), 2), because=tuple(reasons))
