"""What could not be read or known, as lines of text, each with what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.render.clean import name, visible
from bonafides.render.stated import place

if TYPE_CHECKING:
    from bonafides.model import Problem
    from bonafides.render.phrases import Phrases
    from bonafides.render.terminal import Page


def put_problems(out: Page, problems: tuple[Problem, ...], words: Phrases, *, shown: int, more: str) -> None:
    """The first `shown` problems one by one; `more` is the key of the line that counts the rest."""
    if not problems:
        return
    out.head(words("heading.problems"))
    for problem in problems[:shown]:
        out.put(f"{visible(problem.what)} ({name(place(problem.where, words), 120)})", lead="! ", indent=2)
        if problem.next_step:
            out.put(visible(problem.next_step), lead="→ ", indent=4)
    if shown < len(problems):
        out.put(words(more, n=len(problems) - shown), indent=2)
