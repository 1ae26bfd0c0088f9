"""One conversation of a report to hand in: a summary that fits on one page, then the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import bidirectional

from bonafides.model import Form
from bonafides.render.clean import name, visible
from bonafides.render.contacts import contacts
from bonafides.render.handed.sheet import Case, Event, Line, Piece, Quote, Row, Sign
from bonafides.render.names import is_role
from bonafides.render.own import is_own, known
from bonafides.render.sightings import others_saw
from bonafides.render.story import called, channel
from bonafides.render.thread import thread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bonafides.model import Assessment, Conversation, Entry, Problem
    from bonafides.render.clock import Clock
    from bonafides.render.phrases import Phrases
    from bonafides.render.quote import Excerpt
    from bonafides.render.sightings import OthersSaw
    from bonafides.render.story import Quoted, Reason, Story
    from bonafides.render.summary import Summary
    from bonafides.render.thread import Bubble, Part
    from bonafides.render.view import HandIn

STRONGEST, AGAINST, UNREAD, ADDRESSES, NAMES, SEEN = 5, 2, 4, 6, 4, 2
"""What the summary holds of each at most; the evidence has more."""
SHORT = 200
"""Characters of a quote in the summary."""
WHOLE, AROUND, LONGEST = 400, 250, 6_000
"""A thread of so many messages is printed whole; of a longer one so many; a message up to so many characters."""
_IDENTIFIERS = ("mail", "phone", "link", "handle")


def case(story: Story, whole: Summary, words: Phrases, chosen: HandIn, *, heading: str) -> Case:
    """The conversation of one story; `heading` says which of several it is."""
    entry = story.entry
    conversation = entry.conversation
    shown = thread(
        conversation, entry.assessment, words, whole.clock, whole=WHOLE, shown=AROUND, longest=LONGEST
    )  # fmt: skip
    messages = enumerate(conversation.messages, 1)
    unsaid = frozenset(number for number, each in messages if is_own(each) and not chosen.own_words)
    lines = tuple(_lines(shown.bubbles, conversation, words))
    printed, of = words.number(len(lines)), words.number(shown.all)
    seen = others_saw(conversation, entry.seen, words.lang)
    partly = words("handed.skipped", shown=printed, all=of) if len(lines) < shown.all else ""
    return Case(
        heading=heading,
        level=story.level.value,
        level_name=story.level_name,
        looks=tuple(_looks(story, words)),
        rows=tuple(row for row in (*_rows(entry, words, whole.clock, chosen), *_seen(seen)) if row.lines),
        strongest=tuple(_brief(reason, unsaid) for reason in story.reasons[:STRONGEST]),
        no_signs=story.no_reasons,
        against=tuple(
            _brief(reason, unsaid | _disputed(reason, entry.assessment, conversation))
            for reason in story.against[:AGAINST]
        ),
        no_against=story.no_against,
        unread=tuple(_unread(story, whole.report.problems)),
        seen_heading=seen.heading if seen else "",
        seen=tuple(Row(label=each.what, lines=each.lines) for each in seen.items) if seen else (),
        seen_means=seen.means if seen else (),
        timeline=tuple(_timeline(story, words, whole.clock)),
        signs=tuple(_sign(reason, words, unsaid) for reason in story.reasons),
        signs_against=tuple(_sign(reason, words, unsaid) for reason in story.against),
        lines=lines,
        lines_note=" ".join(filter(None, (*story.notes, story.thread_note, partly))),
        skipped=words.count("thread.left_out", shown.skipped) if shown.skipped else "",
    )


# --- the summary


def _looks(story: Story, words: Phrases) -> Iterator[str]:
    yield story.level_sentence.rstrip(".") + "."
    yield words(f"kind.{story.entry.assessment.kind.value}")
    if stage := story.entry.assessment.stage:
        told = words(f"stage.{stage.value}.name"), words(f"stage.{stage.value}.meaning")
        yield words("handed.looks.stage", name=told[0], meaning=told[1])


def _rows(entry: Entry, words: Phrases, clock: Clock, chosen: HandIn) -> Iterator[Row]:
    conversation = entry.conversation
    yield Row(label=words("handed.heading.account"), lines=tuple(_account(conversation, words)))
    yield Row(label=words("handed.heading.identifiers"), lines=tuple(_addresses(conversation, words)))
    yield Row(label=words("handed.heading.when"), lines=tuple(_when(conversation, words, clock)))
    yield Row(label=words("handed.heading.did"), lines=tuple(_did(conversation, words, clock, chosen)))


def _seen(seen: OthersSaw | None) -> Iterator[Row]:
    if seen:
        yield Row(label=seen.heading, lines=tuple(each.what for each in seen.items[:SEEN]))


def _account(conversation: Conversation, words: Phrases) -> Iterator[str]:
    names = [each for each in conversation.counterparts if each.strip() and not is_role(each)]
    if not names:
        yield words("handed.account.none")
        return
    listed = [called(each, words) for each in names[:NAMES]]
    rest = [words("report.more_names", n=len(names) - NAMES)] if len(names) > NAMES else []
    yield words("mark.several").join((*listed, *rest))
    if firms := sorted(_identifiers(conversation, "firm")):
        listing = words("mark.several").join(name(each, 60) for each in firms[:NAMES])
        yield words("handed.account.firm", names=listing)
    yield words("handed.account.impersonated")


def _identifiers(conversation: Conversation, kind: str) -> set[str]:
    """Those of a kind that belong to the other side."""
    named = (each for party in conversation.parties if not party.mine for each in party.identifiers)
    return {each.partition(":")[2] for each in named if each.startswith(f"{kind}:")}


def _addresses(conversation: Conversation, words: Phrases) -> Iterator[str]:
    """Addresses of the account: those the files give for it, then those its messages give."""
    of_account = {
        known(each)[:2]: each.partition(":")[2]
        for party in conversation.parties
        if not party.mine
        for each in sorted(party.identifiers)
        if not each.startswith("firm:")
    }
    written: dict[tuple[str, str], str] = {}
    for message in conversation.messages:
        if message.judged:
            found = ((c.kind, c.key, message.content[c.start : c.end]) for c in contacts(message.content))
            written |= {(k, key): text for k, key, text in found if (k, key) not in of_account | written}
    for label, values in (("of_account", of_account), ("written", written)):
        shown = [name(value, 70) for value in values.values()][:ADDRESSES]
        rest = len(values) - len(shown)
        if shown:
            more = [words("handed.account.more", n=words.number(rest))] if rest else []
            listed = words("mark.several").join((*shown, *more))
            yield words.labelled(words(f"handed.account.{label}"), listed)
    if not of_account and not written:
        yield words("handed.account.no_addresses")


def _when(conversation: Conversation, words: Phrases, clock: Clock) -> Iterator[str]:
    times = clock.span(message.sent_at for message in conversation.messages)
    ways = words("report.then").join(channel(key, words) for key in conversation.channels)
    count = len(conversation.messages) - conversation.told
    counted = words.count("report.messages", count) if count else ""
    yield from filter(None, (ways, " · ".join(filter(None, (times, counted)))))


def _did(conversation: Conversation, words: Phrases, clock: Clock, chosen: HandIn) -> Iterator[str]:
    yield answered(conversation, words, clock, "handed.did")
    if conversation.told and conversation.only_told:
        yield words("handed.did.told")
    if not chosen.own_words and any(message.mine for message in conversation.messages):
        yield words("handed.did.words_out")
    if not (chosen.own_situation and chosen.situation):
        yield words("handed.did.unstated")


def answered(conversation: Conversation, words: Phrases, clock: Clock, keys: str) -> str:
    """Whether and when the user answered, in the words under `keys`."""
    mine = [m for m in conversation.messages if m.mine and m.form is Form.SENT]
    if not mine:
        return words(f"{keys}.silent")
    span = clock.span(m.sent_at for m in mine)
    return words.count(f"{keys}.answered" if span else f"{keys}.answered_undated", len(mine), span=span)


def _unread(story: Story, problems: Iterable[Problem]) -> Iterator[str]:
    """What the officer must not take for granted; everything else of it stands under what the report rests on."""
    id_ = story.entry.conversation.id
    grave = [each for each in problems if each.fatal or each.conversation == id_]
    slight = [each for each in problems if each not in grave and not each.conversation]
    said = [name(visible(each.what), SHORT) for each in (*grave[:2], *slight[:2])]
    yield from [*said[: len(grave[:2])], *story.unknown, *said[len(grave[:2]) :]][:UNREAD]


def _disputed(reason: Reason, judged: Assessment, conversation: Conversation) -> frozenset[int]:
    """Numbers of the messages in which a reason against rests on words that a sign for it rests on or touches.

    Quoted on the first page they would seem to speak for both sides; the evidence shows them, each with its sign.
    """
    held: dict[int, bytearray] = {}
    for span in (span for part in judged.because for span in part.finding.spans):
        marks = held.setdefault(span.message, bytearray(len(conversation.messages[span.message].content)))
        marks[span.start : span.end] = b"\1" * (span.end - span.start)
    against = judged.against[reason.number - len(judged.because) - 1].finding.spans
    return frozenset(
        each.message + 1 for each in against if any(held.get(each.message, b"")[max(0, each.start - 1) : each.end + 1])
    )


def _brief(reason: Reason, unsaid: frozenset[int]) -> Sign:
    """A sign for the summary: its title and the first place; `unsaid` are numbers of messages that are left out."""
    said = [each for each in reason.quotes if each.number not in unsaid]
    quotes = tuple(_quote(each, short=True) for each in said[:1])
    return Sign(
        number=reason.number, title=visible(reason.title), strength=reason.strength, why="", sources="", quotes=quotes,
        elsewhere="",
    )  # fmt: skip


# --- the evidence


def _sign(reason: Reason, words: Phrases, unsaid: frozenset[int]) -> Sign:
    short = "; ".join(dict.fromkeys(source.short for source in reason.sources))
    more = len(reason.elsewhere)
    listed = ", ".join(map(str, reason.elsewhere[:20])) + ("…" if more > 20 else "")
    left_out = dict.fromkeys(visible(each.place) for each in reason.quotes if each.number in unsaid)
    also = words.count("reason.elsewhere", more, numbers=listed) if more else ""
    return Sign(
        number=reason.number,
        title=visible(reason.title),
        strength=reason.strength,
        why=visible(reason.why),
        sources=words("handed.sources", sources=visible(short)) if short else "",
        quotes=tuple(_quote(each) for each in reason.quotes if each.number not in unsaid),
        elsewhere=" · ".join((*left_out, also) if also else left_out),
    )


def _quote(quoted: Quoted, *, short: bool = False) -> Quote:
    pieces = tuple(_pieces(quoted.excerpt))
    where = " · ".join(filter(None, (visible(quoted.place), quoted.when, quoted.channel)))
    return Quote(where=where, pieces=_cut(pieces) if short else pieces, rtl=_rtl(pieces))


def _pieces(excerpt: Excerpt) -> Iterator[Piece]:
    if excerpt.cut_before:
        yield Piece(text="… ")
    for segment in excerpt.segments:
        marked = tuple(segment.labels)
        yield Piece(text=visible(segment.text), signs=(0,) if marked else (), doubtful=segment.doubtful)
    if excerpt.cut_after:
        yield Piece(text=" …")


def _cut(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The pieces around the first mark, no more than fits."""
    at = next((place for place, piece in enumerate(pieces) if piece.signs), 0)
    before = "".join(piece.text for piece in pieces[:at])
    after = "".join(piece.text for piece in pieces[at + 1 :])
    marked = pieces[at].text if pieces else ""
    marked = marked if len(marked) <= SHORT else f"{marked[: SHORT - 2].rstrip()} …"
    around = max(0, SHORT - len(marked)) // 2
    if len(before) > around:
        before = f"… {before[len(before) - around :].partition(' ')[2]}"
    if len(after) > around:
        after = f"{after[:around].rpartition(' ')[0]} …"
    kept = (Piece(text=before), Piece(text=marked, signs=(0,)), Piece(text=after))
    return tuple(piece for piece in kept if piece.text)


def _timeline(story: Story, words: Phrases, clock: Clock) -> Iterator[Event]:
    """What happened, in the order of the messages."""
    conversation = story.entry.conversation
    happened = [*_turns(conversation, words), *_stages(story, words)]
    for index, what in sorted(happened, key=lambda each: each[0]):
        message = conversation.messages[index]
        told = message.form is Form.TOLD
        yield Event(when=clock.moment(message.sent_at), what=what, number="" if told else str(index + 1))


def _turns(conversation: Conversation, words: Phrases) -> Iterator[tuple[int, str]]:
    sent = [at for at, message in enumerate(conversation.messages) if message.form is Form.SENT]
    if not sent:
        return
    yield sent[0], words("handed.event.first")
    before = conversation.messages[sent[0]].channel
    for at in sent:
        now = conversation.messages[at].channel
        if now and now != before:
            if before and not conversation.messages[at].mine:
                yield at, words("handed.event.moved", channel=channel(now, words))
            before = now
    if first := next((at for at in sent if conversation.messages[at].mine), None):
        yield first, words("handed.event.answered")
    if len(sent) > 1:
        yield sent[-1], words("handed.event.last")


def _stages(story: Story, words: Phrases) -> Iterator[tuple[int, str]]:
    for step in story.entry.assessment.progression:
        told = words(f"stage.{step.stage.value}.name"), words(f"stage.{step.stage.value}.meaning")
        yield step.message, words("handed.event.stage", name=told[0], meaning=told[1])


def _lines(bubbles: Iterable[Bubble], conversation: Conversation, words: Phrases) -> Iterator[Line]:
    for bubble in bubbles:
        pieces = tuple(_printed(bubble.parts, words))
        moved = words("thread.moved", channel=bubble.moved) if bubble.moved and bubble.number > 1 else ""
        yield Line(
            number=bubble.number,
            who=bubble.who,
            mine=bubble.mine or conversation.messages[bubble.number - 1].form is Form.TOLD,
            when=bubble.when,
            notes=tuple(filter(None, (bubble.note, moved or bubble.moved))),
            skipped=words.count("thread.left_out", bubble.skipped) if bubble.skipped else "",
            pieces=pieces,
            rtl=_rtl(pieces),
        )


def _printed(parts: Iterable[Part], words: Phrases) -> Iterator[Piece]:
    for part in parts:
        if part.left_out:
            yield Piece(text=f" [{words.count('thread.cut', part.left_out)}] ", ours=True)
        elif part.text:
            yield Piece(text=part.text, signs=part.reasons, doubtful=part.doubtful)


def _rtl(pieces: Iterable[Piece]) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    for piece in pieces:
        for char in piece.text:
            direction = bidirectional(char)
            if direction in ("L", "R", "AL"):
                return direction != "L"
    return False
