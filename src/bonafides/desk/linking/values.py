"""The values of one case and who shares each: equal ones, near-duplicate texts, pictures that look alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.desk.linking.pictures import DISTANCE, fingerprint
from bonafides.desk.linking.texts import is_sentence, is_whole

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from bonafides.desk.linking.held import Borne

AGREEING = 3
"""Keys that two texts must share to count as one, as in `campaign.signals.sketch`."""
_ALONE = 3.0
"""Nats to take off where two cases share a single sentence."""
_SURE = 5
"""Keys from which they are one without doubt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """Something that a case bears, near-duplicates counted as one."""

    family: str
    key: str
    """Its key, or the one that stands for it where it has several."""
    shown: str
    bearers: Mapping[str, float]
    """Each other case that bears it, with the nats to take off because the likeness is partial."""
    cases: int
    """How many cases bear it, this one included; those too that were not looked at one by one."""


def values(mine: Sequence[Borne], followed: Iterable[Borne], counts: Mapping[str, int]) -> Iterator[Value]:
    """The values of a case that others share.

    `followed`: the marks of other cases that have a key in common with it; `counts`: how many marks have each key,
    followed or not.
    """
    by_key: dict[str, list[Borne]] = defaultdict(list)
    for mark in followed:
        by_key[mark.key].append(mark)
    texts: dict[str, list[str]] = defaultdict(list)
    photos: dict[str, list[str]] = defaultdict(list)
    for mark in mine:
        if mark.family in ("text", "photo"):
            (texts if mark.family == "text" else photos)[mark.shown].append(mark.key)
        elif theirs := by_key.get(mark.key):
            yield _plain(mark, theirs)
    yield from _written(texts, by_key, counts)
    for shown, keys in photos.items():
        yield from _photo(shown, keys, [mark for key in keys for mark in by_key.get(key, ())])


def _written(
    texts: Mapping[str, Sequence[str]], by_key: Mapping[str, Sequence[Borne]], counts: Mapping[str, int]
) -> Iterator[Value]:
    """The texts: a part is at least as common as the whole, and a sentence as common as the letter around it."""
    common = {shown: _popularity(keys, counts) for shown, keys in texts.items() if not is_sentence(shown)}
    whole = max((number for shown, number in common.items() if is_whole(shown)), default=0)
    for shown, number in common.items():
        marks = [mark for key in texts[shown] for mark in by_key.get(key, ())]
        yield from _text(shown, texts[shown], marks, max(whole, number))
    sentences = [(shown, key) for shown, keys in texts.items() if is_sentence(shown) for key in keys]
    letter = max([_popularity([key for _, key in sentences], counts), *common.values()])
    near = {mark.case for shown in common for key in texts[shown] for mark in by_key.get(key, ())}
    yield from _sentences(sentences, by_key, letter, near)


def _plain(mark: Borne, theirs: Iterable[Borne]) -> Value:
    bearers = dict.fromkeys((each.case for each in theirs), 0.0)
    return Value(family=mark.family, key=mark.key, shown=mark.shown, bearers=bearers, cases=len(bearers) + 1)


def _popularity(keys: Sequence[str], counts: Mapping[str, int]) -> int:
    """How many texts have the second most common of the keys."""
    return ([*sorted((counts.get(key, 0) for key in keys), reverse=True), 0, 0])[1]


def _text(shown: str, keys: Sequence[str], marks: Iterable[Borne], popularity: int) -> Iterator[Value]:
    """A text and the cases that have one with enough keys in common.

    It is as common as the second most common of its keys, whether or not the texts behind it were looked at: copies of
    a template drift apart, and each pair of them shares other keys.
    """
    best: dict[str, int] = {}
    for (case, _), agreeing in Counter((mark.case, mark.shown) for mark in marks).items():
        best[case] = max(best.get(case, 0), agreeing)
    bearers = {case: max(0, _SURE - n) / 2 for case, n in best.items() if n >= AGREEING}
    if bearers:
        cases = max(len(bearers) + 1, popularity)
        yield Value(family="text", key=keys[0], shown=shown, bearers=bearers, cases=cases)


def _sentences(
    mine: Sequence[tuple[str, str]], by_key: Mapping[str, Sequence[Borne]], popularity: int, near: Container[str]
) -> Iterator[Value]:
    """Long sentences (as shown, and key) and the cases that have them too.

    One alone may be a saying, unless the texts around it have something in common too (`near`).
    """
    bearing = {key: {mark.case for mark in by_key.get(key, ())} for _, key in mine}
    shared = Counter(case for cases in bearing.values() for case in cases)
    for shown, key in mine:
        if cases := bearing[key]:
            bearers = {case: _doubt(shared[case], near=case in near) for case in cases}
            number = max(len(cases) + 1, popularity)
            yield Value(family="text", key=key, shown=shown, bearers=bearers, cases=number)


def _doubt(sentences: int, *, near: bool) -> float:
    if sentences > 1:
        return 0.0
    return _ALONE / 3 if near else _ALONE


def _photo(shown: str, keys: Sequence[str], marks: Iterable[Borne]) -> Iterator[Value]:
    """A picture and the cases that have a likeness of it."""
    number = fingerprint(shown)
    bearers: dict[str, float] = {}
    for mark in marks:
        apart = (number ^ fingerprint(mark.shown)).bit_count()
        if apart <= DISTANCE:
            bearers[mark.case] = min(bearers.get(mark.case, 1.0), float(apart > DISTANCE // 2))
    if bearers:
        yield Value(family="photo", key=keys[0], shown=shown, bearers=bearers, cases=len(bearers) + 1)
