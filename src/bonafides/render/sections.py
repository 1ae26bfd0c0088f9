"""What stands where: steps before the reasons, what to check and ask after them, the strongest reasons in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bonafides.model import Section
    from bonafides.render.story import Reason, Story

WHAT = "what"
"""Key of the advice that says what this is; it stands at the top."""
DO = frozenset({"care", "now", "device", "money", "law", "keep", "tell", "platform", "block"})
"""Keys of the steps to follow in their order: together and early, since a frightened reader may read no further."""

SHOWN = 8
"""Reasons on each side that are shown in full; the others by title or folded, unless everything is asked for."""


def sections(story: Story, place: str) -> tuple[Section, ...]:
    """The advice that belongs in the head (`what`), before the reasons (`first`) or after them (`later`)."""
    given = story.entry.advice.sections if story.entry.advice else ()
    return tuple(section for section in given if _place(section) == place)


def asked(section: Section) -> frozenset[int]:
    """Positions of the lines to list where a section holds questions: the sentences around them are no items."""
    questions = frozenset(at for at, line in enumerate(section.lines) if line.rstrip().endswith("?"))
    return questions or frozenset(range(len(section.lines)))


def strongest(reasons: Sequence[Reason], *, verbose: bool) -> int:
    """How many reasons to show in full: all of a few, the strongest of many."""
    return len(reasons) if verbose or len(reasons) <= SHOWN + 1 else SHOWN


def _place(section: Section) -> str:
    if section.key == WHAT:
        return "what"
    return "first" if section.key in DO else "later"
