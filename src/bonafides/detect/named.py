"""The names of those who talk, taken out of what they say: a name that is also a word must not be read as one.

`Jun` is a month and `Anders` a German word; who is called so must be judged as everybody else is.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from bonafides.detect import slots
from bonafides.detect.fold import fold
from bonafides.detect.tokens import Token, sentences

if TYPE_CHECKING:
    from bonafides.detect.tokens import Sentence
    from bonafides.model import Conversation

_LABELS = frozenset(
    """me you them they him her us we i user client candidate recruiter hr team member linkedin whatsapp support admin
    unknown sender contact ich du sie er moi toi vous eux yo tu usted ellos jeg mig dig du dem de""".split()
)
"""What stands for a name in some exports, and is none."""
_MOST_WORDS = 6
"""Words of a name; a longer one is a description."""


class Names(NamedTuple):
    """The names of a conversation, as folded words."""

    whole: frozenset[tuple[str, ...]]
    words: frozenset[str]
    """Each word of a name, by which somebody may be called alone."""

    def mentioned(self, text: str) -> bool:
        """Whether a folded text may hold one of them: most messages hold none, which is quickly seen."""
        plain = text.casefold()
        return any(word in plain for word in self.words) or any(each[0] in plain for each in self.whole)


def names_of(conversation: Conversation) -> Names:
    """The names of all who take part."""
    named = {each.name for each in conversation.parties} | {each.speaker for each in conversation.messages}
    return _names(frozenset(named))


@lru_cache(maxsize=1_024)
def _names(named: frozenset[str]) -> Names:
    read = {words for name in named if (words := _words(name))}
    return Names(
        whole=frozenset(words for words in read if len(words) > 1),
        words=frozenset(word for words in read for word in words if len(word) > 1 and word not in _LABELS),
    )


def _words(name: str) -> tuple[str, ...]:
    """The words of a name; none where it is written small, as labels are, or is an address, a number, a sentence."""
    read = [token for sentence in sentences(fold(name)) for token in sentence]
    written = tuple(_written(name, token) for token in read)
    plain = all(word.replace("'", "").isalpha() for word in written)
    capital = any(token.capital or not name[token.start : token.end].isascii() for token in read)
    return written if plain and capital and 0 < len(written) <= _MOST_WORDS and {*written} - _LABELS else ()


def _written(text: str, token: Token) -> str:
    """The word of a token as it was written, folded."""
    return fold(text[token.start : token.end]).text.casefold()


def unnamed(sentence: Sentence, text: str, names: Names) -> Sentence:
    """The sentence with each name as one slot: whole ones however they are written, single words where capitalised.

    `text` is the original. Linear in the length of the sentence.
    """
    written = [_written(text, token) for token in sentence]
    if names.words.isdisjoint(written) and not any(each[0] in written for each in names.whole):
        return sentence
    found: Sentence = []
    at = 0
    while at < len(sentence):
        length = _name_at(sentence, written, at, names)
        if length:
            first, last = sentence[at], sentence[at + length - 1]
            found.append(Token(slots.OTHER, first.start, last.end, first.capital, False))
        else:
            found.append(sentence[at])
        at += length or 1
    return found


def _name_at(sentence: Sentence, written: list[str], at: int, names: Names) -> int:
    """How many tokens from `at` on are a name; 0 where none begins here."""
    whole = [len(each) for each in names.whole if tuple(written[at : at + len(each)]) == each]
    if whole:
        return max(whole)
    length = 0
    while at + length < len(sentence) and sentence[at + length].capital and written[at + length] in names.words:
        length += 1
    return length
