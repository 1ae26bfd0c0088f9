"""Writes docs/indicators.md: every indicator with its stage, direction, weight and sources, from the code.

.venv/bin/python docs/make_indicators.py
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from bonafides.assess.scorecard import BASE, SCORECARD, TOLD
from bonafides.detect import INDICATORS
from bonafides.detect.context import CONTEXT
from bonafides.detect.indicator import Indicator, whole
from bonafides.detect.likeness import LIKENESS
from bonafides.detect.progress import PROGRESS
from bonafides.explain import sources
from bonafides.interview import Answer, Group, Question, questions, wording
from bonafides.model import Kind, Polarity, Stage

PAGE = Path(__file__).with_name("indicators.md")
HEAD = """# Indicators

*Written by `docs/make_indicators.py` from the code; a test fails where it is out of date. Do not edit.*

How they become a judgement: [judgement.md](judgement.md). The phrases behind them are in
`src/bonafides/detect/lexicon/en.toml`; proofs (`catches`) and near misses (`spares`) stand beside each indicator in
`src/bonafides/detect/`.

- **weight**: what it adds to the score, in log-odds (natural logarithm). `up to`: by how strongly it is found.
- **origin**: `corpus-...` is [fitted](judgement.md#where-the-weights-come-from), `prior` is judgement from the sources,
  for signs too rare in the corpus to fit.
- **line**: an ask, payment or secrecy that no legitimate recruiter needs. `alarm` needs one of these.
- **from**: who calls it a sign in public, by the ids of the [second table](#sources). `practice` is the project's own
  judgement.
- *between messages*: no single message shows it (`detect/context.py`). *likeness*: found by the learned model
  (`detect/likeness.py`), not by a phrase.
"""

ASKED = {
    Group.HAPPENED: """## Asked where there is no text

Questions of the form, in its order: what the other side did. All weights here and in the next table are by judgement
([why they differ](judgement.md#what-the-person-tells)).
""",
    Group.CHECKED: """## Asked with and without a text

What no text can show.
""",
}


def page() -> str:
    """The whole page."""
    said = [HEAD, f"{len(INDICATORS)} indicators. A conversation in which none is found has the score {BASE:+.1f}.\n"]
    for heading, members in _groups():
        if members:
            said += [f"## {heading}\n", *_table(members)]
    for group, heading in ASKED.items():
        said += [heading, *_asked(question for question in questions() if question.group is group)]
    return "\n".join([*said, "## Sources\n", *_sources()]) + "\n"


def _groups() -> Iterator[tuple[str, list[Indicator]]]:
    """Headings with what stands under them: the stages of the way, and what has no stage."""
    against = [i for i in INDICATORS if i.polarity is Polarity.AGAINST]
    speaking = [i for i in INDICATORS if i.polarity is Polarity.FOR]
    for stage in Stage:
        yield f"{stage} {stage.name.replace('_', ' ').lower()}", [i for i in speaking if i.stage is stage]
    whole_thread = [i for i in speaking if i.stage is None and (i in LIKENESS or i in PROGRESS)]
    yield "Fraud", [i for i in speaking if i.stage is None and i.kind is Kind.SCAM and i not in whole_thread]
    yield "The thread as a whole", whole_thread
    yield "Evidence against", against


def _table(members: Iterable[Indicator]) -> Iterator[str]:
    yield "| id | says | speaks | weight | origin | line | from |"
    yield "| --- | --- | --- | ---: | --- | --- | --- |"
    yield from (_row(indicator) for indicator in members)
    yield ""


def _row(indicator: Indicator) -> str:
    row = SCORECARD[indicator.id]
    says = indicator.name + (f" *({_borne(indicator)})*" if _borne(indicator) else "")
    weight = f"{'' if indicator.grade is whole else 'up to '}{row.weight:+.1f}"
    speaks = str(indicator.polarity) + ("" if indicator.kind is Kind.ORDINARY else f" {indicator.kind}")
    return _cells(
        f"`{indicator.id}`",
        says,
        speaks,
        weight,
        row.origin,
        "yes" if row.crosses else "",
        ", ".join(indicator.sources),
    )


def _asked(members: Iterable[Question]) -> Iterator[str]:
    yield "| id | asks | stage | speaks | weight | line | from |"
    yield "| --- | --- | --- | --- | ---: | --- | --- |"
    words = wording("en")
    for question in members:
        row = TOLD[question.indicator]
        kind = "" if question.kind in (Kind.ORDINARY, Kind.UNCLEAR) else f" {question.kind}"
        yield _cells(
            f"`{question.indicator}`",
            words[question.id].ask + (" *(counts on a no)*" if question.counts is Answer.NO else ""),
            question.stage or "",
            f"{question.polarity}{kind}",
            f"{row.weight:+.1f}",
            "yes" if row.crosses else "",
            ", ".join(question.sources),
        )
    yield ""


def _borne(indicator: Indicator) -> str:
    """How it is found, where that is not by a phrase in a message."""
    if indicator in CONTEXT:
        return "between messages"
    return "likeness" if indicator in LIKENESS else ""


def _sources() -> Iterator[str]:
    used = {id_ for indicator in INDICATORS for id_ in indicator.sources}
    used |= {id_ for question in questions() for id_ in question.sources}
    yield "| id | publisher | what | date |"
    yield "| --- | --- | --- | --- |"
    for id_, source in sources().items():
        if id_ in used:
            yield _cells(
                f"`{id_}`",
                source.publisher,
                f"[{source.title}]({source.url})" if source.url else source.title,
                source.date,
            )


def _cells(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
