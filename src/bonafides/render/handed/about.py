"""What a report to hand in says about the person who hands it in, and what it leaves out: for them alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.model import Form
from bonafides.render import stated
from bonafides.render.clean import name, visible
from bonafides.render.clock import clock
from bonafides.render.handed.case import answered
from bonafides.render.handed.preparing import as_handed, narrowed, voice
from bonafides.render.own import own, without_name
from bonafides.render.phrases import phrases
from bonafides.render.view import HandIn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bonafides.model import Entry, Message, Report
    from bonafides.render.own import Own
    from bonafides.render.phrases import Phrases
    from bonafides.render.view import View

VALUES, QUOTED = 6, 200
"""Names or addresses listed in one line; messages quoted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One thing about the person."""

    what: str
    shown: tuple[str, ...] = ()
    """Their words as they stand in the report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Everything about the person: what the report says, what it leaves out, and what to think of."""

    says: tuple[Holding, ...]
    leaves_out: tuple[Holding, ...]
    think: tuple[str, ...]


def about(report: Report, view: View) -> About:
    """What the report in this view says about the user; raises RenderError for a language without words."""
    chosen, words = view.hand_in or HandIn(), phrases(view.lang)
    mine = own(report, chosen.names)
    report = narrowed(report, view)
    entries = report.entries
    says: list[Holding] = []
    out: list[Holding] = []
    for key, holding in _choices(entries, mine, chosen, words):
        (says if key else out).append(holding)
    says += _always(report, view, mine)
    return About(says=tuple(says), leaves_out=tuple(out), think=tuple(_think(report, view, mine, words)))


def about_text(found: About, lang: str) -> str:
    """The same as plain text, for the command line."""
    words = phrases(lang)
    opening, closing = words.items("mark.quote")
    lines = [words("handed.about.heading"), "", words("handed.about.lead")]
    for key, holdings in (("in", found.says), ("out", found.leaves_out)):
        if holdings:
            lines += ["", words.labelled(words(f"handed.about.{key}"), "").rstrip()]
        for each in holdings:
            lines += [f"  - {each.what}", *(f"      {opening}{quote}{closing}" for quote in each.shown)]
    lines += ["", words.labelled(words("handed.about.think"), "").rstrip()]
    lines += [f"  - {each}" for each in found.think]
    return "\n".join([*lines, "", words("handed.about.change"), ""])


def _choices(entries: Sequence[Entry], mine: Own, chosen: HandIn, words: Phrases) -> Iterator[tuple[bool, Holding]]:
    """What they can choose: whether it is in, and what it is."""

    def said(key: str, included: bool, **slots: str) -> tuple[bool, Holding]:
        return included, Holding(what=words(f"handed.about.{key}_{'in' if included else 'out'}", **slots))

    if mine.names:
        slots = {"names": _listed(mine.names, words)} | (
            {} if chosen.own_name else {"you": voice(words)("redacted.you")}
        )
        yield said("name", chosen.own_name, **slots)
    if mine.addresses:
        yield said("address", chosen.own_name, values=_listed(tuple(mine.addresses.values()), words))
    if mine.employers:
        yield said("employer", chosen.own_name, names=_listed(mine.employers, words))
    messages = [message for entry in entries for message in entry.conversation.messages]
    yield from _words(messages, chosen, words)
    if chosen.situation:
        yield said("situation", chosen.own_situation, what=words(f"handed.situation.{chosen.situation.value}"))
    if chosen.status:
        yield said("status", chosen.own_situation, what=words(f"handed.status.{chosen.status.value}"))


def _words(messages: Sequence[Message], chosen: HandIn, words: Phrases) -> Iterator[tuple[bool, Holding]]:
    """What they wrote and what they told, word for word where it is in."""
    key = "in" if chosen.own_words else "out"
    for kind, found in (
        ("words", [m for m in messages if m.mine and m.form is not Form.TOLD]),
        ("told", [m for m in messages if m.form is Form.TOLD]),
    ):
        if found:
            quoted = tuple(visible(m.content) for m in found[:QUOTED]) if chosen.own_words else ()
            yield chosen.own_words, Holding(what=words.count(f"handed.about.{kind}_{key}", len(found)), shown=quoted)


def _always(report: Report, view: View, mine: Own) -> Iterator[Holding]:
    """What no choice takes out."""
    words = phrases(view.lang)
    times = clock(report.provenance, words)
    for entry in report.entries:
        yield Holding(what=answered(entry.conversation, words, times, "handed.about"))
    if any(message.sent_at for entry in report.entries for message in entry.conversation.messages):
        yield Holding(what=words("handed.about.zone", zone=times.name))
    shown = as_handed(report, view, voice(words), mine).provenance.inputs
    if shown:
        files = tuple(name(stated.file(each.name, words), 90) for each in shown)
        yield Holding(what=words("handed.about.files", names=_listed(files, words)))


def _think(report: Report, view: View, mine: Own, words: Phrases) -> Iterator[str]:
    chosen = view.hand_in or HandIn()
    if not mine.names:
        yield words("handed.about.name_unknown")
    elif not chosen.own_name:
        yield words("handed.about.spellings")
    if chosen.own_name and (count := _named(report, mine, words)):
        yield words.count("handed.about.quotes", count)
    yield words("handed.about.between")
    yield words("handed.about.file")
    yield words("handed.about.yours")


def _named(report: Report, mine: Own, words: Phrases) -> int:
    """In how many messages of the other side their name, address or employer stands."""
    changed = without_name(report, voice(words), mine)
    return sum(
        not before.mine and before.content != after.content
        for old, new in zip(report.entries, changed.entries, strict=True)
        for before, after in zip(old.conversation.messages, new.conversation.messages, strict=True)
    )


def _listed(values: Sequence[str], words: Phrases) -> str:
    listed = words("mark.several").join(name(value, 70) for value in values[:VALUES])
    return f"{listed} …" if len(values) > VALUES else listed
