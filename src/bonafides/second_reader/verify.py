"""What is believed of an answer: known signs, quoted letter by letter from a message that the other side sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bonafides.model import Finding, Span
from bonafides.second_reader.prompt import LONGEST_QUOTE, SHORTEST_QUOTE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from bonafides.model import Conversation
    from bonafides.second_reader.sign import Sign
    from bonafides.second_reader.transcript import Line, Transcript

BY = "reader"
STRENGTH = 0.5
"""How much of its weight a sign carries that only the second reader saw."""
MOST = 200
"""Findings of one answer that are looked at; the others count as not found."""
PLACES = 10
"""Places of one finding that are kept."""


class Verified(NamedTuple):
    """What is left of an answer."""

    findings: tuple[Finding, ...]
    """One for each sign, in the order of the answer."""
    dropped: int
    """How many of the proposals could not be found."""


def verified(
    proposals: list[object],
    conversation: Conversation,
    said: Transcript,
    signs: Mapping[str, Sign],
    own: Callable[[str], str],
) -> Verified:
    """Check each proposal; `own` blanks out what a message only quotes, keeping its length."""
    lines = {line.index: line for line in said.lines if conversation.messages[line.index].judged}
    texts = {index: own(conversation.messages[index].words) for index in lines}
    places: dict[str, dict[Span, None]] = {}
    found = 0
    for indicator, index, quote in _wellformed(proposals[:MOST]):
        if indicator in signs and index in lines and (span := _place(quote, lines[index], texts[index])):
            places.setdefault(indicator, {})[span] = None
            found += 1
    findings = tuple(_finding(signs[indicator], spans) for indicator, spans in places.items())
    return Verified(findings, len(proposals) - found)


def _wellformed(proposals: Iterable[object]) -> Iterator[tuple[str, int, str]]:
    """Indicator, index of the message and quote of each proposal that has all three in the right form."""
    for proposal in proposals:
        if isinstance(proposal, dict):
            indicator, number, quote = (proposal.get(key) for key in ("indicator", "message", "quote"))
            if isinstance(indicator, str) and type(number) is int and isinstance(quote, str):
                yield indicator, number - 1, quote


def _place(quote: str, line: Line, text: str) -> Span | None:
    """Where the part of a message that was sent says exactly this, or None."""
    quote = quote.strip()
    shortest = max(1, min(SHORTEST_QUOTE, len(text.strip())))
    if not shortest <= len(quote) <= LONGEST_QUOTE:
        return None
    start = text.find(quote, line.start)
    return Span(message=line.index, start=start, end=start + len(quote)) if start >= 0 else None


def _finding(sign: Sign, spans: Iterable[Span]) -> Finding:
    return Finding(
        indicator=sign.id,
        stage=sign.stage,
        polarity=sign.polarity,
        kind=sign.kind,
        spans=tuple(spans)[:PLACES],
        strength=STRENGTH,
        by=BY,
    )
