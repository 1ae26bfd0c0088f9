"""THE CORRIDOR: read -> detect -> assess -> advise; the only module that knows these rooms."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bonafides.assess import ARCHIVE_FROM, DEFAULT_PRIOR
from bonafides.assess import assess as judge
from bonafides.detect import Seen, follow, language_name, look
from bonafides.model import Conversation, Entry, Form, Level, Mode, Moment, Problem, Reading, Report, Situation, Status
from bonafides.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from importlib.resources.abc import Traversable

    from bonafides.model import Advice, Assessment, Finding
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
    answers: Mapping[str, str] = field(default_factory=dict)
    """What the user told when asked (`bonafides.interview`): `yes`, `no` or `unsure` by question id."""


NO_TEXT = Reading(conversations=(Conversation(id="told", messages=()),))
"""What there is to go by where the user has no text and answers questions instead."""
_NOTHING = Seen(findings=(), unread=())
_NOT_APPLIED = Problem(
    what="your answers to the questions were not used: more than one conversation was read, and they can belong to "
    "only one of them.",
    where="answers",
    next_step="Check that conversation by itself, with your answers.",
)


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
    each: Callable[[], object] = bool,
    second: SecondReader | None = None,
) -> Report:
    """Judge and advise on everything that was read, and on what the user told, where that belongs to one conversation.

    `watch` may wrap the conversations to show progress, `each` is called after every message of theirs; `second` is
    asked about each conversation too. Raises AssessError, AdviseError or InterviewError for impossible
    settings.
    """
    case = case or Case()
    if case.answers and not reading.conversations:
        reading = replace(reading, conversations=NO_TEXT.conversations)
    mode = case.mode or mode_for(reading)
    problems = list(reading.problems)
    if case.answers and len(reading.conversations) > 1:
        problems.append(_NOT_APPLIED)
        case = replace(case, answers={})
    entries = tuple(
        _entry(conversation, mode, case, problems, each, second) for conversation in watch(reading.conversations)
    )
    provenance = replace(reading.provenance, version=__version__, rules=rules_hash())
    if second:
        problems.extend(second.closing())
        provenance = replace(provenance, reader=second.consulted)
    return Report(entries=entries, problems=tuple(problems), provenance=provenance, mode=mode, prior=case.prior)


def examine_told(case: Case) -> Report:
    """Judge and advise on the answers of `case` alone, where there is no text; raises what `examine` raises."""
    return examine(NO_TEXT, case)


def mode_for(reading: Reading) -> Mode:
    """`archive` for an export of more than 20 conversations; interchange files are always `single` by default."""
    formats = {file.format for file in reading.provenance.inputs}
    archive = len(reading.conversations) > ARCHIVE_FROM and formats != {"interchange"}
    return Mode.ARCHIVE if archive else Mode.SINGLE


def _entry(
    conversation: Conversation,
    mode: Mode,
    case: Case,
    problems: list[Problem],
    each: Callable[[], object],
    second: SecondReader | None,
) -> Entry:
    """One conversation judged; what could not be read of it is added to `problems`."""
    seen = look(conversation, each=each) if conversation.messages else _NOTHING
    moments = tuple(timeline(conversation, mode=mode, prior=case.prior)) if case.timeline else ()
    conversation, seen = _with_answers(conversation, seen, case)
    assessment = judge(seen.findings, conversation, mode=mode, prior=case.prior)
    problems.extend(_not_covered(conversation, language) for language in seen.unread)
    if second:
        assessment = _heard(second, assessment, seen.findings, conversation, problems)
    return Entry(
        conversation=conversation,
        assessment=assessment,
        advice=_advice(assessment, conversation, mode, case),
        timeline=moments,
    )


def _with_answers(conversation: Conversation, seen: Seen, case: Case) -> tuple[Conversation, Seen]:
    """The conversation and what was seen of it, with what the user told besides."""
    if not case.answers:
        return conversation, seen
    from bonafides.interview import told

    conversation, found = told(case.answers, lang=case.lang, conversation=conversation)
    return conversation, seen._replace(findings=(*seen.findings, *found))


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
        answered = any(message.mine and message.form is not Form.TOLD for message in conversation.messages)
        went_on = answered or conversation.only_told  # a form without a text is about more than one message
        situation = Situation.ANSWERED if went_on else Situation.NOT_ANSWERED
    return advise(
        assessment, conversation, situation=situation, status=case.status, country=case.country, lang=case.lang
    )


@cache
def rules_hash() -> str:
    """SHA-256 over the modules and data of the rooms that judge, words for people aside: same hash, same judgement."""
    digest = hashlib.sha256()
    for room in ("detect", "interview", "assess"):
        for item in _files(files("bonafides").joinpath(room)):
            digest.update(item.name.encode() + b"\0" + item.read_bytes() + b"\0")
    return digest.hexdigest()


def _files(folder: Traversable) -> Iterator[Traversable]:
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir():
            if item.name not in ("__pycache__", "words"):
                yield from _files(item)
        elif item.name.endswith((".py", ".toml", ".json")) and not item.name.endswith(".prepared.json"):
            yield item
