"""A hunt in a terminal: what was read, the first campaigns in a line or two each, and what was left out and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.render.campaigns_figures import number
from bonafides.render.campaigns_sheet import period, sheet, utc
from bonafides.render.campaigns_words import PURPOSES, STATUSES, called
from bonafides.render.clean import name
from bonafides.render.terminal import page
from bonafides.render.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bonafides.model.campaign import Campaign, Dropped, Hunt
    from bonafides.render.campaigns_sheet import Sheet
    from bonafides.render.phrases import Phrases
    from bonafides.render.terminal import Page

TOP = 10
"""Campaigns listed."""
LOSSES = 10
"""Entries of what was dropped that are listed."""


def lines(hunt: Hunt, words: Phrases, commands: Sequence[tuple[str, str]], *, width: int, color: bool) -> str:
    """The summary, at most `width` columns wide; `commands` are pairs of a key for the words and a command."""
    out, whole = page(View(width=width, color=color), words), sheet(hunt, words)
    out.put(f"{words('report.name')}: {words('hunt.title')}", style="bold")
    out.put(whole.counts)
    out.put(f"{words('hunt.run.period')}: {period(hunt.run, words)}. {words('hunt.times_utc')}", style="dim")
    if whole.fatal:
        out.put(words("hunt.fatal"), lead="! ", style="bold")
    _campaigns(out, hunt, words)
    _left_out(out, whole, words)
    _next(out, words, commands)
    return out.done()


def _campaigns(out: Page, hunt: Hunt, words: Phrases) -> None:
    out.gap()
    if not hunt.campaigns:
        out.put(words("hunt.none"))
        return
    out.put(words("hunt.lead"), style="bold")
    out.gap()
    for campaign in hunt.campaigns[:TOP]:
        out.put(_line(campaign, words), lead=f"{campaign.rank}. ")
    if len(hunt.campaigns) > TOP:
        out.put(words("hunt.more_top", n=f"{len(hunt.campaigns) - TOP:,}"), indent=2)


def _line(campaign: Campaign, words: Phrases) -> str:
    """One campaign: how many, when, why, how firm."""
    said = [
        words(
            "hunt.brief_line",
            accounts=words.count("hunt.accounts", len(campaign.accounts)),
            targets=words.count("hunt.targets", campaign.targets),
            seen=utc(words).span((campaign.first_seen, campaign.last_seen)),
        ),
        called({str(each): said for each, said in PURPOSES.items()}, campaign.purpose, words),
        words("hunt.brief_score", score=number(campaign.score), expected=number(campaign.expected_false)),
        called(STATUSES, campaign.status, words),
        "" if campaign.within_budget else words("hunt.mark.beyond"),
    ]
    return f"{name(campaign.campaign, 40)}: {'; '.join(part for part in said if part)}"


def _left_out(out: Page, whole: Sheet, words: Phrases) -> None:
    if whole.lone.shown:
        out.gap()
        count = len(whole.lone.shown) + len(whole.lone.hidden) + whole.lone.left
        out.put(words.count("hunt.selective.brief", count))
    out.head(words("hunt.heading.held"))
    for reason, count in whole.held:
        out.put(reason, lead=f"{count:,}  ", indent=2)
    if not whole.held:
        out.put(words("hunt.held.none"), indent=2)
    out.head(words("hunt.heading.dropped"))
    for each in whole.losses.shown[:LOSSES]:
        out.put(_loss(each, words), lead="! " if each.fatal else "- ", indent=2)
    left = len(whole.losses.shown[LOSSES:]) + whole.losses.left
    if left:
        out.put(words.count("hunt.dropped.left", left), indent=2)
    if not whole.losses.shown:
        out.put(words("hunt.dropped.none"), indent=2)


def _loss(each: Dropped, words: Phrases) -> str:
    said = words("hunt.dropped.line", what=name(each.what, 160), count=f"{each.count:,}")
    where = f" ({name(each.where, 120)})" if each.where else ""
    return said + where + (f". {name(each.why, 300)}" if each.why else "")


def _next(out: Page, words: Phrases, commands: Sequence[tuple[str, str]]) -> None:
    out.head(words("hunt.heading.next"))
    for key, command in (("hunt.next.page", "report.html"), *commands):
        out.put(words(key), indent=2)
        out.put(command, indent=4, style="bold")
