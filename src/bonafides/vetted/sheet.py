"""What a vetting says, worded in the reader's language and made harmless to look at; text and page show the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.render.clean import name as short
from bonafides.render.clean import visible
from bonafides.render.phrases import phrases
from bonafides.vet import CHECKS, sources_of
from bonafides.vet.registers import Register, everywhere, listed_on, register_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bonafides.render.phrases import Phrases
    from bonafides.vet import Open, Statement, Vetting

ROOM = "bonafides.vet"
LONGEST = 160
"""Characters of a value that are shown; the whole stands in the json."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One sentence with what it rests on."""

    says: str
    value: str
    limits: str
    """What such a check can and cannot say."""
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to look further, with a place that opens only on a click."""

    does: str
    place: Register | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything that is shown."""

    contradicts: tuple[Shown, ...]
    agrees: tuple[Shown, ...]
    unchecked: tuple[Shown, ...]
    open: tuple[str, ...]
    asked: tuple[tuple[str, ...], ...]
    """Entries of the user's own watch lists to ask about, each a heading and lines."""
    ways: tuple[Way, ...]
    unread: tuple[str, ...]
    as_of: str
    no_register: bool
    """Whether a register could be named if the user chose a country."""


def sheet(vetting: Vetting, *, lang: str, country: str = "") -> Sheet:
    """The sheet in a language, with the register of the country that the user chose. Raises RenderError."""
    words = phrases(lang, ROOM)
    register = register_of(country) if country else None
    return Sheet(
        contradicts=tuple(_shown(vetting.contradicts, words)),
        agrees=tuple(_shown(vetting.agrees, words)),
        unchecked=tuple(_shown(vetting.unchecked, words)),
        open=tuple(_open(each, words) for each in vetting.open),
        asked=tuple(tuple(map(visible, each.said(lang))) for each in vetting.asked_about),
        ways=tuple(_ways(vetting, words, register)),
        unread=tuple(
            words.labelled(short(each.where), words(f"unread.{each.why}", count=words.number(each.count)))
            for each in vetting.unread
        ),
        as_of=words("page.as_of", date=listed_on()),
        no_register=register is None,
    )


def _shown(statements: Iterable[Statement], words: Phrases) -> Iterable[Shown]:
    for each in statements:
        value, against = (short(text, LONGEST) for text in (each.value, each.against))
        yield Shown(
            says=words(f"say.{each.key}", value=value, against=against),
            value=value,
            limits=words(f"check.{each.check}"),
            sources=sources_of(each),
        )


def _open(question: Open, words: Phrases) -> str:
    if not question.about and f"open.{question.id}_nameless" in words.table:
        return words(f"open.{question.id}_nameless")
    return words(f"open.{question.id}", about=short(question.about, LONGEST))


def _ways(vetting: Vetting, words: Phrases, register: Register | None) -> Iterable[Way]:
    """Every way that an open question or a check that found something leads to, each once, the open ones first."""
    checks = {check.id: check.ways for check in CHECKS}
    found = [way for question in vetting.open for way in question.ways]
    found += [way for each in vetting.contradicts for way in checks.get(each.check, ())]
    for way in dict.fromkeys(found):
        yield Way(does=visible(words(f"way.{way}")), place=everywhere().get(way))
        if way == "register" and register:
            yield Way(does=register.name, place=register)
