"""One conversation on the terminal: level, reasons for and against, the way it went, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from bonafides.model import Level
from bonafides.render.clean import name, visible
from bonafides.render.sections import WHAT, asked, sections, strongest
from bonafides.render.sightings import others_saw
from bonafides.render.story import verified

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bonafides.model import Route, Section
    from bonafides.render.phrases import Phrases
    from bonafides.render.story import Point, Quoted, Reason, Story
    from bonafides.render.terminal import Page

LEVEL_STYLE = {
    Level.QUIET: "bold cyan",
    Level.WATCH: "bold yellow",
    Level.WARN: "bold reverse yellow",
    Level.ALARM: "bold reverse red",
}
EXPLAINED = 6
"""Reasons on each side that are shown with why they matter; the page and the verbose view explain all."""
SOURCES = 2
"""Sources named after a reason."""


def put_story(out: Page, story: Story, words: Phrases, *, verbose: bool) -> None:
    """Everything about one conversation."""
    _head(out, story, words)
    _steps(out, sections(story, "first"), words)
    _reasons(out, story, words, verbose=verbose)
    _others(out, story, words)
    _timeline(out, story, words)
    _bullets(out, words("heading.unknown"), story.unknown, "?")
    _bullets(out, words("heading.would_change"), story.would_change, "·")
    if story.peers:
        out.head(words("heading.peers"))
        out.put(story.peers, indent=2)
        out.put(words("peers.note"), indent=2, style="dim")
    if story.came_next:
        _bullets(out, words("heading.came_next"), story.came_next, "·")
        out.put(words("came_next.note"), indent=2, style="dim")
    for section in sections(story, "later"):
        _section(out, section)
    _routes(out, story.entry.advice.routes if story.entry.advice else (), words)


def put_line(out: Page, story: Story, words: Phrases) -> None:
    """One conversation in one line: level, who, when, the first sign."""
    signs = words("mark.several").join(reason.title for reason in story.reasons[:2])
    line = Text(f"{story.level_name}  ", style="bold").append(story.who, style="not bold")
    line.append(f" · {story.dates}" if story.dates else "", style="not bold dim")
    line.append(words.labelled("", signs) if signs else "", style="not bold")
    out.put(line, lead="· ", indent=2)


def _head(out: Page, story: Story, words: Phrases) -> None:
    out.rule("━")
    badge = Text(f"[{story.level_name.upper()}]", style=LEVEL_STYLE[story.level])
    out.put(badge.append(f" {story.level_sentence}.", style="not reverse bold"))
    if story.who != words("report.them"):
        out.put(words("heading.with", who=story.who), style="bold")
    out.put(" · ".join(story.about), style="dim")
    for note in story.notes:
        out.put(note, style="dim")
    out.gap()
    if story.kind:
        out.put(story.kind)
    if story.headline:
        out.put(f"{story.headline.rstrip('.')}.", style="bold")
    for section in sections(story, WHAT):
        out.put(visible(" ".join(section.lines)))


def _reasons(out: Page, story: Story, words: Phrases, *, verbose: bool) -> None:
    out.head(words("heading.why_quiet" if story.level is Level.QUIET and story.reasons else "heading.why"))
    if not story.reasons:
        out.put(story.no_reasons, indent=2)
    _each(out, story.reasons, words, verbose=verbose)
    out.head(words("heading.against"))
    if not story.against:
        out.put(story.no_against, indent=2)
    _each(out, story.against, words, verbose=verbose)


def _others(out: Page, story: Story, words: Phrases) -> None:
    """What others have reported of it."""
    if (found := others_saw(story.entry.conversation, story.entry.seen, words.lang)) is None:
        return
    out.head(found.heading)
    for each in found.items:
        out.put(each.what, lead="· ", indent=2)
        for line in each.lines:
            out.put(line, indent=4)
    for line in found.means:
        out.put(line, indent=2, style="dim")


def _each(out: Page, reasons: Sequence[Reason], words: Phrases, *, verbose: bool) -> None:
    """The strongest reasons with their words, the others by title alone: a page that nobody finishes helps nobody."""
    shown = strongest(reasons, verbose=verbose)
    for position, reason in enumerate(reasons[:shown]):
        _reason(out, reason, words, verbose=verbose, explained=verbose or position < EXPLAINED)
    if rest := reasons[shown:]:
        out.put(words("reason.also"), indent=3, style="bold")
        out.put(words("mark.several").join(reason.title for reason in rest) + ".", indent=3)
        out.put(words("reason.also_how"), indent=3, style="dim")
        out.gap()


def _reason(out: Page, reason: Reason, words: Phrases, *, verbose: bool, explained: bool) -> None:
    """Title, weight and quoted words; why it matters and who says so only while there are few of them."""
    lead, weight = f"{reason.number}. ", f"{'■' * reason.bars}{'□' * (3 - reason.bars)} {reason.strength}"
    title = Text(reason.title, style="bold")
    beside = len(lead) + title.cell_len + 2 + len(weight) <= out.width
    out.put(title.append(f"  {weight}" if beside else "", style="not bold dim"), lead=lead, lead_style="bold")
    if not beside:
        out.put(weight, indent=3, style="dim")
    shown = len(reason.quotes) if verbose else 2 if explained else 1
    for quote in reason.quotes[:shown]:
        out.put(out.marked(quote.excerpt), indent=3)
        out.put(_place(quote), indent=3, style="dim")
    others = sorted({*(quote.number for quote in reason.quotes[shown:]), *reason.elsewhere})
    if others:
        numbers = ", ".join(map(str, others[:8])) + (" …" if len(others) > 8 else "")
        out.put(words.count("reason.elsewhere", len(others), numbers=numbers), indent=3, style="dim")
    if reason.why and explained:
        out.put(words.labelled(words("reason.matters"), reason.why), indent=3)
    if reason.sources and explained:
        out.put(words.labelled(words("reason.source"), _sources(reason, words)), indent=3, style="dim")
    out.gap()


def _place(quote: Quoted) -> str:
    return " · ".join(part for part in (quote.place, quote.when, quote.channel) if part)


def _sources(reason: Reason, words: Phrases) -> str:
    named = words("mark.several").join(source.short for source in reason.sources[:SOURCES])
    rest = len(reason.sources) - SOURCES
    return f"{named} {words.count('reason.more_sources', rest)}" if rest > 0 else named


def _timeline(out: Page, story: Story, words: Phrases) -> None:
    """Stage by stage up to the furthest one seen; what lies beyond it in one line."""
    if not story.timeline:
        return
    out.head(words("heading.stages"))
    widest = max(len(point.name) for point in story.timeline)
    for point in story.timeline:
        when = " · ".join(_when(point, words)) if point.reached else words("stages.not_seen")
        lead = f"{'●' if point.reached else '○'} {point.name:<{widest}}  "
        out.put(when, lead=lead, indent=2, style="" if point.reached else "dim")
    if story.beyond:
        out.put(words("stages.beyond", names=", ".join(story.beyond)), lead="○ ", indent=2, style="dim")
    out.put(words("stages.note"), indent=2, style="dim")


def _when(point: Point, words: Phrases) -> list[str]:
    parts = [point.when] if point.when else []
    parts += [point.place] if point.place else []
    return [*parts, words("stages.deepest")] if point.deepest else parts


def _bullets(out: Page, heading: str, lines: tuple[str, ...], mark: str) -> None:
    if not lines:
        return
    out.head(heading)
    for line in lines:
        out.put(line, lead=f"{mark} ", indent=2)


def _steps(out: Page, steps: Sequence[Section], words: Phrases) -> None:
    """What to do, in its order, each step under its name and close together."""
    if steps:
        out.head(words("heading.do"))
    for step in steps:
        label = Text(words.labelled(visible(step.heading), ""), style="bold")
        if len(step.lines) == 1:
            out.put(label.append(visible(step.lines[0]), style="not bold"), lead="→ ", indent=2)
            continue
        out.put(label, lead="→ ", indent=2)
        for number, line in enumerate(step.lines, 1):
            out.put(visible(line), lead=f"{number}. " if step.ordered else "· ", indent=4)


def _section(out: Page, section: Section) -> None:
    """A part of the advice that is no step: what to check, what to ask, what is known of other cases."""
    out.head(visible(section.heading))
    listed = asked(section) if len(section.lines) > 1 else frozenset()
    for at, line in enumerate(section.lines):
        bullet = f"{at + 1}. " if section.ordered else "· "
        out.put(visible(line), lead=bullet if at in listed else "", indent=2)


def _routes(out: Page, routes: Sequence[Route], words: Phrases) -> None:
    if routes:
        out.head(words("heading.routes"))
    for route in routes:
        _route(out, route, words)


def _route(out: Page, route: Route, words: Phrases) -> None:
    out.put(visible(route.name), lead="· ", indent=2, style="bold")
    for contact in route.contacts:
        out.put(visible(contact), indent=4)
    if route.note:
        out.put(visible(route.note), indent=4)
    source = words("routes.source", source=name(route.source, 200)) if route.source else ""
    if checked := " ".join(part for part in (verified(route, words), source) if part):
        out.put(checked, indent=4, style="dim")
