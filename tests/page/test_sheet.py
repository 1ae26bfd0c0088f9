"""The sheet on which people correct who wrote what."""

from __future__ import annotations

import re

from bonafides.model import Conversation, Form, Message, Provenance, Reading
from bonafides.page.sheet import LETTERS, LISTED, SHOWN, candidates, people, sheet
from bonafides.render.phrases import languages


def thread(*messages: Message, id_: str = "c") -> Conversation:
    return Conversation(id=id_, messages=messages)


def reading(*conversations: Conversation, me: str = "") -> Reading:
    return Reading(conversations=conversations, provenance=Provenance(me=me))


def test_people_are_listed_with_all_that_they_sent() -> None:
    found = people(
        thread(
            Message(speaker="Ann", text="1"),
            Message(speaker="Me", text="2", mine=True),
            Message(speaker="", text="joined", form=Form.EVENT),
            Message(speaker="Ann", text="3"),
        )
    )
    assert [(each.name, each.mine, each.messages) for each in found] == [("Ann", False, (0, 3)), ("Me", True, (1,))]


def test_a_long_thread_is_cut_and_people_still_cover_all_of_it() -> None:
    whole = thread(*(Message(speaker="Ann" if n % 2 else "Ben", text=f"text {n}") for n in range(SHOWN + 25)))
    page = sheet(reading(whole), "en")
    assert page.count('data-message="') == SHOWN
    assert "25 more messages" in page
    indexes = [int(n) for found in re.findall(r'data-messages="([\d ]+)"', page) for n in found.split()]
    assert sorted(indexes) == list(range(SHOWN + 25))


def test_a_long_message_is_shown_in_part() -> None:
    page = sheet(reading(thread(Message(speaker="Ann", text="w" * (LETTERS * 3)))), "en")
    assert "w" * LETTERS in page
    assert "w" * (LETTERS + 1) not in page


def test_foreign_words_stay_words() -> None:
    hostile = "<img src=x onerror=alert(1)>{{7*7}}\u202egnp.exe"
    page = sheet(reading(thread(Message(speaker=hostile, text=hostile))), "en")
    assert "<img" not in page
    assert "&lt;img" in page
    assert "49" not in page
    assert "\u202e" not in page


def test_an_archive_is_listed_and_the_owner_asked_for() -> None:
    many = [
        thread(Message(speaker="Kim", text="a"), Message(speaker=f"P{n}", text="b"), id_=f"c{n}")
        for n in range(LISTED + 3)
    ]
    page = sheet(reading(*many), "en")
    assert "and 3 more conversations" in page
    assert candidates(reading(*many)) == ("Kim",)
    assert '<option value="Kim">' in page
    assert "<select" not in sheet(reading(*many, me="Kim (from Profile.csv)"), "en")


def test_nothing_read_is_said_in_every_language() -> None:
    said = {sheet(reading(), lang) for lang in languages("bonafides.page")}
    assert len(said) == 5
