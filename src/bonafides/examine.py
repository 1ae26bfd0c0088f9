"""THE CORRIDOR: read -> detect -> assess -> advise; the only module that knows these rooms."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bonafides import __version__
from bonafides.assess import ARCHIVE_FROM, DEFAULT_PRIOR
from bonafides.assess import assess as judge
from bonafides.detect import detect
from bonafides.model import Entry, Level, Mode, Report, Situation, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from importlib.resources.abc import Traversable

    from bonafides.model import Advice, Assessment, Conversation, Reading


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


def assess(conversation: Conversation, *, mode: Mode = Mode.SINGLE, prior: float = DEFAULT_PRIOR) -> Assessment:
    """Judge one conversation: findings, then level, kind and risk at base rate `prior` (0 < prior < 1)."""
    return judge(detect(conversation), conversation, mode=mode, prior=prior)


def examine(
    reading: Reading,
    case: Case | None = None,
    *,
    watch: Callable[[Iterable[Conversation]], Iterable[Conversation]] = iter,
) -> Report:
    """Judge and advise on everything that was read.

    `watch` may wrap the conversations to show progress. Raises AssessError or AdviseError for impossible settings.
    """
    case = case or Case()
    mode = case.mode or mode_for(reading)
    entries = tuple(_entry(conversation, mode, case) for conversation in watch(reading.conversations))
    provenance = replace(reading.provenance, version=__version__, rules=rules_hash())
    return Report(entries=entries, problems=reading.problems, provenance=provenance, mode=mode, prior=case.prior)


def mode_for(reading: Reading) -> Mode:
    """`archive` for an export of more than 20 conversations; interchange files are always `single` by default."""
    formats = {file.format for file in reading.provenance.inputs}
    archive = len(reading.conversations) > ARCHIVE_FROM and formats != {"interchange"}
    return Mode.ARCHIVE if archive else Mode.SINGLE


def _entry(conversation: Conversation, mode: Mode, case: Case) -> Entry:
    assessment = assess(conversation, mode=mode, prior=case.prior)
    return Entry(conversation=conversation, assessment=assessment, advice=_advice(assessment, conversation, mode, case))


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
        elif item.name.endswith((".py", ".toml", ".json")) and item.name != "prepared.json":
            yield item
