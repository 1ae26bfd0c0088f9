"""The words of a drill on a terminal: plain lines, one thing after the other, so that they can be read aloud too."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from bonafides.drilling import precedents, source_ids
from bonafides.explain import explanations, sources
from bonafides.learn import Choice
from bonafides.learn.debrief import debrief
from bonafides.learn.exercise import shares
from bonafides.render.clean import visible
from bonafides.render.phrases import phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bonafides.learn import Drill, Exercise, Score, Thread
    from bonafides.learn.debrief import Mark
    from bonafides.learn.totals import Share, Totals
    from bonafides.render.phrases import Phrases

ROOM = "bonafides.learn"
WIDTH = 80
_MOST_SOURCES = 4


def opening(exercise: Exercise, lang: str, *, dealt: bool) -> str:
    """What is said before the first thread; `dealt` where the program chose the drills."""
    words = phrases(lang, ROOM)
    count = len(exercise.drills)
    least = shares(count) if dealt else 0
    share = words("intro.share", count=count, least=least) if least else words("intro.single")
    paragraphs = [words(f"intro.{key}") for key in ("invented", "how", "origin")]
    return _text([words("intro.heading").upper(), *paragraphs, share])


def resuming(exercise: Exercise, lang: str) -> str:
    """What is said where somebody goes on."""
    words = phrases(lang, ROOM)
    told = words("place.resumed", n=len(exercise.finished) + 1, count=len(exercise.drills))
    return _text([told, words("intro.invented")])


def going_on(thread: Thread, lang: str, *, count: int, again: bool = False) -> str:
    """The messages since the last decision; with `again` the whole thread so far."""
    words, drill = phrases(lang, ROOM), thread.drill
    fresh = 0 if again else thread.fresh
    parts = []
    if fresh == 0:
        parts = [words("thread.number", n=thread.number + 1, count=count) + ": " + visible(drill.title)]
        parts += [visible(thread.fill(drill.setting)), words("thread.channel", channel=channel(drill.channel, words))]
    if thread.checked or (again and Choice.VERIFY in thread.choices):
        parts.append(words("choice.finds", finds=visible(thread.fill(drill.finds))))
    before = drill.lines[fresh - 1].channel if fresh else drill.channel
    for number, line in enumerate(drill.lines[fresh : thread.shown], fresh + 1):
        if line.channel != before:
            parts.append(words("thread.moved", channel=channel(line.channel, words)))
            before = line.channel
        parts.append(_message(thread, number, words))
    return _text(parts)


def asking(lang: str) -> str:
    """The question, its three answers, and how to give one."""
    words = phrases(lang, ROOM)
    answers = [f"  {n}  {words(f'choice.{each}')}" for n, each in enumerate(("answer", "verify", "report"), 1)]
    return "\n".join([words("choice.ask"), *answers, words("choice.prompt")]) + "\n"


def debriefing(thread: Thread, lang: str) -> str:
    """What it was, how it went, the real signs with their places, what meant nothing, and who says so."""
    words, drill, found = phrases(lang, ROOM), thread.drill, debrief(thread)
    parts = [f"{words('debrief.heading')}: {words(f'kind.{drill.kind}')}", words(f"outcome.{found.outcome}")]
    if drill.from_message:
        parts.append(words(seen_from(drill), n=drill.from_message))
    parts += [words("debrief.check") + words("mark.colon"), visible(thread.fill(drill.finds))]
    parts += _marks("debrief.for_it" if drill.ordinary else "debrief.signs", found.signs, lang)
    parts += _marks("debrief.innocent", found.innocent, lang)
    if found.rest:
        parts += [words("debrief.rest") + words("mark.colon")]
        parts += [_message(thread, number, words) for number, _ in found.rest]
    parts += [words("debrief.said_ordinary" if drill.ordinary else "debrief.said") + words("mark.colon")]
    parts += [visible(drill.said), *_behind(thread, lang)]
    return _text(parts)


def seen_from(drill: Drill) -> str:
    """Key of the sentence for the message from which it could be seen, or from which a check was the right thing."""
    return "debrief.from_check" if drill.best is Choice.VERIFY else "debrief.from"


def scored(score: Score, lang: str, *, real: bool = True) -> str:
    """Precision, recall and how early, in sentences; with `real`, what to do about a real message."""
    words = phrases(lang, ROOM)
    return _text(
        [words("score.heading"), *score_lines(score, words), words("score.limits")] + [words("score.real")] * real
    )


def score_lines(score: Score, words: Phrases) -> list[str]:
    """The score as sentences."""
    found = []
    if score.deceptive:
        found.append(words("score.recall", right=score.caught, all=score.deceptive))
    if score.ordinary:
        found.append(words("score.false_alarms", wrong=score.false_alarms, all=score.ordinary))
    if score.recall is not None:
        found.append(words("score.share", share=percent(score.recall)))
    if score.precision is not None:
        found.append(words("score.precision", share=percent(score.precision)))
    if score.late is not None:
        late = round(score.late)
        found.append(words.count("score.late", late) if late else words("score.at_once"))
    if score.early:
        found.append(words("score.early", n=score.early, all=score.caught))
    return found


def summed(found: Totals | None, lang: str) -> str:
    """Totals over many people, or that they are too few for any."""
    from bonafides.learn.totals import FEWEST

    words = phrases(lang, ROOM)
    if found is None:
        return _text([words("sum.fewest", n=FEWEST)])
    return _text([*totals_lines(found, words), words("sum.limits")])


def totals_lines(found: Totals, words: Phrases) -> list[str]:
    """Totals as sentences."""
    from bonafides.learn.totals import FEWEST

    lines = [words("sum.people", n=words.number(found.people))]
    for key, share in (("recall", found.recall), ("false_alarms", found.false_alarms)):
        if share:
            lines.append(words(f"sum.{key}", **_shares(share)))
    if found.precision is not None:
        lines.append(words("sum.precision", share=percent(found.precision)))
    if found.drills:
        lines.append(words("sum.drills", n=FEWEST) + words("mark.colon"))
    for id_, ordinary, share in found.drills:
        lines.append("  " + words(f"sum.drill_{'ordinary' if ordinary else 'deceptive'}", id=id_, **_shares(share)))
    return lines


def channel(name: str, words: Phrases) -> str:
    """What a channel is called."""
    return words.get(f"channel.{name}", visible(name))


def percent(share: float) -> int:
    """A share as whole percent."""
    return round(100 * share)


def _shares(share: Share) -> dict[str, int]:
    return {"share": percent(share.share), "margin": percent(share.margin)}


def _message(thread: Thread, number: int, words: Phrases) -> str:
    line = thread.drill.lines[number - 1]
    who = words("thread.me") if line.mine else visible(thread.cast.names["them"])
    return f"[{number}] {who}{words('mark.colon')}\n" + textwrap.indent(
        visible(thread.fill(line.text), lines=True), "    "
    )


def _marks(heading: str, marks: tuple[Mark, ...], lang: str) -> Iterator[str]:
    words, titles = phrases(lang, ROOM), explanations(lang)
    if not marks:
        return
    yield words(heading) + words("mark.colon")
    for mark in marks:
        quoted = "  " + words("debrief.quote", n=mark.message, quote=visible(mark.quote))
        title = titles[mark.indicator].title if mark.indicator in titles else ""
        named = f"{title}. {mark.why}" if title else mark.why
        yield f"{quoted}\n    {visible(named)}"


def _behind(thread: Thread, lang: str) -> Iterator[str]:
    """The documented cases and the public sources."""
    words, stages = phrases(lang, ROOM), phrases(lang)
    for case in precedents(thread.drill):
        way = " > ".join(stages(f"stage.{stage}.name") for stage in case.stages)
        yield (
            words("debrief.case", years=case.years, stages=way)
            if way
            else words("debrief.case_plain", years=case.years)
        )
    known = sources(lang)
    named = [known[id_] for id_ in source_ids(thread.drill)][:_MOST_SOURCES]
    if named:
        yield (
            words("debrief.sources")
            + words("mark.colon")
            + " "
            + "; ".join(", ".join(filter(None, (each.publisher, each.date[:4]))) for each in named)
        )


def _text(paragraphs: list[str]) -> str:
    """Paragraphs wrapped, with a blank line after each; the indentation of a line stays with what follows of it."""
    return "\n\n".join("\n".join(_wrapped(line) for line in each.splitlines()) for each in paragraphs) + "\n\n"


def _wrapped(line: str) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(line.strip(), WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
