"""What a text is known by: short runs of content words, of which a reworded copy keeps a part.

Method: w-shingling (Broder, 1997) over folded words without names, addresses and small words; a pack holds the
smallest digests of a text's shingles (bottom-k sketch), and the reader asks for all of theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

VERSION = "content-words/1"
"""Goes into every pack: another way to cut texts is another name, and packs of another name do not match texts."""
RUN = 3
"""Content words of a shingle."""
MOST_KEYS = 64
"""Keys of one text in a pack."""
FEWEST_KEYS = 14
"""Distinct shingles below which a text says too little to be told from others."""
AGREE, SHARE = 5, 0.12
"""Keys of one text, and share of its keys, that must agree near one another ..."""
APART = 4
"""... and how many of them without a word in common: a courtesy that everybody writes is one place, however long."""
SURE = 0.6
"""Share from which it is called nearly the same text."""
WINDOW = 400
"""Shingles within which they must agree: about two pages. What agrees here and there in a long thread is chance."""
MOST_ASKED = 4_000
"""Shingles of a thread that are asked for, from its beginning: some 8,000 words of the other side."""


class Word(NamedTuple):
    """A content word or a typed slot, and its place in the thread."""

    symbol: str
    message: int
    start: int
    end: int


class Shingle(NamedTuple):
    """A run of content words, and where it stands: from the first word to the last, in the first one's message."""

    words: bytes
    message: int
    start: int
    end: int


def shingles(messages: Iterable[Sequence[Word]]) -> Iterator[Shingle]:
    """The shingles of messages in order; none reaches from one message into the next."""
    for words in messages:
        for at in range(len(words) - RUN + 1):
            run = words[at : at + RUN]
            yield Shingle(
                " ".join(word.symbol for word in run).encode("utf-8", "replace"),
                run[0].message,
                run[0].start,
                run[-1].end,
            )


def cut_words(words: str) -> list[bytes]:
    """The shingles of content words that were cut before: separated by blanks, one message a line."""
    lines = ([Word(each, 0, 0, 0) for each in line.split()] for line in words.splitlines())
    return [each.words for each in shingles(lines)]


def apart(places: Iterable[int]) -> int:
    """How many shingles at these places (in the order of the thread) have no word in common."""
    count, free = 0, -1
    for place in sorted(places):
        if place >= free:
            count, free = count + 1, place + RUN
    return count
