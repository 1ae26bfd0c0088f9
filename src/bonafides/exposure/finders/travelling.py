"""Finds journeys still to come: a place, a date that lies ahead, and the going, in one sentence and in any order."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from bonafides.exposure.grammar.tokens import Word
from bonafides.exposure.lexicon import listed, ordinary
from bonafides.exposure.setting import month
from bonafides.exposure.sign import OTHERS_TABLES, PLACES, TECHNICAL, Cell, Range, is_others, listed_words
from bonafides.model.exposure import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januar janvier enero janner jan", "february februar fevrier febrero feb",
            "march marz mars marts marzo maerz", "april avril abril apr avr", "may mai maj mayo",
            "june juni juin junio jun", "july juli juillet julio jul", "august aout agosto aug",
            "september septembre septiembre sept sep", "october oktober octobre octubre oct okt",
            "november novembre noviembre nov", "december dezember decembre diciembre dec dez dic",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_NUMERIC = re.compile(
    r"\b(?:(?P<y>20\d\d)-(?P<m>\d\d)-\d\d|\d{1,2}[./](?P<m2>0?[1-9]|1[0-2])[./](?P<y2>20\d\d|\d\d)|"
    r"\d{1,2}\.?\s?[-–/]\s?\d{1,2}[./](?P<m3>0?[1-9]|1[0-2])(?:[./](?P<y3>20\d\d|\d\d))?|\d{1,2}\.(?P<m4>0?[1-9]|1[0-2])\.)(?!\d)"
)
_DAY = re.compile(r"(?:[12]?\d|3[01])(?:st|nd|rd|th|er|de)?")
_DAYS = re.compile(r", ?[^\d,.;]{0,4}\d{1,2}(?:\.|st|nd|rd|th|er)? ?(?:to|till|until|-|–|bis|til|au|al|a) ?\d{1,2}\b")
"""From one day to another, behind the name of a place."""
_YEAR = re.compile(r"20\d\d")
_AHEAD = 8
"""Months in which a date without a year is taken to lie ahead."""
_APART = 14
"""Words that may lie between the place, the date and the going."""
_LONG = 8
"""Words that a place or a going has at most."""
_SHORT = 3
"""Letters of a word at the start of a sentence that is no place."""
_VERBLESS = 18
"""Words up to which a sentence of a post needs no verb: `In Riga 8 to 12 February with the delegation`."""
_TO = frozenset(
    "in to for par por nach a au aux en til i hacia rumbo pour vers at para via mod sur stop escale stopover escala "
    "parada direction through anlober besoger visit visiting besuche besuchen visito visitamos visitons".split()
)
_SINCE = frozenset("vom von from du del fra am el le den".split())
"""Words with which a date begins."""
_ON_THE_WAY = frozenset(
    "the den der dem las los la le les el new san santa saint st tel abu kuala addis port sao nearby both northern "
    "southern eastern western central downtown beautiful sunny cold".split()
)
_NO_PLACES = frozenset(
    "jahr woche monat sommer winter herbst fruhjahr fruhling klausur elternzeit rente urlaub teilzeit pension ruhe "
    "zeit ordnung kraft zukunft betrieb person ausbildung vollzeit hohe q1 q2 q3 q4 sunday sundays "
    "easter christmas xmas ostern weihnachten paques noel pascua navidad finance "
    "marketing sales engineering english deutsch excel".split()
)
_NEXT = frozenset(
    "next als nachster nachste nachstes dann then ensuite prochain prochaine puis naeste naest proximo proxima "
    "siguiente luego coming diary calendar kalender agenda".split()
)
"""Words with which a line begins that says what comes next."""
_SPOKEN = frozenset({Table.SHARES, Table.COMMENTS})


@dataclass(frozen=True, slots=True)
class _When:
    """A date in the words: where it stands, and in which month, 0 where it names no year."""

    start: int
    end: int
    number: int
    year: int


def travelling(cell: Cell) -> Iterator[Range]:
    """Journeys to come, by the lists and by the calendar."""
    yield from listed_words("travel", serving=True)(cell)
    column = cell.field.name
    if cell.row.table in OTHERS_TABLES or column in TECHNICAL or column in PLACES or is_others(cell):
        return
    if cell.guarded or cell.setting.serving:
        yield from (cell.range(each) for each in _dated(cell))


def _dated(cell: Cell) -> Iterator[tuple[int, int]]:
    """Where a date ahead, a place and the going stand together."""
    words = cell.words
    now = month(cell.row.text("date")) or _latest(cell)
    dates = [each for each in _dates(words, cell.field.text) if _ahead(each, now)]
    if not dates:
        return
    places = list(_places(words, cell.field.text))
    going = list(listed("travel", "going").find(words))
    over = list(listed("travel", "over").find(words))
    sentences = list(accumulate(not word.same for word in words))
    past = {sentences[start] for start, _ in over}
    for date in dates:
        sentence = sentences[date.start]
        if sentence in past:
            continue
        near = [each for each in _around(places, date) if sentences[each[0]] == sentence]
        goings = [each for each in _around(going, date) if sentences[each[0]] == sentence]
        if not near or not (goings or _is_verbless(cell, sentences, sentence)):
            continue
        place = min(near, key=lambda each: _gap(each, date))
        said = [(date.start, date.end), place, *goings[:1]]
        yield min(start for start, _ in said), max(end for _, end in said)


def _around(found: Sequence[tuple[int, int]], date: _When) -> list[tuple[int, int]]:
    """Those that begin near a date, of matches in their order."""
    first = bisect_left(found, (date.start - _APART - _LONG, 0))
    behind = bisect_left(found, (date.end + _APART + 1, 0))
    return [each for each in found[first:behind] if _gap(each, date) <= _APART]


def _gap(each: tuple[int, int], date: _When) -> int:
    return max(each[0] - date.end, date.start - each[1])


def _is_verbless(cell: Cell, sentences: Sequence[int], sentence: int) -> bool:
    """Whether a short sentence of a post begins with its place or its date; a headline has no verb anyway."""
    at = bisect_left(sentences, sentence)
    first = cell.words[at]
    begins = _leads(cell.words, at) or first.plain in _TO | _SINCE or first.plain in _MONTHS or first.own[0].isdigit()
    begins = begins or (first.plain in _NEXT and any(_next(cell, on) for on in range(at, min(at + 5, len(cell.words)))))
    head = cell.field.name == "headline"
    return (head or (begins and cell.row.table in _SPOKEN)) and (bisect_left(sentences, sentence + 1) - at) <= _VERBLESS


def _next(cell: Cell, at: int) -> bool:
    """Whether a place and its days stand behind a colon: `Next up: Huntsville, 2 to 6 Feb`."""
    days = _DAYS.match(cell.field.text, cell.words[at].end)
    return bool(days) and _listed(cell.words, at, cell.field.text) and _leads(cell.words, at)


def _latest(cell: Cell) -> int:
    """The latest month that the profile names in a column of dates."""
    return cell.setting.latest


def _ahead(date: _When, now: int) -> bool:
    """Whether a date lies in the month of the writing or later; one without a year, in the months that follow."""
    if date.year:
        return not now or date.year * 12 + (date.number or 12) >= now
    return not now or (date.number - now) % 12 <= _AHEAD


def _dates(words: Sequence[Word], text: str) -> Iterator[_When]:
    """Dates that name a month: `8 to 12 February`, `March 2027`, `1.-5.12.`, `2027-03-01`."""
    for at, word in enumerate(words):
        number = _MONTHS.get(word.plain, 0)
        if number and (word.is_capital or word.plain not in ("may", "march", "jan", "sep", "dec")):
            year = next((int(one.own) for one in words[at + 1 : at + 3] if _YEAR.fullmatch(one.own)), 0)
            day = any(_DAY.fullmatch(one.plain) for one in (*words[max(0, at - 2) : at], *words[at + 1 : at + 2]))
            led = at > 0 and (words[at - 1].plain in _MONTH_LED)
            if year or day or led:
                yield _When(max(0, at - 1), at + 1, number, year)
    starts = {word.start: at for at, word in enumerate(words)}
    for found in _NUMERIC.finditer(text):
        at = starts.get(found.start(), -1)
        month_, year_ = (
            next((found[name] for name in names if found[name]), "0")
            for names in (("m", "m2", "m3", "m4"), ("y", "y2", "y3"))
        )
        if at >= 0:
            year = int(year_)
            yield _When(at, at + 1, int(month_), year + 2000 if 0 < year < 100 else year)


_MONTH_LED = frozenset(
    "in im en i mi early mid late anfang mitte ende debut fin slutningen begyndelsen midten til af of de until ab from "
    "desde fra finales principios mediados this next".split()
)
"""Words before a month that make it a time: `in April`, `Mitte Januar`."""


def _places(words: Sequence[Word], text: str) -> Iterator[tuple[int, int]]:
    """A preposition of place and a word written as the name of a place."""
    for at, word in enumerate(words):
        if (not word.same and _leads(words, at)) or _listed(words, at, text):
            yield at, at + 1
        if word.plain not in _TO:
            continue
        on = at + 1
        while (
            on < len(words)
            and on < at + 3
            and words[on].same
            and words[on].plain in _ON_THE_WAY
            and not _named(words, on)
        ):
            on += 1
        if on < len(words) and words[on].near and _named(words, on):
            yield at, on + 1


def _leads(words: Sequence[Word], at: int) -> bool:
    """Whether a sentence begins with a name and a day: `Bahrain, 14 to 19 January`."""
    after = words[at + 1 : at + 3]
    days = [one for one in after if one.same and _DAY.fullmatch(one.plain)]
    return bool(days) and not after[0].near and len(words[at].own) > _SHORT and _named(words, at)


def _listed(words: Sequence[Word], at: int, text: str) -> bool:
    """Whether a name stands behind a colon: `14-18 Dec: Brussels`, `Next stop: Brussels`."""
    led = at > 0 and words[at].same and ":" in text[words[at - 1].end : words[at].start]
    return led and _named(words, at)


def _named(words: Sequence[Word], at: int) -> bool:
    word = words[at]
    known = word.plain in ordinary() or word.plain in _NO_PLACES or word.plain in _MONTHS
    return word.is_capital and len(word.own) > 1 and word.own.isalpha() and not known
