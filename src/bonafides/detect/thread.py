"""A conversation prepared for indicators: every message tokenised and matched once, whoever asks how often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.detect import learned
from bonafides.detect.fold import fold
from bonafides.detect.lexicon import load
from bonafides.detect.reported import own_words
from bonafides.detect.tokens import sentences
from bonafides.model import Form, Message, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bonafides.detect.learned import Grams, Likeness, Model
    from bonafides.model import Conversation, Finding

JUDGED_CHARACTERS = 200_000
"""A longer message is judged on its beginning; the read room says so in its problems."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One message with what the lexicons found in it."""

    index: int
    message: Message
    hits: Mapping[str, tuple[Span, ...]]
    grams: tuple[Grams, ...]
    """Its sentences as the learned layer sees them; empty for the user's own."""

    @property
    def theirs(self) -> bool:
        """Whether the other side said it."""
        return self.message.judged

    @property
    def mine(self) -> bool:
        """Whether the user said it (and sent it)."""
        return self.message.mine and self.message.form is Form.SENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """The whole conversation, in order, without drafts."""

    turns: tuple[Turn, ...]
    model: Model
    likeness: Likeness
    """What the learned layer says of the other side's words."""
    findings: tuple[Finding, ...] = ()
    """What earlier groups of indicators found; filled for those that look at the whole."""

    _theirs: Mapping[str, tuple[Span, ...]]
    _mine: Mapping[str, tuple[Span, ...]]
    _events: Mapping[str, tuple[Span, ...]]

    def theirs(self, entry: str) -> tuple[Span, ...]:
        """Where the other side's words match a lexicon entry."""
        return self._theirs.get(entry, ())

    def mine(self, entry: str) -> tuple[Span, ...]:
        """Where the user's words match a lexicon entry."""
        return self._mine.get(entry, ())

    def events(self, entry: str) -> tuple[Span, ...]:
        """Where a line of the platform itself matches a lexicon entry."""
        return self._events.get(entry, ())


def prepare(conversation: Conversation, model: Model | None = None) -> Thread:
    """Fold, tokenise and match every message; time grows with the length of the texts, nothing else.

    `model` is the learned layer's, by default the package's; training and its evaluation hand in others.
    """
    model = model or learned.load()
    turns = tuple(
        _turn(index, message, model)
        for index, message in enumerate(conversation.messages)
        if message.form is not Form.DRAFT
    )
    return Thread(
        turns=turns,
        model=model,
        likeness=model.likeness([gram for turn in turns for gram in turn.grams]),
        _theirs=_together(turn for turn in turns if turn.theirs),
        _mine=_together(turn for turn in turns if turn.mine),
        _events=_together(turn for turn in turns if turn.message.form is Form.EVENT),
    )


def _together(turns: Iterable[Turn]) -> dict[str, tuple[Span, ...]]:
    """The hits of several turns, by entry."""
    found: dict[str, list[Span]] = {}
    for turn in turns:
        for entry, spans in turn.hits.items():
            found.setdefault(entry, []).extend(spans)
    return {entry: tuple(spans) for entry, spans in found.items()}


def _turn(index: int, message: Message, model: Model) -> Turn:
    text = list(sentences(fold(own_words(message.text[:JUDGED_CHARACTERS]))))
    found = load().find(text, mine=message.mine)
    hits = {
        entry: tuple(Span(message=index, start=start, end=end) for start, end in places)
        for entry, places in found.items()
    }
    grams = tuple(model.grams(sentence) for sentence in text) if message.judged else ()
    return Turn(index=index, message=message, hits=hits, grams=grams)
