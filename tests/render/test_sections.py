"""What stands where: steps before the reasons, many reasons folded, nothing said twice at the top."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bonafides.model import Kind, Level, Section
from bonafides.render import View, render
from bonafides.render.sections import SHOWN, asked
from tests.render import fiction

VIEW = View(titles=fiction.TITLES)


@pytest.mark.parametrize("form", ["text", "html"])
def test_what_to_do_stands_between_what_it_is_and_why(form: str) -> None:
    written = str(render(fiction.report(fiction.alarming()), form, replace(VIEW, color=True)))
    places = [written.index(words) for words in ("It reads like an approach", "What to do, in this order", "Why")]
    assert places == sorted(places)
    assert written.index("Your own security office first") < places[-1]


@pytest.mark.parametrize(("count", "folded"), [(SHOWN, 0), (SHOWN + 1, 0), (SHOWN + 2, 2), (30, 30 - SHOWN)])
@pytest.mark.parametrize("verbose", [False, True])
def test_many_reasons_are_folded_on_the_page(count: int, folded: int, verbose: bool) -> None:
    entry = fiction.alarming()
    part = entry.assessment.because[0]
    many = replace(entry, assessment=replace(entry.assessment, because=(part,) * count))
    written = render(fiction.report(many), "html", replace(VIEW, verbose=verbose))
    assert (f"{folded} further signs" in written) is bool(folded and not verbose)
    assert written.count('<li class="reason"') == count + len(entry.assessment.against)


@pytest.mark.parametrize(
    ("kind", "level", "said"),
    [
        (Kind.UNCLEAR, Level.WATCH, False),
        (Kind.UNCLEAR, Level.ALARM, False),
        (Kind.APPROACH, Level.WATCH, False),
        (Kind.APPROACH, Level.ALARM, True),
    ],
)
def test_the_kind_is_said_only_where_the_advice_does_not_put_it_with_more_care(
    kind: Kind, level: Level, said: bool
) -> None:
    entry = fiction.alarming()
    changed = replace(entry, assessment=replace(entry.assessment, kind=kind, level=level))
    sentence = "It reads like an approach" if kind is Kind.APPROACH else "What it is cannot be told"
    assert (sentence in render(fiction.report(changed), "html", VIEW)) is said


def test_only_the_questions_of_a_section_are_listed() -> None:
    section = Section(key="questions", heading="Ask", lines=("You may ask this.", "Who?", "Why?", "Then stop."))
    assert asked(section) == {1, 2}
    assert asked(replace(section, lines=("One.", "Two."))) == {0, 1}
