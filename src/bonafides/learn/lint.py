"""Looks a drill over before anybody learns from it: what its form allows and a learner would be taught wrongly."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from bonafides.learn.cast import sample
from bonafides.learn.drill import PLACEHOLDERS, Choice, Drill, filled
from bonafides.learn.fault import Fault
from bonafides.learn.tables import table

_BRACES = re.compile(r"\{([^{}]{0,40})\}|[{}]")
_DOMAIN = re.compile(r"(?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24}(?!\w|\.\w)")
_PHONE = re.compile(r"(?:\+|(?<![\d.,])0)\d[\d ()-]{6,20}\d")
_RESERVED = ("example", "test", "invalid", "example.com", "example.org", "example.net")
"""Ends of names that RFC 2606 keeps for examples: nobody can own them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What other rooms know and a drill names; handed in, for rooms do not know each other."""

    indicators: Mapping[str, bool]
    """Ids of the signs there are: whether each speaks for deception."""
    bases: frozenset[str]
    """Ids of documented cases and public sources."""
    places: Callable[[str, str], tuple[str, ...]]
    """The words of a text (in a language) that say where somebody or something is from."""


def faults_in(drill: Drill, known: Known) -> tuple[Fault, ...]:
    """Everything that is wrong with a drill whose form is right, in the order of its file; empty for a good one."""
    checks = (_frame, _truth, _marks, _placeholders, _identities, _origin)
    return tuple(fault for check in checks for fault in check(drill, known))


def differing(drills: Iterable[Drill]) -> Iterator[tuple[Drill, Fault]]:
    """Drills that do not go together with one before: of the same id and language, or of another truth."""
    first: dict[str, Drill] = {}
    seen: set[tuple[str, str]] = set()
    for drill in drills:
        one = first.setdefault(drill.id, drill)
        if (drill.lang, drill.id) in seen:
            yield drill, Fault(code="twice", key="id", detail=drill.id)
        if one.ordinary is not drill.ordinary:
            yield drill, Fault(code="kind-differs", key="kind", detail=f"{one.lang}: {one.kind}")
        seen.add((drill.lang, drill.id))


def _frame(drill: Drill, _: Known) -> Iterator[Fault]:
    if drill.lines[0].mine:
        yield Fault(code="first-them", key="message[1].from")
    if drill.lines[-1].mine:
        yield Fault(code="last-them", key=f"message[{len(drill.lines)}].from")


def _truth(drill: Drill, known: Known) -> Iterator[Fault]:
    for each in drill.based_on:
        if each not in known.bases:
            yield Fault(code="base-unknown", key="based_on", detail=each[:60])
    yield from _ordinary(drill) if drill.ordinary else _deceptive(drill)


def _ordinary(drill: Drill) -> Iterator[Fault]:
    if drill.best is Choice.REPORT:
        yield Fault(code="best-ordinary", key="end.best")
    if drill.from_message:
        yield Fault(code="from-ordinary", key="end.from_message")
    if drill.based_on:
        yield Fault(code="base-ordinary", key="based_on")


def _deceptive(drill: Drill) -> Iterator[Fault]:
    if not drill.based_on:
        yield Fault(code="base-missing", key="based_on")
    if drill.best is Choice.ANSWER:
        yield Fault(code="best-deceptive", key="end.best")
    if drill.from_message - 1 not in drill.asked:
        yield Fault(code="from-them", key="end.from_message", detail=", ".join(str(at + 1) for at in drill.asked))
    elif not any(line.signs for line in drill.lines[: drill.from_message]):
        yield Fault(code="sign-late", key="end.from_message")


def _marks(drill: Drill, known: Known) -> Iterator[Fault]:
    """The quotes, and what each of them is said to be."""
    for number, line in enumerate(drill.lines, 1):
        place = f"message[{number}]"
        if line.mine and (line.signs or line.innocent):
            yield Fault(code="marks-mine", key=place)
        for at, sign in enumerate(line.signs, 1):
            yield from _quoted(sign.quote, line.text, f"{place}.sign[{at}]")
            yield from _named(sign.indicator, f"{place}.sign[{at}].indicator", drill, known)
        for at, each in enumerate(line.innocent, 1):
            yield from _quoted(each.quote, line.text, f"{place}.innocent[{at}]")
    if not any(line.innocent for line in drill.lines):
        yield Fault(code="innocent-missing", key="message.innocent")


def _quoted(quote: str, text: str, place: str) -> Iterator[Fault]:
    found = text.count(quote)
    if found != 1:
        yield Fault(code="quote-twice" if found else "quote-missing", key=f"{place}.quote", detail=quote[:60])


def _named(indicator: str, place: str, drill: Drill, known: Known) -> Iterator[Fault]:
    speaks_for = known.indicators.get(indicator)
    if speaks_for is None:
        yield Fault(code="indicator-unknown", key=place, detail=indicator[:60])
    elif speaks_for is drill.ordinary:
        yield Fault(code="indicator-ordinary" if speaks_for else "indicator-against", key=place, detail=indicator)


# --- texts


def _open(drill: Drill) -> Iterator[tuple[str, str]]:
    """Key and text of what may have placeholders."""
    yield "setting", drill.setting
    for number, line in enumerate(drill.lines, 1):
        yield f"message[{number}].text", line.text
    yield "check.finds", drill.finds


def _closed(drill: Drill) -> Iterator[tuple[str, str]]:
    """Key and text of what is shown as it stands."""
    yield "title", drill.title
    yield "end.said", drill.said
    yield from _reasons(drill)
    for number, line in enumerate(drill.lines, 1):
        for at, each in enumerate(line.innocent, 1):
            yield f"message[{number}].innocent[{at}].why", each.why


def _reasons(drill: Drill) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(drill.lines, 1):
        for at, sign in enumerate(line.signs, 1):
            yield f"message[{number}].sign[{at}].why", sign.why


def _placeholders(drill: Drill, _: Known) -> Iterator[Fault]:
    for key, text in _open(drill):
        for found in _BRACES.finditer(text):
            if found[1] not in PLACEHOLDERS:
                yield Fault(code="placeholder-unknown", key=key, detail=found[0][:40])
    for key, text in _closed(drill):
        if first := _BRACES.search(text):
            yield Fault(code="placeholder-here", key=key, detail=first[0][:40])


def _identities(drill: Drill, _: Known) -> Iterator[Fault]:
    """Domains and phone numbers that somebody may really have."""
    for key, text in (*_open(drill), *_closed(drill)):
        whole = _without_placeholders(text)
        for found in _DOMAIN.finditer(whole):
            if _looks_real(found[0].lower()):
                yield Fault(code="domain", key=key, detail=found[0][:60])
        if phone := _PHONE.search(whole):
            yield Fault(code="phone", key=key, detail=phone[0])


def _without_placeholders(text: str) -> str:
    return filled(text, sample() | {"phone": "", "town": "", "firm": "", "firm2": "", "them": "", "you": ""})


def _looks_real(name: str) -> bool:
    labels = name.split(".")
    if labels[-1] in _RESERVED or ".".join(labels[-2:]) in _RESERVED:
        return False
    return labels[-1] in _endings()


@cache
def _endings() -> frozenset[str]:
    """Ends of real names, without those that are commoner as ends of file names."""
    return frozenset(str(table("domains.toml")["endings"]).split())


def _origin(drill: Drill, known: Known) -> Iterator[Fault]:
    """Origin decides nothing: it is named nowhere, and no reason rests on it."""
    for key, text in (*_open(drill), *_closed(drill)):
        if found := known.places(text, drill.lang):
            yield Fault(code="origin", key=key, detail=", ".join(found[:3]))
    words = _words_of_origin(drill.lang)
    for key, text in (*_open(drill), ("title", drill.title), *_reasons(drill)):
        read = re.findall(r"[^\W\d_]+", text.casefold())
        told = [each for each in read if each.startswith(words) or each in _whole_words(drill.lang)]
        if told:
            yield Fault(code="origin-reason", key=key, detail=", ".join(told[:3]))


@cache
def _words_of_origin(lang: str) -> tuple[str, ...]:
    return tuple(str(table("origin.toml")["words"][lang]).split())


@cache
def _whole_words(lang: str) -> frozenset[str]:
    return frozenset(str(table("origin.toml")["whole"][lang]).split())
