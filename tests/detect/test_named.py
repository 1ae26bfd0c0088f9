"""Whoever is called like a word is judged as everybody else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.detect import detect, slots
from bonafides.detect.fold import fold
from bonafides.detect.named import names_of, unnamed
from bonafides.detect.tokens import sentences
from bonafides.model import Conversation, Message, Party

TALK = (
    "Hello Sam, I am {name}, a consultant. My client prefers not to be named.",
    "We pay 900 for three pages about your work, {first} pays at once.",
    "Please write to me on WhatsApp, and keep this between us.\nBest, {first}",
    "This is {name}. {first} would be glad to hear from you in a minute!",
)


def conversation(name: str, texts: tuple[str, ...] = TALK) -> Conversation:
    said = [text.format(name=name, first=name.split(maxsplit=1)[0]) for text in texts]
    return Conversation(
        id="c",
        messages=tuple(Message(speaker=name, text=text) for text in said),
        parties=(Party(name=name), Party(name="Sam Holt", mine=True)),
    )


@pytest.mark.parametrize(
    "name",
    ["Jun Liu", "Min Sun", "Anders Dahl", "April Client", "Claire Martin", "Andrés Reyes", "Max Signal", "Hope Grant",
     "Meera Rao", "Will Price", "Mark Pound", "Urgent Deadline", "Ünal Şahin", "Pay Now"],
)  # fmt: skip
def test_a_name_that_is_a_word_moves_nothing(name: str) -> None:
    seen = [(each.indicator, each.strength) for each in detect(conversation(name))]
    assert seen == [(each.indicator, each.strength) for each in detect(conversation("Karin Quendal"))]
    assert seen


@pytest.mark.parametrize(
    ("names", "text", "read"),
    [
        (("Jun Liu",), "Meet me in Jun", ["meet", "me", "in", slots.OTHER]),
        (("Jun Liu",), "meet jun liu", ["meet", slots.OTHER]),
        (("Jun Liu",), "meet me in jun", ["meet", "me", "in", "jun"]),
        (("王 伟",), "我是王伟", ["我", "是", slots.OTHER]),
        (("them", "me"), "Ask them, not Me", ["ask", "them", "not", "me"]),
        (("+44 7700 900123", "a.b@example.com"), "Call me", ["call", "me"]),
        (("A very long description of what somebody does",), "A description", ["a", "description"]),
    ],
)
def test_names_are_one_slot(names: tuple[str, ...], text: str, read: list[str]) -> None:
    found = Conversation(id="c", messages=(), parties=tuple(Party(name=name) for name in names))
    (sentence,) = sentences(fold(text))
    assert [token.symbol for token in unnamed(sentence, text, names_of(found))] == read


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=20), max_size=3))
def test_places_stay_those_of_the_words(text: str, names: list[str]) -> None:
    found = Conversation(id="c", messages=(), parties=tuple(Party(name=name) for name in names))
    for sentence in sentences(fold(text)):
        read = unnamed(sentence, text, names_of(found))
        assert [token.start for token in read if token.start not in {each.start for each in sentence}] == []
        assert [token.end for token in read if token.end not in {each.end for each in sentence}] == []
        assert (read[0].start, read[-1].end) == (sentence[0].start, sentence[-1].end)
