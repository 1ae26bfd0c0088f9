"""The room that says what could not be read in the reader's own language and, on the browser edition, for that place.

The reading room and the corridor write a problem in English, for the command line. Here its sentences are found again
among the templates of `words/en.toml` and said in the words of another language or of the page. A sentence that is in
no template stays as it is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bonafides.problems.wording import ENGLISH, languages, reworded

if TYPE_CHECKING:
    from bonafides.model import Problem

__all__ = ["languages", "said"]


def said(problem: Problem, *, lang: str = ENGLISH, on_page: bool = False) -> Problem:
    """The same problem with `what` and `next_step` in that language; `on_page`, with what can be done there.

    Never raises: a language or a sentence that is not known leaves the words as they are.
    """
    if not on_page and (lang == ENGLISH or lang not in languages()):
        return problem
    what, next_step = (reworded(text, lang, on_page=on_page) for text in (problem.what, problem.next_step))
    return replace(problem, what=what, next_step=next_step)
