"""What was understood of the input, without a judgement: conversations, people, channels, dates, problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.model import Form
from bonafides.render import stated
from bonafides.render.clean import name, visible
from bonafides.render.clock import clock
from bonafides.render.phrases import phrases
from bonafides.render.story import channel
from bonafides.render.summary import input_facts
from bonafides.render.terminal import page
from bonafides.render.text_problems import put_problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bonafides.model import Conversation, Party, Reading
    from bonafides.render.clock import Clock
    from bonafides.render.phrases import Phrases
    from bonafides.render.terminal import Page
    from bonafides.render.view import View

SHOWN = 40
"""Conversations described one by one unless the view is verbose; the longest ones are chosen."""
PEOPLE = 8
"""People named of one conversation."""
PROBLEMS = 40


def reading_text(reading: Reading, view: View) -> str:
    """The whole reading as lines of at most `view.width` columns."""
    words = phrases(view.lang)
    out = page(view, words)
    times = clock(reading.provenance, words)
    out.put(words.labelled(words("report.name"), words("reading.title")), style="bold")
    out.put(_counts(reading, words, times), style="dim")
    shown = _shown(reading, verbose=view.verbose)
    for conversation in shown:
        out.gap()
        _put(out, conversation, words, times)
    if left := len(reading.conversations) - len(shown):
        out.gap()
        out.put(words.count("reading.more", left))
    listed = len(reading.problems) if view.verbose else PROBLEMS
    put_problems(out, reading.problems, words, shown=listed, more="reading.more_problems")
    out.head(words("heading.provenance"))
    for label, value in _facts(reading, words):
        out.put_labelled(label, value, indent=2, style="dim")
    return out.done()


def _shown(reading: Reading, *, verbose: bool) -> list[Conversation]:
    """The longest conversations, in the order of the input."""
    if verbose or len(reading.conversations) <= SHOWN:
        return list(reading.conversations)
    ranked = sorted(range(len(reading.conversations)), key=lambda at: -len(reading.conversations[at].messages))
    return [reading.conversations[at] for at in sorted(ranked[:SHOWN])]


def _counts(reading: Reading, words: Phrases, times: Clock) -> str:
    people = {name for conversation in reading.conversations for name in conversation.counterparts}
    parts = (
        words.count("report.read", len(reading.conversations)),
        words.count("reading.people", len(people)),
        words.count("report.messages", sum(len(each.messages) for each in reading.conversations)),
        times.span(message.sent_at for each in reading.conversations for message in each.messages),
    )
    return " · ".join(part for part in parts if part)


def _put(out: Page, conversation: Conversation, words: Phrases, times: Clock) -> None:
    messages = conversation.messages
    out.put(name(conversation.id), style="bold")
    parts = (
        words.count("report.messages", len(messages)),
        ", ".join(channel(each, words) for each in conversation.channels),
        times.span(message.sent_at for message in messages) or words("reading.no_times"),
    )
    out.put(" · ".join(filter(None, parts)), indent=2)
    for label, value in _details(conversation, words):
        out.put_labelled(label, value, indent=2)


def _details(conversation: Conversation, words: Phrases) -> Iterator[tuple[str, str]]:
    mine = [party.name for party in conversation.parties if party.mine]
    others = [_described(party) for party in conversation.parties if not party.mine] or list(conversation.counterparts)
    more = [words("reading.more_people", n=len(others) - PEOPLE)] if len(others) > PEOPLE else []
    people = words("mark.several").join([*(name(other, 160) for other in others[:PEOPLE]), *more])
    yield words("reading.with"), people or words("reading.nobody")
    yield words("reading.you"), ", ".join(map(name, mine)) or words("reading.you_unknown")
    counts = {
        "reading.event": sum(message.form is Form.EVENT for message in conversation.messages),
        "reading.draft": sum(message.form is Form.DRAFT for message in conversation.messages),
        "reading.attachments": sum(len(message.attachments) for message in conversation.messages),
    }
    if kinds := [words.count(key, count) for key, count in counts.items() if count]:
        yield words("reading.among"), ", ".join(kinds)
    files = [name(stated.file(file, words), 90) for file in conversation.read_from]
    yield words("reading.from"), words("mark.several").join(files)
    for join in conversation.joins:
        yield words("reading.joined"), visible(stated.because(join.because, words))


def _described(party: Party) -> str:
    known = sorted(each.partition(":")[2] for each in party.identifiers)
    return f"{party.name} ({', '.join(known)})" if known else party.name


def _facts(reading: Reading, words: Phrases) -> Iterator[tuple[str, str]]:
    rests = reading.provenance
    yield from input_facts(rests, words)
    yield words("provenance.me"), name(stated.me(rests.me, words), 120) or words("provenance.me_unknown")
    assumed = words("reading.zone_assumed") if rests.timezone_assumed else ""
    yield words("reading.zone"), f"{name(rests.timezone, 60)}{assumed}"
    order = name(stated.order(rests.date_order, words), 60)
    yield words("provenance.date_order"), order or words("provenance.unstated")
