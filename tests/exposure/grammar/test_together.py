"""What is said by several words of one sentence, in whatever order, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.exposure import judge
from bonafides.exposure.grammar.phrase import phrases
from bonafides.exposure.grammar.together import Together
from bonafides.exposure.grammar.tokens import words_of
from bonafides.exposure.lexicon import ordinary
from tests.exposure.profiles import guarded, row

RULE = Together(
    parts=(phrases(("paid",), ordinary()), phrases(("advice",), ordinary())),
    unless=phrases(("leave",), ordinary()),
    within=3,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Paid advice", ["Paid advice"]),
        ("Advice that is paid.", ["Advice that is paid"]),
        ("Paid. Advice", []),
        ("Advice on paid leave", []),
        ("Paid for this or for that or advice", []),
    ],
)
def test_all_of_it_stands_in_one_sentence(text: str, expected: list[str]) -> None:
    words = words_of(text)
    assert [text[words[start].start : words[end - 1].end] for start, end in RULE.find(words)] == expected


@given(st.lists(st.sampled_from(["paid", "advice", "leave", ".", "for", "\n"]), max_size=40).map(" ".join))
def test_it_lies_within_the_text(text: str) -> None:
    words = words_of(text)
    assert all(0 <= start < end <= len(words) for start, end in RULE.find(words))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("contact", "Write to me on 712 448 903."),
        ("travel", "Nächsten Monat fliege ich nach Tallinn."),
        ("side-work", "Pour des investisseurs, contre rémunération, je conseille."),
        ("scale", "Bâtiment 118. Encadrement de 9 personnes habilitées."),
        ("programme", "Wartung der F-35 und von Arrow 3."),
    ],
)
def test_order_and_sentence_ends_do_not_matter(kind: str, text: str) -> None:
    assert kind in {each.kind for each in judge(guarded(row("profile", summary=text))).found}


@pytest.mark.parametrize(
    "text",
    [
        "Processed 712 448 903 records for the archive.", "Cleared a backlog of forms.", "Unit 4 renovation.",
        "Colaboración con la Cruz Roja Española.", "I travelled to Oslo last week.",
    ],
)  # fmt: skip
def test_near_misses_are_left_alone(text: str) -> None:
    assert not [each for each in judge(guarded(row("profile", summary=text))).found if each.place.field == "summary"]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Building 12. Led people", True),
        ("Im 2. Panzerbataillon", False),
        ("Am 3. Dezember", False),
        ("In 2019. Led", True),
    ],
)
def test_a_number_may_end_a_sentence(text: str, ends: bool) -> None:
    number = next(at for at, word in enumerate(words_of(text)) if word.own.isdigit())
    assert words_of(text)[number + 1].same is not ends
