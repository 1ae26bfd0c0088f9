"""Drafts of what the desk says to people: plain text that an officer edits and copies; nothing here sends anything.

Whatever is not known stands in brackets, such as `[your phone]`. From `warn` up no draft tells anybody to go on
talking, and none promises what nobody can know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bonafides.detect import INDICATORS
from bonafides.errors import DeskError
from bonafides.explain import explanations
from bonafides.interview import questions
from bonafides.model import Kind, Level, Polarity
from bonafides.model.kinds import FLAGGED
from bonafides.render import clean
from bonafides.render.clock import Clock
from bonafides.render.phrases import phrases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from bonafides.render.phrases import Phrases

ROOM = "bonafides.desk"
MOST = 6
"""Signs that a draft names; the others are counted."""
_PLACE = re.compile(r"\[[^\[\]\n]+\]")
_BRACKETS = str.maketrans("[]", "()")
_DECEPTIVE = ("approach", "scam", "device-lure")
_PURGED = "not-about-behaviour"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a draft may speak of; whatever is empty becomes a place to fill in, or is left out."""

    persona: str = ""
    """How the account presented itself, such as `Lena Hoff, consultant`."""
    level: Level = Level.QUIET
    """The strongest level that the program gave."""
    kind: Kind = Kind.UNCLEAR
    signs: tuple[str, ...] = ()
    """Ids of the indicators that were found, the weightiest first; those against an approach are left out."""
    verdict: str = ""
    """What the desk decided, for `closing`."""
    reporter: str = ""
    """What to call the reader; empty for somebody who stays anonymous or whose name is not known."""
    receipt: bool = False
    """Whether the reader comes back with a receipt code."""
    officer: str = ""
    contact: str = ""
    """How to reach the officer."""
    desk: str = ""
    """The name of the desk."""
    deleted_on: datetime | None = None
    """When the case is deleted, where it is known."""
    kept_days: int | None = None
    """How many days a case is kept after it is closed, where the day is not known."""


def draft(kind: str, *, lang: str, facts: Facts) -> str:
    """A draft of that kind: `ordinary`, `be-careful`, `do-not-answer`, `staff-notice` or `closing`.

    Raises DeskError for another kind, RenderError for a language that there are no words for.
    """
    if kind not in KINDS:
        raise DeskError("there is no such draft", where=kind, next_step=f"There are: {', '.join(KINDS)}.")
    return "\n\n".join(part for part in KINDS[kind](_Pen(words=phrases(lang, ROOM), facts=facts)) if part) + "\n"


def subject(kind: str, *, lang: str) -> str:
    """The line above a draft of that kind; raises DeskError for another kind."""
    if kind not in KINDS:
        raise DeskError("there is no such draft", where=kind, next_step=f"There are: {', '.join(KINDS)}.")
    return phrases(lang, ROOM)(f"draft.{kind}.subject")


def places(text: str) -> tuple[str, ...]:
    """The places of a draft that are still to be filled in, with their brackets, in order."""
    return tuple(_PLACE.findall(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pen:
    """The words and the facts of one draft."""

    words: Phrases
    facts: Facts
    flagged: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "flagged", self.facts.level.rank >= FLAGGED.rank)

    def __call__(self, key: str, **values: object) -> str:
        return self.words(f"draft.{key}", **values)

    @property
    def account(self) -> str:
        """The account that the case is about."""
        shown = _own(self.facts.persona)
        return self("account", persona=shown) if shown else self("account_unknown")

    @property
    def hello(self) -> str:
        """How the reader is greeted."""
        shown = _own(self.facts.reporter)
        return self("hello", name=shown) if shown else self("hello_nobody")

    @property
    def signed(self) -> str:
        """Who writes, and how to reach them."""
        facts = self.facts
        who = (_own(facts.officer) or self("your_name"), _own(facts.desk) or self("your_desk"))
        return "\n".join((self("regards"), *who, self("contact", contact=self.contact)))

    @property
    def contact(self) -> str:
        """How to reach the officer, or the place for it."""
        return _own(self.facts.contact, 200) or self("your_contact")

    @property
    def data(self) -> str:
        """What happens with the report, and what the reader may ask for."""
        desk = _own(self.facts.desk) or self("your_desk")
        return f"{self('data', desk=desk, when=self._deleted())} {self('rights')}"

    @property
    def back(self) -> str:
        """That the door stays open."""
        return self("back_receipt" if self.facts.receipt else "back")

    def _deleted(self) -> str:
        facts = self.facts
        if facts.deleted_on is not None:
            clock = Clock(zone=UTC, name="UTC", words=phrases(self.words.lang))
            return self("data_on", date=clock.day(facts.deleted_on))
        days = None if facts.kept_days is None else self.words.count("retention.days", facts.kept_days)
        return self("data_after", days=days or self("until"))

    def lines(self, key: str) -> str:
        """A list of the words, one below the other."""
        return "\n".join(self.words.items(f"draft.{key}")).format(contact=self.contact)

    def signs(self, heading: str) -> str:
        """What was noticed, by behaviour; empty where nothing was."""
        titles = list(_titles(self.facts.signs, self.words.lang))
        if not titles:
            return ""
        rest = len(titles) - MOST
        more = (self.words.count("draft.signs_more", rest),) if rest > 0 else ()
        return "\n".join((self(heading), *(self("sign", title=title) for title in titles[:MOST]), *more))


def _ordinary(pen: _Pen) -> Iterator[str]:
    yield pen.hello
    yield pen("ordinary.thanks", account=pen.account)
    if pen.flagged:
        yield f"{pen('ordinary.look')} {pen('ordinary.hold')}"
        yield pen("verify")
    else:
        yield f"{pen('ordinary.found')} {pen('ordinary.right')}"
        yield f"{pen('ordinary.free')}\n{pen.lines('ordinary.questions')}"
        yield f"{pen('verify')} {pen('ordinary.hold')}"
    yield pen("ordinary.change")
    yield from (pen.data, pen.back, pen.signed)


def _be_careful(pen: _Pen) -> Iterator[str]:
    yield pen.hello
    yield pen("be-careful.thanks", account=pen.account)
    yield pen("be-careful.found_flagged" if pen.flagged else "be-careful.found")
    yield pen.signs("signs_heading")
    yield pen("be-careful.wait_flagged" if pen.flagged else "be-careful.wait")
    if not pen.flagged:
        yield pen("be-careful.questions")
    yield f"{pen('verify')} {pen('be-careful.keep')}"
    yield pen("be-careful.if_more")
    yield f"{pen('be-careful.look')} {pen.back}"
    yield from (pen.data, pen.signed)


def _do_not_answer(pen: _Pen) -> Iterator[str]:
    """Short, and without the signs: it may be read over somebody's shoulder, and the rest is for the meeting."""
    yield pen.hello
    yield pen("do-not-answer.thanks", account=pen.account)
    yield pen("do-not-answer.found")
    special = {Kind.DEVICE_LURE: "do-not-answer.device", Kind.SCAM: "do-not-answer.money"}.get(pen.facts.kind)
    please = (pen("do-not-answer.please_heading"), pen.lines("do-not-answer.please"), pen(special) if special else "")
    yield "\n".join(filter(None, please))
    yield pen("do-not-answer.come")
    yield f"{pen('do-not-answer.late')} {pen('do-not-answer.lawyer')}"
    yield pen("do-not-answer.danger")
    yield from (pen.data, pen.signed)


def _staff_notice(pen: _Pen) -> Iterator[str]:
    """Says what the lure does and how to tell the desk; never who was approached, nor how they were found out."""
    if _own(pen.facts.persona):
        yield pen("staff-notice.lead", account=pen.account)
        yield pen("staff-notice.real")
    else:
        yield pen("staff-notice.lead_unknown")
    yield pen.signs("staff-notice.how") or f"{pen('staff-notice.how')}\n{pen('staff-notice.how_place')}"
    yield pen("staff-notice.behaviour")
    yield f"{pen('staff-notice.do_heading')}\n{pen.lines('staff-notice.do')}"
    yield f"{pen('staff-notice.answered')} {pen('staff-notice.nobody')}"
    yield pen("staff-notice.thanks")
    yield pen.signed


def _closing(pen: _Pen) -> Iterator[str]:
    yield pen.hello
    if pen.facts.verdict == _PURGED:  # the persona may be somebody's name: it is not repeated
        yield pen.words("behaviour.reporter")
        yield f"{pen.words('behaviour.reporter_then')} {pen.words('behaviour.reporter_back')}"
        yield pen.signed
        return
    deceptive = pen.facts.verdict in _DECEPTIVE
    yield f"{pen('closing.thanks', account=pen.account)} {pen.words(f'verdict.{_verdict(pen)}.closing')}"
    if deceptive:
        yield pen("closing.passed")
    flagged = deceptive or pen.flagged
    yield f"{pen('closing.nothing')} {pen('closing.flagged' if flagged else 'closing.calm')}"
    yield from (pen.data, pen.back, pen.signed)


def _verdict(pen: _Pen) -> str:
    """The verdict, `unclear` where none is known."""
    found = pen.facts.verdict
    return found if f"verdict.{found}.closing" in pen.words.table else "unclear"


def _titles(signs: Iterable[str], lang: str) -> Iterator[str]:
    """What the signs are called, those alone that speak for an approach; each once."""
    known = explanations(lang, told=True)
    speaking = {each.id for each in INDICATORS if each.polarity is Polarity.FOR}
    speaking |= {each.indicator for each in questions() if each.polarity is Polarity.FOR}
    yield from dict.fromkeys(known[sign].title for sign in signs if sign in speaking)


def _own(text: str, longest: int = 120) -> str:
    """Foreign text on one line, without the brackets that mark a place to fill in."""
    return clean.name(text, longest).translate(_BRACKETS)


KINDS: Mapping[str, Callable[[_Pen], Iterator[str]]] = {
    "ordinary": _ordinary,
    "be-careful": _be_careful,
    "do-not-answer": _do_not_answer,
    "staff-notice": _staff_notice,
    "closing": _closing,
}
"""Every kind of draft, and what it says in which order."""
