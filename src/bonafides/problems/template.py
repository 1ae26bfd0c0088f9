"""A sentence with gaps: recognises a text that fills them, and fills them itself, both in linear time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NUMBERS = frozenset({"n", "m"})
"""Gaps that hold nothing but a number."""
_GAP = re.compile(r"\{([a-z]+)\}")
_NUMBER = re.compile(r"[0-9]{1,30}(?:,[0-9]{3}){0,10}")


@dataclass(frozen=True, slots=True)
class Template:
    """`This is the same file as {name}.` as the words around its gaps and the names of these."""

    pieces: tuple[str, ...]
    """One more than there are gaps; empty where a gap begins or ends the sentence."""
    names: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Template:
        """The template that `text` spells out."""
        parts = _GAP.split(text)
        return cls(tuple(parts[::2]), tuple(parts[1::2]))

    @property
    def weight(self) -> int:
        """How particular it is: the characters that a text must have."""
        return sum(map(len, self.pieces))

    def values(self, text: str) -> dict[str, str] | None:
        """What stands in the gaps of `text`; None where it is no such sentence."""
        first, *middle, last = self.pieces if self.names else (*self.pieces, "")
        if len(text) < self.weight or not (text.startswith(first) and text.endswith(last)):
            return None
        at, end = len(first), len(text) - len(last)
        found: list[str] = []
        for piece in middle:
            place = text.find(piece, at, end)
            if place < 0:
                return None
            found.append(text[at:place])
            at = place + len(piece)
        found.append(text[at:end])
        if not self.names:
            return None if found[0] else {}
        filled = dict(zip(self.names, found, strict=True))
        return filled if all(_NUMBER.fullmatch(filled[name]) for name in NUMBERS & filled.keys()) else None

    def filled(self, values: Mapping[str, str]) -> str:
        """The sentence with these values in its gaps."""
        parts = [self.pieces[0]]
        for name, piece in zip(self.names, self.pieces[1:], strict=True):
            parts += (values[name], piece)
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Collection:
    """Templates by key, of which the most particular one is found that a text fits."""

    exact: Mapping[str, str]
    """Sentences without gaps -> key."""
    gapped: tuple[tuple[str, Template], ...]
    """Key and template, the most particular first."""

    @classmethod
    def of(cls, texts: Iterable[tuple[str, str]]) -> Collection:
        """A collection of (key, text)."""
        listed = [(key, text, Template.of(text)) for key, text in texts]
        gapped = sorted(((key, made) for key, _, made in listed if made.names), key=lambda each: -each[1].weight)
        return cls({text: key for key, text, made in listed if not made.names}, tuple(gapped))

    def find(self, text: str) -> tuple[str, dict[str, str]] | None:
        """The key of the template that `text` fits, and what stands in its gaps."""
        if (key := self.exact.get(text)) is not None:
            return key, {}
        for key, template in self.gapped:
            values = template.values(text)
            if values is not None:
                return key, values
        return None
