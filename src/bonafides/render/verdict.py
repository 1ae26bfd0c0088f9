"""The first sentences about a conversation: the level, what it reads like, and nothing said twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.model import Kind, Level
from bonafides.render.clean import visible

if TYPE_CHECKING:
    from bonafides.model import Entry
    from bonafides.render.phrases import Phrases

VAGUE = (Kind.UNCLEAR, Kind.ORDINARY)
"""Kinds of which the advice's own sentence says all there is to say."""


def sentence(entry: Entry, words: Phrases) -> str:
    """The words of the level; `quiet` with faint signs must not say that there were none."""
    level = entry.assessment.level
    if level is not Level.QUIET:
        return words(f"level.{level.value}.sentence")
    told = "_told" if entry.conversation.only_told else ""
    return words(f"level.quiet.{'faint' if entry.assessment.because else 'sentence'}{told}")


def kind(entry: Entry, words: Phrases) -> str:
    """What it reads like; empty where advice goes with it and the grounds are weak: it puts that with more care."""
    given, level = entry.assessment.kind, entry.assessment.level
    careful = level is Level.WATCH or given is Kind.UNCLEAR
    return "" if careful and entry.advice else words(f"kind.{given.value}")


def headline(entry: Entry, words: Phrases) -> str:
    """The advice's headline; empty where the level's sentence or the kind says the same."""
    level = entry.assessment.level
    adds = level is Level.QUIET or (level is Level.WATCH and entry.assessment.kind not in VAGUE)
    said = words(f"level.{level.value}.sentence")
    given = visible(entry.advice.headline) if entry.advice and adds else ""
    return "" if said.casefold() in given.casefold() else given
