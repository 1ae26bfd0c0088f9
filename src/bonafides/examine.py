"""THE CORRIDOR: read -> detect -> assess -> advise; the only module that knows these rooms."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bonafides.assess import ARCHIVE_FROM, DEFAULT_PRIOR
from bonafides.assess import assess as judge
from bonafides.detect import follow, language_name, look
from bonafides.model import Entry, Level, Mode, Moment, Problem, Report, Situation, Status
from bonafides.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from importlib.resources.abc import Traversable

    from bonafides.model import Advice, Assessment, Conversation, Finding, Reading
    from bonafides.second_reader import SecondReader


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What the user says about their situation and wants of the judgement."""

    mode: Mode | None = None
    """None: `archive` for exports that hold more than 20 conversations, else `single`."""
    prior: float = DEFAULT_PRIOR
    situation: Situation | None = None
    """None: read off the conversation, answered or not."""
    status: Status = Status.OTHER
    country: str = ""
    lang: str = "en"
    timeline: bool = False
    """Whether to judge every beginning of each conversation too."""


def assess(conversation: Conversation, *, mode: Mode = Mode.SINGLE, prior: float = DEFAULT_PRIOR) -> Assessment:
    """Judge one conversation: findings, then level, kind and risk at base rate `prior` (0 < prior < 1)."""
    return judge(look(conversation).findings, conversation, mode=mode, prior=prior)


def timeline(conversation: Conversation, *, mode: Mode = Mode.SINGLE, prior: float = DEFAULT_PRIOR) -> Iterator[Moment]:
    """Judge a conversation as it grows: after each message, by what had been written until then.

    Each message is read once, however often the whole is judged. A draft gives no moment; of a conversation of more
    than `detect.STEPS` messages as many moments are given, evenly spread, the last among them.
    """
    for index, seen in follow(conversation):
        until = replace(conversation, messages=conversation.messages[: index + 1])
        judged = judge(seen.findings, until, mode=mode, prior=prior)
        yield Moment(message=index, level=judged.level, kind=judged.kind, risk=judged.risk, stage=judged.stage)


def examine(
    reading: Reading,
    case: Case | None = None,
    *,
    watch: Callable[[Iterable[Conversation]], Iterable[Conversation]] = iter,
    second: SecondReader | None = None,
) -> Report:
    """Judge and advise on everything that was read.

    `watch` may wrap the conversations to show progress; `second` is asked about each of them too. Raises AssessError or
    AdviseError for impossible settings.
    """
    case = case or Case()
    mode = case.mode or mode_for(reading)
    problems = list(reading.problems)
    entries = tuple(_entry(conversation, mode, case, problems, second) for conversation in watch(reading.conversations))
    provenance = replace(reading.provenance, version=__version__, rules=rules_hash())
    if second:
        problems.extend(second.closing())
        provenance = replace(provenance, reader=second.consulted)
    return Report(entries=entries, problems=tuple(problems), provenance=provenance, mode=mode, prior=case.prior)


def mode_for(reading: Reading) -> Mode:
    """`archive` for an export of more than 20 conversations; interchange files are always `single` by default."""
    formats = {file.format for file in reading.provenance.inputs}
    archive = len(reading.conversations) > ARCHIVE_FROM and formats != {"interchange"}
    return Mode.ARCHIVE if archive else Mode.SINGLE


def _entry(
    conversation: Conversation, mode: Mode, case: Case, problems: list[Problem], second: SecondReader | None
) -> Entry:
    """One conversation judged; what could not be read of it is added to `problems`."""
    seen = look(conversation)
    assessment = judge(seen.findings, conversation, mode=mode, prior=case.prior)
    problems.extend(_not_covered(conversation, language) for language in seen.unread)
    if second:
        assessment = _heard(second, assessment, seen.findings, conversation, problems)
    return Entry(
        conversation=conversation,
        assessment=assessment,
        advice=_advice(assessment, conversation, mode, case),
        timeline=tuple(timeline(conversation, mode=mode, prior=case.prior)) if case.timeline else (),
    )


def _heard(
    second: SecondReader,
    own: Assessment,
    found: tuple[Finding, ...],
    conversation: Conversation,
    problems: list[Problem],
) -> Assessment:
    """The judgement with what the second reader saw besides; it may raise the level, never lower it."""
    opinion = second.read(conversation, {finding.indicator for finding in found})
    problems.extend(opinion.problems)
    return opinion.joined(own, judge((*found, *opinion.counted), conversation, mode=own.mode, prior=own.prior))


def _not_covered(conversation: Conversation, language: str) -> Problem:
    return Problem(
        what=f"what is written in {language_name(language)} was not judged: the program does not read that language. "
        "It looked only at what needs no words, such as a change of channel or a program sent as a file",
        where=f"conversation {conversation.id}",
        next_step="Judge it with somebody who reads it and whom you trust, by the questions in `docs/indicators.md`.",
        conversation=conversation.id,
    )


def _advice(assessment: Assessment, conversation: Conversation, mode: Mode, case: Case) -> Advice | None:
    """Advice on everything but the quiet threads of an archive, about which nobody asked."""
    if mode is Mode.ARCHIVE and assessment.level is Level.QUIET:
        return None
    from bonafides.advise import advise

    situation = case.situation
    if situation is None:
        answered = any(message.mine for message in conversation.messages)
        situation = Situation.ANSWERED if answered else Situation.NOT_ANSWERED
    return advise(
        assessment, conversation, situation=situation, status=case.status, country=case.country, lang=case.lang
    )


@cache
def rules_hash() -> str:
    """SHA-256 over every module and data file of the detect and assess rooms: same hash, same judgement."""
    digest = hashlib.sha256()
    for room in ("detect", "assess"):
        for item in _files(files("bonafides").joinpath(room)):
            digest.update(item.name.encode() + b"\0" + item.read_bytes() + b"\0")
    return digest.hexdigest()


def _files(folder: Traversable) -> Iterator[Traversable]:
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir() and item.name != "__pycache__":
            yield from _files(item)
        elif item.name.endswith((".py", ".toml", ".json")) and not item.name.endswith(".prepared.json"):
            yield item
