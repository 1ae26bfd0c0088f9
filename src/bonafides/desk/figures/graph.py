"""The picture of a campaign as part of a page: circles and lines, with a table that says the same."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from bonafides.desk.figures.drawing import drawing
from bonafides.desk.figures.network import family_name, network, persona
from bonafides.model import Level
from bonafides.render.clean import name
from bonafides.render.phrases import phrases
from bonafides.render.templating import template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from markupsafe import Markup

    from bonafides.desk.figures.network import Network, Tie
    from bonafides.render.phrases import Phrases
    from bonafides.store.records import Case, Link, Mark

ROOM = "bonafides.desk"
ROWS, NAMED = 200, 12
"""Rows of the table, and cases named in one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the table: what is shared, and by which cases."""

    family: str
    shown: str
    others: int
    """Further values that the same cases share."""
    state: str
    """`confirmed` or `suggested` for a tie, empty for what is simply shared."""
    cases: tuple[Case, ...]
    more: int
    """Cases that are not named."""


def graph_html(
    cases: Iterable[Case],
    links: Iterable[Link],
    marks: Iterable[Mark],
    *,
    lang: str,
    href: Callable[[Case], str] | None = None,
    anchor: str = "graph",
) -> Markup:
    """The picture and its table as part of a page, without inline style or script.

    `href` gives the address of a case, for the table; `anchor` begins the ids, where a page has several pictures. The
    look is that of the classes in `figures.css`.
    """
    from markupsafe import Markup

    net, words = network(cases, links, marks), phrases(lang, ROOM)
    rows = _lines(net)
    page = template("graph.html", ROOM).render(
        net=net,
        drawing=drawing(net, words),
        rows=rows[:ROWS],
        left=len(rows) - ROWS,
        alone=_alone(net),
        words=words,
        levels=_levels(phrases(lang)),
        family=lambda key: family_name(key, words),
        persona=lambda case: persona(case, words),
        short=name,
        href=href,
        anchor=anchor,
    )
    return Markup(page)  # noqa: S704 - made by a template that escapes


def figures_css() -> str:
    """The style sheet of the pictures and figures; colours come from the page (`--ink`, `--line`, `--warn`, ...)."""
    return files(ROOM).joinpath("templates", "figures.css").read_text(encoding="utf-8")


def _levels(said: Phrases) -> dict[str, str]:
    return {level.value: said(f"level.{level.value}.name") for level in Level}


def _lines(net: Network) -> tuple[Line, ...]:
    shared = [_line(net, each.family, each.shown, "", each.cases, each.more) for each in net.things]
    tied = [_line(net, *_reason(tie), tie.state, (tie.one, tie.other), len(tie.because[1:])) for tie in net.ties]
    return (*shared, *tied)


def _line(net: Network, family: str, shown: str, state: str, cases: Iterable[int], others: int) -> Line:
    bearing = sorted(cases)
    named = tuple(net.cases[at] for at in bearing[:NAMED])
    more = max(0, len(bearing) - NAMED)
    return Line(family=family, shown=shown, others=others, state=state, cases=named, more=more)


def _reason(tie: Tie) -> tuple[str, str]:
    """Family and value of the strongest reason; empty where a person linked them without one."""
    return (tie.because[0].family, tie.because[0].shown) if tie.because else ("", "")


def _alone(net: Network) -> tuple[Case, ...]:
    """Cases that nothing links to the others."""
    linked = {at for thing in net.things for at in thing.cases} | {
        at for tie in net.ties for at in (tie.one, tie.other)
    }
    return tuple(case for at, case in enumerate(net.cases) if at not in linked)
