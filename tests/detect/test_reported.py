"""What a message only quotes is not its sender's own word; an ask in quotation marks still is."""

from __future__ import annotations

import time

import pytest

from bonafides import assess
from bonafides.detect.reported import own_words
from bonafides.model import FLAGGED, Conversation, Message

ASK = "Our client pays 800 dollars. Do not tell your employer and delete this chat. We need internal documents."


def level(text: str) -> int:
    return assess(Conversation(id="x", messages=(Message(speaker="A", text=text),) * 2)).level.rank


@pytest.mark.parametrize(
    "text",
    [
        f'FYI colleagues: our security office warns of messages like "{ASK}" Do not answer, report it to us.',
        f"Several of us have received this on the network: \u201c{ASK}\u201d Please ignore it and tell the desk.",
        "See you at nine, I will bring the minutes and the cake.\n> " + ASK + "\n> " + ASK,
    ],
)
def test_a_warning_is_not_what_it_warns_of(text: str) -> None:
    assert level(text) < FLAGGED.rank


@pytest.mark.parametrize("text", [ASK, f'"{ASK}"', f'My director says: "{ASK}"', f"> {ASK}"])
def test_an_ask_cannot_hide_in_quotation_marks(text: str) -> None:
    assert level(text) >= FLAGGED.rank


def test_places_stay_the_same() -> None:
    text = "warning, phishing:\n> quoted\nown words that are long enough to stand"
    assert len(own_words(text)) == len(text)
    assert own_words(text).index("own words") == text.index("own words")


@pytest.mark.parametrize("piece", ['"', "> ", '"a', "\u201c", ">\n", "warn "])
def test_no_text_can_make_it_slow(piece: str) -> None:
    start = time.perf_counter()
    own_words(piece * (200_000 // len(piece)))
    own_words('"' + "x" * 199_999)
    assert time.perf_counter() - start < 20
