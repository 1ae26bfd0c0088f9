"""Holds dates against each other: what cannot both be true as told."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from bonafides.vet.check import Check
from bonafides.vet.domains.names import words_of
from bonafides.vet.told import Span, Told
from bonafides.vet.vetting import Stance, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

ID = "date"
_DEGREES = ("bachelor", "master", "doctorate")


def _find(told: Told) -> Iterator[Statement]:
    for span in (*told.posts, *told.studies):
        if span.since and span.until and span.until < span.since:
            yield _said("turned", f"{span.what}: {_shown(span.since)} – {_shown(span.until)}")
        if span.since and span.since > _today():
            yield _said("to-come", f"{span.what}: {_shown(span.since)}")
    for post in told.posts:
        founded = post.founded or (told.founded if _same(post.what, told.firm) else None)
        if founded and post.since and post.since.year < founded:
            yield _said("before-firm", f"{post.what}: {_shown(post.since)}", str(founded))
    yield from _degrees(told)
    created, claimed = told.profile_created, told.profile_claimed
    if created and claimed and created.year > claimed.year:
        yield _said("profile-younger", _shown(created), _shown(claimed))


def _degrees(told: Told) -> Iterator[Statement]:
    """A later degree that ended before an earlier one did; the same year is ordinary."""
    ended = [(_DEGREES.index(each.degree), each.until, each.what) for each in told.studies if each.degree in _DEGREES]
    for low, before, lower in ended:
        for high, after, higher in ended:
            if low < high and before and after and after.year < before.year:
                yield _said("degrees", f"{higher}: {_shown(after)}", f"{lower}: {_shown(before)}")


def _same(one: str, other: str) -> bool:
    return bool(one) and words_of(one, forms=False) == words_of(other, forms=False)


def _shown(day: date) -> str:
    """The year where only that was told (the first of January), else the day."""
    return str(day.year) if (day.month, day.day) == (1, 1) else day.isoformat()


def _today() -> date:
    return datetime.now(UTC).date()


def _said(key: str, value: str, against: str = "") -> Statement:
    return Statement(check=ID, key=f"{ID}.{key}", stance=Stance.CONTRADICTS, value=value, against=against)


DATES = Check(
    id=ID,
    sources=("docs/vet.md",),
    ways=("call", "person"),
    find=_find,
    catches=(
        Told(firms=("Kestrel Ltd",), founded=2019, posts=(Span(what="Kestrel", since=date(2012, 1, 1)),)),
        Told(posts=(Span(what="A", since=date(2015, 1, 1), until=date(2012, 1, 1)),)),
        Told(
            studies=(
                Span(what="B", degree="doctorate", until=date(2001, 1, 1)),
                Span(what="C", degree="bachelor", until=date(2006, 1, 1)),
            )
        ),
        Told(profile_created=date(2026, 3, 1), profile_claimed=date(2014, 1, 1)),
    ),
    spares=(
        Told(firms=("Kestrel Ltd",), founded=2019, posts=(Span(what="Kestrel", since=date(2019, 1, 1)),)),
        Told(firms=("Kestrel Ltd",), founded=2019, posts=(Span(what="Harrier plc", since=date(2012, 1, 1)),)),
        Told(
            studies=(
                Span(what="B", degree="doctorate", until=date(2006, 1, 1)),
                Span(what="C", degree="bachelor", until=date(2006, 1, 1)),
                Span(what="A second one", degree="", until=date(2010, 1, 1)),
            )
        ),
    ),
)
