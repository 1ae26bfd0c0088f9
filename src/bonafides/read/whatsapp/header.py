"""The start of a WhatsApp line: finds date, time and separator in the forms of every phone and locale."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.read.whatsapp.clock import DayPart, day_part, hour_of_day
from bonafides.read.whatsapp.dates import Stamp
from bonafides.read.whatsapp.marks import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator

# Every quantifier is bounded, so that no line can make the search slow. `\d` takes the digits of every script.
_M = rf"[{MARKS}]{{0,3}}"
_SPACE = r"[^\S\r\n]"
_DATE = (
    rf"(?P<a>\d{{1,4}}){_M}{_SPACE}?(?P<s1>[./\-\u2010-\u2015年년]){_M}{_SPACE}?"
    rf"(?P<b>\d{{1,2}}){_M}{_SPACE}?(?P<s2>[./\-\u2010-\u2015月월]){_M}{_SPACE}?(?P<c>\d{{1,4}})(?!\d)"
)
_GAP = r"(?P<gap>[^\d\r\n\[\]]{1,18})"
_TIME = (
    rf"(?P<h>\d{{1,2}}){_M}{_SPACE}?[:.：٫hH時时点點시]{_M}{_SPACE}?(?P<m>\d{{2}})"
    rf"(?:{_M}[:.：٫]{_M}(?P<s>\d{{2}})|{_SPACE}?min{_SPACE}?(?P<s_fr>\d{{2}}){_SPACE}?s)?(?!\d)"
)
_TAIL = r"(?P<tail>[^\d\r\n\[\]:]{0,18})"
_SHORT_TAIL = r"(?P<tail>[^\d\r\n\[\]:\-\u2010-\u2015]{0,18}?)"

_BRACKET = re.compile(rf"{_M}\[{_M}{_DATE}{_GAP}{_TIME}{_TAIL}\]{_M}{_SPACE}?")
_CLOCK_FIRST = rf"{_TIME}(?P<tail>[^\d\r\n\[\],،、]{{0,18}})[,،、]?{_SPACE}{{0,2}}(?P<gap>){_DATE}"
_WEB = re.compile(rf"{_M}\[{_M}{_CLOCK_FIRST}{_M}\]{_SPACE}?")
_DASH = re.compile(rf"{_M}{_DATE}{_GAP}{_TIME}{_SHORT_TAIL}{_SPACE}{_M}[\-\u2010-\u2015]{_SPACE}")
_DASH_CLOCK_FIRST = re.compile(rf"{_M}{_CLOCK_FIRST}{_SPACE}{_M}[\-\u2010-\u2015]{_SPACE}")
_COLON = re.compile(rf"{_M}{_DATE}{_GAP}{_TIME}{_SHORT_TAIL}:{_SPACE}")
_FORMS = {
    "[": (("bracket", _BRACKET), ("web", _WEB)),
    "": (("dash", _DASH), ("clock-dash", _DASH_CLOCK_FIRST), ("colon", _COLON)),
}
_COMMAS = frozenset(",،，၊")
_NAMED = re.compile(r"[^\r\n:]{1,120}:")
_LINE_START = re.compile(rf"^{_M}(?P<open>\[?){_M}\d", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Where a line starts, where its words start, and when it was written."""

    start: int
    end: int
    """Just behind the separator: the name, or the platform's words, start here."""
    stamp: Stamp
    shape: tuple[str, ...]
    """What all lines of one export share: form, separators, seconds, place of the year, halves of the day."""
    unknown_words: bool
    """A word beside the time that is in no table."""

    @property
    def bracketed(self) -> bool:
        """Whether it is the iPhone or browser form, in which platform lines may carry a name."""
        return self.shape[0] in ("bracket", "web")


def headers(text: str) -> Iterator[Header]:
    """Every line of `text` that starts like a WhatsApp line, in order; linear in the length of `text`."""
    for line in _LINE_START.finditer(text):
        for form, pattern in _FORMS[line["open"]]:
            match = pattern.match(text, line.start())
            if match:
                header = _header(form, match)
                if header:
                    yield header
                    break


def _header(form: str, match: re.Match[str]) -> Header | None:
    clock, part = _clock(match)
    if clock is None:
        return None
    if part is DayPart.UNKNOWN and (
        form == "colon" or (form == "dash" and not _NAMED.match(match.string, match.end()))
    ):
        return None  # `10:32 Amy Lin: hello` in a pasted dialogue: what stands beside the time is the name
    stamp = Stamp(
        parts=(int(match["a"]), int(match["b"]), int(match["c"])),
        clock=clock,
        american=_american(match),
        dotted=match["s2"] == ".",
    )
    year_first, year_last = str(len(match["a"]) > 2), str(len(match["c"]) > 2)
    # what somebody copied by hand, message by message, may be from two devices
    halves, comma = str(form != "web" and part is not DayPart.NOTHING), str(bool(set(match["gap"]) & _COMMAS))
    seconds = str(match["s"] is not None or match["s_fr"] is not None)
    shape = (form, match["s1"], match["s2"], seconds, year_first, year_last, halves, comma)
    return Header(start=match.start(), end=match.end(), stamp=stamp, shape=shape, unknown_words=part is DayPart.UNKNOWN)


def _clock(match: re.Match[str]) -> tuple[tuple[int, int, int] | None, DayPart]:
    before, after = day_part(match["gap"]), day_part(match["tail"])
    part = before if after is DayPart.NOTHING else after
    hour, minute = hour_of_day(int(match["h"]), part), int(match["m"])
    second = int(match["s"] or match["s_fr"] or 0)
    fits = hour < 24 and minute < 60 and second < 60
    return ((hour, minute, second) if fits else None), part


def _american(match: re.Match[str]) -> bool:
    """`1/2/24, 9:15 PM`: slashes, a short year, no padding, capitals."""
    padded = match["a"].startswith("0") or match["b"].startswith("0")
    return match["s1"] == "/" and len(match["c"]) == 2 and not padded and match["tail"].strip() in ("AM", "PM")
