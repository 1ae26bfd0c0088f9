"""What they wrote, as keys that near-duplicates share: of sketches (the whole, the first, the longest message) and of
long sentences, which stay whole where a letter is shortened, lengthened or put in another order.

Names, numbers and addresses are folded away by the sketch (`campaign.signals.sketch`), so that one letter to two people
is one text. Signatures and footers are cut first: a whole office shares them.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import TYPE_CHECKING

from bonafides.desk.linking.lists import listed
from bonafides.detect.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FEWEST = 18
"""Words below which people write the same without copying from each other."""
LONGEST = 6_000
"""Characters that are sketched: templates stand at the beginning."""
SENTENCE = 9
"""Words of a sentence below which people say the same by chance; names and numbers are left out before."""
SENTENCES = 10
"""Sentences of a report that get a key, those with the smallest keys: of two copies mostly the same ones."""
_SHOWN = 90
_MORE = " (+{})"
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_RULE = re.compile(r"\s*(?:-{2,}|_{3,}|\*{3,}|={3,})\s*")
_END = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])|\n+")
_NAME = re.compile(r"(?<!^)(?<![.!?…] )\b[A-ZÀ-ÖØ-ÞЀ-Я][\w'’-]*|\S*[@/\d]\S*|[^\w\s]+")
"""Words with a capital but the first, addresses, numbers and punctuation."""
_CLAUSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{6,}")
_PLAIN = re.compile(r"(?<!\w)(?:[^\W\d_A-ZÀ-ÞА-Я][^\W\d_]*[,;]? ?){3,}")


def bodies(messages: Sequence[str]) -> dict[str, str]:
    """Text as a person recognises it -> text to sketch, for the other side's messages in order."""
    cut = [body for body in map(_body, messages) if body]
    long = [body for body in cut if _enough(body)]
    found = [(_shown(body), body) for body in dict.fromkeys([*long[:1], *sorted(long, key=len)[-1:]])]
    whole = "\n".join(cut)
    if len(cut) > 1 and _enough(whole):
        found.append((f"{_shown(whole)}{_MORE.format(len(cut) - 1)}", whole))
    return {shown: body[:LONGEST] for shown, body in reversed(found)}


def sentences(messages: Sequence[str]) -> dict[str, str]:
    """Key -> sentence as shown, for a few of the long sentences: always the same ones, whatever stands around them."""
    found: dict[str, str] = {}
    for body in filter(None, map(_body, messages)):
        for sentence in _END.split(body[:LONGEST]):
            folded = " ".join(_NAME.sub(" ", sentence.strip()).casefold().split())
            if _length(folded) >= SENTENCE:
                digest = hashlib.blake2b(folded.encode("utf-8", "replace"), digest_size=8).hexdigest()
                found[f"text:{digest}"] = f"“{_shown(sentence)}”"
    return dict(sorted(found.items())[:SENTENCES])


def is_sentence(shown: str) -> bool:
    """Whether a text as shown is a sentence."""
    return shown.startswith("“")


def is_whole(shown: str) -> bool:
    """Whether a text as shown stands for all messages together."""
    return shown.endswith(")") and " (+" in shown


def _body(text: str) -> str:
    """The text without quotes of what it answers and without what follows the closing words."""
    kept: list[str] = []
    for line in text.split("\n"):
        plain = line.strip().rstrip(",.!;:，。").casefold()
        if kept and (_RULE.fullmatch(line) or plain in _closings()):
            break
        if not line.startswith(">"):
            kept.append(line)
    return fold("\n".join(kept)).text.strip()


@cache
def _closings() -> frozenset[str]:
    return frozenset(each.casefold() for each in listed("closings"))


def _enough(text: str) -> bool:
    """Whether a text is long enough to be telling; a sign of a script without spaces counts as half a word."""
    return _length(text) >= FEWEST


def _length(text: str) -> int:
    return len(_WORD.findall(text)) + len(_WIDE.findall(text)) // 2


def _shown(text: str) -> str:
    """The longest stretch of plain words, which holds no name: whom the letter was written to is nobody else's."""
    stretches = _PLAIN.findall(text[:LONGEST]) or _CLAUSE.findall(text[:LONGEST])
    return str(max(stretches, key=len, default="...")).strip(" ,;")[:_SHOWN]


def keys(texts: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Place of a text and a key of its sketch, for each key; texts too short for it have none."""
    if not texts:
        return
    import pyarrow as pa

    from bonafides.campaign.signals import sketch

    zeros = pa.array([0] * len(texts), pa.int64())
    table = pa.table({"a": pa.array(range(len(texts)), pa.int64()), "moment": zeros, "text": pa.array(texts)})
    rows = sketch.sketch(table)
    places = rows.column("a").to_pylist()
    for band in range(sketch.BANDS):
        for place, key in zip(places, rows.column(f"key_{band}").to_pylist(), strict=True):
            yield place, f"text:{key % 2**64:016x}"
