"""One person's sitting at the pages: what was given, how it was corrected, and what came of it. In memory only."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

from bonafides.errors import WebError
from bonafides.examine import Case, examine, examine_told
from bonafides.explain import explanations
from bonafides.model import Problem, Situation, Status
from bonafides.page.sheet import ROOM as PAGE
from bonafides.problems import said
from bonafides.read import read, read_text
from bonafides.render import View, render
from bonafides.render.html import html_body
from bonafides.render.phrases import phrases
from bonafides.seen import beside
from bonafides.settings import resolve, truth
from bonafides.web.page import ROOM
from bonafides.web.uploads import Uploads
from bonafides.web.work import Work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from starlette.datastructures import UploadFile

    from bonafides.model import Conversation, Reading, Report
    from bonafides.vet import Vetting

_JOINABLE = re.compile(r"--join (\S+) (\S+)\Z")
"""How the reading room says that two conversations may be with one person."""
_OF_PICTURES = (
    "This is a picture of a kind that is not read.",
    "Save it as PNG or JPEG",
    "If one of the pictures shows",
)
"""What the browser edition words for a page that reads no pictures; this one reads them."""
_SAY_ME = "--me"
"""How it asks for the person's own name; here messages are ticked instead."""


@dataclass(slots=True, kw_only=True)
class Told:
    """What the person said of themselves, and answered."""

    situation: str = ""
    status: str = Status.OTHER.value
    country: str = ""
    answers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Sitting:
    """What one browser brought, until it is wiped, left for long, or the program ends."""

    uploads: Uploads
    zone: tzinfo = UTC
    home: Path | None = None
    """Where packs of fingerprints are, to compare with; None: none are looked for."""
    seen: float = 0.0
    size: int = 0
    """Bytes that were given."""
    protected: bool = False
    """Whether the text must not be put in here: then questions only."""
    folder: Path | None = None
    """Where the files lie while they may have to be read again."""
    reading: Reading | None = None
    apart: Reading | None = None
    """The same before the person said which conversations belong together."""
    joined: tuple[tuple[str, str], ...] = ()
    join: bool = True
    """Whether threads that share an address may become one conversation."""
    me: str = ""
    told: Told = field(default_factory=Told)
    report: Report | None = None
    lang: str = ""
    """Language of the report's advice."""
    body: str = ""
    """The report as HTML, as it is shown."""
    kept: str = ""
    """Id under which the report was kept."""
    work: Work | None = None
    vetting: Vetting | None = None
    """What came of vetting the persona and the firm."""
    persona: dict[str, str] = field(default_factory=dict)
    """What was written into that form."""
    _inputs: tuple[Path, ...] = ()
    _text: str = ""
    _corrected: dict[str, tuple[Conversation, Conversation]] = field(default_factory=dict)

    # --- what was given

    def bring(self, text: str, files: Sequence[UploadFile], lang: str) -> None:
        """Take a text, files, or both, and begin to read them; what was brought before is forgotten."""
        told, protected, vetting, persona = self.told, self.protected, self.vetting, self.persona
        self.clear()
        self.told, self.protected, self.vetting, self.persona = told, protected, vetting, persona
        told.answers = {}
        if files:
            self.folder, self._inputs = self.uploads.take(files)
            if text:
                self._inputs = (*self._inputs, self._written(self.folder, text, lang))
        else:
            self._text = text
        self.size = len(text.encode("utf-8", "replace")) + sum(file.size or 0 for file in files)
        self.read_again(lang, origin="/bring")

    def read_again(self, lang: str, *, origin: str, onward: str = "/correct") -> None:
        """Begin to read what was given, with what the person said of names and joins since."""
        work, folder = self.begin("reading", origin=origin, onward=onward), self.folder

        def do() -> Callable[[], None]:
            try:
                apart = self._read((), work, lang)
                found = self._read(self.joined, work, lang) if self.joined else apart
            finally:
                if folder and folder != self.folder:  # it was dropped meanwhile, and some systems keep what is open
                    self.uploads.drop(folder)
            return lambda: self._keep_reading(apart, found)

        work.start(do)

    @property
    def can_read_again(self) -> bool:
        """Whether what was given is still there to be read in another way."""
        return bool(self._text) or self.folder is not None

    def suggested(self) -> tuple[tuple[str, str], ...]:
        """Pairs of conversations (ids) that may be with one person."""
        problems = self.apart.problems if self.apart else ()
        found = (_JOINABLE.search(each.next_step) for each in problems)
        return tuple((each[1], each[2]) for each in found if each)

    def correct(self, index: int, conversation: Conversation) -> None:
        """Put a corrected conversation in the place of the one at `index`."""
        assert self.reading is not None  # noqa: S101 - a page that corrects has shown it
        old = self.reading.conversations[index]
        original = next((first for first, now in self._corrected.values() if now is old), old)
        self._corrected[original.id] = (original, conversation)
        self.reading = replace(self.reading, conversations=_with(self.reading.conversations, index, conversation))
        self.report = None

    # --- what comes of it

    def judge(self, lang: str, *, origin: str) -> None:
        """Begin to judge what was read, or the answers alone where nothing was read."""
        case = Case(
            situation=Situation(self.told.situation) if self.told.situation else None,
            status=Status(self.told.status),
            country=self.told.country,
            lang=lang,
            answers=dict(self.told.answers),
        )
        reading = self.reading
        if reading is None and not case.answers:
            raise WebError("there is nothing to judge yet")
        work = self.begin("judging", origin=origin, onward="/answer")

        def do() -> Callable[[], None]:
            report = examine(reading, case, each=_counter(reading, work)) if reading else examine_told(case)
            if self.home and truth("packs", resolve({})["packs"]):
                report = beside(report, self.home)
            body = html_body(worded(report, lang), _view(lang))
            return lambda: self._keep_report(report, body, lang)

        work.start(do)

    def saved(self, form: str, *, redact: bool) -> str:
        """The answer in the form of that name: `html`, `text`, `json` or `jsonl`; WebError where there is none."""
        if self.report is None:
            raise WebError("there is no answer yet")
        report = worded(self.report, self.lang) if form in ("html", "text") else self.report
        made = render(report, form, _view(self.lang, redact=redact))
        if isinstance(made, bytes):
            raise WebError("the answer is no file of that form")
        return made

    @property
    def holds(self) -> bool:
        """Whether there is anything that would be forgotten."""
        return any((self.reading, self.report, self.work, self.told.answers, self.vetting))

    def begin(self, step: str, *, origin: str, onward: str) -> Work:
        """A new piece of work in place of the one under way."""
        self.drop()
        self.work = Work(step=step, origin=origin, onward=onward)
        return self.work

    def drop(self) -> None:
        """Have the work under way come to nothing."""
        if self.work is not None:
            self.work.drop()
            self.work = None

    # --- the end of it

    def clear(self) -> bool:
        """Forget everything; whether nothing of it is left on the disk."""
        self.drop()
        gone = self.leave_files()
        self.reading = self.apart = self.report = None
        self.joined, self.join, self.me, self.told = (), True, "", Told()
        self.lang = self.body = self.kept = self._text = ""
        self.size, self.protected = 0, False
        self.vetting, self.persona = None, {}
        self._corrected.clear()
        return gone

    def leave_files(self) -> bool:
        """Remove the files that were given; whether they are gone."""
        gone = self.folder is None or self.uploads.drop(self.folder)
        self.folder, self._inputs = None, ()
        return gone

    def _read(self, joined: Sequence[tuple[str, str]], work: Work, lang: str) -> Reading:
        me = (self.me,) if self.me else ()
        if self._text:
            return read_text(self._text, name=phrases(lang)("channel.paste"), me=me, timezone=self.zone, join=self.join)
        return read(
            self._inputs,
            me=me,
            timezone=self.zone,
            timezone_assumed=True,
            join=self.join,
            joined=joined,
            progress=lambda name, done, of: work.tell("reading", done, of),
        )

    def _keep_reading(self, apart: Reading, found: Reading) -> None:
        self.apart = apart
        conversations = tuple(self._as_corrected(each) for each in found.conversations)
        self.reading = replace(found, conversations=conversations) if conversations else None
        self.report = None
        if len(conversations) < 2 and not self.joined:  # nothing is left to ask that would need the files again
            self.leave_files()
            self._text = ""

    def _keep_report(self, report: Report, body: str, lang: str) -> None:
        self.report, self.body, self.lang, self.kept = report, body, lang, ""
        self.leave_files()
        self._text = ""

    def _as_corrected(self, conversation: Conversation) -> Conversation:
        """A conversation as it was corrected, where it was read as before."""
        original, now = self._corrected.get(conversation.id, (None, None))
        return now if now is not None and original == conversation else conversation

    def _written(self, folder: Path, text: str, lang: str) -> Path:
        """A pasted text as a file beside the others, so that all are read together."""
        place = folder / f"{phrases(lang)('channel.paste')}.txt"
        number = 1
        while place.exists():
            number += 1
            place = place.with_stem(f"{place.stem} {number}")
        place.write_text(text, encoding="utf-8", errors="replace")
        return place


def worded(held: Report, lang: str) -> Report:
    """A report with what could not be read in the words of a page."""
    return replace(held, problems=tuple(problems_worded(held.problems, lang)))


def problems_worded(problems: Iterable[Problem], lang: str) -> list[Problem]:
    """What could not be read in the words of a page that, unlike the browser edition, reads pictures too."""
    return [_worded(each, lang) for each in problems]


def is_join(problem: Problem) -> bool:
    """Whether it suggests a join, for which there is a page of its own."""
    return bool(_JOINABLE.search(problem.next_step))


def _worded(problem: Problem, lang: str) -> Problem:
    found = said(problem, lang=lang, on_page=not _is_of_pictures(problem))
    words = phrases(lang, ROOM)
    if is_join(problem):
        return replace(found, next_step=words("together.next", page=words("together.heading")))
    if _SAY_ME in problem.next_step:
        return replace(found, next_step=words("correct.if_wrong", page=phrases(lang, PAGE)("sides.heading")))
    return found


def _is_of_pictures(problem: Problem) -> bool:
    return any(text.startswith(_OF_PICTURES) for text in (problem.what, problem.next_step))


def _view(lang: str, *, redact: bool = False) -> View:
    return View(lang=lang, redact=redact, titles=explanations(lang, told=True))


def _with(found: tuple[Conversation, ...], index: int, new: Conversation) -> tuple[Conversation, ...]:
    return (*found[:index], new, *found[index + 1 :])


def _counter(reading: Reading, work: Work) -> Callable[[], None]:
    done, of = 0, sum(len(each.messages) for each in reading.conversations)

    def one_more() -> None:
        nonlocal done
        done += 1
        work.tell("judging", done, of)

    return one_more
