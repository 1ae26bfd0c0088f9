"""Has anyone else seen this lure? Compares conversations with the packs on this machine, after they were judged.

What is found stands beside the judgement and never enters it: the score stays about behaviour in the text.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

from bonafides.detect import slots
from bonafides.detect.fold import fold
from bonafides.detect.reported import own_words
from bonafides.detect.tokens import sentences
from bonafides.errors import PacksError
from bonafides.model import Compared, PackUsed, Problem, Sighting, Span
from bonafides.packs import digest
from bonafides.packs.held import shelf
from bonafides.packs.identifier import domains, identifier
from bonafides.packs.match import MOST_SLOW, Lookup
from bonafides.packs.sketch import MOST_ASKED, Word, shingles
from bonafides.read.announced import announced
from bonafides.read.identity import email_id, phone_id, url_id
from bonafides.render.contacts import contacts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from bonafides.detect.tokens import Sentence, Token
    from bonafides.model import Conversation, Reading, Report
    from bonafides.packs.held import Shelf
    from bonafides.packs.identifier import Identifier
    from bonafides.packs.match import Hit
    from bonafides.packs.sketch import Shingle
    from bonafides.packs.state import Trusted

    Places = Mapping[Identifier, tuple[Span, ...]]
    """Identifiers of a conversation in order, with where each stands in its messages."""

MOST_SLOW_IN_ALL = 400
"""Addresses of people that are asked for in one run, those of the gravest conversations first: some six seconds."""
MOST_TEXTS = 3
"""Texts of one pack that are shown for one conversation, the surest."""
_MOST_READ = 60_000
"""Characters of a message that are looked at."""
_SHORT = 3
"""Letters of a word up to which it says nothing by itself."""
_HAN = 3
"""Signs of a script without spaces that are taken together for a word."""
_ADDRESSED = slots.GREETINGS | slots.TITLES
_DROPPED = frozenset({slots.OTHER, slots.TIME, slots.MEETING})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A pack to be asked, and how a report names it."""

    used: PackUsed
    lookup: Lookup


def with_sightings(report: Report, packs: Shelf, *, now: datetime | None = None) -> Report:
    """The report with what packs on this machine say of its conversations; as it is where there are none.

    Raises PacksError where the list of packs cannot be read; a pack that is damaged is a problem of the report.
    """
    entries = report.entries
    grave = sorted(range(len(entries)), key=lambda at: -entries[at].assessment.level.rank)
    found = _asked_of([entry.conversation for entry in entries], grave, packs, now or datetime.now(UTC))
    if not found.packs and not found.problems:
        return report
    return replace(
        report,
        entries=tuple(replace(entry, seen=seen) for entry, (_, seen) in zip(entries, found.conversations, strict=True)),
        packs=found.packs,
        problems=(*report.problems, *found.problems),
    )


def beside(report: Report, home: Path) -> Report:
    """The report with what packs under that folder say; as it was where there are none.

    A judgement does not fail because a list beside it cannot be read: that is a problem of the report.
    """
    if not (home / "packs").is_dir():
        return report
    try:
        return with_sightings(report, shelf(home))
    except PacksError as error:
        return replace(report, problems=(*report.problems, _told(error)))


def _told(error: PacksError) -> Problem:
    return Problem(
        what="A list of what others have reported cannot be read; it was not used.",
        where=error.where,
        next_step="See which one with bonafides packs list, then add it again.",
    )


def compared(reading: Reading, packs: Shelf, *, now: datetime | None = None) -> Compared:
    """What packs on this machine say of conversations that nobody judges; raises what `with_sightings` raises."""
    conversations = reading.conversations
    found = _asked_of(conversations, range(len(conversations)), packs, now or datetime.now(UTC))
    return replace(found, problems=(*reading.problems, *found.problems))


def sightings(conversation: Conversation, packs: Sequence[tuple[PackUsed, Lookup]]) -> tuple[Sighting, ...]:
    """What packs say of one conversation; the slow digests it needs are made on several threads."""
    asked = [_Asked(used=used, lookup=lookup) for used, lookup in packs]
    return _sightings(conversation, asked, MOST_SLOW)[0]


def addresses(conversation: Conversation) -> Places:
    """The other side's identifiers, as packs know them: what its account carries, then what it writes.

    What is the user's own, or was written by the user, is left out.
    """
    own = set(_own(conversation))
    found: dict[Identifier, tuple[Span, ...]] = {}
    for party in conversation.parties:
        if not party.mine:
            for written in sorted(party.identifiers):
                for each in _read(written):
                    found.setdefault(each, ())
    for index, message in enumerate(conversation.messages):
        if message.judged:
            for each, start, end in _in_text(message.content[:_MOST_READ]):
                span = Span(message=index, start=start, end=end)
                found[each] = (*found.get(each, ()), span)[:8]
    return {each: places for each, places in found.items() if each not in own}


def shingles_of(conversation: Conversation) -> list[Shingle]:
    """The first shingles of what the other side wrote, in order."""
    names = _names(conversation)
    judged = ((at, message.words) for at, message in enumerate(conversation.messages) if message.judged)
    return list(islice(shingles(content_words(text, names, at) for at, text in judged), MOST_ASKED))


def messages_cut(conversation: Conversation) -> str:
    """The content words of what the other side wrote, a message a line: without names, and all that goes into a pack.

    Addresses and amounts stand in it as typed slots, never as themselves.
    """
    names = _names(conversation)
    judged = (message.words for message in conversation.messages if message.judged)
    lines = (" ".join(word.symbol for word in content_words(text, names)) for text in judged)
    return "\n".join(line for line in lines if line)


def cut(text: str) -> list[bytes]:
    """The shingles of a lone text, as the maker of a pack needs them."""
    return [each.words for each in shingles([content_words(text, frozenset())])]


def content_words(text: str, names: frozenset[str], message: int = 0) -> list[Word]:
    """The content words and typed slots of a text, in order: folded, without names and without small words.

    A word with a capital inside a sentence is a name, in whatever language; so are those of `names` and what follows
    a greeting or a title. Linear in the length of the text.
    """
    found: list[Word] = []
    for sentence in sentences(fold(own_words(text[:_MOST_READ]))):
        found.extend(_content(sentence, names, message))
    return found


def _content(sentence: Sentence, names: frozenset[str], message: int) -> Iterator[Word]:
    capitals = sum(token.capital for token in sentence)
    shouted = len(sentence) > 6 and capitals > len(sentence) * 0.7
    if capitals == len(sentence) and len(sentence) < 4:
        return  # a heading or a signature
    greeted = False
    run: list[Token] = []
    for place, token in enumerate(sentence):
        if _is_sign(token.symbol):
            run.append(token)
            if len(run) >= _HAN:
                yield _joined(run[-_HAN:], message)
            continue
        run = []
        named = (token.capital and place > 0 and not shouted) or token.symbol in names or greeted
        greeted = token.symbol in _ADDRESSED
        if not named and not greeted and _tells(token.symbol):
            yield Word(token.symbol, message, token.start, token.end)


def _joined(run: Sequence[Token], message: int) -> Word:
    return Word("".join(token.symbol for token in run), message, run[0].start, run[-1].end)


def _is_sign(symbol: str) -> bool:
    return len(symbol) == 1 and "\u3040" <= symbol <= "\u9fff"


def _tells(symbol: str) -> bool:
    return symbol not in _DROPPED and (symbol in slots.SLOTS or len(symbol) > _SHORT)


def _names(conversation: Conversation) -> frozenset[str]:
    """The words of everybody's names in it, folded."""
    everybody = (*conversation.counterparts, *(party.name for party in conversation.parties))
    return frozenset(word for name in everybody for word in fold(name[:200]).text.casefold().split())


def _asked_of(conversations: Sequence[Conversation], order: Iterable[int], packs: Shelf, now: datetime) -> Compared:
    """What was found of each conversation; the first in `order` are asked first, while slow digests last."""
    left = MOST_SLOW_IN_ALL
    done: dict[int, tuple[Sighting, ...]] = {}
    with packs.open() as (found, damaged):
        asked = [_Asked(used=_used(who, lookup, now), lookup=lookup) for who, lookup in found]
        problems = [_told(each) for each in damaged]
        current = [each for each in asked if not each.used.expired]
        for at in order if current else ():
            done[at], spent, missed = _sightings(conversations[at], current, min(left, MOST_SLOW))
            left -= spent
            if missed:
                problems.append(_missed(missed, conversations[at].id))
    return Compared(
        conversations=tuple((each, done.get(at, ())) for at, each in enumerate(conversations)),
        packs=tuple(each.used for each in asked),
        problems=tuple(problems),
    )


def _missed(count: int, conversation: str) -> Problem:
    return Problem(
        what=f"{count} address(es) in it were not compared with what others have reported: that takes long.",
        where=f"conversation {conversation}",
        next_step="Look at that conversation alone.",
        conversation=conversation,
    )


def _sightings(conversation: Conversation, packs: Sequence[_Asked], most: int) -> tuple[tuple[Sighting, ...], int, int]:
    """What was found, how many addresses were digested slowly, and how many were not asked for."""
    places = addresses(conversation)
    wanted = [each for each in places if each.slow]
    asked = [each for each in places if not each.slow] + wanted[:most]
    listing = [each for each in packs if each.lookup.pack.header.counts["slow"]]
    _digest_all(wanted[:most], listing)
    words = shingles_of(conversation)
    found: list[Sighting] = []
    for pack in packs:
        hits = ((each, pack.lookup.address(each)) for each in asked)
        found += [_sighting(pack.used, each.kind, hit, places[each]) for each, hit in hits if hit]
        texts = pack.lookup.texts(words)[:MOST_TEXTS]
        found += [_sighting(pack.used, "text", hit, _stretches(hit.shingles)) for hit in texts]
    slow = bool(listing) and digest.can_slow()
    missed = len(wanted) - len(wanted[:most]) if listing and slow else len(wanted) if listing else 0
    return tuple(found), min(len(wanted), most) if slow else 0, missed


def _digest_all(wanted: Sequence[Identifier], packs: Sequence[_Asked]) -> None:
    """Make the slow digests side by side: the library lets other threads run, and what is made is remembered."""
    if not wanted or not digest.can_slow():
        return
    headers = {(each.lookup.pack.header.salt, each.lookup.pack.header.slow) for each in packs}
    jobs = [(each, salt, how) for salt, how in headers for each in wanted]
    if len(jobs) > 1:
        with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
            list(pool.map(lambda job: digest.slow(*job), jobs))


def _sighting(used: PackUsed, what: str, hit: Hit, spans: tuple[Span, ...]) -> Sighting:
    return Sighting(
        what=what, pack=used, since=hit.group.since, kind=hit.group.kind, reports=hit.group.reports, note=hit.note,
        spans=spans, agreed=hit.agreed, of=hit.of,
    )  # fmt: skip


def _stretches(found: Iterable[Shingle]) -> tuple[Span, ...]:
    """Where shingles stand, those that touch taken together."""
    merged: list[Span] = []
    for each in sorted(found, key=lambda shingle: (shingle.message, shingle.start)):
        last = merged[-1] if merged else None
        if last and last.message == each.message and each.start <= last.end + 1:
            merged[-1] = replace(last, end=max(last.end, each.end))
        else:
            merged.append(Span(message=each.message, start=each.start, end=each.end))
    return tuple(merged)


def _used(who: Trusted, lookup: Lookup, now: datetime) -> PackUsed:
    header = lookup.pack.header
    return PackUsed(
        publisher=who.name, contact=header.contact, key=who.verifier.id, series=header.series,
        sequence=header.sequence, published_at=header.published_at, expires_at=header.expires_at,
        entries=header.entries, expired=header.expires_at <= now,
    )  # fmt: skip


def _own(conversation: Conversation) -> Iterator[Identifier]:
    for party in conversation.parties:
        if party.mine:
            for written in party.identifiers:
                yield from _read(written)
    for message in conversation.messages:
        if message.mine:
            yield from (each for each, _, _ in _in_text(message.content[:_MOST_READ]))


def _read(written: str) -> Iterator[Identifier]:
    """An identifier as packs know it; a mailbox and a profile also tell their domains."""
    found = identifier(written)
    if found is None:
        return
    if found.kind == "domain":
        yield from domains(found.value)
        return
    yield found
    if found.kind in ("mail", "profile"):
        host = found.value.rpartition("@")[2] if found.kind == "mail" else found.value.partition("/")[0]
        yield from domains(host)


def _in_text(text: str) -> Iterator[tuple[Identifier, int, int]]:
    """Identifiers that a text gives, with where each stands."""
    once: set[Identifier] = set()
    for contact in contacts(text):
        written = text[contact.start : contact.end]
        for each in _contact(contact.kind, written):
            once.add(each)
            yield each, contact.start, contact.end
    folded = text.lower()
    for written in announced(text):
        found = identifier(written)
        if found and found not in once:
            once.add(found)
            name = written.rpartition("/")[2] if found.kind == "handle" else written.partition(":")[2]
            start = max(0, folded.find(name.lower()))
            yield found, start, start + len(name)


def _contact(kind: str, written: str) -> Iterator[Identifier]:
    shapes: dict[str, Callable[[str], str]] = {"mail": email_id, "phone": phone_id, "link": _link}
    if kind in shapes and (found := shapes[kind](written)):
        yield from _read(found)


def _link(written: str) -> str:
    return url_id(written) or f"domain:{written.partition('://')[2] or written}"
