"""From a report to the sheet that is handed in: what is chosen, in which words, and how much of it at most."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from bonafides.model import FLAGGED, Kind
from bonafides.render import stated
from bonafides.render.clean import name, visible
from bonafides.render.exchange.tlp import tlp
from bonafides.render.handed.case import case
from bonafides.render.handed.sheet import File, Row, Sheet
from bonafides.render.own import own, without_name, without_own_words
from bonafides.render.phrases import phrases
from bonafides.render.summary import summary
from bonafides.render.view import HandIn, select

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bonafides.model import Entry, InputFile, Problem, Report
    from bonafides.render.own import Own
    from bonafides.render.phrases import Phrases
    from bonafides.render.story import Story
    from bonafides.render.summary import Summary
    from bonafides.render.view import View

CASES, FILES, PROBLEMS = 5, 40, 30
"""At most so many of each are printed; the rest is counted."""
_VOICE = "handed.voice."
_LABELS = ("handed.heading.", "handed.column.", "handed.fill.")


def sheet(report: Report, view: View) -> Sheet:
    """The report as it is handed in: with nothing of the user's own but what they chose, redacted where asked.

    Raises RenderError for a language without words, or a marking that there is none of.
    """
    chosen, words = view.hand_in or HandIn(), voice(phrases(view.lang))
    mine = own(report, chosen.names)
    shown = as_handed(report, view, words, mine)
    whole = summary(shown, replace(view, verbose=False), words)
    stories = whole.full
    left = len(report.entries) - len(stories)
    cases = tuple(
        case(story, whole, words, chosen, heading=_which(n, len(stories), words)) for n, story in enumerate(stories, 1)
    )
    rests = shown.provenance
    return Sheet(
        lang=view.lang,
        paper=chosen.paper,
        title=words(f"handed.title.{_title(stories)}"),
        marks=tuple(_marks(view, words)),
        lead=words("handed.lead"),
        notes=tuple(_notes(view, stories, words)),
        person=tuple(_person(chosen, mine, words)),
        cases=cases,
        nothing="" if cases else words("handed.nothing" if not report.entries else "report.nothing_shown"),
        others=words.count("handed.others", left) if left else "",
        asked=words.items("handed.asked.lines"),
        problems=tuple(_problems(shown.problems, words)),
        facts=tuple(_facts(whole, words)),
        files=tuple(_file(each, words) for each in rests.inputs[:FILES]),
        files_more=_not_printed(len(rests.inputs) - FILES, words),
        words={key.removeprefix("handed."): words(key) for key in words.table if key.startswith(_LABELS)}
        | {"page": words("handed.page", n="{n}", of="{of}")},
    )


def to_hand_in(report: Report, view: View) -> tuple[Entry, ...]:
    """The conversations that are handed in: those from `warn` up, or the strongest where there is none.

    Ordinary talk with other people is no business of whoever receives it; a `min_level` in the view asks for more.
    """
    full = select(report, replace(view, verbose=False)).full
    flagged = [entry for entry in full if entry.assessment.level.rank >= FLAGGED.rank]
    return tuple(flagged if flagged and view.min_level is None else full)[:CASES]


def voice(words: Phrases) -> Phrases:
    """The same words, said about the person who reports instead of to them."""
    spoken = {key.removeprefix(_VOICE): said for key, said in words.table.items() if key.startswith(_VOICE)}
    return replace(words, table={**words.table, **spoken})


def as_handed(report: Report, view: View, words: Phrases, mine: Own) -> Report:
    """The report on what is handed in, with own and other people's words and names replaced as the view asks."""
    chosen, report = view.hand_in or HandIn(), narrowed(report, view)
    if view.redact or not chosen.own_name:
        labels = _named(words, mine) if chosen.own_name else words
        report = without_name(report, labels, mine, others=view.redact)
    return report if chosen.own_words else without_own_words(report, words("handed.left_out"))


def _named(words: Phrases, mine: Own) -> Phrases:
    """The words for a redacted copy in which the user goes by their own name."""
    return replace(words, table={**words.table, "redacted.you": mine.names[0]}) if mine.names else words


def narrowed(report: Report, view: View) -> Report:
    """What concerns the conversations that are handed in; files without their folders, which often name the user."""
    return concerning(report, to_hand_in(report, view))


def concerning(report: Report, entries: tuple[Entry, ...]) -> Report:
    """The report on some of its conversations: only their files and problems, and files without their folders."""
    ids = {"", *(entry.conversation.id for entry in entries)}
    sources = tuple({place for entry in entries for place in entry.conversation.read_from})
    rests = report.provenance
    used = tuple(each for each in rests.inputs if holds(each.name, sources)) or rests.inputs
    named = tuple(replace(each, name=last(each.name)) for each in used)
    return replace(
        report,
        entries=entries,
        problems=tuple(each for each in report.problems if each.conversation in ids),
        provenance=replace(rests, inputs=named, me=""),
    )


def holds(place: str, sources: tuple[str, ...]) -> bool:
    """Whether an input is one of the files, or a ZIP or mailbox that holds one."""
    return any(each == place or each.startswith(f"{place}/") for each in sources)


def last(place: str) -> str:
    """A path without the folders above it; what is no path from a root stays as it is."""
    if place.startswith(("/", "~", "\\\\", "./", "../")) or place[1:3] in (":\\", ":/"):
        return place.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return place


def _marks(view: View, words: Phrases) -> Iterator[str]:
    """How far it may go, where that was said; that it is confidential; which copy it is. Raises RenderError."""
    if view.tlp:
        yield tlp(view.tlp).label
    yield words("handed.marking")
    yield words("handed.copy_redacted" if view.redact else "handed.copy_full")


def _which(number: int, of: int, words: Phrases) -> str:
    return words("handed.case_of", n=number, of=of) if of > 1 else ""


def _title(stories: tuple[Story, ...]) -> str:
    """Key of the title: what the most pressing conversation is suspected to be, from `warn` up."""
    if not stories or stories[0].level.rank < FLAGGED.rank:
        return "contact"
    kind = stories[0].entry.assessment.kind
    return kind.value if kind in (Kind.SCAM, Kind.DEVICE_LURE) else "approach"


def _notes(view: View, stories: tuple[Story, ...], words: Phrases) -> Iterator[str]:
    if any(story.reasons or story.against for story in stories):
        yield words("handed.you_note")
    if view.redact:
        yield words("handed.redacted_note")


def _person(chosen: HandIn, mine: Own, words: Phrases) -> Iterator[Row]:
    """What the user chose to say of themselves."""
    said: list[tuple[str, tuple[str, ...]]] = []
    if chosen.own_name:
        said += [("name", mine.names), ("addresses", tuple(mine.addresses.values())), ("employer", mine.employers)]
    if chosen.own_situation:
        said += [("situation", (words(f"handed.situation.{chosen.situation.value}"),) if chosen.situation else ())]
        said += [("status", (words(f"handed.status.{chosen.status.value}"),) if chosen.status else ())]
    for key, values in said:
        if values:
            yield Row(label=words(f"handed.did.{key}"), lines=tuple(name(value, 90) for value in values[:4]))


def _problems(problems: tuple[Problem, ...], words: Phrases) -> Iterator[str]:
    for each in problems[:PROBLEMS]:
        place = name(stated.place(last(each.where), words), 90)
        yield words.labelled(place, visible(each.what)) if place else visible(each.what)
    if more := _not_printed(len(problems) - PROBLEMS, words):
        yield more


def _facts(whole: Summary, words: Phrases) -> Iterator[Row]:
    """What somebody needs to repeat it."""
    rests = whole.report.provenance
    unstated = words("provenance.unstated")
    yield Row(label=words("provenance.version"), lines=(f"{words('report.name')} {rests.version}".strip(),))
    yield Row(label=words("provenance.rules"), lines=(f"SHA-256 {rests.rules}" if rests.rules else unstated,))
    dropped = {words(f"provenance.{key}") for key in ("version", "rules", "input", "me", "prior")}
    for label, value in whole.facts:
        if label not in dropped:
            yield Row(label=label, lines=(visible(value),))
    base = Fraction(whole.report.prior).limit_denominator(100_000)
    value = words("provenance.prior_value", n=base.numerator, of=base.denominator)
    yield Row(label=words("provenance.prior"), lines=(value,))


def _file(each: InputFile, words: Phrases) -> File:
    size = words.number(each.size)
    return File(name=name(stated.file(each.name, words), 90), format=name(each.format), size=size, sha256=each.sha256)


def _not_printed(count: int, words: Phrases) -> str:
    return words.count("handed.not_printed", count) if count > 0 else ""
