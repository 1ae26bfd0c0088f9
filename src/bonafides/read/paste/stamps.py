"""The dates and times that people copy along with a chat, in one pattern for every pasted form."""

from __future__ import annotations

CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[AaPp]\.?\s?[Mm]\.?)?"
DATE = (
    r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
    r"|\d{1,2}\.?\s[^\W\d_]{3,12}\.?,?\s\d{4}"
    r"|[^\W\d_]{3,12}\.?\s\d{1,2},?\s\d{4})"
)
STAMP = (
    rf"(?:(?:{DATE}|\d{{1,2}}[./]\d{{1,2}}\.?)(?:T|,?\s(?:at\s)?))?{CLOCK}(?:\.\d{{1,6}})?(?:Z| ?[+-]\d{{2}}:?\d{{2}})?"
)
"""A time of day, with or without a date before it."""
