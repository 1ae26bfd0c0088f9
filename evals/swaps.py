"""Templates of conversations with named holes, and the values that are swapped in them one hole at a time."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bonafides.examine import timeline
from bonafides.model import FLAGGED, Conversation, Message

FOLDER = Path(__file__).parent / "fairness"
LANGUAGES = ("da", "de", "en", "es", "fr", "ru", "zh")
GROUPS = ("plain", "word", "script")
_HOLE = re.compile(r"\{([a-z]+)(\d?)(?:\.([a-z]+))?\}")
_LEAST = 1e-15
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
_OWN = {"ru": re.compile(r"[Ѐ-ӿ]"), "zh": re.compile(r"[㐀-鿿]")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """Something that a hole may hold."""

    forms: Mapping[str, str]
    """As it is inflected, by the name of the form; the form without a name is under the empty string."""
    group: str
    """`plain`, `word` (an ordinary word of the language too), or `script` (written in another script)."""

    def __str__(self) -> str:
        return self.forms[""]

    def form(self, name: str) -> str:
        """As one form: its own where the value has it, `lower` and `upper` as computed."""
        plain = self.forms[""]
        return self.forms.get(name) or {"lower": plain.lower(), "upper": plain.upper()}.get(name, plain)


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A conversation with holes."""

    id: str
    language: str
    deceptive: bool
    turns: tuple[tuple[bool, str], ...]
    """Whether the user says it, and what."""

    @property
    def holes(self) -> tuple[str, ...]:
        """Every hole in order, such as `name` and `name2`; forms of one hole are one."""
        return tuple(dict.fromkeys(m[1] + m[2] for _, text in self.turns for m in _HOLE.finditer(text)))

    def filled(self, values: Mapping[str, Value]) -> Conversation:
        """The conversation with a value in every hole."""

        def value(match: re.Match[str]) -> str:
            return values[match[1] + match[2]].form(match[3] or "")

        them = str(values.get("name", "them"))
        messages = (
            Message(speaker="me" if mine else them, text=_HOLE.sub(value, text), mine=mine) for mine, text in self.turns
        )
        return Conversation(id=self.id, messages=tuple(messages))

    def standard(self) -> dict[str, Value]:
        """One plain value for every hole, others in other templates, no two alike."""
        at = sum(map(ord, self.id))
        chosen = {}
        for number, hole in enumerate(self.holes):
            found = values(self.language, hole)
            plain = [value for value in found if value.group == "plain"] or found
            chosen[hole] = plain[(at + 3 * number) % len(plain)]
        return chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one value in one hole led to."""

    value: Value
    risks: tuple[float, ...]
    """After each message."""
    flagged: bool
    """Whether it is at `warn` or above at the end."""

    @property
    def risk(self) -> float:
        """Of the whole conversation."""
        return self.risks[-1]

    @property
    def log_odds(self) -> float:
        """The same as log-odds, which tell where a risk is too near 0 or 1 to."""
        return math.log(max(self.risk, _LEAST)) - math.log(max(1 - self.risk, _LEAST))


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """One hole of one template with every value in turn, everything else fixed."""

    template: Template
    hole: str
    outcomes: tuple[Outcome, ...]

    @property
    def kind(self) -> str:
        """The hole without its number."""
        return self.hole.rstrip("0123456789")

    @property
    def lowest(self) -> Outcome:
        """The value with the lowest risk."""
        return min(self.outcomes, key=lambda outcome: outcome.risk)

    @property
    def highest(self) -> Outcome:
        """The value with the highest risk."""
        return max(self.outcomes, key=lambda outcome: outcome.risk)

    @property
    def usual(self) -> float:
        """The commonest risk."""
        risks = Counter(outcome.risk for outcome in self.outcomes)
        return max(risks, key=lambda risk: risks[risk])

    def of(self, group: str) -> Swap:
        """The same with the values of one group alone, and the one that stands for the usual case."""
        usual = next(outcome for outcome in self.outcomes if outcome.risk == self.usual)
        kept = tuple(outcome for outcome in self.outcomes if outcome.value.group == group)
        return Swap(template=self.template, hole=self.hole, outcomes=(usual, *kept))

    @property
    def change(self) -> float:
        """Difference between the highest and the lowest risk of the whole conversation."""
        return self.highest.risk - self.lowest.risk

    @property
    def change_anywhere(self) -> float:
        """The same after whichever message it is largest."""
        places = range(len(self.outcomes[0].risks))
        return max(max(column) - min(column) for column in ([o.risks[at] for o in self.outcomes] for at in places))

    @property
    def change_of_log_odds(self) -> float:
        """Difference between the highest and the lowest log-odds of the whole conversation."""
        return self.highest.log_odds - self.lowest.log_odds

    @property
    def turned(self) -> int:
        """How many values are flagged where most are not, or the other way round."""
        flagged = sum(outcome.flagged for outcome in self.outcomes)
        return min(flagged, len(self.outcomes) - flagged)

    @property
    def moved(self) -> list[Outcome]:
        """The values whose risk is not the usual one."""
        return [outcome for outcome in self.outcomes if outcome.risk != self.usual]


def swap(template: Template, hole: str, *, only: int | None = None, groups: Sequence[str] = GROUPS) -> Swap:
    """Put every value of some groups in a hole in turn, or the first `only` of each, beside the standard one."""
    known, standard = values(template.language, hole), template.standard()
    some = [value for group in groups for value in [v for v in known if v.group == group][:only]]
    tried = [standard[hole], *(value for value in some if value is not standard[hole])]
    outcomes = tuple(_outcome(value, template.filled(standard | {hole: value})) for value in tried)
    return Swap(template=template, hole=hole, outcomes=outcomes)


def _outcome(value: Value, conversation: Conversation) -> Outcome:
    moments = list(timeline(conversation))
    flagged = moments[-1].level.rank >= FLAGGED.rank
    return Outcome(value=value, risks=tuple(moment.risk for moment in moments), flagged=flagged)


@cache
def templates(language: str) -> tuple[Template, ...]:
    """Every template of a language."""
    return tuple(
        Template(id=row["id"], language=language, deceptive=row["deceptive"], turns=tuple(map(spoken, row["messages"])))
        for row in _table(language)["template"]
    )


def spoken(line: str) -> tuple[bool, str]:
    """`them: text` or `me: text` as whether the user says it, and what."""
    who, _, text = line.partition(": ")
    if who not in {"them", "me"}:
        raise ValueError(f"neither `them:` nor `me:` begins {line!r}")
    return who == "me", text


@cache
def values(language: str, hole: str) -> tuple[Value, ...]:
    """Every value of a hole (`name` and `name2` alike): those of all languages, then the language's own."""
    kind = hole.rstrip("0123456789")
    shared, own = _table("values").get(kind, {}), _table(language).get("values", {}).get(kind, {})
    rows = [*_rows(own, language), *(_rows(shared, language) if own.get("shared", True) else ())]
    found = {str(value): value for value in rows[::-1]}
    return tuple(value for value in rows if found[str(value)] is value)


def _rows(table: Mapping[str, Any], language: str) -> Iterator[Value]:
    names = ("", *table.get("forms", ()))
    for key in ("plain", "word"):
        for text in table.get(key, ()):
            forms = dict(zip(names, text.split(" / "), strict=False))
            yield Value(forms=forms, group="script" if key == "plain" and _foreign(text, language) else key)


def _foreign(text: str, language: str) -> bool:
    """Whether it has letters, and none of the script that the language is written in."""
    return any(map(str.isalpha, text)) and not _OWN.get(language, _LATIN).search(text)


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
