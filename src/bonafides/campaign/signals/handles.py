"""Shared ways out: off-platform handles, phone numbers and links that several accounts hand out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

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
    """(a, moment, value) for every way out in a batch with columns a, moment, handle, url, text."""
    found: list[tuple[int, int, str]] = []
    columns = (rows.column(name).to_pylist() for name in ("a", "moment", "handle", "url", "text"))
    for a, moment, handle, url, text in zip(*columns, strict=True):
        values = {_handle(handle or ""), _link(url or ""), *_in_text(text or "")}
        found += [(a, moment, value) for value in sorted(values) if value]
    a, moment, value = zip(*found, strict=True) if found else ((), (), ())
    return pa.table([pa.array(a, pa.int64()), pa.array(moment, pa.int64()), pa.array(value, pa.string())], SCHEMA)


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
