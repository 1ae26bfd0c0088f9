"""Shared ways out: off-platform handles, phone numbers and links that several accounts hand out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from bonafides.campaign.signals.signal import Signal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bonafides.campaign.engine.engine import Engine

SCHEMA = pa.schema([("a", pa.int64()), ("moment", pa.int64()), ("value", pa.string())])
_FOUND = re.compile(
    r"(?P<link>(?:https?://|www\.)[^\s<>\"']{4,200})"
    r"|(?P<mail>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})"
    r"|(?<![\w@])@(?P<handle>[A-Za-z]\w{3,31})"
    r"|(?P<phone>\+\d[\d ().-]{6,18}\d)"
)
"""What a text hands out. Every part is bounded, so that matching is linear in the text."""
_LEAST_DIGITS = 7


def ways_out(rows: pa.Table) -> pa.Table:
    """(a, moment, value) for every way out in a batch with columns a, moment, handle, url, text.

    Each different value of a column is read once, however many events repeat it.
    """
    return pa.concat_tables([_of_column(rows, name, read) for name, read in _READ]).cast(SCHEMA)


def _of_column(rows: pa.Table, name: str, read: Callable[[str], Iterable[str]]) -> pa.Table:
    coded = rows.column(name).combine_chunks().cast(pa.string()).dictionary_encode()
    found = [sorted({value for value in read(written) if value}) for written in coded.dictionary.to_pylist()]
    counts = np.array([*map(len, found), 0], dtype=np.int64)  # the last one stands for NULL
    starts = np.cumsum(counts) - counts
    code = coded.indices.fill_null(len(found)).to_numpy()
    row = np.repeat(np.arange(len(code)), counts[code])
    within = np.arange(len(row)) - np.repeat(np.cumsum(counts[code]) - counts[code], counts[code])
    values = pa.array([value for each in found for value in each], pa.string())
    kept = rows.select(["a", "moment"]).take(pa.array(row))
    return kept.append_column("value", values.take(pa.array(starts[code][row] + within)))


def _in_text(text: str) -> Iterator[str]:
    for match in _FOUND.finditer(text):
        match match.lastgroup:
            case "link":
                yield _link(match["link"])
            case "phone":
                yield _phone(match["phone"])
            case _:
                yield (match["mail"] or match["handle"]).lower()


def _handle(written: str) -> str:
    """A handle as it is compared: phones by their digits, links by where they lead, the rest in lower case."""
    plain = written.strip()
    if "//" in plain or plain.lower().startswith("www."):
        return _link(plain)
    if plain.startswith("+") or (plain[:1].isdigit() and sum(map(str.isdigit, plain)) >= _LEAST_DIGITS):
        return _phone(plain)
    return plain.lstrip("@").lower()


def _phone(written: str) -> str:
    digits = "".join(filter(str.isdigit, written)).removeprefix("00")
    return f"+{digits}" if len(digits) >= _LEAST_DIGITS else ""


def _link(written: str) -> str:
    """Where a link leads: host and path, without scheme, `www.`, query, fragment and trailing marks.

    A bare host says whose site it is, not whose page, and is left out: a popular site would join everybody.
    """
    plain = written.strip().partition("://")[2] or written.strip()
    place = re.split(r"[?#]", plain.lower().removeprefix("www."), maxsplit=1)[0].rstrip("/.,;:!)")
    return place if "/" in place else ""


_READ: tuple[tuple[str, Callable[[str], Iterable[str]]], ...] = (
    ("handle", lambda written: [_handle(written)]),
    ("url", lambda written: [_link(written)]),
    ("text", _in_text),
)


def _incidences(engine: Engine) -> None:
    engine.transform(
        "ways",
        """SELECT n.n AS a, e.moment, e.handle, e.url, e.text
           FROM events e JOIN account_numbers n ON e.account = n.value
           WHERE e.handle IS NOT NULL OR e.url IS NOT NULL
              OR e.text LIKE '%@%' OR e.text LIKE '%://%' OR e.text LIKE '%www.%' OR e.text LIKE '%+%'""",
        ways_out,
        SCHEMA,
    )
    engine.enumerate("way_numbers", "SELECT value FROM ways")
    engine.make(
        "incidence_handles",
        """SELECT w.a, n.n AS item, min(w.moment) AS moment FROM ways w JOIN way_numbers n ON w.value = n.value
           GROUP BY w.a, n.n""",
    )
    engine.drop("ways", "way_numbers")


HANDLES = Signal(
    family="handles",
    why="Whoever answers is led to one messenger account, number or page, whichever persona wrote.",
    incidences=_incidences,
    proposes=1,
    popular=60,
    effort=0.2,
)
