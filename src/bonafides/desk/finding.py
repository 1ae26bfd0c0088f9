"""Full-text search over reports and notes: which cases hold these words, the latest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.desk.cases import LISTED
from bonafides.store import one_of
from bonafides.store.records import Case, Note, Report
from bonafides.store.store import terms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from bonafides.desk.desk import Desk
    from bonafides.desk.permissions import Actor
    from bonafides.store import Hit, Reading

LIMIT = 50
_AROUND = 80
"""Characters shown before and after the word that was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A case with the words, and where they stand."""

    case: Mapping[str, Any]
    """The fields that the inbox shows."""
    before: str
    word: str
    after: str


def search(desk: Desk, actor: Actor, words: str, *, limit: int = LIMIT) -> tuple[Found, ...]:
    """Cases whose reports or notes hold all the words, each as a beginning of one."""
    with desk.looking(actor, "case.search") as reading:
        hits = reading.search(words, limit=limit * 2)
        first: dict[str, Hit] = {}
        for hit in hits:
            first.setdefault(hit.case, hit)
        cases = {row[0]: row for row in reading.pick(Case, LISTED, one_of("id", list(first)))}
        shown = [hit for case_id, hit in first.items() if case_id in cases][:limit]
        texts = _texts(reading, [hit.id for hit in shown])
    return tuple(
        Found(
            case=dict(zip(LISTED, cases[hit.case], strict=True)),
            **_excerpt(texts.get(hit.id, ""), terms(words)),
        )
        for hit in shown
    )


def _texts(reading: Reading, ids: Sequence[str]) -> Mapping[str, str]:
    """The texts of these reports and notes, by their ids."""
    reports = reading.pick(Report, ("id", "said", "words"), one_of("id", ids))
    notes = reading.pick(Note, ("id", "text"), one_of("id", ids))
    return {id: "\n".join(texts) for id, *texts in (*reports, *notes)}


def _excerpt(text: str, wanted: Sequence[str]) -> dict[str, str]:
    """The first place where one of the words begins, with what stands around it."""
    folded = text.casefold()
    same = len(folded) == len(text)  # folding can change lengths; then places cannot be told
    places = [(folded.find(word), word) for word in wanted if same and word in folded]
    at, word = min(places, default=(0, ""))
    return {
        "before": text[max(0, at - _AROUND) : at],
        "word": text[at : at + len(word)],
        "after": text[at + len(word) : at + len(word) + 2 * _AROUND],
    }
