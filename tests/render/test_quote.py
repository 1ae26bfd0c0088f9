"""Quotes are the original's own words, whatever is cut around them."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from bonafides.render.quote import Mark, excerpt, kept, segments

TEXT = st.text(st.sampled_from("ab \n…é\U0001f600"), min_size=1, max_size=300)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(TEXT)
    marks = []
    for label in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        marks.append(Mark(start=start, end=end, label=label))
    return text, marks


@given(marked())
def test_segments_give_the_text_back_and_mark_exactly(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    pieces = segments(text, marks)
    assert "".join(piece.text for piece in pieces) == text
    at = 0
    for piece in pieces:
        for offset in range(at, at + len(piece.text)):
            assert set(piece.labels) == {mark.label for mark in marks if mark.start <= offset < mark.end}
        at += len(piece.text)


@given(marked(), st.integers(0, 40))
def test_an_excerpt_holds_the_first_mark_and_says_where_it_was_cut(case: tuple[str, list[Mark]], around: int) -> None:
    text, marks = case
    first = marks[0]
    shown = excerpt(text, marks, around=around, longest=100)
    whole = "".join(piece.text for piece in shown.segments)
    assert whole in text
    assert text[first.start : first.end][:100] in whole
    assert len(whole) <= 100 + 2 * around
    places = [at for at in range(len(text)) if text.startswith(whole, at)]
    assert shown.cut_before is not text.startswith(whole) or len(places) > 1
    assert (len(whole) == len(text)) is not (shown.cut_before or shown.cut_after)


@given(marked(), st.integers(0, 50))
def test_what_is_kept_of_a_long_message_is_in_order_and_covers_marks(case: tuple[str, list[Mark]], around: int) -> None:
    text, marks = case
    ranges = kept(text, marks, whole=100, around=around)
    assert all(low <= high for low, high in ranges)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(ranges))
    if max(mark.end - mark.start for mark in marks) <= 100:
        assert all(any(low <= mark.start < high for low, high in ranges) for mark in marks)


def test_cuts_fall_between_words() -> None:
    text = "one two three four five six seven eight nine ten"
    start = text.index("five")
    shown = excerpt(text, [Mark(start=start, end=start + 4)], around=8)
    assert "".join(piece.text for piece in shown.segments) == "four five six"
