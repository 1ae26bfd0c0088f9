"""A hunt as one page for a reviewer, a lawyer and an appeals panel, and as a few lines for a terminal."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bonafides.render import campaigns_words as named
from bonafides.render.campaigns_figures import number, percent, value
from bonafides.render.campaigns_sheet import ON_PAPER, sheet, utc
from bonafides.render.campaigns_svg import overview
from bonafides.render.campaigns_text import lines
from bonafides.render.clean import name, visible
from bonafides.render.phrases import ENGLISH, phrases
from bonafides.render.templating import template

if TYPE_CHECKING:
    from bonafides.model.campaign import Hunt

COMMANDS = (
    ("hunt.next.explain", "bonafides hunt explain DIR A B"),
    ("hunt.next.why_not", "bonafides hunt why-not DIR A"),
    ("hunt.next.export", "bonafides hunt export DIR --campaign ID"),
    ("hunt.next.replay", "bonafides hunt replay PACK"),
    ("hunt.next.audit", "bonafides hunt audit DIR --groups FILE"),
)
"""Where to go from the page; never with an identifier filled in, which could be foreign text in somebody's shell."""
NAME, SUMMARY = 60, 2_000
"""Characters of an account's name and of a summary that are shown."""


def html(hunt: Hunt, lang: str = ENGLISH) -> str:
    """The whole hunt as one self-contained HTML file: nothing runs in it, nothing is fetched, the same bytes each time.

    The order is that of `hunt.campaigns`; beyond the first 50 each gets one line. Raises RenderError for a language
    that there are no words for.
    """
    words = phrases(lang)
    clock, whole = utc(words), sheet(hunt, words)
    return template("campaigns.html").render(
        whole=whole,
        drawing=overview([card.campaign for card in whole.cards], clock),
        spans=[at for card in whole.cards for at in (card.campaign.first_seen, card.campaign.last_seen)],
        purposes={card.campaign.purpose for card in whole.cards},
        words=words,
        clock=clock,
        named=named,
        called=partial(named.called, words=words),
        number=number,
        percent=percent,
        value=partial(value, words=words),
        clean=visible,
        short=partial(name, longest=NAME),
        long=partial(name, longest=SUMMARY),
        on_paper=ON_PAPER,
        commands=COMMANDS,
    )


def text(hunt: Hunt, lang: str = ENGLISH, *, width: int = 80, color: bool = False) -> str:
    """The hunt in short, as lines of at most `width` columns: what was read, the first campaigns, what was left out."""
    return lines(hunt, phrases(lang), COMMANDS, width=width, color=color)
