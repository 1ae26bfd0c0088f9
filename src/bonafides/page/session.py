"""What the page asks of Python: each verb takes plain values and hands back plain values; the page only shows them."""

from __future__ import annotations

import time
import zipfile
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from bonafides.errors import BonafidesError
from bonafides.examine import Case, examine, examine_told
from bonafides.explain import explanations
from bonafides.model import Reading, Report, Situation, Status
from bonafides.page.sheet import ROOM, sheet
from bonafides.problems import said
from bonafides.read import read, read_text
from bonafides.read.sides import with_sides
from bonafides.render import View, render
from bonafides.render.html import html_body
from bonafides.render.phrases import phrases

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Answer = dict[str, Any]
    """Plain values, as JavaScript takes them."""

LIMIT = 24 * 1024**2
"""Bytes of text that are taken at once: about 200,000 messages. A phone's browser gives a page some hundred megabytes,
and a text takes ten times its size while it is judged."""
EVERY = 0.25
"""Seconds between two words about the progress."""
_TEXTS = (".txt", ".csv", ".json", ".jsonl", ".html", ".htm", ".mbox", ".eml", ".msg", ".md", ".zip", ".xml")
Held = TypeVar("Held", Reading, Report)
_WARMING = "Ann: Could we continue on WhatsApp?\nMe: Why?\nAnn: A paid report for a client. Please keep it between us."


@dataclass(slots=True, kw_only=True)
class Session:
    """One person's visit: what was read, and what was made of it. Nothing of it is stored anywhere."""

    lang: str = "en"
    zone: tzinfo = UTC
    tell: Callable[[str, int, int], object] = lambda step, done, of: None
    """Called with `reading` or `judging`, how much is done, and of how much."""
    reading: Reading | None = None
    report: Report | None = None
    _given: Callable[[tuple[str, ...]], Reading] | None = None
    """Reads again what was given, with these names as the user's."""
    _said: float = field(default=0.0)

    def warm(self) -> Answer:
        """Judge a line, so that the first answer need not wait for the tables to be loaded; nothing of it is kept."""
        report = examine(read_text(_WARMING), Case(lang=self.lang))
        html_body(report, self._view())
        sheet(read_text(_WARMING), self.lang)
        return {}

    def forget(self) -> Answer:
        """Leave what was read, so that the form is answered without it."""
        self.reading = self.report = self._given = None
        return {}

    def take_text(self, text: str) -> Answer:
        """Read a pasted text: the sheet to correct."""
        if size := _megabytes(len(text.encode("utf-8", "replace"))):
            return self._refused("fault.too_large", size)
        name = phrases(self.lang)("channel.paste")
        return self._taken(lambda me: read_text(text, name=name, me=me, timezone=self.zone))

    def take_files(self, paths: Sequence[str]) -> Answer:
        """Read files that the page has put at these places: the sheet to correct."""
        sizes = {path: _texts_in(path) for path in map(Path, paths)}
        if size := _megabytes(sum(sizes.values())):
            archive = zipfile.is_zipfile(max(sizes, key=lambda path: sizes[path]))
            return self._refused("fault.too_large_zip" if archive else "fault.too_large", size)
        return self._taken(lambda me: read(paths, me=me, timezone=self.zone, progress=self._progress))

    def judge(self, told: Mapping[str, Any]) -> Answer:
        """The report on what was read, or on the answers alone where nothing was.

        `told`: `mine` (indexes of the user's messages, of one conversation), `me` (the user's name, of several),
        `answers` (of the form), `situation`, `status`, `country`; each may be missing.
        """
        case = Case(
            situation=Situation(told["situation"]) if told.get("situation") else None,
            status=Status(told.get("status") or Status.OTHER.value),
            country=told.get("country") or "",
            lang=self.lang,
            answers=told.get("answers") or {},
        )
        if self.reading is None:
            self.report = examine_told(case)
        else:
            reading = self._corrected(self.reading, told)
            self.report = examine(reading, case, each=self._counter(reading))
        return self._shown(self.report)

    def saved(self, form: str, *, redact: bool = False) -> Answer:
        """The report as a file of that form: `html`, `text`, `json` or `jsonl`."""
        if self.report is None:
            return {}
        report = self._worded(self.report) if form in ("html", "text") else self.report
        made = render(report, form, self._view(redact=redact))
        return {"text": made} if isinstance(made, str) else {}

    def lines(self, paths: Sequence[str]) -> Answer:
        """What `bonafides check --format jsonl` writes for these files: the proof that both judge alike."""
        report = examine(read(paths, timezone=self.zone))
        return {"text": render(report, "jsonl", View(titles=explanations()))}

    def _taken(self, give: Callable[[tuple[str, ...]], Reading]) -> Answer:
        self._given, self.report = give, None
        reading = self.reading = give(())
        if not reading.conversations:
            self.reading = None
        return {
            "html": sheet(self._worded(reading), self.lang),
            "conversations": len(reading.conversations),
            "messages": sum(len(each.messages) for each in reading.conversations),
        }

    def _corrected(self, reading: Reading, told: Mapping[str, Any]) -> Reading:
        if told.get("me") and self._given:
            return self._given((told["me"],))
        if told.get("mine") is not None and len(reading.conversations) == 1:
            return replace(reading, conversations=(with_sides(reading.conversations[0], told["mine"]),))
        return reading

    def _shown(self, report: Report) -> Answer:
        level = max((entry.assessment.level for entry in report.entries), key=lambda each: each.rank, default=None)
        return {
            "html": html_body(self._worded(report), self._view()),
            "level": level.value if level else "",
            "title": phrases(self.lang)(f"level.{level.value}.name") if level else "",
        }

    def _worded(self, held: Held) -> Held:
        """What could not be read, in the words of this page."""
        return replace(held, problems=tuple(said(each, lang=self.lang, on_page=True) for each in held.problems))

    def _view(self, *, redact: bool = False) -> View:
        return View(lang=self.lang, redact=redact, titles=explanations(self.lang, told=True))

    def _refused(self, key: str, size: int) -> Answer:
        self.reading = self.report = None
        return {"refused": phrases(self.lang, ROOM)(key, size=size, limit=LIMIT // 1024**2)}

    def _progress(self, name: str, done: int, of: int) -> None:
        self._say("reading", done, of)

    def _counter(self, reading: Reading) -> Callable[[], None]:
        done, of = 0, sum(len(each.messages) for each in reading.conversations)

        def one_more() -> None:
            nonlocal done
            done += 1
            self._say("judging", done, of)

        return one_more

    def _say(self, step: str, done: int, of: int) -> None:
        if (now := time.monotonic()) - self._said >= EVERY:
            self._said = now
            self.tell(step, done, of)


VERBS: Mapping[str, Callable[..., Answer]] = {
    "warm": Session.warm,
    "forget": Session.forget,
    "take_text": Session.take_text,
    "take_files": Session.take_files,
    "judge": Session.judge,
    "saved": Session.saved,
    "lines": Session.lines,
}
"""All that a page may ask."""


def open_session(lang: str, zone: str, tell: Callable[[str, int, int], object]) -> Session:
    """The session for a page in `lang`, on a device in that zone; a zone that is not known is read as UTC."""
    try:
        return Session(lang=lang, zone=ZoneInfo(zone), tell=tell)
    except (KeyError, ValueError, OSError):
        return Session(lang=lang, tell=tell)


def ask(session: Session, verb: str, *given: Any) -> Answer:
    """Have the session do `verb`; whatever goes wrong comes back as a sentence and never holds a message's text."""
    words = phrases(session.lang, ROOM)
    try:
        answer: Answer = VERBS[verb](session, *given)
    except BonafidesError as error:
        return {"refused": " ".join(filter(None, (error.what, error.next_step)))}
    except MemoryError:
        return {"refused": words("fault.memory")}
    except OSError:
        return {"refused": words("fault.gone")}
    except Exception as error:  # a fault of the program's own: one sentence, and what was given is still there
        lost = type(error).__name__ == "JsException"  # the browser could not read on, as where a file has changed
        return {"refused": words("fault.gone" if lost else "fault.fault")}
    return answer


def _texts_in(path: Path) -> int:
    """Bytes of a file, or of the texts in an archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(each.file_size for each in archive.infolist() if each.filename.lower().endswith(_TEXTS))
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return path.stat().st_size


def _megabytes(size: int) -> int:
    """Megabytes, where they are more than is taken at once; else 0."""
    return -(-size // 1024**2) if size > LIMIT else 0
