"""How a ring words its messages: one text, paraphrases of it, other languages, and texts about something else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evals.campaigns.society import Ints
from evals.campaigns.texts import UNIQUE, Book, chosen, phrases, topic

VARIANTS = 300  # at most, per ring
Parts = list[list[str]]


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences of one ring by language (the first is its main one), what fills them, and its exact text."""

    parts: dict[str, Parts]
    fixed: dict[str, dict[str, str]]
    base: dict[str, tuple[str, ...]]

    @classmethod
    def drawn(cls, rng: np.random.Generator, *, lure: bool, fixed: dict[str, str]) -> Wording:
        """Lure wording or plain wording, in one to three languages; English is the likeliest."""
        every = phrases()["ring"]["lure" if lure else "plain"]
        main = "en" if rng.random() < 0.6 else str(rng.choice(list(every)))
        others = [language for language in every if language != main and rng.random() < 0.12][:2]
        parts = {language: every[language] for language in (main, *others)}
        filled = {language: fixed | {"topic": topic(rng, language)} for language in parts}
        base = {language: tuple(_either(rng, part) for part in parts[language]) for language in parts}
        return cls(parts, filled, base)

    def codes(self, rng: np.random.Generator, book: Book, number: int, paraphrase: float, unrelated: float) -> Ints:
        """A text per event: the exact one (in one of the ring's languages), a paraphrase, or an unrelated text."""
        exact = [book.text(chosen(rng, " ".join(lines)).format(**self.fixed[key])) for key, lines in self.base.items()]
        changed = rng.random(number) < paraphrase
        far = changed & (rng.random(number) < unrelated)
        near = np.flatnonzero(changed & ~far)
        variants = [book.text(self._paraphrase(rng)) for _ in range(min(VARIANTS, len(near)))]
        codes = np.array(exact, np.int32)[np.minimum(rng.geometric(0.7, number) - 1, len(exact) - 1)]
        codes[near] = rng.permutation(np.resize(np.array(variants, np.int32), len(near)))
        codes[far] = UNIQUE
        return codes

    def _paraphrase(self, rng: np.random.Generator) -> str:
        """Other words, sometimes other sentences, another order, one left out, another topic or firm."""
        language = list(self.parts)[min(int(rng.geometric(0.7)) - 1, len(self.parts) - 1)]
        lines = [
            chosen(rng, _either(rng, part) if rng.random() < 0.6 else kept)
            for part, kept in zip(self.parts[language], self.base[language], strict=True)
        ]
        middle = lines[1:-1]
        if rng.random() < 0.5:
            middle = [middle[i] for i in rng.permutation(len(middle))]
        if len(middle) > 2 and rng.random() < 0.3:
            middle.pop(int(rng.integers(len(middle))))
        filled = dict(self.fixed[language])
        if rng.random() < 0.5:
            filled["topic"] = topic(rng, language)
        return " ".join([lines[0], *middle, lines[-1]]).format(**filled)


def _either(rng: np.random.Generator, part: list[str]) -> str:
    return part[int(rng.integers(len(part)))]
