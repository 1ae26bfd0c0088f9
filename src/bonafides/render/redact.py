"""Redaction: one function from a report to a report in which other people cannot be recognised by name or address."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from bonafides.model import Form, Span
from bonafides.render.contacts import contacts, link_key, phone_key
from bonafides.render.names import Roster, is_role, sightings
from bonafides.render.phrases import ENGLISH, phrases

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from bonafides.model import (
        Advice,
        Assessment,
        Contribution,
        Entry,
        Message,
        Party,
        Problem,
        Provenance,
        Report,
    )
    from bonafides.render.phrases import Phrases
    from bonafides.render.view import View

ADDRESSES = ("mail", "link", "phone", "handle")
"""Kinds of addresses that are replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A stretch of a text and what takes its place."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """A text after redaction, with the changes that led to it."""

    text: str
    ends: tuple[int, ...]
    """Where each change ends in the original."""
    shifts: tuple[int, ...]
    """How far the text after the first 0, 1, 2 ... changes has moved."""
    changes: tuple[Change, ...]

    def moved(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the original text is now; one that cuts a replacement covers all of it."""
        return self._offset(start, last=False), self._offset(end, last=True)

    def _offset(self, at: int, *, last: bool) -> int:
        before = bisect_right(self.ends, at)
        change = self.changes[before] if before < len(self.changes) else None
        if change and change.start < at:
            return change.start + self.shifts[before] + (len(change.new) if last else 0)
        return at + self.shifts[before]


@dataclass(slots=True)
class Ledger:
    """What was replaced by what, so that the same person or address has the same name throughout a report."""

    words: Phrases
    """The language of the labels."""
    people: dict[str, str] = field(default_factory=dict)
    """Labels by name key."""
    addresses: dict[tuple[str, str], str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    mine: tuple[str, ...] = ()
    everybody: Roster = field(default_factory=Roster)
    others: bool = True
    """Whether other people's names and addresses are replaced too; else only the user's, those in `own`."""
    own: frozenset[tuple[str, str]] = frozenset()
    """Kind and key of the user's addresses."""

    @property
    def you(self) -> str:
        """What the user is called."""
        return self.words("redacted.you")

    def person(self, name: str) -> str:
        """`Person A` for the first name seen, and so on; the user's own names are `You`, roles stay as they are."""
        if name in self.mine:
            return self.you
        if not name.strip() or is_role(name) or not self.others:
            return name
        key = " ".join(name.casefold().split())
        if key not in self.people:
            self.people[key] = self.words("redacted.person", letter=_letters(len(self.people)))
            self.everybody.add(name, self.people[key])
        return self.people[key]

    def address(self, kind: str, key: str) -> str:
        """`phone-1` for the first number seen, and so on."""
        if not self.others or (kind, key) in self.own:
            return self.words("redacted.own")
        if (kind, key) not in self.addresses:
            self.counts[kind] += 1
            self.addresses[kind, key] = self.words(f"redacted.{kind}", n=self.counts[kind])
        return self.addresses[kind, key]

    def close(self, names: Iterable[str]) -> Roster:
        """Names that count in any spelling: these, and the user's own."""
        roster = Roster()
        for name in (*(names if self.others else ()), *self.mine):
            roster.add(name, self.person(name))
        return roster

    def redacted(self, text: str, close: Roster, kinds: Collection[str] = ADDRESSES) -> Redacted:
        """A text with every name and every address of these kinds replaced."""
        found = (c for c in contacts(text) if c.kind in kinds and (self.others or (c.kind, c.key) in self.own))
        changes = [Change(start=c.start, end=c.end, new=self.address(c.kind, c.key)) for c in found]
        named = [Change(start=s.start, end=s.end, new=s.label) for s in sightings(text, self.everybody, close)]
        return redacted(text, [*changes, *named])


def redacted(text: str, changes: Iterable[Change]) -> Redacted:
    """A text with changes made; where two overlap, the one listed first counts."""
    chosen: list[Change] = []
    covered = bytearray(len(text))
    for change in changes:
        if not any(covered[change.start : change.end]):
            covered[change.start : change.end] = b"\1" * (change.end - change.start)
            chosen.append(change)
    chosen.sort(key=lambda change: change.start)
    grown = (len(change.new) - (change.end - change.start) for change in chosen)
    return Redacted(
        text=_apply(text, chosen),
        changes=tuple(chosen),
        ends=tuple(change.end for change in chosen),
        shifts=tuple(accumulate(grown, initial=0)),
    )


def as_viewed(report: Report, view: View, words: Phrases | None = None) -> Report:
    """The report as it may be shown: redacted where the view asks for it, with labels from `words` or in English."""
    return redact(report, words) if view.redact else report


def redact(report: Report, words: Phrases | None = None) -> Report:
    """Replace names, e-mail addresses, phone numbers, links and handles, the same one always by the same word.

    Spans move with their words, so that quotes stay exact. Other people become `Person A`, `Person B`, the user
    becomes `You`. Reporting routes are left as they are: they name offices, not people. The labels are English, as
    machines expect them, unless `words` of another language are given.
    """
    return rewritten(report, ledger_of(report, words or phrases(ENGLISH)))


def rewritten(report: Report, ledger: Ledger) -> Report:
    """The report with everything replaced that the ledger replaces, and every span moved with its words."""
    anybody = ledger.close(name for entry in report.entries for name in entry.conversation.counterparts)
    entries = _unique(_entry(entry, ledger) for entry in report.entries)
    pairs = zip(report.entries, entries, strict=True)
    ids = {before.conversation.id: after.conversation.id for before, after in pairs}
    problems = (_problem(problem, ledger, anybody) for problem in report.problems)
    return replace(
        report,
        entries=entries,
        problems=tuple(replace(problem, conversation=ids.get(problem.conversation, "")) for problem in problems),
        provenance=_provenance(report.provenance, ledger, anybody),
    )


def ledger_of(report: Report, words: Phrases, *, others: bool = True) -> Ledger:
    """A ledger of everybody in the report, in order of appearance; without `others`, of the user alone."""
    conversations = [entry.conversation for entry in report.entries]
    mine: dict[str, None] = {}
    for conversation in conversations:
        mine |= dict.fromkeys(party.name for party in conversation.parties if party.mine)
        mine |= dict.fromkeys(m.speaker for m in conversation.messages if m.mine and m.form is not Form.TOLD)
    ledger = Ledger(words=words, others=others, mine=tuple(name for name in mine if name.strip()))
    for conversation in conversations:
        for name in conversation.counterparts:
            ledger.person(name)
    return ledger


def _entry(entry: Entry, ledger: Ledger) -> Entry:
    conversation = entry.conversation
    close = ledger.close(conversation.counterparts)
    texts = [_content(message, ledger, close) for message in conversation.messages]
    pairs = zip(conversation.messages, texts, strict=True)
    changed = replace(
        conversation,
        id=conversation.id if conversation.id.isdigit() else ledger.redacted(conversation.id, close).text,
        messages=tuple(_message(m, new, ledger) for m, new in pairs),
        parties=tuple(_party(party, ledger) for party in conversation.parties),
        joins=tuple(
            replace(
                join,
                threads=tuple(ledger.redacted(thread, close).text for thread in join.threads),
                because=ledger.redacted(join.because, close).text,
            )
            for join in conversation.joins
        ),
    )
    return replace(
        entry,
        conversation=changed,
        assessment=_assessment(entry.assessment, texts),
        seen=tuple(replace(each, spans=tuple(_span(s, texts[s.message]) for s in each.spans)) for each in entry.seen),
        advice=_advice(entry.advice, ledger, close) if entry.advice else None,
    )


def _content(message: Message, ledger: Ledger, close: Roster) -> Redacted:
    """What a message says; what the person told is the form's own sentence and names nobody."""
    return redacted(message.content, ()) if message.form is Form.TOLD else ledger.redacted(message.content, close)


def _message(message: Message, text: Redacted, ledger: Ledger) -> Message:
    """The message with all its content redacted into the text: names stand in subjects and file names too."""
    return replace(
        message,
        text=text.text,
        speaker=_speaker(message, ledger),
        subject="",
        attachments=(),
        doubtful=tuple(text.moved(start, end) for start, end in message.unsure),
    )


def _speaker(message: Message, ledger: Ledger) -> str:
    return ledger.you if message.mine else ledger.person(message.speaker)


def _party(party: Party, ledger: Ledger) -> Party:
    return replace(
        party,
        name=ledger.you if party.mine else ledger.person(party.name),
        identifiers=frozenset(
            _identifier(identifier, ledger) if ledger.others or party.mine else identifier
            for identifier in party.identifiers
        ),
    )


def _identifier(identifier: str, ledger: Ledger) -> str:
    kind, _, value = identifier.partition(":")
    known = {"email": ("mail", value.lower()), "phone": ("phone", phone_key(value)), "url": ("link", link_key(value))}
    return f"{kind}:{ledger.address(*known.get(kind, ('handle', value)))}"


def _assessment(assessment: Assessment, texts: list[Redacted]) -> Assessment:
    return replace(
        assessment,
        because=tuple(_contribution(part, texts) for part in assessment.because),
        against=tuple(_contribution(part, texts) for part in assessment.against),
    )


def _contribution(part: Contribution, texts: list[Redacted]) -> Contribution:
    spans = tuple(_span(span, texts[span.message]) for span in part.finding.spans)
    return replace(part, finding=replace(part.finding, spans=spans))


def _span(span: Span, text: Redacted) -> Span:
    start, end = text.moved(span.start, span.end)
    return Span(message=span.message, start=start, end=end)


def _advice(advice: Advice, ledger: Ledger, close: Roster) -> Advice:
    """Names only: the addresses in advice are those of offices."""

    def clean(text: str) -> str:
        return ledger.redacted(text, close, kinds=()).text

    sections = tuple(
        replace(section, heading=clean(section.heading), lines=tuple(map(clean, section.lines)))
        for section in advice.sections
    )
    return replace(advice, headline=clean(advice.headline), sections=sections)


def _problem(problem: Problem, ledger: Ledger, close: Roster) -> Problem:
    what, next_step = (ledger.redacted(text, close).text for text in (problem.what, problem.next_step))
    return replace(problem, what=what, where=_place(problem.where, ledger, close), next_step=next_step)


def _provenance(provenance: Provenance, ledger: Ledger, close: Roster) -> Provenance:
    inputs = tuple(replace(each, name=_place(each.name, ledger, close)) for each in provenance.inputs)
    return replace(provenance, inputs=inputs, me=ledger.redacted(provenance.me, close).text)


def _place(where: str, ledger: Ledger, close: Roster) -> str:
    """A file without the folders above it, which often hold the user's name; `a.zip/b.csv` is no link."""
    if where.startswith(("/", "~", "\\\\")) or where[1:3] in (":\\", ":/"):
        where = where.replace("\\", "/").rpartition("/")[2]
    return ledger.redacted(where, close, kinds=("mail", "phone", "handle")).text


def _unique(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Ids stay distinct where redaction made two of them the same."""
    seen: Counter[str] = Counter()
    result = []
    for entry in entries:
        known = entry.conversation.id
        seen[known] += 1
        distinct = known if seen[known] == 1 else f"{known} ({seen[known]})"
        result.append(replace(entry, conversation=replace(entry.conversation, id=distinct)))
    return tuple(result)


def _apply(text: str, changes: Iterable[Change]) -> str:
    parts, at = [], 0
    for change in changes:
        parts += [text[at : change.start], change.new]
        at = change.end
    return "".join([*parts, text[at:]])


def _letters(number: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
