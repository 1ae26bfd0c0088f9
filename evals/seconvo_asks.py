"""What somebody asks for: items by message from a table of English phrases, and what their sequence looks like.

For the adapted model of the SEConvo evaluation; the product does not use it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from operator import or_
from pathlib import Path
from typing import NamedTuple

from bonafides.model import Conversation, Message

TABLE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
ITEMS = tuple(TABLE["items"])
GROUPS = {
    "personal": frozenset(TABLE["personal"]),
    "inside": frozenset(TABLE["inside"]),
    "either": frozenset(TABLE["personal"] + TABLE["inside"]),
}
SENTENCE = re.compile(r"[^.!?]+[.!?]*")
QUOTES = {"â€™": "'", "\u2019": "'", "\u2018": "'"}
"""Apostrophes, one of them as a wrong decoding left it."""
NEVER = 1.0
"""Where in a thread the first ask stands, if there is none."""


class Said(NamedTuple):
    """One message of the other side."""

    place: int
    """Its index in the conversation."""
    text: str
    """In lower case, with plain apostrophes."""
    asked: frozenset[str]
    """The items that it asks for."""


def plain(text: str) -> str:
    """Lower case with plain apostrophes."""
    for quote, simple in QUOTES.items():
        text = text.replace(quote, simple)
    return text.lower()


def asked(text: str) -> frozenset[str]:
    """Which items a message (`plain`) asks for."""
    asking, waving = _pattern("asking"), _pattern("waving")
    return frozenset(
        item
        for sentence in SENTENCE.findall(text)
        if ("?" in sentence or asking(sentence)) and not waving(sentence)
        for item in ITEMS
        if _pattern(item)(sentence)
    )


@cache
def _pattern(name: str) -> Callable[[str], object]:
    """Finds any of the phrases of a list or an item."""
    phrases = TABLE["items"].get(name) or TABLE[name]
    choices = "|".join(re.escape(phrase).replace(r"\*", r"\w*") for phrase in phrases)
    return re.compile(rf"(?<![\w-])(?:{choices})(?![\w-])").search


def said(messages: Sequence[Message]) -> list[Said]:
    """The other side's messages with what they ask for."""
    texts = [(place, plain(message.text)) for place, message in enumerate(messages) if not message.mine]
    return [Said(place, text, asked(text)) for place, text in texts]


def portrait(conversation: Conversation) -> dict[str, float]:
    """A thread in numbers: what is asked, how often, how late, whether again after the user hesitated; lengths.

    How many messages there are is left out on purpose: it says more about how the data was made than about the sender.
    """
    messages = conversation.messages
    theirs = said(messages)
    mine = [plain(message.text) for message in messages if message.mine]
    wary = {i for i, message in enumerate(messages) if message.mine and _pattern("hesitating")(plain(message.text))}
    found = {f"asks {item}": float(any(item in s.asked for s in theirs)) for item in ITEMS}
    for name, items in GROUPS.items():
        found |= {f"{name} {key}": value for key, value in _sequence(theirs, items, wary, len(messages))}
    questions = [s.text.count("?") for s in theirs]
    return found | {
        "offhand": float(sum(bool(_pattern("offhand")(s.text)) for s in theirs)),
        "questions": float(sum(questions)),
        "messages with a question": float(sum(map(bool, questions))),
        "late questions": float(sum(q for s, q in zip(theirs, questions, strict=True) if 2 * s.place >= len(messages))),
        "their words": _mean([len(s.text.split()) for s in theirs]),
        "exclamations": _mean([s.text.count("!") for s in theirs]),
        "last words": float(len(theirs[-1].text.split())) if theirs else 0.0,
        "hesitations": float(len(wary)),
        "my words": _mean([len(text.split()) for text in mine]),
        "my questions": float(sum(text.count("?") for text in mine)),
    }


def _sequence(theirs: Sequence[Said], items: frozenset[str], wary: set[int], of: int) -> Iterator[tuple[str, float]]:
    """How asks for a group of items follow one another, in a thread of `of` messages."""
    asks = [(s.place, s.asked & items) for s in theirs]
    places = [place for place, wanted in asks if wanted]
    seen = list(accumulate((wanted for _, wanted in asks), or_, initial=frozenset[str]()))
    yield "messages", len(places)
    yield "items", len(seen[-1])
    yield "most at once", max((len(wanted) for _, wanted in asks), default=0)
    yield "first", places[0] / of if places else NEVER
    yield "last", places[-1] / of if places else 0.0
    yield "late", sum(2 * place >= of for place in places)
    yield "after hesitation", sum(place - 1 in wary for place in places)
    yield "messages with something new", sum(bool(now - before) for (_, now), before in zip(asks, seen, strict=False))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
