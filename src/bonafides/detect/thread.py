"""A conversation prepared for indicators: every message tokenised and matched once, whoever asks how often."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bonafides.detect import learned
from bonafides.detect.fold import fold
from bonafides.detect.language import COVERED, UNKNOWN, languages
from bonafides.detect.lexicon import load
from bonafides.detect.localise import localise
from bonafides.detect.named import names_of, unnamed
from bonafides.detect.reported import own_words
from bonafides.detect.tokens import sentences
from bonafides.model import Form, Message, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from bonafides.detect.learned import Grams, Likeness, Model
    from bonafides.detect.named import Names
    from bonafides.model import Conversation, Finding

JUDGED_CHARACTERS = 200_000
"""A longer message is judged on its beginning; the read room says so in its problems."""


SURELY_ORDINARY = -1.5
"""Log-odds of a thread below which the learned layer proposes nothing in its messages."""
UNREAD_SENTENCES, UNREAD_SHARE = 5, 0.3
"""Sentences in other languages, or their share, from which it is said that they were not read."""
ASSUMED = "en"
"""The language of a thread that says too little to tell."""


class Proposal(NamedTuple):
    """An indicator that the learned layer proposes."""

    log_odds: float
    """How sure it is in the message where it is surest, over the threshold at which it is told."""
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One message with what the lexicons found in it."""

    index: int
    message: Message
    hits: Mapping[str, tuple[Span, ...]]
    grams: tuple[Grams, ...]
    """Its sentences as the learned layer sees them; empty for the user's own."""
    languages: tuple[str, ...]
    """The language of each of its sentences; one that is not covered was not read."""

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
    """The whole conversation, in order, without drafts and what was told."""

    turns: tuple[Turn, ...]
    model: Model
    likeness: Likeness
    """What the learned layer says of the other side's words."""
    proposals: Mapping[str, Proposal]
    """What the learned layer proposes of single messages, by indicator."""
    findings: tuple[Finding, ...] = ()
    """What earlier groups of indicators found; filled for those that look at the whole."""

    _theirs: Mapping[str, tuple[Span, ...]]
    _mine: Mapping[str, tuple[Span, ...]]
    _events: Mapping[str, tuple[Span, ...]]

    @property
    def unread(self) -> tuple[str, ...]:
        """Languages not covered in which a good part of the other side's words is written, the commonest first."""
        spoken = Counter(language for turn in self.turns if turn.theirs for language in turn.languages)
        others = Counter({language: count for language, count in spoken.items() if language not in COVERED})
        some = others.total() >= min(UNREAD_SENTENCES, UNREAD_SHARE * spoken.total())
        return tuple(language for language, _ in others.most_common()) if others and some else ()

    def theirs(self, entry: str) -> tuple[Span, ...]:
        """Where the other side's words match a lexicon entry."""
        return self._theirs.get(entry, ())

    def mine(self, entry: str) -> tuple[Span, ...]:
        """Where the user's words match a lexicon entry."""
        return self._mine.get(entry, ())

    def events(self, entry: str) -> tuple[Span, ...]:
        """Where a line of the platform itself matches a lexicon entry."""
        return self._events.get(entry, ())


def prepare(conversation: Conversation, model: Model | None = None, each: Callable[[], object] = bool) -> Thread:
    """Fold, tokenise and match every message; time grows with the length of the texts, nothing else.

    `model` is the learned layer's, by default the package's; training and its evaluation hand in others. `each` is
    called after every message, to show progress.
    """
    model = model or learned.load()
    read = []
    for turn in turns(conversation, model):
        read.append(turn)
        each()
    return thread(tuple(read), model)


Proposed = list[tuple[str, float, int]]
"""What the learned layer proposes of one message: indicator, log-odds over the threshold, number of the sentence."""


def thread(read: tuple[Turn, ...], model: Model, known: dict[int, Proposed] | None = None) -> Thread:
    """The thread of messages that have been read: all of a conversation, or its beginning.

    `known` keeps what was proposed of each message for the next, longer beginning.
    """
    likeness = model.likeness([gram for turn in read for gram in turn.grams])
    suspect = likeness.log_odds > SURELY_ORDINARY
    return Thread(
        turns=read,
        model=model,
        likeness=likeness,
        proposals=_proposals(read, model, {} if known is None else known) if suspect else {},
        _theirs=_together(turn for turn in read if turn.theirs),
        _mine=_together(turn for turn in read if turn.mine),
        _events=_together(turn for turn in read if turn.message.form is Form.EVENT and not turn.message.mine),
    )


def turns(conversation: Conversation, model: Model) -> Iterator[Turn]:
    """Every message but drafts and what was told, read one by one, each in its language or the one before it."""
    language, names = UNKNOWN, names_of(conversation)
    for index, message in enumerate(conversation.messages):
        if message.form not in (Form.DRAFT, Form.TOLD):
            turn = _turn(index, message, model, language, names)
            language = next(filter(None, reversed(turn.languages)), language)
            yield turn


def _proposals(read: Iterable[Turn], model: Model, known: dict[int, Proposed]) -> dict[str, Proposal]:
    """The messages in which each indicator is proposed, the surest first."""
    found: dict[str, list[tuple[float, Span]]] = {}
    for turn in read:
        if turn.grams and turn.index not in known:
            known[turn.index] = model.proposals(turn.grams)
        for sign, log_odds, at in known.get(turn.index, ()):
            gram = turn.grams[at]
            span = Span(message=turn.index, start=gram.start, end=gram.end)
            found.setdefault(sign, []).append((log_odds, span))
    return {
        sign: Proposal(max(log_odds for log_odds, _ in places), tuple(span for _, span in sorted(places, key=_surest)))
        for sign, places in found.items()
    }


def _surest(place: tuple[float, Span]) -> tuple[float, int]:
    return -place[0], place[1].message


def _together(read: Iterable[Turn]) -> dict[str, tuple[Span, ...]]:
    """The hits of several turns, by entry."""
    found: dict[str, list[Span]] = {}
    for turn in read:
        for entry, spans in turn.hits.items():
            found.setdefault(entry, []).extend(spans)
    return {entry: tuple(spans) for entry, spans in found.items()}


def _turn(index: int, message: Message, model: Model, before: str, names: Names) -> Turn:
    """One message read in its language, whoever is named in it; `before`: the language of the message before it."""
    own = own_words(message.words[:JUDGED_CHARACTERS])
    folded = fold(own)
    text = list(sentences(folded))
    if names.mentioned(folded.text):
        text = [unnamed(sentence, own, names) for sentence in text]
    spoken = [language or ASSUMED for language in languages(text, own, before)]
    read = [(language, localise(s, language)) for s, language in zip(text, spoken, strict=True) if language in COVERED]
    hits: dict[str, tuple[Span, ...]] = {}
    for spoken_here in dict.fromkeys(language for language, _ in read):
        here = [sentence for language, sentence in read if language == spoken_here]
        for entry, places in load(spoken_here).find(here, mine=message.mine).items():
            spans = tuple(Span(message=index, start=start, end=end) for start, end in places)
            hits[entry] = hits.get(entry, ()) + spans
    grams = tuple(model.grams(sentence, language) for language, sentence in read) if message.judged else ()
    return Turn(index=index, message=message, hits=hits, grams=grams, languages=tuple(spoken))
